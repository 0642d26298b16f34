//! A file as the body of a request or an answer.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// The bytes of a file.
pub struct EvidenceBytes;

impl PartialSchema for EvidenceBytes {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of the file."))
            .examples(["(the bytes of the file)"])
            .into()
    }
}

impl ToSchema for EvidenceBytes {
    fn name() -> Cow<'static, str> {
        "VisitEvidenceBytes".into()
    }
}
