//! Queries.

use diesel::prelude::*;

use super::model::RetentionClass;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{assistance_holds as holds, assistance_retention as retention};

/// For how long a request is kept.
#[derive(Debug, Clone, Copy, Queryable, Selectable, Insertable)]
#[diesel(table_name = retention)]
pub(in crate::assistance) struct RetentionRow {
    pub request_id: Id,
    pub class: RetentionClass,
    pub expires_at: Time,
    pub warned_at: Option<Time>,
}

/// A legal hold.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = holds)]
pub(in crate::assistance) struct HoldRow {
    pub request_id: Id,
    pub id: Id,
    pub reason: String,
    pub placed_by: Id,
    pub placed_at: Time,
    pub held_until: Time,
    pub erasure_wished_at: Option<Time>,
    pub sealed_reference: Vec<u8>,
}

/// For how long a request is kept; `None` as long as it is open.
pub(super) fn find(conn: &mut Conn, request: Id) -> Result<Option<RetentionRow>, DbError> {
    Ok(retention::table
        .find(request)
        .select(RetentionRow::as_select())
        .first(conn)
        .optional()?)
}

/// Says anew for how long a request is kept.
pub(super) fn replace(conn: &mut Conn, row: RetentionRow) -> Result<(), DbError> {
    remove(conn, row.request_id)?;
    diesel::insert_into(retention::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Forgets it: the request was reopened, or erased.
pub(super) fn remove(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    diesel::delete(retention::table.find(request)).execute(conn)?;
    Ok(())
}

/// Requests of whose end nobody was told yet, although it comes before a time.
pub(super) fn list_unwarned(
    conn: &mut Conn,
    before: Time,
    most: i64,
) -> Result<Vec<RetentionRow>, DbError> {
    Ok(retention::table
        .filter(retention::expires_at.le(before))
        .filter(retention::warned_at.is_null())
        .select(RetentionRow::as_select())
        .order(retention::expires_at)
        .limit(most)
        .load(conn)?)
}

/// Requests whose time is over and of which everybody was told, unless they are held.
pub(super) fn list_over(conn: &mut Conn, now: Time, most: i64) -> Result<Vec<Id>, DbError> {
    Ok(retention::table
        .filter(retention::expires_at.le(now))
        .filter(retention::warned_at.is_not_null())
        .filter(retention::request_id.ne_all(holds::table.select(holds::request_id)))
        .order(retention::expires_at)
        .select(retention::request_id)
        .limit(most)
        .load(conn)?)
}

/// The requests of whose end both sides are told.
#[diesel::dsl::auto_type]
pub(in crate::assistance) fn warned() -> _ {
    retention::table
        .filter(retention::warned_at.is_not_null())
        .select(retention::request_id)
}

/// The hold on a request.
pub(super) fn find_hold(conn: &mut Conn, request: Id) -> Result<Option<HoldRow>, DbError> {
    Ok(holds::table
        .find(request)
        .select(HoldRow::as_select())
        .first(conn)
        .optional()?)
}

/// Places a hold.
pub(super) fn insert_hold(conn: &mut Conn, row: HoldRow) -> Result<(), DbError> {
    diesel::insert_into(holds::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Lifts a hold.
pub(super) fn remove_hold(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    diesel::delete(holds::table.find(request)).execute(conn)?;
    Ok(())
}

/// Remembers since when the person wishes to have it erased; an earlier time stays.
pub(super) fn note_wish(conn: &mut Conn, request: Id, now: Time) -> Result<(), DbError> {
    let hold = holds::table
        .filter(holds::request_id.eq(request))
        .filter(holds::erasure_wished_at.is_null());
    diesel::update(hold)
        .set(holds::erasure_wished_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Requests whose hold is over.
pub(super) fn list_hold_over(conn: &mut Conn, now: Time, most: i64) -> Result<Vec<Id>, DbError> {
    Ok(holds::table
        .filter(holds::held_until.le(now))
        .order(holds::held_until)
        .select(holds::request_id)
        .limit(most)
        .load(conn)?)
}
