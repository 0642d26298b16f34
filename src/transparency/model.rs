//! Entries of the log, what a publication commits to, and the key that signs tree heads.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use signed_note::{Note, StandardSigner, key_id, new_ed25519_verifier_key};
use tlog_tiles::{Checkpoint, Hash};

use crate::platform::crypto::{Keyring, Purpose};
use crate::platform::ids::Id;
use crate::text_enum;

/// Where the log is served, below the address of the service.
pub const ORIGIN_PATH: &str = "/v1/transparency-log";
/// The algorithm of C2SP signed-note keys that stands for Ed25519.
const ALGORITHM_ED25519: u8 = 1;
const COMMITMENT_VERSION: &str = "tulay-review-1";

text_enum! {
    /// What was decided (code list `transparency_decisions`).
    pub enum DecisionKind {
        /// A review was published.
        Published => "published",
        /// A review was not published.
        Rejected => "rejected",
        /// A moderator took a published review down.
        TakenDown => "taken_down",
        /// The author changed a published review, so it waits for a moderator again.
        ChangedByAuthor => "changed_by_author",
        /// The author took a published review back or erased it.
        WithdrawnByAuthor => "withdrawn_by_author",
        /// After an appeal of its author a review was published.
        AppealGranted => "appeal_granted",
        /// After an appeal of its author a rejection stands.
        AppealDismissed => "appeal_dismissed",
        /// A published review is under suspicion: it is shown, and does not count.
        Suspended => "suspended",
        /// A moderator has looked, and it counts again.
        Reinstated => "reinstated",
    }
}

/// An entry as it stands in the log: one line of JSON, its members in this order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The version of this form.
    pub version: u8,
    /// What was decided.
    pub decision: DecisionKind,
    /// In which month, `YYYY-MM`.
    pub month: String,
    /// Why (code list `review_rejection_reasons`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether a legal order demanded it.
    pub legal_order: bool,
    /// The entry of the publication that ends with this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_entry: Option<i64>,
    /// The entry of the publication that is suspended or counts again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_entry: Option<i64>,
    /// What the publication shows, in base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<String>,
}

impl Decision {
    /// The version that is written now.
    pub const VERSION: u8 = 1;
    /// The reason that means a legal order.
    pub const LEGAL_ORDER: &str = "legal_order";
}

/// What a publication binds itself to: SHA-256 of the salted text of [`Shown`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commitment(pub [u8; 32]);

/// What is shown of every published review, however few say the same. The rest may be left out so
/// that it singles nobody out, and is not committed to.
#[derive(Debug, Clone)]
pub struct Shown<'a> {
    /// The name of the review in public.
    pub id: Id,
    /// The agency under which it was published.
    pub agency: Id,
    /// The month of publication.
    pub month: &'a str,
    /// The score for all of it.
    pub overall: i64,
    /// Whether the author would recommend the agency.
    pub would_recommend: Option<bool>,
    /// The comment's language and text.
    pub comment: Option<(&'a str, &'a str)>,
}

impl Shown<'_> {
    /// The commitment under a salt. Nine lines, each ended by a newline: `tulay-review-1`, the salt,
    /// the id, the agency's id, the month, the score, `true`, `false` or nothing, the comment's
    /// language or nothing, the SHA-256 of its text in hexadecimal or nothing.
    pub fn commitment(&self, salt: &[u8]) -> Commitment {
        let salt = URL_SAFE_NO_PAD.encode(salt);
        let recommends = self
            .would_recommend
            .map_or("", |yes| if yes { "true" } else { "false" });
        let (language, text) = self.comment.unzip();
        let text = text.map_or_else(String::new, |text| hexadecimal(&Sha256::digest(text)));
        let lines = format!(
            "{COMMITMENT_VERSION}\n{salt}\n{}\n{}\n{}\n{}\n{recommends}\n{}\n{text}\n",
            self.id,
            self.agency,
            self.month,
            self.overall,
            language.unwrap_or_default(),
        );
        Commitment(Sha256::digest(lines).into())
    }
}

