//! Setting an account up with a one-time token: a password, then the second factor.

use diesel::prelude::*;

use super::accounts::{self, Changed, CodeUse, StoredAccount};
use super::audit;
use super::case_keys;
use super::keeper::forget_tokens;
use super::model::{OneTimeCode, OpaqueToken};
use super::secrets::Secrets;
use crate::platform::clock::Time;
use crate::platform::crypto::{Domain, SecretToken, TotpSecret};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::VaultError;
use crate::schema::set_up_tokens;

/// Why an account is not set up.
#[derive(Debug, thiserror::Error)]
pub(super) enum SetUpError {
    /// The token is unknown, used up or over.
    #[error("the set-up token opens nothing")]
    UnknownToken,
    /// The code is not the one that the app shows now.
    #[error("the one-time code is wrong")]
    WrongCode,
    /// There is nothing to confirm: the password comes first.
    #[error("the password has not been set yet")]
    PasswordFirst,
    /// A sealed value cannot be read or written.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// The account that a set-up token opens.
pub(super) fn find(
    conn: &mut Conn,
    secrets: &Secrets,
    token: &OpaqueToken,
    now: Time,
) -> Result<StoredAccount, SetUpError> {
    let account = find_id(conn, secrets, token, now)?;
    accounts::find(conn, account)?.ok_or(SetUpError::UnknownToken)
}

/// The same, locked: the token may be used up, or the account disabled, while we wait for the lock.
fn lock(
    conn: &mut Conn,
    secrets: &Secrets,
    token: &OpaqueToken,
    now: Time,
) -> Result<StoredAccount, SetUpError> {
    let id = find_id(conn, secrets, token, now)?;
    let account = accounts::lock(conn, id)?.ok_or(SetUpError::UnknownToken)?;
    find_id(conn, secrets, token, now)?;
    Ok(account)
}

fn find_id(
    conn: &mut Conn,
    secrets: &Secrets,
    token: &OpaqueToken,
    now: Time,
) -> Result<Id, SetUpError> {
    let token = SecretToken::parse(token.expose()).map_err(|_| SetUpError::UnknownToken)?;
    let hash = secrets.lookup.hash(Domain::SetUpToken, token.as_bytes());
    set_up_tokens::table
        .filter(set_up_tokens::token_hash.eq(hash.as_slice()))
        .filter(set_up_tokens::expires_at.gt(now))
        .select(set_up_tokens::account_id)
        .first(conn)
        .optional()
        .map_err(DbError::from)?
        .ok_or(SetUpError::UnknownToken)
}

/// What remains to be done.
pub(super) enum Next {
    /// Nothing: the account can be used.
    SignIn,
    /// This second factor is to be confirmed.
    Confirm(TotpSecret),
}

/// Sets the password. Where the roles need none, that is all; otherwise a new second factor is made.
pub(super) fn begin(
    conn: &mut Conn,
    secrets: &Secrets,
    token: &OpaqueToken,
    password_hash: &str,
    now: Time,
) -> Result<(StoredAccount, Next), SetUpError> {
    let account = lock(conn, secrets, token, now)?;
    let id = account.row.id;
    accounts::put_password(conn, id, password_hash)?;
    // The password that opened it is forgotten; signing in makes a new one, and colleagues, a custodian or
    // the workers themselves hand the keys of cases to it.
    case_keys::forget_key_under_password(conn, id)?;
    let next = if account.needs_second_factor() {
        let secret = TotpSecret::generate(&*secrets.randomness);
        accounts::put_totp_secret(conn, &secrets.vault, id, &secret)?;
        Next::Confirm(secret)
    } else {
        finish(conn, secrets, &account, now)?;
        Next::SignIn
    };
    let account = accounts::find(conn, id)?.ok_or(SetUpError::UnknownToken)?;
    Ok((account, next))
}

/// Confirms the second factor; the account can be used and the token is used up.
pub(super) fn confirm(
    conn: &mut Conn,
    secrets: &Secrets,
    token: &OpaqueToken,
    code: &OneTimeCode,
    now: Time,
) -> Result<StoredAccount, SetUpError> {
    let account = lock(conn, secrets, token, now)?;
    let id = account.row.id;
    let secret = account
        .open_totp_secret(conn, &secrets.vault)?
        .ok_or(SetUpError::PasswordFirst)?;
    let step = step_of(&secret, code, now).ok_or(SetUpError::WrongCode)?;
    if accounts::use_code(conn, id, step)? == CodeUse::Again {
        return Err(SetUpError::WrongCode);
    }
    accounts::mark_second_factor(conn, id, now)?;
    finish(conn, secrets, &account, now)?;
    accounts::find(conn, id)?.ok_or(SetUpError::UnknownToken)
}

/// The step of time to which a code belongs; `None` when it is wrong or over.
pub(super) fn step_of(secret: &TotpSecret, code: &OneTimeCode, now: Time) -> Option<i64> {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    let step = secret.verify(code.expose(), seconds, None)?;
    i64::try_from(step).ok()
}

fn finish(
    conn: &mut Conn,
    secrets: &Secrets,
    account: &StoredAccount,
    now: Time,
) -> Result<(), SetUpError> {
    if accounts::activate(conn, account.row.id)? == Changed::Overtaken {
        return Err(SetUpError::UnknownToken);
    }
    forget_tokens(conn, account.row.id)?;
    let entry = audit::Entry {
        at: now,
        account: Some(account.row.id),
        organisation: Some(account.row.organisation_id),
        action: audit::Action::AccountChanged,
        subject: audit::Subject::Account,
        subject_id: account.row.id,
        detail: Some("set_up"),
    };
    Ok(audit::record(conn, &secrets.chain, &entry)?)
}
