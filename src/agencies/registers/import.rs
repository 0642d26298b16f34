//! How a list replaces the one before: added, changed, unchanged, missing; in one transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use super::RegisterError;
use super::mapping::Mapping;
use super::record::{List, Record};
use super::report::{ImportReport, Told};
use super::table::Place;
use crate::agencies::model::{searched, sort_key};
use crate::platform::clock::{Clock as _, Date, Time};
use crate::platform::db::{Conn, DbError, Json, dialect};
use crate::platform::ids::{Id, Randomness};
use crate::platform::text::{fold, licence_number_key, trigrams};
use crate::schema::{agencies, agency_destinations, agency_sectors, agency_trigrams, registers};
use crate::start::Sources;

/// Under which number the instances agree that one of them imports; any fixed number does.
const ADVISORY_LOCK: i64 = 7_421_685_191;

/// Changes when agencies must be written again although their list says the same: when folding or
/// the index has changed.
const INDEX_VERSION: u8 = 1;

/// Rows named in one statement.
const AT_ONCE: usize = 500;

/// Whether an import is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// What it did stays.
    ForGood,
    /// Only its report is wanted.
    OnTrial,
}

/// One list of one register, about to be imported.
pub(super) struct Import {
    mapping: Mapping,
    list: List,
    retrieved_on: Date,
    now: Time,
    randomness: Arc<dyn Randomness>,
}

/// What is stored of an agency, as far as an import compares it.
#[derive(Queryable)]
struct StoredRow {
    id: Id,
    register_key: String,
    name: String,
    content_hash: Vec<u8>,
    searched: String,
    retrieved_on: Date,
    missing_since: Option<Date>,
}

/// A row that will be stored.
struct Chosen {
    place: Place,
    record: Record,
    hash: Vec<u8>,
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = agencies, treat_none_as_null = true)]
struct AgencyRow<'a> {
    country: &'a str,
    name: &'a str,
    alternate_names: Json,
    address: Option<&'a str>,
    telephones: Json,
    website: Option<&'a str>,
    licence_number: Option<&'a str>,
    licence_number_key: Option<String>,
    licence_status: &'a str,
    licence_status_source: Option<&'a str>,
    licence_status_basis: &'a str,
    licence_valid_from: Option<Date>,
    licence_expires_on: Option<Date>,
    retrieved_on: Date,
    missing_since: Option<Date>,
    searched: &'a str,
    sort_key: String,
    content_hash: &'a [u8],
    updated_at: Time,
}

impl Import {
    pub fn new(mapping: Mapping, list: List, retrieved_on: Date, sources: &Sources) -> Self {
        Self {
            mapping,
            list,
            retrieved_on,
            now: sources.clock.now(),
            randomness: Arc::clone(&sources.randomness),
        }
    }

    /// Compares the list with what is stored and stores what differs.
    pub fn run(mut self, conn: &mut Conn, run: Run) -> Result<ImportReport, RegisterError> {
        dialect::one_at_a_time(conn, ADVISORY_LOCK)?;
        self.put_register(conn)?;
        let mut stored = self.load_stored(conn)?;
        let mut report = ImportReport::new(self.mapping.name.clone(), self.retrieved_on);
        let chosen = self.choose(&stored, &mut report)?;
        report.rejected.append(&mut self.list.rejected);
        report.rejected.sort_by_key(|told| told.place);
        report.left_out.append(&mut self.list.left_out);

        let mut still_there = Vec::new();
        for row in &chosen {
            let Some(known) = stored.remove(&row.record.key) else {
                self.insert(conn, row)?;
                report.added += 1;
                continue;
            };
            if known.content_hash == row.hash {
                report.unchanged += 1;
                if known.retrieved_on != self.retrieved_on || known.missing_since.is_some() {
                    still_there.push(known.id);
                }
            } else {
                self.update(conn, &known, row)?;
                report
                    .changed
                    .push(Told::new(row.place, row.record.name.clone()));
            }
        }
        self.confirm(conn, &still_there)?;
        for key in &self.list.rejected_keys {
            stored.remove(key);
        }
        self.mark_missing(conn, stored, &mut report)?;
        match run {
            Run::ForGood => Ok(report),
            Run::OnTrial => Err(RegisterError::Trial(Box::new(report))),
        }
    }

