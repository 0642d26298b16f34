//! Importing services of other directories.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::cli::{CommandError, say};
use crate::config::Config;
use crate::directory::{Import, ImportError, import_services};
use crate::organisations;
use crate::platform::db::Conn;
use crate::start::{self, Sources, StartError};

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// A file of JSON (HSDS 3), a folder of such files, or a folder of tables (HSDS as CSV), see docs/directory.md.
    path: PathBuf,
    /// The organisation whose staff look after what is new: its id or name.
    #[arg(long)]
    organisation: Option<String>,
    /// The country of services that say none (ISO 3166-1).
    #[arg(long)]
    country: Option<String>,
    /// The time zone of hours that say none, for example Asia/Manila.
    #[arg(long)]
    time_zone: Option<String>,
    /// Report only; store nothing.
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Result<(), CommandError> {
    let sources = Sources::default();
    start::create_folder(&config.data_dir)?;
    start::migrate_database(config)?;
    let keyring = Arc::new(start::keyring(config, &sources)?);
    let db = start::database(config).map_err(StartError::from)?;
    let shared = start::assemble(config.clone(), &sources, keyring, db)?;
    let services = shared.services.into_inner();
    let of_job = Arc::clone(&services);
    let named = arguments.organisation.clone();
    let mut import = Import {
        path: arguments.path.clone(),
        organisation: None,
        country: arguments.country.clone(),
        time_zone: arguments.time_zone.clone(),
        is_trial: arguments.dry_run,
    };
    let work = move |conn: &mut Conn| -> Result<_, ImportError> {
        if let Some(named) = &named {
            let found = organisations::find_by_id_or_name(conn, named)?;
            let [only] = found.as_slice() else {
                let reason = format!("there is not one active organisation `{named}`");
                return Err(ImportError::Refused(vec![reason]));
            };
            import.organisation = Some(only.id);
        }
        import_services(conn, &of_job, &import, of_job.clock.now())
    };
    let outcome = services.db.write_long_blocking(work);
    services.db.shutdown();
    match outcome {
        Ok(imported) => say(&imported.to_string()),
        Err(trial @ ImportError::Trial(_)) => say(&trial.to_string()),
        Err(error) => return Err(CommandError::Refused(error.to_string())),
    }
    Ok(())
}
