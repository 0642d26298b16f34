//! The key pairs of accounts, and under what their private parts are kept.

use diesel::prelude::*;

use crate::identity::passwords::Passwords;
use crate::identity::permissions::{Capability as _, HoldCaseKey, Role};
use crate::platform::clock::Time;
use crate::platform::crypto::{
    KeySalt, OpeningKey, SealingError, SecretToken, open_under, seal_under,
};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::{Id, Randomness};
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::schema::{account_keys, case_key_holders};
use crate::text_enum;

const UNDER_PASSPHRASE: &str = "account-key";
const UNDER_SESSION: &str = "account-key-of-session";
const UNDER_REFRESH_TOKEN: &str = "account-key-of-refresh-token";

text_enum! {
    /// What opens an account's private key.
    pub enum SealedUnder {
        /// The password with which its holder signs in.
        Password => "password",
        /// A passphrase of its own, for accounts that sign in elsewhere.
        Passphrase => "passphrase",
    }
}

/// Whether somebody with these roles may be given keys of cases.
pub(in crate::identity) fn may_hold_keys(roles: &[Role]) -> bool {
    roles.iter().any(|role| HoldCaseKey::ROLES.contains(role))
}

/// An account's key pair as it is stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = account_keys)]
pub(in crate::identity) struct StoredKey {
    pub sealed_under: SealedUnder,
    salt: Vec<u8>,
    sealed_private_key: Vec<u8>,
}

/// The key pair of an account.
pub(in crate::identity) fn find_key(
    conn: &mut Conn,
    account: Id,
) -> Result<Option<StoredKey>, DbError> {
    Ok(account_keys::table
        .find(account)
        .select(StoredKey::as_select())
        .first(conn)
        .optional()?)
}

/// A private key that was sealed anew and is to be stored.
#[derive(Clone)]
pub(in crate::identity) struct NewKey {
    pub private: OpeningKey,
    sealed_under: SealedUnder,
    salt: KeySalt,
    sealed: Vec<u8>,
}

/// What somebody who signs in brings: their private key, when it could be opened or was made.
#[derive(Clone)]
pub(in crate::identity) enum OwnKey {
    /// They have none, or their password does not open it.
    Closed,
    /// The password has opened it.
    Open(OpeningKey),
    /// It was made just now.
    New(NewKey),
}

/// Seals a private key under a password or passphrase, on the threads for such work.
pub(in crate::identity) async fn seal_with(
    passwords: &Passwords,
    randomness: &dyn Randomness,
    (account, private): (Id, OpeningKey),
    passphrase: &str,
    sealed_under: SealedUnder,
) -> Result<NewKey, Problem> {
    let mut salt = KeySalt::default();
    randomness.fill(&mut salt);
    let key = passwords.derive_key(passphrase.to_owned(), salt).await?;
    let (secret, place) = ([key.as_slice()], account.as_bytes());
    let sealed = seal_under(
        randomness,
        &secret,
        UNDER_PASSPHRASE,
        place,
        private.expose(),
    );
    Ok(NewKey {
        private,
        sealed_under,
        salt,
        sealed: sealed.map_err(|error| unsealable(&error))?,
    })
}

/// Opens a private key with a password or passphrase; `None` when it is not the right one.
pub(in crate::identity) async fn open_with(
    passwords: &Passwords,
    account: Id,
    stored: &StoredKey,
    passphrase: &str,
) -> Result<Option<OpeningKey>, Problem> {
    let Ok(salt) = KeySalt::try_from(stored.salt.as_slice()) else {
        return Err(unsealable(&SealingError::Refused));
    };
    let key = passwords.derive_key(passphrase.to_owned(), salt).await?;
    let sealed = &stored.sealed_private_key;
    let opened = open_under(
        &[key.as_slice()],
        UNDER_PASSPHRASE,
        account.as_bytes(),
        sealed,
    );
    Ok(opened
        .ok()
        .and_then(|bytes| OpeningKey::from_bytes(&bytes).ok()))
}

