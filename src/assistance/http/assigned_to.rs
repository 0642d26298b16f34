//! The filter by who has a request.

use serde::Deserialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::platform::ids::{Id, NotAnId};

/// To whom a request is assigned, in a filter.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) enum AssignedTo {
    Me,
    Nobody,
    Account(Id),
}

impl TryFrom<String> for AssignedTo {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Self, NotAnId> {
        match text.as_str() {
            "me" => Ok(Self::Me),
            "nobody" => Ok(Self::Nobody),
            id => Id::parse(id).map(Self::Account),
        }
    }
}

impl PartialSchema for AssignedTo {
    fn schema() -> RefOr<Schema> {
        let uuid = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("`me`, `nobody`, or the id of an account."))
            .max_length(Some(36))
            .pattern(Some(format!("^(me|nobody|{uuid})$")))
            .examples(["nobody"])
            .into()
    }
}

impl ToSchema for AssignedTo {
    fn name() -> std::borrow::Cow<'static, str> {
        "AssignedTo".into()
    }
}
