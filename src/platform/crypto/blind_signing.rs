//! The signer's side of RSA blind signatures: RSABSSA-SHA384-PSS-Randomized of RFC 9474.
//!
//! Who is to get a signature blinds a message, the signer raises it to its private exponent without
//! seeing what it signs, and what comes out after the blinding is taken off is an ordinary
//! RSASSA-PSS signature that nobody can connect with the signing. So the signer's side is one raw
//! private operation and one ordinary verification; both are those of the `rsa` crate. The private
//! operation is itself blinded and its result checked, so that neither its time nor a fault in it
//! tells of the key.

use std::convert::Infallible;
use std::fmt;

use rsa::hazmat::rsa_decrypt_and_check;
use rsa::pkcs8::{
    DecodePrivateKey as _, DecodePublicKey as _, EncodePrivateKey as _, EncodePublicKey as _,
};
use rsa::pss::Signature;
use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::signature::Verifier as _;
use rsa::traits::PublicKeyParts as _;
use rsa::{BoxedUint, PrivateKey, PublicKey};
use sha2::{Digest as _, Sha256, Sha384};
use zeroize::Zeroizing;

use crate::platform::ids::Randomness;

/// The length of a key's modulus.
const BITS: usize = 2048;
/// Bytes of a blinded message and of a signature.
pub const SIGNATURE_LENGTH: usize = BITS / 8;
/// The salt is as long as the hash.
const SALT_LENGTH: usize = 48;

/// Why nothing is signed, or a key is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BlindSigningError {
    /// The key cannot be made, written or read.
    #[error("the key cannot be used")]
    Key,
    /// What is to be signed is no blinded message for this key.
    #[error("not a blinded message for this key")]
    Message,
}

/// A private key. It is wiped when dropped.
pub struct BlindSigningKey(PrivateKey);

impl BlindSigningKey {
    /// Makes a key; this takes a good part of a second.
    pub fn generate(randomness: &dyn Randomness) -> Result<Self, BlindSigningError> {
        let key = PrivateKey::new(&mut Chance(randomness), BITS);
        key.map(Self).map_err(|_| BlindSigningError::Key)
    }

    /// Reads a key as PKCS #8.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, BlindSigningError> {
        let key = PrivateKey::from_pkcs8_der(der);
        key.map(Self).map_err(|_| BlindSigningError::Key)
    }

    /// The key as PKCS #8, to be sealed.
    pub fn expose_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, BlindSigningError> {
        let document = self.0.to_pkcs8_der().map_err(|_| BlindSigningError::Key)?;
        Ok(Zeroizing::new(document.as_bytes().to_vec()))
    }

    /// The public part, as `SubjectPublicKeyInfo` in DER.
    pub fn public_key(&self) -> Result<Vec<u8>, BlindSigningError> {
        let public = self.0.to_public_key().to_public_key_der();
        let public = public.map_err(|_| BlindSigningError::Key)?;
        Ok(public.as_bytes().to_vec())
    }

    /// Signs a blinded message without knowing what it is (`BlindSign`, RFC 9474, section 4.3).
    pub fn sign(
        &self,
        randomness: &dyn Randomness,
        blinded: &[u8],
    ) -> Result<Vec<u8>, BlindSigningError> {
        let length = self.0.size();
        if blinded.len() != length {
            return Err(BlindSigningError::Message);
        }
        let precision = self.0.n().bits_precision();
        let message = BoxedUint::from_be_slice(blinded, precision);
        let message = message.map_err(|_| BlindSigningError::Message)?;
        let modulus: &BoxedUint = self.0.n().as_ref();
        if message >= *modulus {
            return Err(BlindSigningError::Message);
        }
        let signed = rsa_decrypt_and_check(&self.0, Some(&mut Chance(randomness)), &message);
        let signed = signed.map_err(|_| BlindSigningError::Message)?;
        let bytes = signed.to_be_bytes();
        // Its precision may be wider than the modulus; what is in front of it is nothing.
        let start = bytes.len().saturating_sub(length);
        let bytes = bytes.get(start..).unwrap_or_default();
        let mut padded = vec![0; length.saturating_sub(bytes.len())];
        padded.extend_from_slice(bytes);
        Ok(padded)
    }
}

impl fmt::Debug for BlindSigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlindSigningKey(…)")
    }
}

/// A public key that signatures are held against.
pub struct VerifyingKey(rsa::pss::VerifyingKey<Sha384>);

