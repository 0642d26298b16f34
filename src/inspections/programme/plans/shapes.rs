//! How plans look on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{PlannedVisit, VisitPlanStatus};
use super::store::PlanRow;
use crate::inspections::error::InspectionError;
use crate::inspections::programme::planner::Parameters;
use crate::platform::clock::{Date, Time};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// A plan of visits.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitPlan {
    /// Its id.
    id: Id,
    /// The country.
    #[schema(example = "MY")]
    country: String,
    /// The first day of its period.
    first_day: Date,
    /// The last.
    last_day: Date,
    /// How far it is.
    status: VisitPlanStatus,
    /// The version of the method and its numbers by which it was drawn.
    method_version: i64,
    /// These numbers.
    parameters: Parameters,
    /// The visits, by day, inspector and stop.
    visits: Vec<PlannedVisit>,
    /// When it was drawn.
    drawn_at: Time,
    /// Who drew it.
    drawn_by: Id,
    /// When it was accepted.
    accepted_at: Option<Time>,
    /// Who accepted it.
    accepted_by: Option<Id>,
}

impl VisitPlan {
    pub(super) fn of(row: &PlanRow) -> Result<Self, Problem> {
        Ok(Self {
            id: row.id,
            country: row.country.clone(),
            first_day: row.first_day,
            last_day: row.last_day,
            status: row.status,
            method_version: row.method_version,
            parameters: row.parameters.read().map_err(InspectionError::from)?,
            visits: row.visits.read().map_err(InspectionError::from)?,
            drawn_at: row.drawn_at,
            drawn_by: row.drawn_by,
            accepted_at: row.accepted_at,
            accepted_by: row.accepted_by,
        })
    }
}

/// A plan of visits in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "country": "MY", "first_day": "2026-12-07",
    "last_day": "2026-12-20", "status": "proposed", "method_version": 1, "drawn_at": "2026-11-30T08:15:30Z" }))]
pub struct ListedVisitPlan {
    /// Its id.
    id: Id,
    /// The country.
    country: String,
    /// The first day of its period.
    first_day: Date,
    /// The last.
    last_day: Date,
    /// How far it is.
    status: VisitPlanStatus,
    /// The version of the method by which it was drawn.
    method_version: i64,
    /// When it was drawn.
    drawn_at: Time,
}

impl ListedVisitPlan {
    pub(super) fn of(row: PlanRow) -> Self {
        Self {
            id: row.id,
            country: row.country,
            first_day: row.first_day,
            last_day: row.last_day,
            status: row.status,
            method_version: row.method_version,
            drawn_at: row.drawn_at,
        }
    }
}
