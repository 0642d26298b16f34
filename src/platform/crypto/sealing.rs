//! Data keys, and the values sealed under them with XChaCha20-Poly1305.
//!
//! Each case, report or account (the *subject*) has a data key of its own for each [`Class`] it
//! holds. The data key is stored only wrapped by a master key of the [`Keyring`]. Erasing a subject
//! means deleting its wrapped keys: what remains, in backups too, is noise.

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use thiserror::Error;
use zeroize::Zeroizing;

use super::derivation::{SecretKey, encode};
use super::key_pair::{OpeningKey, SealingPublicKey};
use super::keyring::Keyring;
use super::padding::{bucket, pad, unpad};
use crate::platform::ids::{Id, Randomness};

/// The only format there is so far; the first byte of everything sealed.
pub(super) const FORMAT: u8 = 1;
/// Bytes of the random nonce of XChaCha20.
pub(super) const NONCE_LENGTH: usize = 24;
/// Bytes of the Poly1305 tag.
pub(super) const TAG_LENGTH: usize = 16;

const VALUE_LABEL: &[u8] = b"tulay/sealed-value/1";
const WRAPPED_KEY_LABEL: &[u8] = b"tulay/wrapped-key/1";

/// Why something was not sealed or not opened.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SealingError {
    /// Altered, cut, moved from another record, field or version, or sealed under another key.
    /// Which of these, the mathematics does not tell.
    #[error("the sealed value was altered, moved, or sealed under another key")]
    Refused,
    /// The first byte names no format that this version knows.
    #[error("the sealed value has an unknown format")]
    UnknownFormat,
    /// The master key that wrapped this data key is not in the keyring file.
    #[error("master key `{0}` is not in the keyring")]
    UnknownMasterKey(String),
    /// Longer than the format can hold (4 GiB for a value, 64 KiB for a chunk).
    #[error("the value is too long to be sealed")]
    TooLong,
    /// A chunk other than the last was not full.
    #[error("a chunk before the last must be full")]
    ChunkNotFull,
}

/// The classes of data that are sealed, each under a key of its own (privacy by design).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Narratives, messages, evidence, details of the worksite.
    Confidential,
    /// Names, telephone numbers, document numbers, the exact home.
    Identity,
    /// What belongs to an account: its second factor, its signing keys, its ways of contact.
    Account,
}

impl Class {
    /// The name of the class in the database and in the associated data; it must never change.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confidential => "confidential",
            Self::Identity => "identity",
            Self::Account => "account",
        }
    }
}

/// Where a sealed value lives; it opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The record (row) that holds the value.
    pub record: Id,
    /// The field of the record, for example `"safety_report.narrative"`.
    pub field: &'static str,
    /// The version of the record's value, counted by its owner; 1 where values never change.
    pub version: u32,
}

impl Context {
    /// The associated data for this place: label, record, field, version, and what is added.
    pub(super) fn associated_data(&self, label: &[u8], added: &[&[u8]]) -> Zeroizing<Vec<u8>> {
        let version = self.version.to_be_bytes();
        let mut parts: Vec<&[u8]> = vec![
            label,
            self.record.as_bytes(),
            self.field.as_bytes(),
            &version,
        ];
        parts.extend_from_slice(added);
        encode(&parts)
    }
}

/// A data key as the database keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrappedKey {
    /// The id of the master key that wraps it.
    pub master_key_id: String,
    /// Format byte, nonce, ciphertext and tag.
    pub bytes: Vec<u8>,
}

impl WrappedKey {
    /// Whether the current master key is another one than the one that wraps this key.
    #[must_use]
    pub fn is_outdated(&self, keyring: &Keyring) -> bool {
        self.master_key_id != keyring.current_id()
    }

    /// The same data key wrapped by the current master key; values sealed under it stay as they are.
    pub fn rewrap(
        &self,
        keyring: &Keyring,
        randomness: &dyn Randomness,
        subject: &Id,
        class: Class,
    ) -> Result<Self, SealingError> {
        let inner = self.unwrapped(keyring, subject, class)?;
        Self::around(&inner, keyring, randomness, subject, class)
    }

    /// Wraps a data key, bare or sealed to a case, by the current master key.
    fn around(
        inner: &[u8],
        keyring: &Keyring,
        randomness: &dyn Randomness,
        subject: &Id,
        class: Class,
    ) -> Result<Self, SealingError> {
        let master_key_id = keyring.current_id();
        let associated = wrapped_key_data(subject, class, master_key_id);
        let bytes = encrypt(keyring.current_key(), randomness, &associated, inner)?;
        Ok(Self {
            master_key_id: master_key_id.to_owned(),
            bytes,
        })
    }

    fn unwrapped(
        &self,
        keyring: &Keyring,
        subject: &Id,
        class: Class,
    ) -> Result<Zeroizing<Vec<u8>>, SealingError> {
        let master_key = keyring
            .wrapping_key(&self.master_key_id)
            .ok_or_else(|| SealingError::UnknownMasterKey(self.master_key_id.clone()))?;
        let associated = wrapped_key_data(subject, class, &self.master_key_id);
        decrypt(master_key, &associated, &self.bytes)
    }
}

/// The key under which one class of one subject's values is sealed; wiped when dropped.
pub struct DataKey(SecretKey);

impl DataKey {
    /// Make a new data key.
    #[must_use]
    pub fn generate(randomness: &dyn Randomness) -> Self {
        let mut key = SecretKey::default();
        randomness.fill(key.as_mut_slice());
        Self(key)
    }

