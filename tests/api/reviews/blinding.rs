//! The side of a worker's app in vouching, step by step as `docs/using-the-api.md` tells it:
//! RSABSSA-SHA384-PSS-Randomized, RFC 9474.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use num_bigint::BigUint;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha384};
use tulay::platform::ids::{Randomness as _, SystemRandomness};

const LENGTH: usize = 256;
const HASH: usize = 48;

/// A message on its way to be signed.
pub struct Blinded {
    key_id: Value,
    prepared: Vec<u8>,
    masked: Vec<u8>,
    inverse: BigUint,
    modulus: BigUint,
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandomness.fill(&mut bytes);
    bytes
}

/// A number in as many bytes as the modulus has.
fn padded(number: &BigUint) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    [vec![0; LENGTH - bytes.len()], bytes].concat()
}

fn mask(seed: &[u8], length: usize) -> Vec<u8> {
    let block = |counter: u32| Sha384::digest([seed, &counter.to_be_bytes()].concat());
    let blocks = (0..).flat_map(block);
    blocks.take(length).collect()
}

/// EMSA-PSS-ENCODE (RFC 8017, section 9.1.1) with a salt of 48 bytes, for 2047 bits.
fn encode(message: &[u8]) -> Vec<u8> {
    let salt: [u8; HASH] = random();
    let inner = [&[0; 8], Sha384::digest(message).as_slice(), &salt].concat();
    let hash = Sha384::digest(inner);
    let zeros = vec![0; LENGTH - 2 * HASH - 2];
    let block = [zeros.as_slice(), &[1], &salt].concat();
    let masked = block.iter().zip(mask(&hash, block.len()));
    let mut masked: Vec<u8> = masked.map(|(byte, mask)| byte ^ mask).collect();
    masked[0] &= 0x7f;
    [masked.as_slice(), hash.as_slice(), &[0xbc]].concat()
}

/// Prepares a random message and blinds it for a published key.
pub fn blind(key: &Value) -> Blinded {
    let der = STANDARD
        .decode(key["public_key"].as_str().unwrap())
        .unwrap();
    let public = rsa::PublicKey::from_public_key_der(&der).unwrap();
    let modulus = BigUint::from_bytes_be(&public.n().as_ref().to_be_bytes());
    let exponent = BigUint::from_bytes_be(&public.e().to_be_bytes());
    let prepared = random::<64>().to_vec();
    let message = BigUint::from_bytes_be(&encode(&prepared));
    // A few bits more than the modulus, so that what is left over is as good as evenly spread.
    let factor = BigUint::from_bytes_be(&random::<{ LENGTH + 16 }>()) % &modulus;
    let blinded = message * factor.modpow(&exponent, &modulus) % &modulus;
    Blinded {
        key_id: key["key_id"].clone(),
        prepared,
        masked: padded(&blinded),
        inverse: factor.modinv(&modulus).unwrap(),
        modulus,
    }
}

impl Blinded {
    /// What goes to the organisation's desk.
    pub fn message(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.masked)
    }

    /// The token that comes of the signature.
    pub fn token(&self, blind_signature: &Value) -> Value {
        let signed = URL_SAFE_NO_PAD.decode(blind_signature.as_str().unwrap());
        let signed = BigUint::from_bytes_be(&signed.unwrap());
        let signature = padded(&(signed * &self.inverse % &self.modulus));
        json!({
            "key_id": self.key_id,
            "message": URL_SAFE_NO_PAD.encode(&self.prepared),
            "signature": URL_SAFE_NO_PAD.encode(signature),
        })
    }
}
