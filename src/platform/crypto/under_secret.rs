//! Sealing a small answer under a secret that only the caller's client keeps.
//!
//! A receipt code is shown once, yet a phone that lost its signal must be able to ask again with
//! the same `Idempotency-Key`. So the stored answer is sealed under what that request carried: the
//! database alone cannot open it.
//!
//! A client may choose a poor key ("1"). Whoever holds a database dump could then try them all;
//! callers therefore add [`Purpose::Idempotency`](super::Purpose::Idempotency)'s key as one part of
//! the secret, so that the dump is not enough to try.

use zeroize::Zeroizing;

use super::derivation::{SecretKey, derive_key, encode};
use super::sealing::{SealingError, open_padded, seal_padded};
use crate::platform::ids::Randomness;

const SALT_LENGTH: usize = 32;
const LABEL: &[u8] = b"tulay/sealed-under-secret/1";

/// Seal under a key derived from all parts of the secret and a fresh salt.
///
/// `label` names the use, for example `"idempotent-answer"`; `context` the place, for example the
/// id of the row. Both must be the same to open it. The answer begins with the salt (32 bytes).
pub fn seal_under(
    randomness: &dyn Randomness,
    secret: &[&[u8]],
    label: &'static str,
    context: &[u8],
    plaintext: &[u8],
) -> Result<Vec<u8>, SealingError> {
    let mut salt = [0; SALT_LENGTH];
    randomness.fill(&mut salt);

    let associated = encode(&[LABEL, label.as_bytes(), context]);
    let key = key_from(secret, &salt, label);
    let sealed = seal_padded(&key, randomness, &associated, plaintext)?;
    Ok([salt.as_slice(), &sealed].concat())
}

/// Open what [`seal_under`] sealed under the same secret, label and context.
pub fn open_under(
    secret: &[&[u8]],
    label: &'static str,
    context: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealingError> {
    let (salt, sealed) = sealed
        .split_first_chunk::<SALT_LENGTH>()
        .ok_or(SealingError::Refused)?;
    let associated = encode(&[LABEL, label.as_bytes(), context]);
    open_padded(&key_from(secret, salt, label), &associated, sealed)
}

fn key_from(secret: &[&[u8]], salt: &[u8; SALT_LENGTH], label: &str) -> SecretKey {
    derive_key(
        Some(salt),
        &encode(secret),
        &encode(&[LABEL, label.as_bytes()]),
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::chance;
    use super::*;

    const SECRET: &[&[u8]] = &[
        b"8e03978e-40d5-43dd-bc93-6894a57f9324",
        b"hash of the request",
    ];

    #[test]
    fn opens_with_the_same_secret_label_and_context() {
        let sealed = seal_under(&chance(1), SECRET, "answer", b"row 1", b"7K3Q").unwrap();

        let opened = open_under(SECRET, "answer", b"row 1", &sealed).unwrap();

        assert_eq!(opened.as_slice(), b"7K3Q");
    }

    #[test]
    fn opens_with_nothing_else() {
        let sealed = seal_under(&chance(1), SECRET, "answer", b"row 1", b"7K3Q").unwrap();
        let shifted: &[&[u8]] = &[
            b"8e03978e-40d5-43dd-bc93-6894a57f9324h",
            b"ash of the request",
        ];

        assert!(open_under(&[b"another"], "answer", b"row 1", &sealed).is_err());
        assert!(open_under(shifted, "answer", b"row 1", &sealed).is_err());
        assert!(open_under(SECRET, "other", b"row 1", &sealed).is_err());
        assert!(open_under(SECRET, "answer", b"row 2", &sealed).is_err());
    }

    #[test]
    fn altered_and_cut_answers_are_refused() {
        let sealed = seal_under(&chance(1), SECRET, "answer", b"row 1", b"7K3Q").unwrap();

        for place in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[place] ^= 1;
            assert!(open_under(SECRET, "answer", b"row 1", &altered).is_err());
            assert!(open_under(SECRET, "answer", b"row 1", &sealed[..place]).is_err());
        }
    }
}
