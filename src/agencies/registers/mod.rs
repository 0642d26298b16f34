//! Registers of licences: how each is read, and how a newer list replaces an older one.
//!
//! A register is described by a mapping file, `data/registers/<name>.toml`; the next country needs
//! another such file and no code. What must always be true: every row of a list is taken over,
//! named as a duplicate, or rejected with its line and the reason; nothing is cut to fit; an agency
//! keeps its id when its name, its address or its number changes, never becomes another one, and is
//! never removed; each list that was given is kept as a run, also one that was refused.

mod clean;
pub(super) mod fault;
mod import;
mod mapping;
mod matching;
mod record;
mod report;
pub(super) mod runs;
mod store;
mod telephones;

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::platform::clock::{Clock as _, Date};
use crate::platform::code_lists::CodeLists;
use crate::platform::db::{Conn, Db, DbError};
use crate::platform::ids::Id;
use crate::start::Sources;

use runs::{Origin, Refusal};

pub use import::Run;
pub(super) use import::exclude_imports;
pub use mapping::{FetchRules, Mapping};
pub use matching::MatchReason;
pub use report::{ImportReport, Told};
pub use runs::Obtained;

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
    /// So many agencies are missing that the list may be cut off.
    #[error("{register}: {missing} of {of} agencies are missing, the list may be cut off")]
    TooManyMissing {
        /// The register.
        register: String,
        /// How many are missing that were on the list before.
        missing: usize,
        /// How many were on the list before.
        of: usize,
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

/// A list that was given to this service, with where it came from.
#[derive(Debug)]
pub(super) struct Delivery {
    /// What the list is called in messages.
    pub file: String,
    pub bytes: Vec<u8>,
    pub obtained: Obtained,
    pub source_url: String,
    pub retrieved_on: Date,
}

impl Delivery {
    fn origin(&self, mapping: &Mapping) -> Origin {
        let hash = Sha256::digest(&self.bytes).to_vec();
        Origin {
            obtained: self.obtained,
            source_name: mapping.source.name.clone(),
            source_url: self.source_url.clone(),
            retrieved_on: self.retrieved_on,
            content: Some((hash, self.bytes.len())),
        }
    }
}

impl RegisterError {
    /// The code under which the refusal of a list is kept; nothing where it is not the list's fault.
    pub(super) const fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::List { .. } => Some(Refusal::ListUnreadable),
            Self::Older { .. } => Some(Refusal::OlderThanInForce),
            Self::Ahead { .. } => Some(Refusal::RetrievedInFuture),
            Self::TooManyMissing { .. } => Some(Refusal::TooManyMissing),
            Self::Mapping { .. }
            | Self::Unknown(_)
            | Self::Database(_)
            | Self::Json(_)
            | Self::Trial(_) => None,
        }
    }
}

/// Imports a list of one register; of the mapping's own list when no other is given.
pub fn import_register(
    db: &Db,
    mapping: &Mapping,
    other: Option<&OtherList>,
    run: Run,
    sources: &Sources,
) -> Result<ImportReport, RegisterError> {
    let file = other.map_or_else(|| mapping.list_path(), |list| list.file.clone());
    let bytes = std::fs::read(&file).map_err(|error| RegisterError::List {
        file: file.display().to_string(),
        reason: error.to_string(),
    })?;
    let delivery = Delivery {
        file: file.display().to_string(),
        bytes,
        obtained: other.map_or(Obtained::Shipped, |_| Obtained::File),
        source_url: mapping.source.url.clone(),
        retrieved_on: other.map_or(mapping.source.retrieved_on, |list| list.retrieved_on),
    };
    import_delivery(db, mapping, &delivery, run, sources)
}

/// Imports a list that was received, and keeps the run: also that it was refused.
pub(super) fn import_delivery(
    db: &Db,
    mapping: &Mapping,
    delivery: &Delivery,
    run: Run,
    sources: &Sources,
) -> Result<ImportReport, RegisterError> {
    let origin = delivery.origin(mapping);
    let outcome = try_import(db, mapping, delivery, &origin, run, sources);
    if let Err(error) = &outcome
        && let Some(refusal) = error.refusal()
        // Each start offers what came with the program, however old that is by then.
        && delivery.obtained != Obtained::Shipped
        && run == Run::ForGood
    {
        keep_refusal(db, mapping, origin, refusal, sources)?;
    }
    match outcome {
        Err(RegisterError::Trial(report)) => Ok(*report),
        other => other,
    }
}

fn try_import(
    db: &Db,
    mapping: &Mapping,
    delivery: &Delivery,
    origin: &Origin,
    run: Run,
    sources: &Sources,
) -> Result<ImportReport, RegisterError> {
    // A day that somebody typed can be wrong; where it comes from the mapping, the clock is.
    let is_typed = delivery.obtained != Obtained::Shipped;
    if is_typed && delivery.retrieved_on > sources.clock.now().date() {
        return Err(RegisterError::Ahead {
            register: mapping.name.clone(),
            given: delivery.retrieved_on,
        });
    }
    let list = record::List::of_bytes(mapping, &delivery.bytes);
    let list = list.map_err(|reason| RegisterError::List {
        file: delivery.file.clone(),
        reason,
    })?;
    let import = import::Import::new(mapping.clone(), list, origin.clone(), sources);
    db.write_long_blocking(move |conn| import.run(conn, run))
}

/// Keeps that a list could not be had from its address.
pub(super) fn refuse_fetch(
    db: &Db,
    mapping: &Mapping,
    refusal: Refusal,
    sources: &Sources,
) -> Result<(), RegisterError> {
    let origin = Origin {
        obtained: Obtained::Fetched,
        source_name: mapping.source.name.clone(),
        source_url: mapping.source.url.clone(),
        retrieved_on: sources.clock.now().date(),
        content: None,
    };
    keep_refusal(db, mapping, origin, refusal, sources)
}

/// Keeps that a list is still what its register says: its server was asked and has nothing newer.
pub(super) fn confirm(conn: &mut Conn, register: &str, on: Date) -> Result<(), RegisterError> {
    Ok(store::confirm(conn, register, on)?)
}

/// Keeps that a list of a register was refused, or could not be had at all.
fn keep_refusal(
    db: &Db,
    mapping: &Mapping,
    origin: Origin,
    refusal: Refusal,
    sources: &Sources,
) -> Result<(), RegisterError> {
    let (register, now) = (mapping.name.clone(), sources.clock.now());
    let id = Id::from_parts(now, &*sources.randomness);
    db.write_blocking(move |conn| runs::record_refusal(conn, id, &register, &origin, refusal, now))
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
