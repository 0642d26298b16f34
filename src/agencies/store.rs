//! The queries on agencies.

use std::collections::HashMap;

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;

use super::behind::successions::{Direction, Linked, follow};
use super::check::HeldRow;
use super::model::{ENDING_STATUSES, EXPIRED, EntryKind};
use super::registers::runs::{self, RunRow};
use super::search::Search;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::{
    agencies, agency_destinations, agency_sectors, agency_trigrams, entry_sources, registers,
};

/// How many agencies a search looks at closely.
const CANDIDATES: i64 = 500;

/// Below this a resemblance is chance.
const LEAST_RELEVANCE: u32 = 200;

/// Which agencies are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filter {
    pub kind: EntryKind,
    pub country: Option<String>,
    pub licence_status: Option<String>,
    pub destination: Option<String>,
    pub sector: Option<String>,
}

/// What a list shows of an agency.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agencies)]
pub(super) struct ListRow {
    pub id: Id,
    pub country: String,
    pub name: String,
    pub alternate_names: Json,
    pub address: Option<String>,
    pub licence_number: Option<String>,
    pub licence_status: String,
    pub licence_expires_on: Option<Date>,
    pub retrieved_on: Date,
    pub missing_since: Option<Date>,
    pub sort_key: String,
    pub rating_count: i64,
    pub rating: Option<Json>,
    pub marks: Json,
}

/// What an agency's page shows.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agencies)]
pub(super) struct ProfileRow {
    pub id: Id,
    pub country: String,
    pub name: String,
    pub alternate_names: Json,
    pub address: Option<String>,
    pub telephones: Json,
    pub website: Option<String>,
    pub licence_number: Option<String>,
    pub licence_status: String,
    pub licence_status_source: Option<String>,
    pub licence_status_basis: String,
    pub licence_valid_from: Option<Date>,
    pub licence_expires_on: Option<Date>,
    pub retrieved_on: Date,
    pub missing_since: Option<Date>,
    pub rating_count: i64,
    pub rating: Option<Json>,
    pub stated_names: Json,
    pub marks: Json,
}

/// The register of an agency.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = registers)]
pub(super) struct RegisterRow {
    pub name: String,
    pub title: String,
    pub regulator: String,
    pub regulator_url: Option<String>,
    pub language: String,
    pub source_name: String,
    pub source_url: String,
    pub licence_note: String,
}

/// Everything that an agency's page shows.
#[derive(Debug)]
pub(super) struct Profile {
    /// The agency, when another id was asked for.
    pub merged_into: Option<Id>,
    pub agency: ProfileRow,
    pub register: RegisterRow,
    pub destinations: Vec<String>,
    pub sectors: Vec<String>,
    /// Where somebody looked it up who let it in; what comes from a list has the register's.
    pub source: Option<(String, String)>,
    /// From which agencies it came, nearest first.
    pub predecessors: Vec<Linked>,
    /// Which agencies came out of it, nearest first.
    pub successors: Vec<Linked>,
}

/// An agency that a search has found, with its place in the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    pub id: Id,
    pub relevance: u32,
    pub sort_key: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = agencies)]
struct CandidateRow {
    id: Id,
    sort_key: String,
    searched: String,
    licence_number_key: Option<String>,
}

type Agencies = agencies::BoxedQuery<'static, MultiBackend>;

#[diesel::declare_sql_function]
extern "SQL" {
    /// Characters of a text.
    fn length(text: diesel::sql_types::Text) -> diesel::sql_types::Integer;
}

/// How the agencies are found that recruit for a country or a sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// They are few, and are looked up.
    First,
    /// They are many: each agency is asked in its turn, until a page is full. `SQLite` would look all of them up, and sort them.
    InTurn,
}

/// From so many on they are asked in turn.
const MANY: i64 = 1_000;

impl Filter {
    /// How they are found where a page in the order of names is wanted.
    fn found(&self, conn: &mut Conn) -> QueryResult<Found> {
        let is_rare = self.destination.is_some() && !self.has_common_destination(conn)?
            || self.sector.is_some() && !self.has_common_sector(conn)?;
        Ok(if is_rare { Found::First } else { Found::InTurn })
    }

    fn has_common_destination(&self, conn: &mut Conn) -> QueryResult<bool> {
        let country = self.destination.clone().unwrap_or_default();
        let there = agency_destinations::table
            .filter(agency_destinations::country.eq(country))
            .select(agency_destinations::agency_id);
        let last: Option<Id> = there.offset(MANY - 1).first(conn).optional()?;
        Ok(last.is_some())
    }

    fn has_common_sector(&self, conn: &mut Conn) -> QueryResult<bool> {
        let sector = self.sector.clone().unwrap_or_default();
        let in_sector = agency_sectors::table
            .filter(agency_sectors::sector.eq(sector))
            .select(agency_sectors::agency_id);
        let last: Option<Id> = in_sector.offset(MANY - 1).first(conn).optional()?;
        Ok(last.is_some())
    }

