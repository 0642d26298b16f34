//! Raising, acknowledging and closing alerts.

use super::escalation::{call_from, call_up_to};
use super::events::{AlertEvent, announce};
use super::model::{AlertState, ClosedBecause, Duty, Endangered, Stop};
use super::store::{self, AlertRow};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::Capability;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem, ProblemCode, problem_code};

/// Somebody else has answered the alert.
const ALERT_ACKNOWLEDGED: ProblemCode = problem_code("alert_acknowledged", 409);
/// Nobody needs to answer the alert any more.
const ALERT_CLOSED: ProblemCode = problem_code("alert_closed", 409);

/// The problems of alerts.
pub const PROBLEMS: &[&ProblemCode] = &[&ALERT_ACKNOWLEDGED, &ALERT_CLOSED];

/// Something that has become critical: nothing of it that is sealed.
pub struct Alarm {
    /// What it is about.
    pub about: Endangered,
    /// The organisation whose people are called; without one, whoever runs the service is.
    pub organisation: Option<Id>,
    /// The country, where those who are called may know it.
    pub country: Option<String>,
    /// What made it critical: words of a closed list, where those who are called may know it.
    pub reasons: Option<Json>,
    /// The hour in which it became critical.
    pub hour: Time,
}

/// Calls the first who is there. What calls somebody already calls nobody further.
pub fn raise(conn: &mut Conn, services: &Services, alarm: Alarm, now: Time) -> Result<(), Problem> {
    if store::find_open_locked(conn, alarm.about)?.is_some() {
        return Ok(());
    }
    let mut alert = AlertRow {
        // It does not tell when it was made, other than in which hour.
        id: Id::random(&*services.randomness),
        duty: alarm.about.duty,
        subject_id: alarm.about.id,
        organisation_id: alarm.organisation,
        country: alarm.country,
        reasons: alarm.reasons,
        stop: Stop::DutyContact,
        raised_at: alarm.hour,
        called_at: None,
        escalates_at: None,
        acknowledged_at: None,
        acknowledged_by: None,
        closed_at: None,
        closed_because: None,
    };
    store::insert(conn, alert.clone())?;
    let anybody = call_from(conn, services, &mut alert, Stop::DutyContact, now)?;
    store::update(conn, &alert)?;
    let event = if anybody {
        AlertEvent::Raised
    } else {
        AlertEvent::Unheard
    };
    announce(conn, event, &alert, now)?;
    Ok(())
}

/// Calls the people of another organisation about what has changed hands. Those who were called
/// already stay called. The hour goes on: with the next organisation, everybody up to the stop that was
/// reached is called at once.
pub fn hand_on(
    conn: &mut Conn,
    services: &Services,
    alarm: Alarm,
    now: Time,
) -> Result<(), Problem> {
    let Some(open) = store::find_open_locked(conn, alarm.about)? else {
        return raise(conn, services, alarm, now);
    };
    if open.organisation_id == alarm.organisation {
        return Ok(());
    }
    close(conn, alarm.about, ClosedBecause::HandedOn, now)?;
    if open.organisation_id.is_none() {
        return raise(conn, services, alarm, now);
    }
    let mut alert = AlertRow {
        id: Id::random(&*services.randomness),
        organisation_id: alarm.organisation,
        called_at: None,
        ..open.clone()
    };
    // Two alerts about one thing may not be open at once; the old one is closed by now.
    store::insert(conn, alert.clone())?;
    let anybody = call_up_to(
        conn,
        services,
        &mut alert,
        (open.stop, open.escalates_at),
        now,
    )?;
    store::update(conn, &alert)?;
    let event = if anybody {
        AlertEvent::Raised
    } else {
        AlertEvent::Unheard
    };
    announce(conn, event, &alert, now)?;
    Ok(())
}

/// Ends the open alert about something, if there is one.
pub fn close(
    conn: &mut Conn,
    about: Endangered,
    because: ClosedBecause,
    now: Time,
) -> Result<(), DbError> {
    if let Some(mut alert) = store::find_open_locked(conn, about)? {
        alert.escalates_at = None;
        alert.closed_at = Some(now);
        alert.closed_because = Some(because);
        store::update(conn, &alert)?;
        announce(conn, AlertEvent::Closed, &alert, now)?;
    }
    Ok(())
}

/// Deletes every alert about something that is being erased.
pub fn forget(conn: &mut Conn, about: Endangered) -> Result<(), DbError> {
    store::delete_of(conn, about)
}

/// How an alert stands, for the person.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Whether somebody has answered, and when.
    pub acknowledged_at: Option<Time>,
    /// In which hour it was raised.
    pub raised_at: Time,
    /// When the first was called; `None` as long as nobody could be.
    pub called_at: Option<Time>,
}

/// How the alert about something stands; `None` when there is none about which the person should know.
pub fn standing(conn: &mut Conn, about: Endangered) -> Result<Option<Standing>, DbError> {
    let alerts = store::list_of(conn, about)?;
    let open = alerts
        .iter()
        .find(|alert| alert.state() == AlertState::Open);
    let answered = || alerts.iter().max_by_key(|alert| alert.acknowledged_at);
    let shown = open.or_else(answered);
    let shown = shown.filter(|alert| alert.state() != AlertState::Closed);
    // Who was called first may have belonged to another organisation.
    let called_at = alerts.iter().filter_map(|alert| alert.called_at).min();
    Ok(shown.map(|alert| Standing {
        acknowledged_at: alert.acknowledged_at,
        raised_at: alert.raised_at,
        called_at,
    }))
}

/// Somebody who was called says that they look. Saying it again changes nothing.
pub(super) fn acknowledge<C: Capability>(
    conn: &mut Conn,
    (caller, duty): (&Caller<C>, Duty),
    id: Id,
    now: Time,
) -> Result<AlertRow, Problem> {
    let found = store::find_called_locked(conn, (caller.account(), duty), id)?;
    let mut alert = found.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    match alert.state() {
        AlertState::Acknowledged if alert.acknowledged_by == Some(caller.account()) => {
            return Ok(alert);
        }
        AlertState::Acknowledged => return Err(Problem::new(&ALERT_ACKNOWLEDGED)),
        AlertState::Closed => return Err(Problem::new(&ALERT_CLOSED)),
        AlertState::Open => {}
    }
    alert.escalates_at = None;
    alert.acknowledged_at = Some(now);
    alert.acknowledged_by = Some(caller.account());
    store::update(conn, &alert)?;
    announce(conn, AlertEvent::Acknowledged, &alert, now)?;
    let (action, subject) = (Action::Acknowledged, Subject::DangerAlert);
    caller.record(conn, now, action, subject, id, None)?;
    Ok(alert)
}
