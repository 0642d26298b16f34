//! What the sender needs of a plan.

use diesel::prelude::*;

use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::contact_plans;

/// What is kept for the sender, sealed.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = contact_plans)]
pub(in crate::contact) struct PlanRow {
    pub request_id: Id,
    /// The subject of its key.
    pub key_id: Id,
    pub sealed: Vec<u8>,
}

/// What is kept of a request.
pub(in crate::contact) fn find_plan(
    conn: &mut Conn,
    request: Id,
) -> Result<Option<PlanRow>, DbError> {
    Ok(contact_plans::table
        .find(request)
        .select(PlanRow::as_select())
        .first(conn)
        .optional()?)
}

/// Keeps it; there is none.
pub(in crate::contact) fn put_plan(conn: &mut Conn, row: &PlanRow) -> Result<(), DbError> {
    diesel::insert_into(contact_plans::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Deletes it.
pub(in crate::contact) fn delete_plan(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    diesel::delete(contact_plans::table.find(request)).execute(conn)?;
    Ok(())
}
