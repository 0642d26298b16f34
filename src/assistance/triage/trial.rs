//! Trying rules before they hold: on made-up cases, and on what of the open requests is not sealed.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::actions::{in_force, read};
use super::rules::{Answers, Decision, Rules};
use super::store::{self, RuleSetRow};
use crate::assistance::model::{Priority, Urgency};
use crate::assistance::read_codes;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json};
use crate::platform::problem::Problem;

/// Open requests that are looked at.
const MOST_REQUESTS: i64 = 20_000;
/// Numbers are told in steps of this size, and smaller ones not at all: two trials that differ by
/// one condition must not tell what a single person has filed.
const STEP: usize = 5;

/// What would change.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TriageTrialResult)]
pub struct Outcome {
    /// The cases that were sent, in their order.
    pub cases: Vec<TriedCase>,
    /// How many open requests would move, by what of them is not sealed: how urgent they are and what
    /// they are about. Answers to indicators and vulnerabilities are not looked at on either side.
    pub open_requests: Vec<Moved>,
    /// The step in which requests are counted; fewer are not told.
    #[schema(example = 5)]
    pub counted_in_steps_of: usize,
}

/// A case under both sets of rules.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TriedTriageCase)]
pub struct TriedCase {
    /// Under the rules in force.
    pub now: Decision,
    /// Under the rules that are tried.
    pub tried: Decision,
}

/// Open requests that go from one priority to another.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = MovedByTriageRules)]
pub struct Moved {
    /// Under the rules in force.
    pub from: Priority,
    /// Under the rules that are tried.
    pub to: Priority,
    /// At least so many, in steps.
    #[schema(example = 15)]
    pub at_least: usize,
}

/// Tries rules; nothing sealed is opened and nothing is changed.
pub fn try_rules(
    conn: &mut Conn,
    tried: &RuleSetRow,
    cases: &[Answers],
    now: Time,
) -> Result<Outcome, Problem> {
    let (present, tried) = (in_force(conn, now)?.rules, read(tried)?);
    let case = |answers: &Answers| TriedCase {
        now: present.decide(answers),
        tried: tried.decide(answers),
    };
    let coded = store::list_coded(conn, MOST_REQUESTS)?;
    Ok(Outcome {
        cases: cases.iter().map(case).collect(),
        open_requests: count_moved(&present, &tried, coded)?,
        counted_in_steps_of: STEP,
    })
}

fn count_moved(
    present: &Rules,
    tried: &Rules,
    coded: Vec<(Urgency, Json)>,
) -> Result<Vec<Moved>, Problem> {
    let mut counted: BTreeMap<(Priority, Priority), usize> = BTreeMap::new();
    for (urgency, issues) in coded {
        let answers = Answers {
            urgency,
            issue_codes: read_codes(&issues)?,
            indicators: BTreeMap::new(),
            vulnerabilities: std::collections::BTreeSet::new(),
        };
        let way = (
            present.decide(&answers).priority,
            tried.decide(&answers).priority,
        );
        *counted.entry(way).or_default() += 1;
    }
    let told = counted.into_iter().map(|((from, to), count)| Moved {
        from,
        to,
        at_least: count - count % STEP,
    });
    Ok(told.filter(|moved| moved.at_least > 0).collect())
}
