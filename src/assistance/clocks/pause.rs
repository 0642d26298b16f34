//! Clocks that stand still for a reason.

use super::actions::{NOT_ACKNOWLEDGED, NOT_PAUSED, PAUSED_ALREADY};
use super::store::{self, PauseRow};
use crate::assistance::actions::{
    confidential_key, ensure_consent, find_of_caller, hour_of, record,
};
use crate::assistance::problems::REQUEST_ENDED;
use crate::assistance::reach;
use crate::assistance::store::{self as requests, RequestRow};
use crate::contact::Occasion;
use crate::correspondence::{self, MessageKind, NewMessage, Writer};
use crate::identity::Caller;
use crate::identity::audit::Action;
use crate::identity::permissions::HandleAssistance;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem, STALE};

/// Months for which clocks may stand still at once.
const MOST_MONTHS: i32 = 6;

/// Why clocks are to stand still, and until when.
pub struct Pausing {
    /// A code of the list `pause_reasons`.
    pub reason: String,
    /// Until when.
    pub until: Time,
    /// What the person is told besides.
    pub message: Option<NewMessage>,
}

/// Stops the clocks of a request until a time: what is due moves by as long. The person sees why.
pub fn pause(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (id, pausing): (Id, Pausing),
    seen: &IfMatch,
    now: Time,
) -> Result<RequestRow, Problem> {
    let mut row = find_of_caller(conn, caller, id)?;
    seen.check(&EntityTag::of_version(row.version))?;
    if row.status.has_ended() {
        return Err(Problem::new(&REQUEST_ENDED));
    }
    if row.acknowledged_at.is_none() {
        return Err(Problem::new(&NOT_ACKNOWLEDGED));
    }
    if current(conn, id, now)?.is_some() {
        return Err(Problem::new(&PAUSED_ALREADY));
    }
    check(pausing.until, now)?;
    let begins = hour_of(now);
    // What is late already is late no more: the escalation that told it stays.
    row.feedback_by = row
        .feedback_by
        .max(begins)
        .plus(pausing.until.since(begins));
    write(conn, &mut row, now)?;
    let pause = PauseRow {
        request_id: id,
        sequence: 0,
        reason: pausing.reason,
        paused_at: begins,
        until: pausing.until,
        resumed_at: None,
    };
    store::insert_pause(conn, pause)?;
    if let Some(message) = pausing.message {
        say(conn, services, caller, &row, message, now)?;
    }
    record(conn, caller, now, Action::MovedOn, id, "paused")?;
    Ok(row)
}

/// Lets the clocks of a request run again before the time.
pub fn resume(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    id: Id,
    seen: &IfMatch,
    now: Time,
) -> Result<RequestRow, Problem> {
    let mut row = find_of_caller(conn, caller, id)?;
    seen.check(&EntityTag::of_version(row.version))?;
    let pause = current(conn, id, now)?.ok_or_else(|| Problem::new(&NOT_PAUSED))?;
    row.feedback_by = row.feedback_by.minus(pause.until.since(now));
    write(conn, &mut row, now)?;
    store::resume(conn, &pause, now)?;
    record(conn, caller, now, Action::MovedOn, id, "resumed")?;
    Ok(row)
}

/// The pause that holds now.
pub fn current(conn: &mut Conn, request: Id, now: Time) -> Result<Option<PauseRow>, Problem> {
    let pauses = store::list_pauses(conn, request)?;
    Ok(pauses.into_iter().rfind(|pause| pause.holds(now)))
}

fn check(until: Time, now: Time) -> Result<(), Problem> {
    let fault = |code| Problem::invalid(vec![Fault::new("/until", code)]);
    if until <= now {
        return Err(fault("in_the_past"));
    }
    if until > now.plus_months(MOST_MONTHS) {
        return Err(fault("pause_too_long"));
    }
    Ok(())
}

fn write(conn: &mut Conn, row: &mut RequestRow, now: Time) -> Result<(), Problem> {
    row.due_at = row.due(now).next();
    if !requests::update(conn, row)? {
        return Err(Problem::new(&STALE));
    }
    row.version += 1;
    Ok(())
}

fn say(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    row: &RequestRow,
    message: NewMessage,
    now: Time,
) -> Result<(), Problem> {
    ensure_consent(conn, caller, row.id)?;
    let key = confidential_key(conn, &services.vault, &caller.case_access(), row.id)?;
    let new_id = Id::from_parts(now, &*services.randomness);
    let writer = Writer::Staff(caller.account());
    let letter = message.into_letter(MessageKind::Message, writer, new_id, now);
    correspondence::send(conn, row.subject(), &key, letter)?;
    reach::tell(conn, services, row.id, Occasion::Message, now)
}
