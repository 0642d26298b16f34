//! The keyring: the one file of master keys, outside the database.
//!
//! It holds
//! - **wrapping keys**, which wrap the data keys of subjects. The current one wraps, all of them
//!   unwrap; rotating adds one, and dropping an old one comes after everything is re-wrapped;
//! - the **look-up** secret, which must stay: with another one no receipt code would be found;
//! - the **general** secret, from which keys for smaller purposes are derived.

mod file;

use std::fmt;
use std::path::{Path, PathBuf};

use thiserror::Error;
use zeroize::Zeroizing;

use super::derivation::{SecretKey, derive_key};
use crate::platform::ids::Randomness;

/// Why the keyring could not be read or changed. No message shows any part of a key.
#[derive(Debug, Error)]
pub enum KeyringError {
    /// There is a keyring already; overwriting it would make all that is sealed unreadable.
    #[error("`{0}` exists already; a keyring is never overwritten")]
    Exists(PathBuf),
    /// Others than the owner may read the file.
    #[error("`{path}` can be read by others (mode {mode:04o}); run `chmod 600 {path}`")]
    OpenToOthers {
        /// The keyring file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The content is not a keyring.
    #[error("`{path}` is not a valid keyring: {fault}")]
    Malformed {
        /// The keyring file.
        path: PathBuf,
        /// What is wrong, without the content.
        fault: String,
    },
    /// Another rotation is under way, or one was interrupted and left this file.
    #[error("`{0}` exists: another change of the keyring is under way or was interrupted")]
    UnderWay(PathBuf),
    /// No wrapping key has this id.
    #[error("the keyring has no wrapping key `{0}`")]
    UnknownKey(String),
    /// The current key cannot be dropped; rotate first.
    #[error("`{0}` is the current wrapping key; rotate before dropping it")]
    CurrentKey(String),
    /// The file system refused.
    #[error("cannot {action} `{path}`: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

/// What a derived key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Signing page cursors, so that clients cannot make them up.
    CursorSigning,
    /// Look-ups on secret values (see [`LookupKey`](super::LookupKey)).
    LookupHash,
    /// Recognising coarse networks for limits of rate.
    NetworkHash,
    /// A part of the secret under which idempotent answers are sealed.
    Idempotency,
    /// The pepper of staff passwords.
    PasswordPepper,
    /// Signing proof-of-work challenges.
    ProofOfWork,
    /// Signing the tree heads of the transparency log.
    TransparencyLog,
    /// Chaining the entries of the audit log (see [`ChainKey`](super::ChainKey)).
    AuditChain,
    /// The pepper of the passphrases under which accounts' keys are sealed.
    AccountKeyPepper,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::CursorSigning => b"tulay/cursor-signing/1",
            Self::LookupHash => b"tulay/lookup-hash/1",
            Self::NetworkHash => b"tulay/network-hash/1",
            Self::Idempotency => b"tulay/idempotency/1",
            Self::PasswordPepper => b"tulay/password-pepper/1",
            Self::ProofOfWork => b"tulay/proof-of-work/1",
            Self::TransparencyLog => b"tulay/transparency-log/1",
            Self::AuditChain => b"tulay/audit-chain/1",
            Self::AccountKeyPepper => b"tulay/account-key-pepper/1",
        }
    }
}

/// All master keys of an installation.
pub struct Keyring {
    current: WrappingKey,
    older: Vec<WrappingKey>,
    lookup: SecretKey,
    general: SecretKey,
}

struct WrappingKey {
    id: String,
    key: SecretKey,
    /// Seconds since 1970-01-01T00:00:00Z.
    created: i64,
}

impl Keyring {
    /// Make a keyring in memory, with one wrapping key; `created` in seconds since 1970.
    #[must_use]
    pub fn generate(randomness: &dyn Randomness, created: i64) -> Self {
        Self {
            current: WrappingKey::generate(randomness, created),
            older: Vec::new(),
            lookup: random_key(randomness),
            general: random_key(randomness),
        }
    }

