//! Reference data: what comes with the repository and is imported at the start.
//!
//! A source is imported again only when its files have changed, so that a second start has nothing
//! to do; each import is one transaction.

use std::collections::BTreeMap;
use std::path::Path;

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::agencies::{RegisterError, import_folder};
use crate::apps;
use crate::platform::clock::{Clock as _, Time};
use crate::platform::code_lists::{CodeEntry, CodeListError, CodeLists};
use crate::platform::db::{Conn, Db, DbError, Json};
use crate::reviews::{CapsError, FaultyFile, read_caps, store_caps};
use crate::rights::{self, Changes, TakeOver};
use crate::schema::{code_lists, reference_imports};
use crate::start::Sources;

/// Why reference data cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A code list cannot be read.
    #[error(transparent)]
    CodeLists(#[from] CodeListError),
    /// Rights information is not as it must be.
    #[error(transparent)]
    Rights(#[from] rights::Refused),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
    /// A file cannot be read.
    #[error("cannot read `{file}`: {reason}")]
    File {
        /// The file or folder.
        file: String,
        /// What is wrong.
        reason: String,
    },
    /// A register of agencies cannot be imported.
    #[error(transparent)]
    Registers(#[from] RegisterError),
    /// A list has faults.
    #[error(transparent)]
    Faulty(#[from] FaultyFile),
    /// Limits of fees cannot be stored.
    #[error(transparent)]
    Caps(#[from] CapsError),
    /// What is said to the apps has faults.
    #[error(transparent)]
    Apps(#[from] apps::Refused),
    /// Something cannot be stored as JSON.
    #[error("cannot be stored: {0}")]
    Json(#[from] serde_json::Error),
}

impl From<rights::StoreError> for ImportError {
    fn from(error: rights::StoreError) -> Self {
        match error {
            rights::StoreError::Database(error) => Self::Database(error),
            rights::StoreError::Json(error) => Self::Json(error),
        }
    }
}

impl From<diesel::result::Error> for ImportError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Imports what is new in the folder of reference data; without the folder there is nothing to do.
pub fn import_at_start(db: &Db, folder: &Path, sources: &Sources) -> Result<(), ImportError> {
    if !folder.is_dir() {
        let folder = folder.display().to_string();
        tracing::warn!(
            folder,
            "No reference data: set TULAY_REFERENCE_DIR to its folder"
        );
        return Ok(());
    }
    let now = sources.clock.now();
    import_rights_if_new(db, folder, now)?;
    import_caps(db, &folder.join("fee-caps.toml"), now)?;
    import_apps_if_new(db, &folder.join("apps").join("config.toml"), now)?;
    import_registers(db, &folder.join("registers"), sources)
}

/// Imports the legal limits of fees, unless the file is the one that was imported last.
fn import_caps(db: &Db, file: &Path, now: Time) -> Result<(), ImportError> {
    let Some(hash) = hash_of_file(file)? else {
        return Ok(());
    };
    if is_imported(db, CAPS, hash.clone())? {
        return Ok(());
    }
    let lists = db.read_blocking(load_code_lists)?;
    let caps = read_caps(file, &lists)?;
    db.write_blocking(move |conn| {
        store_caps(conn, &caps)?;
        mark_imported(conn, CAPS, &hash, now)
    })
}

/// The legal limits of fees, as a source.
const CAPS: &str = "fee_caps";

/// Imports what the operator says to the apps, unless the file is the one that was imported last.
fn import_apps_if_new(db: &Db, file: &Path, now: Time) -> Result<(), ImportError> {
    let Some(hash) = hash_of_file(file)? else {
        return Ok(());
    };
    if is_imported(db, APPS, hash)? {
        return Ok(());
    }
    import_apps(db, file, Origin::Shipped, now)
}

/// Imports what the operator says to the apps.
pub fn import_apps(db: &Db, file: &Path, origin: Origin, now: Time) -> Result<(), ImportError> {
    let hash = hash_of_file(file)?;
    let read = apps::read_apps(file)?;
    db.write_blocking(move |conn| {
        apps::replace_apps(conn, &read, now)?;
        match hash.filter(|_| origin == Origin::Shipped) {
            Some(hash) => mark_imported(conn, APPS, &hash, now),
            None => Ok(()),
        }
    })
}

/// What is said to the apps, as a source.
const APPS: &str = "apps";

/// A hash of a file; none where there is none.
fn hash_of_file(file: &Path) -> Result<Option<Vec<u8>>, ImportError> {
    if !file.is_file() {
        return Ok(None);
    }
    let bytes = std::fs::read(file).map_err(|error| ImportError::File {
        file: file.display().to_string(),
        reason: error.to_string(),
    })?;
    Ok(Some(Sha256::digest(bytes).to_vec()))
}

/// Imports the registers of agencies, unless nothing in their folder is new.
fn import_registers(db: &Db, folder: &Path, sources: &Sources) -> Result<(), ImportError> {
    if !folder.is_dir() {
        return Ok(());
    }
    let hash = hash_of_folder(folder)?;
    if is_imported(db, "registers", hash.clone())? {
        return Ok(());
    }
    let lists = db.read_blocking(load_code_lists)?;
    import_folder(db, folder, &lists, sources)?;
    let now = sources.clock.now();
    db.write_blocking(move |conn| mark_imported(conn, "registers", &hash, now))
}

fn import_rights_if_new(db: &Db, folder: &Path, now: Time) -> Result<(), ImportError> {
    let hash = hash_of_rights(folder)?;
    if is_imported(db, RIGHTS, hash.clone())? {
        return Ok(());
    }
    match import_rights(db, folder, Origin::Shipped, now) {
        Ok(all) => {
            for changes in all {
                tracing::info!("Imported {changes}");
            }
            Ok(())
        }
        // Another instance that starts at the same moment may have been quicker.
        Err(_) if is_imported(db, RIGHTS, hash)? => Ok(()),
        Err(error) => Err(error),
    }
}

/// Code lists, articles, contacts and emergency numbers, as one source: the latter three are
/// checked against the first.
const RIGHTS: &str = "rights";

/// Counts up when the program stores the same files in another way (for example folds text in
/// another way for search), so that they are imported again.
const RIGHTS_FORMAT: u8 = 2;

fn hash_of_rights(folder: &Path) -> Result<Vec<u8>, ImportError> {
    let mut hasher = Sha256::new();
    hasher.update([RIGHTS_FORMAT]);
    for part in ["code-lists", "rights", "contacts"] {
        add_folder(&mut hasher, &folder.join(part))?;
    }
    Ok(hasher.finalize().to_vec())
}

/// Where the files of an import come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From the folder that is looked at with every start.
    Shipped,
    /// From elsewhere. The next start must not put the shipped files back in their place.
    Elsewhere,
}

/// Imports code lists, articles, contacts and emergency numbers in one transaction.
pub fn import_rights(
    db: &Db,
    folder: &Path,
    origin: Origin,
    now: Time,
) -> Result<Vec<Changes>, ImportError> {
    import_rights_over(db, folder, origin, TakeOver::No, now)
}

/// The same, perhaps over what editors have published in the service since.
pub fn import_rights_over(
    db: &Db,
    folder: &Path,
    origin: Origin,
    take_over: TakeOver,
    now: Time,
) -> Result<Vec<Changes>, ImportError> {
    let hash = hash_of_rights(folder)?;
    let lists = CodeLists::read_folder(&folder.join("code-lists"))?;
    let material = rights::read_folder(folder, &lists)?;
    db.write_long_blocking(move |conn| {
        let mut changes = vec![replace_code_lists(conn, &lists, now)?];
        changes.extend(rights::replace_with(conn, &material, take_over, now)?);
        if origin == Origin::Shipped {
            mark_imported(conn, RIGHTS, &hash, now)?;
        }
        Ok(changes)
    })
}

/// A list that is no longer in the folder stays: what is stored may refer to it.
fn replace_code_lists(
    conn: &mut Conn,
    lists: &CodeLists,
    now: Time,
) -> Result<Changes, ImportError> {
    let mut stored = load_code_lists(conn)?;
    let before = by_code(&stored);
    for list in lists.all() {
        stored.insert(list.clone());
        diesel::delete(code_lists::table.find(&list.name)).execute(conn)?;
        diesel::insert_into(code_lists::table)
            .values((
                code_lists::name.eq(&list.name),
                code_lists::content.eq(Json::of(list)?),
                code_lists::imported_at.eq(now),
            ))
            .execute(conn)?;
    }
    Ok(Changes::between("codes", &before, &by_code(&stored)))
}

fn by_code(lists: &CodeLists) -> BTreeMap<String, CodeEntry> {
    let codes = lists.all().flat_map(|list| {
        let named = |entry: &CodeEntry| (format!("{}/{}", list.name, entry.code), entry.clone());
        list.codes.iter().map(named).collect::<Vec<_>>()
    });
    codes.collect()
}

/// Whether a source was imported with exactly this content.
pub fn is_imported(db: &Db, source: &'static str, hash: Vec<u8>) -> Result<bool, ImportError> {
    db.read_blocking(move |conn| {
        let known: Option<Vec<u8>> = reference_imports::table
            .find(source)
            .select(reference_imports::content_hash)
            .first(conn)
            .optional()?;
        Ok(known == Some(hash))
    })
}

/// Remembers that a source was imported with this content.
pub fn mark_imported(
    conn: &mut Conn,
    source: &str,
    hash: &[u8],
    now: Time,
) -> Result<(), ImportError> {
    diesel::delete(reference_imports::table.find(source)).execute(conn)?;
    diesel::insert_into(reference_imports::table)
        .values((
            reference_imports::source.eq(source),
            reference_imports::content_hash.eq(hash),
            reference_imports::imported_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// A hash of all files of a folder and its sub-folders, with their names.
pub fn hash_of_folder(folder: &Path) -> Result<Vec<u8>, ImportError> {
    let mut hasher = Sha256::new();
    add_folder(&mut hasher, folder)?;
    Ok(hasher.finalize().to_vec())
}

fn add_folder(hasher: &mut Sha256, folder: &Path) -> Result<(), ImportError> {
    let broken = |error: std::io::Error| ImportError::File {
        file: folder.display().to_string(),
        reason: error.to_string(),
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(broken)? {
        paths.push(entry.map_err(broken)?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add_folder(hasher, &path)?;
            continue;
        }
        hasher.update(path.display().to_string().as_bytes());
        hasher.update(std::fs::read(&path).map_err(broken)?);
    }
    Ok(())
}

/// The code lists as the database has them.
pub fn load_code_lists(conn: &mut Conn) -> Result<CodeLists, ImportError> {
    let contents: Vec<Json> = code_lists::table.select(code_lists::content).load(conn)?;
    let mut lists = CodeLists::default();
    for content in contents {
        lists.insert(content.read()?);
    }
    Ok(lists)
}
