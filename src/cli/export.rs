//! Exporting what editors have published.

use std::path::PathBuf;

use clap::Subcommand;

use super::{CommandError, say};
use crate::config::Config;
use crate::rights;
use crate::start::{self, StartError};

#[derive(Debug, Subcommand)]
pub(super) enum What {
    /// Write every published article as `<slug>/<language>.md`, as `tulay import rights` reads it.
    Rights {
        /// The folder, for example `data/rights`. What is in it and not published is left, and named.
        folder: PathBuf,
    },
}

pub(super) fn run(config: &Config, what: &What) -> Result<(), CommandError> {
    let What::Rights { folder } = what;
    start::migrate_database(config)?;
    let db = start::database(config).map_err(StartError::from)?;
    let exported = rights::export(&db, folder);
    db.shutdown();
    let exported = exported.map_err(|error| CommandError::Refused(error.to_string()))?;
    say(&format!("{} files written", exported.files));
    for path in exported.others {
        say(&format!("  not published, left: {}", path.display()));
    }
    Ok(())
}
