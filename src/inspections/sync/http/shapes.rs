//! What tablets read.

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::inspections::error::InspectionError;
use crate::inspections::sync::outcome::{Settled, SyncOutcome};
use crate::inspections::sync::push::HELD_DAYS;
use crate::inspections::sync::store::{ConflictRow, OperationRow, SyncConflictReason};
use crate::platform::clock::Time;
use crate::platform::http::Context;
use crate::platform::ids::Id;
use crate::platform::problem::FaultBody;
use crate::text_enum;

text_enum! {
    /// What became of an operation that was sent.
    pub enum SyncResultOutcome {
        /// It was done.
        Applied => "applied",
        /// It was sent before: `first_outcome` says what became of it. It was not done again.
        Duplicate => "duplicate",
        /// It was done, next to what others have changed meanwhile in other members.
        ParallelMerged => "parallel_merged",
        /// Some members were changed by somebody else first. Those stay; what you wrote is kept for a person (`conflict`).
        /// All other members were done.
        Conflict => "conflict",
        /// It cannot be done (`errors`).
        Rejected => "rejected",
        /// It waits for the one on which it builds, until `held_until`. What becomes of it comes with a pull.
        Held => "held",
    }
}

impl From<SyncOutcome> for SyncResultOutcome {
    fn from(outcome: SyncOutcome) -> Self {
        match outcome {
            SyncOutcome::Applied => Self::Applied,
            SyncOutcome::ParallelMerged => Self::ParallelMerged,
            SyncOutcome::Conflict => Self::Conflict,
            SyncOutcome::Rejected => Self::Rejected,
            SyncOutcome::Held => Self::Held,
        }
    }
}

/// What you wrote and what stands instead.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b65", "reason": "same_member",
    "mine": { "value": "no" }, "theirs": { "value": "yes" }, "base": { "value": null } }))]
pub struct SyncResultConflict {
    /// The conflict (`/v1/staff/sync-conflicts`).
    pub id: Id,
    /// Why what you wrote does not stand.
    pub reason: SyncConflictReason,
    /// The members as you wrote them.
    #[schema(value_type = Object)]
    pub mine: Map<String, Value>,
    /// The same as they stand.
    #[schema(value_type = Object)]
    pub theirs: Map<String, Value>,
    /// The same as they were for both.
    #[schema(value_type = Object)]
    pub base: Map<String, Value>,
}

impl SyncResultConflict {
    /// To be told.
    pub fn of(row: &ConflictRow) -> Result<Self, InspectionError> {
        Ok(Self {
            id: row.id,
            reason: row.reason,
            mine: row.mine.read()?,
            theirs: row.theirs.read()?,
            base: row.base.read()?,
        })
    }
}

/// What became of an operation.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "op_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61", "outcome": "applied", "version": 1 }))]
pub struct SyncResult {
    /// The tablet's number of it.
    pub op_id: Id,
    /// What became of it.
    pub outcome: SyncResultOutcome,
    /// Of a duplicate: what became of it when it was sent first, or since.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub first_outcome: Option<SyncOutcome>,
    /// The version of the record that it made, or found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub version: Option<i64>,
    /// What you wrote and what stands instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub conflict: Option<SyncResultConflict>,
    /// Why it was rejected, or what it waits for; the pointers are into the operation.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FaultBody>,
    /// Until when it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub held_until: Option<Time>,
}

impl SyncResult {
    /// What became of an operation, in the caller's language.
    pub fn of(
        context: &Context,
        (op_id, settled, is_duplicate): (Id, &Settled, bool),
        conflict: Option<&ConflictRow>,
        held_until: Option<Time>,
    ) -> Result<Self, InspectionError> {
        let messages = &context.services().messages;
        let errors = settled.faults.iter().map(|fault| {
            let fault = fault.read(messages);
            FaultBody::of(&fault, |name, given| context.say(name, None, given))
        });
        Ok(Self {
            op_id,
            outcome: if is_duplicate {
                SyncResultOutcome::Duplicate
            } else {
                settled.outcome.into()
            },
            first_outcome: is_duplicate.then_some(settled.outcome),
            version: settled.version,
            conflict: conflict.map(SyncResultConflict::of).transpose()?,
            errors: errors.collect(),
            held_until,
        })
    }

    /// The same of one that had waited.
    pub fn of_waited(context: &Context, row: &OperationRow) -> Result<Self, InspectionError> {
        let settled: Settled = row.result.read()?;
        Self::of(context, (row.id, &settled, false), None, row.held_until)
    }
}

/// Days for which an operation waits, as the documentation says.
const _: () = assert!(HELD_DAYS == 5);
