//! What people say of services.

use diesel::prelude::*;

use crate::directory::model::{ServiceReportKind, ServiceReportOutcome, ServiceReportState};
use crate::platform::clock::{Date, Time};
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::schema::{
    directory_organisations as o, directory_reports as r, directory_services as s,
};

/// A report as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = r)]
pub struct ReportRow {
    pub id: Id,
    pub service_id: Id,
    pub kind: ServiceReportKind,
    pub sealed_words: Option<Vec<u8>>,
    pub reported_on: Date,
    pub state: ServiceReportState,
    pub outcome: Option<ServiceReportOutcome>,
    pub sealed_note: Option<Vec<u8>>,
    pub closed_at: Option<Time>,
    pub closed_by: Option<Id>,
    pub version: i64,
}

/// A report that is new.
#[derive(Insertable)]
#[diesel(table_name = r)]
pub struct NewReport {
    pub id: Id,
    pub service_id: Id,
    pub kind: ServiceReportKind,
    pub sealed_words: Option<Vec<u8>>,
    pub reported_on: Date,
}

/// How a report is closed.
#[derive(AsChangeset)]
#[diesel(table_name = r)]
pub struct Closing {
    pub outcome: Option<ServiceReportOutcome>,
    pub sealed_note: Option<Vec<u8>>,
    pub closed_at: Option<Time>,
    pub closed_by: Option<Id>,
}

/// Stores one that is new.
pub fn insert_report(conn: &mut Conn, new: NewReport) -> QueryResult<()> {
    diesel::insert_into(r::table)
        .values((
            new,
            r::state.eq(ServiceReportState::Open),
            r::version.eq(1_i64),
        ))
        .execute(conn)?;
    Ok(())
}

/// The one with this id.
pub fn find_report(conn: &mut Conn, id: Id) -> QueryResult<Option<ReportRow>> {
    let row = r::table.find(id).select(ReportRow::as_select());
    row.first(conn).optional()
}

/// The same, locked until the commit.
pub fn lock_report(conn: &mut Conn, id: Id) -> QueryResult<Option<ReportRow>> {
    let rows: Vec<ReportRow> = crate::lock!(
        conn,
        r::table.filter(r::id.eq(id)).select(ReportRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Closes one.
pub fn close_report(conn: &mut Conn, row: &ReportRow, closing: Closing) -> QueryResult<()> {
    diesel::update(r::table.find(row.id))
        .set((
            closing,
            r::state.eq(ServiceReportState::Closed),
            r::version.eq(row.version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Reports after one, on services of one keeper or on all.
pub fn list_reports(
    conn: &mut Conn,
    keeper: Option<Id>,
    state: Option<ServiceReportState>,
    after: Option<Id>,
    rows: i64,
) -> QueryResult<Vec<ReportRow>> {
    let mut query = r::table
        .order(r::id)
        .limit(rows)
        .select(ReportRow::as_select())
        .into_boxed();
    if let Some(keeper) = keeper {
        let own = s::table
            .inner_join(o::table)
            .filter(o::kept_by.eq(keeper))
            .select(s::id);
        query = query.filter(r::service_id.eq_any(own));
    }
    if let Some(state) = state {
        query = query.filter(r::state.eq(state));
    }
    if let Some(after) = after {
        query = query.filter(r::id.gt(after));
    }
    query.load(conn)
}

/// Deletes reports that were closed before a time or made before a day; returns their ids, whose keys go with them.
pub fn forget_old_reports(
    conn: &mut Conn,
    closed_before: Time,
    made_before: Date,
) -> QueryResult<Vec<Id>> {
    let is_old = r::closed_at
        .lt(closed_before)
        .or(r::reported_on.lt(made_before));
    let old: Vec<Id> = r::table
        .filter(is_old)
        .select(r::id)
        .limit(100)
        .load(conn)?;
    diesel::delete(r::table.filter(r::id.eq_any(old.clone()))).execute(conn)?;
    Ok(old)
}
