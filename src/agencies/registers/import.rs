//! How a list replaces the one before: added, changed, unchanged, missing; in one transaction.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use diesel::QueryResult;
use sha2::{Digest as _, Sha256};

use super::RegisterError;
use super::fault::{FaultCode, RowFault};
use super::mapping::Mapping;
use super::matching::{Identity, MatchReason, Pairing, pair};
use super::record::{List, Record};
use super::report::{ImportReport, Told};
use super::runs::{self, Obtained, Origin};
use super::store::{self, StoredRow};
use crate::agencies::behind::proposals::propose_all;
use crate::agencies::history::LicenceAct;
use crate::platform::clock::{Clock as _, Time};
use crate::platform::db::{Conn, dialect};
use crate::platform::ids::{Id, Randomness};
use crate::platform::table::Place;
use crate::platform::text::fold;
use crate::start::Sources;

/// Under which number the instances agree that one of them imports; any fixed number does.
const ADVISORY_LOCK: i64 = 7_421_685_191;

/// Waits until no list is being imported, and lets none begin before the commit.
pub(in crate::agencies) fn exclude_imports(conn: &mut Conn) -> QueryResult<()> {
    dialect::one_at_a_time(conn, ADVISORY_LOCK)
}

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

/// A register of which fewer agencies are known may lose them all at once.
const FEW: usize = 10;

/// One list of one register, about to be imported.
pub(super) struct Import {
    pub run: Id,
    pub mapping: Mapping,
    pub origin: Origin,
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

/// An import under way.
struct Progress<'a> {
    conn: &'a mut Conn,
    report: ImportReport,
    /// Agencies about which nothing is new but that they are on this list too.
    seen: Vec<Id>,
}

impl Import {
    pub fn new(mapping: Mapping, list: List, origin: Origin, sources: &Sources) -> Self {
        let now = sources.clock.now();
        Self {
            run: Id::from_parts(now, &*sources.randomness),
            mapping,
            origin,
            now,
            randomness: Arc::clone(&sources.randomness),
            list,
        }
    }

    /// Compares the list with what is stored and stores what differs.
    pub fn run(mut self, conn: &mut Conn, run: Run) -> Result<ImportReport, RegisterError> {
        exclude_imports(conn)?;
        self.refuse_older(conn)?;
        self.refuse_other_kind(conn)?;
        store::put_register(conn, &self)?;
        runs::begin(conn, self.run, &self.mapping.name, &self.origin, self.now)?;
        let mut stored = store::list_stored(conn, &self.mapping.name)?;
        let listed = stored.values().filter(|row| row.missing_since.is_none());
        let listed = listed.count();
        let mut report = ImportReport::new(self.mapping.name.clone(), self.origin.retrieved_on);
        report.is_trial = run == Run::OnTrial;
        report.rows = self.list.records.len() + self.list.rejected.len();
        let chosen = self.choose(&stored, &mut report)?;
        for (place, fault) in std::mem::take(&mut self.list.rejected) {
            report.reject(place, fault);
        }
        report.left_out.append(&mut self.list.left_out);

        let mut progress = Progress {
            conn,
            report,
            seen: Vec::new(),
        };
        let gone = self.put_all(&mut progress, chosen, &mut stored)?;
        self.tell_missing(&mut progress, gone, listed)?;
        let Progress {
            conn, mut report, ..
        } = progress;
        let register = &self.mapping.name;
        report.may_come_from = propose_all(conn, register, self.now, &*self.randomness)?;
        report.sort();
        runs::finish(conn, self.run, report.counts(), &report.faults)?;
        match run {
            Run::ForGood => Ok(report),
            Run::OnTrial => Err(RegisterError::Trial(Box::new(report))),
        }
    }

