//! What the representative of an agency does with a reply.

use super::{Desk, ReplyError, TEXT_FIELD, standing_on};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::SpeakForAgency;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::replies::model::{MOST_REJECTIONS, ReplyStatus, ReplyText};
use crate::replies::store::replies::{self as store, ReplyRow};

/// Answers a publication of a review, once.
pub fn file(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Caller<SpeakForAgency>,
    (agency, public_review): (Id, Id),
    (text, language): (&ReplyText, &Language),
) -> Result<ReplyRow, ReplyError> {
    let standing = standing_on(conn, desk, by, (agency, public_review))?;
    if let Some(answer) = store::lock_answer_to(conn, public_review)? {
        if answer.claim_id == standing.claim {
            return Err(ReplyError::Answered);
        }
        // Whoever wrote it no longer speaks for the agency.
        super::retain::erase_reply(conn, desk, &answer)?;
    }
    let (id, today) = (desk.services.new_id(), desk.now.date());
    let vault = &desk.services.vault;
    let key = vault.create_key(conn, id, Class::Confidential, desk.now)?;
    let row = ReplyRow {
        id,
        claim_id: standing.claim,
        agency_id: agency,
        public_review_id: public_review,
        status: ReplyStatus::Pending,
        language: language.as_str().to_owned(),
        sealed_text: key.seal(id, TEXT_FIELD, text.as_str().as_bytes())?,
        rejection_reason: None,
        rejections: 0,
        version: 1,
        filed_on: today,
    };
    store::insert(conn, &row)?;
    record(conn, desk, by, id, Action::Answered)?;
    Ok(row)
}

/// The own reply to a publication that is shown, locked until the commit.
pub fn get_own(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Caller<SpeakForAgency>,
    of: (Id, Id),
) -> Result<ReplyRow, ReplyError> {
    let standing = standing_on(conn, desk, by, of)?;
    let answer = store::lock_answer_to(conn, of.1)?;
    answer
        .filter(|answer| answer.claim_id == standing.claim)
        .ok_or(ReplyError::NotFound)
}

/// Opens the own reply, and writes into the audit log who did.
pub fn open_own(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Caller<SpeakForAgency>,
    of: (Id, Id),
) -> Result<(ReplyRow, String), ReplyError> {
    let row = get_own(conn, desk, by, of)?;
    let key = desk.services.vault.key(conn, row.id, Class::Confidential)?;
    let text = key.open_text(row.id, TEXT_FIELD, &row.sealed_text)?;
    record(conn, desk, by, row.id, Action::Opened)?;
    Ok((row, text))
}

/// Writes a reply anew, as long as it is not published; it waits for a moderator again.
pub fn revise(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Caller<SpeakForAgency>,
    row: &ReplyRow,
    (text, language): (&ReplyText, &Language),
) -> Result<ReplyRow, ReplyError> {
    match row.status {
        ReplyStatus::Published => return Err(ReplyError::CannotMove),
        ReplyStatus::Pending | ReplyStatus::Rejected => {}
    }
    if row.rejections >= MOST_REJECTIONS {
        return Err(ReplyError::RejectedTooOften);
    }
    let key = desk.services.vault.key(conn, row.id, Class::Confidential)?;
    let after = ReplyRow {
        status: ReplyStatus::Pending,
        language: language.as_str().to_owned(),
        sealed_text: key.seal(row.id, TEXT_FIELD, text.as_str().as_bytes())?,
        rejection_reason: None,
        version: row.version + 1,
        ..*row
    };
    store::update(conn, &after, desk.now.date())?;
    record(conn, desk, by, after.id, Action::Answered)?;
    Ok(after)
}

fn record(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Caller<SpeakForAgency>,
    reply: Id,
    action: Action,
) -> Result<(), ReplyError> {
    by.record(conn, desk.now, action, Subject::AgencyReply, reply, None)?;
    Ok(())
}
