//! How it becomes known that an author was recruited by the agency, and that it is one author.

use super::documents::destroy_all;
use super::{Desk, ReviewError, score};
use crate::platform::crypto::Domain;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::reviews::model::{AuthorSecret, CannotMove, ModerationStatus, Month, ProofTier, Review};
use crate::reviews::store;
use crate::vouching::{self, VouchingToken};

/// What an author proves a review with when filing it.
#[derive(Debug, Default)]
pub struct Proof {
    /// Makes sure that there is one review of each author, agency and recruitment.
    pub author_secret: Option<AuthorSecret>,
    /// An organisation vouches for the author.
    pub vouching_token: Option<VouchingToken>,
}

/// Takes what proves a review that was just filed.
pub fn prove_at_filing(
    conn: &mut Conn,
    desk: &Desk,
    review: Review,
    proof: &Proof,
) -> Result<Review, ReviewError> {
    if let Some(secret) = &proof.author_secret {
        let reference = reviewer_ref(desk, secret, &review);
        store::insert_author(conn, &reference, review.id)?;
    }
    match &proof.vouching_token {
        Some(token) => redeem(conn, desk, review, token),
        None => Ok(review),
    }
}

/// Hashed with the agency, so that nobody can tell which reviews of two agencies have one author.
fn reviewer_ref(desk: &Desk, secret: &AuthorSecret, review: &Review) -> [u8; 32] {
    let recruited = review.content.recruited_month;
    let recruited = recruited.map_or_else(String::new, |month: Month| month.to_string());
    let parts = [
        secret.as_bytes(),
        review.agency.as_bytes(),
        recruited.as_bytes(),
    ];
    desk.lookup.hash_all(Domain::Reviewer, &parts)
}

/// Uses up a vouching token for a review. The caller holds the lock on the agency's rating, unless nobody
/// knows the review yet.
pub fn redeem(
    conn: &mut Conn,
    desk: &Desk,
    review: Review,
    token: &VouchingToken,
) -> Result<Review, ReviewError> {
    let status = review.state.status();
    // A token that adds nothing is not used up.
    if status == ModerationStatus::Withdrawn || review.proof >= ProofTier::Vouched {
        return Err(CannotMove::From(status).into());
    }
    let redeemed = vouching::redeem(conn, &desk.lookup, token, desk.today());
    redeemed.map_err(ReviewError::Token)?;
    raise(conn, desk, review, ProofTier::Vouched)
}

/// Gives a review a better proof; one that it has is not taken away by a weaker one.
pub fn raise(
    conn: &mut Conn,
    desk: &Desk,
    review: Review,
    tier: ProofTier,
) -> Result<Review, ReviewError> {
    if review.proof >= tier {
        return Ok(review);
    }
    let after = Review {
        proof: tier,
        ..review.clone()
    };
    store::set_proof(conn, review.id, tier)?;
    if review.is_public() {
        score::follow(conn, desk, &review, Some(&after))?;
    }
    Ok(after)
}

/// Refuses what would make a review one of another recruitment than the one that was proved, or than
/// the one of which its author may write only one.
pub fn require_open(conn: &mut Conn, review: &Review) -> Result<(), ReviewError> {
    if review.proof > ProofTier::SelfDeclared || store::has_author(conn, review.id)? {
        return Err(ReviewError::RecruitmentFixed);
    }
    Ok(())
}

/// Destroys the documents of a review, and frees its recruitment and what proved it for another one.
pub fn forget_proofs(conn: &mut Conn, desk: &Desk, review: Id) -> Result<(), ReviewError> {
    destroy_all(conn, desk, review)?;
    Ok(store::delete_proofs(conn, review)?)
}
