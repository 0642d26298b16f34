//! One import, in one transaction.

use std::collections::{BTreeMap, HashMap, HashSet};

use actix_web::http::Method;
use serde_json::{Map, Value, json};

use super::list::List;
use super::report::{ImportReport, MissingRow, RowFaultEntry, RunCounts};
use super::row::{Row, RowFault, Wrong, wrong_of};
use super::store::{self as kept, SourceRow};
use crate::establishments::actions::{Cause, Desk, change, document, facts_of, register};
use crate::establishments::error::EstablishmentError;
use crate::establishments::matching::is_certain;
use crate::establishments::model::{EstablishmentAct, Facts, Identifier, overlay_changed, united};
use crate::establishments::store::{self, EstablishmentRow};
use crate::identity::audit::{Action, Subject};
use crate::platform::code_lists::Code;
use crate::platform::db::dialect::one_at_a_time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::problem::{INVALID_REQUEST, MALFORMED_REQUEST, Problem};
use crate::platform::table::{Cells, Place};

/// The lock under which lists are imported, one after the other.
const ADVISORY_LOCK: i64 = 0x6573_7461_626c;
/// Faults and missing rows that are kept of one list.
const MOST_TOLD: usize = 1000;
/// What facts are checked against: the operation that takes them.
const CONTRACT: &str = "/v1/staff/establishments";

/// Whether an import is for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// What it says is taken over.
    ForGood,
    /// It is only told what would become of the rows.
    OnTrial,
}

/// Why nothing of a list is taken over.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It cannot be read, or something cannot be stored.
    #[error(transparent)]
    Refused(#[from] EstablishmentError),
    /// The organisation in whose name it is to be imported is none that keeps establishments.
    #[error("there is no labour inspectorate of this id or name, or there are several")]
    NoInspectorate,
    /// Not an error: the report of a trial, whose changes are undone by being returned as one.
    #[error("a trial stores nothing")]
    Trial(Box<ImportReport>),
}

impl From<DbError> for ImportError {
    fn from(error: DbError) -> Self {
        Self::Refused(error.into())
    }
}

/// Imports a list; on a trial nothing is stored, and the report comes as an error.
pub fn import_list(
    conn: &mut Conn,
    desk: &Desk<'_>,
    list: &List,
    run: Run,
) -> Result<ImportReport, ImportError> {
    if !desk.covers(&list.country) {
        return Err(EstablishmentError::fault("/query/country", "not_a_country_of_yours").into());
    }
    one_at_a_time(conn, ADVISORY_LOCK).map_err(DbError::from)?;
    let known = kept::load_rows(conn, &list.country, &list.source)?;
    let mut importing = Importing {
        desk,
        list,
        known,
        seen: HashSet::new(),
        report: ImportReport {
            id: desk.services.new_id(),
            country: list.country.clone(),
            source: list.source.clone(),
            imported_at: desk.now,
            content_sha256: list.sha256,
            content_bytes: list.bytes,
            counts: RunCounts::default(),
            faults: Vec::new(),
            missing: Vec::new(),
        },
    };
    kept::begin(conn, &importing.report, (desk.organisation, desk.account))?;
    for (place, cells) in &list.rows {
        importing.take(conn, *place, cells)?;
    }
    importing.tell_missing(conn)?;
    let report = importing.report;
    kept::finish(conn, &report)?;
    if run == Run::OnTrial {
        return Err(ImportError::Trial(Box::new(report)));
    }
    let what = (Action::Uploaded, Subject::EstablishmentImport);
    desk.record(conn, what, report.id, None)?;
    Ok(report)
}

struct Importing<'a> {
    desk: &'a Desk<'a>,
    list: &'a List,
    known: HashMap<String, SourceRow>,
    seen: HashSet<String>,
    report: ImportReport,
}

/// Why a row is not taken over, or nothing is.
enum Stop {
    Row(Vec<Wrong>),
    All(EstablishmentError),
}

impl From<Wrong> for Stop {
    fn from(wrong: Wrong) -> Self {
        Self::Row(vec![wrong])
    }
}

impl From<EstablishmentError> for Stop {
    fn from(error: EstablishmentError) -> Self {
        match error {
            EstablishmentError::Invalid(faults) => Self::Row(faults.iter().map(wrong_of).collect()),
            error @ (EstablishmentError::NotFound
            | EstablishmentError::IdTaken
            | EstablishmentError::Merged(_)
            | EstablishmentError::MergedSince
            | EstablishmentError::Decided
            | EstablishmentError::Method(_)
            | EstablishmentError::Document(_)
            | EstablishmentError::Database(_)) => Self::All(error),
        }
    }
}

impl From<serde_json::Error> for Stop {
    fn from(error: serde_json::Error) -> Self {
        Self::All(error.into())
    }
}

impl From<diesel::result::Error> for Stop {
    fn from(error: diesel::result::Error) -> Self {
        Self::All(error.into())
    }
}

