//! The queries: each reads what it needs at once, whatever the number of rows.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde_json::{Map, Value};

use crate::inspections::error::InspectionError;
use crate::inspections::records::{RecordKind, VisitStatus};
use crate::platform::clock::{Date, Time};
use crate::platform::db::dialect::json_text_within;
use crate::platform::db::{Conn, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::{
    inspection_annual_editions as editions, inspection_annual_statement_events as events,
    inspection_annual_statements as statements, inspection_records as records,
    inspection_visits as visits,
};

const DOCUMENT: &str = "inspection_records.document";
const OF_ANOTHER: &str = "other.document";

/// Visits of an inspectorate that began on one of these days, and those that could not be made: id, document, when it was stored.
pub fn list_visits(
    conn: &mut Conn,
    organisation: Id,
    days: (Date, Date),
) -> QueryResult<Vec<(Id, Json, Time)>> {
    let began = sql::<Bool>(&json_text_within(conn, (DOCUMENT, "started_at"), days));
    visits::table
        .inner_join(records::table.on(records::id.eq(visits::id)))
        .filter(visits::organisation_id.eq(organisation))
        .filter(visits::status.ne(VisitStatus::Planned))
        .filter(visits::status.ne(VisitStatus::Cancelled))
        .filter(began.or(visits::status.eq(VisitStatus::NotDone)))
        .order(visits::id)
        .select((visits::id, records::document, visits::created_at))
        .load(conn)
}

/// Findings of the visits that began on one of these days: id, visit, document.
pub fn list_findings(
    conn: &mut Conn,
    organisation: Id,
    days: (Date, Date),
) -> QueryResult<Vec<(Id, Id, Json)>> {
    let began = json_text_within(conn, (OF_ANOTHER, "started_at"), days);
    let of_visits = sql::<Bool>(&format!(
        "EXISTS (SELECT 1 FROM inspection_records AS other \
         WHERE other.id = inspection_records.visit_id AND {began})"
    ));
    records::table
        .filter(records::organisation_id.eq(organisation))
        .filter(records::kind.eq(RecordKind::Finding))
        .filter(of_visits)
        .order(records::id)
        .select((records::id, records::visit_id, records::document))
        .load(conn)
}

/// Measures that were issued on one of these days, each with the establishment.
pub fn list_measures(
    conn: &mut Conn,
    organisation: Id,
    days: (Date, Date),
) -> QueryResult<Vec<(Json, Id)>> {
    let issued = sql::<Bool>(&json_text_within(conn, (DOCUMENT, "issued_at"), days));
    records::table
        .inner_join(visits::table.on(visits::id.eq(records::visit_id)))
        .filter(records::organisation_id.eq(organisation))
        .filter(records::kind.eq(RecordKind::Measure))
        .filter(issued)
        .order(records::id)
        .select((records::document, visits::establishment_id))
        .load(conn)
}

/// Findings of the visits of which measures were issued on one of these days.
pub fn list_answered(
    conn: &mut Conn,
    organisation: Id,
    days: (Date, Date),
) -> QueryResult<Vec<(Id, Json)>> {
    let issued = json_text_within(conn, (OF_ANOTHER, "issued_at"), days);
    let of_visits = sql::<Bool>(&format!(
        "EXISTS (SELECT 1 FROM inspection_records AS other \
         WHERE other.visit_id = inspection_records.visit_id AND other.kind = 'measure' AND {issued})"
    ));
    records::table
        .filter(records::organisation_id.eq(organisation))
        .filter(records::kind.eq(RecordKind::Finding))
        .filter(of_visits)
        .order(records::id)
        .select((records::id, records::document))
        .load(conn)
}

/// What an inspectorate wrote for a year.
#[derive(Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = statements)]
pub struct StatementRow {
    pub id: Id,
    pub organisation_id: Id,
    pub year: i64,
    pub document: Json,
    pub version: i64,
    pub updated_at: Time,
}

/// A change of it.
#[derive(Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = events)]
pub struct StatementEventRow {
    pub statement_id: Id,
    pub version: i64,
    pub at: Time,
    pub account_id: Id,
    pub before: Json,
    pub after: Json,
}

/// What an inspectorate wrote for a year.
pub fn find_statement(
    conn: &mut Conn,
    organisation: Id,
    year: i16,
) -> QueryResult<Option<StatementRow>> {
    statements::table
        .filter(statements::organisation_id.eq(organisation))
        .filter(statements::year.eq(i64::from(year)))
        .select(StatementRow::as_select())
        .first(conn)
        .optional()
}

/// The same, locked until the commit.
pub fn lock_statement(
    conn: &mut Conn,
    organisation: Id,
    year: i16,
) -> QueryResult<Option<StatementRow>> {
    let rows: Vec<StatementRow> = crate::lock!(
        conn,
        statements::table
            .filter(statements::organisation_id.eq(organisation))
            .filter(statements::year.eq(i64::from(year)))
            .select(StatementRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Stores it as it is now.
pub fn put_statement(conn: &mut Conn, row: StatementRow) -> QueryResult<()> {
    if row.version == 1 {
        // Two who write the first one at once: the table takes one of them.
        diesel::insert_into(statements::table)
            .values(row)
            .execute(conn)?;
        return Ok(());
    }
    diesel::update(statements::table.find(row.id))
        .set((
            statements::document.eq(row.document),
            statements::version.eq(row.version),
            statements::updated_at.eq(row.updated_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Adds a change of it.
pub fn append(
    conn: &mut Conn,
    row: &StatementRow,
    (by, at): (Id, Time),
    (before, after): (&Map<String, Value>, &Map<String, Value>),
) -> Result<(), InspectionError> {
    let event = StatementEventRow {
        statement_id: row.id,
        version: row.version,
        at,
        account_id: by,
        before: Json::of(before)?,
        after: Json::of(after)?,
    };
    diesel::insert_into(events::table)
        .values(event)
        .execute(conn)?;
    Ok(())
}

/// The changes before one of them, newest first.
pub fn list_events(
    conn: &mut Conn,
    statement: Id,
    before: Option<i64>,
    rows: i64,
) -> QueryResult<Vec<StatementEventRow>> {
    let mut query = events::table
        .filter(events::statement_id.eq(statement))
        .order(events::version.desc())
        .limit(rows)
        .select(StatementEventRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(before) = before {
        query = query.filter(events::version.lt(before));
    }
    query.load(conn)
}

/// A published report.
#[derive(Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = editions)]
pub struct EditionRow {
    pub id: Id,
    pub organisation_id: Id,
    pub year: i64,
    pub edition: i64,
    pub exact: Json,
    pub published: Json,
    pub sha256: String,
    pub published_by: Id,
    pub published_at: Time,
}

/// Stores one. Of two that are published at once the table takes one.
pub fn insert_edition(conn: &mut Conn, row: EditionRow) -> QueryResult<()> {
    let insert = diesel::insert_into(editions::table).values(row);
    crate::native!(conn, native => insert.execute(native))?;
    Ok(())
}

/// The editions of a year, the newest first.
pub fn list_editions(conn: &mut Conn, organisation: Id, year: i16) -> QueryResult<Vec<EditionRow>> {
    editions::table
        .filter(editions::organisation_id.eq(organisation))
        .filter(editions::year.eq(i64::from(year)))
        .order(editions::edition.desc())
        .select(EditionRow::as_select())
        .load(conn)
}

/// An edition, of whatever inspectorate.
pub fn find_edition(conn: &mut Conn, id: Id) -> QueryResult<Option<EditionRow>> {
    editions::table
        .find(id)
        .select(EditionRow::as_select())
        .first(conn)
        .optional()
}

/// What a list of editions shows: id, inspectorate, year, edition, digest, when.
pub type ListedEdition = (Id, Id, i64, i64, String, Time);

/// Published editions before one of them, newest first.
pub fn list_published(
    conn: &mut Conn,
    (inspectorate, year): (Option<Id>, Option<i16>),
    before: Option<Id>,
    rows: i64,
) -> QueryResult<Vec<ListedEdition>> {
    let mut query = editions::table
        .order(editions::id.desc())
        .limit(rows)
        .select((
            editions::id,
            editions::organisation_id,
            editions::year,
            editions::edition,
            editions::sha256,
            editions::published_at,
        ))
        .into_boxed::<MultiBackend>();
    if let Some(inspectorate) = inspectorate {
        query = query.filter(editions::organisation_id.eq(inspectorate));
    }
    if let Some(year) = year {
        query = query.filter(editions::year.eq(i64::from(year)));
    }
    if let Some(before) = before {
        query = query.filter(editions::id.lt(before));
    }
    query.load(conn)
}

/// The newest edition of each year of these inspectorates.
pub fn newest_of(conn: &mut Conn, of: Vec<Id>) -> QueryResult<BTreeMap<(Id, i64), i64>> {
    let rows: Vec<(Id, i64, i64)> = editions::table
        .filter(editions::organisation_id.eq_any(of))
        .select((editions::organisation_id, editions::year, editions::edition))
        .load(conn)?;
    let mut newest = BTreeMap::new();
    for (organisation, year, edition) in rows {
        let known = newest.entry((organisation, year)).or_insert(edition);
        *known = edition.max(*known);
    }
    Ok(newest)
}
