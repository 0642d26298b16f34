//! Keys, sealed values, codes and tokens: the cryptographic ground the rest stands on.
//!
//! What must always be true:
//! - nothing here reads a clock or a source of chance by itself; both are arguments;
//! - secrets are wiped from memory when dropped, and their `Debug` shows nothing;
//! - a sealed value opens only in the record, field and version it was sealed for;
//! - every key serves one purpose; keys are told apart by labels, never by luck;
//! - the database never holds what would open it: master keys live in the [`Keyring`] file.

mod blind_signing;
mod chain;
mod chunks;
mod derivation;
mod foreign_jwt;
mod key_pair;
mod keyring;
mod lookup;
mod message_signature;
mod padding;
mod password;
mod possession;
mod receipt_code;
mod sealing;
mod secret_token;
mod signing;
mod totp;
mod under_secret;

#[cfg(test)]
mod testing;

pub use self::blind_signing::{
    BlindSigningError, BlindSigningKey, SIGNATURE_LENGTH, VerifyingKey, key_id,
};
pub use self::chain::ChainKey;
pub use self::chunks::{
    CHUNK_LENGTH, ChunkOpener, ChunkSealer, FILE_HEADER_LENGTH, FileHeader, Place,
    SEALED_CHUNK_LENGTH, chunk_count,
};
pub use self::derivation::SecretKey;
pub(in crate::platform) use self::derivation::keyed_hash;
pub use self::foreign_jwt::{
    ForeignAlgorithm, ForeignKey, NotAPublicKey, RefusedForeign, check_foreign_times,
    is_foreign_audience, verify_foreign,
};
pub use self::key_pair::{OpeningKey, SealingPublicKey};
pub use self::keyring::{Keyring, KeyringError, Purpose};
pub use self::lookup::{Domain, LookupKey};
pub use self::message_signature::authenticate_message;
pub use self::password::{
    Cost, KeySalt, PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS, PasswordError, PasswordHasher,
    PasswordWeakness, Verdict, check_policy,
};
pub use self::possession::{Possession, verify_possession};
pub use self::receipt_code::{MalformedReceiptCode, ReceiptCode};
pub use self::sealing::{Class, Context, DataKey, SealingError, WrappedKey};
pub use self::secret_token::{MalformedToken, SecretToken};
pub use self::signing::{
    Expected, LEEWAY_SECONDS, PublicKey, PublicKeys, RefusedToken, SigningError, SigningKey, verify,
};
pub use self::totp::{TotpError, TotpSecret};
pub use self::under_secret::{open_under, seal_under};
