//! `/v1/staff/directory/services`.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use validator::Validate;

use super::changes::DirectoryServiceChanges;
use super::{Keeper, of_entry, patched};
use crate::directory::actions::{
    CHANGES, Desk, Known, change_service, create_service, lock_kept, open_service,
};
use crate::directory::error::DirectoryError;
use crate::directory::hsds::shapes::Service;
use crate::directory::model::{DirectoryAct, ServiceFacts, ServiceStatus};
use crate::directory::store::{self, EventRow, ServiceRow};
use crate::identity::audit::{Action, Subject};
use crate::platform::clock::{Date, Time};
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::merge_patch::MergePatch;
use crate::platform::problem::Problem;

const PATH: &str = "/v1/staff/directory/services";

/// A service that is to be in the directory.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct NewDirectoryService {
    /// What is known of it.
    entry: ServiceFacts,
}

/// A service of the directory with all that is known of it, as who looks after it sees it.
#[derive(Debug, Serialize, ToSchema)]
struct DirectoryService {
    /// Its id.
    id: Id,
    /// Whose staff look after it; null: administrators of the registers alone.
    kept_by: Option<Id>,
    /// What is known of it.
    entry: ServiceFacts,
    /// When beds were counted last.
    beds_counted_at: Time,
    /// When what the public sees was changed last.
    shown_changed_at: Time,
    /// When it was made.
    created_at: Time,
    /// When something was changed last.
    updated_at: Time,
}

impl DirectoryService {
    fn of(row: &ServiceRow, kept_by: Option<Id>, known: Known) -> Self {
        Self {
            id: row.id,
            kept_by,
            entry: known.facts,
            beds_counted_at: known.counted_at,
            shown_changed_at: row.shown_changed_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

fn tag_of(row: &ServiceRow) -> EntityTag {
    EntityTag::of_version(row.version)
}

/// A service in a list.
#[derive(Debug, Serialize, ToSchema)]
struct DirectoryServiceSummary {
    /// Its id.
    id: Id,
    /// Whose staff look after it; null: administrators of the registers alone.
    kept_by: Option<Id>,
    /// The organisation of the directory that offers it.
    organisation_id: Id,
    /// What it is called.
    name: String,
    /// How it stands.
    status: ServiceStatus,
    /// On which day somebody made sure last that it is right.
    verified_on: Option<Date>,
    /// When something was changed last.
    updated_at: Time,
}

impl DirectoryServiceSummary {
    fn of((row, kept_by): (ServiceRow, Option<Id>)) -> Result<Self, Problem> {
        let shown: Service = row.document.read().map_err(DirectoryError::from)?;
        Ok(Self {
            id: row.id,
            kept_by,
            organisation_id: row.organisation_id,
            name: shown.name,
            status: shown.status,
            verified_on: shown.assured_date,
            updated_at: row.updated_at,
        })
    }
}

/// Which services are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct DirectoryServicesQuery {
    /// Those of this organisation of the directory.
    organisation_id: Option<Id>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List the services of the directory that one looks after.
#[utoipa::path(tag = "staff", operation_id = "list_directory_services",
    params(DirectoryServicesQuery),
    responses((status = 200, description = "A page of services", body = Page<DirectoryServiceSummary>)))]
#[get("/staff/directory/services")]
pub(super) async fn list_directory_services(
    by: Keeper,
    query: QueryOf<DirectoryServicesQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let after: Option<Id> = cursors.position(&page)?;
    let (rows, here, of) = (page.rows(), context.clone(), query.0.organisation_id);
    let find = move |conn: &mut Conn| -> Result<_, DirectoryError> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        Ok(store::list_services_of(conn, desk.only(), of, after, rows)?)
    };
    let found = context.db().read_snapshot(find).await?;
    let page = cursors.try_page(&page, found, |(row, _)| row.id, DirectoryServiceSummary::of)?;
    Ok(HttpResponse::Ok().json(page))
}

/// A service as an answer to whoever looks after it.
fn shown(conn: &mut Conn, desk: &Desk<'_>, row: &ServiceRow) -> Result<DirectoryService, Problem> {
    let keeper = store::find_keeper(conn, row.id).map_err(DirectoryError::from)?;
    let known = open_service(conn, desk.services, row)?;
    Ok(DirectoryService::of(
        row,
        keeper.and_then(|(_, keeper)| keeper),
        known,
    ))
}

/// Put a service into the directory.
#[utoipa::path(tag = "staff", operation_id = "create_directory_service",
    request_body = NewDirectoryService,
    responses((status = 201, description = "It is in the directory", body = DirectoryService)))]
#[post("/staff/directory/services")]
pub(super) async fn create_directory_service(
    by: Keeper,
    command: Command<NewDirectoryService>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let id = here.new_id();
        let row =
            create_service(conn, &desk, id, new.entry, DirectoryAct::Created).map_err(of_entry)?;
        let service = shown(conn, &desk, &row)?;
        let subject = (Action::DirectoryChanged, Subject::DirectoryService);
        desk.record(conn, subject, id, Some("created"))?;
        Ok(Answer::created(format!("{PATH}/{id}"), &service)?.tagged(&tag_of(&row)))
    };
    let answer = command.run(&context, originator, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Read all that is known of a service that one looks after.
///
/// It is in the audit log when somebody of another organisation does.
#[utoipa::path(tag = "staff", operation_id = "get_directory_service",
    params(("id" = Id, Path, description = "The service")),
    responses((status = 200, description = "The service", body = DirectoryService)))]
