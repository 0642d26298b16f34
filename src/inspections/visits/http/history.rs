//! What became of a visit: who changed what, when, from what to what; and whose it was.

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::Inspector;
use crate::inspections::error::InspectionError;
use crate::inspections::records::{self, EventRow, RecordKind, TeamChange};
use crate::inspections::visits::actions::find;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Context, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// A change of something that is written down about a visit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e61",
    "record_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "kind": "finding", "version": 2,
    "at": "2026-11-23T08:15:30Z", "client_time": null, "account_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60",
    "device_id": null, "before": { "state": "draft" }, "after": { "state": "notified" } }))]
struct VisitEvent {
    /// The event.
    id: Id,
    /// The record; the visit's own id where the visit was changed.
    record_id: Id,
    /// What it is.
    kind: RecordKind,
    /// The version that it made.
    version: i64,
    /// When.
    at: Time,
    /// What the tablet's clock showed; null: it came from no tablet.
    client_time: Option<Time>,
    /// Who; null: the service itself.
    account_id: Option<Id>,
    /// With which tablet.
    device_id: Option<Id>,
    /// Members that are different now, as they were; null: not there.
    #[schema(value_type = Object)]
    before: BTreeMap<String, Value>,
    /// The same as they are since.
    #[schema(value_type = Object)]
    after: BTreeMap<String, Value>,
}

impl VisitEvent {
    fn of((kind, row): (RecordKind, EventRow)) -> Result<Self, Problem> {
        Ok(Self {
            id: row.id,
            record_id: row.record_id,
            kind,
            version: row.version,
            at: row.at,
            client_time: row.client_time,
            account_id: row.account_id,
            device_id: row.device_id,
            before: row.before.read().map_err(InspectionError::from)?,
            after: row.after.read().map_err(InspectionError::from)?,
        })
    }
}

/// Which changes are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct HistoryQuery {
    /// Of this record only.
    record_id: Option<Id>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List what became of a visit and of everything that is written down about it, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_visit_history",
    params(("id" = Id, Path, description = "The visit."), HistoryQuery),
    responses((status = 200, description = "A page of changes", body = Page<VisitEvent>)))]
#[get("/staff/visits/{id}/history")]
pub(super) async fn list_visit_history(
    by: Inspector,
    id: PathOf<Id>,
    query: QueryOf<HistoryQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor.clone(),
    };
    let after: Option<(Time, Id)> = cursors.position(&page)?;
    let (rows, record) = (page.rows(), query.0.record_id);
    let list = move |conn: &mut Conn| -> Result<_, InspectionError> {
        find(conn, by.organisation(), id.0)?;
        Ok(records::list_events(conn, (id.0, record), after, rows)?)
    };
    let found = context.db().read_snapshot(list).await?;
    let position = |(_, row): &(RecordKind, EventRow)| (row.at, row.id);
    let page = cursors.try_page(&page, found, position, VisitEvent::of)?;
    Ok(HttpResponse::Ok().json(page))
}

/// A change of the team of a visit.
#[derive(Debug, Serialize, ToSchema)]
struct VisitTeamChange {
    /// The change.
    id: Id,
    /// When.
    at: Time,
    /// Who; null: the service itself.
    account_id: Option<Id>,
    /// The inspectors whose visit it was.
    before: Vec<Id>,
    /// The inspectors whose visit it is since.
    after: Vec<Id>,
}

impl VisitTeamChange {
    fn of(row: &TeamChange) -> Result<Self, InspectionError> {
        Ok(Self {
            id: row.id,
            at: row.at,
            account_id: row.account_id,
            before: row.before.read()?,
            after: row.after.read()?,
        })
    }
}

/// Whose a visit is, and whose it was.
#[derive(Debug, Serialize, ToSchema)]
struct VisitTeam {
    /// The inspectors whose visit it is.
    team: Vec<Id>,
    /// How that came about, newest first.
    changes: Vec<VisitTeamChange>,
}

/// Read whose a visit is, and whose it was.
#[utoipa::path(tag = "staff", operation_id = "get_visit_team",
    params(("id" = Id, Path, description = "The visit.")),
    responses((status = 200, description = "Its team", body = VisitTeam)))]
#[get("/staff/visits/{id}/team")]
pub(super) async fn get_visit_team(
    by: Inspector,
    id: PathOf<Id>,
    context: Context,
    _query: QueryOf<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let read = move |conn: &mut Conn| -> Result<VisitTeam, InspectionError> {
        let (_, team) = find(conn, by.organisation(), id.0)?;
        let changes = records::list_team_changes(conn, id.0)?;
        let changes: Result<Vec<_>, _> = changes.iter().map(VisitTeamChange::of).collect();
        Ok(VisitTeam {
            team,
            changes: changes?,
        })
    };
    Ok(HttpResponse::Ok().json(context.db().read_snapshot(read).await?))
}