    /// The register itself; a list older than the one in force is refused.
    fn put_register(&self, conn: &mut Conn) -> Result<(), RegisterError> {
        let mapping = &self.mapping;
        let in_force: Option<Date> = registers::table
            .find(&mapping.name)
            .select(registers::retrieved_on)
            .first(conn)
            .optional()?;
        if let Some(in_force) = in_force.filter(|day| *day > self.retrieved_on) {
            return Err(RegisterError::Older {
                register: mapping.name.clone(),
                given: self.retrieved_on,
                in_force,
            });
        }
        let values = (
            registers::country.eq(&mapping.country),
            registers::title.eq(&mapping.title),
            registers::regulator.eq(&mapping.regulator),
            registers::regulator_url.eq(mapping.regulator_url.as_ref()),
            registers::language.eq(mapping.language.as_str()),
            registers::source_name.eq(&mapping.source.name),
            registers::source_url.eq(&mapping.source.url),
            registers::licence_note.eq(&mapping.source.licence_note),
            registers::retrieved_on.eq(self.retrieved_on),
            registers::imported_at.eq(self.now),
        );
        if in_force.is_some() {
            diesel::update(registers::table.find(&mapping.name))
                .set(values)
                .execute(conn)?;
        } else {
            diesel::insert_into(registers::table)
                .values((registers::name.eq(&mapping.name), values))
                .execute(conn)?;
        }
        Ok(())
    }

    fn load_stored(&self, conn: &mut Conn) -> Result<BTreeMap<String, StoredRow>, DbError> {
        let rows: Vec<StoredRow> = agencies::table
            .filter(agencies::register.eq(&self.mapping.name))
            .select((
                agencies::id,
                agencies::register_key,
                agencies::name,
                agencies::content_hash,
                agencies::searched,
                agencies::retrieved_on,
                agencies::missing_since,
            ))
            .load(conn)?;
        let by_key = rows.into_iter().map(|row| (row.register_key.clone(), row));
        Ok(by_key.collect())
    }

    /// One row for each key. Of rows that differ, the one that bears the stored name is taken, so
    /// that an agency with reviews never becomes another one; otherwise the first.
    fn choose(
        &mut self,
        stored: &BTreeMap<String, StoredRow>,
        report: &mut ImportReport,
    ) -> Result<Vec<Chosen>, RegisterError> {
        let mut chosen: Vec<Chosen> = Vec::new();
        let mut at_key: HashMap<String, usize> = HashMap::new();
        for (place, record) in std::mem::take(&mut self.list.records) {
            let hash = self.hash(&record)?;
            let row = Chosen {
                place,
                record,
                hash,
            };
            let at = *at_key.entry(row.record.key.clone()).or_insert(chosen.len());
            let Some(other) = chosen.get_mut(at) else {
                chosen.push(row);
                continue;
            };
            if other.hash == row.hash {
                let what = format!("repeats {}", other.place);
                report.duplicates.push(Told::new(place, what));
                continue;
            }
            let known = stored.get(&row.record.key).map(|known| fold(&known.name));
            let bears_name = |row: &Chosen| known == Some(fold(&row.record.name));
            let loser = if bears_name(&row) && !bears_name(other) {
                std::mem::replace(other, row)
            } else {
                row
            };
            let what = format!(
                "names the same agency as {} (`{}`) and says something else",
                other.place, loser.record.key
            );
            report.rejected.push(Told::new(loser.place, what));
        }
        Ok(chosen)
    }

    /// A hash of everything that is stored because of the list or its mapping.
    fn hash(&self, record: &Record) -> Result<Vec<u8>, serde_json::Error> {
        let mapping = &self.mapping;
        let all = (
            INDEX_VERSION,
            record,
            &mapping.country,
            &mapping.destinations,
            &mapping.sectors,
        );
        Ok(Sha256::digest(serde_json::to_vec(&all)?).to_vec())
    }

    fn insert(&self, conn: &mut Conn, row: &Chosen) -> Result<(), RegisterError> {
        let id = Id::from_parts(self.now, &*self.randomness);
        let searched = searched_of(&row.record);
        diesel::insert_into(agencies::table)
            .values((
                agencies::id.eq(id),
                agencies::register.eq(&self.mapping.name),
                agencies::register_key.eq(&row.record.key),
                agencies::rating_count.eq(0_i64),
                agencies::created_at.eq(self.now),
                self.row(row, &searched)?,
            ))
            .execute(conn)?;
        dialect::insert_agency_trigrams(conn, id, Json::of(&trigrams(&searched))?)?;
        self.put_scope(conn, id)?;
        Ok(())
    }

