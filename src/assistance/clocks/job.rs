//! What happens by itself when nobody does anything.

use std::time::Duration;

use super::store::{self, ClockKind, EscalationRow, Level};
use crate::assistance::actions::hour_of;
use crate::assistance::store::{self as requests, QueueRank, RequestRow};
use crate::identity::audit::{self, Action, Subject};
use crate::platform::clock::Time;
use crate::platform::crypto::ChainKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Requests that are treated in one go.
const AT_ONCE: i64 = 100;

/// Tells the administrators what was not done in time, and the operator's desk what they did nothing about;
/// returns how often. Each request is locked and looked at again, so that each escalation happens once,
/// also when several instances run or none ran for a while.
pub fn escalate_silence(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    let mut told = Vec::new();
    for request in store::list_silent(conn, now, QueueRank::Ended.as_number(), AT_ONCE)? {
        if let Some(row) = requests::find_locked(conn, request)?
            && let Some(clock) = silent(conn, &row, now)?
        {
            let owner = row.organisation_id;
            let due_at = row.due_at;
            let escalation = (request, owner, clock, due_at);
            told.push(tell(conn, services, escalation, None, now)?);
        }
    }
    for row in store::claim_going_further(conn, now, AT_ONCE)? {
        store::mark_gone_further(conn, row.id)?;
        let further = EscalationRow {
            id: Id::random(&*services.randomness),
            level: Level::OperatorDesk,
            escalated_at: hour_of(now),
            goes_further_at: None,
            ..row
        };
        store::insert(conn, further.clone())?;
        told.push(further);
    }
    // The end of the audit chain is locked last.
    let chain = ChainKey::new(&services.keyring);
    for row in &told {
        let entry = audit::Entry {
            at: now,
            account: None,
            organisation: row.organisation_id,
            action: Action::Escalated,
            subject: Subject::AssistanceRequest,
            subject_id: row.request_id,
            detail: Some(row.level.as_str()),
        };
        audit::record(conn, &chain, &entry)?;
    }
    Ok(told.len())
}

/// Which clock of a locked request has run out and was not told yet.
fn silent(conn: &mut Conn, row: &RequestRow, now: Time) -> Result<Option<ClockKind>, DbError> {
    if row.status.has_ended() || row.due_at >= now {
        return Ok(None);
    }
    let clock = match row.acknowledged_at {
        None => ClockKind::Acknowledgement,
        Some(_) => ClockKind::Feedback,
    };
    let known = store::list_of(conn, row.id)?;
    let is_known = known
        .iter()
        .any(|one| one.clock == clock && one.due_at == row.due_at);
    Ok((!is_known).then_some(clock))
}

/// Writes an escalation: to the administrators of whoever has the request, or at once to the operator's desk
/// when nobody has it.
pub fn tell(
    conn: &mut Conn,
    services: &Services,
    (request_id, organisation_id, clock, due_at): (Id, Option<Id>, ClockKind, Time),
    reason: Option<String>,
    now: Time,
) -> Result<EscalationRow, Problem> {
    let days = u64::from(services.config.escalation_days);
    let (level, goes_further_at) = match organisation_id {
        Some(_) => {
            let further = hour_of(now).plus(Duration::from_hours(24 * days));
            (Level::Administrators, Some(further))
        }
        None => (Level::OperatorDesk, None),
    };
    let row = EscalationRow {
        id: Id::random(&*services.randomness),
        request_id,
        clock,
        due_at,
        level,
        organisation_id,
        reason,
        escalated_at: hour_of(now),
        goes_further_at,
        settled_at: None,
    };
    store::insert(conn, row.clone())?;
    Ok(row)
}
