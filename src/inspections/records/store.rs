//! Records, their events, and whose visits they belong to.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::kinds::{RecordKind, Visit, VisitStatus};
use super::notebook::{Hand, Record};
use crate::inspections::error::InspectionError;
use crate::inspections::feed::{self, FeedEntity, Telling};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::schema::{
    inspection_assignments as assignments, inspection_record_events as events,
    inspection_records as records, inspection_visits as visits,
};

/// A record as it is stored.
#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = records)]
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
#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = events)]
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
#[derive(Insertable)]
#[diesel(table_name = visits)]
struct VisitRow {
    id: Id,
    organisation_id: Id,
    establishment_id: Id,
    campaign_id: Option<Id>,
    status: VisitStatus,
    planned_on: Option<Date>,
    created_at: Time,
}

/// These records of an inspectorate, locked until the commit, in the order of their ids.
pub fn lock(conn: &mut Conn, organisation: Id, ids: &BTreeSet<Id>) -> QueryResult<Vec<RecordRow>> {
    let ids: Vec<Id> = ids.iter().copied().collect();
    crate::lock!(
        conn,
        records::table
            .filter(records::id.eq_any(ids))
            .filter(records::organisation_id.eq(organisation))
            .order(records::id)
            .select(RecordRow::as_select())
    )
}

/// Stores records as they are now.
pub fn put(conn: &mut Conn, rows: Vec<RecordRow>) -> QueryResult<()> {
    for row in rows {
        let insert = diesel::insert_into(records::table).values(row);
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
    if rows.is_empty() {
        return Ok(());
    }
    for row in rows {
        let insert = diesel::insert_into(visits::table).values(row);
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
pub fn append(conn: &mut Conn, rows: Vec<EventRow>) -> QueryResult<()> {
    let insert = diesel::insert_into(events::table).values(rows);
    crate::native!(conn, native => insert.execute(native))?;
    Ok(())
}

/// Whose visits these are: visit, inspector.
pub fn teams_of(conn: &mut Conn, of: &BTreeSet<Id>) -> QueryResult<Vec<(Id, Id)>> {
    let of: Vec<Id> = of.iter().copied().collect();
    assignments::table
        .filter(assignments::visit_id.eq_any(of))
        .order((assignments::visit_id, assignments::account_id))
        .select((assignments::visit_id, assignments::account_id))
        .load(conn)
}

/// Whose visit this is.
pub fn team_of(conn: &mut Conn, visit: Id) -> QueryResult<Vec<Id>> {
    let teams = teams_of(conn, &BTreeSet::from([visit]))?;
    Ok(teams.into_iter().map(|(_, account)| account).collect())
}

/// Makes a visit that of these inspectors and of nobody else: the tablets of those who are new get all of it, those of
/// others forget it.
pub fn assign(
    conn: &mut Conn,
    hand: &Hand<'_>,
    (visit, establishment): (Id, Id),
    team: &BTreeSet<Id>,
) -> QueryResult<()> {
    let old: BTreeSet<Id> = team_of(conn, visit)?.into_iter().collect();
    let all: Vec<Id> = records::table
        .filter(records::visit_id.eq(visit))
        .order(records::id)
        .select(records::id)
        .load(conn)?;
    let mut tellings = Vec::new();
    for account in old.symmetric_difference(team) {
        let is_gone = old.contains(account);
        if is_gone {
            diesel::delete(assignments::table.find((visit, *account))).execute(conn)?;
        } else {
            diesel::insert_into(assignments::table)
                .values((
                    assignments::visit_id.eq(visit),
                    assignments::account_id.eq(*account),
                    assignments::assigned_by.eq(hand.account),
                    assignments::assigned_at.eq(hand.now),
                ))
                .execute(conn)?;
        }
        let about = |entity, entity_id, is_gone| Telling {
            account: *account,
            entity,
            entity_id,
            is_gone,
        };
        let of_visit = all.iter().map(|id| about(FeedEntity::Record, *id, is_gone));
        tellings.extend(of_visit);
        let needs = !is_gone || visits_of(conn, *account, establishment)? > 0;
        tellings.push(about(FeedEntity::Establishment, establishment, !needs));
    }
    feed::tell(conn, hand.organisation, &tellings)
}

/// How many visits of an inspector are to this establishment.
fn visits_of(conn: &mut Conn, account: Id, establishment: Id) -> QueryResult<i64> {
    visits::table
        .inner_join(assignments::table)
        .filter(assignments::account_id.eq(account))
        .filter(visits::establishment_id.eq(establishment))
        .count()
        .get_result(conn)
}
