//! What was written on tablets and does not stand, for a person to decide.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use validator::Validate;

use super::Inspector;
use crate::identity::permissions::PlanInspections;
use crate::inspections::error::InspectionError;
use crate::inspections::records::{Hand, RecordKind};
use crate::inspections::sync::conflicts::resolve;
use crate::inspections::sync::store::{self, ConflictRow, SyncConflictReason};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Line;

/// Something that was written on a tablet and does not stand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b65", "record_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b62",
    "visit_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b63", "kind": "answer",
    "op_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61", "account_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b66",
    "reason": "same_member", "mine": { "value": "no" }, "theirs": { "value": "yes" }, "base": { "value": null },
    "client_time": "2026-11-23T08:15:30Z", "created_at": "2026-11-23T18:15:30Z", "resolved_at": null,
    "resolved_by": null, "taken": null
}))]
struct SyncConflict {
    /// The conflict.
    id: Id,
    /// The record.
    record_id: Id,
    /// The visit to which it belongs.
    visit_id: Id,
    /// What it is.
    kind: RecordKind,
    /// The tablet's number of the operation.
    op_id: Id,
    /// Who wrote it.
    account_id: Id,
    /// Why it does not stand.
    reason: SyncConflictReason,
    /// The members as they were written on the tablet.
    #[schema(value_type = Object)]
    mine: Map<String, Value>,
    /// The same as they stood when it came.
    #[schema(value_type = Object)]
    theirs: Map<String, Value>,
    /// The same as they were for both.
    #[schema(value_type = Object)]
    base: Map<String, Value>,
    /// What the tablet's clock showed.
    client_time: Time,
    /// When it came.
    created_at: Time,
    /// When somebody decided.
    resolved_at: Option<Time>,
    /// Who.
    resolved_by: Option<Id>,
    /// The members that were taken from the tablet after all.
    taken: Option<Vec<String>>,
}

impl SyncConflict {
    fn of(row: &ConflictRow) -> Result<Self, InspectionError> {
        Ok(Self {
            id: row.id,
            record_id: row.record_id,
            visit_id: row.visit_id,
            kind: row.kind,
            op_id: row.operation_id,
            account_id: row.account_id,
            reason: row.reason,
            mine: row.mine.read()?,
            theirs: row.theirs.read()?,
            base: row.base.read()?,
            client_time: row.client_time,
            created_at: row.created_at,
            resolved_at: row.resolved_at,
            resolved_by: row.resolved_by,
            taken: match &row.taken {
                Some(taken) => Some(taken.read()?),
                None => None,
            },
        })
    }
}

/// Which conflicts are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct SyncConflictsQuery {
    /// Only those of this visit.
    visit_id: Option<Id>,
    /// Entries on a page.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List the conflicts that nobody has decided yet, oldest first.
#[utoipa::path(tag = "staff", operation_id = "list_sync_conflicts", params(SyncConflictsQuery),
    responses((status = 200, description = "A page of conflicts", body = Page<SyncConflict>)))]
#[get("/staff/sync-conflicts")]
pub(super) async fn list_sync_conflicts(
    by: Inspector,
    query: QueryOf<SyncConflictsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let after: Option<Id> = cursors.position(&page)?;
    let (organisation, visit, wanted) = (by.organisation(), query.0.visit_id, page.rows());
    let list = move |conn: &mut Conn| -> Result<Vec<ConflictRow>, InspectionError> {
        let found = store::list_open_conflicts(conn, organisation, visit, after, wanted);
        Ok(found?)
    };
    let rows = context.db().read(list).await?;
    let show = |row: ConflictRow| SyncConflict::of(&row).map_err(Problem::from);
    Ok(HttpResponse::Ok().json(cursors.try_page(&page, rows, |row| row.id, show)?))
}

/// Read a conflict.
#[utoipa::path(tag = "staff", operation_id = "get_sync_conflict",
    params(("id" = Id, Path, description = "The conflict.")),
    responses((status = 200, description = "The conflict", body = SyncConflict)))]
#[get("/staff/sync-conflicts/{id}")]
pub(super) async fn get_sync_conflict(
    by: Inspector,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let organisation = by.organisation();
    let find = move |conn: &mut Conn| -> Result<ConflictRow, InspectionError> {
        let found = store::find_conflicts(conn, organisation, &[id.0])?;
        found.into_iter().next().ok_or(InspectionError::NotFound)
    };
    let row = context.db().read(find).await?;
    Ok(HttpResponse::Ok().json(SyncConflict::of(&row)?))
}

/// What of a conflict is to stand.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "take": ["value"] }))]
struct SyncResolution {
    /// The members that are taken as they were written on the tablet; all others stay as they stand.
    #[schema(max_items = 60, min_items = 0)]
    take: Vec<Line<200>>,
}

/// Decide a conflict.
///
/// What is taken becomes a change of whoever decides; both values stay in the history. What you do not take stays in the
/// conflict for good.
#[utoipa::path(tag = "staff", operation_id = "resolve_sync_conflict",
    params(("id" = Id, Path, description = "The conflict.")),
    request_body = SyncResolution,
    responses((status = 200, description = "The conflict as it is now", body = SyncConflict)),
    extensions(("x-problems" = json!(["conflict"]))))]
#[post("/staff/sync-conflicts/{id}/resolve")]
pub(super) async fn resolve_sync_conflict(
    by: Inspector,
    id: PathOf<Id>,
    command: Command<SyncResolution>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (said, command) = command.take_body();
    let take: BTreeSet<String> = said.take.into_iter().map(Line::into_inner).collect();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let hand = Hand {
            services: here.services(),
            now: here.now(),
            account: Some(by.account()),
            organisation: by.organisation(),
            device: by.device(),
            may_plan: by.may::<PlanInspections>(),
        };
        let row = resolve(conn, hand, (id.0, by.account()), &take)?;
        Answer::changed(&SyncConflict::of(&row)?)
    };
    command.run(&context, originator, work).await
}