    fn refuse_older(&self, conn: &mut Conn) -> Result<(), RegisterError> {
        let in_force = store::find_day_in_force(conn, &self.mapping.name)?;
        match in_force.filter(|day| *day > self.origin.retrieved_on) {
            None => Ok(()),
            Some(in_force) => Err(RegisterError::Older {
                register: self.mapping.name.clone(),
                given: self.origin.retrieved_on,
                in_force,
            }),
        }
    }

    /// An agency never becomes an employer, nor the other way round: reviews say other things of each.
    fn refuse_other_kind(&self, conn: &mut Conn) -> Result<(), RegisterError> {
        let (register, kind) = (&self.mapping.name, self.mapping.kind);
        match store::find_kind(conn, register)?.filter(|known| *known != kind) {
            None => Ok(()),
            Some(known) => Err(RegisterError::Mapping {
                file: register.clone(),
                reason: format!("`kind` is `{kind}`, and `{known}` in the database"),
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
                let words = format!("repeats {}", other.place);
                report.repeat(place, RowFault::of_row(FaultCode::RepeatsRow, words));
                continue;
            }
            let known = stored.get(&row.record.key).map(|known| fold(&known.name));
            let bears_name = |row: &Chosen| known == Some(fold(&row.record.name));
            let loser = if bears_name(&row) && !bears_name(other) {
                std::mem::replace(other, row)
            } else {
                row
            };
            report.reject(loser.place, loser.lost_to(other));
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

    /// Stores the rows; answers the agencies that none of them is about.
    fn put_all(
        &self,
        progress: &mut Progress<'_>,
        chosen: Vec<Chosen>,
        stored: &mut BTreeMap<String, StoredRow>,
    ) -> Result<Vec<StoredRow>, RegisterError> {
        let (mut strangers, mut gone) = (Vec::new(), Vec::new());
        for row in chosen {
            let Some(known) = stored.remove(&row.record.key) else {
                strangers.push(row);
                continue;
            };
            if Identity::of_record(&row.record).fits(&Identity::of_stored(&known)) {
                self.put_known(progress, &known, &row)?;
            } else {
                // The number is somebody else's now; whose key it was keeps the rest.
                store::release_key(progress.conn, &known, self.origin.retrieved_on)?;
                gone.push(known);
                strangers.push(row);
            }
        }
        store::mark_seen(progress.conn, &progress.seen, self.origin.retrieved_on)?;
        // What is rejected says nothing new about its agency, which is on the list all the same.
        for key in &self.list.rejected_keys {
            stored.remove(key);
        }
        gone.extend(std::mem::take(stored).into_values());
        self.put_strangers(progress, &strangers, gone)
    }

    /// Stores rows whose keys are new: under the agencies that they are about, or as new ones.
    fn put_strangers(
        &self,
        progress: &mut Progress<'_>,
        strangers: &[Chosen],
        gone: Vec<StoredRow>,
    ) -> Result<Vec<StoredRow>, RegisterError> {
        let rows = strangers.iter().map(|row| Identity::of_record(&row.record));
        let rows: Vec<Identity> = rows.collect();
        let left: Vec<Identity> = gone.iter().map(Identity::of_stored).collect();
        let mut gone: Vec<Option<StoredRow>> = gone.into_iter().map(Some).collect();
        let pairs = pair(&rows, &left);
        // Agencies that got another key give theirs up before anybody new takes it.
        for (row, pairing) in strangers.iter().zip(&pairs) {
            if let Pairing::Same(at) = pairing
                && let Some(known) = gone.get_mut(*at).and_then(Option::take)
            {
                self.put_known(progress, &known, row)?;
            }
        }
        for (row, pairing) in strangers.iter().zip(pairs) {
            match pairing {
                Pairing::Same(_) => {}
                Pairing::New => drop(self.put_new(progress, row)?),
                Pairing::Doubtful(candidates) => {
                    let id = self.put_new(progress, row)?;
                    for (at, reasons) in candidates {
                        if let Some(Some(known)) = gone.get(at) {
                            self.doubt(progress, row, (id, known), &reasons)?;
                        }
                    }
                }
            }
        }
        Ok(gone.into_iter().flatten().collect())
    }

    fn put_known(
        &self,
        progress: &mut Progress<'_>,
        known: &StoredRow,
        row: &Chosen,
    ) -> Result<(), RegisterError> {
        let facts = row.record.facts();
        let was_missing = known.missing_since.is_some();
        progress.report.returned += usize::from(was_missing);
        if let Some(act) = LicenceAct::between(&known.facts(), &facts, was_missing) {
            store::note(progress.conn, self, known.id, act, &facts, None)?;
        }
        if known.content_hash != row.hash {
            store::update(progress.conn, self, known, &row.record, &row.hash)?;
            let what = known.difference(&row.record);
            progress.report.changed.push(Told::new(row.place, what));
            return Ok(());
        }
        progress.report.unchanged += 1;
        if known.retrieved_on != self.origin.retrieved_on || was_missing {
            progress.seen.push(known.id);
        }
        Ok(())
    }

    fn put_new(&self, progress: &mut Progress<'_>, row: &Chosen) -> Result<Id, RegisterError> {
        let id = store::insert(progress.conn, self, &row.record, &row.hash)?;
        let facts = row.record.facts();
        store::note(progress.conn, self, id, LicenceAct::Listed, &facts, None)?;
        let name = row.record.name.clone();
        progress.report.added.push(Told::new(row.place, name));
        Ok(id)
    }

    fn doubt(
        &self,
        progress: &mut Progress<'_>,
        row: &Chosen,
        (later, earlier): (Id, &StoredRow),
        reasons: &[MatchReason],
    ) -> Result<(), RegisterError> {
        store::insert_match(progress.conn, self, earlier.id, later, reasons)?;
        let words: Vec<&str> = reasons.iter().map(|reason| reason.as_str()).collect();
        let what = format!(
            "{} may be {} (`{}`): {}",
            row.record.name,
            earlier.name,
            earlier.register_key,
            words.join(", ")
        );
        progress.report.doubtful.push(Told::new(row.place, what));
        Ok(())
    }

    /// Absence from a list is told on the agency's page; it is not a delisting.
    fn tell_missing(
        &self,
        progress: &mut Progress<'_>,
        gone: Vec<StoredRow>,
        listed: usize,
    ) -> Result<(), RegisterError> {
        let newly: Vec<&StoredRow> = gone
            .iter()
            .filter(|row| row.missing_since.is_none())
            .collect();
        self.refuse_cut_off(newly.len(), listed)?;
        let since = self.origin.retrieved_on;
        for row in &newly {
            let (act, facts) = (LicenceAct::MissingFromSource, row.facts());
            store::note(progress.conn, self, row.id, act, &facts, Some(since))?;
        }
        let newly: Vec<Id> = newly.iter().map(|row| row.id).collect();
        store::mark_missing(progress.conn, &newly, since)?;
        let told = gone.into_iter();
        let told = told.map(|row| format!("{} (`{}`)", row.name, row.register_key));
        progress.report.missing.extend(told);
        Ok(())
    }

    /// Nobody has looked at a list that was fetched: half of one must not empty a register.
    fn refuse_cut_off(&self, missing: usize, of: usize) -> Result<(), RegisterError> {
        let most = self.mapping.most_missing_percent();
        let is_looked_at = self.origin.obtained != Obtained::Fetched;
        if is_looked_at || missing <= FEW || missing.saturating_mul(100) <= of.saturating_mul(most)
        {
            return Ok(());
        }
        Err(RegisterError::TooManyMissing {
            register: self.mapping.name.clone(),
            missing,
            of,
        })
    }
}

impl Chosen {
    fn lost_to(&self, other: &Self) -> RowFault {
        let words = format!(
            "names the same agency as {} (`{}`) and says something else",
            other.place, self.record.key
        );
        RowFault::of_row(FaultCode::ContradictsRow, words)
    }
}
