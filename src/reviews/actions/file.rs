//! File a review.

use super::{Desk, ReviewError, consider, sealed_content};
use crate::agencies;
use crate::identity::{IssuedReceipt, SubjectKind, issue_receipt};
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::reviews::model::{Content, Review, ReviewEventKind, State};
use crate::reviews::store;

/// Stores a review of an agency and issues the receipt with which its author follows it.
pub fn file(
    conn: &mut Conn,
    desk: &Desk,
    agency: Id,
    id: Id,
    content: Content,
) -> Result<(Review, IssuedReceipt), ReviewError> {
    let agency = agencies::current(conn, agency)?.ok_or(ReviewError::UnknownAgency)?;
    if desk.vault.knows(conn, id)? {
        return Err(ReviewError::IdTaken);
    }
    let broken = content.broken_rules(desk.now.date());
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
        suspected_on: None,
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