impl VerifyingKey {
    /// Reads a key as `SubjectPublicKeyInfo` in DER.
    pub fn from_public_key(der: &[u8]) -> Result<Self, BlindSigningError> {
        let key = PublicKey::from_public_key_der(der).map_err(|_| BlindSigningError::Key)?;
        let key = rsa::pss::VerifyingKey::new_with_salt_len(key, SALT_LENGTH);
        Ok(Self(key))
    }

    /// Whether this is the signature of a prepared message (random prefix and message).
    pub fn is_signed(&self, prepared: &[u8], signature: &[u8]) -> bool {
        Signature::try_from(signature)
            .is_ok_and(|signature| self.0.verify(prepared, &signature).is_ok())
    }
}

/// Names a public key: the SHA-256 of its `SubjectPublicKeyInfo`.
pub fn key_id(public_key: &[u8]) -> [u8; 32] {
    Sha256::digest(public_key).into()
}

/// Our source of chance as `rsa` wants it.
pub(super) struct Chance<'a>(pub &'a dyn Randomness);

impl TryRng for Chance<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Chance<'_> {}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;
    use serde_json::Value;

    use super::*;
    use crate::platform::ids::SeededRandomness;

    /// A vector of the authors of RFC 9474, of the variant with a salt and without a prefix of our own
    /// making: what is signed is the prepared message in any case.
    fn vector() -> impl Fn(&str) -> Vec<u8> {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/rsa-blind-signature.json"
        );
        let vector: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        move |name| {
            let digits = vector[name].as_str().unwrap();
            (0..digits.len() / 2)
                .map(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap())
                .collect()
        }
    }

    fn number(bytes: &[u8]) -> BoxedUint {
        let bits = u32::try_from(bytes.len() * 8).unwrap();
        BoxedUint::from_be_slice(bytes, bits).unwrap()
    }

    #[test]
    fn it_signs_and_verifies_as_the_rfc_does() {
        let of = vector();
        let primes = vec![number(&of("p")), number(&of("q"))];
        let (n, d) = (number(&of("n")), number(&of("d")));
        let key = PrivateKey::from_components(n, BoxedUint::from(65_537_u64), d, primes);
        let key = BlindSigningKey(key.unwrap());
        let chance = SeededRandomness::new(1);
        assert_eq!(
            key.sign(&chance, &of("blinded_msg")).unwrap(),
            of("blind_sig")
        );

        let public = VerifyingKey::from_public_key(&key.public_key().unwrap()).unwrap();
        assert!(public.is_signed(&of("msg"), &of("sig")));
        let mut other = of("msg");
        other[0] ^= 1;
        assert!(!public.is_signed(&other, &of("sig")));
        assert!(!public.is_signed(&of("msg"), &of("blind_sig")));
    }

    #[test]
    fn a_key_comes_back_and_signs_what_is_smaller_than_its_modulus() {
        let chance = SeededRandomness::new(2);
        let key = BlindSigningKey::generate(&chance).unwrap();
        let again = BlindSigningKey::from_pkcs8(&key.expose_pkcs8().unwrap()).unwrap();
        let public = key.public_key().unwrap();
        assert_eq!(again.public_key().unwrap(), public);
        assert_eq!(key_id(&public), key_id(&again.public_key().unwrap()));
        assert_eq!(format!("{key:?}"), "BlindSigningKey(…)");

        let mut one = vec![0; SIGNATURE_LENGTH];
        one[SIGNATURE_LENGTH - 1] = 2;
        let signed = again.sign(&chance, &one).unwrap();
        assert_eq!(signed.len(), SIGNATURE_LENGTH);
        let modulus = BigUint::from_bytes_be(&key.0.n().as_ref().to_be_bytes());
        let back = BigUint::from_bytes_be(&signed).modpow(&BigUint::from(65_537_u32), &modulus);
        assert_eq!(back, BigUint::from(2_u32));

        for wrong in [
            vec![0xff; SIGNATURE_LENGTH],
            vec![1; SIGNATURE_LENGTH - 1],
            Vec::new(),
        ] {
            assert_eq!(key.sign(&chance, &wrong), Err(BlindSigningError::Message));
        }
        assert!(BlindSigningKey::from_pkcs8(b"no key").is_err());
        assert!(VerifyingKey::from_public_key(b"no key").is_err());
    }
}
