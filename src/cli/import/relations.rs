//! Importing what sources say of agencies beside their registers.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::agencies::{RelationsError, Run, import_relations, read_relations};
use crate::cli::{CommandError, say};
use crate::config::Config;
use crate::start::{self, Sources, StartError};

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// A file with one JSON object a line: an agency, and one statement about it with its source.
    file: PathBuf,
    /// Report only; store nothing.
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Result<(), CommandError> {
    let refused = |error: RelationsError| CommandError::Refused(error.to_string());
    let lines = read_relations(&arguments.file).map_err(refused)?;
    let run = if arguments.dry_run {
        Run::OnTrial
    } else {
        Run::ForGood
    };
    let sources = Sources::default();
    start::create_folder(&config.data_dir)?;
    start::migrate_database(config)?;
    let keyring = Arc::new(start::keyring(config, &sources)?);
    let db = start::database(config).map_err(StartError::from)?;
    let shared = start::assemble(config.clone(), &sources, keyring, db)?;
    let services = shared.services.into_inner();
    let of_job = Arc::clone(&services);
    let work = move |conn: &mut _| import_relations(conn, &of_job, &lines, run);
    let outcome = services.db.write_long_blocking(work);
    services.db.shutdown();
    let report = match outcome {
        Err(RelationsError::Trial(report)) => report,
        other => other.map_err(refused)?,
    };
    say(&report.to_string());
    if arguments.dry_run {
        say("a trial: nothing was stored");
    }
    Ok(())
}
