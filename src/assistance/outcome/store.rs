//! Queries.

use diesel::prelude::*;

use super::model::Resolution;
use crate::assistance::model::AssistanceStatus;
use crate::correspondence::Author;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::assistance_outcome_statements as s;

/// A word on the outcome as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = s)]
pub(super) struct StatementRow {
    pub id: Id,
    pub request_id: Id,
    pub sequence: i64,
    pub author: Author,
    pub status: AssistanceStatus,
    pub outcome: Option<String>,
    pub resolved: Option<Resolution>,
    pub satisfaction: Option<i64>,
    pub sealed_amounts: Option<Vec<u8>>,
    pub stated_at: Time,
}

/// Every word on the outcome of a request, oldest first.
pub(super) fn list(conn: &mut Conn, request: Id) -> Result<Vec<StatementRow>, DbError> {
    Ok(s::table
        .filter(s::request_id.eq(request))
        .order(s::sequence)
        .select(StatementRow::as_select())
        .load(conn)?)
}

/// Adds a word; the request is locked, so that no two can come at once.
pub(super) fn insert(conn: &mut Conn, mut row: StatementRow) -> Result<StatementRow, DbError> {
    let last: Option<i64> = s::table
        .filter(s::request_id.eq(row.request_id))
        .select(diesel::dsl::max(s::sequence))
        .first(conn)?;
    row.sequence = last.unwrap_or(0) + 1;
    diesel::insert_into(s::table).values(&row).execute(conn)?;
    Ok(row)
}

/// Deletes all of a request that is being erased.
pub(super) fn delete(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    diesel::delete(s::table.filter(s::request_id.eq(request))).execute(conn)?;
    Ok(())
}
