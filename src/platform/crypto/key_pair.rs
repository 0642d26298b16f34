//! Key pairs to which anybody may seal, and whose private part alone opens.
//!
//! HPKE (RFC 9180) in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305. What is
//! sealed is bound to its place by `info`; it opens nowhere else.

use std::fmt;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{
    Deserializable as _, Kem, OpModeR, OpModeS, Serializable as _, single_shot_open,
    single_shot_seal_with_rng,
};
use zeroize::Zeroizing;

use super::blind_signing::Chance;
use super::derivation::{SecretKey, encode};
use super::padding::{bucket, pad, unpad};
use super::sealing::SealingError;
use crate::platform::ids::Randomness;

type Suite = X25519HkdfSha256;

const LABEL: &[u8] = b"tulay/sealed-to-key/1";
/// The first byte of everything sealed here.
const FORMAT: u8 = 1;
const KEY_LENGTH: usize = 32;

/// The public part of a key pair: seals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SealingPublicKey([u8; KEY_LENGTH]);

/// The private part of a key pair: opens. It is wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct OpeningKey(SecretKey);

impl OpeningKey {
    /// Makes a key pair.
    #[must_use]
    pub fn generate(randomness: &dyn Randomness) -> Self {
        let mut material = SecretKey::default();
        randomness.fill(material.as_mut_slice());
        let (private, _) = Suite::derive_keypair(material.as_slice());
        let mut key = SecretKey::default();
        private.write_exact(key.as_mut_slice());
        Self(key)
    }

    /// Reads a private key as [`Self::expose`] gave it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealingError> {
        let mut key = SecretKey::default();
        if bytes.len() != key.len() {
            return Err(SealingError::Refused);
        }
        key.copy_from_slice(bytes);
        Ok(Self(key))
    }

    /// The bare private key, to be sealed.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// The public part.
    pub fn public(&self) -> Result<SealingPublicKey, SealingError> {
        let public = Suite::sk_to_pk(&self.private()?);
        let mut bytes = [0; KEY_LENGTH];
        public.write_exact(&mut bytes);
        Ok(SealingPublicKey(bytes))
    }

    /// Opens what was sealed to this key for exactly this place.
    pub fn open(&self, info: &[&[u8]], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealingError> {
        let (format, rest) = sealed.split_first().ok_or(SealingError::Refused)?;
        if *format != FORMAT {
            return Err(SealingError::UnknownFormat);
        }
        let (shared, ciphertext) = rest
            .split_first_chunk::<KEY_LENGTH>()
            .ok_or(SealingError::Refused)?;
        let shared = <Suite as Kem>::EncappedKey::from_bytes(shared);
        let opened = single_shot_open::<ChaCha20Poly1305, HkdfSha256, Suite>(
            &OpModeR::Base,
            &self.private()?,
            &shared.map_err(|_| SealingError::Refused)?,
            &bound(info),
            ciphertext,
            &[],
        );
        opened
            .map(Zeroizing::new)
            .map_err(|_| SealingError::Refused)
    }

    fn private(&self) -> Result<<Suite as Kem>::PrivateKey, SealingError> {
        <Suite as Kem>::PrivateKey::from_bytes(self.0.as_slice()).map_err(|_| SealingError::Refused)
    }
}

impl SealingPublicKey {
    /// Reads a public key.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealingError> {
        let bytes = bytes.try_into().map_err(|_| SealingError::Refused)?;
        Ok(Self(bytes))
    }

    /// The key as it is stored.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Seals something short to this key, for one place.
    pub fn seal(
        &self,
        randomness: &dyn Randomness,
        info: &[&[u8]],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, SealingError> {
        let key = <Suite as Kem>::PublicKey::from_bytes(&self.0);
        let (shared, ciphertext) =
            single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Suite>(
                &OpModeS::Base,
                &key.map_err(|_| SealingError::Refused)?,
                &bound(info),
                plaintext,
                &[],
                &mut Chance(randomness),
            )
            .map_err(|_| SealingError::Refused)?;
        Ok([&[FORMAT], shared.to_bytes().as_slice(), &ciphertext].concat())
    }
}

impl OpeningKey {
    /// Opens what [`SealingPublicKey::seal_text`] sealed.
    pub fn open_text(
        &self,
        info: &[&[u8]],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealingError> {
        unpad(&self.open(info, sealed)?).ok_or(SealingError::Refused)
    }
}

impl SealingPublicKey {
    /// Seals a text to this key, for one place, and hides how long it is.
    pub fn seal_text(
        &self,
        randomness: &dyn Randomness,
        info: &[&[u8]],
        text: &[u8],
    ) -> Result<Vec<u8>, SealingError> {
        let padded = bucket(text.len()).and_then(|length| pad(text, length));
        self.seal(randomness, info, &padded.ok_or(SealingError::Refused)?)
    }
}

fn bound(info: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    encode(&[&[LABEL], info].concat())
}

impl fmt::Debug for OpeningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpeningKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::chance;
    use super::*;

    #[test]
    fn what_is_sealed_to_a_key_opens_with_its_private_part_in_its_place_only() {
        let ours = OpeningKey::generate(&chance(1));
        let public = ours.public().unwrap();
        let sealed = public.seal(&chance(2), &[b"case", b"one"], b"key").unwrap();

        assert_eq!(
            ours.open(&[b"case", b"one"], &sealed).unwrap().as_slice(),
            b"key"
        );
        assert!(ours.open(&[b"case", b"two"], &sealed).is_err());
        assert!(ours.open(&[b"caseo", b"ne"], &sealed).is_err());
        let other = OpeningKey::generate(&chance(3));
        assert!(other.open(&[b"case", b"one"], &sealed).is_err());
        for place in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[place] ^= 1;
            assert!(ours.open(&[b"case", b"one"], &altered).is_err(), "{place}");
            assert!(ours.open(&[b"case", b"one"], &sealed[..place]).is_err());
        }
    }

    #[test]
    fn texts_come_back_and_do_not_show_how_long_they_are() {
        let key = OpeningKey::generate(&chance(1));
        let seal = |text: &[u8]| {
            let public = key.public().unwrap();
            public.seal_text(&chance(2), &[b"message"], text).unwrap()
        };
        let (short, longer) = (seal(b"no"), seal(b"three months without wages"));
        assert_eq!(short.len(), longer.len());
        let opened = key.open_text(&[b"message"], &longer).unwrap();
        assert_eq!(opened.as_slice(), b"three months without wages");
        assert!(key.open_text(&[b"another"], &longer).is_err());
    }

    #[test]
    fn keys_come_back_and_show_nothing() {
        let key = OpeningKey::generate(&chance(1));
        let again = OpeningKey::from_bytes(key.expose()).unwrap();
        assert_eq!(key.public().unwrap(), again.public().unwrap());
        let public = SealingPublicKey::from_bytes(key.public().unwrap().as_bytes());
        assert_eq!(public.unwrap(), key.public().unwrap());
        assert!(OpeningKey::from_bytes(b"short").is_err());
        assert!(SealingPublicKey::from_bytes(b"short").is_err());
        assert_eq!(format!("{key:?}"), "OpeningKey(…)");
    }
}
