//! A file of what sources say of agencies beside their registers: one JSON object a line.
//!
//! Each line names an agency and holds one statement, in the very form in which the interface takes it,
//! checked against the same contract. A line that is wrong is told and not taken over; the others are.
//! The same file again changes nothing. That one agency came out of another is only ever proposed by a
//! file: a person decides.

use std::fmt;
use std::path::Path;

use actix_web::http::Method;
use diesel::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::model::{
    NewBranch, NewCertificate, NewJobOrder, NewName, NewPrincipal, NewSanction, SourceOf, Stated,
};
use super::statements::{self, Change, Stating};
use super::sub_agents;
use super::successions::{self, SuccessionReason};
use crate::agencies::http::NewSubAgent;
use crate::agencies::model::EntryKind;
use crate::agencies::rating::current;
use crate::agencies::registers::exclude_imports;
use crate::agencies::store::find_of_kind;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, INVALID_REQUEST, MALFORMED_REQUEST, NOT_FOUND, Problem};
use crate::platform::text::licence_number_key;
use crate::schema::agencies;

/// What a line may hold, and the operation whose body it is.
const KINDS: [(&str, &str); 8] = [
    ("name", "names"),
    ("branch", "branches"),
    ("principal", "principals"),
    ("job_order", "job-orders"),
    ("sanction", "sanctions"),
    ("certificate", "certificates"),
    ("sub_agent", "sub-agents"),
    ("predecessor", "predecessors"),
];

/// Why a file is not imported.
#[derive(Debug, thiserror::Error)]
pub enum RelationsError {
    /// It cannot be read.
    #[error("cannot read `{file}`: {error}")]
    File {
        /// The file.
        file: String,
        /// The system's answer.
        error: std::io::Error,
    },
    /// The database refused, or something that is stored cannot be read; the log says what.
    #[error("the file cannot be imported: {0}")]
    Refused(Problem),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
    /// Not an error: the report of a trial, whose changes are undone by being returned as one.
    #[error("a trial stores nothing")]
    Trial(RelationsReport),
}

/// What became of the lines of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RelationsReport {
    /// Lines whose statement is new.
    pub added: usize,
    /// Lines that say something else than what was known.
    pub changed: usize,
    /// Lines that say what was known.
    pub unchanged: usize,
    /// Lines that were not taken over, with the reason.
    pub rejected: Vec<String>,
}

impl fmt::Display for RelationsReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (added, changed, unchanged) = (self.added, self.changed, self.unchanged);
        let rejected = self.rejected.len();
        write!(
            f,
            "relations: {added} added, {changed} changed, {unchanged} unchanged, {rejected} rejected"
        )?;
        for line in &self.rejected {
            write!(f, "\n  rejected   {line}")?;
        }
        Ok(())
    }
}

/// How a line names an agency.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Reference {
    Id {
        id: Id,
    },
    Licence {
        country: String,
        licence_number: String,
    },
}

/// The lines of a file with their numbers; blank ones are passed over.
pub fn read_relations(file: &Path) -> Result<Vec<(usize, String)>, RelationsError> {
    let text = std::fs::read_to_string(file).map_err(|error| RelationsError::File {
        file: file.display().to_string(),
        error,
    })?;
    let lines = (1..).zip(text.lines().map(str::to_owned));
    Ok(lines.filter(|(_, line)| !line.trim().is_empty()).collect())
}

/// Imports the lines of a file; on a trial it stores nothing, and its report comes as an error.
pub fn import_relations(
    conn: &mut Conn,
    services: &Services,
    lines: &[(usize, String)],
    run: crate::agencies::Run,
) -> Result<RelationsReport, RelationsError> {
    exclude_imports(conn).map_err(DbError::from)?;
    let mut import = Importing {
        services,
        now: services.clock.now(),
    };
    let mut report = RelationsReport::default();
    for (number, line) in lines {
        match import.line(conn, line) {
            Ok(Change::Added) => report.added += 1,
            Ok(Change::Changed) => report.changed += 1,
            Ok(Change::Unchanged) => report.unchanged += 1,
            Err(Rejected::Line(words)) => report.rejected.push(format!("line {number}: {words}")),
            Err(Rejected::All(problem)) => return Err(RelationsError::Refused(problem)),
        }
    }
    match run {
        crate::agencies::Run::ForGood => Ok(report),
        crate::agencies::Run::OnTrial => Err(RelationsError::Trial(report)),
    }
}

