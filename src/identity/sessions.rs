//! Sessions: one for each sign-in, kept alive by refresh tokens that are used once.

use std::time::Duration;

use diesel::prelude::*;

use super::case_keys::under_session_secret;
use crate::platform::clock::{Date, Time};
use crate::platform::crypto::{Domain, LookupKey, OpeningKey, SecretToken};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{accounts, organisations, refresh_tokens, sessions};
use crate::text_enum;

text_enum! {
    /// Why a session has ended before its time.
    pub enum EndedBecause {
        /// Its holder signed out.
        SignedOut => "signed_out",
        /// Its holder signed out everywhere.
        SignedOutEverywhere => "signed_out_everywhere",
        /// One of its refresh tokens was used twice.
        TokenReused => "token_reused",
        /// The account was disabled, or its organisation deactivated.
        Disabled => "disabled",
        /// The account was reset.
        Reset => "reset",
        /// The password was changed in another session.
        PasswordChanged => "password_changed",
        /// The tablet is trusted no more to whose key it was bound.
        DeviceRevoked => "device_revoked",
    }
}

/// Opens a session of an account that has proved who it is.
pub fn insert_session(
    conn: &mut Conn,
    session: Id,
    account: Id,
    now: Time,
    good_for: Duration,
) -> Result<(), DbError> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(session),
            sessions::account_id.eq(account),
            sessions::created_at.eq(now),
            sessions::last_used_on.eq(now.date()),
            sessions::expires_at.eq(now.plus(good_for)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Binds a session to a key: its tokens are worth nothing without.
pub(super) fn bind(conn: &mut Conn, session: Id, thumbprint: &str) -> Result<(), DbError> {
    diesel::update(sessions::table.find(session))
        .set(sessions::key_thumbprint.eq(thumbprint))
        .execute(conn)?;
    Ok(())
}

/// The key to which a session is bound.
pub(super) fn key_of(conn: &mut Conn, session: Id) -> Result<Option<String>, DbError> {
    let found: Option<Option<String>> = sessions::table
        .find(session)
        .select(sessions::key_thumbprint)
        .first(conn)
        .optional()?;
    Ok(found.flatten())
}

/// A session that has not ended.
#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub(super) struct SessionRow {
    pub id: Id,
    pub created_at: Time,
    pub last_used_on: Date,
    pub expires_at: Time,
}

/// The sessions of an account that have not ended, newest first.
pub(super) fn list_live(
    conn: &mut Conn,
    account: Id,
    now: Time,
    before: Option<Id>,
    rows: i64,
) -> Result<Vec<SessionRow>, DbError> {
    let mut query = sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .order(sessions::id.desc())
        .limit(rows)
        .select(SessionRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(sessions::id.lt(before));
    }
    Ok(query.load(conn)?)
}

/// A session of an account, if it has not ended.
pub(super) fn find_live(
    conn: &mut Conn,
    account: Id,
    session: Id,
    now: Time,
) -> Result<Option<SessionRow>, DbError> {
    Ok(sessions::table
        .filter(sessions::id.eq(session))
        .filter(sessions::account_id.eq(account))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .select(SessionRow::as_select())
        .first(conn)
        .optional()?)
}

/// Which sessions of an account are meant.
#[derive(Debug, Clone, Copy)]
pub(super) enum Which {
    All,
    Only(Id),
    AllBut(Id),
}

/// Ends sessions of an account; their access tokens are refused from the next request on.
pub(super) fn end(
    conn: &mut Conn,
    account: Id,
    which: Which,
    because: EndedBecause,
    now: Time,
) -> Result<usize, DbError> {
    let mut live = sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::ended_at.is_null())
        .select(sessions::id)
        .into_boxed();
    match which {
        Which::All => {}
        Which::Only(session) => live = live.filter(sessions::id.eq(session)),
        Which::AllBut(session) => live = live.filter(sessions::id.ne(session)),
    }
    let live: Vec<Id> = live.load(conn)?;
    end_each(conn, &live, because, now)?;
    Ok(live.len())
}

/// Ends the sessions that are bound to the key of a tablet, whoever signed in on it.
pub(super) fn end_bound(conn: &mut Conn, thumbprint: &str, now: Time) -> Result<(), DbError> {
    let live: Vec<Id> = sessions::table
        .filter(sessions::key_thumbprint.eq(thumbprint))
        .filter(sessions::ended_at.is_null())
        .order(sessions::id)
        .select(sessions::id)
        .load(conn)?;
    end_each(conn, &live, EndedBecause::DeviceRevoked, now)
}

