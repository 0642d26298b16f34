//! Appeals: an author says why a rejection is wrong, and another moderator decides.

use super::subject::is_refused;
use super::{Desk, ReviewError, log, record};
use crate::identity::permissions::ModerateReviews;
use crate::identity::{Caller, ReceiptHolder, Reviews};
use crate::platform::clock::Date;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::reviews::model::{
    Appeal, AppealStatement, AppealStatus, DAYS_TO_DECIDE, Review, State, appeal_until, days_after,
};
use crate::reviews::store;
use crate::transparency::DecisionKind;

const STATEMENT_FIELD: &str = "review.appeal";

/// Files an appeal against the rejection of a review: one against each, within its time.
pub fn appeal(
    conn: &mut Conn,
    desk: &Desk,
    _author: &ReceiptHolder<Reviews>,
    review: &Review,
    statement: &AppealStatement,
) -> Result<(), ReviewError> {
    let (_, changed_on) = store::last_decision(conn, review.id)?.ok_or(ReviewError::NotFound)?;
    let until = appeal_until(review, changed_on).ok_or(ReviewError::CannotAppeal)?;
    let before = store::last_appeal(conn, review.id)?;
    let is_repeated = before.is_some_and(|appeal| appeal.version == review.version);
    if is_repeated || until < desk.today() || is_refused(conn, review)? {
        return Err(ReviewError::CannotAppeal);
    }
    let key = desk.vault.key(conn, review.id, Class::Confidential)?;
    let sealed = key.seal_json(review.id, STATEMENT_FIELD, statement)?;
    Ok(store::insert_appeal(
        conn,
        review.id,
        review.version,
        sealed,
        desk.today(),
    )?)
}

/// The newest appeal of a review.
pub fn last_appeal(
    conn: &mut Conn,
    desk: &Desk,
    review: &Review,
) -> Result<Option<Appeal>, ReviewError> {
    let Some(row) = store::last_appeal(conn, review.id)? else {
        return Ok(None);
    };
    let key = desk.vault.key(conn, review.id, Class::Confidential)?;
    Ok(Some(Appeal {
        status: row.status,
        statement: key.open_json(review.id, STATEMENT_FIELD, &row.sealed_statement)?,
        filed_on: row.filed_on,
        decided_on: row.decided_on,
    }))
}

/// The day by which a moderator is to have decided on a review that waits for one, or is under suspicion since a day
/// that whoever asks may know.
pub fn decide_by(
    conn: &mut Conn,
    review: &Review,
    suspected_since: Option<Date>,
) -> Result<Option<Date>, ReviewError> {
    let since = match review.state {
        State::Pending => {
            let last = store::last_decision(conn, review.id)?;
            last.map(|(_, changed_on)| changed_on)
        }
        State::Accepted { .. } | State::Published(_) => suspected_since,
        State::Rejected { .. } | State::Withdrawn => None,
    };
    Ok(since.map(|since| days_after(since, DAYS_TO_DECIDE)))
}

/// The last day on which the author may appeal; nothing when there is nothing to appeal against, or no
/// longer.
pub fn may_appeal_until(
    conn: &mut Conn,
    desk: &Desk,
    review: &Review,
) -> Result<Option<Date>, ReviewError> {
    let (_, changed_on) = store::last_decision(conn, review.id)?.ok_or(ReviewError::NotFound)?;
    let until = appeal_until(review, changed_on).filter(|until| *until >= desk.today());
    let before = store::last_appeal(conn, review.id)?;
    let is_used = before.is_some_and(|appeal| appeal.version == review.version);
    let is_used = is_used || is_refused(conn, review)?;
    Ok(until.filter(|_| !is_used))
}

/// Lets the rejection stand.
pub fn dismiss_appeal(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<ModerateReviews>,
    review: &Review,
) -> Result<(), ReviewError> {
    require_another_moderator(conn, moderator, review)?;
    if !store::end_appeal(conn, review.id, AppealStatus::Dismissed, desk.today())? {
        return Err(ReviewError::Overtaken);
    }
    log::note_appeal(conn, desk, DecisionKind::AppealDismissed)?;
    record(conn, desk, moderator, review, "appeal_dismissed")
}

/// Ends an appeal because the review is published after all; by another moderator than the one who rejected
/// it. Without an appeal whoever rejected may take it back.
pub fn grant_appeal(
    conn: &mut Conn,
    desk: &Desk,
    moderator: &Caller<ModerateReviews>,
    review: &Review,
) -> Result<(), ReviewError> {
    let is_open =
        store::last_appeal(conn, review.id)?.is_some_and(|a| a.status == AppealStatus::Open);
    if !is_open {
        return Ok(());
    }
    require_another_moderator(conn, moderator, review)?;
    store::end_appeal(conn, review.id, AppealStatus::Granted, desk.today())?;
    log::note_appeal(conn, desk, DecisionKind::AppealGranted)
}

fn require_another_moderator(
    conn: &mut Conn,
    moderator: &Caller<ModerateReviews>,
    review: &Review,
) -> Result<(), ReviewError> {
    let (decided_by, _) = store::last_decision(conn, review.id)?.ok_or(ReviewError::NotFound)?;
    if decided_by == Some(moderator.account()) {
        return Err(ReviewError::OwnDecision);
    }
    Ok(())
}
