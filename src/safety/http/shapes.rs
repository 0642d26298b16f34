//! Shapes that several operations answer with.

use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::platform::media::FileKind;
use crate::safety::model::Photo;

/// A picture, recording or video as the body of a request or an answer.
pub(in crate::safety) struct Picture;

impl PartialSchema for Picture {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of the file."))
            .examples(["(the bytes of the file)"])
            .into()
    }
}

impl ToSchema for Picture {
    fn name() -> std::borrow::Cow<'static, str> {
        "Picture".into()
    }
}

/// A photo, recording or video that belongs to a report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SafetyEvidence, example = json!({
    "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "kind": "photo", "media_type": "image/jpeg",
    "bytes": 183_220, "width": 1600, "height": 1200, "orientation": 6, "seconds": null,
    "has_thumbnail": true,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "received_sha256": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    "received_at": "2026-11-23T08:15:30Z" }))]
pub(super) struct Evidence {
    /// Its id.
    pub id: Id,
    /// What it is.
    pub kind: FileKind,
    /// What it is by its content.
    pub media_type: String,
    /// Bytes of the stored file, which has lost all that its camera knew.
    pub bytes: u64,
    /// Pixels across of a picture, as stored.
    pub width: Option<u32>,
    /// Pixels down of a picture, as stored.
    pub height: Option<u32>,
    /// How to turn a picture for viewing, as EXIF counts: 1 (as it is) to 8.
    pub orientation: Option<u8>,
    /// How long a recording or a video plays, in begun seconds.
    pub seconds: Option<u64>,
    /// Whether staff can have a small picture of it.
    pub has_thumbnail: bool,
    /// SHA-256 of the stored file, in hexadecimal.
    pub sha256: String,
    /// SHA-256 of the file as it was received, so that the sender can see that it arrived whole.
    pub received_sha256: String,
    /// When it was received.
    pub received_at: Time,
}

impl From<Photo> for Evidence {
    fn from(photo: Photo) -> Self {
        let facts = photo.facts;
        Self {
            id: photo.id,
            kind: facts.kind(),
            media_type: facts.media_type,
            bytes: facts.bytes,
            width: facts.width,
            height: facts.height,
            orientation: facts.orientation,
            seconds: facts.seconds,
            has_thumbnail: facts.has_thumbnail,
            sha256: facts.sha256,
            received_sha256: facts.received_sha256,
            received_at: photo.received_at,
        }
    }
}
