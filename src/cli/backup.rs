//! Copying what an instance keeps, while it serves.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use diesel::prelude::*;
use diesel::sql_types::Text;
use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};

use super::{CommandError, say};
use crate::config::Config;
use crate::platform::db::{Access, Conn, DbError};
use crate::platform::encoded::hexadecimal;
use crate::start::{self, StartError};

/// The sums of all copied files, in the form that `sha256sum --check` reads.
const SUMS: &str = "SHA256SUMS";

/// Where the copy goes.
#[derive(Debug, clap::Args)]
pub(super) struct Wanted {
    /// A folder that does not exist yet; it becomes one that can be served from.
    folder: PathBuf,
}

/// Copies the database, if it is a file, then the sealed files. In this order a row's file is never
/// missing: it is written before its row. What is erased between the two is in the copy of the
/// database only, and its file not.
///
/// The master keys are left out: whoever finds the copy must not be able to read it.
pub(super) fn run(config: &Config, wanted: &Wanted) -> Result<(), CommandError> {
    let folder = &wanted.folder;
    if folder.exists() {
        let text = format!("{} exists; name a folder that does not", folder.display());
        return Err(CommandError::Refused(text));
    }
    start::create_folder(folder)?;
    let mut sums = Vec::new();
    if copy_database(config, &folder.join("tulay.db")).map_err(StartError::from)? {
        sums.push((sum_of(&folder.join("tulay.db"))?, PathBuf::from("tulay.db")));
    } else {
        say(
            "The database is not in it: pg_dump copies it, before this command (docs/operating.md)",
        );
    }
    if config.bucket.is_some() {
        say("The files are not in it: they are in the bucket, whose versions are their backup");
    } else {
        copy_files(config, folder, &mut sums)?;
    }
    write_sums(folder, &sums)?;
    say(&format!(
        "{} files are in {}, for sha256sum --check; the master keys are not: keep {} elsewhere",
        sums.len(),
        folder.display(),
        config.master_key_file.display()
    ));
    Ok(())
}

/// Copies the database as it is at one moment, without pages in which erased things could still be
/// read. `false` when it is not a file.
fn copy_database(config: &Config, to: &Path) -> Result<bool, DbError> {
    let url = start::database_url(config);
    match Conn::open(url.expose_secret(), Access::Write)? {
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => Ok(false),
        Conn::Sqlite(mut conn) => {
            diesel::sql_query("VACUUM INTO ?")
                .bind::<Text, _>(to.to_string_lossy().into_owned())
                .execute(&mut conn)?;
            Ok(true)
        }
    }
}

/// Copies the folders of sealed files.
fn copy_files(
    config: &Config,
    folder: &Path,
    sums: &mut Vec<(String, PathBuf)>,
) -> Result<(), CommandError> {
    let keys = config.master_key_file.parent().map(Path::canonicalize);
    let keys = keys.and_then(Result::ok);
    for entry in fs::read_dir(&config.data_dir)? {
        let entry = entry?;
        let holds_keys = keys.is_some() && entry.path().canonicalize().ok() == keys;
        let is_backup = entry.path().canonicalize().ok() == folder.canonicalize().ok();
        if entry.file_type()?.is_dir() && !holds_keys && !is_backup {
            copy_folder(
                &config.data_dir,
                Path::new(&entry.file_name()),
                folder,
                sums,
            )?;
        }
    }
    Ok(())
}

/// Copies what is below `from/name` to `to/name`. What vanishes meanwhile has been erased.
fn copy_folder(
    from: &Path,
    name: &Path,
    to: &Path,
    sums: &mut Vec<(String, PathBuf)>,
) -> Result<(), CommandError> {
    start::create_folder(&to.join(name))?;
    let Some(entries) = unless_gone(fs::read_dir(from.join(name)))? else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry?;
        let name = name.join(entry.file_name());
        let Some(kind) = unless_gone(entry.file_type())? else {
            continue;
        };
        if kind.is_dir() {
            copy_folder(from, &name, to, sums)?;
        } else if unless_gone(fs::copy(entry.path(), to.join(&name)))?.is_some() {
            sums.push((sum_of(&to.join(&name))?, name));
        }
    }
    Ok(())
}

fn unless_gone<T>(tried: std::io::Result<T>) -> std::io::Result<Option<T>> {
    match tried {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Forces a copied file to the disk, for this user's eyes only, and reads it again for its sum.
fn sum_of(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    file.set_permissions(fs::Permissions::from_mode(0o600))?;
    file.sync_all()?;
    let (mut sum, mut part) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut part)?;
        if read == 0 {
            return Ok(hexadecimal(&sum.finalize()));
        }
        sum.update(part.get(..read).unwrap_or_default());
    }
}

/// Writes the sums, by name.
fn write_sums(folder: &Path, sums: &[(String, PathBuf)]) -> std::io::Result<()> {
    let mut lines: Vec<String> = sums
        .iter()
        .map(|(sum, name)| format!("{sum}  {}\n", name.display()))
        .collect();
    lines.sort_by(|one, other| one.get(66..).cmp(&other.get(66..)));
    let mut file = File::create(folder.join(SUMS))?;
    file.write_all(lines.concat().as_bytes())?;
    file.sync_all()
}
