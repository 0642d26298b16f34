//! A PDF as the body of an answer.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// The bytes of a PDF.
pub struct PdfFile;

impl PartialSchema for PdfFile {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of the PDF."))
            .examples(["(the bytes of the PDF)"])
            .into()
    }
}

impl ToSchema for PdfFile {
    fn name() -> std::borrow::Cow<'static, str> {
        "PdfFile".into()
    }
}
