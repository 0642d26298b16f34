//! What may stand in the way, and what the caller reads then.

use diesel::result::{DatabaseErrorKind, Error::DatabaseError};

use crate::establishments::EstablishmentError;
use crate::platform::db::DbError;
use crate::platform::problem::{
    CONFLICT, Fault, ID_TAKEN, INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode, STALE, problem_code,
};
use crate::platform::vault::VaultError;

/// There is a plan of visits for this period.
const VISIT_PLAN_DRAWN: ProblemCode = problem_code("visit_plan_drawn", 409);
/// The last plan of visits was not accepted yet.
const VISIT_PLAN_OPEN: ProblemCode = problem_code("visit_plan_open", 409);
/// The plan of visits was accepted already.
const VISIT_PLAN_ACCEPTED: ProblemCode = problem_code("visit_plan_accepted", 409);

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

/// The annual report of a year is published when the year is over.
const YEAR_NOT_OVER: ProblemCode = problem_code("year_not_over", 409);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[
    &DEVICE_NEEDED,
    &VISIT_PLAN_DRAWN,
    &VISIT_PLAN_OPEN,
    &VISIT_PLAN_ACCEPTED,
    &TOO_MANY_CHECKLISTS,
    &NOT_OF_THE_TEAM,
    &VISIT_NOT_ENDED,
    &REPORT_CHANGED,
    &TOO_MANY_INTERVIEWS,
    &YEAR_NOT_OVER,
];

const DEVICE_NEEDED: ProblemCode = problem_code("device_needed", 403);

/// Why something cannot be done with what inspectors write down.
#[derive(Debug, thiserror::Error)]
pub enum InspectionError {
    /// There is none, or it is somebody else's.
    #[error("there is no such record")]
    NotFound,
    /// It takes a registered tablet and its key.
    #[error("it takes a registered tablet")]
    NoTablet,
    /// Somebody has decided it already.
    #[error("it was decided already")]
    Decided,
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
    /// The year of an annual report is not over.
    #[error("the year is not over")]
    YearNotOver,
    /// It was changed since it was read.
    #[error("it was changed since it was read")]
    Stale,
    /// What was said does not fit.
    #[error("what was said does not fit")]
    Invalid(Vec<Fault>),
    /// There is a plan of visits for this period.
    #[error("there is a plan for this period")]
    PlanDrawn,
    /// The last plan of visits was not accepted yet.
    #[error("the last plan was not accepted yet")]
    PlanOpen,
    /// The plan of visits was accepted already.
    #[error("the plan was accepted already")]
    PlanAccepted,
    /// The numbers by which visits are planned cannot be read; only a broken build meets it.
    #[error("data/inspection-planning/planning.toml: {0}")]
    Parameters(String),
    /// Establishments cannot be read.
    #[error(transparent)]
    Establishments(#[from] EstablishmentError),
    /// What is sealed cannot be opened.
    #[error(transparent)]
    Vault(#[from] VaultError),
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

impl InspectionError {
    /// Why something new cannot be stored: somebody else may have taken its id since it was looked for.
    pub fn of_new(error: diesel::result::Error) -> Self {
        if matches!(&error, DatabaseError(DatabaseErrorKind::UniqueViolation, _)) {
            Self::IdTaken
        } else {
            error.into()
        }
    }

    /// One fault.
    pub fn fault(pointer: &str, code: &'static str) -> Self {
        Self::Invalid(vec![Fault::new(pointer, code)])
    }
}

impl From<InspectionError> for Problem {
    fn from(error: InspectionError) -> Self {
        match error {
            InspectionError::NotFound => Self::new(&NOT_FOUND),
            InspectionError::NoTablet => Self::new(&DEVICE_NEEDED),
            InspectionError::Decided => Self::new(&CONFLICT),
            InspectionError::IdTaken => Self::new(&ID_TAKEN),
            InspectionError::NotOfTheTeam => Self::new(&NOT_OF_THE_TEAM),
            InspectionError::VisitNotEnded => Self::new(&VISIT_NOT_ENDED),
            InspectionError::ReportChanged => Self::new(&REPORT_CHANGED),
            InspectionError::YearNotOver => Self::new(&YEAR_NOT_OVER),
            InspectionError::Stale => Self::new(&STALE),
            InspectionError::Invalid(faults) => Self::invalid(faults),
            InspectionError::PlanDrawn => Self::new(&VISIT_PLAN_DRAWN),
            InspectionError::PlanOpen => Self::new(&VISIT_PLAN_OPEN),
            InspectionError::PlanAccepted => Self::new(&VISIT_PLAN_ACCEPTED),
            InspectionError::Establishments(error) => error.into(),
            InspectionError::Vault(error) => error.into(),
            InspectionError::Database(error) => error.into(),
            error @ (InspectionError::Document(_) | InspectionError::Parameters(_)) => {
                tracing::error!(%error, "A record of an inspection cannot be kept");
                Self::new(&INTERNAL_ERROR)
            }
        }
    }
}
