//! What happens in a case and may be told by a text that says nothing.

use std::time::Duration;

use super::{open_part, stopped_of};
use crate::contact::model::{ContactOutcome, ContactRefusal, Occasion, SMS, Verdict, by_text};
use crate::contact::store::{self, NewAttempt, TextRow};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Texts that a case may be sent within a day.
pub(super) const MOST_A_DAY: i64 = 2;
pub(super) const DAY: Duration = Duration::from_hours(24);
/// Attempts that are looked at to find the same refusal of the same day.
const RECENT: i64 = 10;

/// Something that happened in a case.
#[derive(Debug, Clone, Copy)]
pub struct Notice {
    /// The case.
    pub request: Id,
    /// What.
    pub occasion: Occasion,
    /// When.
    pub now: Time,
}

/// Queues a text that says nothing, if the plan of the person allows one, or writes to the case why there is none.
/// Everything that happens until it is sent is told by the same text. Called in the transaction of what
/// happened; the case is locked.
pub fn notify(conn: &mut Conn, services: &Services, notice: Notice) -> Result<(), Problem> {
    let Notice { request, now, .. } = notice;
    let Some(part) = open_part(conn, &services.vault, request)? else {
        return refuse(conn, services, notice, ContactRefusal::NotChosen);
    };
    if services.config.text_gateway.is_none() {
        return refuse(conn, services, notice, ContactRefusal::NoGateway);
    }
    if store::find_of_request(conn, request)?.is_some() {
        let folded = notice.attempt(services, ContactOutcome::Folded);
        return Ok(store::insert_attempt(conn, &folded)?);
    }
    let stopped = stopped_of(conn, services, &part.plan)?;
    let earliest = rested(conn, request, now)?;
    let (due_at, to_trusted_person) = match by_text(&part.plan, &stopped, earliest) {
        Verdict::Refused(refusal) => return refuse(conn, services, notice, refusal),
        Verdict::Later(at) => (at, false),
        Verdict::Now {
            to_trusted_person, ..
        } => (earliest, to_trusted_person),
    };
    let attempt = NewAttempt {
        channel: Some(SMS.to_owned()),
        to_trusted_person,
        not_before: (due_at > now).then_some(due_at),
        ..notice.attempt(services, ContactOutcome::Waiting)
    };
    store::insert_attempt(conn, &attempt)?;
    let text = TextRow {
        id: services.new_id(),
        request_id: Some(request),
        attempt_id: Some(attempt.id),
        sealed: None,
        number_hash: None,
        attempts: 0,
        created_at: now.hour(),
        due_at: if due_at > now { due_at } else { now.hour() },
        trying_since: None,
        leased_until: None,
    };
    Ok(store::insert_text(conn, &text)?)
}

/// When the case has had few enough texts for another one.
pub(super) fn rested(conn: &mut Conn, request: Id, now: Time) -> Result<Time, DbError> {
    // What was sent in an hour counts until that hour of the next day is over.
    let since = now.minus(DAY).hour();
    if store::count_sent_since(conn, request, since)? < MOST_A_DAY {
        return Ok(now);
    }
    let first = store::first_sent_since(conn, request, since)?.unwrap_or(now);
    Ok(first.plus(DAY).plus(Duration::from_hours(1)).max(now))
}

impl Notice {
    fn attempt(&self, services: &Services, outcome: ContactOutcome) -> NewAttempt {
        NewAttempt {
            id: services.new_id(),
            request_id: self.request,
            at: self.now.hour(),
            occasion: self.occasion,
            channel: None,
            to_trusted_person: false,
            account_id: None,
            outcome,
            refusal: None,
            not_before: None,
        }
    }
}

/// Writes a refusal to the case; the same one only once a day.
fn refuse(
    conn: &mut Conn,
    services: &Services,
    notice: Notice,
    refusal: ContactRefusal,
) -> Result<(), Problem> {
    let recent = store::list_attempts(conn, notice.request, RECENT)?;
    let is_known = recent.iter().any(|attempt| {
        attempt.occasion == notice.occasion
            && attempt.refusal == Some(refusal)
            && notice.now.since(attempt.at) < DAY
    });
    if is_known {
        return Ok(());
    }
    let attempt = NewAttempt {
        refusal: Some(refusal),
        ..notice.attempt(services, ContactOutcome::Refused)
    };
    Ok(store::insert_attempt(conn, &attempt)?)
}
