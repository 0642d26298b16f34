//! Reading the diary.

use std::collections::BTreeMap;

use super::{MOST_ENTRIES, open};
use crate::assistance::actions::{confidential_key, ensure_consent, not_found, record};
use crate::assistance::consents::ReferralField;
use crate::assistance::diary::model::{Earlier, Entry};
use crate::assistance::diary::store;
use crate::assistance::referrals::limits;
use crate::assistance::store::{find, find_of};
use crate::identity::audit::Action;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::vault::{SubjectKey, Vault, VaultError};

/// Which entries are wanted: those after one, and at most so many.
pub(in crate::assistance::diary) type Wanted = (Option<Id>, i64);

/// Reads the diary, for the person.
pub(in crate::assistance::diary) fn list(
    conn: &mut Conn,
    vault: &Vault,
    holder: &ReceiptHolder<AssistanceRequests>,
    wanted: Wanted,
) -> Result<Vec<Entry>, Problem> {
    let row = find(conn, holder.subject())?.ok_or_else(not_found)?;
    let key = confidential_key(conn, vault, &holder.case_access(), row.id)?;
    Ok(entries(conn, &key, row.id, wanted)?)
}

/// Reads the diary, for the organisation; the audit log says so.
pub(in crate::assistance::diary) fn list_for_staff(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    (id, wanted): (Id, Wanted),
    now: Time,
) -> Result<Vec<Entry>, Problem> {
    let row = find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    limits(conn, id, caller.organisation(), now)?.require(ReferralField::Diary)?;
    let key = confidential_key(conn, vault, &caller.case_access(), row.id)?;
    let entries = entries(conn, &key, row.id, wanted)?;
    record(conn, caller, now, Action::Opened, id, "diary")?;
    Ok(entries)
}

/// The whole diary, opened.
pub(in crate::assistance) fn all(
    conn: &mut Conn,
    key: &SubjectKey,
    request: Id,
) -> Result<Vec<Entry>, VaultError> {
    entries(conn, key, request, (None, MOST_ENTRIES))
}

/// Entries with what they said before, opened.
fn entries(
    conn: &mut Conn,
    key: &SubjectKey,
    request: Id,
    (after, most): Wanted,
) -> Result<Vec<Entry>, VaultError> {
    let rows = store::list(conn, request, after, most)?;
    let ids: Vec<Id> = rows.iter().map(|row| row.id).collect();
    let mut earlier: BTreeMap<Id, Vec<Earlier>> = BTreeMap::new();
    for version in store::list_versions(conn, &ids)? {
        let said = Earlier {
            version: version.version,
            entered_at: version.entered_at,
            recorded_at: version.recorded_at,
            entry: open(key, version.entry_id, &version.sealed_entry)?,
        };
        earlier.entry(version.entry_id).or_default().push(said);
    }
    let show = |row: store::EntryRow| {
        Ok(Entry {
            entry: open(key, row.id, &row.sealed_entry)?,
            earlier: earlier.remove(&row.id).unwrap_or_default(),
            id: row.id,
            version: row.version,
            edited: row.version > 1,
            entered_at: row.entered_at,
            recorded_at: row.recorded_at,
        })
    };
    rows.into_iter().map(show).collect()
}
