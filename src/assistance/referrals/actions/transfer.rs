//! Taking a request over.

use std::collections::BTreeSet;

use super::end::{destroy, forget_reports, revoke_row};
use super::settle::put_status;
use crate::assistance::consents::ReferralField;
use crate::assistance::model::AssistanceStatus;
use crate::assistance::referrals::model::{ReferralStatus, RevokedBy};
use crate::assistance::referrals::store::{self, ReferralRow};
use crate::assistance::routing;
use crate::assistance::store::{self as requests, ConsentPurpose, RequestRow};
use crate::correspondence::ChangedBy;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{Caller, CaseKey, CaseKeyError, withhold_from_others};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Gives a request to the organisation that has accepted its transfer. Who it is goes along only if that is covered;
/// what else is not covered is left out where it is read (`limits.rs`). The sender reads nothing any more.
pub(super) fn take_over(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (row, request): (&ReferralRow, &mut RequestRow),
    covered: &BTreeSet<ReferralField>,
    now: Time,
) -> Result<(), Problem> {
    let own = caller.organisation();
    if !covered.contains(&ReferralField::Identity) {
        requests::withdraw_consents(conn, request.id, &[ConsentPurpose::KnowIdentity], now)?;
    }
    put_status(
        conn,
        request,
        AssistanceStatus::AcceptedElsewhere,
        ChangedBy::Organisation,
        now,
    )?;
    request.acknowledged_at = Some(now);
    request.attention = None;
    put_status(
        conn,
        request,
        AssistanceStatus::Acknowledged,
        ChangedBy::Organisation,
        now,
    )?;
    routing::take_transferred(conn, services, request, own, now)?;
    withhold_from_others(conn, row.id, &[own])?;
    match CaseKey::open(conn, &caller.case_access(), request.id) {
        // Colleagues who have joined since need not ask for it.
        Ok(case) => {
            case.share(conn, &services.vault, &[own])?;
        }
        Err(CaseKeyError::Locked | CaseKeyError::NotHeld) => {}
        Err(error @ CaseKeyError::Vault(_)) => return Err(error.into()),
    }
    Ok(())
}

/// Takes back what an organisation has referred that no longer has the request, and ends the limits under which it had
/// it: the next one would not know to whom it went, and the person may have left because of it.
pub(in crate::assistance) fn leave_owner(
    conn: &mut Conn,
    services: &Services,
    (request, before): (Id, Id),
    now: Time,
) -> Result<(), Problem> {
    lift(conn, services, (request, before), now)?;
    for mut row in store::list_of(conn, request)? {
        let is_own = row.sender_organisation_id == Some(before);
        if is_own && row.status.is_readable() && !row.was_taken_over() {
            revoke_row(conn, services, &mut row, RevokedBy::Service, now)?;
        }
    }
    forget_reports(conn, services, (request, Some(before)))
}

/// Ends the limits of whoever has a request by a transfer: the person gives it to them as a whole, or to somebody else.
pub(in crate::assistance) fn lift(
    conn: &mut Conn,
    services: &Services,
    (request, organisation): (Id, Id),
    now: Time,
) -> Result<(), Problem> {
    if let Some(mut transfer) = store::find_transfer_to(conn, request, organisation)? {
        transfer.status = ReferralStatus::Done;
        transfer.ended_at = Some(now);
        destroy(conn, services, &mut transfer)?;
        store::update(conn, &mut transfer)?;
    }
    Ok(())
}
