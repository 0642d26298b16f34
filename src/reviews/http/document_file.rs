//! Documents as bodies.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// A picture or a PDF as the body of a request or an answer.
pub(super) struct DocumentFile;

impl PartialSchema for DocumentFile {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of the picture or PDF."))
            .examples(["(the bytes of the document)"])
            .into()
    }
}

impl ToSchema for DocumentFile {
    fn name() -> std::borrow::Cow<'static, str> {
        "DocumentFile".into()
    }
}
