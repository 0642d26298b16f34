//! File a review.

use super::subject::{foreign, reviewed};
use super::{Desk, ReviewError, consider, sealed_content};
use crate::agencies::EntryKind;
use crate::identity::{IssuedReceipt, SubjectKind, issue_receipt};
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::reviews::model::{Content, ProofTier, Review, ReviewEventKind, State, Suspicion};
use crate::reviews::store;

/// Stores a review of an agency or employer, as `kind` says, and issues the receipt with which its author follows it.
pub fn file(
    conn: &mut Conn,
    desk: &Desk,
    (agency, kind): (Id, EntryKind),
    id: Id,
    content: Content,
) -> Result<(Review, IssuedReceipt), ReviewError> {
    let agency = reviewed(conn, agency, kind)?;
    if desk.vault.knows(conn, id)? {
        return Err(ReviewError::IdTaken);
    }
    let mut broken = content.broken_rules(desk.now.date());
    broken.extend(foreign(conn, desk, agency, &content)?);
    if !broken.is_empty() {
        return Err(ReviewError::Broken(broken));
    }
    let review = Review {
        id,
        agency,
        version: 1,
        state: State::Pending,
        content,
        filed_on: desk.today(),
        proof: ProofTier::SelfDeclared,
        suspicion: Suspicion::default(),
        oddities: 0,
    };
    // Its key and its receipt, too, know the day alone.
    let day = review.filed_on.start().unwrap_or(desk.now);
    desk.vault.create_key(conn, id, Class::Confidential, day)?;
    let sealed = sealed_content(conn, desk, &review)?;
    store::insert(conn, &review, sealed)?;
    store::insert_event(conn, &review, ReviewEventKind::Filed, None, review.filed_on)?;
    let kind = SubjectKind::Review;
    consider(conn, desk, &review)?;
    let receipt = issue_receipt(conn, &desk.lookup, &*desk.randomness, kind, id, day)?;
    Ok((review, receipt))
}
