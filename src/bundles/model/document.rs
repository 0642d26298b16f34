//! The document, as it is signed and sent.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::change::Change;
use super::splice::Spliced;
use super::{BundleKey, FORMAT, Item, VERSION_BYTES, short_hash};
use crate::platform::canonical_json::canonical;
use crate::platform::clock::Time;

/// What stands in a bundle besides its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Which bundle.
    pub key: BundleKey,
    /// Names this version of it.
    pub version: String,
    /// When it was published.
    pub published_at: Time,
}

impl Head {
    /// Of a new version. Its name says what is in it, when it was published and by which key it is signed, so that no two
    /// documents of different bytes have the same.
    pub fn new(key: BundleKey, content_hash: &[u8], published_at: Time, key_id: &str) -> Self {
        let mut named = content_hash.to_vec();
        named.extend(format!("\n{key:?}\n{published_at}\n{key_id}").into_bytes());
        Self {
            key,
            version: short_hash(&named, VERSION_BYTES),
            published_at,
        }
    }

    fn members(&self) -> Value {
        json!({
            "format": FORMAT,
            "origin": self.key.corridor.origin,
            "destination": self.key.corridor.destination,
            "language": self.key.language,
            "version": self.version,
            "published_at": self.published_at,
        })
    }

    /// Canonical JSON of these members and of others, whose values are canonical already.
    fn with(&self, others: &[(&str, String)]) -> String {
        let own = self.members();
        let own = own.as_object().into_iter().flatten();
        let mut members: Vec<(&str, String)> = own
            .map(|(name, value)| (name.as_str(), canonical(value)))
            .chain(others.iter().map(|(name, text)| (*name, text.clone())))
            .collect();
        members.sort_by(|a, b| a.0.cmp(b.0));
        let members: Vec<String> = members
            .into_iter()
            .map(|(name, text)| format!("\"{name}\":{text}"))
            .collect();
        format!("{{{}}}", members.join(","))
    }
}

/// A bundle: what is signed.
#[derive(Debug)]
pub struct Document<'i> {
    /// What stands in it besides.
    pub head: &'i Head,
    /// Its items, in their order.
    pub items: &'i [Item],
}

impl Document<'_> {
    /// Its bytes (RFC 8785).
    pub fn text(&self) -> String {
        self.head.with(&[("items", list(self.items))])
    }
}

impl Change<'_> {
    /// The answer that brings it, with the signature of the whole new bundle.
    pub fn answer(&self, head: &Head, signature: &str) -> String {
        let removed: Vec<&str> = self.removed.iter().map(String::as_str).collect();
        let mut members = vec![
            ("base", Value::from(self.base).to_string()),
            ("changed", list(&self.changed)),
            ("removed", json!(removed).to_string()),
        ];
        if let Some(spliced) = &self.spliced {
            let spliced: Vec<Value> = spliced.iter().map(Spliced::to_json).collect();
            members.push(("spliced", canonical(&json!(spliced))));
        }
        signed("delta", &head.with(&members), signature)
    }
}

/// The answer that brings a bundle whole.
pub fn answer(document: &str, signature: &str) -> String {
    signed("bundle", document, signature)
}

fn signed(name: &str, text: &str, signature: &str) -> String {
    format!("{{\"{name}\":{text},\"signature\":\"{signature}\"}}")
}

fn list(items: &[Item]) -> String {
    let mut out = String::from("[");
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        item.write(&mut out);
    }
    out.push(']');
    out
}

/// The protected header of a signature by this key, and the bytes that are signed: the header, a full stop, and the document as it
/// is (RFC 7797).
pub fn signing_input(key_id: &str, document: &str) -> (String, Vec<u8>) {
    let header = json!({ "alg": "EdDSA", "b64": false, "crit": ["b64"], "kid": key_id });
    let header = URL_SAFE_NO_PAD.encode(canonical(&header));
    let mut input = header.clone().into_bytes();
    input.push(b'.');
    input.extend_from_slice(document.as_bytes());
    (header, input)
}
