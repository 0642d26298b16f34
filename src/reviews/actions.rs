//! One function per use case.

mod file;
mod follow_up;
mod moderate;
mod read;

pub use file::file;
pub use follow_up::{Changes, CommentEdit, Edit, erase, revise, withdraw};
pub use moderate::{PublishedComment, open_for_moderation, publish, reject};
pub use read::{PublicReview, Shelf, history, shelf};

use std::sync::Arc;

use super::model::{BrokenRule, CannotMove, RejectionReason, Review, ReviewEventKind, rate};
use super::store;
use crate::agencies;
use crate::platform::clock::Time;
use crate::platform::crypto::{Class, LookupKey};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::{Id, Randomness};
use crate::platform::vault::{Vault, VaultError};

/// Names the comment among what is sealed under a review's key.
const COMMENT_FIELD: &str = "review.comment";

/// What the use cases work with besides the database.
#[derive(Clone)]
pub struct Desk {
    /// The keys of reviews.
    pub vault: Vault,
    /// Hashes receipt codes.
    pub lookup: Arc<LookupKey>,
    /// Chance.
    pub randomness: Arc<dyn Randomness>,
    /// Reviews below which no rating and no review is shown.
    pub minimum: u32,
    /// The time of the request.
    pub now: Time,
}

/// Why something cannot be done with a review.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// There is no such agency.
    #[error("there is no such agency")]
    UnknownAgency,
    /// There is no such review.
    #[error("there is no such review")]
    NotFound,
    /// The id that the client chose is in use.
    #[error("the id is in use")]
    IdTaken,
    /// What it says breaks rules.
    #[error("the review breaks rules")]
    Broken(Vec<BrokenRule>),
    /// A moderator may not publish a comment where its author wrote none.
    #[error("there is no comment to publish")]
    NoComment,
    /// Its state has no such way on.
    #[error(transparent)]
    CannotMove(#[from] CannotMove),
    /// Somebody else moved it on in the same moment.
    #[error("the review was moved on meanwhile")]
    Overtaken,
    /// The comment cannot be sealed or opened.
    #[error(transparent)]
    Vault(VaultError),
    /// The database refused.
    #[error(transparent)]
    Database(DbError),
    /// What is stored is no review.
    #[error("a stored review cannot be read")]
    Unreadable,
}

/// The constraints that a review breaks whose id is in use, here or for something else.
const TAKEN: [&str; 4] = [
    "reviews_id_key",
    "receipts_subject_kind_subject_id_key",
    "data_keys_subject_id_class_key",
    "data_keys_pkey",
];

impl From<DbError> for ReviewError {
    fn from(error: DbError) -> Self {
        let constraint = error.constraint();
        if constraint.is_some_and(|name| TAKEN.contains(&name.as_str())) {
            return Self::IdTaken;
        }
        Self::Database(error)
    }
}

impl From<VaultError> for ReviewError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Database(error) => error.into(),
            VaultError::Erased | VaultError::Sealing(_) | VaultError::Form => Self::Vault(error),
        }
    }
}

/// A review with its comment opened.
pub fn get(conn: &mut Conn, desk: &Desk, review: Id) -> Result<Review, ReviewError> {
    let stored = store::find(conn, review)?.ok_or(ReviewError::NotFound)?;
    let text = match stored.sealed_comment() {
        Some(sealed) => {
            let key = desk.vault.key(conn, review, Class::Confidential)?;
            Some(key.open_text(review, COMMENT_FIELD, sealed)?)
        }
        None => None,
    };
    stored
        .into_review(text)
        .map_err(|_| ReviewError::Unreadable)
}

/// A review that is about to be changed: until the commit nobody else changes a review of the same
/// agency, so that each sees the reviews that the other has counted.
pub fn get_locked(conn: &mut Conn, desk: &Desk, review: Id) -> Result<Review, ReviewError> {
    let agency = store::find_agency(conn, review)?.ok_or(ReviewError::NotFound)?;
    if !agencies::lock_rating(conn, agency)? {
        return Err(ReviewError::UnknownAgency);
    }
    get(conn, desk, review)
}

/// The comment of a review, sealed under its key.
fn sealed_comment(
    conn: &mut Conn,
    desk: &Desk,
    review: &Review,
) -> Result<Option<Vec<u8>>, ReviewError> {
    let Some(comment) = &review.content.comment else {
        return Ok(None);
    };
    let key = desk.vault.key(conn, review.id, Class::Confidential)?;
    let sealed = key.seal(review.id, COMMENT_FIELD, comment.text.as_str().as_bytes())?;
    Ok(Some(sealed))
}

/// Stores the new state of a review, what happened, and what follows for the rating.
fn move_on(
    conn: &mut Conn,
    desk: &Desk,
    before: &Review,
    after: Review,
    event: (ReviewEventKind, Option<&RejectionReason>),
) -> Result<Review, ReviewError> {
    let after = Review {
        version: before.version + 1,
        ..after
    };
    if !store::update_state(conn, &after, desk.now)? {
        return Err(ReviewError::Overtaken);
    }
    let (kind, reason) = event;
    store::insert_event(conn, &after, kind, reason, desk.now)?;
    if before.counts() || after.counts() {
        recompute(conn, desk, after.agency)?;
    }
    Ok(after)
}

/// Computes the rating of an agency anew from its published reviews.
fn recompute(conn: &mut Conn, desk: &Desk, agency: Id) -> Result<(), ReviewError> {
    let (overall, dimensions) = store::tallies(conn, agency)?;
    let rating = rate(&overall, &dimensions, desk.minimum);
    Ok(agencies::put_rating(conn, agency, &rating)?)
}
