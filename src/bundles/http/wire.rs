//! What is sent, as the contract has it. The bytes are made in `model`, because each of them is signed.

use serde::Serialize;
use utoipa::ToSchema;

use crate::platform::carried::PartKind;
use crate::platform::clock::Time;
use crate::platform::language::Language;

/// Something that is carried along.
#[derive(Debug, Serialize, ToSchema)]
pub struct BundleItem {
    /// Names it: its kind, `/`, and its name among those; ASCII. Items are sorted by it.
    #[schema(example = "article/passport-malaysia")]
    pub id: String,
    /// What it is, which says what its content has. More kinds may come.
    pub kind: PartKind,
    /// The first 16 bytes of the SHA-256 of its content as canonical JSON, in base64url.
    #[schema(example = "Yk3c1vWl7t0mJx5bq2EaGg")]
    pub hash: String,
    /// What it says. What is null or empty is left out (`docs/bundles.md`).
    #[schema(value_type = Object)]
    pub content: serde_json::Value,
}

/// Everything that matters without the network to who goes from one country to another, in one language.
#[derive(Debug, Serialize, ToSchema)]
pub struct Bundle {
    /// The form of this document: 1. An app that does not know it must not read it.
    #[schema(example = 1)]
    pub format: u32,
    /// From where (ISO 3166-1).
    #[schema(example = "PH")]
    pub origin: String,
    /// To where (ISO 3166-1).
    #[schema(example = "MY")]
    pub destination: String,
    /// The language that was served: not what was asked for where there is nothing in that. Each item says in which its text is.
    pub language: Language,
    /// Names these bytes.
    #[schema(example = "q2EaGgYk3c1vWl7t", max_length = 32)]
    pub version: String,
    /// When it was published.
    pub published_at: Time,
    /// What is carried along, sorted by `id`.
    pub items: Vec<BundleItem>,
}

/// A bundle and the proof of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedBundle {
    /// The bundle, as canonical JSON (RFC 8785).
    pub bundle: Bundle,
    /// A detached JWS over these bytes as they stand here (RFC 7515, appendix F; RFC 7797): `EdDSA`, with a key of
    /// `/.well-known/jwks.json`.
    #[schema(example = "eyJhbGciOiJFZERTQSIsImI2NCI6ZmFsc2V9..c2lnbmF0dXJl")]
    pub signature: String,
}

/// What leads from an earlier version to the current one.
#[derive(Debug, Serialize, ToSchema)]
pub struct BundleDelta {
    /// The earlier version.
    #[schema(example = "c1vWl7t0mJx5bq2E", max_length = 32)]
    pub base: String,
    /// As in a bundle.
    #[schema(example = 1)]
    pub format: u32,
    /// As in a bundle.
    #[schema(example = "PH")]
    pub origin: String,
    /// As in a bundle.
    #[schema(example = "MY")]
    pub destination: String,
    /// As in a bundle.
    pub language: Language,
    /// Names the bytes of the whole new bundle.
    #[schema(example = "q2EaGgYk3c1vWl7t", max_length = 32)]
    pub version: String,
    /// When that was published.
    pub published_at: Time,
    /// Items that are put in, or in the place of those with their ids.
    pub changed: Vec<BundleItem>,
    /// Ids of items that are taken out.
    pub removed: Vec<String>,
    /// Only with `splices=true`: items that are told by what they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub spliced: Option<Vec<SplicedItem>>,
}

/// An item that is told by what it was.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "article/passport-malaysia", "hash": "Yk3c1vWl7t0mJx5bq2EaGg", "splices": [[1830, 0, "Keep a photo."]] }))]
pub struct SplicedItem {
    /// Which one.
    pub id: String,
    /// The hash of its new content.
    pub hash: String,
    /// Of the bytes (UTF-8) of the canonical JSON of its content before: the first that is cut out, how many are, and the text that is
    /// put in there. In ascending order; to be done from the last to the first.
    #[schema(value_type = Vec<Vec<serde_json::Value>>)]
    pub splices: Vec<(u64, u64, String)>,
}

/// A change and the proof of what it leads to.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedBundleDelta {
    /// The change.
    pub delta: BundleDelta,
    /// The signature of the whole new bundle.
    #[schema(example = "eyJhbGciOiJFZERTQSIsImI2NCI6ZmFsc2V9..c2lnbmF0dXJl")]
    pub signature: String,
}

/// A bundle, or what leads to it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[expect(
    dead_code,
    reason = "the contract has it; the bytes are made in `model`"
)]
#[schema(example = json!({ "bundle": { "destination": "MY", "format": 1, "items": [{ "content": { "country": "MY", "number": "999",
    "service": "all" }, "hash": "Yk3c1vWl7t0mJx5bq2EaGg", "id": "emergency_number/MY/all/999", "kind": "emergency_number" }],
    "language": "fil", "origin": "PH", "published_at": "2026-11-30T12:00:00Z", "version": "q2EaGgYk3c1vWl7t" },
    "signature": "eyJhbGciOiJFZERTQSIsImI2NCI6ZmFsc2V9..c2lnbmF0dXJl" }))]
pub enum BundleAnswer {
    /// The whole one.
    Whole(SignedBundle),
    /// What leads from the version that was named to it.
    Change(SignedBundleDelta),
}
