//! What the employer does about a measure.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Case, RecordKind};
use crate::platform::clock::Date;
use crate::platform::ids::Id;
use crate::platform::problem::Fault;
use crate::platform::text::Prose;
use crate::text_enum;

text_enum! {
    /// Who is to do it, by role only.
    pub enum RemediationOwner {
        /// The employer.
        Employer => "employer",
        /// Whoever leads the place or a part of it.
        Manager => "manager",
        /// Who is charged with safety.
        SafetyOfficer => "safety_officer",
        /// A contractor.
        Contractor => "contractor",
        /// Whoever supplies labour.
        LabourSupplier => "labour_supplier",
        /// Whoever owns the premises.
        OwnerOfPremises => "owner_of_premises",
        /// Anybody else.
        Other => "other",
    }
}

text_enum! {
    /// How far it is.
    pub enum RemediationStatus {
        /// Nothing was done yet.
        Open => "open",
        /// It was begun.
        InProgress => "in_progress",
        /// The employer says that it was done.
        Done => "done",
        /// An inspector has seen it.
        Verified => "verified",
        /// It will not be done.
        NotDone => "not_done",
    }
}

/// What the employer does about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionRemediationAction)]
pub struct RemediationAction {
    /// The measure of the same visit that asks for it.
    pub measure_id: Id,
    /// Who is to do it, by role only.
    pub owner: RemediationOwner,
    /// What is to be done. Name nobody.
    pub description: Prose<4000>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// Photos and papers of the same visit that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub evidence_ids: Vec<Id>,
    /// How far it is.
    pub status: RemediationStatus,
}

pub(super) fn complete(
    case: &Case<'_>,
    before: Option<&RemediationAction>,
    action: &mut RemediationAction,
    faults: &mut Vec<Fault>,
) {
    if before.is_some_and(|before| before.measure_id != action.measure_id) {
        faults.push(Fault::new("/measure_id", "never_changes"));
    }
    if case.kind_of(action.measure_id) != Some(RecordKind::Measure) {
        let fault = Fault::new("/measure_id", "not_of_this_visit");
        faults.push(fault.with("expected", RecordKind::Measure));
    }
    case.check_ids(
        "/evidence_ids",
        &action.evidence_ids,
        RecordKind::Evidence,
        faults,
    );
}
