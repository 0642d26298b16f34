//! HMAC-SHA-256 of a message under a secret that two parties share.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The code with which somebody who has the same secret sees that a message is ours (RFC 2104).
///
/// # Panics
///
/// Never: HMAC takes keys of any length.
#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
pub fn authenticate_message(secret: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}
