//! Contacts that members of staff make by hand: they ask first, and note afterwards how it went.

use std::time::Duration;

use super::stops::stopped_of;
use crate::contact::model::{
    ByHand, ContactAttempt, ContactMethod, ContactOutcome, ContactRefusal, NotedOutcome, Occasion,
    SafeContact, Verdict, by_hand,
};
use crate::contact::store::{self, NewAttempt};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{CONFLICT, NOT_FOUND, Problem};

/// Attempts that are shown.
const SHOWN: i64 = 200;
/// For how long it counts that the person's own ways were tried in vain.
const IN_VAIN_WITHIN: Duration = Duration::from_hours(24 * 30);

/// A contact that a member of staff wants to make.
#[derive(Debug, Clone)]
pub struct HandMade {
    /// The case.
    pub request: Id,
    /// By which channel.
    pub channel: String,
    /// Whether to the trusted person.
    pub to_trusted_person: bool,
    /// The member of staff.
    pub account: Id,
    /// When.
    pub now: Time,
}

/// A contact that may be made, now.
pub struct Permitted {
    /// What was written to the case.
    pub attempt: ContactAttempt,
    /// The way, with its conditions.
    pub method: ContactMethod,
    /// Until when; `None` when no window ends it.
    pub until: Option<Time>,
}

/// A contact that may not be made.
#[derive(Debug, Clone, Copy)]
pub struct RefusedContact {
    /// Why.
    pub refusal: ContactRefusal,
    /// When it may be, if nothing changes.
    pub not_before: Option<Time>,
}

/// Asks the plan; a yes is written to the case. The case is locked.
pub fn try_by_hand(
    conn: &mut Conn,
    services: &Services,
    plan: Option<&SafeContact>,
    wanted: &HandMade,
) -> Result<Result<Permitted, RefusedContact>, Problem> {
    let refused = |refusal, not_before| RefusedContact {
        refusal,
        not_before,
    };
    let Some(plan) = plan else {
        return Ok(Err(refused(ContactRefusal::NoPlan, None)));
    };
    let now = wanted.now;
    let stopped = stopped_of(conn, services, plan)?;
    let since = now.minus(IN_VAIN_WITHIN);
    let asked = ByHand {
        channel: &wanted.channel,
        to_trusted_person: wanted.to_trusted_person,
        own_ways_failed: store::has_failed_since(conn, wanted.request, since)?,
    };
    let method = match by_hand(plan, &stopped, asked, now) {
        Verdict::Now { method, .. } => method,
        Verdict::Later(at) => return Ok(Err(refused(ContactRefusal::OutsideHours, Some(at)))),
        Verdict::Refused(refusal) => return Ok(Err(refused(refusal, None))),
    };
    let attempt = wanted.attempt(services, ContactOutcome::Permitted, None);
    store::insert_attempt(conn, &attempt)?;
    let attempt = find(conn, wanted.request, attempt.id)?;
    Ok(Ok(Permitted {
        attempt: attempt.ok_or_else(|| Problem::new(&NOT_FOUND))?,
        method: method.clone(),
        until: plan.closes(method, now),
    }))
}

/// Writes to the case that a contact was refused. The case is locked.
pub fn refuse_by_hand(
    conn: &mut Conn,
    services: &Services,
    wanted: &HandMade,
    refused: RefusedContact,
) -> Result<(), Problem> {
    let attempt = wanted.attempt(services, ContactOutcome::Refused, Some(refused));
    Ok(store::insert_attempt(conn, &attempt)?)
}

impl HandMade {
    fn attempt(
        &self,
        services: &Services,
        outcome: ContactOutcome,
        refused: Option<RefusedContact>,
    ) -> NewAttempt {
        NewAttempt {
            id: services.new_id(),
            request_id: self.request,
            at: self.now.hour(),
            occasion: Occasion::ByHand,
            channel: Some(self.channel.clone()),
            to_trusted_person: self.to_trusted_person,
            account_id: Some(self.account),
            outcome,
            refusal: refused.map(|refused| refused.refusal),
            not_before: refused.and_then(|refused| refused.not_before),
        }
    }
}

/// Notes how a contact went that was permitted; it can be noted again. The case is locked.
///
/// # Errors
///
/// `not_found` when there is no such attempt, `conflict` when it was none that a member of staff might make.
pub fn note_outcome(
    conn: &mut Conn,
    request: Id,
    (id, noted): (Id, NotedOutcome),
) -> Result<ContactAttempt, Problem> {
    let attempt = find(conn, request, id)?.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    if attempt.occasion != Occasion::ByHand || attempt.outcome == ContactOutcome::Refused {
        return Err(Problem::new(&CONFLICT));
    }
    let outcome = ContactOutcome::from(noted);
    store::put_outcome(conn, id, (outcome, None), attempt.at)?;
    Ok(ContactAttempt { outcome, ..attempt })
}

/// An attempt of a case.
pub fn find(conn: &mut Conn, request: Id, id: Id) -> Result<Option<ContactAttempt>, DbError> {
    store::find_attempt(conn, request, id)
}

/// The attempts of a case, the latest first.
pub fn list(conn: &mut Conn, request: Id) -> Result<Vec<ContactAttempt>, DbError> {
    store::list_attempts(conn, request, SHOWN)
}
