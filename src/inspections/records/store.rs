//! Records, their events, and whose visits they belong to.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::kinds::{RecordKind, Visit, VisitStatus};
use super::notebook::{Hand, Record};
use crate::inspections::error::InspectionError;
use crate::inspections::feed::{self, FeedEntity, Telling};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::{
    inspection_assignments as assignments, inspection_record_events as events,
    inspection_records as records, inspection_team_changes as team_changes,
    inspection_visits as visits,
};

/// Rows in one statement: a statement of `SQLite` takes 32,766 values.
const ROWS_AT_ONCE: usize = 2000;

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

/// Gives visits to inspectors who do not have them yet: visit, inspector.
pub fn join(conn: &mut Conn, hand: &Hand<'_>, pairs: &BTreeSet<(Id, Id)>) -> QueryResult<()> {
    let row = |(visit, account): &(Id, Id)| {
        (
            assignments::visit_id.eq(*visit),
            assignments::account_id.eq(*account),
            assignments::assigned_by.eq(hand.account),
            assignments::assigned_at.eq(hand.now),
        )
    };
    let rows: Vec<_> = pairs.iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let insert = diesel::insert_into(assignments::table).values(rows);
    crate::native!(conn, native => insert.execute(native))?;
    Ok(())
}

/// Makes a visit that of these inspectors and of nobody else: the tablets of those who are new get all of it, those of
/// others forget it. However many they are, it takes a fixed number of queries.
pub fn assign(
    conn: &mut Conn,
    hand: &Hand<'_>,
    (visit, establishment): (Id, Id),
    team: &BTreeSet<Id>,
) -> QueryResult<()> {
    let old: BTreeSet<Id> = team_of(conn, visit)?.into_iter().collect();
    if old == *team {
        return Ok(());
    }
    note_team(conn, hand, visit, (&old, team))?;
    let all: Vec<Id> = records::table
        .filter(records::visit_id.eq(visit))
        .order(records::id)
        .select(records::id)
        .load(conn)?;
    let gone: Vec<Id> = old.difference(team).copied().collect();
    let of_gone = assignments::table
        .filter(assignments::visit_id.eq(visit))
        .filter(assignments::account_id.eq_any(gone.clone()));
    diesel::delete(of_gone).execute(conn)?;
    let new = team.difference(&old).map(|account| (visit, *account));
    join(conn, hand, &new.collect())?;
    let still = who_visits(conn, &gone, establishment)?;
    let mut tellings = Vec::new();
    for account in old.symmetric_difference(team) {
        let is_gone = old.contains(account);
        let about = |entity, entity_id, is_gone| Telling {
            account: *account,
            entity,
            entity_id,
            is_gone,
        };
        let of_visit = all.iter().map(|id| about(FeedEntity::Record, *id, is_gone));
        tellings.extend(of_visit);
        let needs = !is_gone || still.contains(account);
        tellings.push(about(FeedEntity::Establishment, establishment, !needs));
    }
    feed::tell(conn, hand.organisation, &tellings)
}

/// Who of these inspectors has a visit to this establishment.
fn who_visits(conn: &mut Conn, accounts: &[Id], establishment: Id) -> QueryResult<BTreeSet<Id>> {
    let found: Vec<Id> = visits::table
        .inner_join(assignments::table)
        .filter(assignments::account_id.eq_any(accounts.to_vec()))
        .filter(visits::establishment_id.eq(establishment))
        .select(assignments::account_id)
        .distinct()
        .load(conn)?;
    Ok(found.into_iter().collect())
}

/// Tells the tablets that hold one of these establishments that it has changed. Call it late: after it, only the end of
/// the audit log is locked.
pub fn tell_of_establishments(conn: &mut Conn, ids: &BTreeSet<Id>) -> QueryResult<()> {
    let ids: Vec<Id> = ids.iter().copied().collect();
    let holders: Vec<(Id, Id, Id)> = visits::table
        .inner_join(assignments::table)
        .filter(visits::establishment_id.eq_any(ids))
        .select((
            visits::organisation_id,
            assignments::account_id,
            visits::establishment_id,
        ))
        .distinct()
        .load(conn)?;
    let mut of: BTreeMap<Id, Vec<Telling>> = BTreeMap::new();
    for (organisation, account, entity_id) in holders {
        of.entry(organisation).or_default().push(Telling {
            account,
            entity: FeedEntity::Establishment,
            entity_id,
            is_gone: false,
        });
    }
    // Always in the same order, so that two who tell the same inspectorates wait for each other and no more.
    for (organisation, tellings) in of {
        feed::tell(conn, organisation, &tellings)?;
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

/// A change of the team of a visit: rows are only ever added.
#[derive(Queryable, Selectable)]
#[diesel(table_name = team_changes)]
pub struct TeamChange {
    pub id: Id,
    pub at: Time,
    pub account_id: Option<Id>,
    pub before: Json,
    pub after: Json,
}

/// Notes whose the visits are that were just made: visit, inspector.
pub fn note_first_teams(
    conn: &mut Conn,
    hand: &Hand<'_>,
    pairs: &BTreeSet<(Id, Id)>,
) -> QueryResult<()> {
    let mut teams: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
    for (visit, account) in pairs {
        teams.entry(*visit).or_default().insert(*account);
    }
    let mut rows = Vec::with_capacity(teams.len());
    for (visit, team) in &teams {
        rows.push((
            team_changes::id.eq(hand.services.new_id()),
            team_changes::visit_id.eq(*visit),
            team_changes::at.eq(hand.now),
            team_changes::account_id.eq(hand.account),
            team_changes::before.eq(written(&BTreeSet::new())?),
            team_changes::after.eq(written(team)?),
        ));
    }
    if rows.is_empty() {
        return Ok(());
    }
    let insert = diesel::insert_into(team_changes::table).values(rows);
    crate::native!(conn, native => insert.execute(native))?;
    Ok(())
}

/// A team as it is stored.
fn written(team: &BTreeSet<Id>) -> QueryResult<Json> {
    let written = Json::of(team);
    written.map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))
}

