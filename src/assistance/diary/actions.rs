//! Keeping the diary, and reckoning the claim.

mod claim;
mod keep;
mod read;

pub(in crate::assistance) use self::claim::{Reckoned, claim_of};
pub(super) use self::claim::{claim, claim_for_staff, put_rule, put_rule_for_staff};
pub(super) use self::keep::{Kept, keep, remove};
pub(in crate::assistance) use self::read::all;
pub(super) use self::read::{list, list_for_staff};

use super::model::EntryContent;
use super::store;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::{SubjectKey, VaultError};

/// What a sealed entry is called in its associated data; it must never change.
const ENTRY: &str = "assistance_diary.entry";
/// The same of a rule.
const RULE: &str = "assistance_claim.rule";
/// Entries that the diary of one request may have: more than eight years of days.
pub(super) const MOST_ENTRIES: i64 = 3000;

/// What an entry says. Versions of one entry are sealed for the same place, and tell apart by their rows.
fn open(key: &SubjectKey, id: Id, sealed: &[u8]) -> Result<EntryContent, VaultError> {
    key.open_json(id, ENTRY, sealed)
}

/// Deletes the diary of a request that is being erased.
pub(in crate::assistance) fn delete_all(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    store::delete_all(conn, request)
}
