//! Passwords of staff: Argon2id with a pepper, and what makes a password too weak to accept.

use std::fmt;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{self, PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use icu_normalizer::ComposingNormalizerBorrowed;
use thiserror::Error;
use zeroize::Zeroizing;

use super::derivation::SecretKey;
use super::keyring::{Keyring, Purpose};
use crate::platform::ids::Randomness;

/// The fewest characters of a password.
pub const PASSWORD_MIN_CHARACTERS: usize = 12;
/// The most characters of a password; hashing work must not grow without bound.
pub const PASSWORD_MAX_CHARACTERS: usize = 128;

const SALT_LENGTH: usize = 16;
const MIN_DISTINCT_CHARACTERS: usize = 5;
/// Account names shorter than this are found in too many good passwords by accident.
const MIN_NAME_CHARACTERS: usize = 4;
/// The commonest passwords of published leaks that are long enough to pass, one a line.
const COMMONEST: &str = include_str!("password/commonest.txt");

/// Why a password could not be hashed or compared. A wrong password is no error: see [`Verdict`].
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PasswordError {
    /// The chosen cost is outside what Argon2 allows.
    #[error("the cost of password hashing is out of range")]
    Cost,
    /// No key is derived from so long a text.
    #[error("the password is too long")]
    TooLong,
    /// The stored hash is damaged or of another algorithm.
    #[error("the stored password hash is not valid")]
    StoredHash,
    /// Hashing failed, for want of memory.
    #[error("the password could not be hashed: {0}")]
    Hashing(password_hash::Error),
}

/// What a comparison found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// It is the password.
    Match,
    /// It is not.
    Mismatch,
}

/// Why a new password is not accepted.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PasswordWeakness {
    /// Fewer than [`PASSWORD_MIN_CHARACTERS`].
    #[error("a password has at least 12 characters")]
    TooShort,
    /// More than [`PASSWORD_MAX_CHARACTERS`].
    #[error("a password has at most 128 characters")]
    TooLong,
    /// Among the first that anybody tries.
    #[error("the password is one of the commonest")]
    Common,
    /// Hardly any different characters.
    #[error("the password repeats too few characters")]
    Repetitive,
    /// It contains the name of the account.
    #[error("the password contains the account name")]
    ContainsName,
}

/// How much work one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes that could be computed at the same time.
    pub lanes: u32,
}

impl Cost {
    /// 19 MiB, two passes, one lane, as the OWASP Password Storage Cheat Sheet recommends.
    pub const OWASP: Self = Self {
        memory_kib: 19 * 1024,
        passes: 2,
        lanes: 1,
    };
    /// The least that Argon2 allows; for tests, which hash often.
    pub const LEAST: Self = Self {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
    };
}

/// Hashes and compares passwords. Each call takes tens of milliseconds of a processor: never on a
/// thread that serves requests.
pub struct PasswordHasher {
    params: Params,
    pepper: SecretKey,
    key_pepper: SecretKey,
}

/// The salt under which a key is derived from a password; never that of a stored hash.
pub type KeySalt = [u8; SALT_LENGTH];

