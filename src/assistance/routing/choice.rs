//! What the person decides about who has the request: to choose, and to exclude.

use super::answer::{end_ownership, start_anew};
use super::apply::{
    Ended, call_whoever_has_it, end, give_chosen, go_on, hand_to, key_holders, stop, withdraw_keys,
};
use super::job::{go_to_next, passed_over};
use super::need::{Facts, Need};
use super::plan::plan;
use super::store::{self, OfferOutcome};
use crate::assistance::actions::{confidential_key, due_dates, hour_of, not_found, open_content};
use crate::assistance::model::AssistanceStatus;
use crate::assistance::problems::{REQUEST_ENDED, REQUEST_WITHDRAWN};
use crate::assistance::referrals;
use crate::assistance::store::{self as requests, ConsentPurpose, RequestRow};
use crate::correspondence::ChangedBy;
use crate::identity::{AssistanceRequests, CaseKey, ReceiptHolder};
use crate::organisations;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem};

/// The organisation that a person wants.
pub struct Choice {
    /// The organisation.
    pub organisation: Id,
    /// Whether nobody else is to be asked.
    pub is_only: bool,
    /// Whether it may know who the person is.
    pub share_identity: bool,
}

/// Gives a request to the organisation that the person has chosen, also after another one has declined it.
pub fn choose(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    choice: &Choice,
    now: Time,
) -> Result<RequestRow, Problem> {
    let mut row = find_open(conn, holder, &[AssistanceStatus::Declined])?;
    let chosen = choice.organisation;
    if !takes_requests(conn, chosen)? {
        let fault = Fault::new("/organisation_id", "unknown_organisation");
        return Err(Problem::invalid(vec![fault]));
    }
    store::delete_exclusion(conn, row.id, chosen)?;
    if row.organisation_id == Some(chosen) {
        // What she gave to it in part by a transfer she now gives as a whole.
        referrals::lift(conn, services, (row.id, chosen), now)?;
    } else {
        leave(conn, &row, now)?;
        stop(conn, row.id, now)?;
        // Who she is was for whoever had it: the next one learns it only if she says so.
        requests::withdraw_consents(conn, row.id, &[ConsentPurpose::KnowIdentity], now)?;
        let due = due_dates(services, row.urgency, hour_of(now));
        if row.status.has_ended() {
            row.acknowledge_by = due.acknowledge_by;
            row.feedback_by = due.feedback_by;
        }
        start_anew(conn, &mut row, ChangedBy::Reporter, now)?;
        hand_to(conn, services, &mut row, Some(chosen), now)?;
        give_chosen(conn, services, row.id, (chosen, choice.is_only), now)?;
        call_whoever_has_it(conn, services, &row, now)?;
    }
    if choice.share_identity && row.sealed_identity.is_some() {
        let purpose = ConsentPurpose::KnowIdentity;
        requests::give_consent(conn, row.id, purpose, chosen, now)?;
    }
    share_again(conn, services, holder, &row)?;
    Ok(row)
}

/// Remembers whom the person does not want. Whoever of them has the request, is asked, or was shown something of it, no
/// longer is.
pub fn exclude(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    excluded: &[Id],
    now: Time,
) -> Result<RequestRow, Problem> {
    let mut row = find_open(conn, holder, &[])?;
    let mut faults = Vec::new();
    for (number, organisation) in excluded.iter().enumerate() {
        if organisations::find(conn, *organisation)?.is_none() {
            let pointer = format!("/organisation_ids/{number}");
            faults.push(Fault::new(pointer, "unknown_organisation"));
        }
    }
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    store::insert_exclusions(conn, row.id, excluded.iter().copied())?;
    referrals::revoke_to(conn, services, &mut row, excluded, now)?;
    let open = store::find_open(conn, row.id)?;
    if let Some(offer) = open
        && excluded.contains(&offer.organisation_id)
    {
        let ended = Ended::by_itself(OfferOutcome::Withdrawn);
        end(conn, offer, &ended, now)?;
        go_to_next(conn, services, &mut row, now)?;
    } else if row
        .organisation_id
        .is_some_and(|owner| excluded.contains(&owner))
    {
        leave(conn, &row, now)?;
        let key = confidential_key(conn, &services.vault, &holder.case_access(), row.id)?;
        let facts = Facts::from(&open_content(&key, &row)?);
        let passed_over = passed_over(conn, row.id)?;
        let next = plan(conn, services, &Need::of(&row, facts, now)?, &passed_over)?;
        start_anew(conn, &mut row, ChangedBy::Reporter, now)?;
        go_on(conn, services, &mut row, &next, now)?;
    }
    share_again(conn, services, holder, &row)?;
    Ok(row)
}

/// Whoever has it no longer has it.
fn leave(conn: &mut Conn, row: &RequestRow, now: Time) -> Result<(), Problem> {
    match row.organisation_id {
        None => Ok(()),
        // What it declined stays declined.
        Some(_) if row.status == AssistanceStatus::Declined => Ok(()),
        Some(owner) => end_ownership(conn, row, owner, (OfferOutcome::Withdrawn, None, None), now),
    }
}

/// The person is there, so that the key can go along.
fn share_again(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    row: &RequestRow,
) -> Result<(), Problem> {
    let holders = key_holders(conn, row)?;
    let case = CaseKey::open(conn, &holder.case_access(), row.id)?;
    case.share(conn, &services.vault, &holders)?;
    Ok(withdraw_keys(conn, row)?)
}

/// The request, locked, unless it has ended in another way than these.
fn find_open(
    conn: &mut Conn,
    holder: &ReceiptHolder<AssistanceRequests>,
    also: &[AssistanceStatus],
) -> Result<RequestRow, Problem> {
    let row = requests::find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    if row.status.has_ended() && !also.contains(&row.status) {
        return Err(Problem::new(&REQUEST_ENDED));
    }
    Ok(row)
}

/// Whether an organisation takes requests for help.
pub fn takes_requests(conn: &mut Conn, organisation: Id) -> Result<bool, Problem> {
    let can = organisations::has_competence(conn, organisation, &super::all())?;
    Ok(can && organisations::hold(conn, organisation)?)
}
