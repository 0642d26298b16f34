//! A violation that was found.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, RecordKind, wrong_step};
use crate::platform::ids::Id;
use crate::platform::problem::Fault;
use crate::platform::text::{Line, Prose};
use crate::text_enum;

text_enum! {
    /// How grave it is.
    pub enum FindingSeverity {
        /// It is to be put right.
        Minor => "minor",
        /// It harms people, or soon will.
        Serious => "serious",
        /// Somebody may die or be maimed at any moment.
        ImminentDanger => "imminent_danger",
    }
}

text_enum! {
    /// How far it is.
    pub enum FindingState {
        /// It is being written.
        Draft => "draft",
        /// The employer was told.
        Notified => "notified",
        /// The employer disputes it.
        Contested => "contested",
        /// It stands.
        Upheld => "upheld",
        /// It does not stand.
        Annulled => "annulled",
    }
}

/// A violation that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionFinding)]
pub struct Finding {
    /// The provision that was violated.
    pub legal_provision: Line<300>,
    /// What was found. Name nobody, and nothing that shows that somebody spoke.
    pub description: Prose<8000>,
    /// How grave it is.
    pub severity: FindingSeverity,
    /// How many workers are affected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 1_000_000)]
    pub workers_affected: Option<u32>,
    /// Answers of the same visit from which it follows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub answer_ids: Vec<Id>,
    /// Photos and papers of the same visit that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub evidence_ids: Vec<Id>,
    /// How far it is.
    pub state: FindingState,
}

use FindingState::{Annulled, Contested, Draft, Notified, Upheld};

const STEPS: &[(FindingState, FindingState)] = &[
    (Draft, Notified),
    (Draft, Annulled),
    (Notified, Contested),
    (Notified, Upheld),
    (Notified, Annulled),
    (Contested, Upheld),
    (Contested, Annulled),
    (Upheld, Contested),
    (Upheld, Annulled),
];

pub(super) fn complete(
    case: &Case<'_>,
    before: Option<&Finding>,
    finding: &mut Finding,
    faults: &mut Vec<Fault>,
) {
    // One that is new is as if it had been a draft.
    let was = before.map_or(Draft, |before| before.state);
    if wrong_step(Some(was), finding.state, STEPS) {
        faults.push(Fault::new("/state", "not_a_next_step"));
    }
    case.check_ids(
        "/answer_ids",
        &finding.answer_ids,
        RecordKind::Answer,
        faults,
    );
    case.check_ids(
        "/evidence_ids",
        &finding.evidence_ids,
        RecordKind::Evidence,
        faults,
    );
}
