//! A recording as a body.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// A recording as the body of a request or an answer.
pub(super) struct RecordingFile;

impl PartialSchema for RecordingFile {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of the recording."))
            .examples(["(the bytes of the recording)"])
            .into()
    }
}

impl ToSchema for RecordingFile {
    fn name() -> std::borrow::Cow<'static, str> {
        "RecordingFile".into()
    }
}
