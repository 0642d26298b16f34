//! Doing what a plan says, and what follows from it.

use super::plan::{Next, Plan, critical_answer_by};
use super::rank::{Fit, OfferReason};
use super::store::{self, OfferOutcome, OfferRow};
use crate::assistance::actions::{alarm_of, hour_of, json, write};
use crate::assistance::check_ins;
use crate::assistance::links;
use crate::assistance::model::Priority;
use crate::assistance::referrals;
use crate::assistance::store::{self as requests, RequestRow};
use crate::correspondence::events;
use crate::danger;
use crate::identity::withhold_from_others;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// With whom a request that is being filed begins.
pub enum Filed {
    /// The person has chosen.
    Chosen {
        /// The organisation.
        organisation: Id,
        /// Whether nobody else is asked.
        is_only: bool,
    },
    /// The service has.
    Found(Plan),
}

impl Filed {
    /// The organisation that has the request.
    pub const fn owner(&self) -> Option<Id> {
        match self {
            Self::Chosen { organisation, .. } => Some(*organisation),
            Self::Found(plan) => plan.owner(),
        }
    }
}

/// Writes where a request begins that was just stored with its owner.
pub fn write_filed(
    conn: &mut Conn,
    services: &Services,
    row: &RequestRow,
    filed: &Filed,
    now: Time,
) -> Result<(), Problem> {
    match filed {
        Filed::Chosen {
            organisation,
            is_only,
        } => give_chosen(conn, services, row.id, (*organisation, *is_only), now),
        Filed::Found(plan) => write_plan(conn, services, row.id, plan, now),
    }
}

/// Notes that an organisation has a request because the person wants it.
pub fn give_chosen(
    conn: &mut Conn,
    services: &Services,
    request: Id,
    (organisation, is_only): (Id, bool),
    now: Time,
) -> Result<(), Problem> {
    let fit = Fit {
        organisation,
        reasons: vec![OfferReason::ChosenByPerson],
    };
    let offer = OfferRow {
        is_only,
        ..new_offer(services, request, &fit, now)?
    };
    Ok(store::insert_offer(conn, given(offer))?)
}

fn write_plan(
    conn: &mut Conn,
    services: &Services,
    request: Id,
    plan: &Plan,
    now: Time,
) -> Result<(), Problem> {
    store::delete_candidates(conn, request)?;
    match &plan.next {
        Next::Nobody => {}
        Next::Give(fit) => {
            let offer = new_offer(services, request, fit, now)?;
            store::insert_offer(conn, given(offer))?;
        }
        Next::Offer { fit, answer_by } => {
            let mut fits = Vec::new();
            for fit in &plan.fits {
                fits.push((fit.clone(), json(&fit.reasons)?));
            }
            store::insert_candidates(conn, request, &fits)?;
            let offer = OfferRow {
                answer_by: Some(*answer_by),
                ..new_offer(services, request, fit, now)?
            };
            store::insert_offer(conn, offer)?;
        }
    }
    Ok(())
}

fn new_offer(services: &Services, request: Id, fit: &Fit, now: Time) -> Result<OfferRow, Problem> {
    Ok(OfferRow {
        // It does not tell when it was made, other than in which hour.
        id: Id::random(&*services.randomness),
        request_id: request,
        organisation_id: fit.organisation,
        sequence: 0,
        reasons: json(&fit.reasons)?,
        is_only: false,
        offered_at: hour_of(now),
        answer_by: None,
        outcome: None,
        reason: None,
        ended_at: None,
        answered_by: None,
    })
}

fn given(offer: OfferRow) -> OfferRow {
    OfferRow {
        outcome: Some(OfferOutcome::Given),
        ended_at: Some(offer.offered_at),
        ..offer
    }
}

/// Lets a request go where a plan says. The row is locked; its consents name who has it, and who is called
/// because of danger follows.
pub fn go_on(
    conn: &mut Conn,
    services: &Services,
    row: &mut RequestRow,
    plan: &Plan,
    now: Time,
) -> Result<(), Problem> {
    hand_to(conn, services, row, plan.owner(), now)?;
    write_plan(conn, services, row.id, plan, now)?;
    call_whoever_has_it(conn, services, row, now)
}

