//! A visit: planned, made, and how it ended.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::platform::clock::{Date, Time};
use crate::platform::ids::Id;
use crate::platform::problem::Fault;
use crate::text_enum;

text_enum! {
    /// Why the inspectorate goes there, as anybody may know it. There is none that says that somebody spoke.
    pub enum VisitKind {
        /// It was its turn.
        Routine => "routine",
        /// It belongs to a campaign.
        Campaign => "campaign",
        /// What was found before is verified.
        FollowUp => "follow_up",
        /// An accident of which the employer or a hospital has told the authority.
        Accident => "accident",
    }
}

text_enum! {
    /// How far a visit is.
    pub enum VisitStatus {
        /// It is to be made.
        Planned => "planned",
        /// Somebody is there.
        UnderWay => "under_way",
        /// It was made.
        Done => "done",
        /// Somebody went, and it could not be made.
        NotDone => "not_done",
        /// It will not be made.
        Cancelled => "cancelled",
    }
}

/// What is known of a visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// The establishment.
    pub establishment_id: Id,
    /// Why the inspectorate goes there, as anybody may know it.
    pub kind: VisitKind,
    /// How far it is.
    pub status: VisitStatus,
    /// The campaign to which it belongs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Id>,
    /// The day for which it is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<Date>,
    /// Whether the employer is told before.
    #[serde(default)]
    pub announced: bool,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Time>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Time>,
}

pub(super) fn faults_in(document: &Map<String, Value>) -> Vec<Fault> {
    match serde_json::from_value::<Visit>(Value::Object(document.clone())) {
        Ok(_) => Vec::new(),
        Err(_) => vec![Fault::new("", "not_a_visit")],
    }
}
