//! Passwords, second factors and the keys under which they are sealed.

use diesel::prelude::*;

use super::AccountStatus;
use crate::platform::clock::Time;
use crate::platform::crypto::{Class, TotpSecret};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::{Vault, VaultError};
use crate::schema::accounts;

/// Forgets password and second factor: the account must be set up anew.
pub(in crate::identity) fn forget_credentials(conn: &mut Conn, account: Id) -> Result<(), DbError> {
    diesel::update(accounts::table.find(account))
        .set((
            accounts::status.eq(AccountStatus::Invited),
            accounts::password_hash.eq(None::<String>),
            accounts::sealed_totp_secret.eq(None::<Vec<u8>>),
            accounts::totp_confirmed_at.eq(None::<Time>),
            accounts::totp_last_step.eq(None::<i64>),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Makes a new key for an account whose key was lost, so that it can be set up anew. Its name went
/// with the old key: the id stands in its place, while its holder signs in with the name as before.
pub(in crate::identity) fn ensure_key(
    conn: &mut Conn,
    vault: &Vault,
    account: Id,
    now: Time,
) -> Result<(), VaultError> {
    match vault.key(conn, account, Class::Account) {
        Err(VaultError::Erased) => {}
        Err(error) => return Err(error),
        Ok(_) => return Ok(()),
    }
    let key = vault.create_key(conn, account, Class::Account, now)?;
    let sealed = key.seal(account, "account.name", account.to_string().as_bytes())?;
    diesel::update(accounts::table.find(account))
        .set(accounts::sealed_name.eq(sealed))
        .execute(conn)?;
    Ok(())
}

/// Stores the hash of a new password.
pub(in crate::identity) fn put_password(
    conn: &mut Conn,
    account: Id,
    hash: &str,
) -> Result<(), DbError> {
    diesel::update(accounts::table.find(account))
        .set(accounts::password_hash.eq(hash))
        .execute(conn)?;
    Ok(())
}

/// Stores the secret of a second factor that has yet to be confirmed.
pub(in crate::identity) fn put_totp_secret(
    conn: &mut Conn,
    vault: &Vault,
    account: Id,
    secret: &TotpSecret,
) -> Result<(), VaultError> {
    let key = vault.key(conn, account, Class::Account)?;
    let sealed = key.seal(account, "account.totp_secret", secret.as_bytes())?;
    diesel::update(accounts::table.find(account))
        .set((
            accounts::sealed_totp_secret.eq(sealed),
            accounts::totp_confirmed_at.eq(None::<Time>),
            accounts::totp_last_step.eq(None::<i64>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Confirms the second factor.
pub(in crate::identity) fn mark_second_factor(
    conn: &mut Conn,
    account: Id,
    now: Time,
) -> Result<(), DbError> {
    diesel::update(accounts::table.find(account))
        .set(accounts::totp_confirmed_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Whether a one-time code is used for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(in crate::identity) enum CodeUse {
    First,
    Again,
}

/// Uses up the one-time codes up to this step.
pub(in crate::identity) fn use_code(
    conn: &mut Conn,
    account: Id,
    step: i64,
) -> Result<CodeUse, DbError> {
    let unused = accounts::table.filter(accounts::id.eq(account)).filter(
        accounts::totp_last_step
            .is_null()
            .or(accounts::totp_last_step.lt(step)),
    );
    let done = diesel::update(unused)
        .set(accounts::totp_last_step.eq(step))
        .execute(conn)?;
    Ok(if done == 0 {
        CodeUse::Again
    } else {
        CodeUse::First
    })
}
