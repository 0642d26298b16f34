//! What the area of agencies' replies asks of this one.

use std::collections::BTreeSet;

use super::actions::{self, Desk, ReviewError};
use super::http::PublishedReview;
use super::model::{Month, RejectionReason};
use super::store::{self, PublicPosition, ReplyRow};
use crate::agencies::{self, ReplyCounts};
use crate::claims;
use crate::identity::Caller;
use crate::identity::permissions::ModerateReviews;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// What a moderator who reads a reply or a report sees of its review: what the public does, and
/// where the whole of it is opened.
#[derive(Debug, Clone)]
pub struct PublicFace {
    /// The review's id among moderators.
    pub review: Id,
    /// The score for all of it.
    pub overall: i64,
    /// The comment as published.
    pub comment: Option<String>,
}

/// Whether the review that the public knows by this id was collected on paper by this organisation.
pub fn was_collected_by(conn: &mut Conn, public_id: Id, organisation: Id) -> Result<bool, DbError> {
    let Some((review, _, _)) = store::find_public(conn, public_id)? else {
        return Ok(false);
    };
    let collected = store::find_collected(conn, review)?;
    Ok(collected.is_some_and(|row| row.organisation_id == organisation))
}

/// A published review, by its public id.
pub fn find_face(conn: &mut Conn, public_id: Id) -> Result<Option<PublicFace>, DbError> {
    let found = store::find_public(conn, public_id)?;
    Ok(found.map(|(review, overall, comment)| PublicFace {
        review,
        overall,
        comment,
    }))
}

/// Those of some public ids under which a review is still public.
pub fn still_public(conn: &mut Conn, of: Vec<Id>) -> Result<BTreeSet<Id>, DbError> {
    store::still_public(conn, of)
}

/// An agency's published reviews exactly as the public sees them, each with its place in the list.
pub fn list_shown(
    conn: &mut Conn,
    services: &Services,
    agency: Id,
    after: Option<PublicPosition>,
    rows: i64,
) -> Result<Vec<(PublicPosition, PublishedReview)>, Problem> {
    let minimum = services.config.rating_minimum;
    let shelf = actions::shelf(conn, agency, after, rows, minimum)?;
    let placed = shelf.reviews.into_iter().map(|review| {
        let position = (review.row.published_month.clone(), review.row.public_id);
        (position, review.into())
    });
    Ok(placed.collect())
}

/// Whether the public sees a review of this agency under this id.
pub fn is_shown(
    conn: &mut Conn,
    services: &Services,
    agency: Id,
    public_id: Id,
) -> Result<bool, Problem> {
    let minimum = services.config.rating_minimum;
    let shelf = actions::shelf(conn, agency, None, 1, minimum)?;
    Ok(!shelf.reviews.is_empty() && store::is_of_agency(conn, agency, public_id)?)
}

/// Shows a reply with the review that it answers, for as long as both that publication and the claim
/// last. The caller has locked the agency's rating and knows that the review is public.
pub fn put_reply(
    conn: &mut Conn,
    agency: Id,
    (public_id, claim): (Id, Id),
    (text, language): (String, String),
    today: Date,
) -> Result<(), DbError> {
    let reply = ReplyRow {
        public_id,
        claim_id: claim,
        text,
        language,
        published_month: Month::of(today).to_string(),
    };
    store::insert_reply(conn, &reply)?;
    count_replies(conn, agency)
}

/// No longer shows a reply. The caller has locked the agency's rating.
pub fn remove_reply(conn: &mut Conn, agency: Id, public_id: Id) -> Result<(), DbError> {
    store::delete_reply(conn, public_id)?;
    count_replies(conn, agency)
}

/// Counts how many of an agency's reviews are answered by who speaks for it.
pub fn count_replies(conn: &mut Conn, agency: Id) -> Result<(), DbError> {
    let Some(standing) = claims::find_standing(conn, agency)? else {
        return agencies::put_reply_counts(conn, agency, None);
    };
    let mut counts = ReplyCounts::default();
    for (published, answered) in store::answered_months(conn, agency, standing.claim)? {
        counts.answered += 1;
        let published = published.and_then(|month| month.parse::<Month>().ok());
        let answered = answered.parse::<Month>().ok();
        let soon = published.zip(answered).is_some_and(|(p, a)| a <= p.next());
        counts.answered_soon += i64::from(soon);
    }
    agencies::put_reply_counts(conn, agency, Some(counts))
}

/// The text of a reply as it is shown.
pub fn find_reply(conn: &mut Conn, public_id: Id) -> Result<Option<String>, DbError> {
    let found = store::replies_to(conn, vec![public_id])?.remove(&public_id);
    Ok(found.map(|reply| reply.text))
}

/// Takes a published review down, as a moderator does who rejects it: rating, public count and
/// transparency log follow.
pub fn take_down(
    conn: &mut Conn,
    services: &Services,
    by: &Caller<ModerateReviews>,
    review: Id,
    reason: &RejectionReason,
    now: Time,
) -> Result<(), Problem> {
    let desk = Desk::at(services, now);
    let review = actions::get_for_moderator(conn, &desk, by, review)?;
    if !review.is_public() {
        return Err(ReviewError::NotFound.into());
    }
    actions::reject(conn, &desk, by, &review, reason)?;
    Ok(())
}