#[get("/staff/directory/services/{id}")]
pub(super) async fn get_directory_service(
    by: Keeper,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    let find = move |conn: &mut Conn| -> Result<_, Problem> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let found = store::find_service(conn, id.0).map_err(DirectoryError::from)?;
        let found = found.filter(|(_, keeper)| desk.keeps(*keeper));
        let (row, keeper) = found.ok_or(DirectoryError::NotFound)?;
        let service = DirectoryService::of(&row, keeper, open_service(conn, desk.services, &row)?);
        if keeper != desk.organisation {
            let subject = (Action::Opened, Subject::DirectoryService);
            desk.record(conn, subject, id.0, None)?;
        }
        Ok((tag_of(&row), service))
    };
    let (tag, service) = context.db().write(find).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag.to_string()))
        .json(service))
}

/// Change what is known of a service. Nothing is overwritten: its history has what was.
#[utoipa::path(tag = "staff", operation_id = "change_directory_service",
    params(("id" = Id, Path, description = "The service")),
    request_body = DirectoryServiceChanges,
    responses((status = 200, description = "The service as it is now", body = DirectoryService)),
    extensions(("x-if-match" = json!(true))))]
#[patch("/staff/directory/services/{id}")]
pub(super) async fn change_directory_service(
    by: Keeper,
    id: PathOf<Id>,
    if_match: IfMatch,
    command: Command<MergePatch>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (patch, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let row = lock_kept(conn, &desk, id.0)?;
        if_match.check(&tag_of(&row))?;
        let known = open_service(conn, desk.services, &row)?;
        let known = serde_json::to_value(known.facts).map_err(DirectoryError::from)?;
        let facts: ServiceFacts = patched(&here, PATH, known, &patch)?;
        let row =
            change_service(conn, &desk, &row, facts, DirectoryAct::Changed).map_err(of_entry)?;
        let service = shown(conn, &desk, &row)?;
        let subject = (Action::DirectoryChanged, Subject::DirectoryService);
        desk.record(conn, subject, id.0, Some("changed"))?;
        Ok(Answer::changed(&service)?.tagged(&tag_of(&row)))
    };
    let answer = command.run(&context, originator, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Which page of a history is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct DirectoryEventsQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// What was done with an entry.
#[derive(Debug, Serialize, ToSchema)]
struct DirectoryEvent {
    /// The event.
    id: Id,
    /// Its number; the first one is 1.
    sequence: i64,
    /// What was done.
    act: DirectoryAct,
    /// When.
    at: Time,
    /// By whom; null: on the command line.
    account_id: Option<Id>,
    /// By whose staff.
    organisation_id: Option<Id>,
    /// The members that differ, as they were.
    #[schema(value_type = Object)]
    before: Map<String, Value>,
    /// The same, as they are.
    #[schema(value_type = Object)]
    after: Map<String, Value>,
}

/// List what was done with a service that one looks after, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_directory_service_events",
    params(("id" = Id, Path, description = "The service"), DirectoryEventsQuery),
    responses((status = 200, description = "A page of events", body = Page<DirectoryEvent>)))]
#[get("/staff/directory/services/{id}/events")]
pub(super) async fn list_directory_service_events(
    by: Keeper,
    id: PathOf<Id>,
    query: QueryOf<DirectoryEventsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let before: Option<i64> = cursors.position(&page)?;
    let (rows, here) = (page.rows(), context.clone());
    let find = move |conn: &mut Conn| -> Result<Vec<DirectoryEvent>, DirectoryError> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let keeper = store::find_keeper(conn, id.0)?;
        let keeper = keeper.filter(|(_, keeper)| desk.keeps(*keeper));
        let (_, keeper) = keeper.ok_or(DirectoryError::NotFound)?;
        let key = desk.services.vault.key(conn, id.0, Class::Confidential)?;
        if keeper != desk.organisation {
            let subject = (Action::Opened, Subject::DirectoryService);
            desk.record(conn, subject, id.0, Some("history"))?;
        }
        let events = store::list_events(conn, id.0, before, rows)?;
        let open = |row: EventRow| -> Result<DirectoryEvent, DirectoryError> {
            let (before, after) = key.open_json(row.id, CHANGES, &row.sealed_changes)?;
            Ok(DirectoryEvent {
                id: row.id,
                sequence: row.sequence,
                act: row.act,
                at: row.at,
                account_id: row.account_id,
                organisation_id: row.organisation_id,
                before,
                after,
            })
        };
        events.into_iter().map(open).collect()
    };
    let found = context.db().write(find).await?;
    let page = cursors.page(&page, found, |event| event.sequence, |event| event);
    Ok(HttpResponse::Ok().json(page))
}
