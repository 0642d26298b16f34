//! The tokens with which accounts are set up.

use std::time::Duration;

use diesel::prelude::*;

use crate::identity::secrets::Secrets;
use crate::platform::clock::Time;
use crate::platform::crypto::{Domain, SecretToken};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::set_up_tokens;

/// How long a set-up token is good.
pub const SET_UP_HOURS: u64 = 72;

/// A new token; those before become worthless.
pub(super) fn issue_token(
    conn: &mut Conn,
    secrets: &Secrets,
    account: Id,
    now: Time,
) -> Result<(SecretToken, Time), DbError> {
    forget_tokens(conn, account)?;
    let token = SecretToken::generate(&*secrets.randomness);
    let expires_at = now.plus(Duration::from_hours(SET_UP_HOURS));
    let hash = secrets.lookup.hash(Domain::SetUpToken, token.as_bytes());
    diesel::insert_into(set_up_tokens::table)
        .values((
            set_up_tokens::token_hash.eq(hash.as_slice()),
            set_up_tokens::account_id.eq(account),
            set_up_tokens::expires_at.eq(expires_at),
        ))
        .execute(conn)?;
    Ok((token, expires_at))
}

/// Makes an account's set-up tokens worthless.
pub(in crate::identity) fn forget_tokens(conn: &mut Conn, account: Id) -> Result<(), DbError> {
    diesel::delete(set_up_tokens::table.filter(set_up_tokens::account_id.eq(account)))
        .execute(conn)?;
    Ok(())
}
