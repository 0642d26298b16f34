//! What may stand in the way, and what the caller reads then.

use crate::platform::db::DbError;
use crate::platform::problem::{
    Fault, ID_TAKEN, INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode, STALE, problem_code,
};

/// An inspectorate has as many checklists as it can have.
pub const TOO_MANY_CHECKLISTS: ProblemCode = problem_code("too_many_checklists", 409);
/// Only the team of a visit writes about it.
pub const NOT_OF_THE_TEAM: ProblemCode = problem_code("not_of_the_team", 403);
/// A report is signed when the visit has ended.
pub const VISIT_NOT_ENDED: ProblemCode = problem_code("visit_not_ended", 409);
/// What is to be signed is not what was read, or is signed already.
pub const REPORT_CHANGED: ProblemCode = problem_code("report_changed", 409);
/// A visit has as many interviews as it can have.
pub const TOO_MANY_INTERVIEWS: ProblemCode = problem_code("too_many_interviews", 409);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[
    &TOO_MANY_CHECKLISTS,
    &NOT_OF_THE_TEAM,
    &VISIT_NOT_ENDED,
    &REPORT_CHANGED,
    &TOO_MANY_INTERVIEWS,
];

/// Why something cannot be done with what inspectors write down.
#[derive(Debug, thiserror::Error)]
pub enum InspectionError {
    /// There is none, or it is somebody else's.
    #[error("there is no such record")]
    NotFound,
    /// The chosen id is in use.
    #[error("the id is in use")]
    IdTaken,
    /// It is not this inspector's visit.
    #[error("it is not this inspector's visit")]
    NotOfTheTeam,
    /// The visit has not ended.
    #[error("the visit has not ended")]
    VisitNotEnded,
    /// What is to be signed is not what was read, or is signed already.
    #[error("what is to be signed is not what was read")]
    ReportChanged,
    /// It was changed since it was read.
    #[error("it was changed since it was read")]
    Stale,
    /// What was said does not fit.
    #[error("what was said does not fit")]
    Invalid(Vec<Fault>),
    /// What is stored cannot be written or read.
    #[error("a record cannot be stored or read: {0}")]
    Document(#[from] serde_json::Error),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<diesel::result::Error> for InspectionError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<InspectionError> for Problem {
    fn from(error: InspectionError) -> Self {
        match error {
            InspectionError::NotFound => Self::new(&NOT_FOUND),
            InspectionError::IdTaken => Self::new(&ID_TAKEN),
            InspectionError::NotOfTheTeam => Self::new(&NOT_OF_THE_TEAM),
            InspectionError::VisitNotEnded => Self::new(&VISIT_NOT_ENDED),
            InspectionError::ReportChanged => Self::new(&REPORT_CHANGED),
            InspectionError::Stale => Self::new(&STALE),
            InspectionError::Invalid(faults) => Self::invalid(faults),
            InspectionError::Database(error) => error.into(),
            error @ InspectionError::Document(_) => {
                tracing::error!(%error, "A record of an inspection cannot be kept");
                Self::new(&INTERNAL_ERROR)
            }
        }
    }
}
