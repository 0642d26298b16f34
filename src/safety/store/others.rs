//! Reports as others find them: by a reference, and several at once.

use diesel::prelude::*;

use super::reports::ReportRow;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::safety::model::Report;
use crate::schema::safety_reports;

/// A report, locked until the commit, whoever has it.
pub fn lock(conn: &mut Conn, id: Id) -> Result<Option<Report>, DbError> {
    let rows: Vec<ReportRow> = crate::lock!(
        conn,
        safety_reports::table
            .find(id)
            .select(ReportRow::as_select())
    )?;
    rows.into_iter()
        .next()
        .map(ReportRow::into_report)
        .transpose()
}

/// Some reports of an organisation.
pub fn list_of_organisation(
    conn: &mut Conn,
    organisation: Id,
    ids: Vec<Id>,
) -> Result<Vec<Report>, DbError> {
    let rows: Vec<ReportRow> = safety_reports::table
        .filter(safety_reports::id.eq_any(ids))
        .filter(safety_reports::organisation_id.eq(organisation))
        .select(ReportRow::as_select())
        .load(conn)?;
    rows.into_iter().map(ReportRow::into_report).collect()
}

/// Some reports.
pub fn list_by_ids(conn: &mut Conn, ids: Vec<Id>) -> Result<Vec<Report>, DbError> {
    let rows: Vec<ReportRow> = safety_reports::table
        .filter(safety_reports::id.eq_any(ids))
        .select(ReportRow::as_select())
        .load(conn)?;
    rows.into_iter().map(ReportRow::into_report).collect()
}

/// Remembers who filed a report, for this report only.
pub fn put_witness(conn: &mut Conn, id: Id, hash: &[u8; 32]) -> Result<(), DbError> {
    diesel::update(safety_reports::table.find(id))
        .set(safety_reports::witness_hash.eq(hash.as_slice()))
        .execute(conn)?;
    Ok(())
}

/// Keeps under what others find a report who saw the danger too, in the place of an earlier reference; `None` takes it
/// away.
pub fn put_reference(conn: &mut Conn, id: Id, hash: Option<&[u8; 32]>) -> Result<(), DbError> {
    diesel::update(safety_reports::table.find(id))
        .set(safety_reports::reference_hash.eq(hash.map(<[u8; 32]>::as_slice)))
        .execute(conn)?;
    Ok(())
}

/// The report that a reference names.
pub fn find_by_reference(conn: &mut Conn, hash: &[u8; 32]) -> Result<Option<Id>, DbError> {
    Ok(safety_reports::table
        .filter(safety_reports::reference_hash.eq(hash.as_slice()))
        .select(safety_reports::id)
        .first(conn)
        .optional()?)
}
