//! Changing accounts.

use diesel::prelude::*;

use super::insert::insert_roles;
use super::{AccountRow, AccountStatus};
use crate::identity::permissions::Role;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{account_roles, accounts};

/// What is to be different about an account.
#[derive(Debug, Clone, Default)]
pub(in crate::identity) struct Changes {
    pub display_name: Option<String>,
    pub roles: Option<Vec<Role>>,
    pub status: Option<AccountStatus>,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(in crate::identity) enum Changed {
    Done,
    /// Somebody else changed it since it was read.
    Overtaken,
}

/// Changes an account if it still is as it was read.
pub(in crate::identity) fn change(
    conn: &mut Conn,
    account: &AccountRow,
    changes: &Changes,
) -> Result<Changed, DbError> {
    let row = accounts::table
        .filter(accounts::id.eq(account.id))
        .filter(accounts::version.eq(account.version));
    let display_name = changes
        .display_name
        .as_ref()
        .unwrap_or(&account.display_name);
    let done = diesel::update(row)
        .set((
            accounts::display_name.eq(display_name),
            accounts::status.eq(changes.status.unwrap_or(account.status)),
            accounts::version.eq(account.version + 1),
        ))
        .execute(conn)?;
    if done == 0 {
        return Ok(Changed::Overtaken);
    }
    if let Some(roles) = &changes.roles {
        let old = account_roles::table.filter(account_roles::account_id.eq(account.id));
        diesel::delete(old).execute(conn)?;
        insert_roles(conn, account.id, roles)?;
    }
    Ok(Changed::Done)
}

/// Lets an account that was invited and is set up be used.
pub(in crate::identity) fn activate(conn: &mut Conn, account: Id) -> Result<Changed, DbError> {
    let invited = accounts::table
        .filter(accounts::id.eq(account))
        .filter(accounts::status.eq(AccountStatus::Invited));
    let done = diesel::update(invited)
        .set((
            accounts::status.eq(AccountStatus::Active),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)?;
    Ok(if done == 0 {
        Changed::Overtaken
    } else {
        Changed::Done
    })
}
