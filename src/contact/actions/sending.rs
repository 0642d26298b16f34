//! What is sent is decided anew in the moment in which it is sent, and how it went is written.

use std::time::Duration;

use super::answers::open_answer;
use super::occasions::{DAY, rested};
use super::stops::{is_stopped, stopped_of};
use super::{SendersPart, open_part};
use crate::contact::gateway::GatewayFailure;
use crate::contact::model::{ContactOutcome, ContactRefusal, Verdict, by_text};
use crate::contact::permit::Permit;
use crate::contact::store::{self, TextRow};
use crate::organisations;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// For how long an answer makes sense.
const ANSWER_WITHIN: Duration = Duration::from_hours(1);
/// How long after which failure it is tried again.
const PAUSES: [Duration; 6] = [
    Duration::from_secs(30),
    Duration::from_mins(2),
    Duration::from_mins(10),
    Duration::from_mins(30),
    Duration::from_hours(1),
    Duration::from_hours(2),
];

/// A text that is ours for a while.
#[derive(Clone)]
pub(in crate::contact) struct Leased {
    pub row: TextRow,
    pub until: Time,
}

/// A text that may be sent.
pub(in crate::contact) struct Ready {
    pub permit: Permit,
    pub text: String,
}

/// Decides whether a text is sent now. What may not be sent any more is ended, what may be sent later waits.
pub(in crate::contact) fn prepare(
    conn: &mut Conn,
    services: &Services,
    leased: &Leased,
    now: Time,
) -> Result<Option<Ready>, Problem> {
    let row = &leased.row;
    let organisation = match row.request_id {
        None => None,
        Some(request) => store::lock_case(conn, request)?,
    };
    if store::find_leased(conn, row.id, leased.until)?.is_none() {
        return Ok(None);
    }
    match row.request_id {
        None => prepare_answer(conn, services, row, now),
        Some(request) => {
            let case = (request, organisation.flatten());
            prepare_notice(conn, services, row, case, now)
        }
    }
}

fn prepare_answer(
    conn: &mut Conn,
    services: &Services,
    row: &TextRow,
    now: Time,
) -> Result<Option<Ready>, Problem> {
    let opened = open_answer(conn, &services.vault, row)?;
    if let Some((permit, text)) = opened
        && let Some(answered) = permit.answered()
        && now.since(answered.written_at) <= ANSWER_WITHIN
        && services.config.text_gateway.is_some()
        && (answered.confirms_stop || !is_stopped(conn, services, permit.number())?)
    {
        return Ok(Some(Ready { permit, text }));
    }
    remove(conn, services, row)?;
    Ok(None)
}

fn prepare_notice(
    conn: &mut Conn,
    services: &Services,
    row: &TextRow,
    (request, organisation): (Id, Option<Id>),
    now: Time,
) -> Result<Option<Ready>, Problem> {
    let part = open_part(conn, &services.vault, request)?;
    let refusal = match part {
        None => ContactRefusal::NotChosen,
        Some(_) if services.config.text_gateway.is_none() => ContactRefusal::NoGateway,
        Some(part) => {
            let case = (request, organisation);
            match permit(conn, services, row, (&part, case), now)? {
                Outcome::Ready(ready) => return Ok(Some(ready)),
                Outcome::Waits => return Ok(None),
                Outcome::Refused(refusal) => refusal,
            }
        }
    };
    end(conn, services, row, Err(refusal), now)?;
    Ok(None)
}

enum Outcome {
    Ready(Ready),
    Waits,
    Refused(ContactRefusal),
}

fn permit(
    conn: &mut Conn,
    services: &Services,
    row: &TextRow,
    (part, (request, organisation)): (&SendersPart, (Id, Option<Id>)),
    now: Time,
) -> Result<Outcome, Problem> {
    let stopped = stopped_of(conn, services, &part.plan)?;
    let earliest = rested(conn, request, now)?;
    let method = match by_text(&part.plan, &stopped, earliest) {
        Verdict::Refused(refusal) => return Ok(Outcome::Refused(refusal)),
        Verdict::Now { method, .. } if earliest <= now => method,
        Verdict::Now { .. } => return wait(conn, row, earliest),
        Verdict::Later(at) => return wait(conn, row, at),
    };
    let name = match organisation {
        Some(id) => organisations::find_name(conn, id)?,
        None => None,
    };
    let of = (&part.language, request);
    let permit = Permit::by_plan(&services.messages, method, of, name.as_deref());
    let ready = permit.and_then(|permit| {
        let text = permit.words()?.to_owned();
        Some(Outcome::Ready(Ready { permit, text }))
    });
    Ok(ready.unwrap_or(Outcome::Refused(ContactRefusal::NoNumber)))
}

fn wait(conn: &mut Conn, row: &TextRow, until: Time) -> Result<Outcome, Problem> {
    store::postpone(conn, row.id, until)?;
    if let Some(attempt) = row.attempt_id {
        store::put_not_before(conn, attempt, until)?;
    }
    Ok(Outcome::Waits)
}

/// Writes how it went, if the text is still ours.
pub(in crate::contact) fn settle(
    conn: &mut Conn,
    services: &Services,
    leased: &Leased,
    sent: Result<(), GatewayFailure>,
    now: Time,
) -> Result<(), Problem> {
    if let Some(request) = leased.row.request_id {
        store::lock_case(conn, request)?;
    }
    let Some(row) = store::find_leased(conn, leased.row.id, leased.until)? else {
        return Ok(());
    };
    let since = row.trying_since.unwrap_or(now);
    match sent {
        Ok(()) => end(conn, services, &row, Ok(()), now),
        Err(GatewayFailure::NotNow) if now.since(since) < DAY => {
            let [.., longest] = PAUSES;
            let at = usize::try_from(row.attempts).unwrap_or(usize::MAX);
            let pause = PAUSES.get(at).copied().unwrap_or(longest);
            Ok(store::take_back(conn, &row, since, now.plus(pause))?)
        }
        Err(_) => {
            let failed = Err(ContactRefusal::GatewayFailed);
            end(conn, services, &row, failed, now)
        }
    }
}

/// Ends a text: nothing is kept of it but the attempt.
fn end(
    conn: &mut Conn,
    services: &Services,
    row: &TextRow,
    how: Result<(), ContactRefusal>,
    now: Time,
) -> Result<(), Problem> {
    if let Some(attempt) = row.attempt_id {
        let outcome = match how {
            Ok(()) => (ContactOutcome::Sent, None),
            Err(refusal) => (ContactOutcome::Refused, Some(refusal)),
        };
        store::put_outcome(conn, attempt, outcome, now.hour())?;
    }
    remove(conn, services, row)
}

fn remove(conn: &mut Conn, services: &Services, row: &TextRow) -> Result<(), Problem> {
    store::delete_text(conn, row.id)?;
    if row.request_id.is_none() {
        services.vault.destroy(conn, row.id)?;
    }
    Ok(())
}
