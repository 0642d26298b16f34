//! How a list replaces the one before: added, changed, unchanged, missing; in one transaction.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::RegisterError;
use super::mapping::Mapping;
use super::record::{List, Record};
use super::report::{ImportReport, Told};
use super::store::{self, StoredRow};
use super::table::Place;
use crate::platform::clock::{Clock as _, Date, Time};
use crate::platform::db::{Conn, dialect};
use crate::platform::ids::{Id, Randomness};
use crate::platform::text::fold;
use crate::start::Sources;

/// Under which number the instances agree that one of them imports; any fixed number does.
const ADVISORY_LOCK: i64 = 7_421_685_191;

/// Changes when agencies must be written again although their list says the same: when folding or
/// the index has changed.
const INDEX_VERSION: u8 = 1;

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
    pub mapping: Mapping,
    pub retrieved_on: Date,
    pub now: Time,
    pub randomness: Arc<dyn Randomness>,
    list: List,
}

/// A row that will be stored.
struct Chosen {
    place: Place,
    record: Record,
    hash: Vec<u8>,
}

impl Import {
    pub fn new(mapping: Mapping, list: List, retrieved_on: Date, sources: &Sources) -> Self {
        Self {
            mapping,
            retrieved_on,
            now: sources.clock.now(),
            randomness: Arc::clone(&sources.randomness),
            list,
        }
    }

    /// Compares the list with what is stored and stores what differs.
    pub fn run(mut self, conn: &mut Conn, run: Run) -> Result<ImportReport, RegisterError> {
        dialect::one_at_a_time(conn, ADVISORY_LOCK)?;
        self.refuse_older(conn)?;
        store::put_register(conn, &self)?;
        let mut stored = store::list_stored(conn, &self.mapping.name)?;
        let mut report = ImportReport::new(self.mapping.name.clone(), self.retrieved_on);
        let chosen = self.choose(&stored, &mut report)?;
        report.rejected.append(&mut self.list.rejected);
        report.rejected.sort_by_key(|told| told.place);
        report.left_out.append(&mut self.list.left_out);

        self.put_all(conn, &chosen, &mut stored, &mut report)?;
        // What is rejected says nothing new about its agency, which is on the list all the same.
        for key in &self.list.rejected_keys {
            stored.remove(key);
        }
        self.tell_missing(conn, stored, &mut report)?;
        match run {
            Run::ForGood => Ok(report),
            Run::OnTrial => Err(RegisterError::Trial(Box::new(report))),
        }
    }

    fn refuse_older(&self, conn: &mut Conn) -> Result<(), RegisterError> {
        let in_force = store::find_day_in_force(conn, &self.mapping.name)?;
        match in_force.filter(|day| *day > self.retrieved_on) {
            None => Ok(()),
            Some(in_force) => Err(RegisterError::Older {
                register: self.mapping.name.clone(),
                given: self.retrieved_on,
                in_force,
            }),
        }
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
            report.rejected.push(loser.lost_to(other));
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

    /// Stores the rows and takes what they name out of what was stored.
    fn put_all(
        &self,
        conn: &mut Conn,
        chosen: &[Chosen],
        stored: &mut BTreeMap<String, StoredRow>,
        report: &mut ImportReport,
    ) -> Result<(), RegisterError> {
        let mut seen = Vec::new();
        for row in chosen {
            let Some(known) = stored.remove(&row.record.key) else {
                store::insert(conn, self, &row.record, &row.hash)?;
                report.added += 1;
                continue;
            };
            if known.content_hash != row.hash {
                store::update(conn, self, &known, &row.record, &row.hash)?;
                let name = row.record.name.clone();
                report.changed.push(Told::new(row.place, name));
                continue;
            }
            report.unchanged += 1;
            if known.retrieved_on != self.retrieved_on || known.missing_since.is_some() {
                seen.push(known.id);
            }
        }
        store::mark_seen(conn, &seen, self.retrieved_on)?;
        Ok(())
    }

    /// Absence from a list is told on the agency's page; it is not a delisting.
    fn tell_missing(
        &self,
        conn: &mut Conn,
        missing: BTreeMap<String, StoredRow>,
        report: &mut ImportReport,
    ) -> Result<(), RegisterError> {
        let newly = missing.values().filter(|row| row.missing_since.is_none());
        let newly: Vec<Id> = newly.map(|row| row.id).collect();
        store::mark_missing(conn, &newly, self.retrieved_on)?;
        let told = missing.into_values();
        let told = told.map(|row| format!("{} (`{}`)", row.name, row.register_key));
        report.missing.extend(told);
        report.missing.sort();
        Ok(())
    }
}

impl Chosen {
    fn lost_to(&self, other: &Self) -> Told {
        let what = format!(
            "names the same agency as {} (`{}`) and says something else",
            other.place, self.record.key
        );
        Told::new(self.place, what)
    }
}
