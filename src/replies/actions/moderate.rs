//! What moderators do with replies and reports.

use super::{Desk, ReplyError, STATEMENT_FIELD, TEXT_FIELD};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::ModerateReviews;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::replies::model::{ReplyRejectionReason, ReplyStatus, ReplyText, ReportStatus};
use crate::replies::store::replies::{self, ReplyRow};
use crate::replies::store::reports::{self, ReportRow};
use crate::reviews::{self, RejectionReason};
use crate::{agencies, claims};

type Moderator = Caller<ModerateReviews>;

/// Refuses what is about an agency in which the moderator has an interest.
fn require_impartial(conn: &mut Conn, by: &Moderator, agency: Id) -> Result<(), ReplyError> {
    if claims::has_interest(conn, by, agency)? {
        return Err(ReplyError::NotFound);
    }
    Ok(())
}

/// Refuses what is about a review that the moderator's own organisation collected on paper: it would
/// learn which of its forms the review is.
fn require_uncollected(conn: &mut Conn, by: &Moderator, public_id: Id) -> Result<(), ReplyError> {
    if reviews::was_collected_by(conn, public_id, by.organisation())? {
        return Err(ReplyError::NotFound);
    }
    Ok(())
}

/// A reply on which a moderator may decide, locked until the commit.
pub fn get_reply(conn: &mut Conn, by: &Moderator, reply: Id) -> Result<ReplyRow, ReplyError> {
    let agency = replies::find_agency(conn, reply)?.ok_or(ReplyError::NotFound)?;
    require_impartial(conn, by, agency)?;
    // Before the reply, as wherever what is public of an agency changes.
    agencies::lock_rating(conn, agency)?;
    let row = replies::lock(conn, reply)?.ok_or(ReplyError::NotFound)?;
    require_uncollected(conn, by, row.public_review_id)?;
    Ok(row)
}

/// What was written in a reply.
fn text_of(conn: &mut Conn, desk: Desk<'_>, row: &ReplyRow) -> Result<String, ReplyError> {
    let key = desk.services.vault.key(conn, row.id, Class::Confidential)?;
    Ok(key.open_text(row.id, TEXT_FIELD, &row.sealed_text)?)
}

/// Opens a reply for a moderator, who is written into the audit log.
pub fn open_reply(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Moderator,
    reply: Id,
) -> Result<(ReplyRow, String), ReplyError> {
    let row = get_reply(conn, by, reply)?;
    let text = text_of(conn, desk, &row)?;
    let (action, subject) = (Action::Opened, Subject::AgencyReply);
    by.record(conn, desk.now, action, subject, row.id, None)?;
    Ok((row, text))
}

/// Publishes a reply as written, or in the words of the moderator who cleared it.
pub fn publish(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Moderator,
    row: ReplyRow,
    cleared: Option<ReplyText>,
) -> Result<ReplyRow, ReplyError> {
    let standing = claims::find_standing(conn, row.agency_id)?;
    let stands = standing.is_some_and(|standing| standing.claim == row.claim_id);
    let face = reviews::find_face(conn, row.public_review_id)?;
    match row.status {
        ReplyStatus::Pending | ReplyStatus::Rejected if stands && face.is_some() => {}
        ReplyStatus::Pending | ReplyStatus::Rejected | ReplyStatus::Published => {
            return Err(ReplyError::CannotMove);
        }
    }
    let text = match cleared {
        Some(text) => text.into_inner(),
        None => text_of(conn, desk, &row)?,
    };
    let (of, shown) = (
        (row.public_review_id, row.claim_id),
        (text, row.language.clone()),
    );
    reviews::put_reply(conn, row.agency_id, of, shown, desk.now.date())?;
    let after = ReplyRow {
        status: ReplyStatus::Published,
        rejection_reason: None,
        ..row
    };
    move_on(conn, desk, by, after, "published")
}

/// Rejects a reply, also after it was published.
pub fn reject(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Moderator,
    row: ReplyRow,
    reason: &ReplyRejectionReason,
) -> Result<ReplyRow, ReplyError> {
    let word = match row.status {
        ReplyStatus::Pending => "rejected",
        ReplyStatus::Published => "removed",
        ReplyStatus::Rejected => return Err(ReplyError::CannotMove),
    };
    reviews::remove_reply(conn, row.agency_id, row.public_review_id)?;
    let after = ReplyRow {
        status: ReplyStatus::Rejected,
        rejection_reason: Some(reason.as_str().to_owned()),
        rejections: row.rejections + 1,
        ..row
    };
    move_on(conn, desk, by, after, word)
}

fn move_on(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Moderator,
    row: ReplyRow,
    word: &'static str,
) -> Result<ReplyRow, ReplyError> {
    let after = ReplyRow {
        version: row.version + 1,
        ..row
    };
    replies::update(conn, &after, desk.now.date())?;
    let (action, subject) = (Action::Moderated, Subject::AgencyReply);
    by.record(conn, desk.now, action, subject, after.id, Some(word))?;
    Ok(after)
}

/// A report on which a moderator may decide. Until the commit nobody else decides about the agency's
/// reviews: whatever a decision on a report locks comes after that, in the same order as elsewhere.
pub fn get_report(conn: &mut Conn, by: &Moderator, report: Id) -> Result<ReportRow, ReplyError> {
    let row = reports::find(conn, report)?.ok_or(ReplyError::NotFound)?;
    require_impartial(conn, by, row.agency_id)?;
    require_uncollected(conn, by, row.public_review_id)?;
    agencies::lock_rating(conn, row.agency_id)?;
    reports::find(conn, report)?.ok_or(ReplyError::NotFound)
}

/// Opens a report for a moderator, who is written into the audit log.
pub fn open_report(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Moderator,
    report: Id,
) -> Result<(ReportRow, String), ReplyError> {
    let row = get_report(conn, by, report)?;
    let key = desk.services.vault.key(conn, row.id, Class::Confidential)?;
    let statement = key.open_text(row.id, STATEMENT_FIELD, &row.sealed_statement)?;
    let (action, subject) = (Action::Opened, Subject::ReviewReport);
    by.record(conn, desk.now, action, subject, row.id, None)?;
    Ok((row, statement))
}

/// Decides that the review stays, or, with a reason, that it is taken down.
pub fn decide(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Moderator,
    row: ReportRow,
    take_down: Option<&RejectionReason>,
) -> Result<ReportRow, ReplyError> {
    if row.status != ReportStatus::Open {
        return Err(ReplyError::CannotMove);
    }
    let status = match take_down {
        None => ReportStatus::Kept,
        Some(reason) => {
            let face = reviews::find_face(conn, row.public_review_id)?;
            let review = face.ok_or(ReplyError::CannotMove)?.review;
            reviews::take_down(conn, desk.services, by, review, reason, desk.now)?;
            ReportStatus::TakenDown
        }
    };
    reports::decide(conn, row.id, status, desk.now.date())?;
    let (action, subject) = (Action::Moderated, Subject::ReviewReport);
    by.record(
        conn,
        desk.now,
        action,
        subject,
        row.id,
        Some(status.as_str()),
    )?;
    Ok(ReportRow {
        status,
        version: row.version + 1,
        ..row
    })
}