fn end_each(conn: &mut Conn, live: &[Id], because: EndedBecause, now: Time) -> Result<(), DbError> {
    for session in live {
        diesel::update(sessions::table.find(*session))
            .set((
                sessions::ended_at.eq(now),
                sessions::ended_because.eq(because),
                sessions::sealed_account_key.eq(None::<Vec<u8>>),
                sessions::previous_account_key.eq(None::<Vec<u8>>),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Stores the account's private key as it is sealed for the next access token; the one before stays for
/// requests that are under way.
pub(super) fn put_account_key(
    conn: &mut Conn,
    session: Id,
    sealed: Vec<u8>,
) -> Result<(), DbError> {
    diesel::update(sessions::table.find(session))
        .set((
            sessions::previous_account_key.eq(sessions::sealed_account_key),
            sessions::sealed_account_key.eq(sealed),
        ))
        .execute(conn)?;
    Ok(())
}

/// What is sealed for the newest access token, and for the one before.
type SealedKeys = (Option<Vec<u8>>, Option<Vec<u8>>);

/// The account's private key, when this secret of a token opens it.
pub(super) fn open_account_key(
    conn: &mut Conn,
    session: Id,
    secret: &SecretToken,
) -> Result<Option<OpeningKey>, DbError> {
    let sealed: Option<SealedKeys> = sessions::table
        .find(session)
        .select((sessions::sealed_account_key, sessions::previous_account_key))
        .first(conn)
        .optional()?;
    let (newest, previous) = sealed.unwrap_or_default();
    let open = |sealed: Vec<u8>| under_session_secret(session, secret, &sealed);
    Ok(newest.and_then(open).or_else(|| previous.and_then(open)))
}

/// Ends every session of an organisation that is being deactivated.
pub fn end_sessions_of(conn: &mut Conn, organisation: Id, now: Time) -> Result<(), DbError> {
    let members: Vec<Id> = accounts::table
        .filter(accounts::organisation_id.eq(organisation))
        .select(accounts::id)
        .load(conn)?;
    for account in members {
        end(conn, account, Which::All, EndedBecause::Disabled, now)?;
    }
    Ok(())
}

/// Stores the hash of a refresh token.
pub(super) fn insert_refresh_token(
    conn: &mut Conn,
    lookup: &LookupKey,
    token: &SecretToken,
    (session, sealed_account_key): (Id, Option<Vec<u8>>),
    expires_at: Time,
) -> Result<(), DbError> {
    let hash = lookup.hash(Domain::RefreshToken, token.as_bytes());
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::token_hash.eq(hash.as_slice()),
            refresh_tokens::session_id.eq(session),
            refresh_tokens::expires_at.eq(expires_at),
            refresh_tokens::sealed_account_key.eq(sealed_account_key),
        ))
        .execute(conn)?;
    Ok(())
}

/// What presenting a refresh token found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Presented {
    /// It was good, and is now used up.
    Good {
        /// The session that it keeps alive.
        session: Id,
        /// The session's account.
        account: Id,
        /// The account's private key, sealed under the token.
        sealed_account_key: Option<Vec<u8>>,
    },
    /// It was used before.
    Reused {
        /// The session that it kept alive.
        session: Id,
        /// The session's account.
        account: Id,
        /// The account's organisation.
        organisation: Id,
    },
    /// It is unknown or over, or its session or account is.
    Refused,
}

/// Uses up a refresh token.
pub(super) fn use_refresh_token(
    conn: &mut Conn,
    hash: &[u8; 32],
    now: Time,
) -> Result<Presented, DbError> {
    let Some((_, account, _)) = find_refreshable(conn, hash, now)? else {
        return Ok(Presented::Refused);
    };
    super::accounts::lock(conn, account)?;
    // While we waited, the session may have ended or the account been disabled.
    let Some((session, account, organisation)) = find_refreshable(conn, hash, now)? else {
        return Ok(Presented::Refused);
    };
    // Compare and set: of two who come at the same time only one finds it unused.
    let unused = refresh_tokens::table
        .filter(refresh_tokens::token_hash.eq(hash.as_slice()))
        .filter(refresh_tokens::used_at.is_null());
    let sealed: Option<Option<Vec<u8>>> = unused
        .select(refresh_tokens::sealed_account_key)
        .first(conn)
        .optional()?;
    let done = diesel::update(unused)
        .set((
            refresh_tokens::used_at.eq(now),
            refresh_tokens::sealed_account_key.eq(None::<Vec<u8>>),
        ))
        .execute(conn)?;
    Ok(if done == 1 {
        Presented::Good {
            session,
            account,
            sealed_account_key: sealed.flatten(),
        }
    } else {
        Presented::Reused {
            session,
            account,
            organisation,
        }
    })
}

/// The session that a refresh token keeps alive, its account and organisation; used or not.
fn find_refreshable(
    conn: &mut Conn,
    hash: &[u8; 32],
    now: Time,
) -> Result<Option<(Id, Id, Id)>, DbError> {
    Ok(refresh_tokens::table
        .inner_join(sessions::table.inner_join(accounts::table.inner_join(organisations::table)))
        .filter(refresh_tokens::token_hash.eq(hash.as_slice()))
        .filter(refresh_tokens::expires_at.gt(now))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::expires_at.gt(now))
        .filter(accounts::status.eq("active"))
        .filter(organisations::status.eq("active"))
        .select((sessions::id, accounts::id, accounts::organisation_id))
        .first(conn)
        .optional()?)
}

/// Keeps a session alive.
pub(super) fn prolong(
    conn: &mut Conn,
    session: Id,
    now: Time,
    expires_at: Time,
) -> Result<(), DbError> {
    diesel::update(sessions::table.find(session))
        .set((
            sessions::last_used_on.eq(now.date()),
            sessions::expires_at.eq(expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets sessions and tokens whose time is over.
pub fn forget_expired_sessions(conn: &mut Conn, now: Time) -> Result<(), DbError> {
    use crate::schema::set_up_tokens;

    super::openid::forget_expired(conn, now)?;
    super::key_proofs::forget_expired(conn, now)?;

    diesel::delete(set_up_tokens::table.filter(set_up_tokens::expires_at.lt(now))).execute(conn)?;
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::expires_at.lt(now)))
        .execute(conn)?;
    let over: Vec<Id> = sessions::table
        .filter(sessions::expires_at.lt(now))
        .select(sessions::id)
        .limit(500)
        .load(conn)?;
    for session in over {
        diesel::delete(refresh_tokens::table.filter(refresh_tokens::session_id.eq(session)))
            .execute(conn)?;
        diesel::delete(sessions::table.find(session)).execute(conn)?;
    }
    Ok(())
}
