//! Storing accounts.

use diesel::prelude::*;

use super::NewAccount;
use crate::identity::permissions::Role;
use crate::platform::clock::Time;
use crate::platform::crypto::{Class, Domain, LookupKey};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::{Vault, VaultError};
use crate::schema::{account_roles, accounts};

/// The keyed hash by which an account's name is found.
pub(in crate::identity) fn hash_of_name(lookup: &LookupKey, name: &str) -> [u8; 32] {
    lookup.hash(Domain::Email, name.to_lowercase().as_bytes())
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
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(new.id),
            accounts::organisation_id.eq(new.organisation),
            accounts::name_hash.eq(hash_of_name(lookup, &new.name).as_slice()),
            accounts::sealed_name.eq(sealed),
            accounts::display_name.eq(&new.display_name),
            accounts::status.eq(new.status),
            accounts::version.eq(1),
            accounts::created_at.eq(now),
        ))
        .execute(conn)?;
    insert_roles(conn, new.id, &new.roles)?;
    Ok(())
}

/// Gives an account roles that it does not have.
pub(super) fn insert_roles(conn: &mut Conn, account: Id, roles: &[Role]) -> Result<(), DbError> {
    for role in roles {
        diesel::insert_into(account_roles::table)
            .values((
                account_roles::account_id.eq(account),
                account_roles::role.eq(*role),
            ))
            .execute(conn)?;
    }
    Ok(())
}
