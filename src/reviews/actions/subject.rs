//! What a review is about: an agency, an employer, or an employer whom nobody has looked up yet.

use super::moderate::end;
use super::{Desk, ReviewError, get_locked};
use crate::agencies::{self, EntryKind};
use crate::identity::Caller;
use crate::identity::permissions::DecideOnEmployers;
use crate::platform::code_lists::Code;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::reviews::model::{BrokenRule, Content, RejectionReason, Review, Subject};
use crate::reviews::store;

/// Why reviews of an employer are rejected who has no page (code list `review_rejection_reasons`).
const EMPLOYER_REFUSED: &str = "employer_refused";

/// What of a review cannot be said about what it is about.
pub fn foreign(
    conn: &mut Conn,
    desk: &Desk,
    about: Id,
    content: &Content,
) -> Result<Vec<BrokenRule>, ReviewError> {
    let kind = agencies::kind(conn, about)?.ok_or(ReviewError::UnknownAgency)?;
    if !kind.can_be_reviewed() {
        return Err(ReviewError::OnlyProposed);
    }
    let country = agencies::country(conn, about)?.unwrap_or_default();
    Ok(Subject::of(kind, country, &desk.code_lists).broken_rules(content))
}

/// The entry that this id means today, for whoever files a review of one of this kind; an employer may
/// be one that is only proposed.
pub fn reviewed(conn: &mut Conn, id: Id, kind: EntryKind) -> Result<Id, ReviewError> {
    let current = agencies::current(conn, id)?.ok_or(ReviewError::UnknownAgency)?;
    let found = agencies::kind(conn, current)?;
    let fits = |found: EntryKind| found.rated_as() == kind && found.can_be_reviewed();
    if found.is_some_and(fits) {
        Ok(current)
    } else {
        Err(ReviewError::UnknownAgency)
    }
}

/// Nothing is published about somebody who may be a private person.
pub fn require_public(conn: &mut Conn, review: &Review) -> Result<(), ReviewError> {
    let kind = agencies::kind(conn, review.agency)?;
    if kind.is_some_and(EntryKind::is_public) {
        Ok(())
    } else {
        Err(ReviewError::OnlyProposed)
    }
}

/// Whether a review is about an employer who will have no page, so that no moderator can publish it.
pub fn is_refused(conn: &mut Conn, review: &Review) -> Result<bool, DbError> {
    let kind = agencies::kind(conn, review.agency)?;
    Ok(kind.is_some_and(|kind| !kind.can_be_reviewed()))
}

/// Reviews of a proposed employer that wait for a moderator.
pub fn count_waiting(conn: &mut Conn, employer: Id) -> Result<i64, DbError> {
    store::count_pending(conn, employer)
}

/// Rejects every review that waits of an employer who has no page, and takes down what was published;
/// its author reads why. The caller has locked the employer's rating.
pub fn refuse_all(
    conn: &mut Conn,
    desk: &Desk,
    by: &Caller<DecideOnEmployers>,
    employer: Id,
) -> Result<(), ReviewError> {
    let reason: RejectionReason = Code::known(EMPLOYER_REFUSED.to_owned());
    let mut all = store::list_pending(conn, employer)?;
    all.extend(store::list_public(conn, employer)?);
    for review in all {
        let review = get_locked(conn, desk, review)?;
        end(conn, desk, by, &review, &reason)?;
    }
    Ok(())
}
