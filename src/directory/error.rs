//! What may stand in the way, and what the caller reads then.

use crate::platform::db::DbError;
use crate::platform::problem::{
    CONFLICT, FORBIDDEN, Fault, INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode,
};
use crate::platform::vault::VaultError;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];

/// Why something cannot be done with the directory.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// There is none, or it is another organisation's.
    #[error("there is no such entry")]
    NotFound,
    /// The organisation of the caller looks after nothing here.
    #[error("the organisation looks after nothing in the directory")]
    Forbidden,
    /// It was dealt with already.
    #[error("it was closed already")]
    Closed,
    /// What was said does not fit.
    #[error("what was said does not fit")]
    Invalid(Vec<Fault>),
    /// What is sealed cannot be read or written.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// What is stored cannot be written or read.
    #[error("an entry cannot be stored or read: {0}")]
    Document(#[from] serde_json::Error),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<diesel::result::Error> for DirectoryError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<DirectoryError> for Problem {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::NotFound => Self::new(&NOT_FOUND),
            DirectoryError::Forbidden => Self::new(&FORBIDDEN),
            DirectoryError::Closed => Self::new(&CONFLICT),
            DirectoryError::Invalid(faults) => Self::invalid(faults),
            DirectoryError::Vault(error) => error.into(),
            DirectoryError::Database(error) => error.into(),
            DirectoryError::Document(error) => {
                tracing::error!(%error, "An entry of the directory cannot be kept");
                Self::new(&INTERNAL_ERROR)
            }
        }
    }
}
