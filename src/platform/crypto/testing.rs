//! What the tests of this folder share: chosen chance and chosen ids.

use uuid::Uuid;

use super::keyring::Keyring;
use crate::platform::ids::{Id, SeededRandomness};

/// A source that gives the same bytes in every run.
pub(super) fn chance(seed: u64) -> SeededRandomness {
    SeededRandomness::new(seed)
}

/// An id that is easy to tell from others.
pub(super) fn id(number: u128) -> Id {
    Id::from(Uuid::from_u128(number))
}

/// A keyring of its own for each seed.
pub(super) fn keyring(seed: u64) -> Keyring {
    Keyring::generate(&chance(seed), 1_790_000_000)
}
