//! Mergers, and undoing them.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::Inspector;
use crate::establishments::actions::{Desk, undo};
use crate::establishments::error::EstablishmentError;
use crate::establishments::store::{self, MergeRow};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Line;

/// Two establishments that were merged.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f",
    "match_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e60", "from_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e61",
    "into_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e62", "merged_at": "2026-11-23T08:15:30Z",
    "merged_by": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e63", "reason": "Both numbers are on one gate.",
    "undone_at": null, "undone_by": null, "undo_reason": null }))]
struct EstablishmentMerge {
    /// The merger.
    id: Id,
    /// The match that was decided.
    match_id: Id,
    /// The one whose id means the other.
    from_id: Id,
    /// The one that stayed.
    into_id: Id,
    /// When.
    merged_at: Time,
    /// Who.
    merged_by: Id,
    /// Why, in their words.
    reason: String,
    /// When it was undone.
    undone_at: Option<Time>,
    /// Who undid it.
    undone_by: Option<Id>,
    /// Why, in their words.
    undo_reason: Option<String>,
}

impl From<MergeRow> for EstablishmentMerge {
    fn from(row: MergeRow) -> Self {
        Self {
            id: row.id,
            match_id: row.match_id,
            from_id: row.from_id,
            into_id: row.into_id,
            merged_at: row.merged_at,
            merged_by: row.merged_by,
            reason: row.reason,
            undone_at: row.undone_at,
            undone_by: row.undone_by,
            undo_reason: row.undo_reason,
        }
    }
}

/// Which page is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct MergesQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u8>,
    /// The marker of a page, as `next` gave it.
    #[param(max_length = 600)]
    cursor: Option<String>,
}

/// List mergers, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_establishment_merges", params(MergesQuery),
    responses((status = 200, description = "A page of mergers", body = Page<EstablishmentMerge>)))]
#[get("/staff/establishment-merges")]
pub(super) async fn list_establishment_merges(
    by: Inspector,
    query: QueryOf<MergesQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let before: Option<(Time, Id)> = cursors.position(&page)?;
    let (rows, here) = (page.rows(), context.clone());
    let find = move |conn: &mut Conn| -> Result<Vec<MergeRow>, EstablishmentError> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        Ok(store::list_merges(conn, desk.countries, before, rows)?)
    };
    let found = context.db().read_snapshot(find).await?;
    let position = |row: &MergeRow| (row.merged_at, row.id);
    Ok(HttpResponse::Ok().json(cursors.page(&page, found, position, EstablishmentMerge::from)))
}

/// Read a merger.
#[utoipa::path(tag = "staff", operation_id = "get_establishment_merge",
    params(("id" = Id, Path, description = "The merger.")),
    responses((status = 200, description = "The merger", body = EstablishmentMerge)))]
#[get("/staff/establishment-merges/{id}")]
pub(super) async fn get_establishment_merge(
    by: Inspector,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    let find = move |conn: &mut Conn| -> Result<MergeRow, EstablishmentError> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let found = store::find_merge(conn, id.0, &desk.countries)?;
        found.ok_or(EstablishmentError::NotFound)
    };
    let row = context.db().read_snapshot(find).await?;
    let tag = (header::ETAG, tag_of(&row).to_string());
    Ok(HttpResponse::Ok()
        .insert_header(tag)
        .json(EstablishmentMerge::from(row)))
}

fn tag_of(row: &MergeRow) -> EntityTag {
    EntityTag::of_version(row.version)
}

/// Why a merger is undone.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "The second gate belongs to another company." }))]
pub struct UndoEstablishmentMerge {
    /// How you know. Name no person in it, and nothing that shows that somebody spoke.
    reason: Line<500>,
}

/// Undo a merger.
///
/// Each gets back what it had, exactly. What was attached to the one that stayed since then, or changed there, stays
/// there. Of several mergers into one establishment the newest is undone first. The match is open again.
#[utoipa::path(tag = "staff", operation_id = "undo_establishment_merge",
    params(("id" = Id, Path, description = "The merger.")),
    request_body = UndoEstablishmentMerge,
    responses((status = 200, description = "The merger as it is now", body = EstablishmentMerge)),
    extensions(("x-if-match" = json!(true)), ("x-problems" = json!(["conflict", "merged_since"]))))]
#[post("/staff/establishment-merges/{id}/undo")]
pub(super) async fn undo_establishment_merge(
    by: Inspector,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<UndoEstablishmentMerge>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (said, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let row = store::lock_merge(conn, id.0, &desk.countries)?;
        let row = row.ok_or(EstablishmentError::NotFound)?;
        if_match.check(&tag_of(&row))?;
        undo(conn, &desk, &row, (by.account(), said.reason.as_str()))?;
        let row = store::find_merge(conn, id.0, &desk.countries)?;
        let row = row.ok_or(EstablishmentError::NotFound)?;
        let tag = tag_of(&row);
        Ok(Answer::changed(&EstablishmentMerge::from(row))?.tagged(&tag))
    };
    command.run(&context, originator, work).await
}
