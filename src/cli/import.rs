//! `tulay import …`: reference data, while the server runs or before it does.

use std::path::PathBuf;

use clap::Subcommand;

use super::{CommandError, say};
use crate::config::Config;
use crate::platform::clock::{Clock as _, SystemClock};
use crate::reference;
use crate::rights::Changes;
use crate::start::{self, StartError};

/// What can be imported.
#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// Import code lists, articles, contacts and emergency numbers.
    Rights {
        /// The folder that holds `code-lists`, `rights` and `contacts`.
        #[arg(long)]
        from: Option<PathBuf>,
    },
}

/// Does what the arguments say.
pub(super) fn run(config: &Config, action: &Action) -> Result<(), CommandError> {
    match action {
        Action::Rights { from } => {
            let folder = from.as_ref().unwrap_or(&config.reference_dir);
            rights(config, folder).map_err(CommandError::from)
        }
    }
}

fn rights(config: &Config, folder: &std::path::Path) -> Result<(), StartError> {
    start::create_folder(&config.data_dir)?;
    start::migrate_database(config)?;
    let db = start::database(config)?;
    let imported = reference::import_rights(&db, folder, SystemClock.now());
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
