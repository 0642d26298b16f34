//! Calling the next ones when nobody answers.

use std::time::Duration;

use super::events::{AlertEvent, announce};
use super::model::{Duty, Stop};
use super::roster::{Telephones, telephones};
use super::stops::accounts_at;
use super::store::{self, AlertRow};
use crate::contact;
use crate::identity::audit::{self, Action, Subject};
use crate::platform::clock::Time;
use crate::platform::crypto::ChainKey;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Alerts that are treated in one go.
const AT_ONCE: i64 = 100;

/// How long each step waits: all stops are reached before the time is over, and the last one still has
/// its share of it.
fn step(services: &Services, duty: Duty) -> Duration {
    let steps = u32::try_from(duty.stops().len()).unwrap_or(u32::MAX);
    Duration::from_mins(u64::from(services.config.danger_minutes)) / steps
}

/// Calls the next ones for every alert whose time is up; returns for how many. Each instance takes the
/// alerts on which no other is working, and what is committed is no longer due, so that each step
/// happens once. After a time in which nothing ran, all steps that are due are taken at once.
pub fn escalate_due(conn: &mut Conn, services: &Services, now: Time) -> Result<usize, Problem> {
    let due = store::claim_due(conn, now, AT_ONCE)?;
    let mut escalated = Vec::new();
    for mut alert in due {
        let mut anybody = false;
        while alert.escalates_at.is_some_and(|at| at <= now) {
            anybody |= call_next(conn, services, &mut alert, now)?;
        }
        store::update(conn, &alert)?;
        if anybody {
            escalated.push(alert);
        }
    }
    // The end of the audit chain is locked last.
    let chain = ChainKey::new(&services.keyring);
    for alert in &escalated {
        let entry = audit::Entry {
            at: now,
            account: None,
            organisation: alert.organisation_id,
            action: Action::Escalated,
            subject: Subject::DangerAlert,
            subject_id: alert.id,
            detail: Some(alert.stop.as_str()),
        };
        audit::record(conn, &chain, &entry)?;
    }
    Ok(escalated.len())
}

/// Moves an alert to the next stop at which somebody is who was not called yet; says whether there was
/// anybody. After the last one it begins anew: it is due there only while it has reached nobody.
fn call_next(
    conn: &mut Conn,
    services: &Services,
    alert: &mut AlertRow,
    now: Time,
) -> Result<bool, Problem> {
    let mut stops = alert.duty.stops().into_iter();
    let next = stops.find(|stop| *stop > alert.stop);
    let from = next.unwrap_or(Stop::DutyContact);
    let anybody = call_from(conn, services, alert, from, now)?;
    let event = if anybody {
        AlertEvent::Escalated
    } else {
        AlertEvent::Unheard
    };
    announce(conn, event, alert, now)?;
    Ok(anybody)
}

/// Calls at every stop up to the one that was reached already, and goes on from there when
/// the next step is due; says whether anybody was called.
pub fn call_up_to(
    conn: &mut Conn,
    services: &Services,
    alert: &mut AlertRow,
    (reached, due): (Stop, Option<Time>),
    now: Time,
) -> Result<bool, Problem> {
    let mut called = Vec::new();
    let numbers = numbers(conn, services, alert)?;
    let duty = alert.duty;
    for stop in duty.stops().into_iter().filter(|stop| *stop <= reached) {
        for account in accounts_at(conn, services, (duty, stop), alert.organisation_id, now)? {
            if !called.contains(&account) {
                alert.stop = stop;
                call(conn, services, alert, (account, &numbers), now)?;
                called.push(account);
            }
        }
    }
    alert.stop = reached;
    alert.escalates_at = due;
    if called.is_empty() {
        return call_from(conn, services, alert, reached, now);
    }
    Ok(true)
}

/// Calls at this stop, or at the first after it at which there is somebody new; says whether anybody has been
/// called by now. The alert is not written. While nobody at all was called, it stays due.
pub fn call_from(
    conn: &mut Conn,
    services: &Services,
    alert: &mut AlertRow,
    from: Stop,
    now: Time,
) -> Result<bool, Problem> {
    let called = store::list_calls(conn, alert.id)?;
    // Counted from when the step was due: a late job must not make the person wait longer.
    let duty = alert.duty;
    let next = alert.escalates_at.unwrap_or(now).plus(step(services, duty));
    for stop in duty.stops().into_iter().filter(|stop| *stop >= from) {
        let mut found = accounts_at(conn, services, (duty, stop), alert.organisation_id, now)?;
        found.retain(|account| !called.contains(account));
        alert.stop = stop;
        if found.is_empty() {
            continue;
        }
        let numbers = numbers(conn, services, alert)?;
        for account in found {
            call(conn, services, alert, (account, &numbers), now)?;
        }
        alert.escalates_at = (stop != Stop::OperatorDesk).then_some(next);
        return Ok(true);
    }
    let anybody = !called.is_empty();
    alert.escalates_at = (!anybody).then(|| now.plus(step(services, duty)));
    Ok(anybody)
}

/// The telephones of the roster, when the service can send texts.
fn numbers(conn: &mut Conn, services: &Services, alert: &AlertRow) -> Result<Telephones, Problem> {
    match alert.organisation_id {
        Some(organisation) if services.config.text_gateway.is_some() => {
            telephones(conn, &services.vault, (organisation, alert.duty))
        }
        Some(_) | None => Ok(Telephones::new()),
    }
}

/// Calls somebody: they find the alert, and a telephone on duty gets a text that says so and nothing else.
fn call(
    conn: &mut Conn,
    services: &Services,
    alert: &mut AlertRow,
    (account, numbers): (Id, &Telephones),
    now: Time,
) -> Result<(), Problem> {
    store::insert_call(conn, alert.id, account, alert.stop)?;
    let called_at = match alert.duty {
        Duty::AssistanceRequests => now.hour(),
        Duty::SafetyReports => now,
    };
    alert.called_at = alert.called_at.or(Some(called_at));
    if let Some(number) = numbers.get(&account) {
        contact::call_duty(conn, services, number, now)?;
    }
    Ok(())
}
