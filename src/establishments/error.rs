//! What may stand in the way, and what the caller reads then.

use super::risk::MethodError;
use crate::platform::db::DbError;
use crate::platform::ids::Id;
use crate::platform::problem::{
    CONFLICT, Fault, ID_TAKEN, INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode, problem_code,
};

/// The establishment was merged into another one, which is to be changed instead.
const ESTABLISHMENT_MERGED: ProblemCode = problem_code("establishment_merged", 409);
/// Something was merged on top of the merger.
const MERGED_SINCE: ProblemCode = problem_code("merged_since", 409);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[&ESTABLISHMENT_MERGED, &MERGED_SINCE];

/// Why something cannot be done with an establishment.
#[derive(Debug, thiserror::Error)]
pub enum EstablishmentError {
    /// There is none, or it lies in another country.
    #[error("there is no such establishment")]
    NotFound,
    /// The chosen id is in use.
    #[error("the id is in use")]
    IdTaken,
    /// It was merged into this one.
    #[error("it was merged into {0}")]
    Merged(Id),
    /// Something was merged on top of the merger.
    #[error("another merger must be undone first")]
    MergedSince,
    /// It was done or decided already.
    #[error("it was decided already")]
    Decided,
    /// What was said does not fit.
    #[error("what was said does not fit")]
    Invalid(Vec<Fault>),
    /// Its risk cannot be reckoned.
    #[error(transparent)]
    Method(#[from] MethodError),
    /// What is stored cannot be written or read.
    #[error("what is known of an establishment cannot be stored or read: {0}")]
    Document(#[from] serde_json::Error),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<diesel::result::Error> for EstablishmentError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

impl EstablishmentError {
    /// One fault.
    pub fn fault(pointer: &str, code: &'static str) -> Self {
        Self::Invalid(vec![Fault::new(pointer, code)])
    }
}

impl From<EstablishmentError> for Problem {
    fn from(error: EstablishmentError) -> Self {
        match error {
            EstablishmentError::NotFound => Self::new(&NOT_FOUND),
            EstablishmentError::IdTaken => Self::new(&ID_TAKEN),
            EstablishmentError::Merged(into) => Self::new(&ESTABLISHMENT_MERGED).with("into", into),
            EstablishmentError::MergedSince => Self::new(&MERGED_SINCE),
            EstablishmentError::Decided => Self::new(&CONFLICT),
            EstablishmentError::Invalid(faults) => Self::invalid(faults),
            EstablishmentError::Database(error) => error.into(),
            error @ (EstablishmentError::Method(_) | EstablishmentError::Document(_)) => {
                tracing::error!(%error, "An establishment cannot be kept");
                Self::new(&INTERNAL_ERROR)
            }
        }
    }
}
