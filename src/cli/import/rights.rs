//! Importing code lists, articles, contacts and emergency numbers.

use std::path::Path;

use crate::cli::say;
use crate::config::Config;
use crate::platform::clock::{Clock as _, SystemClock};
use crate::reference::{Origin, import_rights};
use crate::rights::Changes;
use crate::start::{self, StartError};

pub(super) fn run(config: &Config, folder: &Path, origin: Origin) -> Result<(), StartError> {
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
