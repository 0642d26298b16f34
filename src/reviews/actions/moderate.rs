//! What moderators do.

use super::appear::let_through;
use super::subject::require_public;
use super::{Desk, ReviewError, appeal, get, get_locked, has_collected, move_on};
use crate::claims;
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::ModerateReviews;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::reviews::model::{
    CommentText, Language, ModerationStatus, Month, RejectionReason, Review, ReviewEventKind,
    ShownComment, State, Suspicion,
};
use crate::reviews::store;

/// What of the comment is published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PublishedComment {
    /// All of it.
    #[default]
    AsWritten,
    /// This text, from which names and numbers were taken out, or which says what was spoken; in this language,
    /// or in that of the written comment.
    Edited(CommentText, Option<Language>),
    /// Nothing of it; the scores count all the same.
    LeftOut,
}

/// A review on which a moderator may decide, locked as by [`get_locked`]: one of an agency in which
/// their own organisation has an interest is not there, nor one that it collected.
pub fn get_for_moderator(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<ModerateReviews>,
    review: Id,
) -> Result<Review, ReviewError> {
    let review = get_locked(conn, desk, review)?;
    require_impartial(conn, moderator, &review)?;
    Ok(review)
}

fn require_impartial(
    conn: &mut Conn,
    moderator: &Caller<ModerateReviews>,
    review: &Review,
) -> Result<(), ReviewError> {
    require_sight(conn, moderator, review.id)
}

/// Makes sure that a moderator may see that there is this review.
pub fn require_sight(
    conn: &mut Conn,
    moderator: &Caller<ModerateReviews>,
    review: Id,
) -> Result<(), ReviewError> {
    let agency = store::find_agency(conn, review)?.ok_or(ReviewError::NotFound)?;
    if claims::has_interest(conn, moderator, agency)? {
        return Err(ReviewError::NotFound);
    }
    // Whoever helped to write it does not decide whether it is published.
    if has_collected(conn, moderator.organisation(), review)? {
        return Err(ReviewError::NotFound);
    }
    Ok(())
}

/// Opens a review for a moderator, who is written into the audit log. One that its author took back
/// is not there for moderators.
pub fn open_for_moderation(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<ModerateReviews>,
    review: Id,
) -> Result<Review, ReviewError> {
    let review = get(conn, desk, review)?;
    require_impartial(conn, moderator, &review)?;
    if review.state.status() == ModerationStatus::Withdrawn {
        return Err(ReviewError::NotFound);
    }
    let (action, subject) = (Action::Opened, Subject::Review);
    moderator.record(conn, desk.now, action, subject, review.id, None)?;
    Ok(review)
}

/// Publishes a review; when it appears is settled with it.
pub fn publish(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<ModerateReviews>,
    review: &Review,
    comment: PublishedComment,
) -> Result<Review, ReviewError> {
    require_public(conn, review)?;
    let comment = published_comment(conn, review, comment)?;
    let after = let_through(conn, desk, review, comment)?;
    // Whoever publishes one under suspicion has decided about that. What is odd about others stands: with what comes
    // after it may be enough.
    if review.suspicion.since.is_some() {
        store::clear_signals(conn, after.id, desk.today())?;
    }
    appeal::grant_appeal(conn, desk, moderator, &after)?;
    store::set_decider(conn, after.id, moderator.account())?;
    record(conn, desk, moderator, &after, "published")?;
    Ok(after)
}

/// The text that is published, with its language. What was only spoken is published as a moderator wrote it down,
/// or not at all.
fn published_comment(
    conn: &mut Conn,
    review: &Review,
    comment: PublishedComment,
) -> Result<Option<ShownComment>, ReviewError> {
    let written = review.content.comment.clone();
    let (text, language) = match comment {
        PublishedComment::AsWritten => {
            return Ok(written.map(|c| (c.text, Some(c.language))));
        }
        PublishedComment::LeftOut => return Ok(None),
        PublishedComment::Edited(text, language) => (text, language),
    };
    if written.is_none() && store::find_recording(conn, review.id)?.is_none() {
        return Err(ReviewError::NoComment);
    }
    let language = language.or(written.map(|comment| comment.language));
    let language = language.ok_or(ReviewError::NoLanguage)?;
    Ok(Some((text, Some(language))))
}

/// Rejects a review; when it had been published, that it was taken down is counted in public.
pub fn reject(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<ModerateReviews>,
    review: &Review,
    reason: &RejectionReason,
) -> Result<Review, ReviewError> {
    end(conn, desk, moderator, review, reason)
}

/// The same, for whoever may do it besides moderators.
pub(super) fn end<C>(
    conn: &mut Conn,
    desk: &Desk,
    by: &Caller<C>,
    review: &Review,
    reason: &RejectionReason,
) -> Result<Review, ReviewError> {
    let state: State = review.state.clone().reject(reason.clone())?;
    let (kind, word) = if review.is_public() {
        let (id, month) = (Id::random(&*desk.randomness), Month::of(desk.now.date()));
        store::insert_removal(conn, id, review.agency, reason, month)?;
        (ReviewEventKind::Removed, "removed")
    } else {
        (ReviewEventKind::Rejected, "rejected")
    };
    let after = Review {
        state,
        suspicion: Suspicion::default(),
        ..review.clone()
    };
    let after = move_on(conn, desk, review, after, (kind, Some(reason)))?;
    store::set_decider(conn, after.id, by.account())?;
    record(conn, desk, by, &after, word)?;
    Ok(after)
}

pub(super) fn record<C>(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<C>,
    review: &Review,
    word: &'static str,
) -> Result<(), ReviewError> {
    let (action, subject) = (Action::Moderated, Subject::Review);
    moderator.record(conn, desk.now, action, subject, review.id, Some(word))?;
    Ok(())
}
