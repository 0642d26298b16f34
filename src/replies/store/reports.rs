//! Reports.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::claims::Interests;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::platform::ids::Id;
use crate::replies::model::ReportStatus;
use crate::schema::review_reports;

/// A report; its statement is still sealed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = review_reports)]
pub struct ReportRow {
    pub id: Id,
    pub claim_id: Id,
    pub agency_id: Id,
    pub public_review_id: Id,
    pub status: ReportStatus,
    pub reason: String,
    pub sealed_statement: Vec<u8>,
    pub version: i64,
    pub filed_on: Date,
    pub due_on: Date,
}

/// Stores a new report.
pub fn insert(conn: &mut Conn, row: &ReportRow) -> Result<(), DbError> {
    diesel::insert_into(review_reports::table)
        .values((
            review_reports::id.eq(row.id),
            review_reports::claim_id.eq(row.claim_id),
            review_reports::agency_id.eq(row.agency_id),
            review_reports::public_review_id.eq(row.public_review_id),
            review_reports::status.eq(row.status),
            review_reports::reason.eq(&row.reason),
            review_reports::sealed_statement.eq(&row.sealed_statement),
            review_reports::version.eq(row.version),
            review_reports::filed_on.eq(row.filed_on),
            review_reports::due_on.eq(row.due_on),
            review_reports::changed_on.eq(row.filed_on),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores what was decided about a report that is locked.
pub fn decide(
    conn: &mut Conn,
    report: Id,
    status: ReportStatus,
    today: Date,
) -> Result<(), DbError> {
    diesel::update(review_reports::table.find(report))
        .set((
            review_reports::status.eq(status),
            review_reports::version.eq(review_reports::version + 1),
            review_reports::changed_on.eq(today),
        ))
        .execute(conn)?;
    Ok(())
}

/// A report, as it is now.
pub fn find(conn: &mut Conn, report: Id) -> Result<Option<ReportRow>, DbError> {
    let query = review_reports::table.find(report);
    Ok(query
        .select(ReportRow::as_select())
        .first(conn)
        .optional()?)
}

/// Reports of an agency since a day.
pub fn count_since(conn: &mut Conn, agency: Id, since: Date) -> Result<i64, DbError> {
    Ok(review_reports::table
        .filter(review_reports::agency_id.eq(agency))
        .filter(review_reports::filed_on.ge(since))
        .select(count_star())
        .first(conn)?)
}

/// The reports of some publications under a claim, oldest day first.
pub fn list_of(conn: &mut Conn, claim: Id, of: Vec<Id>) -> Result<Vec<ReportRow>, DbError> {
    Ok(review_reports::table
        .filter(review_reports::public_review_id.eq_any(of))
        .filter(review_reports::claim_id.eq(claim))
        .order((review_reports::filed_on, review_reports::id))
        .select(ReportRow::as_select())
        .load(conn)?)
}

/// Which reports a moderator wants to see.
#[derive(Debug, Clone)]
pub struct QueueFilter {
    /// How far they have come.
    pub status: ReportStatus,
    /// Of this agency.
    pub agency: Option<Id>,
    /// Of none of these agencies.
    pub except: Interests,
}

/// Reports, the soonest due first, after a position.
pub fn queue(
    conn: &mut Conn,
    filter: &QueueFilter,
    after: Option<(Date, Id)>,
    rows: i64,
) -> Result<Vec<ReportRow>, DbError> {
    let Some(except) = filter.except.left_out() else {
        return Ok(Vec::new());
    };
    let mut query = review_reports::table
        .filter(review_reports::status.eq(filter.status))
        .into_boxed::<MultiBackend>();
    if let Some(agency) = filter.agency {
        query = query.filter(review_reports::agency_id.eq(agency));
    }
    if !except.is_empty() {
        query = query.filter(review_reports::agency_id.ne_all(except));
    }
    if let Some((day, id)) = after {
        let same = review_reports::due_on.eq(day);
        let later = review_reports::due_on.gt(day);
        query = query.filter(later.or(same.and(review_reports::id.gt(id))));
    }
    Ok(query
        .order((review_reports::due_on, review_reports::id))
        .limit(rows)
        .select(ReportRow::as_select())
        .load(conn)?)
}

/// Reports that were decided and not changed since a day.
pub fn list_over(conn: &mut Conn, since: Date, most: i64) -> Result<Vec<Id>, DbError> {
    Ok(review_reports::table
        .filter(review_reports::status.ne(ReportStatus::Open))
        .filter(review_reports::changed_on.lt(since))
        .order(review_reports::id)
        .limit(most)
        .select(review_reports::id)
        .load(conn)?)
}

/// Deletes a report.
pub fn delete(conn: &mut Conn, report: Id) -> Result<(), DbError> {
    diesel::delete(review_reports::table.find(report)).execute(conn)?;
    Ok(())
}