impl Importing<'_> {
    fn take(
        &mut self,
        conn: &mut Conn,
        place: Place,
        cells: &Cells,
    ) -> Result<(), EstablishmentError> {
        self.report.counts.rows += 1;
        let taken = match cells {
            Ok(cells) => self.take_cells(conn, cells),
            Err(_) => Err((RowFault::RowTorn, None).into()),
        };
        match taken {
            Ok(()) => Ok(()),
            Err(Stop::All(error)) => Err(error),
            Err(Stop::Row(wrong)) => {
                self.reject(place, wrong);
                Ok(())
            }
        }
    }

    fn reject(&mut self, place: Place, wrong: Vec<Wrong>) {
        self.report.counts.rejected += 1;
        let line = match place {
            Place::Line(line) | Place::Row(line) => line,
        };
        for (code, column) in wrong {
            if self.report.faults.len() < MOST_TOLD {
                self.report.faults.push(RowFaultEntry {
                    line,
                    code: Code::known(code.as_str().to_owned()),
                    column: column.map(str::to_owned),
                });
            }
        }
    }

    fn take_cells(
        &mut self,
        conn: &mut Conn,
        cells: &BTreeMap<String, String>,
    ) -> Result<(), Stop> {
        let list = self.list;
        let row = Row {
            country: &list.country,
            columns: &list.columns,
            cells,
        };
        let key = row.key()?;
        if !self.seen.insert(key.clone()) {
            return Err((RowFault::RepeatsKey, Some("key")).into());
        }
        let stated = Value::Object(row.stated()?);
        match self.known.remove(&key) {
            Some(before) => {
                let taken = self.take_known(conn, &key, &before, &stated);
                self.known.insert(key, before);
                taken
            }
            None => self.take_new(conn, &key, &row, &stated),
        }
    }

    fn take_known(
        &mut self,
        conn: &mut Conn,
        key: &str,
        before: &SourceRow,
        stated: &Value,
    ) -> Result<(), Stop> {
        let is_back = before.missing_since.is_some();
        if before.stated == *stated && !is_back {
            self.report.counts.unchanged += 1;
            return Ok(());
        }
        let row = self.current(conn, before.establishment)?;
        let mut known = document(&facts_of(&row)?)?;
        overlay_changed(&mut known, &before.stated, stated);
        let facts = self.facts(&known)?;
        let changed = change(
            conn,
            self.desk,
            &row,
            facts,
            self.cause(EstablishmentAct::ChangedByImport),
        )?;
        kept::put_row(conn, &self.report, key, stated)?;
        self.report.counts.returned += u32::from(is_back);
        if changed.version == row.version {
            self.report.counts.unchanged += 1;
        } else {
            self.report.counts.changed += 1;
        }
        Ok(())
    }

    fn take_new(
        &mut self,
        conn: &mut Conn,
        key: &str,
        row: &Row<'_>,
        stated: &Value,
    ) -> Result<(), Stop> {
        let mut all = json!({ "place": row.country_only() });
        overlay_changed(&mut all, &Value::Object(Map::new()), stated);
        let facts = self.facts(&all)?;
        if let Some(known) = self.recognise(conn, &facts)? {
            let known_facts = facts_of(&known)?;
            let together = united(&known_facts, &facts);
            change(
                conn,
                self.desk,
                &known,
                together,
                self.cause(EstablishmentAct::ChangedByImport),
            )?;
            kept::insert_row(conn, &self.report, key, (known.id, stated))?;
            self.report.counts.recognised += 1;
            return Ok(());
        }
        let id = self.desk.services.new_id();
        register(
            conn,
            self.desk,
            id,
            facts,
            self.cause(EstablishmentAct::Imported),
        )?;
        kept::insert_row(conn, &self.report, key, (id, stated))?;
        self.report.counts.added += 1;
        Ok(())
    }

    /// The only known establishment that this certainly is.
    fn recognise(
        &self,
        conn: &mut Conn,
        facts: &Facts,
    ) -> Result<Option<EstablishmentRow>, EstablishmentError> {
        let keys: Vec<(String, String)> = facts.identifiers.iter().map(Identifier::key).collect();
        let nobody = self.report.id;
        let found = store::find_by_identifier(conn, &self.list.country, &keys, nobody, 5)?;
        let mut certain = Vec::new();
        for row in found {
            if is_certain(facts, &facts_of(&row)?) {
                certain.push(row);
            }
        }
        Ok(certain.pop().filter(|_| certain.is_empty()))
    }

    fn current(&self, conn: &mut Conn, id: Id) -> Result<EstablishmentRow, EstablishmentError> {
        let current = store::find_current(conn, id, &self.desk.countries)?;
        let current = current.ok_or(EstablishmentError::NotFound)?;
        let row = store::lock(conn, current.id, &self.desk.countries)?;
        row.ok_or(EstablishmentError::NotFound)
    }

    /// Facts that the contract would take.
    fn facts(&self, said: &Value) -> Result<Facts, Stop> {
        let contract = self.desk.services.contract();
        contract
            .check_body(&Method::POST, CONTRACT, said)
            .map_err(Stop::from)?;
        Ok(serde_json::from_value(said.clone())?)
    }

    fn cause(&self, act: EstablishmentAct) -> Cause {
        Cause {
            import: Some(self.report.id),
            ..Cause::of(act)
        }
    }

    fn tell_missing(&mut self, conn: &mut Conn) -> Result<(), EstablishmentError> {
        let mut gone: Vec<(&String, &SourceRow)> = self.known.iter().collect();
        gone.retain(|(key, _)| !self.seen.contains(*key));
        gone.sort_by_key(|(key, _)| *key);
        let mut missing = Vec::new();
        for (key, row) in gone {
            self.report.counts.missing += 1;
            if row.missing_since.is_none() {
                kept::mark_missing(conn, &self.report, key)?;
            }
            if missing.len() < MOST_TOLD {
                missing.push(MissingRow {
                    key: key.clone(),
                    establishment_id: row.establishment,
                });
            }
        }
        self.report.missing = missing;
        Ok(())
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        if problem.code == &INVALID_REQUEST || problem.code == &MALFORMED_REQUEST {
            return Self::Row(problem.faults.iter().map(wrong_of).collect());
        }
        Self::All(EstablishmentError::Invalid(problem.faults))
    }
}
