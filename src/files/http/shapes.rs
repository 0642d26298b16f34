//! The bodies of requests and answers.

use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::platform::clock::Time;
use crate::platform::ids::Id;

/// A part of a file as the body of a request.
pub struct FilePart;

impl PartialSchema for FilePart {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of the file from the offset on."))
            .examples(["(bytes of the file)"])
            .into()
    }
}

impl ToSchema for FilePart {
    fn name() -> std::borrow::Cow<'static, str> {
        "FilePart".into()
    }
}

/// How far an upload has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FileUpload, example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "length": 183_220, "offset": 65_536, "is_finished": false, "expires_at": "2026-12-07T11:00:00Z" }))]
pub struct UploadShown {
    /// Its id; the file gets the same when it is whole.
    pub id: Id,
    /// Bytes of the whole file.
    pub length: u64,
    /// Bytes that have come in.
    pub offset: u64,
    /// Whether the file is whole and belongs to what it was uploaded for.
    pub is_finished: bool,
    /// When it is forgotten, finished or not; a file that is whole stays.
    pub expires_at: Time,
}
