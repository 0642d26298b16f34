//! Adding photos, recordings and documents to a request, and reading them.

use super::handle::{ensure_consent, record};
use super::{confidential_key, not_found};
use crate::assistance::consents::ReferralField;
use crate::assistance::model::AssistanceStatus;
use crate::assistance::problems::{REQUEST_WITHDRAWN, TOO_MANY_ATTACHMENTS};
use crate::assistance::referrals::limits;
use crate::assistance::retention;
use crate::assistance::store::{self, AttachmentRow, RequestRow};
use crate::files::FileOwner;
use crate::files::custody::{self, CustodyEvent, CustodyLog, Item};
use crate::identity::audit::Action;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, CaseAccess, ReceiptHolder};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::intake::{FileFacts, KeptFile};
use crate::platform::problem::{ID_TAKEN, Problem};
use crate::platform::vault::{SubjectKey, Vault};

/// Attachments of one request.
pub const MOST_ATTACHMENTS: i64 = 20;
/// What is known of an attachment, in its associated data; it must never change.
const FACTS: &str = "assistance_attachments.facts";

/// An attachment.
pub struct Attachment {
    /// Its id.
    pub id: Id,
    /// The name of its sealed file.
    pub file: Id,
    /// What is known about it.
    pub facts: FileFacts,
    /// When it came in.
    pub received_at: Time,
}

/// The key of a request.
pub fn key_of(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<SubjectKey, Problem> {
    let (id, access) = (holder.subject(), holder.case_access());
    store::find(conn, id)?.ok_or_else(not_found)?;
    Ok(confidential_key(conn, vault, &access, id)?)
}

/// The key of a request that takes another attachment: asked before anything is written.
pub fn key_with_room(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<SubjectKey, Problem> {
    let id = holder.subject();
    let row = store::find(conn, id)?.ok_or_else(not_found)?;
    require_room(conn, &row)?;
    Ok(confidential_key(conn, vault, &holder.case_access(), id)?)
}

fn require_room(conn: &mut Conn, row: &RequestRow) -> Result<(), Problem> {
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    if store::count_attachments(conn, row.id)? >= MOST_ATTACHMENTS {
        return Err(Problem::new(&TOO_MANY_ATTACHMENTS).with("limit", MOST_ATTACHMENTS));
    }
    Ok(())
}

/// Adds a file that is in the store to its request.
pub fn add_attachment(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
    (id, kept): (Id, KeptFile),
    now: Time,
) -> Result<Attachment, Problem> {
    let row = store::find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    require_room(conn, &row)?;
    let key = confidential_key(conn, vault, &holder.case_access(), row.id)?;
    let stored = AttachmentRow {
        id,
        request_id: row.id,
        file_id: kept.file,
        sealed_facts: key.seal_json(id, FACTS, &kept.facts)?,
        received_at: now,
    };
    store::insert_attachment(conn, stored).map_err(taken)?;
    let arrived = (item(row.id, id), None);
    custody::note_arrival(conn, vault.randomness(), arrived, now)?;
    store::mark_unanswered(conn, row.id, now)?;
    retention::note_activity(conn, row.id, now)?;
    Ok(Attachment {
        id,
        file: kept.file,
        facts: kept.facts,
        received_at: now,
    })
}

fn taken(error: DbError) -> Problem {
    match error.constraint().as_deref() {
        Some("assistance_attachments_id_key") => Problem::new(&ID_TAKEN),
        _ => error.into(),
    }
}

/// The attachments of a request, for whoever shows what opens it and may read it.
pub fn list_attachments(
    conn: &mut Conn,
    vault: &Vault,
    access: &CaseAccess,
    request: Id,
) -> Result<Vec<Attachment>, Problem> {
    let key = confidential_key(conn, vault, access, request)?;
    opened_attachments(conn, &key, request)
}

/// The attachments of a request whose key is at hand.
pub(in crate::assistance) fn opened_attachments(
    conn: &mut Conn,
    key: &SubjectKey,
    request: Id,
) -> Result<Vec<Attachment>, Problem> {
    let rows = store::list_attachments(conn, request)?;
    rows.iter().map(|row| open(key, row)).collect()
}

/// The same for a case worker; the audit log says so.
pub fn list_attachments_for_staff(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<Vec<Attachment>, Problem> {
    store::find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let limits = limits(conn, id, caller.organisation(), now)?;
    let mut listed = list_attachments(conn, vault, &caller.case_access(), id)?;
    listed.retain(|file| limits.allow_of(ReferralField::Attachments, file.received_at));
    record(conn, caller, now, Action::Opened, id, "attachments")?;
    Ok(listed)
}

/// Hands an attachment to who sent it, and the key with which its file opens.
pub fn open_own_attachment(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
    attachment: Id,
) -> Result<(Attachment, SubjectKey), Problem> {
    let id = holder.subject();
    let key = confidential_key(conn, vault, &holder.case_access(), id)?;
    let row = store::find_attachment(conn, id, attachment)?.ok_or_else(not_found)?;
    Ok((open(&key, &row)?, key))
}

/// How a case worker handles an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handled {
    /// Looking at its small picture.
    Seen,
    /// Downloading it.
    Downloaded,
}

/// Hands an attachment to a case worker, and the key with which its file opens; the audit log and the custody log of
/// the attachment say so.
pub fn open_attachment(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    (id, attachment, handled): (Id, Id, Handled),
    now: Time,
) -> Result<(Attachment, SubjectKey), Problem> {
    store::find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let key = confidential_key(conn, vault, &caller.case_access(), id)?;
    let limits = limits(conn, id, caller.organisation(), now)?;
    let is_readable =
        |row: &AttachmentRow| limits.allow_of(ReferralField::Attachments, row.received_at);
    let found = store::find_attachment(conn, id, attachment)?.filter(is_readable);
    let row = found.ok_or_else(not_found)?;
    let opened = open(&key, &row)?;
    let (action, event) = match handled {
        Handled::Seen if !opened.facts.has_thumbnail => return Err(not_found()),
        Handled::Seen => (Action::Opened, CustodyEvent::Opened),
        Handled::Downloaded => (Action::Downloaded, CustodyEvent::Exported),
    };
    let (of, who) = (item(id, attachment), Some(caller.account()));
    custody::note(conn, vault.randomness(), of, (event, who), now)?;
    record(conn, caller, now, action, id, "attachment")?;
    Ok((opened, key))
}

/// Who had an attachment in their hands.
pub fn list_custody(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    (id, attachment): (Id, Id),
    now: Time,
) -> Result<CustodyLog, Problem> {
    store::find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let limits = limits(conn, id, caller.organisation(), now)?;
    let is_readable =
        |row: &AttachmentRow| limits.allow_of(ReferralField::Attachments, row.received_at);
    let found = store::find_attachment(conn, id, attachment)?.filter(is_readable);
    found.ok_or_else(not_found)?;
    Ok(custody::list(conn, item(id, attachment))?)
}

const fn item(request: Id, attachment: Id) -> Item {
    Item {
        kind: FileOwner::AssistanceRequest,
        subject: request,
        id: attachment,
    }
}

fn open(key: &SubjectKey, row: &AttachmentRow) -> Result<Attachment, Problem> {
    Ok(Attachment {
        facts: key.open_json(row.id, FACTS, &row.sealed_facts)?,
        id: row.id,
        file: row.file_id,
        received_at: row.received_at,
    })
}
