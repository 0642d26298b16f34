//! HKDF-SHA-256 and HMAC-SHA-256 over unambiguously encoded parts.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Thirty-two secret bytes, wiped when dropped.
pub type SecretKey = Zeroizing<[u8; 32]>;

/// Derive a key from secret material for exactly the use that `info` names (RFC 5869).
#[expect(
    clippy::expect_used,
    reason = "HKDF-SHA-256 gives up to 8160 bytes; 32 are asked for"
)]
pub(super) fn derive_key(salt: Option<&[u8]>, material: &[u8], info: &[u8]) -> SecretKey {
    let mut key = SecretKey::default();
    Hkdf::<Sha256>::new(salt, material)
        .expand(info, key.as_mut_slice())
        .expect("32 bytes are within HKDF's limit");
    key
}

/// HMAC-SHA-256 of the encoded parts under the key (RFC 2104).
#[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
pub(in crate::platform) fn keyed_hash(key: &SecretKey, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key.as_slice()).expect("HMAC takes keys of any length");
    mac.update(&encode(parts));
    mac.finalize().into_bytes().into()
}

/// Write parts one after another, each behind its length in eight bytes.
///
/// Without the lengths `("ab", "c")` and `("a", "bc")` would be the same bytes, and a value could
/// pass for one of another record or field.
pub(super) fn encode(parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length = parts.iter().map(|part| part.len() + 8).sum();
    // The room is reserved at once: a vector that grows leaves unwiped copies behind.
    let mut encoded = Zeroizing::new(Vec::with_capacity(length));

    for part in parts {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        encoded.extend_from_slice(&length.to_be_bytes());
        encoded.extend_from_slice(part);
    }

    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart() {
        assert_ne!(*encode(&[b"ab", b"c"]), *encode(&[b"a", b"bc"]));
        assert_ne!(*encode(&[b"a"]), *encode(&[b"a", b""]));
    }

    #[test]
    fn derivation_is_hkdf_sha_256() {
        // RFC 5869, appendix A.1: the first 32 of its 42 bytes.
        let salt: Vec<u8> = (0x00..=0x0c).collect();
        let info: Vec<u8> = (0xf0..=0xf9).collect();

        let key = derive_key(Some(&salt), &[0x0b; 22], &info);

        assert_eq!(key[..6], [0x3c, 0xb2, 0x5f, 0x25, 0xfa, 0xac]);
        assert_eq!(key[28..], [0xec, 0xc4, 0xc5, 0xbf]);
    }

    #[test]
    fn derived_keys_depend_on_salt_material_and_purpose() {
        let base = derive_key(Some(b"s"), b"m", b"i");

        assert_ne!(base, derive_key(Some(b"t"), b"m", b"i"));
        assert_ne!(base, derive_key(Some(b"s"), b"n", b"i"));
        assert_ne!(base, derive_key(Some(b"s"), b"m", b"j"));
        assert_eq!(base, derive_key(Some(b"s"), b"m", b"i"));
    }
}