    fn apply(&self, today: Date, found: Found) -> Agencies {
        // What was joined into another agency is found there.
        let mut query = agencies::table
            .filter(agencies::kind.eq(self.kind))
            .filter(agencies::merged_into.is_null())
            .into_boxed();
        if let Some(country) = self.country.clone() {
            query = query.filter(agencies::country.eq(country));
        }
        if let Some(destination) = self.destination.clone() {
            let there = agency_destinations::table
                .filter(agency_destinations::country.eq(destination))
                .select(agency_destinations::agency_id);
            query = match found {
                Found::First => query.filter(agencies::id.eq_any(there)),
                Found::InTurn => {
                    let this = agency_destinations::agency_id.eq(agencies::id);
                    query.filter(exists(there.filter(this)))
                }
            };
        }
        if let Some(sector) = self.sector.clone() {
            let in_sector = agency_sectors::table
                .filter(agency_sectors::sector.eq(sector))
                .select(agency_sectors::agency_id);
            query = match found {
                Found::First => query.filter(agencies::id.eq_any(in_sector)),
                Found::InTurn => {
                    let this = agency_sectors::agency_id.eq(agencies::id);
                    query.filter(exists(in_sector.filter(this)))
                }
            };
        }
        match self.licence_status.clone() {
            Some(status) => with_status(query, status, today),
            None => query,
        }
    }
}

/// By the status that is shown, which is `expired` once a licence's last day is over.
fn with_status(query: Agencies, status: String, today: Date) -> Agencies {
    if status == EXPIRED {
        let over = agencies::licence_status
            .eq_any(ENDING_STATUSES)
            .and(agencies::licence_expires_on.lt(today).assume_not_null());
        return query.filter(agencies::licence_status.eq(status).or(over));
    }
    let is_ending = ENDING_STATUSES.contains(&status.as_str());
    let query = query.filter(agencies::licence_status.eq(status));
    if is_ending {
        let lasts = agencies::licence_expires_on.ge(today).assume_not_null();
        return query.filter(agencies::licence_expires_on.is_null().or(lasts));
    }
    query
}

/// Agencies by name, after a place in that order.
pub(super) fn list(
    conn: &mut Conn,
    filter: &Filter,
    after: Option<String>,
    rows: i64,
    today: Date,
) -> QueryResult<Vec<ListRow>> {
    let found = filter.found(conn)?;
    let mut query = filter.apply(today, found);
    if let Some(after) = after {
        query = query.filter(agencies::sort_key.gt(after));
    }
    query
        .order(agencies::sort_key)
        .limit(rows)
        .select(ListRow::as_select())
        .load(conn)
}

/// Agencies that answer a search, best first.
pub(super) fn search(
    conn: &mut Conn,
    filter: &Filter,
    search: &Search,
    today: Date,
) -> QueryResult<Vec<Hit>> {
    let mut candidates = list_alike(conn, filter, search, today)?;
    candidates.extend(list_by_number(conn, filter, search, today)?);
    let mut hits: Vec<Hit> = candidates
        .into_iter()
        .map(|row| Hit {
            relevance: search.relevance(&row.searched, row.licence_number_key.as_deref()),
            id: row.id,
            sort_key: row.sort_key,
        })
        .filter(|hit| hit.relevance >= LEAST_RELEVANCE)
        .collect();
    hits.sort_by(|a, b| {
        let best_first = b.relevance.cmp(&a.relevance);
        best_first.then_with(|| a.sort_key.cmp(&b.sort_key))
    });
    hits.dedup_by_key(|hit| hit.id);
    Ok(hits)
}

/// Agencies that share a good part of the query's trigrams; the part grows until they are few.
fn list_alike(
    conn: &mut Conn,
    filter: &Filter,
    search: &Search,
    today: Date,
) -> QueryResult<Vec<CandidateRow>> {
    let all = i64::try_from(search.trigrams().len()).unwrap_or(i64::MAX);
    let mut found = Vec::new();
    for quarters in 1..=4 {
        let least = all.saturating_mul(quarters).saturating_add(3) / 4;
        let sharing = agency_trigrams::table
            .filter(agency_trigrams::trigram.eq_any(search.trigrams().to_vec()))
            .group_by(agency_trigrams::agency_id)
            .having(count_star().ge(least))
            .select(agency_trigrams::agency_id);
        found = filter
            .apply(today, Found::First)
            .filter(agencies::id.eq_any(sharing))
            // The least besides what is looked for comes first. Not by `sort_key` alone: PostgreSQL
            // would walk its index and look at every agency.
            .order((length(agencies::searched), agencies::sort_key))
            .limit(CANDIDATES)
            .select(CandidateRow::as_select())
            .load(conn)?;
        if i64::try_from(found.len()).unwrap_or(i64::MAX) < CANDIDATES {
            break;
        }
    }
    Ok(found)
}

fn list_by_number(
    conn: &mut Conn,
    filter: &Filter,
    search: &Search,
    today: Date,
) -> QueryResult<Vec<CandidateRow>> {
    let Some(key) = search.number_key() else {
        return Ok(Vec::new());
    };
    filter
        .apply(today, Found::First)
        .filter(agencies::licence_number_key.eq(key.to_owned()))
        .order(agencies::sort_key)
        .limit(CANDIDATES)
        .select(CandidateRow::as_select())
        .load(conn)
}

