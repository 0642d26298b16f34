//! What of a decision goes into the public log, so that no review can be taken down quietly.

use super::{Desk, ReviewError, get_locked};
use crate::platform::crypto::Keyring;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::reviews::model::{
    CommentText, Language, Publication, RejectionReason, Review, ReviewEventKind, State,
};
use crate::reviews::replies::count_replies;
use crate::reviews::store;
use crate::transparency::{self, DecisionKind, LogKey, Pending, Shown, append_due};

/// Bytes of the salt under which a publication is committed to.
const SALT: usize = 16;
/// Publications of before there was a log that are noted in one go.
const AT_ONCE: i64 = 100;

/// Notes what the log has to say of a change of a review's state.
pub fn note_change(
    conn: &mut Conn,
    desk: &Desk,
    (before, after): (&Review, &Review),
    (kind, reason): (ReviewEventKind, Option<&RejectionReason>),
) -> Result<(), ReviewError> {
    if let State::Published(publication) = &after.state {
        note_publication(conn, desk, after, publication)?;
    }
    let decision = match kind {
        ReviewEventKind::Filed | ReviewEventKind::Published => return Ok(()),
        ReviewEventKind::Edited => DecisionKind::ChangedByAuthor,
        ReviewEventKind::Withdrawn => DecisionKind::WithdrawnByAuthor,
        ReviewEventKind::Removed => DecisionKind::TakenDown,
        ReviewEventKind::Rejected => {
            return note(conn, desk, &pending(desk, DecisionKind::Rejected, reason));
        }
    };
    note_end(conn, desk, before, decision, reason)
}

/// Notes that a published review is no longer public; of any other there is nothing to note.
pub fn note_end(
    conn: &mut Conn,
    desk: &Desk,
    review: &Review,
    decision: DecisionKind,
    reason: Option<&RejectionReason>,
) -> Result<(), ReviewError> {
    let State::Published(publication) = &review.state else {
        return Ok(());
    };
    let subject = publication.public_id;
    if store::publication(conn, subject)?.is_none() {
        note_publication(conn, desk, review, publication)?;
    }
    let entry = store::take_publication(conn, subject)?;
    count_replies(conn, review.agency)?;
    let end = Pending {
        subject: Some(subject),
        ends_entry: entry,
        ..pending(desk, decision, reason)
    };
    note(conn, desk, &end)
}

/// Notes that a published review is being checked from now on, or no longer, as everybody sees.
pub fn note_suspicion(conn: &mut Conn, desk: &Desk, review: &Review) -> Result<(), ReviewError> {
    let State::Published(publication) = &review.state else {
        return Ok(());
    };
    let decision = match review.suspicion.held_since {
        Some(_) => DecisionKind::Suspended,
        None => DecisionKind::Reinstated,
    };
    let known = store::publication(conn, publication.public_id)?;
    let suspicion = Pending {
        subject: Some(publication.public_id),
        ends_entry: known.and_then(|row| row.entry),
        ..pending(desk, decision, None)
    };
    note(conn, desk, &suspicion)
}

fn note_publication(
    conn: &mut Conn,
    desk: &Desk,
    review: &Review,
    publication: &Publication,
) -> Result<(), ReviewError> {
    let mut salt = [0; SALT];
    desk.randomness.fill(&mut salt);
    let (month, content) = (publication.month.to_string(), &review.content);
    let written = content.comment.as_ref().map(|comment| &comment.language);
    let language = publication.language.as_ref().or(written);
    let language = language.map(Language::as_str);
    let text = publication.text.as_ref().map(CommentText::as_str);
    let shown = Shown {
        id: publication.public_id,
        agency: review.agency,
        month: &month,
        overall: i64::from(u8::from(content.overall)),
        would_recommend: content.would_recommend,
        comment: language.zip(text),
    };
    store::insert_publication(conn, publication.public_id, review.agency, &salt)?;
    let decision = Pending {
        commitment: Some(shown.commitment(&salt)),
        subject: Some(publication.public_id),
        ..pending(desk, DecisionKind::Published, None)
    };
    note(conn, desk, &decision)
}

fn pending(desk: &Desk, decision: DecisionKind, reason: Option<&RejectionReason>) -> Pending {
    Pending {
        noted_on: desk.today(),
        decision,
        reason: reason.map(|reason| reason.as_str().to_owned()),
        commitment: None,
        subject: None,
        ends_entry: None,
    }
}

fn note(conn: &mut Conn, desk: &Desk, pending: &Pending) -> Result<(), ReviewError> {
    Ok(transparency::note(
        conn,
        Id::random(&*desk.randomness),
        pending,
    )?)
}

/// Notes the decision on an appeal; on whose, the log does not say.
pub fn note_appeal(
    conn: &mut Conn,
    desk: &Desk,
    decision: DecisionKind,
) -> Result<(), ReviewError> {
    note(conn, desk, &pending(desk, decision, None))
}

/// Notes reviews that were published before there was a log; returns how many there were this time.
pub fn note_unlogged(conn: &mut Conn, desk: &Desk) -> Result<usize, ReviewError> {
    let unlogged = store::list_unlogged(conn, AT_ONCE)?;
    for review in &unlogged {
        let review = get_locked(conn, desk, *review)?;
        if let State::Published(publication) = &review.state {
            note_publication(conn, desk, &review, publication)?;
        }
    }
    Ok(unlogged.len())
}

/// Puts the decisions of the days that are over into the log; returns how many publications there
/// were.
pub fn keep_log(
    conn: &mut Conn,
    desk: &Desk,
    keyring: &Keyring,
    public_url: &str,
) -> Result<usize, ReviewError> {
    let published = append_due(conn, &LogKey::of(keyring), public_url, desk.today())?;
    for (subject, entry) in &published {
        store::set_entry(conn, *subject, *entry)?;
    }
    Ok(published.len())
}
