//! What may stand in the way, and what the caller reads then.

use crate::establishments::EstablishmentError;
use crate::platform::db::DbError;
use crate::platform::problem::{
    CONFLICT, Fault, ID_TAKEN, INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode, STALE, problem_code,
};

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[&DEVICE_NEEDED];

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
    /// It was changed since it was read.
    #[error("it was changed since it was read")]
    Stale,
    /// What was said does not fit.
    #[error("what was said does not fit")]
    Invalid(Vec<Fault>),
    /// What is stored cannot be written or read.
    #[error("a record cannot be stored or read: {0}")]
    Document(#[from] serde_json::Error),
    /// An establishment cannot be read.
    #[error(transparent)]
    Establishment(#[from] EstablishmentError),
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
            InspectionError::NoTablet => Self::new(&DEVICE_NEEDED),
            InspectionError::Decided => Self::new(&CONFLICT),
            InspectionError::IdTaken => Self::new(&ID_TAKEN),
            InspectionError::Stale => Self::new(&STALE),
            InspectionError::Invalid(faults) => Self::invalid(faults),
            InspectionError::Establishment(error) => error.into(),
            InspectionError::Database(error) => error.into(),
            error @ InspectionError::Document(_) => {
                tracing::error!(%error, "A record of an inspection cannot be kept");
                Self::new(&INTERNAL_ERROR)
            }
        }
    }
}
