//! What a tablet has done.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema};
use utoipa::{PartialSchema, ToSchema};
use validator::Validate;

use super::shapes::SyncResult;
use super::{Inspector, tablet_of};
use crate::inspections::error::InspectionError;
use crate::inspections::sync::push;
use crate::inspections::sync::store::ConflictRow;
use crate::platform::chosen_id::ChosenId;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// An operation as it comes in. Only its number is checked with the whole body; the rest alone, so that one that is
/// written wrongly holds up no other.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct SentOperation(Map<String, Value>);

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
                "fields_changed": { "item_code": "guards_in_place", "value": "no" },
                "client_time": "2026-11-23T08:15:30Z"
            })])
            .into()
    }
}

impl ToSchema for SentOperation {
    fn name() -> std::borrow::Cow<'static, str> {
        "SentOperation".into()
    }
}

/// What a tablet has done, in the order in which it was done.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct SyncPush {
    /// Each gets a result. Send what is left with the next push.
    #[schema(min_items = 1, max_items = 200)]
    operations: Vec<SentOperation>,
}

/// What became of what was sent.
#[derive(Debug, Serialize, ToSchema)]
struct SyncPushed {
    /// One for each operation, in the order in which they were sent.
    results: Vec<SyncResult>,
}

/// Hand in what was done on a tablet.
///
/// Each operation gets a result of its own and is done once, however often and in whatever order it is sent: when the
/// answer is lost, send the same again. It takes a registered tablet and its key (`/v1/staff/devices`).
#[utoipa::path(tag = "staff", operation_id = "push_operations",
    request_body = SyncPush,
    responses((status = 200, description = "What became of each", body = SyncPushed)),
    extensions(("x-problems" = json!(["device_needed"]))))]
#[post("/sync/push")]
pub(super) async fn push_operations(
    by: Inspector,
    command: Command<SyncPush>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let tablet = tablet_of(&by)?;
    let (sent, command) = command.take_body();
    let operations = sent
        .operations
        .into_iter()
        .filter_map(|SentOperation(sent)| {
            let id = sent.get("op_id").and_then(Value::as_str)?;
            Some((Id::parse(id).ok()?, Value::Object(sent)))
        });
    let operations: Vec<(Id, Value)> = operations.collect();
    let here = context.clone();
    let work = move |conn: &mut Conn| {
        let with = (here.services(), here.now());
        let (pushed, conflicts) = push::push(conn, with, tablet, &operations)?;
        let conflicts: BTreeMap<Id, ConflictRow> =
            conflicts.into_iter().map(|row| (row.id, row)).collect();
        let results = pushed.iter().map(|one| {
            let conflict = one.settled.conflict.and_then(|id| conflicts.get(&id));
            let what = (one.id, &one.settled, one.is_duplicate);
            SyncResult::of(&here, what, conflict, one.held_until)
        });
        let results: Result<Vec<SyncResult>, InspectionError> = results.collect();
        Answer::changed(&SyncPushed { results: results? })
    };
    command.run(&context, by.originator(), work).await
}
