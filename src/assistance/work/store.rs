//! Queries.

use diesel::prelude::*;

use super::model::{AppointmentReply, ItemKind};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{assistance_case_plans as p, assistance_work_items as w};

/// A plan as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = p)]
pub(super) struct PlanRow {
    pub request_id: Id,
    pub version: i64,
    pub sealed_plan: Vec<u8>,
    pub changed_by: Id,
    pub changed_at: Time,
}

/// Something written down as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = w)]
#[diesel(treat_none_as_null = true)]
pub(super) struct ItemRow {
    pub id: Id,
    pub request_id: Id,
    pub kind: ItemKind,
    pub version: i64,
    pub sealed_item: Vec<u8>,
    pub changed_by: Id,
    pub created_at: Time,
    pub changed_at: Time,
    pub reply: Option<AppointmentReply>,
    pub sealed_reply: Option<Vec<u8>>,
    pub replied_at: Option<Time>,
}

/// The plan of a request.
pub(super) fn find_plan(conn: &mut Conn, request: Id) -> Result<Option<PlanRow>, DbError> {
    Ok(p::table
        .find(request)
        .select(PlanRow::as_select())
        .first(conn)
        .optional()?)
}

/// Writes a plan anew; the request is locked.
pub(super) fn put_plan(conn: &mut Conn, row: &PlanRow) -> Result<(), DbError> {
    diesel::delete(p::table.find(row.request_id)).execute(conn)?;
    diesel::insert_into(p::table).values(row).execute(conn)?;
    Ok(())
}

/// Something written down, whatever request it belongs to.
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<ItemRow>, DbError> {
    Ok(w::table
        .find(id)
        .select(ItemRow::as_select())
        .first(conn)
        .optional()?)
}

/// Everything of a request, the oldest first.
pub(super) fn list(conn: &mut Conn, request: Id) -> Result<Vec<ItemRow>, DbError> {
    Ok(w::table
        .filter(w::request_id.eq(request))
        .order((w::kind, w::created_at, w::id))
        .select(ItemRow::as_select())
        .load(conn)?)
}

/// Adds something.
pub(super) fn insert(conn: &mut Conn, row: &ItemRow) -> Result<(), DbError> {
    diesel::insert_into(w::table).values(row).execute(conn)?;
    Ok(())
}

/// Changes something.
pub(super) fn update(conn: &mut Conn, row: &ItemRow) -> Result<(), DbError> {
    diesel::update(w::table.find(row.id))
        .set(row)
        .execute(conn)?;
    Ok(())
}

/// Deletes all of a request that is being erased.
pub(super) fn delete(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    diesel::delete(w::table.filter(w::request_id.eq(request))).execute(conn)?;
    diesel::delete(p::table.find(request)).execute(conn)?;
    Ok(())
}
