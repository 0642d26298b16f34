//! Importing lists of establishments.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::cli::{CommandError, say};
use crate::config::Config;
use crate::establishments::{
    Desk, EstablishmentError, ImportError, ImportReport, List, Mapping, Run, ensure_method,
    import_list, read_list,
};
use crate::organisations;
use crate::platform::db::Conn;
use crate::start::{self, Sources, StartError};

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// The list: CSV, see docs/establishments.md.
    file: PathBuf,
    /// What the list is called here: the same name each time.
    #[arg(long)]
    source: String,
    /// The country of its establishments (ISO 3166-1).
    #[arg(long)]
    country: String,
    /// The labour inspectorate in whose name it is imported: its id or name.
    #[arg(long)]
    organisation: String,
    /// Report only; store nothing.
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Result<(), CommandError> {
    let refused = |error: &dyn std::fmt::Display| CommandError::Refused(error.to_string());
    let bytes = std::fs::read(&arguments.file).map_err(|error| refused(&error))?;
    let mapping = Mapping::find(&config.reference_dir, &arguments.source);
    let mapping = mapping.map_err(|error| refused(&error))?;
    let name = (arguments.country.clone(), arguments.source.clone());
    let list = read_list(&bytes, &mapping, name, usize::MAX);
    let list = list.map_err(|error| CommandError::Refused(told(&error)))?;
    let run = if arguments.dry_run {
        Run::OnTrial
    } else {
        Run::ForGood
    };

    let outcome = imported(config, arguments, list, run)?;
    let report = match outcome {
        Err(ImportError::Trial(report)) => *report,
        Err(ImportError::Refused(error)) => return Err(CommandError::Refused(told(&error))),
        Err(error @ ImportError::NoInspectorate) => {
            return Err(CommandError::Refused(error.to_string()));
        }
        Ok(report) => report,
    };
    say(&report.to_string());
    if arguments.dry_run {
        say("a trial: nothing was stored");
    }
    Ok(())
}

/// Imports a list in the name of an inspectorate.
fn imported(
    config: &Config,
    arguments: &Arguments,
    list: List,
    run: Run,
) -> Result<Result<ImportReport, ImportError>, CommandError> {
    let sources = Sources::default();
    start::create_folder(&config.data_dir)?;
    start::migrate_database(config)?;
    let keyring = Arc::new(start::keyring(config, &sources)?);
    let db = start::database(config).map_err(StartError::from)?;
    let shared = start::assemble(config.clone(), &sources, keyring, db)?;
    let services = shared.services.into_inner();
    let (of_job, organisation) = (Arc::clone(&services), arguments.organisation.clone());
    let work = move |conn: &mut Conn| -> Result<_, ImportError> {
        let now = of_job.clock.now();
        ensure_method(conn, now).map_err(EstablishmentError::from)?;
        let found = organisations::find_by_id_or_name(conn, &organisation)?;
        let [only] = found.as_slice() else {
            return Err(ImportError::NoInspectorate);
        };
        if !organisations::has_competence(conn, only.id, &["labour_inspection"])? {
            return Err(ImportError::NoInspectorate);
        }
        let desk = Desk::at(conn, &of_job, (None, only.id), now)?;
        import_list(conn, &desk, &list, run)
    };
    let outcome = services.db.write_long_blocking(work);
    services.db.shutdown();
    Ok(outcome)
}

/// Places and codes where there are some.
fn told(error: &EstablishmentError) -> String {
    let EstablishmentError::Invalid(faults) = error else {
        return error.to_string();
    };
    let words = faults
        .iter()
        .map(|fault| format!("{} {}", fault.pointer, fault.code));
    words.collect::<Vec<_>>().join(", ")
}
