//! An id that a client has chosen for what it creates.

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use super::ids::Id;

/// An id of a client's own: a UUID of version 4 or 7, so that nobody can be made to collide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Id")]
pub struct ChosenId(Id);

/// The id is of a version that clients may not bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a UUID of version 4 or 7")]
pub struct NotChoosable;

const PATTERN: &str = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[47][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-\
     [0-9a-fA-F]{12}$";

impl TryFrom<Id> for ChosenId {
    type Error = NotChoosable;

    fn try_from(id: Id) -> Result<Self, NotChoosable> {
        if id.is_v4_or_v7() {
            Ok(Self(id))
        } else {
            Err(NotChoosable)
        }
    }
}

impl From<ChosenId> for Id {
    fn from(chosen: ChosenId) -> Self {
        chosen.0
    }
}

impl PartialSchema for ChosenId {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A UUID of version 4 or 7 that the client made."))
            .pattern(Some(PATTERN))
            .max_length(Some(36))
            .examples(["0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61"])
            .into()
    }
}

impl ToSchema for ChosenId {
    fn name() -> std::borrow::Cow<'static, str> {
        "ChosenId".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_versions_4_and_7_may_be_chosen() {
        let chosen = |text: &str| serde_json::from_value::<ChosenId>(text.into()).is_ok();
        assert!(chosen("0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61"));
        assert!(chosen("8e03978e-40d5-43dd-bc93-6894a57f9324"));
        assert!(!chosen("00000000-0000-0000-0000-000000000000"));
        assert!(!chosen("0195f1a2-7c3d-1b1e-9a55-3f0c8d2e4b61"));
    }
}
