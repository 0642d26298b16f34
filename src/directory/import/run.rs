//! Storing what lists say.

use std::fmt;
use std::path::PathBuf;

use actix_web::http::Method;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::facts::{self, Defaults};
use super::{Found, Lists, read};
use crate::directory::actions::{
    Desk, change_organisation, change_service, create_organisation, create_service,
};
use crate::directory::error::DirectoryError;
use crate::directory::model::{DirectoryAct, OrganisationFacts, ServiceFacts};
use crate::directory::store;
use crate::identity::audit::{Action, Subject};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Fault;

/// What is to be imported.
#[derive(Debug, Clone)]
pub struct Import {
    /// The file or folder.
    pub path: PathBuf,
    /// Whose staff look after what is new; none: administrators of the registers.
    pub organisation: Option<Id>,
    /// The country where a list says none.
    pub country: Option<String>,
    /// The time zone where a list says none.
    pub time_zone: Option<String>,
    /// Whether it is only tried.
    pub is_trial: bool,
}

/// What an import did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Entries that are new.
    pub created: usize,
    /// Entries that are different.
    pub changed: usize,
    /// Entries that are as they were.
    pub unchanged: usize,
}

impl fmt::Display for Imported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} created, {} changed, {} unchanged",
            self.created, self.changed, self.unchanged
        )
    }
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// What is wrong, each fault with its file.
    #[error("nothing was imported:\n  {}", .0.join("\n  "))]
    Refused(Vec<String>),
    /// It was only tried.
    #[error("a trial: nothing was stored ({0})")]
    Trial(Imported),
    /// Something cannot be stored.
    #[error(transparent)]
    Directory(#[from] DirectoryError),
}

impl From<crate::platform::db::DbError> for ImportError {
    fn from(error: crate::platform::db::DbError) -> Self {
        Self::Directory(error.into())
    }
}

impl From<diesel::result::Error> for ImportError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Directory(error.into())
    }
}

/// Imports services and their organisations, all of them or nothing.
pub fn import_services(
    conn: &mut Conn,
    services: &Services,
    import: &Import,
    now: Time,
) -> Result<Imported, ImportError> {
    let types = services.code_lists();
    let types = types.find("service_types").into_iter();
    let defaults = Defaults {
        country: import.country.clone(),
        time_zone: import.time_zone.clone(),
        service_types: types
            .flat_map(|list| &list.codes)
            .map(|entry| entry.code.clone())
            .collect(),
    };
    let Lists {
        organizations,
        services: found,
        faults,
    } = read(&import.path);
    let mut run = Running {
        desk: Desk::at(services, import.organisation, now),
        imported: Imported::default(),
        faults,
    };
    for one in &organizations {
        let entry = facts::organisation(&one.value);
        run.each(conn, one, entry, store_organisation)?;
    }
    for one in &found {
        let entry = facts::service(&one.value, &defaults);
        run.each(conn, one, entry, store_service)?;
    }
    if !run.faults.is_empty() {
        return Err(ImportError::Refused(run.faults));
    }
    if import.is_trial {
        return Err(ImportError::Trial(run.imported));
    }
    Ok(run.imported)
}

/// An import that is under way.
struct Running<'a> {
    desk: Desk<'a>,
    imported: Imported,
    faults: Vec<String>,
}

/// What became of an entry.
enum Outcome {
    Created,
    Changed,
    Unchanged,
}

type Store<T> = fn(&mut Conn, &Desk<'_>, Id, &T) -> Result<Outcome, DirectoryError>;

/// What is made of an entry, and by which operation somebody would make it.
trait Entry: DeserializeOwned {
    const PATH: &'static str;
    const SUBJECT: Subject;
}

impl Entry for OrganisationFacts {
    const PATH: &'static str = "/v1/staff/directory/organisations";
    const SUBJECT: Subject = Subject::DirectoryOrganisation;
}

impl Entry for ServiceFacts {
    const PATH: &'static str = "/v1/staff/directory/services";
    const SUBJECT: Subject = Subject::DirectoryService;
}

impl Running<'_> {
    fn each<T: Entry>(
        &mut self,
        conn: &mut Conn,
        found: &Found,
        entry: Value,
        store: Store<T>,
    ) -> Result<(), ImportError> {
        let name = found.value.get("name").and_then(Value::as_str);
        let at = format!("{}: {}", found.file, name.unwrap_or("without a name"));
        let id = found.value.get("id").and_then(Value::as_str);
        let Some(id) = id.and_then(|text| Id::parse(text).ok()) else {
            self.faults.push(format!("{at}: its id is no UUID"));
            return Ok(());
        };
        let contract = self.desk.services.contract();
        let body = json!({ "entry": entry });
        if let Err(problem) = contract.check_body(&Method::POST, T::PATH, &body) {
            self.add(&at, &problem.faults);
            return Ok(());
        }
        let read: Result<T, _> = serde_json::from_value(entry);
        let stored = match read {
            Ok(facts) => store(conn, &self.desk, id, &facts),
            Err(error) => {
                self.faults.push(format!("{at}: {error}"));
                return Ok(());
            }
        };
        match stored {
            Err(DirectoryError::Invalid(faults)) => self.add(&at, &faults),
            Err(error) => return Err(error.into()),
            Ok(Outcome::Unchanged) => self.imported.unchanged += 1,
            Ok(outcome) => {
                let is_new = matches!(outcome, Outcome::Created);
                self.imported.created += usize::from(is_new);
                self.imported.changed += usize::from(!is_new);
                let subject = (Action::DirectoryChanged, T::SUBJECT);
                self.desk.record(conn, subject, id, Some("imported"))?;
            }
        }
        Ok(())
    }

    fn add(&mut self, at: &str, faults: &[Fault]) {
        for fault in faults {
            let place = fault.pointer.trim_start_matches("/entry");
            self.faults.push(format!("{at}: {place} {}", fault.code));
        }
    }
}

/// An id that a list brings must not be that of something else.
fn is_free(conn: &mut Conn, desk: &Desk<'_>, id: Id) -> Result<(), DirectoryError> {
    if desk.services.vault.knows(conn, id)? {
        let fault = Fault::new("/id", "given_twice");
        return Err(DirectoryError::Invalid(vec![fault]));
    }
    Ok(())
}

fn store_organisation(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: Id,
    facts: &OrganisationFacts,
) -> Result<Outcome, DirectoryError> {
    let act = DirectoryAct::Imported;
    let Some(row) = store::lock_organisation(conn, id)? else {
        is_free(conn, desk, id)?;
        create_organisation(conn, desk, id, facts, act)?;
        return Ok(Outcome::Created);
    };
    let after = change_organisation(conn, desk, &row, facts, act)?;
    Ok(outcome(row.version, after.version))
}

fn store_service(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: Id,
    facts: &ServiceFacts,
) -> Result<Outcome, DirectoryError> {
    let act = DirectoryAct::Imported;
    let Some(row) = store::lock_service(conn, id)? else {
        is_free(conn, desk, id)?;
        create_service(conn, desk, id, facts.clone(), act)?;
        return Ok(Outcome::Created);
    };
    let after = change_service(conn, desk, &row, facts.clone(), act)?;
    Ok(outcome(row.version, after.version))
}

const fn outcome(before: i64, after: i64) -> Outcome {
    if before == after {
        Outcome::Unchanged
    } else {
        Outcome::Changed
    }
}
