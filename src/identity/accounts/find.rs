//! Finding accounts.

use diesel::prelude::*;

use super::{AccountRow, AccountStatus, StoredAccount, hash_of_name};
use crate::identity::model::AccountName;
use crate::identity::permissions::Role;
use crate::platform::crypto::LookupKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{account_roles, accounts, organisations};

/// The roles of an account.
pub(in crate::identity) fn roles_of(conn: &mut Conn, account: Id) -> Result<Vec<Role>, DbError> {
    Ok(account_roles::table
        .filter(account_roles::account_id.eq(account))
        .order(account_roles::role)
        .select(account_roles::role)
        .load(conn)?)
}

fn with_roles(conn: &mut Conn, row: AccountRow) -> Result<StoredAccount, DbError> {
    let roles = roles_of(conn, row.id)?;
    Ok(StoredAccount { row, roles })
}

/// An account of any organisation; the caller has proved that it may know.
pub(in crate::identity) fn find(conn: &mut Conn, id: Id) -> Result<Option<StoredAccount>, DbError> {
    let row = accounts::table
        .find(id)
        .select(AccountRow::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| with_roles(conn, row)).transpose()
}

/// An account that nobody else changes until the commit, as it is now. Whoever decides by an account's
/// state, password or roles what to do next locks it first: of two who come at the same time, one
/// sees what the other has done.
pub(in crate::identity) fn lock(conn: &mut Conn, id: Id) -> Result<Option<StoredAccount>, DbError> {
    let _locked: Vec<Id> = crate::lock!(conn, accounts::table.find(id).select(accounts::id))?;
    find(conn, id)
}

/// An account of this organisation.
pub(in crate::identity) fn find_in(
    conn: &mut Conn,
    organisation: Id,
    id: Id,
) -> Result<Option<StoredAccount>, DbError> {
    let found = find(conn, id)?;
    Ok(found.filter(|account| account.row.organisation_id == organisation))
}

/// The account that signs in with this name, when its organisation is active.
pub(in crate::identity) fn find_by_name(
    conn: &mut Conn,
    name_hash: &[u8; 32],
) -> Result<Option<StoredAccount>, DbError> {
    let row = accounts::table
        .inner_join(organisations::table)
        .filter(accounts::name_hash.eq(name_hash.as_slice()))
        .filter(organisations::status.eq("active"))
        .select(AccountRow::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| with_roles(conn, row)).transpose()
}

/// Whether the organisation of an account is active.
pub(in crate::identity) fn is_of_active_organisation(
    conn: &mut Conn,
    account: Id,
) -> Result<bool, DbError> {
    let found: Option<Id> = accounts::table
        .inner_join(organisations::table)
        .filter(accounts::id.eq(account))
        .filter(organisations::status.eq("active"))
        .select(accounts::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// The id of the account with this name, in whatever state.
pub(in crate::identity) fn find_id_by_name(
    conn: &mut Conn,
    lookup: &LookupKey,
    name: &AccountName,
) -> Result<Option<Id>, DbError> {
    Ok(accounts::table
        .filter(accounts::name_hash.eq(hash_of_name(lookup, name.as_str()).as_slice()))
        .select(accounts::id)
        .first(conn)
        .optional()?)
}

/// Accounts of an organisation, newest first, from before this one on.
pub(in crate::identity) fn list_in(
    conn: &mut Conn,
    organisation: Id,
    before: Option<Id>,
    rows: i64,
) -> Result<Vec<StoredAccount>, DbError> {
    let mut query = accounts::table
        .filter(accounts::organisation_id.eq(organisation))
        .order(accounts::id.desc())
        .limit(rows)
        .select(AccountRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(accounts::id.lt(before));
    }
    let found: Vec<AccountRow> = query.load(conn)?;
    found.into_iter().map(|row| with_roles(conn, row)).collect()
}

/// Active administrators of an organisation other than this account.
pub(in crate::identity) fn count_other_administrators(
    conn: &mut Conn,
    organisation: Id,
    account: Id,
) -> Result<i64, DbError> {
    Ok(accounts::table
        .inner_join(account_roles::table)
        .filter(accounts::organisation_id.eq(organisation))
        .filter(accounts::status.eq(AccountStatus::Active))
        .filter(account_roles::role.eq(Role::Administrator))
        .filter(accounts::id.ne(account))
        .count()
        .get_result(conn)?)
}
