//! Messages that were taken from other servers.

use diesel::prelude::*;

use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::peer_received;

/// A message that was taken, without what it said.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = peer_received)]
pub(in crate::peers) struct ReceivedRow {
    pub peer_id: Id,
    pub message_id: Id,
    pub digest: Vec<u8>,
    pub refusal: Option<String>,
    pub ends: Option<Id>,
    pub received_on: Date,
}

/// A message of a server, if it was taken before.
pub(in crate::peers) fn find_received(
    conn: &mut Conn,
    peer: Id,
    message: Id,
) -> Result<Option<ReceivedRow>, DbError> {
    Ok(peer_received::table
        .find((peer, message))
        .select(ReceivedRow::as_select())
        .first(conn)
        .optional()?)
}

/// Whether the last message about something was taken.
pub(in crate::peers) fn has_ended(conn: &mut Conn, peer: Id, about: Id) -> Result<bool, DbError> {
    let count: i64 = peer_received::table
        .filter(peer_received::peer_id.eq(peer))
        .filter(peer_received::ends.eq(about))
        .count()
        .get_result(conn)?;
    Ok(count > 0)
}

/// Keeps that a message was taken.
pub(in crate::peers) fn insert_received(conn: &mut Conn, row: &ReceivedRow) -> Result<(), DbError> {
    diesel::insert_into(peer_received::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// For how long it is known which messages were taken: far longer than any is sent.
const KEPT_DAYS: u64 = 30;

/// Forgets what was taken long ago.
pub fn forget_received(conn: &mut Conn, now: Time) -> Result<(), DbError> {
    let before = now
        .minus(std::time::Duration::from_hours(24 * KEPT_DAYS))
        .date();
    let old = peer_received::table.filter(peer_received::received_on.lt(before));
    diesel::delete(old).execute(conn)?;
    Ok(())
}
