//! Importing registers of recruitment agencies.

use std::path::PathBuf;

use clap::Args;

use crate::agencies::{OtherList, RegisterError, Run, import_register, read_mappings};
use crate::cli::say;
use crate::config::Config;
use crate::platform::clock::Date;
use crate::platform::code_lists::CodeLists;
use crate::reference::ImportError;
use crate::start::{self, Sources, StartError};

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// Only this register: the name of its mapping file in data/registers, without `.toml`.
    #[arg(long)]
    register: Option<String>,
    /// A newer list than the one beside the mapping file.
    #[arg(long, requires_all = ["register", "retrieved_on"])]
    file: Option<PathBuf>,
    /// The day on which that list was retrieved (YYYY-MM-DD).
    #[arg(long, requires = "file")]
    retrieved_on: Option<Date>,
    /// Report only; store nothing.
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Result<(), StartError> {
    let folder = &config.reference_dir;
    let lists = CodeLists::read_folder(&folder.join("code-lists")).map_err(ImportError::from)?;
    let mut mappings =
        read_mappings(&folder.join("registers"), &lists).map_err(ImportError::from)?;
    if let Some(name) = &arguments.register {
        mappings.retain(|mapping| mapping.name == *name);
        if mappings.is_empty() {
            return Err(ImportError::from(RegisterError::Unknown(name.clone())).into());
        }
    }
    let other = arguments.file.clone().zip(arguments.retrieved_on);
    let other = other.map(|(file, retrieved_on)| OtherList { file, retrieved_on });
    let run = if arguments.dry_run {
        Run::OnTrial
    } else {
        Run::ForGood
    };

    start::create_folder(&config.data_dir)?;
    let db = start::database(config)?;
    start::migrate_database(config)?;
    let sources = Sources::default();
    for mapping in &mappings {
        let report = import_register(&db, mapping, other.as_ref(), run, &sources);
        say(&report.map_err(ImportError::from)?.to_string());
    }
    db.shutdown();
    if arguments.dry_run {
        say("a trial: nothing was stored");
    }
    Ok(())
}
