//! Importing what is said to the apps.

use std::path::Path;

use crate::cli::say;
use crate::config::Config;
use crate::platform::clock::{Clock as _, SystemClock};
use crate::reference::{Origin, import_apps};
use crate::start::{self, StartError};

pub(super) fn run(config: &Config, from: Option<&Path>) -> Result<(), StartError> {
    let shipped = config.reference_dir.join("apps").join("config.toml");
    let (file, origin) = match from {
        Some(file) => (file, Origin::Elsewhere),
        None => (shipped.as_path(), Origin::Shipped),
    };
    start::create_folder(&config.data_dir)?;
    start::migrate_database(config)?;
    let db = start::database(config)?;
    let imported = import_apps(&db, file, origin, SystemClock.now());
    db.shutdown();
    imported?;
    say("imported; a running server says so within the age of its public answers");
    Ok(())
}
