//! When what was told was shown to who holds the receipt.

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::narrative_readings;

/// How many are told.
const MOST_TOLD: i64 = 20;

/// Notes that the narrative of a request was shown.
pub(in crate::assistance) fn insert_reading(
    conn: &mut Conn,
    id: Id,
    request: Id,
    at: Time,
) -> Result<(), DbError> {
    diesel::insert_into(narrative_readings::table)
        .values((
            narrative_readings::id.eq(id),
            narrative_readings::request_id.eq(request),
            narrative_readings::read_at.eq(at),
        ))
        .execute(conn)?;
    Ok(())
}

/// When the narrative of a request was shown, the latest first.
pub(in crate::assistance) fn list_readings(
    conn: &mut Conn,
    request: Id,
) -> Result<Vec<Time>, DbError> {
    Ok(narrative_readings::table
        .filter(narrative_readings::request_id.eq(request))
        .order(narrative_readings::read_at.desc())
        .select(narrative_readings::read_at)
        .limit(MOST_TOLD)
        .load(conn)?)
}

/// Forgets it.
pub(in crate::assistance) fn delete_readings(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    let rows = narrative_readings::table.filter(narrative_readings::request_id.eq(request));
    diesel::delete(rows).execute(conn)?;
    Ok(())
}
