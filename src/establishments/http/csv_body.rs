//! The body of an import.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// A list as a body.
pub(super) struct EstablishmentList;

impl PartialSchema for EstablishmentList {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("CSV in UTF-8 with a line of column names."))
            .examples(["key,name,isic\nF-17,Meridian Sample Yard,4100\n"])
            .into()
    }
}

impl ToSchema for EstablishmentList {
    fn name() -> std::borrow::Cow<'static, str> {
        "EstablishmentList".into()
    }
}
