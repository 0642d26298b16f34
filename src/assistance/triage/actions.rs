//! What an authority does with rules, and which are in force.

use super::built_in::{ADVISORY_LOCK, built_in};
use super::rules::Rules;
use super::store::{self, Origin, RuleSetRow};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::DecideTriageRules;
use crate::platform::clock::Time;
use crate::platform::db::dialect::one_at_a_time;
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::platform::problem::{
    Fault, INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode, problem_code,
};

/// What was published is never changed.
const RULES_PUBLISHED: ProblemCode = problem_code("triage_rules_published", 409);
/// So many drafts nobody compares.
const TOO_MANY_DRAFTS: ProblemCode = problem_code("too_many_drafts", 409);

/// The problems of triage rules.
pub const PROBLEMS: &[&ProblemCode] = &[&RULES_PUBLISHED, &TOO_MANY_DRAFTS];

/// Drafts that may wait.
const MOST_DRAFTS: i64 = 50;

/// The rules in force, with the number of their version.
pub struct InForce {
    pub version: Option<i64>,
    pub rules: Rules,
}

/// The rules in force. Where none are stored, those that come with the program hold: a request never
/// goes without.
pub fn in_force(conn: &mut Conn, now: Time) -> Result<InForce, Problem> {
    if let Some(row) = store::find_in_force(conn, now)? {
        return Ok(InForce {
            version: row.version,
            rules: read(&row)?,
        });
    }
    let built_in = built_in().map_err(|error| {
        tracing::error!(%error, "The triage rules of the program cannot be read");
        Problem::new(&INTERNAL_ERROR)
    })?;
    Ok(InForce {
        version: None,
        rules: built_in.rules,
    })
}

/// The rules of a set as it was stored.
pub fn read(row: &RuleSetRow) -> Result<Rules, Problem> {
    row.rules.read().map_err(|error| {
        tracing::error!(%error, "Stored triage rules cannot be read");
        Problem::new(&INTERNAL_ERROR)
    })
}

/// Rules as an authority writes them.
pub struct Draft {
    pub id: Id,
    pub title: String,
    pub source: String,
    pub rules: Rules,
}

/// Stores a draft.
pub fn draft(
    conn: &mut Conn,
    caller: &Caller<DecideTriageRules>,
    draft: Draft,
    now: Time,
) -> Result<RuleSetRow, Problem> {
    check(&draft.rules)?;
    one_at_a_time(conn, ADVISORY_LOCK)?;
    if store::count_drafts(conn)? >= MOST_DRAFTS {
        return Err(Problem::new(&TOO_MANY_DRAFTS).with("limit", MOST_DRAFTS));
    }
    let rules = Json::of(&draft.rules).map_err(|error| {
        tracing::error!(%error, "Triage rules cannot be written as JSON");
        Problem::new(&INTERNAL_ERROR)
    })?;
    let row = RuleSetRow {
        id: draft.id,
        version: None,
        origin: Origin::Authority,
        title: draft.title,
        source: draft.source,
        rules,
        drafted_at: now,
        drafted_by: Some(caller.account()),
        published_at: None,
        published_by: None,
        valid_from: None,
    };
    store::insert(conn, row.clone())?;
    record(conn, caller, row.id, Action::Drafted, now)?;
    Ok(row)
}

/// A draft or version, for the authority.
pub fn get(conn: &mut Conn, id: Id) -> Result<RuleSetRow, Problem> {
    store::find(conn, id)?.ok_or_else(|| Problem::new(&NOT_FOUND))
}

/// Publishes a draft: from `valid_from` on it is in force, and it is never changed again.
pub fn publish(
    conn: &mut Conn,
    caller: &Caller<DecideTriageRules>,
    id: Id,
    valid_from: Option<Time>,
    now: Time,
) -> Result<RuleSetRow, Problem> {
    one_at_a_time(conn, ADVISORY_LOCK)?;
    let mut row = find_draft(conn, id)?;
    if valid_from.is_some_and(|from| from < now) {
        let fault = Fault::new("/valid_from", "in_the_past");
        return Err(Problem::invalid(vec![fault]));
    }
    // The program may have become stricter since it was drafted.
    check(&read(&row)?)?;
    let newest = store::find_newest(conn)?.and_then(|newest| newest.version);
    row.version = Some(newest.unwrap_or(0) + 1);
    row.published_at = Some(now);
    row.published_by = Some(caller.account());
    row.valid_from = Some(valid_from.unwrap_or(now));
    store::publish(conn, &row)?;
    record(conn, caller, id, Action::Published, now)?;
    Ok(row)
}

/// Throws a draft away.
pub fn discard(
    conn: &mut Conn,
    caller: &Caller<DecideTriageRules>,
    id: Id,
    now: Time,
) -> Result<(), Problem> {
    if store::find(conn, id)?.is_none() {
        return Ok(());
    }
    find_draft(conn, id)?;
    store::delete_draft(conn, id)?;
    record(conn, caller, id, Action::Withdrawn, now)
}

fn find_draft(conn: &mut Conn, id: Id) -> Result<RuleSetRow, Problem> {
    let row = store::find_locked(conn, id)?.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    if row.version.is_some() {
        return Err(Problem::new(&RULES_PUBLISHED));
    }
    Ok(row)
}

fn check(rules: &Rules) -> Result<(), Problem> {
    let faults = rules.faults("/rules");
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(faults))
    }
}

/// Locks the end of the audit chain: the last thing in every action.
fn record(
    conn: &mut Conn,
    caller: &Caller<DecideTriageRules>,
    id: Id,
    action: Action,
    at: Time,
) -> Result<(), Problem> {
    Ok(caller.record(conn, at, action, Subject::TriageRules, id, None)?)
}
