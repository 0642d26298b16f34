//! An interview with a worker, as the inspector may see it: that there was one, and how great the risk is. What was
//! answered is sealed elsewhere and in no record, event or export.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Case;
use crate::platform::clock::Date;
use crate::platform::problem::Fault;
use crate::text_enum;

text_enum! {
    /// How great the risk is by what a worker answered.
    pub enum InterviewRiskBand {
        /// Too little was answered.
        Unknown => "unknown",
        /// Little.
        Low => "low",
        /// Something is to be looked at.
        Medium => "medium",
        /// There are signs of forced labour, violence or great danger.
        High => "high",
    }
}

/// An interview, without its answers and without a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionInterview)]
pub struct Interview {
    /// The script that was heard, by its hash.
    #[schema(pattern = "^[0-9a-f]{64}$", max_length = 64)]
    pub script_hash: String,
    /// On which day.
    pub taken_on: Date,
    /// How great the risk is.
    pub risk_band: InterviewRiskBand,
}

pub(super) fn complete(
    case: &Case<'_>,
    _before: Option<&Interview>,
    _interview: &mut Interview,
    faults: &mut Vec<Fault>,
) {
    // It is written by the service alone, from answers that nobody reads.
    if !case.by_service {
        faults.push(Fault::new("", "set_by_the_service"));
    }
}
