//! Accounts of members of staff.

use diesel::prelude::*;

use super::permissions::Role;
use crate::platform::clock::Time;
use crate::platform::crypto::{Class, Domain, LookupKey};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::{Vault, VaultError};
use crate::schema::{account_roles, accounts};
use crate::text_enum;

text_enum! {
    /// Whether an account can be used.
    pub enum AccountStatus {
        /// Made, but its holder has not yet set a password.
        Invited => "invited",
        /// In use.
        Active => "active",
        /// Signed out for good.
        Disabled => "disabled",
    }
}

/// An account that is being made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its id.
    pub id: Id,
    /// The organisation whose records it may see.
    pub organisation: Id,
    /// The name with which its holder signs in; sealed.
    pub name: String,
    /// What colleagues read.
    pub display_name: String,
    /// What its holder may do.
    pub roles: Vec<Role>,
    /// Whether it can be used.
    pub status: AccountStatus,
}

/// Stores an account; its name is sealed under a key of its own.
pub fn insert_account(
    conn: &mut Conn,
    vault: &Vault,
    lookup: &LookupKey,
    new: &NewAccount,
    now: Time,
) -> Result<(), VaultError> {
    let key = vault.create_key(conn, new.id, Class::Account, now)?;
    let sealed = key.seal(new.id, "account.name", new.name.as_bytes())?;
    let name_hash = lookup.hash(Domain::Email, new.name.to_lowercase().as_bytes());
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(new.id),
            accounts::organisation_id.eq(new.organisation),
            accounts::name_hash.eq(name_hash.as_slice()),
            accounts::sealed_name.eq(sealed),
            accounts::display_name.eq(&new.display_name),
            accounts::status.eq(new.status),
            accounts::version.eq(1),
            accounts::created_at.eq(now),
        ))
        .execute(conn)?;
    for role in &new.roles {
        diesel::insert_into(account_roles::table)
            .values((
                account_roles::account_id.eq(new.id),
                account_roles::role.eq(*role),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Whether an account is an active member of an organisation with a role.
pub fn is_member(
    conn: &mut Conn,
    account: Id,
    organisation: Id,
    role: Role,
) -> Result<bool, DbError> {
    let found: Option<Id> = accounts::table
        .inner_join(account_roles::table)
        .filter(accounts::id.eq(account))
        .filter(accounts::organisation_id.eq(organisation))
        .filter(accounts::status.eq(AccountStatus::Active))
        .filter(account_roles::role.eq(role))
        .select(accounts::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}
