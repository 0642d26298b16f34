//! Links of a chain that nobody can make anew without the key, and the seal on its end.

use std::fmt;
use std::sync::Arc;

use super::derivation::{SecretKey, keyed_hash};
use super::keyring::{Keyring, Purpose};

/// The key of the audit chain: HMAC-SHA-256 of each entry together with the link before it.
///
/// It comes from the general secret of the keyring, which does not change when master keys rotate:
/// a chain stays whole through every rotation.
#[derive(Clone)]
pub struct ChainKey(Arc<SecretKey>);

impl ChainKey {
    /// Takes the key from the keyring.
    #[must_use]
    pub fn new(keyring: &Keyring) -> Self {
        Self(Arc::new(keyring.derive(Purpose::AuditChain)))
    }

    /// Which key this is: tells a chain of another installation from one that was tampered with.
    #[must_use]
    pub fn id(&self) -> String {
        let hash = keyed_hash(&self.0, &[b"id"]);
        let digits = hash.iter().take(8).map(|byte| format!("{byte:02x}"));
        format!("ac-{}", digits.collect::<String>())
    }

    /// The link of an entry that follows `previous`.
    #[must_use]
    pub fn link(&self, previous: &[u8], entry: &[u8]) -> [u8; 32] {
        keyed_hash(&self.0, &[b"link", previous, entry])
    }

    /// The seal on the end of a chain.
    #[must_use]
    pub fn seal(&self, end: &[u8]) -> [u8; 32] {
        keyed_hash(&self.0, &[b"end", end])
    }
}

impl fmt::Debug for ChainKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChainKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{chance, keyring};
    use super::*;

    #[test]
    fn a_link_depends_on_key_entry_and_the_link_before() {
        let ours = ChainKey::new(&keyring(1));
        let link = ours.link(b"before", b"entry");

        assert_eq!(link, ChainKey::new(&keyring(1)).link(b"before", b"entry"));
        assert_ne!(link, ours.link(b"before", b"another"));
        assert_ne!(link, ours.link(b"elsewhere", b"entry"));
        assert_ne!(link, ChainKey::new(&keyring(2)).link(b"before", b"entry"));
    }

    #[test]
    fn a_seal_is_no_link() {
        let ours = ChainKey::new(&keyring(1));

        assert_ne!(ours.seal(b"end"), ours.link(b"", b"end"));
        assert_ne!(ours.id(), ChainKey::new(&keyring(2)).id());
    }

    #[test]
    fn rotating_master_keys_changes_nothing() {
        let mut rotated = keyring(1);
        rotated.add_current(&chance(9), 1_800_000_000);

        let (before, after) = (ChainKey::new(&keyring(1)), ChainKey::new(&rotated));
        assert_eq!(before.id(), after.id());
        assert_eq!(before.link(b"", b"entry"), after.link(b"", b"entry"));
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", ChainKey::new(&keyring(1))), "ChainKey(…)");
    }
}
