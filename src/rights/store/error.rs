//! Why something cannot be stored or read.

use crate::platform::db::DbError;
use crate::platform::problem::{INTERNAL_ERROR, Problem};

/// Why content cannot be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
    /// Something cannot be written as JSON or read from it.
    #[error("cannot be stored: {0}")]
    Json(#[from] serde_json::Error),
}

impl StoreError {
    /// Something stored cannot be read by this version of the program.
    pub(in crate::rights) fn unreadable(
        error: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        diesel::result::Error::DeserializationError(Box::new(error)).into()
    }
}

impl From<diesel::result::Error> for StoreError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Database(error) => error.into(),
            StoreError::Json(error) => {
                tracing::error!(%error, "A version of an article cannot be written or read as JSON");
                Self::new(&INTERNAL_ERROR)
            }
        }
    }
}