    /// Read the keyring file; on Unix it is refused if others than the owner may read it.
    pub fn load(path: &Path) -> Result<Self, KeyringError> {
        file::load(path)
    }

    /// Make a keyring and write it to a new file of mode 0600, safely on disk before this returns.
    pub fn create_new(
        path: &Path,
        randomness: &dyn Randomness,
        created: i64,
    ) -> Result<Self, KeyringError> {
        let keyring = Self::generate(randomness, created);
        file::create(path, &keyring)?;
        Ok(keyring)
    }

    /// Add a new wrapping key to the file and make it the current one. A crash leaves either the
    /// old file or the new one. The old keys stay, until everything is re-wrapped.
    pub fn rotate(
        path: &Path,
        randomness: &dyn Randomness,
        created: i64,
    ) -> Result<Self, KeyringError> {
        file::change(path, |keyring| {
            keyring.add_current(randomness, created);
            Ok(())
        })
    }

    /// Remove an old wrapping key from the file. What it alone wraps is lost for good: the caller
    /// first makes sure that no stored data key names it.
    pub fn drop_wrapping(path: &Path, id: &str) -> Result<Self, KeyringError> {
        file::change(path, |keyring| keyring.remove(id))
    }

    /// The id of the wrapping key that wraps now.
    #[must_use]
    pub fn current_id(&self) -> &str {
        &self.current.id
    }

    /// Ids of all wrapping keys and when they were created (seconds since 1970), current first.
    pub fn wrapping_ids(&self) -> impl Iterator<Item = (&str, i64)> {
        self.wrapping_keys()
            .map(|key| (key.id.as_str(), key.created))
    }

    /// The key for one purpose, derived by HKDF-SHA-256; it does not change when keys rotate.
    #[must_use]
    pub fn derive(&self, purpose: Purpose) -> SecretKey {
        let secret = match purpose {
            Purpose::LookupHash => &self.lookup,
            Purpose::CursorSigning
            | Purpose::NetworkHash
            | Purpose::Idempotency
            | Purpose::PasswordPepper
            | Purpose::ProofOfWork
            | Purpose::TransparencyLog
            | Purpose::AuditChain
            | Purpose::AccountKeyPepper => &self.general,
        };
        derive_key(None, secret.as_slice(), purpose.label())
    }

    pub(super) const fn current_key(&self) -> &SecretKey {
        &self.current.key
    }

    pub(super) fn wrapping_key(&self, id: &str) -> Option<&SecretKey> {
        self.wrapping_keys()
            .find(|key| key.id == id)
            .map(|key| &key.key)
    }

    pub(super) fn add_current(&mut self, randomness: &dyn Randomness, created: i64) {
        let new = WrappingKey::generate(randomness, created);
        self.older
            .insert(0, std::mem::replace(&mut self.current, new));
    }

    fn remove(&mut self, id: &str) -> Result<(), KeyringError> {
        if self.current.id == id {
            return Err(KeyringError::CurrentKey(id.to_owned()));
        }
        let before = self.older.len();
        self.older.retain(|key| key.id != id);
        if self.older.len() == before {
            return Err(KeyringError::UnknownKey(id.to_owned()));
        }
        Ok(())
    }

    fn wrapping_keys(&self) -> impl Iterator<Item = &WrappingKey> {
        std::iter::once(&self.current).chain(&self.older)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring(…)")
    }
}

impl WrappingKey {
    fn generate(randomness: &dyn Randomness, created: i64) -> Self {
        let mut name = [0; 8];
        randomness.fill(&mut name);
        Self {
            id: format!("mk-{:016x}", u64::from_be_bytes(name)),
            key: random_key(randomness),
            created,
        }
    }
}

fn random_key(randomness: &dyn Randomness) -> SecretKey {
    let mut key = Zeroizing::new([0; 32]);
    randomness.fill(key.as_mut_slice());
    key
}

#[cfg(test)]
mod tests;