    fn update(
        &self,
        conn: &mut Conn,
        known: &StoredRow,
        row: &Chosen,
    ) -> Result<(), RegisterError> {
        let searched = searched_of(&row.record);
        diesel::update(agencies::table.find(known.id))
            .set(self.row(row, &searched)?)
            .execute(conn)?;
        // By what was stored, because the key of the table begins with the trigram.
        diesel::delete(
            agency_trigrams::table
                .filter(agency_trigrams::trigram.eq_any(trigrams(&known.searched)))
                .filter(agency_trigrams::agency_id.eq(known.id)),
        )
        .execute(conn)?;
        dialect::insert_agency_trigrams(conn, known.id, Json::of(&trigrams(&searched))?)?;
        diesel::delete(
            agency_destinations::table.filter(agency_destinations::agency_id.eq(known.id)),
        )
        .execute(conn)?;
        diesel::delete(agency_sectors::table.filter(agency_sectors::agency_id.eq(known.id)))
            .execute(conn)?;
        self.put_scope(conn, known.id)?;
        Ok(())
    }

    fn row<'a>(
        &'a self,
        row: &'a Chosen,
        searched: &'a str,
    ) -> Result<AgencyRow<'a>, serde_json::Error> {
        let record = &row.record;
        let number = record.licence_number.as_deref();
        let number_key = number.map(licence_number_key);
        Ok(AgencyRow {
            country: &self.mapping.country,
            name: &record.name,
            alternate_names: Json::of(&record.alternate_names)?,
            address: record.address.as_deref(),
            telephones: Json::of(&record.telephones)?,
            website: record.website.as_deref(),
            licence_number: number,
            licence_number_key: number_key.filter(|key| !key.is_empty()),
            licence_status: &record.licence_status,
            licence_status_source: record.licence_status_source.as_deref(),
            licence_status_basis: record.licence_status_basis.as_str(),
            licence_valid_from: record.licence_valid_from,
            licence_expires_on: record.licence_expires_on,
            retrieved_on: self.retrieved_on,
            missing_since: None,
            searched,
            sort_key: sort_key(&record.name, &self.mapping.name, &record.key),
            content_hash: &row.hash,
            updated_at: self.now,
        })
    }

    fn put_scope(&self, conn: &mut Conn, agency: Id) -> QueryResult<()> {
        for country in &self.mapping.destinations {
            diesel::insert_into(agency_destinations::table)
                .values((
                    agency_destinations::agency_id.eq(agency),
                    agency_destinations::country.eq(country),
                ))
                .execute(conn)?;
        }
        for sector in &self.mapping.sectors {
            diesel::insert_into(agency_sectors::table)
                .values((
                    agency_sectors::agency_id.eq(agency),
                    agency_sectors::sector.eq(sector),
                ))
                .execute(conn)?;
        }
        Ok(())
    }

    /// Notes that agencies about which nothing else is new are on this list too.
    fn confirm(&self, conn: &mut Conn, agencies_there: &[Id]) -> QueryResult<()> {
        for ids in agencies_there.chunks(AT_ONCE) {
            diesel::update(agencies::table.filter(agencies::id.eq_any(ids.to_vec())))
                .set((
                    agencies::retrieved_on.eq(self.retrieved_on),
                    agencies::missing_since.eq(None::<Date>),
                ))
                .execute(conn)?;
        }
        Ok(())
    }

    /// Absence from a list is told on the agency's page; it is not a delisting.
    fn mark_missing(
        &self,
        conn: &mut Conn,
        missing: BTreeMap<String, StoredRow>,
        report: &mut ImportReport,
    ) -> QueryResult<()> {
        let newly = missing.values().filter(|row| row.missing_since.is_none());
        let newly: Vec<Id> = newly.map(|row| row.id).collect();
        for ids in newly.chunks(AT_ONCE) {
            diesel::update(agencies::table.filter(agencies::id.eq_any(ids.to_vec())))
                .set(agencies::missing_since.eq(Some(self.retrieved_on)))
                .execute(conn)?;
        }
        let told = missing
            .into_values()
            .map(|row| format!("{} (`{}`)", row.name, row.register_key));
        report.missing.extend(BTreeSet::from_iter(told));
        Ok(())
    }
}

fn searched_of(record: &Record) -> String {
    let names = record.alternate_names.iter().map(String::as_str);
    let names = std::iter::once(record.name.as_str()).chain(names);
    searched(names, record.licence_number.as_deref())
}