impl PasswordHasher {
    /// A hasher of the given cost, with the pepper from the keyring: hashes from a stolen database
    /// cannot even be tried without the keyring.
    pub fn new(keyring: &Keyring, cost: Cost) -> Result<Self, PasswordError> {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None)
            .map_err(|_| PasswordError::Cost)?;
        Ok(Self {
            params,
            pepper: keyring.derive(Purpose::PasswordPepper),
            key_pepper: keyring.derive(Purpose::AccountKeyPepper),
        })
    }

    /// Hash a password under a fresh salt, as a PHC string.
    pub fn hash(
        &self,
        randomness: &dyn Randomness,
        password: &str,
    ) -> Result<String, PasswordError> {
        let mut salt = [0; SALT_LENGTH];
        randomness.fill(&mut salt);
        self.hash_under(salt, password)
    }

    fn hash_under(&self, salt: [u8; SALT_LENGTH], password: &str) -> Result<String, PasswordError> {
        self.argon2()?
            .hash_password_with_salt(composed(password).as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(PasswordError::Hashing)
    }

    /// Derive a key from a password under a salt of its own. The pepper is another than that of
    /// stored hashes, so that a hash tells nothing of the key.
    pub fn derive_key(&self, password: &str, salt: &KeySalt) -> Result<SecretKey, PasswordError> {
        let mut key = SecretKey::default();
        // Nothing longer was ever taken.
        if password.chars().nth(PASSWORD_MAX_CHARACTERS).is_some() {
            return Err(PasswordError::TooLong);
        }
        self.argon2_with(&self.key_pepper)?
            .hash_password_into(composed(password).as_bytes(), salt, key.as_mut_slice())
            .map_err(|_| PasswordError::Cost)?;
        Ok(key)
    }

    /// Compare a password with a stored hash, at the cost that the hash names.
    pub fn verify(&self, password: &str, stored: &str) -> Result<Verdict, PasswordError> {
        // Nothing longer was ever hashed, and hashing megabytes is a way to keep a server busy.
        if password.chars().nth(PASSWORD_MAX_CHARACTERS).is_some() {
            return Ok(Verdict::Mismatch);
        }
        let stored = PasswordHash::new(stored).map_err(|_| PasswordError::StoredHash)?;
        if stored.salt.is_none() || stored.hash.is_none() {
            return Err(PasswordError::StoredHash);
        }

        match self
            .argon2()?
            .verify_password(composed(password).as_bytes(), &stored)
        {
            Ok(()) => Ok(Verdict::Match),
            Err(password_hash::Error::PasswordInvalid) => Ok(Verdict::Mismatch),
            Err(
                password_hash::Error::Algorithm
                | password_hash::Error::Version
                | password_hash::Error::ParamInvalid { .. }
                | password_hash::Error::ParamsInvalid,
            ) => Err(PasswordError::StoredHash),
            Err(other) => Err(PasswordError::Hashing(other)),
        }
    }

    /// Spend the time of a comparison. Called where there is no such account, so that the time of
    /// an answer does not tell which accounts exist. Which salt it is does not change what it costs.
    pub fn verify_dummy(&self, password: &str) -> Result<(), PasswordError> {
        if password.chars().nth(PASSWORD_MAX_CHARACTERS).is_some() {
            return Ok(());
        }
        self.hash_under([0; SALT_LENGTH], password).map(|_| ())
    }

    /// Whether a stored hash was made by another algorithm or at another cost than this hasher's:
    /// after the next successful comparison it is to be replaced.
    #[must_use]
    pub fn needs_rehash(&self, stored: &str) -> bool {
        PasswordHash::new(stored).map_or(true, |hash| {
            hash.hash.is_none()
                || hash.algorithm != Algorithm::Argon2id.ident()
                || hash.version != Some(Version::V0x13.into())
                || Params::try_from(&hash).map_or(true, |params| !self.has_cost_of(&params))
        })
    }

    fn has_cost_of(&self, other: &Params) -> bool {
        self.params.m_cost() == other.m_cost()
            && self.params.t_cost() == other.t_cost()
            && self.params.p_cost() == other.p_cost()
    }

    fn argon2(&self) -> Result<Argon2<'_>, PasswordError> {
        self.argon2_with(&self.pepper)
    }

    fn argon2_with<'p>(&self, pepper: &'p SecretKey) -> Result<Argon2<'p>, PasswordError> {
        let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
        Argon2::new_with_secret(pepper.as_slice(), algorithm, version, self.params.clone())
            .map_err(|_| PasswordError::Cost)
    }
}

impl fmt::Debug for PasswordHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHasher(…)")
    }
}

/// Whether a new password may be taken. Length and commonness count, not kinds of characters
/// (NIST SP 800-63B).
pub fn check_policy(password: &str, account_name: &str) -> Result<(), PasswordWeakness> {
    let characters = password.chars().count();
    if characters < PASSWORD_MIN_CHARACTERS {
        return Err(PasswordWeakness::TooShort);
    }
    if characters > PASSWORD_MAX_CHARACTERS {
        return Err(PasswordWeakness::TooLong);
    }

    let folded = Zeroizing::new(composed(password).to_lowercase());
    if COMMONEST.lines().any(|common| common == folded.trim()) {
        return Err(PasswordWeakness::Common);
    }
    let distinct: std::collections::HashSet<char> = folded.chars().collect();
    if distinct.len() < MIN_DISTINCT_CHARACTERS {
        return Err(PasswordWeakness::Repetitive);
    }
    if contains_name(&folded, account_name) {
        return Err(PasswordWeakness::ContainsName);
    }
    Ok(())
}

/// Of an e-mail address the part before the at sign counts as well.
fn contains_name(folded_password: &str, account_name: &str) -> bool {
    let name = composed(account_name.trim()).to_lowercase();
    let before_at = name.split('@').next().unwrap_or_default();
    [name.as_str(), before_at]
        .iter()
        .any(|name| name.chars().count() >= MIN_NAME_CHARACTERS && folded_password.contains(name))
}

/// NFC, since one keyboard writes ế as one character and another as three (RFC 8265).
fn composed(password: &str) -> Zeroizing<String> {
    let normalizer = ComposingNormalizerBorrowed::new_nfc();
    Zeroizing::new(normalizer.normalize(password).into_owned())
}

#[cfg(test)]
mod tests;
