//! Importing newer reference data, and telling what it changed.

mod agencies;
mod rights;

use std::path::PathBuf;

use clap::Subcommand;

use super::CommandError;
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(super) enum What {
    /// Import registers of recruitment agencies and report what became of every row.
    Agencies(agencies::Arguments),
    /// Import code lists, articles, contacts and emergency numbers.
    Rights {
        /// The folder that holds `code-lists`, `rights` and `contacts`.
        #[arg(long)]
        from: Option<PathBuf>,
    },
}

pub(super) fn run(config: &Config, what: &What) -> Result<(), CommandError> {
    match what {
        What::Agencies(arguments) => Ok(agencies::run(config, arguments)?),
        What::Rights { from } => {
            let folder = from.as_ref().unwrap_or(&config.reference_dir);
            Ok(rights::run(config, folder)?)
        }
    }
}
