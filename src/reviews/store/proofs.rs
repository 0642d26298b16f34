//! Which review is whose, and which documents have proved one.

use diesel::dsl::exists;
use diesel::prelude::*;
use diesel::select;

use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::reviews::model::ProofTier;
use crate::schema::{review_authors, review_document_claims, reviews};

/// Remembers by whom a review is.
pub fn insert_author(conn: &mut Conn, reviewer_ref: &[u8], review: Id) -> Result<(), DbError> {
    diesel::insert_into(review_authors::table)
        .values((
            review_authors::reviewer_ref.eq(reviewer_ref),
            review_authors::review_id.eq(review),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether it is remembered by whom a review is.
pub fn has_author(conn: &mut Conn, review: Id) -> Result<bool, DbError> {
    let found: Option<Id> = review_authors::table
        .filter(review_authors::review_id.eq(review))
        .select(review_authors::review_id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Whether one of these is a claim of another review.
pub fn proves_another(conn: &mut Conn, claims: Vec<Vec<u8>>, review: Id) -> Result<bool, DbError> {
    let of_another = review_document_claims::table
        .filter(review_document_claims::claim_hash.eq_any(claims))
        .filter(review_document_claims::review_id.ne(review));
    Ok(select(exists(of_another)).get_result(conn)?)
}

/// Remembers that a document proves a review of an agency, unless that is known.
pub fn insert_claim(conn: &mut Conn, claim: &[u8], review: Id) -> Result<(), DbError> {
    let known = review_document_claims::table
        .find(claim)
        .filter(review_document_claims::review_id.eq(review));
    if select(exists(known)).get_result(conn)? {
        return Ok(());
    }
    diesel::insert_into(review_document_claims::table)
        .values((
            review_document_claims::claim_hash.eq(claim),
            review_document_claims::review_id.eq(review),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets by whom a review is, and which documents prove it.
pub fn delete_proofs(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    let author = review_authors::review_id.eq(review);
    diesel::delete(review_authors::table.filter(author)).execute(conn)?;
    let claims = review_document_claims::review_id.eq(review);
    diesel::delete(review_document_claims::table.filter(claims)).execute(conn)?;
    Ok(())
}

/// Stores how a review is proved.
pub fn set_proof(conn: &mut Conn, review: Id, tier: ProofTier) -> Result<(), DbError> {
    diesel::update(reviews::table.find(review))
        .set(reviews::proof_tier.eq(tier))
        .execute(conn)?;
    Ok(())
}
