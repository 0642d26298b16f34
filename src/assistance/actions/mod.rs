//! What can be done with a request.

mod file;
mod follow;
mod handle;
mod retain;

pub use file::{Filed, Filing, file};
pub use follow::{Followed, add, erase, find_for_reporter, follow, forget_identity};
pub use follow::{list_for_reporter, say, withdraw};
pub use handle::{Case, answer, assign, list_for_staff, move_on, open_case, open_message};
pub(in crate::assistance) use handle::{ensure_consent, record, write};
pub use retain::{forget_expired, keep_house, route_unassigned};

use super::model::{Content, Identity};
use super::store::{self, ConsentPurpose, RequestRow};
use crate::correspondence::{ChangedBy, StatusChange, record_change};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem};
use crate::platform::vault::{SubjectKey, Vault, VaultError};

/// How many open requests an organisation has.
pub fn count_open(conn: &mut Conn, organisation: Id) -> Result<i64, DbError> {
    store::count_open(conn, organisation)
}

/// What the sealed document is called in its associated data; it must never change.
const CONTENT: &str = "assistance_request.content";
/// The same for who the person is.
const IDENTITY: &str = "assistance_request.identity";

fn json<T: serde::Serialize>(value: &T) -> Result<Json, Problem> {
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

pub(in crate::assistance) fn confidential_key(
    conn: &mut Conn,
    vault: &Vault,
    id: Id,
) -> Result<SubjectKey, VaultError> {
    vault.key(conn, id, Class::Confidential)
}

fn open_content(key: &SubjectKey, row: &RequestRow) -> Result<Content, VaultError> {
    key.open_json(row.id, CONTENT, &row.sealed_content)
}

/// Who the person is, if they let this organisation know.
fn open_identity(
    conn: &mut Conn,
    vault: &Vault,
    row: &RequestRow,
    organisation: Id,
) -> Result<Option<Identity>, VaultError> {
    let Some(sealed) = &row.sealed_identity else {
        return Ok(None);
    };
    if !store::consents_to(conn, row.id, ConsentPurpose::KnowIdentity, organisation)? {
        return Ok(None);
    }
    let key = vault.key(conn, row.id, Class::Identity)?;
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
