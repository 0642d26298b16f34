//! Chance that can be repeated by who has the key, and guessed by nobody else.

use sha2::{Digest, Sha256};

use crate::platform::crypto::{Domain, LookupKey};
use crate::platform::ids::Id;

/// The chance of one plan: the same question has the same answer.
#[derive(Clone)]
pub struct Chance([u8; 32]);

impl Chance {
    /// That of the plan of an inspectorate for a country and a period, under a key that is not in the database.
    pub fn of_plan(lookup: &LookupKey, scope: &[&[u8]]) -> Self {
        Self(lookup.hash_all(Domain::VisitDraw, scope))
    }

    /// One for simulations.
    pub fn of_seed(seed: u64, number: u64) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(seed.to_be_bytes());
        hasher.update(number.to_be_bytes());
        Self(hasher.finalize().into())
    }

    /// A number between 0 and 1, never one of them, for this use and this thing.
    pub fn unit(&self, what: &str, about: Id) -> f64 {
        let mut hasher = Sha256::new();
        hasher.update(self.0);
        hasher.update(what.as_bytes());
        hasher.update([0]);
        hasher.update(about.as_bytes());
        let digest: [u8; 32] = hasher.finalize().into();
        let first = digest.first_chunk::<8>().copied().unwrap_or_default();
        let bits = u64::from_be_bytes(first);
        let high = u32::try_from(bits >> 32).unwrap_or(0);
        let low = u32::try_from(bits & 0xffff_ffff).unwrap_or(0) >> 12;
        // 52 bits and a half: a double holds them exactly.
        let whole = f64::from(high).mul_add(1_048_576.0, f64::from(low) + 0.5);
        whole / (4_294_967_296.0 * 1_048_576.0)
    }
}
