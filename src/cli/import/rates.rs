//! Importing exchange rates.

use std::path::PathBuf;

use clap::Args;

use crate::cli::say;
use crate::config::Config;
use crate::reference::{ImportError, load_code_lists};
use crate::reviews::{read_rates, store_rates};
use crate::start::{self, StartError};

#[derive(Debug, Args)]
pub(in crate::cli) struct Arguments {
    /// A CSV file with the columns `currency`, `month` (YYYY-MM) and `units_per_usd`.
    file: PathBuf,
    /// Where the rates come from, such as the name and address of a central bank's table.
    #[arg(long)]
    source: String,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> Result<(), StartError> {
    start::create_folder(&config.data_dir)?;
    start::migrate_database(config)?;
    let db = start::database(config)?;
    let lists = db.read_blocking(load_code_lists)?;
    let rows = read_rates(&arguments.file, &lists).map_err(ImportError::from)?;
    let source = arguments.source.clone();
    let report = db.write_blocking(move |conn| store_rates(conn, &rows, &source))?;
    db.shutdown();
    say(&report.to_string());
    if report.added + report.changed > 0 {
        say("Ratings and costs follow with `tulay recompute --repair`.");
    }
    Ok(())
}
