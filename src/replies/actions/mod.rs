//! One function per use case.

pub mod moderate;
pub mod reply;
pub mod report;
mod retain;

pub use retain::forget_ended;

use crate::claims::{self, Standing};
use crate::identity::Caller;
use crate::identity::permissions::SpeakForAgency;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::vault::VaultError;
use crate::{agencies, reviews};

/// Names what is sealed under a reply's key.
const TEXT_FIELD: &str = "agency_reply.text";
/// Names what is sealed under a report's key.
const STATEMENT_FIELD: &str = "review_report.statement";

/// What the use cases work with besides the database.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The instance.
    pub services: &'a Services,
    /// The time of the request.
    pub now: Time,
}

/// Why something cannot be done with a reply or a report.
#[derive(Debug, thiserror::Error)]
pub enum ReplyError {
    /// There is no such thing, or not for this caller.
    #[error("there is no such thing for this caller")]
    NotFound,
    /// The publication has its answer.
    #[error("this was answered already")]
    Answered,
    /// It was rejected too often.
    #[error("the reply was rejected too often")]
    RejectedTooOften,
    /// The review was reported for this reason, or its report is still open.
    #[error("this was reported already")]
    Reported,
    /// The agency has reported too much this month.
    #[error("the agency has reported too much this month")]
    TooManyReports,
    /// Its state has no such way on, or the review is no longer public.
    #[error("it cannot be moved there")]
    CannotMove,
    /// What is sealed cannot be sealed or opened.
    #[error(transparent)]
    Vault(VaultError),
    /// The database refused.
    #[error(transparent)]
    Database(DbError),
    /// The area of reviews refused.
    #[error("{0}")]
    Reviews(Problem),
}

impl From<DbError> for ReplyError {
    fn from(error: DbError) -> Self {
        match error.constraint().as_deref() {
            Some("agency_replies_public_review_id_key") => Self::Answered,
            Some(
                "review_reports_public_review_id_key"
                | "review_reports_public_review_id_reason_key",
            ) => Self::Reported,
            _ => Self::Database(error),
        }
    }
}

impl From<VaultError> for ReplyError {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

impl From<Problem> for ReplyError {
    fn from(problem: Problem) -> Self {
        Self::Reviews(problem)
    }
}

/// By what the caller's organisation speaks for an agency; when it does not, the agency has nothing
/// for it.
pub fn standing(
    conn: &mut Conn,
    by: &Caller<SpeakForAgency>,
    agency: Id,
) -> Result<Standing, ReplyError> {
    let standing = claims::find_standing(conn, agency)?;
    standing
        .filter(|standing| standing.organisation == by.organisation())
        .ok_or(ReplyError::NotFound)
}

/// The same, for a review that the public sees; until the commit no review of the agency is
/// published or taken away.
fn standing_on(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Caller<SpeakForAgency>,
    (agency, public_review): (Id, Id),
) -> Result<Standing, ReplyError> {
    agencies::lock_rating(conn, agency)?;
    let standing = standing(conn, by, agency)?;
    if !reviews::is_shown(conn, desk.services, agency, public_review)? {
        return Err(ReplyError::NotFound);
    }
    Ok(standing)
}
