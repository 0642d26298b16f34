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
        let [a, b, c, d, e, f, g, h, ..] = digest;
        let range = 4_294_967_296.0;
        let (high, low) = (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]));
        // 52 bits and a half: a sum that a double holds exactly.
        (f64::from(high) * 1_048_576.0 + f64::from(low >> 12) + 0.5) / (range * 1_048_576.0)
    }
}