fn note_team(
    conn: &mut Conn,
    hand: &Hand<'_>,
    visit: Id,
    (before, after): (&BTreeSet<Id>, &BTreeSet<Id>),
) -> QueryResult<()> {
    diesel::insert_into(team_changes::table)
        .values((
            team_changes::id.eq(hand.services.new_id()),
            team_changes::visit_id.eq(visit),
            team_changes::at.eq(hand.now),
            team_changes::account_id.eq(hand.account),
            team_changes::before.eq(written(before)?),
            team_changes::after.eq(written(after)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// Who a visit belonged to, newest first.
pub fn list_team_changes(conn: &mut Conn, visit: Id) -> QueryResult<Vec<TeamChange>> {
    team_changes::table
        .filter(team_changes::visit_id.eq(visit))
        .order((team_changes::at.desc(), team_changes::id.desc()))
        .select(TeamChange::as_select())
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

/// Which visits are wanted.
#[derive(Debug, Clone, Default)]
pub struct VisitFilter {
    /// Of this inspector.
    pub account: Option<Id>,
    /// In this state.
    pub status: Option<VisitStatus>,
    /// Planned for this day.
    pub planned_on: Option<Date>,
    /// To this establishment.
    pub establishment: Option<Id>,
}

/// A visit as a list finds it.
#[derive(Queryable)]
pub struct Found {
    /// The visit.
    pub id: Id,
    /// Its place in the list.
    pub created_at: Time,
    /// What is known of it.
    pub document: Json,
    /// How often it was changed.
    pub version: i64,
}

/// Visits of an inspectorate, the newest first, after a place in that order.
pub fn list_visits(
    conn: &mut Conn,
    organisation: Id,
    filter: &VisitFilter,
    after: Option<(Time, Id)>,
    rows: i64,
) -> QueryResult<Vec<Found>> {
    let mut query = visits::table
        .inner_join(records::table.on(records::id.eq(visits::id)))
        .filter(visits::organisation_id.eq(organisation))
        .order((visits::created_at.desc(), visits::id.desc()))
        .limit(rows)
        .select((
            visits::id,
            visits::created_at,
            records::document,
            records::version,
        ))
        .into_boxed::<MultiBackend>();
    if let Some(account) = filter.account {
        let own = assignments::table
            .filter(assignments::account_id.eq(account))
            .select(assignments::visit_id);
        query = query.filter(visits::id.eq_any(own));
    }
    if let Some(status) = filter.status {
        query = query.filter(visits::status.eq(status));
    }
    if let Some(day) = filter.planned_on {
        query = query.filter(visits::planned_on.eq(day));
    }
    if let Some(establishment) = filter.establishment {
        query = query.filter(visits::establishment_id.eq(establishment));
    }
    if let Some((at, id)) = after {
        let same = visits::created_at.eq(at).and(visits::id.lt(id));
        query = query.filter(visits::created_at.lt(at).or(same));
    }
    query.load(conn)
}

/// What became of the records of a visit, or of one of them, newest first, after a place in that order.
pub fn list_events(
    conn: &mut Conn,
    (visit, record): (Id, Option<Id>),
    after: Option<(Time, Id)>,
    rows: i64,
) -> QueryResult<Vec<(RecordKind, EventRow)>> {
    let mut query = events::table
        .inner_join(records::table.on(records::id.eq(events::record_id)))
        .filter(records::visit_id.eq(visit))
        .order((events::at.desc(), events::id.desc()))
        .limit(rows)
        .select((records::kind, EventRow::as_select()))
        .into_boxed::<MultiBackend>();
    if let Some(record) = record {
        query = query.filter(events::record_id.eq(record));
    }
    if let Some((at, id)) = after {
        let same = events::at.eq(at).and(events::id.lt(id));
        query = query.filter(events::at.lt(at).or(same));
    }
    query.load(conn)
}