    /// Wrap the key with the keyring's current master key, bound to its subject and class.
    pub fn wrap(
        &self,
        keyring: &Keyring,
        randomness: &dyn Randomness,
        subject: &Id,
        class: Class,
    ) -> Result<WrappedKey, SealingError> {
        WrappedKey::around(self.0.as_slice(), keyring, randomness, subject, class)
    }

    /// Seal the key to a case and wrap what comes out with the keyring's current master key: the
    /// master key alone opens nothing of it.
    pub fn wrap_to_case(
        &self,
        keyring: &Keyring,
        randomness: &dyn Randomness,
        (case, public): (&Id, &SealingPublicKey),
        (subject, class): (&Id, Class),
    ) -> Result<WrappedKey, SealingError> {
        let info = case_key_info(case, subject, class);
        let sealed = public.seal(randomness, &info, self.0.as_slice())?;
        WrappedKey::around(&sealed, keyring, randomness, subject, class)
    }

    /// Undo [`Self::wrap_to_case`].
    pub fn unwrap_of_case(
        keyring: &Keyring,
        (case, private): (&Id, &OpeningKey),
        (subject, class): (&Id, Class),
        wrapped: &WrappedKey,
    ) -> Result<Self, SealingError> {
        let sealed = wrapped.unwrapped(keyring, subject, class)?;
        Self::from_bytes(&private.open(&case_key_info(case, subject, class), &sealed)?)
    }

    /// Unwrap a stored key; refused for any other subject or class than it was wrapped for.
    pub fn unwrap(
        keyring: &Keyring,
        subject: &Id,
        class: Class,
        wrapped: &WrappedKey,
    ) -> Result<Self, SealingError> {
        Self::from_bytes(&wrapped.unwrapped(keyring, subject, class)?)
    }

    fn from_bytes(opened: &[u8]) -> Result<Self, SealingError> {
        let mut key = SecretKey::default();
        if opened.len() != key.len() {
            return Err(SealingError::Refused);
        }
        key.copy_from_slice(opened);
        Ok(Self(key))
    }

    /// Seal a value for one place: format byte, nonce, then ciphertext of the padded value and tag.
    pub fn seal(
        &self,
        randomness: &dyn Randomness,
        context: &Context,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, SealingError> {
        let associated = context.associated_data(VALUE_LABEL, &[]);
        seal_padded(&self.0, randomness, &associated, plaintext)
    }

    /// Open a value that was sealed for exactly this place.
    pub fn open(
        &self,
        context: &Context,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealingError> {
        let associated = context.associated_data(VALUE_LABEL, &[]);
        open_padded(&self.0, &associated, sealed)
    }

    /// The bare key, for the other ways of sealing.
    pub(super) const fn key(&self) -> &SecretKey {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}

/// Pad to a bucket and encrypt.
pub(super) fn seal_padded(
    key: &SecretKey,
    randomness: &dyn Randomness,
    associated: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, SealingError> {
    let padded = bucket(plaintext.len())
        .and_then(|length| pad(plaintext, length))
        .ok_or(SealingError::TooLong)?;
    encrypt(key, randomness, associated, &padded)
}

/// Decrypt and take the padding off.
pub(super) fn open_padded(
    key: &SecretKey,
    associated: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealingError> {
    unpad(&decrypt(key, associated, sealed)?).ok_or(SealingError::Refused)
}

/// Encrypt under a fresh nonce: format byte, nonce, ciphertext, tag.
///
/// The nonce has 192 random bits, so that no counter has to survive restarts and copies.
pub(super) fn encrypt(
    key: &SecretKey,
    randomness: &dyn Randomness,
    associated: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, SealingError> {
    let mut nonce = [0; NONCE_LENGTH];
    randomness.fill(&mut nonce);

    let ciphertext = XChaCha20Poly1305::new((&**key).into())
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: plaintext,
                aad: associated,
            },
        )
        .map_err(|_| SealingError::TooLong)?;

    let mut sealed = Vec::with_capacity(1 + NONCE_LENGTH + ciphertext.len());
    sealed.push(FORMAT);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&ciphertext);
    Ok(sealed)
}

/// Undo [`encrypt`].
pub(super) fn decrypt(
    key: &SecretKey,
    associated: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealingError> {
    let (format, rest) = sealed.split_first().ok_or(SealingError::Refused)?;
    if *format != FORMAT {
        return Err(SealingError::UnknownFormat);
    }
    let (nonce, ciphertext) = rest
        .split_first_chunk::<NONCE_LENGTH>()
        .ok_or(SealingError::Refused)?;

    XChaCha20Poly1305::new((&**key).into())
        .decrypt(
            &XNonce::from(*nonce),
            Payload {
                msg: ciphertext,
                aad: associated,
            },
        )
        .map(Zeroizing::new)
        .map_err(|_| SealingError::Refused)
}

const CASE_KEY_LABEL: &[u8] = b"tulay/data-key-of-case/1";

fn case_key_info<'a>(case: &'a Id, subject: &'a Id, class: Class) -> [&'a [u8]; 4] {
    [
        CASE_KEY_LABEL,
        case.as_bytes(),
        subject.as_bytes(),
        class.as_str().as_bytes(),
    ]
}

fn wrapped_key_data(subject: &Id, class: Class, master_key_id: &str) -> Zeroizing<Vec<u8>> {
    encode(&[
        WRAPPED_KEY_LABEL,
        subject.as_bytes(),
        class.as_str().as_bytes(),
        master_key_id.as_bytes(),
    ])
}

#[cfg(test)]
mod tests;
