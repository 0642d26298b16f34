//! An operation as it comes in.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::platform::chosen_id::ChosenId;

/// An operation as it comes in. Only its number is checked with the whole body; the rest alone, so that one that is
/// written wrongly holds up no other.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct SentOperation(pub Map<String, Value>);

impl PartialSchema for SentOperation {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .property("op_id", ChosenId::schema())
            .required("op_id")
            .additional_properties(Some(AdditionalProperties::FreeForm(true)))
            .description(Some(
                "A SyncOperation. Only its number is checked with the whole body: one that is written wrongly is \
                 rejected alone, and holds up no other.",
            ))
            .examples([json!({
                "op_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61", "entity": "record",
                "entity_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b62",
                "visit_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b63", "kind": "answer",
                "base_version": 0, "trunk_version": 0, "branch_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b64",
                "fields_changed": { "item_code": "guards", "value": "no" },
                "client_time": "2026-11-23T08:15:30Z"
            })])
            .into()
    }
}

impl ToSchema for SentOperation {
    fn name() -> Cow<'static, str> {
        "SentOperation".into()
    }
}
