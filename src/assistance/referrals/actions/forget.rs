//! What happens to referrals as time goes by, and forgetting who the person is.

use super::end::{destroy, destroy_identity, is_revocable, revoke_row};
use super::events;
use super::settle::{come_back, locked};
use crate::assistance::actions::not_found;
use crate::assistance::consents::ReferralField;
use crate::assistance::referrals::model::{ReferralStatus, RevokedBy};
use crate::assistance::referrals::outgoing::{self, AnswerToOrigin};
use crate::assistance::referrals::store::{self, ReferralRow};
use crate::assistance::store::find_locked;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Referrals that are treated in one go, so that nobody waits for long.
const AT_ONCE: i64 = 100;
/// Months for which it is kept that another server referred somebody.
const RECEIVED_MONTHS: i32 = 24;

/// What is to be done every minute.
pub(in crate::assistance) fn keep_house(
    conn: &mut Conn,
    services: &Services,
    now: Time,
) -> Result<(), Problem> {
    lapse_due(conn, services, now)?;
    let before = now.plus_months(-RECEIVED_MONTHS);
    for id in store::list_received_ended_before(conn, before, AT_ONCE)? {
        if let Some(mut row) = store::find_locked(conn, id)? {
            destroy(conn, services, &mut row)?;
            store::delete_one(conn, id)?;
        }
    }
    Ok(())
}

/// Destroys who the person is wherever it was shown. Another server is told to forget all of what it was shown with.
pub(in crate::assistance) fn forget_identity(
    conn: &mut Conn,
    services: &Services,
    request: Id,
    now: Time,
) -> Result<(), Problem> {
    for mut row in store::list_of(conn, request)? {
        destroy_identity(conn, services, &mut row)?;
        let was_sent = row.recipient_peer_id.is_some() && is_revocable(&row);
        if was_sent && row.fields()?.contains(&ReferralField::Identity) {
            let mut holder = find_locked(conn, request)?.ok_or_else(not_found)?;
            revoke_row(conn, services, &mut row, RevokedBy::Person, now)?;
            come_back(conn, &row, Some(&mut holder), now)?;
        }
    }
    Ok(())
}

/// Brings back referrals that were not answered in time; returns how many. Each is locked and looked at again, so that
/// of several instances one does it.
fn lapse_due(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    let due = store::list_lapsed(conn, now, AT_ONCE)?;
    let mut lapsed = 0;
    for id in due {
        let Some(found) = store::find(conn, id)? else {
            continue;
        };
        let (mut request, mut row) = locked(conn, &found)?;
        if row.answer_by.is_none_or(|by| by > now) {
            continue;
        }
        row.status = ReferralStatus::Lapsed;
        row.answer_by = None;
        row.ended_at = Some(now);
        destroy(conn, services, &mut row)?;
        store::update(conn, &mut row)?;
        come_back(conn, &row, request.as_mut(), now)?;
        events::answered(conn, &row, now)?;
        events::revoked(conn, &row, now)?;
        tell_of_lapse(conn, services, &row, now)?;
        lapsed += 1;
    }
    Ok(lapsed)
}

/// The other server, on whichever side it is.
fn tell_of_lapse(
    conn: &mut Conn,
    services: &Services,
    row: &ReferralRow,
    now: Time,
) -> Result<(), Problem> {
    if row.recipient_peer_id.is_some() {
        outgoing::revoked(conn, services, row, now)?;
    }
    if row.origin_peer_id.is_some() {
        let told = AnswerToOrigin {
            status: row.status,
            reason: None,
            outcome: None,
            report: None,
        };
        outgoing::answered(conn, services, row, &told, now)?;
    }
    Ok(())
}
