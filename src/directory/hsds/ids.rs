//! Ids that follow from what they name, for what has no row of its own.

use sha2::{Digest as _, Sha256};
use uuid::Builder;

use crate::platform::ids::Id;

/// The id of something by its names (a UUID of version 8). They must hold nothing that could be guessed and must stay
/// unknown: whoever guesses it would see it confirmed.
pub fn derived(names: &[&str]) -> Id {
    let mut hasher = Sha256::new();
    hasher.update(b"tulay directory");
    for name in names {
        hasher.update([0]);
        hasher.update(name.as_bytes());
    }
    let mut bytes = [0; 16];
    for (own, byte) in bytes.iter_mut().zip(hasher.finalize()) {
        *own = byte;
    }
    Id::from(Builder::from_custom_bytes(bytes).into_uuid())
}

/// The id of a part of something by its kind and its place in the list.
pub fn part(of: Id, kind: &str, index: usize) -> Id {
    derived(&[&of.to_string(), kind, &index.to_string()])
}