impl Commitment {
    /// As it stands in the log.
    pub fn to_base64(self) -> String {
        STANDARD.encode(self.0)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A tree head cannot be signed; only a broken setting (`TULAY_PUBLIC_URL`) or build leads there.
#[derive(Debug, thiserror::Error)]
#[error("a tree head cannot be signed: {0}")]
pub struct CannotSign(String);

/// The Ed25519 key that signs tree heads. It follows from the master key file and stays the same when
/// wrapping keys rotate: who watches the log would take another one for another log.
pub struct LogKey(ed25519_dalek::SigningKey);

impl LogKey {
    /// The key of this installation.
    pub fn of(keyring: &Keyring) -> Self {
        let seed = keyring.derive(Purpose::TransparencyLog);
        Self(ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// The public key under the log's name, in the form of C2SP signed-note.
    pub fn verifier_key(&self, origin: &str) -> String {
        new_ed25519_verifier_key(origin, &self.0.verifying_key())
    }

    /// A signed tree head (C2SP tlog-checkpoint).
    pub fn sign(&self, origin: &str, size: u64, root: Hash) -> Result<String, CannotSign> {
        let refused = |error: &dyn std::fmt::Display| CannotSign(error.to_string());
        let head = Checkpoint::new(origin, size, root, "").map_err(|e| refused(&e))?;
        let mut note = Note::new(&head.to_bytes(), &[]).map_err(|e| refused(&e))?;
        let signer = self.signer(origin)?;
        note.add_sigs(&[&signer]).map_err(|e| refused(&e))?;
        String::from_utf8(note.to_bytes()).map_err(|e| refused(&e))
    }

    fn signer(&self, origin: &str) -> Result<StandardSigner, CannotSign> {
        let algorithm = [ALGORITHM_ED25519];
        let public = [&algorithm, self.0.verifying_key().as_bytes().as_slice()].concat();
        let private = zeroize::Zeroizing::new([&algorithm, self.0.as_bytes().as_slice()].concat());
        let id = key_id(origin, &public);
        let key = format!(
            "PRIVATE+KEY+{origin}+{id:08x}+{}",
            STANDARD.encode(&*private)
        );
        let key = zeroize::Zeroizing::new(key);
        StandardSigner::new(&key).map_err(|error| CannotSign(error.to_string()))
    }
}

/// The name of a log: its address without the scheme.
pub fn origin_of(public_url: &str) -> String {
    let host = public_url
        .split_once("://")
        .map_or(public_url, |(_, host)| host);
    format!("{}{ORIGIN_PATH}", host.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_one_line_in_this_form() {
        let entry = Decision {
            version: Decision::VERSION,
            decision: DecisionKind::TakenDown,
            month: "2026-11".to_owned(),
            reason: Some("legal_order".to_owned()),
            legal_order: true,
            ends_entry: Some(7),
            of_entry: None,
            commitment: None,
        };
        let line = serde_json::to_string(&entry).unwrap();
        let wanted = r#"{"version":1,"decision":"taken_down","month":"2026-11","reason":"legal_order","legal_order":true,"ends_entry":7}"#;
        assert_eq!(line, wanted);
        assert_eq!(serde_json::from_str::<Decision>(&line).unwrap(), entry);
    }

    #[test]
    fn a_commitment_can_be_computed_by_anybody() {
        let shown = Shown {
            id: Id::parse("8e03978e-40d5-43dd-bc93-6894a57f9324").unwrap(),
            agency: Id::parse("0195f1a2-0000-7b1e-9a55-3f0c8d2e4b61").unwrap(),
            month: "2026-03",
            overall: 2,
            would_recommend: Some(false),
            comment: Some(("en", "Six months of my wages were deducted.")),
        };
        // printf 'tulay-review-1\nAAAAAAAAAAAAAAAAAAAAAA\n8e03…\n0195…\n2026-03\n2\nfalse\nen\n<sha256>\n' | sha256sum
        let commitment = shown.commitment(&[0; 16]);
        assert_eq!(
            hexadecimal(&commitment.0),
            "92ba55ed8500922d25430eaae1f9a3317d28710fcac2d22524eca0c13e110ed7"
        );
        assert_ne!(shown.commitment(&[1; 16]), commitment);
        let other = Shown {
            overall: 3,
            ..shown
        };
        assert_ne!(other.commitment(&[0; 16]), commitment);
    }

    #[test]
    fn a_log_is_named_by_its_address() {
        let origin = origin_of("https://tulay.example.org/");
        assert_eq!(origin, "tulay.example.org/v1/transparency-log");
    }
}
