//! Signed reports: rows are only ever added.

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::inspection_reports as reports;
use crate::text_enum;

text_enum! {
    /// How a report was signed.
    pub enum SigningMethod {
        /// By an inspector who was signed in with a second factor, and named the digest of what was read.
        SignedIn => "signed_in",
    }
}

/// A signed report.
#[derive(Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = reports)]
pub struct ReportRow {
    pub id: Id,
    pub visit_id: Id,
    pub organisation_id: Id,
    pub number: i64,
    pub content: Json,
    pub sha256: String,
    pub signed_by: Id,
    pub signed_at: Time,
    pub method: SigningMethod,
}

/// Stores one.
pub fn insert(conn: &mut Conn, row: ReportRow) -> Result<(), DbError> {
    let insert = diesel::insert_into(reports::table).values(row);
    crate::native!(conn, native => insert.execute(native))?;
    Ok(())
}

/// The reports of a visit, the newest first.
pub fn list(conn: &mut Conn, organisation: Id, visit: Id) -> QueryResult<Vec<ReportRow>> {
    reports::table
        .filter(reports::visit_id.eq(visit))
        .filter(reports::organisation_id.eq(organisation))
        .order(reports::number.desc())
        .select(ReportRow::as_select())
        .load(conn)
}

/// The reports with a digest: number, when each was signed, and whether it is the newest of its visit.
pub fn with_digest(conn: &mut Conn, sha256: &str) -> Result<Option<(i64, Time, bool)>, DbError> {
    let found: Option<(Id, i64, Time)> = reports::table
        .filter(reports::sha256.eq(sha256.to_owned()))
        .order(reports::number.desc())
        .select((reports::visit_id, reports::number, reports::signed_at))
        .first(conn)
        .optional()?;
    let Some((visit, number, signed_at)) = found else {
        return Ok(None);
    };
    let newer: i64 = reports::table
        .filter(reports::visit_id.eq(visit))
        .filter(reports::number.gt(number))
        .count()
        .get_result(conn)?;
    Ok(Some((number, signed_at, newer == 0)))
}
