//! What can be done with a request.

mod attach;
mod file;
mod follow;
mod grant;
mod handle;
mod prioritise;
mod reread;
mod retain;

pub(in crate::assistance) use attach::opened_attachments;
pub use attach::{Attachment, Handled, add_attachment, key_of, key_with_room, list_attachments};
pub use attach::{list_attachments_for_staff, list_custody, open_attachment, open_own_attachment};
pub use file::{Filed, Filing, file};
pub(in crate::assistance) use file::{due_dates, feedback_from, hour_of};
pub(in crate::assistance) use follow::erase_row;
pub use follow::{
    Erasure, Followed, SharedWith, Told, add, erase, find_for_reporter, follow, forget_identity,
};
pub use follow::{list_for_reporter, say, share_key, withdraw};
pub use grant::{GrantReason, Granted, grant_keys};
pub(in crate::assistance) use handle::record;
pub use handle::{Case, answer, assign, list_for_staff, move_on, open_case, open_message};
pub(in crate::assistance) use handle::{ensure_consent, find_locked as find_of_caller, write};
pub(in crate::assistance) use prioritise::alarm_of;
pub use prioritise::{ByHand, prioritise_by_hand, reconsider};
pub use reread::{note_second_step, reread};
pub use retain::{AttachmentKeeper, CHORES, Chore, keep_house};

use super::model::{Content, Identity};
use super::store::{self, ConsentPurpose, RequestRow};
use crate::correspondence::{ChangedBy, StatusChange, record_change};
use crate::identity::{CaseAccess, CaseKey, CaseKeyError};
use crate::platform::clock::{Date, Time};
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem};
use crate::platform::vault::{SubjectKey, Vault, VaultError};

/// How many open requests an organisation has.
pub fn count_open(conn: &mut Conn, organisation: Id) -> Result<i64, DbError> {
    store::count_open(conn, organisation)
}

/// On which day a request was filed.
pub fn find_filing_day(conn: &mut Conn, id: Id) -> Result<Option<Date>, DbError> {
    let row = store::find(conn, id)?;
    Ok(row.map(|row| row.filed_at.date()))
}

/// How far a request is.
pub fn find_filing_state(conn: &mut Conn, id: Id) -> Result<Option<String>, DbError> {
    let row = store::find(conn, id)?;
    Ok(row.map(|row| row.status.as_str().to_owned()))
}

/// What the sealed document is called in its associated data; it must never change.
const CONTENT: &str = "assistance_request.content";
/// The same for who the person is.
const IDENTITY: &str = "assistance_request.identity";

pub(in crate::assistance) fn json<T: serde::Serialize>(value: &T) -> Result<Json, Problem> {
    Json::of(value).map_err(|error| {
        tracing::error!(%error, "A list of codes cannot be written as JSON");
        Problem::new(&INTERNAL_ERROR)
    })
}

/// Codes as they were stored.
pub(in crate::assistance) fn read_codes<T: serde::de::DeserializeOwned>(
    stored: &Json,
) -> Result<T, Problem> {
    stored.read().map_err(|error| {
        tracing::error!(%error, "A stored list of codes cannot be read");
        Problem::new(&INTERNAL_ERROR)
    })
}

pub(in crate::assistance) fn not_found() -> Problem {
    Problem::new(&NOT_FOUND)
}

/// The key of what is told and written, for who shows what opens the case. Whether they may read it
/// was asked before.
pub(in crate::assistance) fn confidential_key(
    conn: &mut Conn,
    vault: &Vault,
    access: &CaseAccess,
    id: Id,
) -> Result<SubjectKey, CaseKeyError> {
    let case = CaseKey::open(conn, access, id)?;
    Ok(case.data_key(conn, vault, Class::Confidential)?)
}

pub(in crate::assistance) fn open_content(
    key: &SubjectKey,
    row: &RequestRow,
) -> Result<Content, VaultError> {
    key.open_json(row.id, CONTENT, &row.sealed_content)
}

pub(in crate::assistance) fn seal_content(
    key: &SubjectKey,
    id: Id,
    content: &Content,
) -> Result<Vec<u8>, VaultError> {
    key.seal_json(id, CONTENT, content)
}

/// Who the person is, if they let this organisation know.
pub(in crate::assistance) fn open_identity(
    conn: &mut Conn,
    (vault, case): (&Vault, &CaseKey),
    row: &RequestRow,
    organisation: Id,
) -> Result<Option<Identity>, VaultError> {
    let Some(sealed) = &row.sealed_identity else {
        return Ok(None);
    };
    if !store::consents_to(conn, row.id, ConsentPurpose::KnowIdentity, organisation)? {
        return Ok(None);
    }
    let key = case.data_key(conn, vault, Class::Identity)?;
    key.open_json(row.id, IDENTITY, sealed).map(Some)
}

/// Writes a change of state into the history.
pub(in crate::assistance) fn note_change(
    conn: &mut Conn,
    row: &RequestRow,
    from: Option<super::model::AssistanceStatus>,
    by: ChangedBy,
    at: Time,
) -> Result<(), DbError> {
    let change = StatusChange {
        from: from.map(|status| status.as_str().to_owned()),
        to: row.status.as_str().to_owned(),
        by,
        reason: row.reason.clone(),
        at,
    };
    record_change(conn, row.subject(), &change)
}
