//! What a tablet has done.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use validator::Validate;

use super::sent::SentOperation;
use super::shapes::SyncResult;
use super::{Inspector, tablet_of};
use crate::inspections::error::InspectionError;
use crate::inspections::sync::push;
use crate::inspections::sync::store::ConflictRow;
use crate::platform::db::Conn;
use crate::platform::http::{Answer, Command, Context};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

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