/// Why a line is not taken over, or nothing is.
enum Rejected {
    Line(String),
    All(Problem),
}

impl From<Problem> for Rejected {
    fn from(problem: Problem) -> Self {
        if problem.code == &INVALID_REQUEST || problem.code == &MALFORMED_REQUEST {
            return Self::Line(told(&problem.faults));
        }
        if problem.code == &NOT_FOUND {
            return Self::Line("there is no such agency".to_owned());
        }
        Self::All(problem)
    }
}

impl From<DbError> for Rejected {
    fn from(error: DbError) -> Self {
        Self::All(error.into())
    }
}

impl From<diesel::result::Error> for Rejected {
    fn from(error: diesel::result::Error) -> Self {
        Self::All(error.into())
    }
}

/// Places and codes; what stands there may be about a person.
fn told(faults: &[Fault]) -> String {
    let words = faults.iter().map(|fault| {
        let at = if fault.pointer.is_empty() {
            "/"
        } else {
            &fault.pointer
        };
        format!("{at} {}", fault.code)
    });
    words.collect::<Vec<_>>().join(", ")
}

struct Importing<'a> {
    services: &'a Services,
    now: Time,
}

impl Importing<'_> {
    fn line(&mut self, conn: &mut Conn, line: &str) -> Result<Change, Rejected> {
        let (reference, kind, said) = parts(line)?;
        let agency = resolve(conn, reference, "agency")?;
        match kind {
            "name" => self.put::<NewName>(conn, agency, kind, said),
            "branch" => self.put::<NewBranch>(conn, agency, kind, said),
            "principal" => self.put::<NewPrincipal>(conn, agency, kind, said),
            "job_order" => self.put::<NewJobOrder>(conn, agency, kind, said),
            "sanction" => self.put::<NewSanction>(conn, agency, kind, said),
            "certificate" => self.put::<NewCertificate>(conn, agency, kind, said),
            "sub_agent" => self.put_sub_agent(conn, agency, said),
            _ => self.propose(conn, agency, said),
        }
    }

    /// What a line holds, as the contract reads it.
    fn read<T: DeserializeOwned>(&self, kind: &str, said: Value) -> Result<T, Rejected> {
        let list = KINDS.iter().find(|(known, _)| *known == kind);
        let list = list.map_or("", |(_, list)| *list);
        let path = format!("/v1/staff/agencies/{{agency_id}}/{list}");
        let contract = self.services.contract();
        contract.check_body(&Method::POST, &path, &said)?;
        let read = serde_json::from_value(said);
        read.map_err(|_| Rejected::Line(format!("/{kind} cannot be read")))
    }

    fn put<T: Stated>(
        &self,
        conn: &mut Conn,
        agency: Id,
        kind: &str,
        said: Value,
    ) -> Result<Change, Rejected> {
        let said: T = self.read(kind, said)?;
        said.validate()
            .map_err(|_| Rejected::Line(format!("/{kind} invalid")))?;
        let stating = Stating {
            by: None,
            now: self.now,
            id: self.services.new_id(),
        };
        Ok(statements::put(conn, agency, &said, stating)?.1)
    }

    fn put_sub_agent(&self, conn: &mut Conn, agency: Id, said: Value) -> Result<Change, Rejected> {
        let new: NewSubAgent = self.read("sub_agent", said)?;
        let said = new.said(self.now.date())?;
        let (row, is_new) = sub_agents::put(conn, self.services, agency, &said, self.now)?;
        Ok(match (is_new, row.version) {
            (true, 1) => Change::Added,
            (true, _) => Change::Changed,
            (false, _) => Change::Unchanged,
        })
    }

    fn propose(&self, conn: &mut Conn, later: Id, said: Value) -> Result<Change, Rejected> {
        let (earlier, kind, source) = self.predecessor(conn, said)?;
        if earlier == later {
            return Err(Rejected::Line(
                "/predecessor/agency is the agency itself".to_owned(),
            ));
        }
        let pair = (earlier, later);
        if successions::find_pair(conn, pair)?.is_some() {
            return Ok(Change::Unchanged);
        }
        let (id, reasons) = (self.services.new_id(), [SuccessionReason::StatedBySource]);
        let said = Some((kind.as_str(), &source));
        successions::propose(conn, id, pair, &reasons, said, self.now)?;
        Ok(Change::Added)
    }

    fn predecessor(
        &self,
        conn: &mut Conn,
        mut said: Value,
    ) -> Result<(Id, String, SourceOf), Rejected> {
        #[derive(Deserialize)]
        struct Predecessor {
            agency_id: Id,
            kind: String,
            source: SourceOf,
        }
        let reference = said.as_object_mut().and_then(|said| said.remove("agency"));
        let earlier = resolve(conn, reference.unwrap_or_default(), "predecessor/agency")?;
        if let Some(said) = said.as_object_mut() {
            said.insert("agency_id".to_owned(), json!(earlier));
            // The contract asks for evidence; who decides gives it.
            said.insert("evidence".to_owned(), json!("-"));
        }
        let said: Predecessor = self.read("predecessor", said)?;
        if said.source.retrieved_on > self.now.date() {
            let words = "/source/retrieved_on in_the_future";
            return Err(Rejected::Line(words.to_owned()));
        }
        Ok((said.agency_id, said.kind, said.source))
    }
}

