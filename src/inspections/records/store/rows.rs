//! Records and their events.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::ROWS_AT_ONCE;
use crate::inspections::error::InspectionError;
use crate::inspections::records::kinds::{RecordKind, Visit, VisitStatus};
use crate::inspections::records::notebook::Record;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::schema::{
    inspection_record_events as events, inspection_records as records, inspection_visits as visits,
};

/// A record as it is stored.
#[derive(Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = records, treat_none_as_default_value = false)]
pub struct RecordRow {
    pub id: Id,
    pub kind: RecordKind,
    pub visit_id: Id,
    pub organisation_id: Id,
    pub document: Json,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

impl RecordRow {
    /// A record to be stored.
    pub fn of(record: &Record) -> Result<Self, serde_json::Error> {
        Ok(Self {
            id: record.id,
            kind: record.kind,
            visit_id: record.visit,
            organisation_id: record.organisation,
            document: Json::of(&record.document)?,
            version: record.version,
            created_at: record.created_at,
            updated_at: record.updated_at,
        })
    }

    /// The record.
    pub fn read(self) -> Result<Record, serde_json::Error> {
        Ok(Record {
            id: self.id,
            kind: self.kind,
            visit: self.visit_id,
            organisation: self.organisation_id,
            document: self.document.read()?,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// A change of a record.
#[derive(Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = events, treat_none_as_default_value = false)]
pub struct EventRow {
    pub id: Id,
    pub record_id: Id,
    pub version: i64,
    pub at: Time,
    pub client_time: Option<Time>,
    pub account_id: Option<Id>,
    pub device_id: Option<Id>,
    pub operation_id: Option<Id>,
    pub before: Json,
    pub after: Json,
}

/// What a visit is found by.
#[derive(Clone, Insertable)]
#[diesel(table_name = visits, treat_none_as_default_value = false)]
struct VisitRow {
    id: Id,
    organisation_id: Id,
    establishment_id: Id,
    campaign_id: Option<Id>,
    status: VisitStatus,
    planned_on: Option<Date>,
    created_at: Time,
}

/// These records, locked until the commit, in the order of their ids.
pub fn lock(conn: &mut Conn, ids: &BTreeSet<Id>) -> QueryResult<Vec<RecordRow>> {
    let ids: Vec<Id> = ids.iter().copied().collect();
    crate::lock!(
        conn,
        records::table
            .filter(records::id.eq_any(ids))
            .order(records::id)
            .select(RecordRow::as_select())
    )
}

/// Stores records that are new. One whose id somebody else has taken meanwhile is an error, never overwritten.
pub fn insert(conn: &mut Conn, rows: &[RecordRow]) -> QueryResult<()> {
    for part in rows.chunks(ROWS_AT_ONCE) {
        let insert = diesel::insert_into(records::table).values(part.to_vec());
        crate::native!(conn, native => insert.execute(native))?;
    }
    Ok(())
}

/// Stores records, which are locked, as they are now.
pub fn put(conn: &mut Conn, rows: &[RecordRow]) -> QueryResult<()> {
    for part in rows.chunks(ROWS_AT_ONCE) {
        let insert = diesel::insert_into(records::table).values(part.to_vec());
        crate::native!(conn, native => insert
            .on_conflict(records::id)
            .do_update()
            .set((
                records::document.eq(excluded(records::document)),
                records::version.eq(excluded(records::version)),
                records::updated_at.eq(excluded(records::updated_at)),
            ))
            .execute(native))?;
    }
    Ok(())
}

/// Stores what those among them that are visits are found by.
pub fn put_visits(conn: &mut Conn, changed: &[&Record]) -> Result<(), InspectionError> {
    let mut rows = Vec::new();
    let is_visit = |record: &&&Record| record.kind == RecordKind::Visit;
    for record in changed.iter().filter(is_visit) {
        let document = serde_json::Value::Object(record.document.clone());
        let visit: Visit = serde_json::from_value(document)?;
        rows.push(VisitRow {
            id: record.id,
            organisation_id: record.organisation,
            establishment_id: visit.establishment_id,
            campaign_id: visit.campaign_id,
            status: visit.status,
            planned_on: visit.planned_on,
            created_at: record.created_at,
        });
    }
    for part in rows.chunks(ROWS_AT_ONCE) {
        let insert = diesel::insert_into(visits::table).values(part.to_vec());
        crate::native!(conn, native => insert
            .on_conflict(visits::id)
            .do_update()
            .set((
                visits::campaign_id.eq(excluded(visits::campaign_id)),
                visits::status.eq(excluded(visits::status)),
                visits::planned_on.eq(excluded(visits::planned_on)),
            ))
            .execute(native))?;
    }
    Ok(())
}

/// Adds what happened.
pub fn append(conn: &mut Conn, rows: &[EventRow]) -> QueryResult<()> {
    for part in rows.chunks(ROWS_AT_ONCE) {
        let insert = diesel::insert_into(events::table).values(part.to_vec());
        crate::native!(conn, native => insert.execute(native))?;
    }
    Ok(())
}

/// Records by their ids, of whatever inspectorate.
pub fn find(conn: &mut Conn, ids: &[Id]) -> QueryResult<Vec<RecordRow>> {
    records::table
        .filter(records::id.eq_any(ids.to_vec()))
        .select(RecordRow::as_select())
        .load(conn)
}

/// Which of these ids are those of another inspectorate's records.
pub fn find_elsewhere(conn: &mut Conn, organisation: Id, ids: &[Id]) -> QueryResult<Vec<Id>> {
    records::table
        .filter(records::id.eq_any(ids.to_vec()))
        .filter(records::organisation_id.ne(organisation))
        .select(records::id)
        .load(conn)
}

/// What became of records after a version: record, the version that it made, the tablet's number of it, what was and
/// what is, oldest first.
pub fn events_after(conn: &mut Conn, ids: &[Id], version: i64) -> QueryResult<Vec<EventRow>> {
    events::table
        .filter(events::record_id.eq_any(ids.to_vec()))
        .filter(events::version.gt(version))
        .order((events::record_id, events::version))
        .select(EventRow::as_select())
        .load(conn)
}

/// What the records of these visits are: id, kind, visit.
pub fn index_of(
    conn: &mut Conn,
    organisation: Id,
    of: &BTreeSet<Id>,
) -> QueryResult<BTreeMap<Id, (RecordKind, Id)>> {
    let of: Vec<Id> = of.iter().copied().collect();
    let rows: Vec<(Id, RecordKind, Id)> = records::table
        .filter(records::visit_id.eq_any(of))
        .filter(records::organisation_id.eq(organisation))
        .select((records::id, records::kind, records::visit_id))
        .load(conn)?;
    let rows = rows.into_iter();
    Ok(rows.map(|(id, kind, visit)| (id, (kind, visit))).collect())
}

/// The answers of these visits: id, visit, document; in the order in which they were made.
pub fn answers_of(
    conn: &mut Conn,
    organisation: Id,
    of: &BTreeSet<Id>,
) -> QueryResult<Vec<(Id, Id, Json)>> {
    let of: Vec<Id> = of.iter().copied().collect();
    records::table
        .filter(records::visit_id.eq_any(of))
        .filter(records::organisation_id.eq(organisation))
        .filter(records::kind.eq(RecordKind::Answer))
        .order((records::created_at, records::id))
        .select((records::id, records::visit_id, records::document))
        .load(conn)
}

/// Everything that is written down about a visit: the visit itself first, then in the order in which it was made.
pub fn read_all(
    conn: &mut Conn,
    organisation: Id,
    visit: Id,
) -> Result<Vec<Record>, InspectionError> {
    let rows: Vec<RecordRow> = records::table
        .filter(records::visit_id.eq(visit))
        .filter(records::organisation_id.eq(organisation))
        .select(RecordRow::as_select())
        .load(conn)?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(row.read()?);
    }
    found.sort_by_key(|record| (record.kind, record.created_at, record.id));
    Ok(found)
}
