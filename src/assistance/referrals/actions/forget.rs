//! What happens to referrals as time goes by, and forgetting who the person is.

use super::end::{destroy, destroy_identity, is_revocable, revoke_row};
use super::events;
use super::receive::end_received;
use super::settle::{Answered, come_back, locked, settle};
use crate::assistance::actions::not_found;
use crate::assistance::consents::ReferralField;
use crate::assistance::model::DeclineCode;
use crate::assistance::referrals::between::NOT_DELIVERED;
use crate::assistance::referrals::model::{ReferralStatus, RevokedBy};
use crate::assistance::referrals::outgoing::{self, AnswerToOrigin};
use crate::assistance::referrals::store::{self, ReferralRow};
use crate::assistance::store::find_locked;
use crate::peers::{self, PeerStatus};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Referrals that are treated in one go, so that nobody waits for long.
const AT_ONCE: i64 = 100;
/// Months for which it is kept that another server referred somebody.
const RECEIVED_MONTHS: i32 = 24;
/// Months within which it is said what came of a referral of another server.
const ACCEPTED_MONTHS: i32 = 12;

/// What is to be done every minute.
pub(in crate::assistance) fn keep_house(
    conn: &mut Conn,
    services: &Services,
    now: Time,
) -> Result<(), Problem> {
    lapse_due(conn, services, now)?;
    end_received_of_removed(conn, services, now)?;
    give_back_received(conn, services, now)?;
    let before = now.plus_months(-RECEIVED_MONTHS);
    for id in store::list_received_ended_before(conn, before, AT_ONCE)? {
        if let Some(mut row) = store::find_locked(conn, id)? {
            destroy(conn, services, &mut row)?;
            store::delete_one(conn, id)?;
        }
    }
    Ok(())
}

/// Ends what came from servers that were removed: they cannot take it back any more.
fn end_received_of_removed(conn: &mut Conn, services: &Services, now: Time) -> Result<(), Problem> {
    let removed = peers::list_peers(conn)?.into_iter();
    let removed = removed.filter(|peer| peer.status == PeerStatus::Removed);
    let removed: Vec<Id> = removed.map(|peer| peer.id).collect();
    if removed.is_empty() {
        return Ok(());
    }
    for id in store::list_received_of(conn, &removed, AT_ONCE)? {
        end_received(conn, services, id, now)?;
    }
    Ok(())
}

/// Gives back what came from another server and nobody here helps with: it was accepted long ago and nobody has said what
/// came of it, or everybody who had its key has lost it. The sender hears it, and asks somebody else.
fn give_back_received(conn: &mut Conn, services: &Services, now: Time) -> Result<(), Problem> {
    let before = now.plus_months(-ACCEPTED_MONTHS);
    let forgotten = store::list_received_accepted_before(conn, before, AT_ONCE)?;
    let lost = store::list_received_without_key(conn, AT_ONCE)?;
    for (ids, reason) in [(forgotten, "other"), (lost, NOT_DELIVERED)] {
        let answer = Answered::Rejected {
            reason: DeclineCode::known(reason.to_owned()),
        };
        for id in ids {
            let Some(mut row) = store::find_locked(conn, id)? else {
                continue;
            };
            if answer.follows(&row) {
                settle(conn, services, (&mut row, None), (&answer, None), now)?;
                events::revoked(conn, &row, now)?;
            }
        }
    }
    Ok(())
}

/// Destroys who the person is wherever it was shown. Another server is told to forget all of what it was shown with.
pub(in crate::assistance) fn forget_identity(
    conn: &mut Conn,
    services: &Services,
    (request, by): (Id, RevokedBy),
    now: Time,
) -> Result<(), Problem> {
    for mut row in store::list_of(conn, request)? {
        destroy_identity(conn, services, &mut row)?;
        let was_sent = row.recipient_peer_id.is_some() && is_revocable(&row);
        if was_sent && row.fields()?.contains(&ReferralField::Identity) {
            let mut holder = find_locked(conn, request)?.ok_or_else(not_found)?;
            revoke_row(conn, services, &mut row, by, now)?;
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