/// The agencies of these hits, in their order.
pub(super) fn load(conn: &mut Conn, hits: Vec<Hit>) -> QueryResult<Vec<(Hit, ListRow)>> {
    let ids: Vec<Id> = hits.iter().map(|hit| hit.id).collect();
    let rows: Vec<ListRow> = agencies::table
        .filter(agencies::id.eq_any(ids))
        .select(ListRow::as_select())
        .load(conn)?;
    let mut by_id: HashMap<Id, ListRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let found = hits.into_iter().filter_map(|hit| {
        let row = by_id.remove(&hit.id)?;
        Some((hit, row))
    });
    Ok(found.collect())
}

/// The agency that this id means today; nothing when there is none.
pub(super) fn find_current(conn: &mut Conn, agency: Id) -> QueryResult<Option<Id>> {
    let mut current = agency;
    loop {
        let next: Option<Option<Id>> = agencies::table
            .find(current)
            .select(agencies::merged_into)
            .first(conn)
            .optional()?;
        match next {
            None => return Ok(None),
            Some(None) => return Ok(Some(current)),
            // An agency is only ever joined into one that stands for itself, so this ends.
            Some(Some(into)) => current = into,
        }
    }
}

/// The same, of one kind: another kind is not there.
pub(super) fn find_of_kind(conn: &mut Conn, entry: Id, kind: EntryKind) -> QueryResult<Option<Id>> {
    let Some(current) = find_current(conn, entry)? else {
        return Ok(None);
    };
    agencies::table
        .find(current)
        .filter(agencies::kind.eq(kind))
        .select(agencies::id)
        .first(conn)
        .optional()
}

/// One entry of a kind with its register; the one into which it was joined, when it was.
pub(super) fn find_profile(
    conn: &mut Conn,
    asked: Id,
    kind: EntryKind,
) -> QueryResult<Option<Profile>> {
    let Some(agency) = find_of_kind(conn, asked, kind)? else {
        return Ok(None);
    };
    let found: Option<(ProfileRow, RegisterRow)> = agencies::table
        .inner_join(registers::table)
        .filter(agencies::id.eq(agency))
        .select((ProfileRow::as_select(), RegisterRow::as_select()))
        .first(conn)
        .optional()?;
    let Some((agency_row, register)) = found else {
        return Ok(None);
    };
    let destinations = agency_destinations::table
        .filter(agency_destinations::agency_id.eq(agency))
        .select(agency_destinations::country)
        .order(agency_destinations::country)
        .load(conn)?;
    let sectors = agency_sectors::table
        .filter(agency_sectors::agency_id.eq(agency))
        .select(agency_sectors::sector)
        .order(agency_sectors::sector)
        .load(conn)?;
    Ok(Some(Profile {
        merged_into: (agency != asked).then_some(agency),
        agency: agency_row,
        register,
        destinations,
        sectors,
        source: find_source(conn, agency)?,
        predecessors: follow(conn, agency, Direction::Back)?,
        successors: follow(conn, agency, Direction::Forward)?,
    }))
}

fn find_source(conn: &mut Conn, entry: Id) -> QueryResult<Option<(String, String)>> {
    entry_sources::table
        .find(entry)
        .select((entry_sources::name, entry_sources::url))
        .first(conn)
        .optional()
}

/// How many agencies a register has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    /// On the newest list.
    pub listed: i64,
    /// On an earlier one only.
    pub missing: i64,
}

/// The registers that have lists, with their tallies and their newest runs, by name.
pub(super) fn list_registers(
    conn: &mut Conn,
) -> QueryResult<Vec<(HeldRow, Tally, Option<RunRow>)>> {
    let rows: Vec<HeldRow> = registers::table
        .filter(registers::kind.ne(EntryKind::ProposedEmployer))
        .order(registers::name)
        .select(HeldRow::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            let tally = tally(conn, &row.name)?;
            let run = runs::list(conn, &row.name, None, 1)?.pop();
            Ok((row, tally, run))
        })
        .collect()
}

fn tally(conn: &mut Conn, register: &str) -> QueryResult<Tally> {
    let of_register = agencies::table
        .filter(agencies::register.eq(register))
        .filter(agencies::merged_into.is_null());
    let all: i64 = of_register.count().get_result(conn)?;
    let missing: i64 = of_register
        .filter(agencies::missing_since.is_not_null())
        .count()
        .get_result(conn)?;
    Ok(Tally {
        listed: all - missing,
        missing,
    })
}

/// A register's name, when it is held.
pub(super) fn find_register(conn: &mut Conn, register: &str) -> QueryResult<Option<String>> {
    registers::table
        .find(register)
        .filter(registers::kind.ne(EntryKind::ProposedEmployer))
        .select(registers::name)
        .first(conn)
        .optional()
}

/// The day of each register's list.
pub(super) fn list_days(conn: &mut Conn) -> QueryResult<Vec<(String, Date)>> {
    registers::table
        .filter(registers::kind.ne(EntryKind::ProposedEmployer))
        .order(registers::name)
        .select((registers::name, registers::retrieved_on))
        .load(conn)
}