/// The agency that a line names, the kind of what it says, and that.
fn parts(line: &str) -> Result<(Value, &'static str, Value), Rejected> {
    let malformed = |words: &str| Rejected::Line(words.to_owned());
    let read: Result<Map<String, Value>, _> = serde_json::from_str(line);
    let mut members = read.map_err(|_| malformed("is not a JSON object"))?;
    let agency = members.remove("agency");
    let agency = agency.ok_or_else(|| malformed("/agency missing_member"))?;
    let mut rest = members.into_iter();
    let (Some((name, said)), None) = (rest.next(), rest.next()) else {
        return Err(malformed("must hold one statement beside `agency`"));
    };
    let kind = KINDS.iter().find(|(kind, _)| *kind == name);
    let (kind, _) = kind.ok_or_else(|| Rejected::Line(format!("/{name} unknown_member")))?;
    Ok((agency, kind, said))
}

/// The one agency that is meant.
fn resolve(conn: &mut Conn, reference: Value, at: &str) -> Result<Id, Rejected> {
    let reference = serde_json::from_value(reference).map_err(|_| {
        let words = "must be { \"id\" } or { \"country\", \"licence_number\" }";
        Rejected::Line(format!("/{at} {words}"))
    })?;
    let found = match reference {
        Reference::Id { id } => match current(conn, id)? {
            Some(id) => find_of_kind(conn, id, EntryKind::RecruitmentAgency)?
                .into_iter()
                .collect(),
            None => Vec::new(),
        },
        Reference::Licence {
            country,
            licence_number,
        } => holders(conn, country, &licence_number)?,
    };
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Rejected::Line(format!("/{at} unknown_agency"))),
        [_, _, ..] => Err(Rejected::Line(format!(
            "/{at}: several agencies have this number"
        ))),
    }
}

fn holders(conn: &mut Conn, country: String, number: &str) -> QueryResult<Vec<Id>> {
    agencies::table
        .filter(agencies::country.eq(country))
        .filter(agencies::kind.eq(EntryKind::RecruitmentAgency))
        .filter(agencies::licence_number_key.eq(licence_number_key(number)))
        .filter(agencies::merged_into.is_null())
        .order(agencies::id)
        .limit(2)
        .select(agencies::id)
        .load(conn)
}
