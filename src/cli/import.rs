//! Importing newer reference data while the service runs.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::{CommandError, say};
use crate::config::Config;
use crate::platform::clock::{Clock as _, SystemClock};
use crate::reference::{Origin, import_rights};
use crate::rights::Changes;
use crate::start::{self, StartError};

#[derive(Debug, Subcommand)]
pub(super) enum What {
    /// Import code lists, articles, contacts and emergency numbers.
    Rights {
        /// The folder that holds `code-lists`, `rights` and `contacts`, when it is another than
        /// the one that is looked at with every start.
        #[arg(long)]
        from: Option<PathBuf>,
    },
}

pub(super) fn run(config: &Config, what: &What) -> Result<(), CommandError> {
    match what {
        What::Rights { from } => {
            let (folder, origin) = match from {
                Some(folder) => (folder, Origin::Elsewhere),
                None => (&config.reference_dir, Origin::Shipped),
            };
            Ok(rights(config, folder, origin)?)
        }
    }
}

fn rights(config: &Config, folder: &Path, origin: Origin) -> Result<(), StartError> {
    start::create_folder(&config.data_dir)?;
    start::migrate_database(config)?;
    let db = start::database(config)?;
    let imported = import_rights(&db, folder, origin, SystemClock.now());
    db.shutdown();
    for changes in &imported? {
        tell(changes);
    }
    say(
        "A running server shows articles, contacts and numbers within the age of its public \
         answers, and codes after its next start.",
    );
    Ok(())
}

fn tell(changes: &Changes) {
    say(&changes.to_string());
    let named = [
        ("added", &changes.added),
        ("changed", &changes.changed),
        ("removed", &changes.removed),
    ];
    for (how, names) in named {
        for name in names {
            say(&format!("  {how}: {name}"));
        }
    }
}