/// Writes who has a request, if anybody, and tells the systems of whoever gets it. What one organisation has
/// linked and planned to ask is not for the next one.
pub fn hand_to(
    conn: &mut Conn,
    services: &Services,
    row: &mut RequestRow,
    owner: Option<Id>,
    now: Time,
) -> Result<(), Problem> {
    let before = row.organisation_id;
    if before != owner {
        row.assigned_to = None;
    }
    row.organisation_id = owner;
    write(conn, row)?;
    requests::move_consents(conn, row.id, owner)?;
    if before != owner {
        if let Some(before) = before {
            referrals::leave_owner(conn, services, (row.id, before), now)?;
            links::delete(conn, row.id)?;
            check_ins::cancel(conn, row.id)?;
        }
        events::assigned(conn, row.subject(), owner, now)?;
    }
    Ok(())
}

/// Gives a request to an organisation that has accepted its transfer, by the person's consent.
pub fn take_transferred(
    conn: &mut Conn,
    services: &Services,
    row: &mut RequestRow,
    to: Id,
    now: Time,
) -> Result<(), Problem> {
    hand_to(conn, services, row, Some(to), now)?;
    give_chosen(conn, services, row.id, (to, false), now)?;
    withdraw_keys(conn, row)?;
    call_whoever_has_it(conn, services, row, now)
}

/// Calls the people of whoever has a critical request or is asked to take it.
pub fn call_whoever_has_it(
    conn: &mut Conn,
    services: &Services,
    row: &RequestRow,
    now: Time,
) -> Result<(), Problem> {
    if row.priority == Priority::Critical && !row.status.has_ended() {
        let alarm = alarm_of(conn, row, hour_of(now))?;
        danger::hand_on(conn, services, alarm, now)?;
    }
    Ok(())
}

/// How an offer ended.
pub struct Ended<'a> {
    pub outcome: OfferOutcome,
    /// Why it was declined.
    pub reason: Option<&'a str>,
    /// Who answered.
    pub by: Option<Id>,
}

impl Ended<'_> {
    /// Without anybody having answered.
    pub const fn by_itself(outcome: OfferOutcome) -> Self {
        Self {
            outcome,
            reason: None,
            by: None,
        }
    }
}

/// Ends an offer. The request is locked.
pub fn end(
    conn: &mut Conn,
    mut offer: OfferRow,
    ended: &Ended<'_>,
    now: Time,
) -> Result<(), DbError> {
    offer.answer_by = None;
    offer.outcome = Some(ended.outcome);
    offer.reason = ended.reason.map(str::to_owned);
    offer.ended_at = Some(hour_of(now));
    offer.answered_by = ended.by;
    store::update_offer(conn, &offer)
}

/// Ends whatever is asked about a request that the person has taken back.
pub fn stop(conn: &mut Conn, request: Id, now: Time) -> Result<(), DbError> {
    if let Some(offer) = store::find_open(conn, request)? {
        let ended = Ended::by_itself(OfferOutcome::Withdrawn);
        end(conn, offer, &ended, now)?;
    }
    store::delete_candidates(conn, request)
}

/// Deletes whatever is known of where a request has been.
pub fn forget(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    store::delete_all(conn, request)
}

/// Shortens the time to answer when a request has become critical.
pub fn hasten(
    conn: &mut Conn,
    services: &Services,
    row: &RequestRow,
    now: Time,
) -> Result<(), DbError> {
    if row.priority == Priority::Critical
        && let Some(mut offer) = store::find_open(conn, row.id)?
    {
        let soon = critical_answer_by(services, now);
        offer.answer_by = offer.answer_by.map(|by| by.min(soon));
        store::update_offer(conn, &offer)?;
    }
    Ok(())
}

/// The organisation that is asked to take a request now.
pub fn offered_to(conn: &mut Conn, request: Id) -> Result<Option<OfferRow>, DbError> {
    store::find_open(conn, request)
}

/// The organisations whose case workers are given the key of a sealed request: the one that has it, or those
/// that are asked one after the other. Nobody else is there to give it to the next one when one declines.
pub fn key_holders(conn: &mut Conn, row: &RequestRow) -> Result<Vec<Id>, DbError> {
    if let Some(owner) = row.organisation_id {
        // Whoever is asked to take it over cannot be given the key when it accepts: the sender is not there.
        let asked = referrals::asked_to_take(conn, row.id)?;
        return Ok(std::iter::once(owner).chain(asked).collect());
    }
    let candidates = store::list_candidates(conn, row.id)?;
    Ok(candidates
        .into_iter()
        .map(|(organisation, _)| organisation)
        .collect())
}

/// Takes the key of a sealed request from case workers who should no longer have it.
pub fn withdraw_keys(conn: &mut Conn, row: &RequestRow) -> Result<(), DbError> {
    let holders = key_holders(conn, row)?;
    withhold_from_others(conn, row.id, &holders)
}
