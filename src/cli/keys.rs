//! Rotating keys.

use clap::Subcommand;

use super::{CommandError, say};
use crate::config::Config;
use crate::platform::crypto::Keyring;
use crate::platform::vault::{Vault, VaultError};
use crate::start::{self, Sources, StartError};

#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// Add a new master key; new data keys are wrapped by it. Restart the servers, then re-wrap.
    RotateMaster,
    /// Wrap all data keys anew by the current master key.
    Rewrap,
    /// Sign access tokens with a new key; the old one stays published for a day.
    RotateSigning,
}

/// Data keys wrapped anew in one transaction.
const AT_ONCE: i64 = 200;

#[expect(clippy::too_many_lines, reason = "one arm per action")]
pub(super) fn run(config: &Config, action: &Action) -> Result<(), CommandError> {
    let sources = Sources::default();
    let now = sources.clock.now();
    if let Action::RotateMaster = action {
        let path = &config.master_key_file;
        let keyring = Keyring::rotate(path, &*sources.randomness, now.as_second());
        let keyring = keyring.map_err(StartError::from)?;
        say(&format!(
            "new data keys are wrapped by {}",
            keyring.current_id()
        ));
        return Ok(());
    }
    let keyring = start::keyring(config, &sources)?;
    let db = start::database(config).map_err(StartError::from)?;
    let vault = Vault::new(
        std::sync::Arc::new(keyring),
        std::sync::Arc::clone(&sources.randomness),
    );
    match action {
        Action::RotateMaster => {}
        Action::RotateSigning => {
            let randomness = std::sync::Arc::clone(&sources.randomness);
            let id = db.write_blocking(move |conn| {
                crate::identity::rotate_signing_key(conn, &vault, &*randomness, now)
            });
            say(&format!(
                "access tokens are signed by {}",
                id.map_err(StartError::from)?
            ));
        }
        Action::Rewrap => {
            let mut total = 0;
            loop {
                let vault = vault.clone();
                let done: Result<usize, VaultError> =
                    db.write_blocking(move |conn| vault.rewrap(conn, AT_ONCE));
                let done = done.map_err(StartError::from)?;
                if done == 0 {
                    break;
                }
                total += done;
            }
            say(&format!("{total} data keys wrapped anew"));
        }
    }
    db.shutdown();
    Ok(())
}
