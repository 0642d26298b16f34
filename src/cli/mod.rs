//! The commands of the program.

mod backup;
mod doctor;
mod export;
mod files;
mod import;
mod keys;
mod organisations;
mod peers;
mod recompute;
mod serve;
mod simulate;
mod staff;
mod verify_log;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::config::{Config, ConfigError, LogFormat};
use crate::platform::code_lists::CodeLists;
use crate::platform::messages::Messages;
use crate::start::{self, StartError};

/// The open backend for migrant workers' apps.
#[derive(Debug, Parser)]
#[command(name = "tulay", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the interface (the default).
    Serve,
    /// Apply the migrations that are missing.
    Migrate,
    /// Import newer reference data and report what it changes.
    Import {
        #[command(subcommand)]
        what: import::What,
    },
    /// Write content as files.
    Export {
        #[command(subcommand)]
        what: export::What,
    },
    /// Look after staff accounts.
    Staff {
        #[command(subcommand)]
        action: staff::Action,
    },
    /// Look after organisations.
    Organisations {
        #[command(subcommand)]
        action: organisations::Action,
    },
    /// Look after other servers with which referrals are exchanged.
    Peers {
        #[command(subcommand)]
        action: peers::Action,
    },
    /// Look after the master keys and the keys of access tokens.
    Keys {
        #[command(subcommand)]
        action: keys::Action,
    },
    /// Copy the database, if it is SQLite, and the files into a folder, also while the server runs; docs/operating.md says how to
    /// restore.
    Backup(backup::Wanted),
    /// Print the contract (OpenAPI 3.1).
    Openapi,
    /// Check the transparency log of a service from outside.
    VerifyLog(verify_log::Wanted),
    /// Show how well an employer guesses whether a visit followed a report, in a simulated register.
    SimulateVisits(simulate::Wanted),
    /// Count all ratings anew from the published reviews and report what differs.
    Recompute(recompute::Wanted),
    /// List the settings and check keys, storage, database, clock and audit log; changes nothing.
    Doctor {
        /// Only ask the running server whether it is ready.
        #[arg(long)]
        ready: bool,
    },
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// A setting is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The instance cannot start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The address cannot be served on.
    #[error("cannot serve on {address} (TULAY_LISTEN): {error}")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// The system's answer.
        error: std::io::Error,
    },
    /// The server cannot run.
    #[error("cannot serve: {0}")]
    Serve(#[from] std::io::Error),
    /// An account cannot be changed like this.
    #[error(transparent)]
    Keeping(#[from] crate::identity::KeepingError),
    /// What was asked for cannot be done.
    #[error("{0}")]
    Refused(String),
    /// A check failed; what it was has been printed.
    #[error("something is wrong; see above")]
    Unwell,
}

/// Runs the command that the arguments name.
pub fn run() -> Result<(), CommandError> {
    let arguments = Arguments::parse();
    let config = Config::from_env()?;
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => {
            log_to_standard_error(&config);
            serve::serve(config)
        }
        Command::Migrate => {
            start::create_folder(&config.data_dir)?;
            let db = start::database(&config).map_err(StartError::from)?;
            let applied = start::migrate_database(&config)?;
            db.shutdown();
            say(&format!("{} migrations applied", applied.len()));
            Ok(())
        }
        Command::Import { what } => import::run(&config, &what),
        Command::Export { what } => export::run(&config, &what),
        Command::Staff { action } => staff::run(config, &action),
        Command::Organisations { action } => organisations::run(config, &action),
        Command::Peers { action } => peers::run(config, &action),
        Command::Keys { action } => keys::run(&config, &action),
        Command::Backup(wanted) => backup::run(&config, &wanted),
        Command::Openapi => {
            let folder = config.reference_dir.join("code-lists");
            let lists = CodeLists::read_folder(&folder)
                .map_err(|error| StartError::from(crate::reference::ImportError::from(error)))?;
            let messages = Messages::load().map_err(StartError::from)?;
            let document = crate::app::contract_document(&lists, &messages);
            say(&serde_json::to_string_pretty(&document).unwrap_or_default());
            Ok(())
        }
        Command::VerifyLog(wanted) => verify_log::run(&wanted),
        Command::SimulateVisits(wanted) => simulate::run(&wanted),
        Command::Recompute(wanted) => recompute::run(config, &wanted),
        Command::Doctor { ready: true } => serve::ask_whether_ready(&config),
        Command::Doctor { ready: false } => doctor::run(&config),
    }
}

/// What a command has to say goes to standard output.
#[expect(clippy::print_stdout, reason = "the command line's own output")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}

fn log_to_standard_error(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Json => subscriber.json().init(),
        LogFormat::Text => subscriber.init(),
    }
}
