//! What moderators do with documents.

use super::documents::{DECISION_FIELD, destroy, open};
use super::{Desk, ReviewError, get, get_for_moderator, prove, require_sight};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::ModerateReviews;
use crate::platform::clock::Date;
use crate::platform::crypto::{Class, Domain};
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::text::fold;
use crate::platform::vault::SubjectKey;
use crate::reviews::model::{
    CannotMove, DecisionFacts, Document, DocumentNumber, DocumentRefusal, DocumentStatus, Issuer,
    ProofTier, Review,
};
use crate::reviews::store;

/// What a moderator writes down of a document that proves a review.
#[derive(Debug)]
pub struct ConfirmedDocument {
    /// The number that it carries.
    pub number: Option<DocumentNumber>,
    /// Of a decision: who decided, and when.
    pub decision: Option<(Issuer, Date)>,
}

/// Hands a document to a moderator, who is written into the audit log, and the key with which its file
/// opens, as long as there is one. One of an agency in which their organisation has an interest is not
/// there.
pub fn get_document(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<ModerateReviews>,
    id: Id,
    action: Action,
) -> Result<(Document, Option<SubjectKey>), ReviewError> {
    let row = store::find_document(conn, id)?.ok_or(ReviewError::NotFound)?;
    let review = get(conn, desk, row.review_id)?;
    require_sight(conn, moderator, review.id)?;
    let document = open(conn, desk, row)?;
    let key = match document.file {
        Some(_) => Some(desk.vault.key(conn, id, Class::Confidential)?),
        None => None,
    };
    let subject = Subject::ReviewDocument;
    moderator.record(conn, desk.now, action, subject, id, None)?;
    Ok((document, key))
}

/// A document on which a moderator may decide, with its review, locked as by [`get_for_moderator`].
pub fn get_document_for_moderator(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<ModerateReviews>,
    id: Id,
) -> Result<(Review, Document), ReviewError> {
    let row = store::find_document(conn, id)?.ok_or(ReviewError::NotFound)?;
    let review = get_for_moderator(conn, desk, moderator, row.review_id)?;
    // While we waited for the lock it may have been decided on or destroyed.
    let row = store::find_document(conn, id)?.ok_or(ReviewError::NotFound)?;
    Ok((review, open(conn, desk, row)?))
}

/// Confirms that a document proves its review, which counts as proved from now on. The document is
/// destroyed unless its author wants it kept.
pub fn confirm(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<ModerateReviews>,
    (review, document): (Review, Document),
    confirmed: &ConfirmedDocument,
) -> Result<Document, ReviewError> {
    require_waiting(&review, &document)?;
    let decision = decision_of(&document, confirmed, desk.today())?;
    claim(conn, desk, &review, &document, confirmed.number.as_ref())?;
    let tier = match decision {
        Some(_) => ProofTier::ConfirmedByDecision,
        None => ProofTier::DocumentSeen,
    };
    let sealed = match &decision {
        Some(decision) => {
            let key = desk.vault.key(conn, review.id, Class::Confidential)?;
            Some(key.seal_json(document.id, DECISION_FIELD, decision)?)
        }
        None => None,
    };
    let status = DocumentStatus::Confirmed;
    store::decide_document(conn, document.id, status, None, sealed, desk.today())?;
    prove::raise(conn, desk, review, tier)?;
    decided(conn, desk, moderator, &document, "confirmed")
}

/// Says why a document proves nothing. It is destroyed unless its author wants it kept.
pub fn refuse(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<ModerateReviews>,
    (review, document): (Review, Document),
    reason: &DocumentRefusal,
) -> Result<Document, ReviewError> {
    require_waiting(&review, &document)?;
    let (status, reason) = (DocumentStatus::Refused, Some(reason));
    store::decide_document(conn, document.id, status, reason, None, desk.today())?;
    decided(conn, desk, moderator, &document, "refused")
}

fn require_waiting(review: &Review, document: &Document) -> Result<(), ReviewError> {
    if document.status == DocumentStatus::Waiting {
        return Ok(());
    }
    Err(CannotMove::From(review.state.status()).into())
}

/// What of a decision is to be kept; nothing of any other document.
fn decision_of(
    document: &Document,
    confirmed: &ConfirmedDocument,
    today: Date,
) -> Result<Option<DecisionFacts>, ReviewError> {
    let fault = |at, code| Err(ReviewError::Undecidable(vec![(at, code)]));
    match (
        &confirmed.decision,
        &confirmed.number,
        document.is_decision(),
    ) {
        (None, _, false) => Ok(None),
        (Some(_), _, false) => fault("/decision", "only_of_decisions"),
        (None, _, true) => fault("/decision", "missing_member"),
        (Some(_), None, true) => fault("/number", "missing_member"),
        (Some((_, day)), _, true) if *day > today => fault("/decision/decided_on", "in_the_future"),
        (Some((authority, day)), Some(number), true) => Ok(Some(DecisionFacts {
            authority: authority.clone(),
            decided_on: *day,
            reference: number.clone(),
        })),
    }
}

/// What a number was hashed with before papers were one proof whatever they are called. Rows of then stay: the numbers are
/// not there to hash them anew.
const FORMER_NAMES: [&str; 6] = [
    "contract",
    "receipt",
    "visa",
    "payslip",
    "deployment_record",
    "decision",
];

/// Makes sure that neither this number nor this very file proves another review of the agency. That the same review
/// shows it twice changes nothing.
fn claim(
    conn: &mut Conn,
    desk: &Desk,
    review: &Review,
    document: &Document,
    number: Option<&DocumentNumber>,
) -> Result<(), ReviewError> {
    let facts = document.facts.as_ref().ok_or(ReviewError::Unreadable)?;
    let closed_up = |number: &DocumentNumber| -> String {
        let folded = fold(number.as_str());
        folded.split_whitespace().collect()
    };
    let number = number.map(|number| ("number", closed_up(number)));
    let content = ("content", facts.received_sha256.clone());
    for (what, value) in number.into_iter().chain([content]) {
        let hash = |what: &str| {
            let agency = review.agency.as_bytes().as_slice();
            let parts = [agency, what.as_bytes(), value.as_bytes()];
            desk.lookup.hash_all(Domain::Document, &parts)
        };
        let former = FORMER_NAMES.map(hash).map(|hash| hash.to_vec());
        let known = [former.as_slice(), &[hash(what).to_vec()]].concat();
        if store::proves_another(conn, known, review.id)? {
            return Err(ReviewError::DocumentUsed);
        }
        store::insert_claim(conn, &hash(what), review.id)?;
    }
    Ok(())
}

/// Destroys what is not to be kept, and writes into the audit log who decided.
fn decided(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<ModerateReviews>,
    document: &Document,
    word: &'static str,
) -> Result<Document, ReviewError> {
    if !document.keep {
        destroy(conn, desk, document)?;
    }
    let row = store::find_document(conn, document.id)?.ok_or(ReviewError::NotFound)?;
    let after = open(conn, desk, row)?;
    let (action, subject) = (Action::Moderated, Subject::ReviewDocument);
    moderator.record(conn, desk.now, action, subject, document.id, Some(word))?;
    Ok(after)
}
