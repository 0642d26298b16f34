//! Registers of licences: how each is read, and how a newer list replaces an older one.
//!
//! A register is described by a mapping file, `data/registers/<name>.toml`; the next country needs
//! another such file and no code. What must always be true: every row of a list is taken over,
//! named as a duplicate, or rejected with its line and the reason; nothing is cut to fit; an agency
//! keeps its id as long as its register names it by the same key, and is never removed.

mod clean;
mod import;
mod mapping;
mod record;
mod report;
mod store;
mod table;
mod telephones;

use std::path::{Path, PathBuf};

use crate::platform::code_lists::CodeLists;
use crate::platform::db::{Db, DbError};
use crate::start::Sources;

pub use import::Run;
pub use mapping::Mapping;
pub use report::{ImportReport, Told};

use crate::platform::clock::{Clock as _, Date};

/// Why a register cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// A mapping file is wrong.
    #[error("register mapping {file}: {reason}")]
    Mapping {
        /// The mapping file.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A list cannot be read as its mapping says.
    #[error("register list {file}: {reason}")]
    List {
        /// The list.
        file: String,
        /// What is wrong with it.
        reason: String,
    },
    /// There is no mapping of this name.
    #[error("there is no register `{0}`; each has a file of its name in data/registers")]
    Unknown(String),
    /// The list is older than the one in force.
    #[error("{register}: the list of {given} is older than the one in force, of {in_force}")]
    Older {
        /// The register.
        register: String,
        /// The day of the list.
        given: Date,
        /// The day of the list in force.
        in_force: Date,
    },
    /// The day of a list lies ahead.
    #[error("{register}: a list of {given} cannot have been retrieved yet")]
    Ahead {
        /// The register.
        register: String,
        /// The day of the list.
        given: Date,
    },
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
    /// Something cannot be stored as JSON.
    #[error("cannot be stored: {0}")]
    Json(#[from] serde_json::Error),
    /// Not an error: the report of a trial, whose changes are undone by being returned as one.
    #[error("a trial of {} stores nothing", .0.register)]
    Trial(Box<ImportReport>),
}

impl From<diesel::result::Error> for RegisterError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// A list other than the one that lies beside the mapping.
#[derive(Debug, Clone)]
pub struct OtherList {
    /// The list.
    pub file: PathBuf,
    /// The day on which it was retrieved.
    pub retrieved_on: Date,
}

/// The mappings of a folder, by name.
pub fn read_mappings(folder: &Path, lists: &CodeLists) -> Result<Vec<Mapping>, RegisterError> {
    let broken = |error: std::io::Error| RegisterError::Mapping {
        file: folder.display().to_string(),
        reason: error.to_string(),
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(broken)? {
        let path = entry.map_err(broken)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            files.push(path);
        }
    }
    files.sort();
    files
        .iter()
        .map(|file| Mapping::read(file, lists))
        .collect()
}

/// Imports a list of one register; of the mapping's own list when no other is given.
pub fn import_register(
    db: &Db,
    mapping: &Mapping,
    other: Option<&OtherList>,
    run: Run,
    sources: &Sources,
) -> Result<ImportReport, RegisterError> {
    let retrieved_on = other.map_or(mapping.source.retrieved_on, |list| list.retrieved_on);
    // A day that somebody typed can be wrong; where it comes from the mapping, the clock is.
    if other.is_some() && retrieved_on > sources.clock.now().date() {
        return Err(RegisterError::Ahead {
            register: mapping.name.clone(),
            given: retrieved_on,
        });
    }
    let file = other.map_or_else(|| mapping.list_path(), |list| list.file.clone());
    let list = record::List::read(mapping, &file)?;
    let import = import::Import::new(mapping.clone(), list, retrieved_on, sources);
    let outcome = db.write_blocking(move |conn| import.run(conn, run));
    match outcome {
        Err(RegisterError::Trial(report)) => Ok(*report),
        other => other,
    }
}

/// Imports every register of a folder, for the start: what a newer list has replaced stays so.
pub fn import_folder(
    db: &Db,
    folder: &Path,
    lists: &CodeLists,
    sources: &Sources,
) -> Result<(), RegisterError> {
    for mapping in read_mappings(folder, lists)? {
        match import_register(db, &mapping, None, Run::ForGood, sources) {
            Ok(report) => report.log(),
            Err(error @ RegisterError::Older { .. }) => {
                tracing::info!(%error, "The list that came with the program is not imported");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
