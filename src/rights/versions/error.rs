//! What may stand in the way, and what the caller reads then.

use crate::platform::db::DbError;
use crate::platform::problem::{
    Fault, INVALID_REQUEST, NOT_FOUND, Problem, ProblemCode, problem_code,
};
use crate::rights::store::StoreError;

/// There is an article of this name.
const ARTICLE_EXISTS: ProblemCode = problem_code("article_exists", 409);
/// Somebody is working on this article.
const ARTICLE_DRAFT_OPEN: ProblemCode = problem_code("article_draft_open", 409);
/// The version is not, or no longer, at the point at which this is done.
const ARTICLE_VERSION_STANDS: ProblemCode = problem_code("article_version_stands", 409);
/// Another version was published since this one was begun.
const ARTICLE_MOVED_ON: ProblemCode = problem_code("article_moved_on", 409);
/// Whoever has a hand in a version does not decide on it.
const OWN_ARTICLE_VERSION: ProblemCode = problem_code("own_article_version", 403);
/// The file is no recording that can be cleaned.
const NOT_AN_ARTICLE_RECORDING: ProblemCode = problem_code("not_an_article_recording", 415);
/// The recording is cut off or damaged.
const DAMAGED_ARTICLE_RECORDING: ProblemCode = problem_code("damaged_article_recording", 422);
/// The recording plays for too long.
const ARTICLE_RECORDING_TOO_LONG: ProblemCode = problem_code("article_recording_too_long", 422);
/// What is asked for is no part of the file.
pub const RANGE_NOT_SATISFIABLE: ProblemCode = problem_code("range_not_satisfiable", 416);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[
    &ARTICLE_EXISTS,
    &ARTICLE_DRAFT_OPEN,
    &ARTICLE_VERSION_STANDS,
    &ARTICLE_MOVED_ON,
    &OWN_ARTICLE_VERSION,
    &NOT_AN_ARTICLE_RECORDING,
    &DAMAGED_ARTICLE_RECORDING,
    &ARTICLE_RECORDING_TOO_LONG,
    &RANGE_NOT_SATISFIABLE,
];

/// Why something cannot be done with a version.
#[derive(Debug, thiserror::Error)]
pub enum EditorialError {
    /// There is none.
    #[error("there is no such version")]
    NotFound,
    /// There is an article of this name.
    #[error("there is an article of this name")]
    Exists,
    /// Somebody is working on this article.
    #[error("there is a draft")]
    DraftOpen,
    /// It is not at the point at which this is done.
    #[error("the version stands where it is")]
    Stands,
    /// Another version was published since it was begun.
    #[error("another version was published since")]
    MovedOn,
    /// Whoever has a hand in a version does not decide on it.
    #[error("whoever has a hand in it does not decide on it")]
    Own,
    /// The file is no recording that can be cleaned.
    #[error("it is no recording that can be cleaned")]
    NoRecording,
    /// The recording is cut off or damaged.
    #[error("the recording is damaged")]
    DamagedRecording,
    /// The recording plays for longer than this many seconds.
    #[error("the recording plays for longer than {0} seconds")]
    TooLong(u64),
    /// What was sent does not fit.
    #[error("what was sent does not fit")]
    Invalid(Vec<Fault>),
    /// It cannot be stored or read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbError> for EditorialError {
    fn from(error: DbError) -> Self {
        Self::Store(error.into())
    }
}

impl From<serde_json::Error> for EditorialError {
    fn from(error: serde_json::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<EditorialError> for Problem {
    fn from(error: EditorialError) -> Self {
        match error {
            EditorialError::NotFound => Self::new(&NOT_FOUND),
            EditorialError::Exists => Self::new(&ARTICLE_EXISTS),
            EditorialError::DraftOpen => Self::new(&ARTICLE_DRAFT_OPEN),
            EditorialError::Stands => Self::new(&ARTICLE_VERSION_STANDS),
            EditorialError::MovedOn => Self::new(&ARTICLE_MOVED_ON),
            EditorialError::Own => Self::new(&OWN_ARTICLE_VERSION),
            EditorialError::NoRecording => Self::new(&NOT_AN_ARTICLE_RECORDING),
            EditorialError::DamagedRecording => Self::new(&DAMAGED_ARTICLE_RECORDING),
            EditorialError::TooLong(limit) => {
                Self::new(&ARTICLE_RECORDING_TOO_LONG).with("limit", limit)
            }
            EditorialError::Invalid(faults) => Self {
                faults,
                ..Self::new(&INVALID_REQUEST)
            },
            EditorialError::Store(error) => error.into(),
        }
    }
}