fn unsealable(error: &SealingError) -> Problem {
    tracing::error!(%error, "An account's key cannot be sealed or read");
    Problem::new(&INTERNAL_ERROR)
}

/// Stores the first key pair of an account, or the same one sealed under something else.
pub(in crate::identity) fn put_key(
    conn: &mut Conn,
    account: Id,
    new: &NewKey,
    now: Time,
) -> Result<(), Problem> {
    diesel::delete(account_keys::table.find(account))
        .execute(conn)
        .map_err(DbError::from)?;
    let public = new.private.public();
    let public = public.map_err(|error| unsealable(&error))?;
    diesel::insert_into(account_keys::table)
        .values((
            account_keys::account_id.eq(account),
            account_keys::public_key.eq(public.as_bytes()),
            account_keys::sealed_under.eq(new.sealed_under),
            account_keys::salt.eq(new.salt.as_slice()),
            account_keys::sealed_private_key.eq(&new.sealed),
            account_keys::created_at.eq(now),
        ))
        .execute(conn)
        .map_err(DbError::from)?;
    Ok(())
}

/// Stores another key pair: what was sealed to the one before opens no more, so it goes.
pub(in crate::identity) fn replace_key(
    conn: &mut Conn,
    account: Id,
    new: &NewKey,
    now: Time,
) -> Result<(), Problem> {
    forget_key(conn, account)?;
    put_key(conn, account, new, now)
}

/// Forgets a key pair that only a forgotten password would open, with whatever was sealed to it.
pub(in crate::identity) fn forget_key_under_password(
    conn: &mut Conn,
    account: Id,
) -> Result<(), DbError> {
    match find_key(conn, account)? {
        Some(key) if key.sealed_under == SealedUnder::Password => forget_key(conn, account),
        Some(_) | None => Ok(()),
    }
}

fn forget_key(conn: &mut Conn, account: Id) -> Result<(), DbError> {
    let held = case_key_holders::table
        .filter(case_key_holders::holder_id.eq(account))
        .filter(case_key_holders::holder_kind.ne("receipt"));
    diesel::delete(held).execute(conn)?;
    diesel::delete(account_keys::table.find(account)).execute(conn)?;
    Ok(())
}

/// Seals an account's private key under a fresh secret for a session's access token.
pub(in crate::identity) fn seal_for_session(
    randomness: &dyn Randomness,
    session: Id,
    private: &OpeningKey,
) -> Result<(SecretToken, Vec<u8>), SealingError> {
    let secret = SecretToken::generate(randomness);
    let sealed = seal_under(
        randomness,
        &[secret.as_bytes()],
        UNDER_SESSION,
        session.as_bytes(),
        private.expose(),
    )?;
    Ok((secret, sealed))
}

/// The same under a refresh token itself.
pub(in crate::identity) fn seal_for_refresh(
    randomness: &dyn Randomness,
    (session, token): (Id, &SecretToken),
    private: &OpeningKey,
) -> Result<Vec<u8>, SealingError> {
    seal_under(
        randomness,
        &[token.as_bytes()],
        UNDER_REFRESH_TOKEN,
        session.as_bytes(),
        private.expose(),
    )
}

/// Opens what [`seal_for_session`] sealed.
pub(in crate::identity) fn under_session_secret(
    session: Id,
    secret: &SecretToken,
    sealed: &[u8],
) -> Option<OpeningKey> {
    under(UNDER_SESSION, session, secret, sealed)
}

/// Opens what [`seal_for_refresh`] sealed.
pub(in crate::identity) fn under_refresh_token(
    session: Id,
    token: &SecretToken,
    sealed: &[u8],
) -> Option<OpeningKey> {
    under(UNDER_REFRESH_TOKEN, session, token, sealed)
}

fn under(
    label: &'static str,
    session: Id,
    secret: &SecretToken,
    sealed: &[u8],
) -> Option<OpeningKey> {
    let opened = open_under(&[secret.as_bytes()], label, session.as_bytes(), sealed).ok()?;
    OpeningKey::from_bytes(&opened).ok()
}
