//! One function per use case.

mod appeal;
mod appear;
mod collect;
mod document_decisions;
mod documents;
mod file;
mod follow_agency;
mod follow_up;
mod log;
mod moderate;
mod prove;
mod read;
mod retain;
mod score;
mod signals;
mod speak;
mod subject;
mod suspicion;

pub use appeal::{appeal, decide_by, dismiss_appeal, last_appeal, may_appeal_until};
pub use appear::appear;
pub use collect::{
    Batch, Form, Named, RowRefusal, Taken, batch_states, collected, forget_batches, has_collected,
    open_batch,
};
pub use document_decisions::{
    ConfirmedDocument, confirm, get_document, get_document_for_moderator, refuse,
};
pub use documents::{
    DocumentError, KeptDocument, add_document, destroy_document, expire_documents, keep_document,
    list_documents, set_keep,
};
pub use file::file;
pub use follow_agency::follow_agency;
pub use follow_up::{Changes, CommentEdit, Edit, erase, revise, withdraw};
pub use log::{keep_log, note_unlogged};
use moderate::record;
pub use moderate::{
    PublishedComment, get_for_moderator, open_for_moderation, publish, reject, require_sight,
};
pub use prove::{Proof, prove_at_filing, redeem};
pub use read::{PublicReview, Shelf, history, shelf};
pub use retain::forget_expired;
pub use score::{
    age_scores, begin_month, check, count_unscored, keep_costs, month_begun, rated_agencies, survey,
};
pub use subject::{count_waiting, refuse_all};
pub use suspicion::show_suspicions;

pub use signals::{clear, clearances, consider, note_representative, reconsider};

pub use speak::{
    KeptRecording, RecordingError, Spoken, add_recording, delete_recording, find_recording,
    keep_recording, listen,
};

use std::sync::Arc;

use super::model::{
    AppealStatus, BrokenRule, CannotMove, RejectionReason, Review, ReviewEventKind, State,
};
use super::store::{self, SealedContent};
use crate::agencies;
use crate::config::Publishing;
use crate::identity::{SubjectKind, erase_receipt};
use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::CodeLists;
use crate::platform::crypto::{Class, LookupKey};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::network::Place;
use crate::platform::ids::{Id, Randomness};
use crate::platform::vault::{Vault, VaultError};
use crate::vouching::RedeemError;

/// Names what is sealed under a review's key.
const CONTENT_FIELD: &str = "review.content";

/// What the use cases work with besides the database.
#[derive(Clone)]
pub struct Desk {
    /// The keys of reviews.
    pub vault: Vault,
    /// Hashes receipt codes.
    pub lookup: Arc<LookupKey>,
    /// Chance.
    pub randomness: Arc<dyn Randomness>,
    /// Which dimensions are for what.
    pub code_lists: Arc<CodeLists>,
    /// Reviews below which no rating and no review is shown.
    pub minimum: u32,
    /// Where the request comes from.
    pub place: Option<Place>,
    /// When a review that a moderator let through appears.
    pub publishing: Publishing,
    /// Whether a review under suspicion stops counting.
    pub suspends: bool,
    /// The time of the request.
    pub now: Time,
}

