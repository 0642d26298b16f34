//! Importing newer reference data, and telling what it changed.

mod agencies;
mod apps;
mod establishments;
mod rates;
mod relations;
mod rights;
mod services;

use std::path::PathBuf;

use clap::Subcommand;

use super::CommandError;
use crate::config::Config;
use crate::reference::Origin;

#[derive(Debug, Subcommand)]
pub(super) enum What {
    /// Import registers of recruitment agencies and report what became of every row.
    Agencies(agencies::Arguments),
    /// Import what is said to the apps: oldest versions, and what a quick exit shows.
    Apps {
        /// The file, when it is another than the one that is looked at with every start.
        #[arg(long)]
        from: Option<PathBuf>,
    },
    /// Import a list of establishments for a labour inspectorate, and report what became of every row.
    Establishments(establishments::Arguments),
    /// Import what currencies were worth, month by month, and report what it changes.
    Rates(rates::Arguments),
    /// Import who is behind agencies: names, branches, sub-agents, principals, job orders, sanctions,
    /// certificates and predecessors, each with its source.
    Relations(relations::Arguments),
    /// Import services of other directories (HSDS 3, JSON or tables), and report what it changes.
    Services(services::Arguments),
    /// Import code lists, articles, contacts and emergency numbers.
    Rights {
        /// The folder that holds `code-lists`, `rights` and `contacts`, when it is another than
        /// the one that is looked at with every start.
        #[arg(long)]
        from: Option<PathBuf>,
        /// Overwrite what editors have published in the service since. Otherwise that stays, and is named.
        #[arg(long)]
        take_over: bool,
    },
}

pub(super) fn run(config: &Config, what: &What) -> Result<(), CommandError> {
    match what {
        What::Agencies(arguments) => Ok(agencies::run(config, arguments)?),
        What::Apps { from } => Ok(apps::run(config, from.as_deref())?),
        What::Establishments(arguments) => establishments::run(config, arguments),
        What::Rates(arguments) => Ok(rates::run(config, arguments)?),
        What::Relations(arguments) => relations::run(config, arguments),
        What::Services(arguments) => services::run(config, arguments),
        What::Rights { from, take_over } => {
            let (folder, origin) = match from {
                Some(folder) => (folder, Origin::Elsewhere),
                None => (&config.reference_dir, Origin::Shipped),
            };
            Ok(rights::run(config, (folder, origin), *take_over)?)
        }
    }
}
