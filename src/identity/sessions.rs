//! Sessions: one for each sign-in.

use std::time::Duration;

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::sessions;

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
            sessions::expires_at.eq(now.plus(good_for)),
        ))
        .execute(conn)?;
    Ok(())
}
