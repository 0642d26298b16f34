//! Importing code lists, articles, contacts and emergency numbers.

use std::path::Path;

use crate::cli::say;
use crate::config::Config;
use crate::platform::clock::{Clock as _, SystemClock};
use crate::reference::{Origin, import_rights_over};
use crate::rights::{Changes, TakeOver};
use crate::start::{self, StartError};

pub(super) fn run(
    config: &Config,
    (folder, origin): (&Path, Origin),
    take_over: bool,
) -> Result<(), StartError> {
    let take_over = if take_over {
        TakeOver::Yes
    } else {
        TakeOver::No
    };
    start::create_folder(&config.data_dir)?;
    start::migrate_database(config)?;
    let db = start::database(config)?;
    let imported = import_rights_over(&db, folder, origin, take_over, SystemClock.now());
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
        ("left as editors have it", &changes.kept),
    ];
    for (how, names) in named {
        for name in names {
            say(&format!("  {how}: {name}"));
        }
    }
}
