//! What the person says, with the receipt code.

use super::{ensure_room, new_row, resolve};
use crate::assistance::actions::{json, not_found};
use crate::assistance::consents::model::{Agreed, ConsentState, Given, GivenVia};
use crate::assistance::consents::store::{self, DataConsentRow};
use crate::assistance::model::AssistanceStatus;
use crate::assistance::problems::REQUEST_WITHDRAWN;
use crate::assistance::referrals;
use crate::assistance::retention;
use crate::assistance::routing;
use crate::assistance::store::{RequestRow, find_locked, mark_unanswered};
use crate::identity::{AssistanceRequests, ReceiptHolder};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

fn own_locked(
    conn: &mut Conn,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<RequestRow, Problem> {
    let row = find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    Ok(row)
}

/// Gives a consent of the person's own accord.
pub(in crate::assistance::consents) fn give(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    given: &Given,
    now: Time,
) -> Result<DataConsentRow, Problem> {
    let request = own_locked(conn, holder)?;
    ensure_room(conn, request.id)?;
    let agreed = given.agreed();
    let faults = agreed.faults(now);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let recipient = resolve(conn, &given.recipient, "/recipient")?;
    let about = (given.purpose, &recipient, &agreed.fields);
    let mut row = new_row(services, request.id, about, now)?;
    agree_to(&mut row, &agreed, now)?;
    store::insert(conn, &row)?;
    note_said(conn, request.id, now)?;
    Ok(row)
}

/// The organisation learns of it: whatever waited for it can go on.
fn note_said(conn: &mut Conn, request: Id, now: Time) -> Result<(), Problem> {
    mark_unanswered(conn, request, now)?;
    Ok(retention::note_activity(conn, request, now)?)
}

fn agree_to(row: &mut DataConsentRow, agreed: &Agreed, now: Time) -> Result<(), Problem> {
    row.fields = json(&agreed.fields)?;
    row.state = ConsentState::Given;
    row.given_via = Some(GivenVia::Receipt);
    row.given_at = Some(now);
    row.expires_at = agreed.expires_at;
    row.ended_at = None;
    row.changed_at = now;
    Ok(())
}

/// Agrees to what was asked, or to more or less than before.
pub(in crate::assistance::consents) fn agree(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    (id, agreed): (Id, &Agreed),
    now: Time,
) -> Result<DataConsentRow, Problem> {
    let mut request = own_locked(conn, holder)?;
    let faults = agreed.faults(now);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let found = store::find_of_request(conn, request.id, id)?;
    let mut row = found.ok_or_else(not_found)?;
    agree_to(&mut row, agreed, now)?;
    row.version += 1;
    store::update(conn, &row)?;
    referrals::after_consent(conn, services, &mut request, &row, now)?;
    note_said(conn, request.id, now)?;
    Ok(row)
}

/// Refuses what was asked, or takes back what was given. Doing it again changes nothing. Whoever took the request over by
/// this consent no longer has it.
pub(in crate::assistance::consents) fn end(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    id: Id,
    now: Time,
) -> Result<DataConsentRow, Problem> {
    let mut request = find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    let found = store::find_of_request(conn, request.id, id)?;
    let mut row = found.ok_or_else(not_found)?;
    row.state = match row.state {
        ConsentState::Asked => ConsentState::Refused,
        ConsentState::Given => ConsentState::Withdrawn,
        ConsentState::Refused | ConsentState::Withdrawn => return Ok(row),
    };
    row.ended_at = Some(now);
    row.changed_at = now;
    row.version += 1;
    store::update(conn, &row)?;
    referrals::after_consent(conn, services, &mut request, &row, now)?;
    if !request.status.has_ended()
        && let Some(owner) = request.organisation_id
        && referrals::has_by(conn, request.id, (owner, row.id))?
    {
        routing::exclude(conn, services, holder, &[owner], now)?;
    }
    note_said(conn, request.id, now)?;
    Ok(row)
}
