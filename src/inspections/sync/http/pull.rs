//! What a tablet has not been told yet.

use actix_web::{HttpRequest, HttpResponse, post};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use validator::Validate;

use super::shapes::SyncResult;
use super::{Inspector, tablet_of};
use crate::establishments::EstablishmentCard;
use crate::inspections::checklists::{self, Known};
use crate::inspections::error::InspectionError;
use crate::inspections::feed::{Change, FeedEntity};
use crate::inspections::sync::pull::{self, Body, SyncedRecord};
use crate::inspections::sync::push::Tablet;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::encoded::hexadecimal;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Command, Context, PageQuery};
use crate::platform::ids::Id;
use crate::platform::problem::{INVALID_CURSOR, Problem};

/// Changes on a page when the tablet does not say.
const DEFAULT_CHANGES: i64 = 200;

/// Up to where a tablet has been told.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "limit": 200 }))]
struct SyncPull {
    /// What the last answer said; left out by a tablet that has nothing yet. It is good for ever.
    #[serde(default)]
    #[schema(max_length = 600)]
    cursor: Option<String>,
    /// Most changes that are wanted; 200 when left out. A page also ends after some 256 KiB.
    #[serde(default)]
    #[schema(required = false, nullable = false, minimum = 1, maximum = 500)]
    limit: Option<i64>,
    /// What the last answer said of the code lists.
    #[serde(default)]
    #[schema(max_length = 60)]
    code_lists_version: Option<String>,
    /// What the last answer said of the checklists.
    #[serde(default)]
    #[schema(max_length = 64)]
    checklists_version: Option<String>,
}

/// What a cursor says.
#[derive(Debug, Serialize, Deserialize)]
struct Position {
    account: Id,
    number: i64,
    fresh_to: i64,
}

/// One thing that has changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "entity": "record", "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b62", "is_gone": false,
    "record": { "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b62", "kind": "answer",
        "visit_id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b63", "version": 1,
        "document": { "item_code": "guards", "value": "no" }, "updated_at": "2026-11-23T08:15:30Z" } }))]
struct SyncChange {
    /// What kind of thing.
    entity: FeedEntity,
    /// Which.
    id: Id,
    /// Forget it: it is not yours any more.
    is_gone: bool,
    /// The record as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    record: Option<SyncedRecord>,
    /// The establishment as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    establishment: Option<Box<EstablishmentCard>>,
    /// What became of an operation of this tablet that had to wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    operation: Option<SyncResult>,
}

impl SyncChange {
    fn of(context: &Context, change: Change, body: Body) -> Result<Self, InspectionError> {
        let mut shown = Self {
            entity: change.entity,
            id: change.entity_id,
            is_gone: change.is_gone,
            record: None,
            establishment: None,
            operation: None,
        };
        match body {
            Body::NameOnly => {}
            Body::Record(record) => shown.record = Some(record),
            Body::Establishment(card) => shown.establishment = Some(card),
            Body::Operation(row) => shown.operation = Some(SyncResult::of_waited(context, &row)?),
        }
        Ok(shown)
    }
}

/// The version of a code list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "name": "hazard_codes", "version": "Yk3c1vWl7t0mJx5bq2EaQw" }))]
struct CodeListVersion {
    /// Its name: read it at `/v1/code-lists/{name}`.
    name: String,
    /// Another one means that it has changed.
    version: String,
}

/// A version of a checklist that visits may take.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "code": "general_safety", "version": 1,
    "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }))]
struct ChecklistVersion {
    /// What it is called through all its versions.
    code: String,
    /// Which of its versions.
    version: u32,
    /// By this visits name it: read it once at `/v1/staff/checklists/{hash}`, it never changes.
    hash: String,
}

/// What a tablet is told.
#[derive(Debug, Serialize, ToSchema)]
struct SyncPulled {
    /// What has changed, in the order in which it happened.
    changes: Vec<SyncChange>,
    /// To be kept with the changes, in one transaction, and sent next time.
    cursor: String,
    /// Ask again at once.
    has_more: bool,
    /// What the code lists are now.
    code_lists_version: String,
    /// Each code list, when any is another than the tablet has.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    code_lists: Option<Vec<CodeListVersion>>,
    /// What the checklists are now.
    checklists_version: String,
    /// Each checklist of the inspectorate, when any is another than the tablet has.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    checklists: Option<Vec<ChecklistVersion>>,
    /// What time it is.
    server_time: Time,
}