/// Why something cannot be done with a review.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// There is no such agency.
    #[error("there is no such agency")]
    UnknownAgency,
    /// The employer is only proposed.
    #[error("nobody has looked up this employer yet")]
    OnlyProposed,
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
    /// The language of what was written down is not told.
    #[error("the language of the published text is missing")]
    NoLanguage,
    /// The review has a recording.
    #[error("the review has a recording")]
    AlreadyRecorded,
    /// Its state has no such way on.
    #[error(transparent)]
    CannotMove(#[from] CannotMove),
    /// There is nothing to appeal against, or no longer.
    #[error("there is nothing to appeal against")]
    CannotAppeal,
    /// Whoever decided does not decide on the appeal.
    #[error("whoever decided does not decide on the appeal")]
    OwnDecision,
    /// Somebody else moved it on in the same moment.
    #[error("the review was moved on meanwhile")]
    Overtaken,
    /// What is sealed cannot be sealed or opened.
    #[error(transparent)]
    Vault(VaultError),
    /// The database refused.
    #[error(transparent)]
    Database(DbError),
    /// The legal limits of fees cannot be read.
    #[error(transparent)]
    Caps(store::CapsError),
    /// The transparency log cannot be continued.
    #[error(transparent)]
    Log(#[from] crate::transparency::TreeError),
    /// There is a review by the same author of the same agency and recruitment.
    #[error("there is a review of this recruitment by the same author")]
    Duplicate,
    /// What proves the review is about its recruitment.
    #[error("the recruitment cannot be changed any more")]
    RecruitmentFixed,
    /// The vouching token is not taken.
    #[error(transparent)]
    Token(RedeemError),
    /// The review has as many documents as it may have.
    #[error("the review has as many documents as it may have")]
    TooManyDocuments,
    /// The document has proved another review of the agency.
    #[error("the document has proved another review")]
    DocumentUsed,
    /// What a moderator says of a document does not fit it: where, and why.
    #[error("the decision does not fit the document")]
    Undecidable(Vec<(&'static str, &'static str)>),
    /// What is stored is no review.
    #[error("a stored review cannot be read")]
    Unreadable,
}

/// The constraints that a review breaks whose id is in use, here or for something else.
const TAKEN: [&str; 5] = [
    "reviews_id_key",
    "review_documents_id_key",
    "receipts_subject_kind_subject_id_key",
    "data_keys_subject_id_class_key",
    "data_keys_pkey",
];

impl From<DbError> for ReviewError {
    fn from(error: DbError) -> Self {
        let constraint = error.constraint();
        if constraint
            .as_deref()
            .is_some_and(|name| TAKEN.contains(&name))
        {
            return Self::IdTaken;
        }
        match constraint.as_deref() {
            Some("review_authors_reviewer_ref_key") => Self::Duplicate,
            Some("review_document_claims_claim_hash_key") => Self::DocumentUsed,
            _ => Self::Database(error),
        }
    }
}

impl From<store::CapsError> for ReviewError {
    fn from(error: store::CapsError) -> Self {
        match error {
            store::CapsError::Database(error) => error.into(),
            store::CapsError::Json(_) => Self::Caps(error),
        }
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

impl Desk {
    /// The day of the request: what is stored of a review tells no hour.
    pub fn today(&self) -> Date {
        self.now.date()
    }
}

/// A review, with what is sealed of it opened.
pub fn get(conn: &mut Conn, desk: &Desk, review: Id) -> Result<Review, ReviewError> {
    let stored = store::find(conn, review)?.ok_or(ReviewError::NotFound)?;
    let key = desk.vault.key(conn, review, Class::Confidential)?;
    let opened: SealedContent = key.open_json(review, CONTENT_FIELD, stored.sealed_content())?;
    let accepted = stored.sealed_text();
    let accepted = accepted.map(|text| key.open_json(review, appear::TEXT_FIELD, text));
    let accepted = accepted.transpose()?;
    stored
        .into_review(opened, accepted)
        .map_err(|_| ReviewError::Unreadable)
}

/// A review that is about to be changed: until the commit nobody else changes a review of the same
/// agency, so that each sees the reviews that the other has counted.
pub fn get_locked(conn: &mut Conn, desk: &Desk, review: Id) -> Result<Review, ReviewError> {
    let agency = store::find_agency(conn, review)?.ok_or(ReviewError::NotFound)?;
    if !agencies::lock_rating(conn, agency)? {
        return Err(ReviewError::UnknownAgency);
    }
    let review = get(conn, desk, review)?;
    // While we waited its agency may have been joined into another one, which is not locked.
    if review.agency != agency {
        return Err(ReviewError::Overtaken);
    }
    Ok(review)
}

/// What is sealed of a review, under its key.
fn sealed_content(conn: &mut Conn, desk: &Desk, review: &Review) -> Result<Vec<u8>, ReviewError> {
    let content = SealedContent::of(&review.content).map_err(|_| ReviewError::Unreadable)?;
    let key = desk.vault.key(conn, review.id, Class::Confidential)?;
    Ok(key.seal_json(review.id, CONTENT_FIELD, &content)?)
}

/// Erases a review: its key is destroyed, its rows are deleted, its receipt says so.
fn erase_rows(conn: &mut Conn, desk: &Desk, review: Id) -> Result<(), ReviewError> {
    prove::forget_proofs(conn, desk, review)?;
    speak::destroy_recording(conn, desk, review)?;
    store::forget_traces(conn, review)?;
    store::delete_clearances(conn, review)?;
    store::delete(conn, review)?;
    desk.vault.destroy(conn, review)?;
    Ok(erase_receipt(conn, SubjectKind::Review, review)?)
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
    if !store::update_state(conn, &after, desk.today())? {
        return Err(ReviewError::Overtaken);
    }
    let (kind, reason) = event;
    store::insert_event(conn, &after, kind, reason, desk.today())?;
    log::note_change(conn, desk, (before, &after), event)?;
    if matches!(before.state, State::Accepted { .. }) {
        store::delete_accepted(conn, after.id)?;
    }
    if kind == ReviewEventKind::Withdrawn {
        store::forget_traces(conn, after.id)?;
    }
    if matches!(kind, ReviewEventKind::Edited | ReviewEventKind::Withdrawn) {
        let withdrawn = AppealStatus::Withdrawn;
        store::end_appeal(conn, after.id, withdrawn, desk.today())?;
    }
    if before.is_public() || after.is_public() {
        score::follow(conn, desk, before, Some(&after))?;
    }
    Ok(after)
}
