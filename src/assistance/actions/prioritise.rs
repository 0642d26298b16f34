//! How soon somebody should look, decided again: by what the person adds, or by a case worker.

use super::file::{due_dates, hour_of};
use super::follow::{Followed, followed};
use super::handle::{find_locked, record};
use super::{CONTENT, confidential_key, json, not_found, open_content, read_codes};
use crate::assistance::model::{
    AssistanceStatus, Content, Priority, PriorityChangeReason, PrioritySource, Reconsidered,
    Urgency,
};
use crate::assistance::problems::REQUEST_WITHDRAWN;
use crate::assistance::retention;
use crate::assistance::routing;
use crate::assistance::store::{self, QueueRank, RequestRow};
use crate::assistance::triage::{Answers, in_force};
use crate::danger::{self, Alarm, ClosedBecause, Endangered};
use crate::identity::audit::Action;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::ids::Id;
use crate::platform::problem::{Problem, STALE};

/// What an alert about a request holds.
pub(in crate::assistance) fn alarm_of(
    conn: &mut Conn,
    row: &RequestRow,
    hour: Time,
) -> Result<Alarm, DbError> {
    // Whoever is asked is called as well: minutes count.
    let organisation = match row.organisation_id {
        Some(owner) => Some(owner),
        None => routing::offered_to(conn, row.id)?.map(|offer| offer.organisation_id),
    };
    Ok(Alarm {
        about: Endangered::request(row.id),
        organisation,
        country: Some(row.country.clone()),
        reasons: Some(row.priority_reasons.clone()),
        hour,
    })
}

/// Takes up what the person says has changed. The priority can only rise by it; whoever is in danger
/// now is called for again, also when an earlier alert was answered.
pub fn reconsider(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    said: Reconsidered,
    now: Time,
) -> Result<Followed, Problem> {
    let mut row = store::find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    let (said_urgency, before) = (said.urgency, row.priority);
    let key = confidential_key(conn, &services.vault, &holder.case_access(), row.id)?;
    let mut content = open_content(&key, &row)?;
    let answers = merge(&row, &content, said)?;
    content.indicators.clone_from(&answers.indicators);
    content.vulnerabilities.clone_from(&answers.vulnerabilities);
    row.sealed_content = key.seal_json(row.id, CONTENT, &content)?;
    apply(conn, services, &mut row, &answers, now)?;
    write(conn, &mut row)?;
    store::mark_unanswered(conn, row.id, now)?;
    retention::note_activity(conn, row.id, now)?;
    let has_become = row.priority == Priority::Critical && before != Priority::Critical;
    if has_become || said_urgency == Urgency::DangerNow {
        let alarm = alarm_of(conn, &row, hour_of(now))?;
        danger::raise(conn, services, alarm, now)?;
        routing::hasten(conn, services, &row, now)?;
    }
    followed(conn, row)
}

/// What was said before together with what is said now.
fn merge(row: &RequestRow, content: &Content, said: Reconsidered) -> Result<Answers, Problem> {
    let mut answers = Answers {
        // The order of the words: the most pressing is the least.
        urgency: row.urgency.min(said.urgency),
        issue_codes: read_codes(&row.issue_codes)?,
        indicators: content.indicators.clone(),
        vulnerabilities: content.vulnerabilities.clone(),
    };
    answers.issue_codes.extend(said.issue_codes);
    answers.indicators.extend(said.indicators);
    answers.vulnerabilities.extend(said.vulnerabilities);
    Ok(answers)
}

/// Decides by the rules that are in force now, and takes it where it is more pressing.
fn apply(
    conn: &mut Conn,
    services: &Services,
    row: &mut RequestRow,
    answers: &Answers,
    now: Time,
) -> Result<(), Problem> {
    let rules = in_force(conn, now)?;
    let decision = rules.rules.decide(answers);
    row.urgency = answers.urgency;
    row.issue_codes = json(&answers.issue_codes)?;
    let by_rules = row.priority_source == PrioritySource::Rules;
    if decision.priority < row.priority || (by_rules && decision.priority == row.priority) {
        row.priority = decision.priority;
        row.priority_reasons = json(&decision.reasons)?;
        row.triage_version = rules.version;
        row.priority_source = PrioritySource::Rules;
        row.priority_set_because = None;
    }
    let due = due_dates(services, row.urgency, hour_of(now));
    row.acknowledge_by = row.acknowledge_by.min(due.acknowledge_by);
    rank(row, now);
    Ok(())
}

fn rank(row: &mut RequestRow, now: Time) {
    row.queue_rank = QueueRank::of(row.status, row.priority).as_number();
    row.due_at = row.due(now).next();
}

/// What a case worker found about how soon somebody should look.
pub struct ByHand {
    /// How soon.
    pub priority: Priority,
    /// Why.
    pub because: PriorityChangeReason,
}

/// Sets the priority by hand, if the caller has seen the present version of the request. The reasons that
/// the rules found stay beside it.
pub fn prioritise_by_hand(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (id, by_hand): (Id, ByHand),
    seen: &IfMatch,
    now: Time,
) -> Result<RequestRow, Problem> {
    let mut row = find_locked(conn, caller, id)?;
    seen.check(&EntityTag::of_version(row.version))?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    let before = row.priority;
    row.priority = by_hand.priority;
    row.priority_source = PrioritySource::CaseWorker;
    row.priority_set_because = Some(by_hand.because.into_inner());
    rank(&mut row, now);
    write(conn, &mut row)?;
    if row.priority != Priority::Critical {
        danger::close(conn, Endangered::request(id), ClosedBecause::Lowered, now)?;
    } else if before != Priority::Critical && !row.status.has_ended() {
        let alarm = alarm_of(conn, &row, hour_of(now))?;
        danger::raise(conn, services, alarm, now)?;
    }
    let detail = row.priority.as_str();
    record(conn, caller, now, Action::Prioritised, id, detail)?;
    Ok(row)
}

/// Writes the row and counts its version up; it is locked, so nobody can have been faster.
fn write(conn: &mut Conn, row: &mut RequestRow) -> Result<(), Problem> {
    if !store::put_priority(conn, row)? {
        return Err(Problem::new(&STALE));
    }
    row.version += 1;
    Ok(())
}
