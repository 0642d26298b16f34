//! Items, the document that they make, and what changes between two of them. Pure; every byte is decided here.

mod change;
mod document;
mod splice;
#[cfg(test)]
mod tests;

pub use change::{Change, Held, step};
pub use document::{Document, Head, answer, signing_input};

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::platform::canonical_json::canonical;
use crate::platform::carried::{Corridor, Part};
use crate::platform::language::Language;

/// The form of the document. Another number is another form, which an app that does not know it must not read.
pub const FORMAT: u32 = 1;
/// Bytes of a hash that make the hash of an item.
const ITEM_HASH_BYTES: usize = 16;
/// Bytes of a hash that make the name of a version: it names, and the signature proves.
const VERSION_BYTES: usize = 12;

/// Which bundle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BundleKey {
    /// From where to where.
    pub corridor: Corridor,
    /// In which language.
    pub language: Language,
}

/// An item of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its kind and name, `article/passport-malaysia`; ASCII.
    pub id: String,
    /// What it is.
    pub kind: String,
    /// The beginning of the SHA-256 of its content.
    pub hash: String,
    /// Its content as canonical JSON.
    pub content: String,
}

impl Item {
    /// Of a part.
    pub fn of(part: &Part) -> Self {
        Self::new(part.kind.as_str(), &part.name, canonical(&part.content))
    }

    /// With this content.
    pub fn new(kind: &str, name: &str, content: String) -> Self {
        Self {
            id: format!("{kind}/{name}"),
            kind: kind.to_owned(),
            hash: short_hash(content.as_bytes(), ITEM_HASH_BYTES),
            content,
        }
    }

    /// The item as canonical JSON.
    fn write(&self, out: &mut String) {
        let quoted = |text: &str| Value::from(text).to_string();
        // Writing to a text cannot fail.
        let written = write!(
            out,
            r#"{{"content":{},"hash":{},"id":{},"kind":{}}}"#,
            self.content,
            quoted(&self.hash),
            quoted(&self.id),
            quoted(&self.kind)
        );
        debug_assert!(written.is_ok());
    }
}

/// Puts items in the order in which a bundle has them.
pub fn sort(items: &mut [Item]) {
    items.sort_by(|a, b| a.id.cmp(&b.id));
}

/// A hash of all items.
pub fn content_hash(items: &[Item]) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(FORMAT.to_be_bytes());
    for item in items {
        hash.update(format!("{}\n{}\n", item.id, item.hash));
    }
    hash.finalize().to_vec()
}

fn short_hash(bytes: &[u8], length: usize) -> String {
    let digest = Sha256::digest(bytes);
    URL_SAFE_NO_PAD.encode(digest.get(..length).unwrap_or_default())
}
