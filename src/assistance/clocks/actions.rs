//! What the person does when it does not go on, and who is told.

use std::time::Duration;

use super::job::tell;
use super::store::{self, ClockKind, EscalationRow, Reader};
use crate::assistance::actions::{hour_of, not_found};
use crate::assistance::model::AssistanceStatus;
use crate::assistance::problems::{REQUEST_ENDED, REQUEST_WITHDRAWN};
use crate::assistance::store::{self as requests, RequestRow};
use crate::identity::permissions::AnswerEscalations;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder};
use crate::organisations::{OF_THE_SERVICE, has_competence};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{Problem, ProblemCode, problem_code};

/// The person has escalated it already, not long ago.
const ESCALATED_ALREADY: ProblemCode = problem_code("escalated_already", 409);
/// Nobody has acknowledged the request yet.
pub const NOT_ACKNOWLEDGED: ProblemCode = problem_code("not_acknowledged", 409);
/// The clocks of the request stand still already.
pub const PAUSED_ALREADY: ProblemCode = problem_code("paused_already", 409);
/// The clocks of the request do not stand still.
pub const NOT_PAUSED: ProblemCode = problem_code("not_paused", 409);

/// The problems of clocks.
pub const PROBLEMS: &[&ProblemCode] = &[
    &ESCALATED_ALREADY,
    &NOT_ACKNOWLEDGED,
    &PAUSED_ALREADY,
    &NOT_PAUSED,
];

/// How long a person waits before they escalate again.
const AGAIN_AFTER: Duration = Duration::from_hours(3 * 24);

/// The person says that it does not go on.
pub fn escalate(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    reason: Option<String>,
    now: Time,
) -> Result<EscalationRow, Problem> {
    let row = requests::find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    if row.status.has_ended() {
        return Err(Problem::new(&REQUEST_ENDED));
    }
    // Of what the person escalated, that is the hour in which they did, whoever was told since.
    let by_person = |one: &EscalationRow| one.clock == ClockKind::Worker;
    let before = store::list_of(conn, row.id)?.into_iter().filter(by_person);
    let last = before.map(|one| one.due_at).max();
    if last.is_some_and(|last| last.plus(AGAIN_AFTER) > now) {
        return Err(Problem::new(&ESCALATED_ALREADY));
    }
    let of_person = (row.id, row.organisation_id, ClockKind::Worker, hour_of(now));
    tell(conn, services, of_person, reason, now)
}

/// The organisation has done something: what was open is settled.
pub fn settle(conn: &mut Conn, request: Id, now: Time) -> Result<(), DbError> {
    store::settle(conn, request, hour_of(now))
}

/// Deletes whatever is known of the clocks of a request that is being erased.
pub fn forget(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    store::delete_all(conn, request)
}

/// An escalation with its request.
pub struct Escalation {
    pub row: EscalationRow,
    pub(in crate::assistance) request: RequestRow,
    /// Whether the caller is told where the request stands now: whoever has it, and whoever runs the service.
    pub may_follow: bool,
}

/// The escalations that a caller sees, with their requests.
pub fn list(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<AnswerEscalations>,
    is_open: Option<bool>,
    (after, rows): (Option<(Time, Id)>, i64),
) -> Result<Vec<Escalation>, Problem> {
    let own = caller.organisation();
    let runs_the_service = match services.config.operator_desk {
        Some(desk) => desk == own,
        None => has_competence(conn, own, OF_THE_SERVICE)?,
    };
    let reader = if runs_the_service {
        Reader::Operator(own)
    } else {
        Reader::Organisation(own)
    };
    let mut found = Vec::new();
    for row in store::list(conn, &reader, is_open, after, rows)? {
        let request = requests::find(conn, row.request_id)?.ok_or_else(not_found)?;
        let may_follow = runs_the_service || request.organisation_id == Some(own);
        found.push(Escalation {
            row,
            request,
            may_follow,
        });
    }
    Ok(found)
}
