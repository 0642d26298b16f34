//! Numbers that want no texts.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::schema::contact_stops;

/// Whether a number is among them.
pub(in crate::contact) fn is_stopped(conn: &mut Conn, hash: &[u8]) -> Result<bool, DbError> {
    let found: i64 = contact_stops::table
        .find(hash)
        .select(count_star())
        .first(conn)?;
    Ok(found > 0)
}

/// Adds a number; one that is there stays as it is.
pub(in crate::contact) fn insert_stop(
    conn: &mut Conn,
    hash: &[u8],
    at: Time,
) -> Result<(), DbError> {
    if is_stopped(conn, hash)? {
        return Ok(());
    }
    diesel::insert_into(contact_stops::table)
        .values((
            contact_stops::number_hash.eq(hash),
            contact_stops::stopped_at.eq(at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes a number out.
pub(in crate::contact) fn delete_stop(conn: &mut Conn, hash: &[u8]) -> Result<(), DbError> {
    diesel::delete(contact_stops::table.find(hash)).execute(conn)?;
    Ok(())
}
