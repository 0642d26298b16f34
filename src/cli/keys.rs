//! Rotating keys.

use std::path::Path;
use std::sync::Arc;

use clap::Subcommand;

use super::{CommandError, say};
use crate::config::Config;
use crate::identity::{KeyPurpose, audit, rotate_signing_key};
use crate::platform::clock::Time;
use crate::platform::crypto::{ChainKey, Keyring};
use crate::platform::db::{Conn, Db, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::{Vault, VaultError};
use crate::start::{self, Sources, StartError};

#[derive(Debug, Subcommand)]
pub(super) enum Action {
    /// Add a new master key; new data keys are wrapped by it. Restart the servers, then re-wrap.
    RotateMaster,
    /// Wrap all data keys anew by the current master key.
    Rewrap,
    /// Remove the master keys that wrap nothing any more: what older backups hold of what was erased
    /// since is noise from then on, and so is the whole backup.
    DropMaster,
    /// Sign access tokens with a new key; the old one stays published for a day.
    RotateSigning,
    /// Sign bundles with a new key; the old one stays published for 400 days, so that copies that go from phone to phone can
    /// still be verified.
    RotateBundles,
    /// Put an audit log that has no seal yet under the key; `tulay doctor` says when.
    SealAuditLog,
}

/// Data keys wrapped anew in one transaction.
const AT_ONCE: i64 = 200;

pub(super) fn run(config: &Config, action: &Action) -> Result<(), CommandError> {
    let sources = Sources::default();
    if let Action::RotateMaster = action {
        return rotate_master(config, &sources);
    }
    let keyring = Arc::new(start::keyring(config, &sources)?);
    let db = start::database(config).map_err(StartError::from)?;
    let means = Means {
        db: &db,
        vault: Vault::new(Arc::clone(&keyring), Arc::clone(&sources.randomness)),
        chain: ChainKey::new(&keyring),
        now: sources.clock.now(),
        sources,
    };
    let done = match action {
        Action::RotateMaster => Ok(()),
        Action::RotateSigning => means.rotate(KeyPurpose::AccessTokens),
        Action::RotateBundles => means.rotate(KeyPurpose::Bundles),
        Action::Rewrap => means.rewrap(),
        Action::DropMaster => means.drop_master(&config.master_key_file, &keyring),
        Action::SealAuditLog => means.seal_audit_log(),
    };
    db.shutdown();
    Ok(done?)
}

/// Changes the file alone, which may lie where no database is.
fn rotate_master(config: &Config, sources: &Sources) -> Result<(), CommandError> {
    let path = &config.master_key_file;
    let now = sources.clock.now().as_second();
    let keyring = Keyring::rotate(path, &*sources.randomness, now).map_err(StartError::from)?;
    say(&format!(
        "new data keys are wrapped by {}",
        keyring.current_id()
    ));
    Ok(())
}

struct Means<'db> {
    db: &'db Db,
    vault: Vault,
    chain: ChainKey,
    now: Time,
    sources: Sources,
}

impl Means<'_> {
    fn rotate(&self, purpose: KeyPurpose) -> Result<(), StartError> {
        let (vault, chain, now) = (self.vault.clone(), self.chain.clone(), self.now);
        let (act, what) = match purpose {
            KeyPurpose::AccessTokens => ("signing_rotated", "access tokens are"),
            KeyPurpose::Bundles => ("bundle_key_rotated", "bundles are, within some minutes,"),
        };
        let id = self.db.write_blocking(move |conn| {
            let id = rotate_signing_key(conn, &vault, purpose, now)?;
            record(conn, &chain, id, act, now)?;
            Ok::<_, VaultError>(id)
        })?;
        say(&format!("{what} signed by {id}"));
        Ok(())
    }

    fn rewrap(&self) -> Result<(), StartError> {
        let mut total = 0;
        loop {
            let vault = self.vault.clone();
            let done: Result<usize, VaultError> = self
                .db
                .write_blocking(move |conn| vault.rewrap(conn, AT_ONCE));
            let done = done?;
            if done == 0 {
                break;
            }
            total += done;
        }
        if total > 0 {
            let (chain, now) = (self.chain.clone(), self.now);
            let act = Id::from_parts(now, &*self.sources.randomness);
            self.db
                .write_blocking(move |conn| record(conn, &chain, act, "rewrapped", now))?;
        }
        say(&format!("{total} data keys wrapped anew"));
        Ok(())
    }

    fn drop_master(&self, path: &Path, keyring: &Keyring) -> Result<(), StartError> {
        let vault = self.vault.clone();
        let in_use: Result<Vec<String>, VaultError> = self
            .db
            .read_blocking(move |conn| vault.master_keys_in_use(conn));
        let in_use = in_use?;
        let current = keyring.current_id();
        let ids = keyring.wrapping_ids().map(|(id, _)| id);
        for id in ids.filter(|id| *id != current) {
            if in_use.iter().any(|used| used == id) {
                say(&format!(
                    "{id} still wraps something; run `tulay keys rewrap` first"
                ));
            } else {
                Keyring::drop_wrapping(path, id)?;
                say(&format!("{id} is gone"));
            }
        }
        Ok(())
    }

    fn seal_audit_log(&self) -> Result<(), StartError> {
        let chain = self.chain.clone();
        let sealed: Result<bool, DbError> = self
            .db
            .write_blocking(move |conn| audit::seal_head(conn, &chain));
        say(if sealed? {
            "the audit log is sealed"
        } else {
            "the audit log has a seal already"
        });
        Ok(())
    }
}

/// Records what was done to the keys: no organisation's affair, so only the chain shows it. The
/// master keys have no id in the database; there the act gets one.
fn record(
    conn: &mut Conn,
    chain: &ChainKey,
    subject_id: Id,
    detail: &'static str,
    now: Time,
) -> Result<(), DbError> {
    let entry = audit::Entry {
        at: now,
        account: None,
        organisation: None,
        action: audit::Action::KeysChanged,
        subject: audit::Subject::Keys,
        subject_id,
        detail: Some(detail),
    };
    audit::record(conn, chain, &entry)
}
