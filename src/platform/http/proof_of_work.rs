//! Puzzles for anonymous writes while somebody floods the service: hashcash with a challenge of the
//! server's (see `docs/decisions/0010-proof-of-work.md`).
//!
//! What must always be true:
//! - nothing is stored before a puzzle is solved: the challenge itself, signed, is the memory, so
//!   that any instance checks what another has issued;
//! - a challenge belongs to one coarse network, one operation and one `Idempotency-Key`: a solved one
//!   can only repeat the same write;
//! - checking costs one HMAC and one hash, whatever was sent;
//! - no puzzle is harder than [`MAX_ZERO_BITS`]: the oldest phone must get through.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::platform::clock::Time;
use crate::platform::crypto::{SecretKey, keyed_hash};

/// The request header that carries a proof.
pub const PROOF_HEADER: &str = "proof-of-work";
/// The response header that carries a challenge.
pub const CHALLENGE_HEADER: &str = "proof-of-work-challenge";
/// The hash function, as a challenge names it.
pub const ALGORITHM: &str = "sha-256";
/// The easiest puzzle: 4096 hashes on average.
pub const MIN_ZERO_BITS: u8 = 12;
/// The hardest puzzle: 65536 hashes on average.
pub const MAX_ZERO_BITS: u8 = 16;
/// How long a challenge can be answered, and its proof repeated.
pub const SECONDS_TO_ANSWER: i64 = 600;

const VERSION: &str = "v1";
/// Half of the HMAC, so that challenge and nonce fit into one block of SHA-256 (55 bytes).
const SIGNATURE_BYTES: usize = 16;
const SIGNATURE_CHARACTERS: usize = 22;
/// Longest nonce; 15 digits are more than any puzzle needs.
pub const NONCE_MAX: usize = 15;

/// What a challenge is bound to.
#[derive(Debug, Clone, Copy)]
pub struct Bound<'a> {
    /// The coarse network of the caller.
    pub network: &'a str,
    /// Method and path.
    pub operation: &'a str,
    /// The value of the `Idempotency-Key`.
    pub key: &'a str,
}

/// A puzzle: find a nonce such that the SHA-256 hash of `<challenge>.<nonce>` begins with so many
/// zero bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    zero_bits: u8,
    /// Seconds since 1970-01-01T00:00:00Z.
    expires: i64,
    signature: [u8; SIGNATURE_BYTES],
}

impl Challenge {
    /// How many zero bits the hash must begin with.
    pub const fn zero_bits(&self) -> u8 {
        self.zero_bits
    }

    /// When its time is over.
    pub fn expires_at(&self) -> Time {
        let seconds = u64::try_from(self.expires).unwrap_or_default();
        Time::EPOCH.plus(Duration::from_secs(seconds))
    }
}

impl fmt::Display for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signature = URL_SAFE_NO_PAD.encode(self.signature);
        write!(
            f,
            "{VERSION}.{}.{}.{signature}",
            self.zero_bits, self.expires
        )
    }
}

/// A challenge with its answer, as somebody sent it: of the right form, and not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    challenge: Challenge,
    text: String,
}

/// What was sent does not have the form of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a proof of work")]
pub struct MalformedProof;

impl FromStr for Proof {
    type Err = MalformedProof;

    fn from_str(text: &str) -> Result<Self, MalformedProof> {
        let mut parts = text.split('.');
        let mut part = || parts.next().ok_or(MalformedProof);
        let (version, zero_bits, expires, signature, nonce) =
            (part()?, part()?, part()?, part()?, part()?);
        let challenge = Challenge {
            zero_bits: zero_bits.parse().map_err(|_| MalformedProof)?,
            expires: expires.parse().map_err(|_| MalformedProof)?,
            signature: decode(signature)?,
        };
        let is_nonce = (1..=NONCE_MAX).contains(&nonce.len())
            && nonce.bytes().all(|byte| byte.is_ascii_alphanumeric());
        // Written back it must be the same: no challenge has two spellings.
        let is_canonical = text == format!("{challenge}.{nonce}");
        let is_bounded = (MIN_ZERO_BITS..=MAX_ZERO_BITS).contains(&challenge.zero_bits)
            && (1..1_000_000_000_000).contains(&challenge.expires);
        if version != VERSION || !is_nonce || !is_canonical || !is_bounded {
            return Err(MalformedProof);
        }
        Ok(Self {
            challenge,
            text: text.to_owned(),
        })
    }
}

fn decode(signature: &str) -> Result<[u8; SIGNATURE_BYTES], MalformedProof> {
    if signature.len() != SIGNATURE_CHARACTERS {
        return Err(MalformedProof);
    }
    let bytes = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| MalformedProof)?;
    bytes.try_into().map_err(|_| MalformedProof)
}

/// Why a proof of the right form opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Its challenge was issued for another network, operation or key, or by nobody.
    Elsewhere,
    /// Its time is over.
    Expired,
    /// The hash has fewer zero bits than the challenge asks for.
    Insufficient,
}

/// A proof that holds; the same for each repetition of the same write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Solved {
    /// Names the challenge.
    pub id: [u8; SIGNATURE_BYTES],
    /// When its time is over, in seconds since 1970.
    pub expires: i64,
}

/// Issues challenges and checks proofs.
pub struct Challenges {
    key: SecretKey,
}

impl Challenges {
    /// Signs with this key.
    pub const fn new(key: SecretKey) -> Self {
        Self { key }
    }

    /// A puzzle for this write.
    pub fn issue(&self, bound: Bound<'_>, zero_bits: u8, now: Time) -> Challenge {
        let zero_bits = zero_bits.clamp(MIN_ZERO_BITS, MAX_ZERO_BITS);
        let expires = now.as_second().saturating_add(SECONDS_TO_ANSWER);
        Challenge {
            zero_bits,
            expires,
            signature: self.sign(bound, zero_bits, expires),
        }
    }

    /// Whether the proof is a solved challenge of ours for this very write.
    pub fn check(&self, bound: Bound<'_>, proof: &Proof, now: Time) -> Result<Solved, Unfit> {
        let Challenge {
            zero_bits,
            expires,
            signature,
        } = proof.challenge;
        let ours = self.sign(bound, zero_bits, expires);
        if !bool::from(ours.ct_eq(&signature)) {
            return Err(Unfit::Elsewhere);
        }
        if now.as_second() >= expires {
            return Err(Unfit::Expired);
        }
        if leading_zero_bits(&Sha256::digest(&proof.text)) < u32::from(zero_bits) {
            return Err(Unfit::Insufficient);
        }
        Ok(Solved {
            id: signature,
            expires,
        })
    }

    fn sign(&self, bound: Bound<'_>, zero_bits: u8, expires: i64) -> [u8; SIGNATURE_BYTES] {
        let whole = keyed_hash(
            &self.key,
            &[
                VERSION.as_bytes(),
                bound.network.as_bytes(),
                bound.operation.as_bytes(),
                bound.key.as_bytes(),
                &[zero_bits],
                &expires.to_be_bytes(),
            ],
        );
        let mut half = [0; SIGNATURE_BYTES];
        half.iter_mut().zip(whole).for_each(|(to, from)| *to = from);
        half
    }
}

fn leading_zero_bits(hash: &[u8]) -> u32 {
    let mut bits = 0;
    for byte in hash {
        bits += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    bits
}

#[cfg(test)]
mod tests;