/// Ask what has changed.
///
/// A tablet gets what belongs to the inspector's visits: their records and the establishments; and the names of the checklists and
/// code lists, when they are others than it has.
/// Each change comes after all that were told before, and none is ever left out; however long a tablet was away, it goes on
/// where it was. It takes a registered tablet and its key (`/v1/staff/devices`).
#[utoipa::path(tag = "staff", operation_id = "pull_changes",
    request_body = SyncPull,
    responses((status = 200, description = "What has changed", body = SyncPulled)),
    extensions(("x-problems" = json!(["device_needed", "invalid_cursor"]))))]
#[post("/sync/pull")]
pub(super) async fn pull_changes(
    by: Inspector,
    command: Command<SyncPull>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let tablet = tablet_of(&by)?;
    let wanted = command.body;
    let cursors = Cursors::of(&context, &request);
    let from = from_where(&cursors, wanted.cursor, tablet)?;
    let most = wanted.limit.unwrap_or(DEFAULT_CHANGES);
    let read = move |conn: &mut Conn| {
        let known = checklists::known_to(conn, tablet.organisation)?;
        Ok::<_, InspectionError>((pull::pull(conn, tablet, from, most)?, known))
    };
    let (pulled, known) = context.db().read_snapshot(read).await?;
    let cursor = cursors.marker(&Position {
        account: tablet.account,
        number: pulled.number,
        fresh_to: pulled.fresh_to,
    });
    let changes = pulled.changes.into_iter();
    let changes: Result<Vec<SyncChange>, InspectionError> = changes
        .map(|(change, body)| SyncChange::of(&context, change, body))
        .collect();
    let (code_lists_version, code_lists) =
        code_lists(&context, wanted.code_lists_version.as_deref());
    let (checklists_version, checklists) =
        of_checklists(&known, wanted.checklists_version.as_deref());
    Ok(HttpResponse::Ok().json(SyncPulled {
        changes: changes?,
        cursor: cursor.unwrap_or_default(),
        has_more: pulled.has_more,
        code_lists_version,
        code_lists,
        checklists_version,
        checklists,
        server_time: context.now(),
    }))
}

/// The number of the last change that the tablet was told, and that from which on it is told what is gone.
fn from_where(
    cursors: &Cursors,
    cursor: Option<String>,
    tablet: Tablet,
) -> Result<(i64, Option<i64>), Problem> {
    let page = PageQuery {
        limit: None,
        cursor,
    };
    match cursors.position::<Position>(&page)? {
        None => Ok((0, None)),
        Some(told) if told.account == tablet.account => Ok((told.number, Some(told.fresh_to))),
        // What one inspector has been told is no measure for another.
        Some(_) => Err(Problem::new(&INVALID_CURSOR)),
    }
}

/// The version of all code lists, and that of each when it is another than the tablet's.
fn code_lists(context: &Context, known: Option<&str>) -> (String, Option<Vec<CodeListVersion>>) {
    let lists = context.services().code_lists();
    let version = lists.version();
    let each = || {
        let versions = lists.versions();
        let each = versions.map(|(name, version)| CodeListVersion {
            name: name.to_owned(),
            version: version.to_owned(),
        });
        each.collect()
    };
    let changed = known != Some(version.as_str());
    (version, changed.then(each))
}

/// The version of all checklists of the inspectorate, and each when it is another than the tablet's.
fn of_checklists(known: &Known, had: Option<&str>) -> (String, Option<Vec<ChecklistVersion>>) {
    let hashes: Vec<&[u8]> = known.all().map(|(hash, _)| hash.as_bytes()).collect();
    let version = hexadecimal(&Sha256::digest(hashes.concat()));
    let each = || {
        let each = known.all().map(|(hash, checklist)| ChecklistVersion {
            code: checklist.code.clone(),
            version: checklist.version,
            hash: hash.to_owned(),
        });
        each.collect()
    };
    let changed = had != Some(version.as_str());
    (version, changed.then(each))
}
