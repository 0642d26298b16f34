//! What an operator asks when something seems wrong: the settings in force, then one line per check.
//!
//! It changes nothing: keys that are missing are not made, migrations that are missing not applied.

use std::path::Path;

use diesel::prelude::*;
use secrecy::ExposeSecret as _;

use super::{CommandError, say};
use crate::config::{Config, SETTINGS};
use crate::identity::audit::{self, ChainState};
use crate::organisations;
use crate::platform::clock::{Clock as _, SystemClock, Time};
use crate::platform::crypto::{ChainKey, Keyring};
use crate::platform::db::{Access, Conn, DbError, pending};
use crate::schema::{code_lists, data_keys};
use crate::start;

/// How far a clock may be behind before it harms: tokens carry times of whole seconds.
const TOLERANCE_SECONDS: u64 = 5;

/// The outcome of a check.
enum Finding {
    Well(String),
    Unwell(String),
}

use Finding::{Unwell, Well};

/// Prints the settings and checks keys, database, storage, reference data, clock and audit log.
pub(super) fn run(config: &Config) -> Result<(), CommandError> {
    for setting in SETTINGS {
        let value = config.chosen(setting.name);
        let origin = if value.is_some() { "set" } else { "default" };
        let value = value.unwrap_or(setting.default);
        say(&format!(
            "{} = {value} ({origin})\n    {}",
            setting.name, setting.meaning
        ));
    }
    say("");
    let mut findings = vec![
        ("keys", keys(config)),
        ("storage", storage(&config.data_dir)),
        ("reference data", reference(&config.reference_dir)),
    ];
    findings.extend(of_database(config));
    let mut all_well = true;
    for (what, finding) in findings {
        match finding {
            Well(text) => say(&format!("ok    {what}: {text}")),
            Unwell(text) => {
                all_well = false;
                say(&format!("WRONG {what}: {text}"));
            }
        }
    }
    if all_well {
        Ok(())
    } else {
        Err(CommandError::Unwell)
    }
}

fn keys(config: &Config) -> Finding {
    let path = &config.master_key_file;
    if !path.exists() {
        return Well("none yet; the first start makes them".to_owned());
    }
    match Keyring::load(path) {
        Ok(keyring) => Well(format!(
            "{} master keys, current {}, readable by this user only",
            keyring.wrapping_ids().count(),
            keyring.current_id()
        )),
        Err(error) => Unwell(error.to_string()),
    }
}

/// Writes a file, forces it to the disk and removes it.
fn storage(folder: &Path) -> Finding {
    if !folder.exists() {
        return Well("no folder yet; the first start makes it".to_owned());
    }
    let probe = folder.join(format!(".doctor-{}", std::process::id()));
    let tried = std::fs::File::create(&probe).and_then(|mut file| {
        use std::io::Write as _;
        file.write_all(b"Can this be written?")?;
        file.sync_all()
    });
    let removed = std::fs::remove_file(&probe);
    match tried.and(removed) {
        Ok(()) => Well(format!("{} can be written", folder.display())),
        Err(error) => Unwell(format!("{} cannot be written: {error}", folder.display())),
    }
}

fn reference(folder: &Path) -> Finding {
    if folder.join("code-lists").is_dir() {
        return Well(folder.display().to_string());
    }
    Unwell(format!(
        "{} has no code lists; set TULAY_REFERENCE_DIR",
        folder.display()
    ))
}

/// What the database is asked. Without one there is nothing to ask.
fn of_database(config: &Config) -> Vec<(&'static str, Finding)> {
    if let Some(path) = config.database_url.strip_prefix("sqlite://")
        && !Path::new(path).exists()
    {
        let none = Well("none yet; the first start makes it".to_owned());
        return vec![("database", none)];
    }
    let url = start::database_url(config);
    let mut conn = match Conn::open(url.expose_secret(), Access::Read) {
        Ok(conn) => conn,
        Err(error) => return vec![("database", Unwell(error.to_string()))],
    };
    let missing = match pending(&mut conn) {
        Ok(missing) => missing,
        Err(error) => return vec![("database", Unwell(error.to_string()))],
    };
    if !missing.is_empty() {
        let text = format!("{} migrations are missing: tulay migrate", missing.len());
        return vec![("database", Unwell(text))];
    }
    let database = Well("reached, and all migrations are applied".to_owned());
    vec![
        ("database", database),
        ("clock", told(clock(&mut conn))),
        ("operator's desk", told(desk(&mut conn, config))),
        (
            "audit log",
            told(audit_log(&mut conn, &config.master_key_file)),
        ),
    ]
}

fn told(finding: Result<Finding, DbError>) -> Finding {
    finding.unwrap_or_else(|error| Unwell(error.to_string()))
}

/// Without a desk, what no organisation takes waits: that is allowed, and told.
fn desk(conn: &mut Conn, config: &Config) -> Result<Finding, DbError> {
    let Some(desk) = config.operator_desk else {
        return Ok(Well(
            "none: requests that no organisation takes wait until one does; set TULAY_OPERATOR_DESK \
             (docs/routing.md)"
                .to_owned(),
        ));
    };
    Ok(match organisations::find(conn, desk)? {
        Some(found) => Well(format!("{} has what nobody else takes", found.name)),
        None => Unwell(format!(
            "TULAY_OPERATOR_DESK: there is no active organisation {desk}"
        )),
    })
}

/// The clock is wrong when the database remembers a time that has not come yet.
fn clock(conn: &mut Conn) -> Result<Finding, DbError> {
    let now = SystemClock.now();
    let imported: Option<Time> = code_lists::table
        .order(code_lists::imported_at.desc())
        .select(code_lists::imported_at)
        .first(conn)
        .optional()?;
    let sealed: Option<Time> = data_keys::table
        .order(data_keys::created_at.desc())
        .select(data_keys::created_at)
        .first(conn)
        .optional()?;
    let latest = imported.max(sealed).unwrap_or(now);
    let behind = latest.since(now).as_secs();
    if behind > TOLERANCE_SECONDS {
        return Ok(Unwell(format!(
            "it is {now}, but the database remembers {latest}: this clock or an earlier one is wrong"
        )));
    }
    Ok(Well(format!("{now}; compare it with one that you trust")))
}

fn audit_log(conn: &mut Conn, keys: &Path) -> Result<Finding, DbError> {
    if !keys.exists() && !audit::has_entries(conn)? {
        return Ok(Well("no entries yet; the first start seals it".to_owned()));
    }
    let Ok(keyring) = Keyring::load(keys) else {
        return Ok(Unwell("cannot be verified without the keys".to_owned()));
    };
    Ok(match audit::verify(conn, &ChainKey::new(&keyring))? {
        ChainState::Whole {
            entries,
            unkeyed: 0,
        } => Well(format!("{entries} entries, whole")),
        ChainState::Whole { entries, unkeyed } => Well(format!(
            "{entries} entries, whole; the first {unkeyed} are from before they had a key"
        )),
        ChainState::BrokenAt { sequence } => Unwell(format!("TAMPERED WITH at entry {sequence}")),
        ChainState::EndForged => Unwell("TAMPERED WITH: newer entries were cut off".to_owned()),
        ChainState::Unsealed { entries } => Unwell(format!(
            "{entries} entries without a seal. If this service has just been updated and the migration \
             ran without its keys: tulay keys seal-audit-log. Otherwise: TAMPERED WITH"
        )),
        ChainState::OtherKey { id } => Unwell(format!(
            "sealed by {id}, the key of another installation: is TULAY_MASTER_KEY_FILE the right one?"
        )),
    })
}
