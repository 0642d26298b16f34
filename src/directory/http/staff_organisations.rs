//! `/v1/staff/directory/organisations`.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::changes::DirectoryOrganisationChanges;
use super::{Keeper, of_entry, patched};
use crate::directory::actions::{
    Desk, change_organisation, create_organisation, facts_of, lock_kept_organisation,
};
use crate::directory::error::DirectoryError;
use crate::directory::model::{DirectoryAct, OrganisationFacts};
use crate::directory::store::{self, OrganisationRow};
use crate::identity::audit::{Action, Subject};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf};
use crate::platform::ids::Id;
use crate::platform::merge_patch::MergePatch;
use crate::platform::problem::Problem;

const PATH: &str = "/v1/staff/directory/organisations";
const SUBJECT: (Action, Subject) = (Action::DirectoryChanged, Subject::DirectoryOrganisation);

/// An organisation that is to be in the directory.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct NewDirectoryOrganisation {
    /// What is known of it.
    entry: OrganisationFacts,
}

/// An organisation of the directory, as who looks after it sees it.
#[derive(Debug, Serialize, ToSchema)]
struct DirectoryOrganisation {
    /// Its id.
    id: Id,
    /// Whose staff look after it; null: administrators of the registers alone.
    kept_by: Option<Id>,
    /// What is known of it.
    entry: OrganisationFacts,
    /// When it was made.
    created_at: Time,
    /// When something was changed last.
    updated_at: Time,
}

impl DirectoryOrganisation {
    fn of(row: &OrganisationRow) -> Result<Self, Problem> {
        Ok(Self {
            id: row.id,
            kept_by: row.kept_by,
            entry: facts_of(row)?,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

fn tag_of(row: &OrganisationRow) -> EntityTag {
    EntityTag::of_version(row.version)
}

/// Which page of organisations is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct DirectoryOrganisationsQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List the organisations of the directory that one looks after.
#[utoipa::path(tag = "staff", operation_id = "list_directory_organisations",
    params(DirectoryOrganisationsQuery),
    responses((status = 200, description = "A page of organisations", body = Page<DirectoryOrganisation>)))]
#[get("/staff/directory/organisations")]
pub(super) async fn list_directory_organisations(
    by: Keeper,
    query: QueryOf<DirectoryOrganisationsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let after: Option<Id> = cursors.position(&page)?;
    let (rows, here) = (page.rows(), context.clone());
    let find = move |conn: &mut Conn| -> Result<_, DirectoryError> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        Ok(store::list_organisations_of(
            conn,
            desk.only(),
            after,
            rows,
        )?)
    };
    let found = context.db().read_snapshot(find).await?;
    let shown = |row: OrganisationRow| DirectoryOrganisation::of(&row);
    let page = cursors.try_page(&page, found, |row| row.id, shown)?;
    Ok(HttpResponse::Ok().json(page))
}

/// Put an organisation into the directory. The own organisation's staff look after it.
#[utoipa::path(tag = "staff", operation_id = "create_directory_organisation",
    request_body = NewDirectoryOrganisation,
    responses((status = 201, description = "It is in the directory", body = DirectoryOrganisation)))]
#[post("/staff/directory/organisations")]
pub(super) async fn create_directory_organisation(
    by: Keeper,
    command: Command<NewDirectoryOrganisation>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let (originator, here) = (by.originator(), context.clone());
    let work = move |conn: &mut Conn| {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let id = here.new_id();
        let row = create_organisation(conn, &desk, id, &new.entry, DirectoryAct::Created)?;
        desk.record(conn, SUBJECT, id, Some("created"))?;
        let shown = DirectoryOrganisation::of(&row)?;
        Ok(Answer::created(format!("{PATH}/{id}"), &shown)?.tagged(&tag_of(&row)))
    };
    let answer = command.run(&context, originator, work).await?;
    context.services().public.forget();
    Ok(answer)
}

/// Read an organisation of the directory that one looks after.
#[utoipa::path(tag = "staff", operation_id = "get_directory_organisation",
    params(("id" = Id, Path, description = "The organisation")),
    responses((status = 200, description = "The organisation", body = DirectoryOrganisation)))]
#[get("/staff/directory/organisations/{id}")]
pub(super) async fn get_directory_organisation(
    by: Keeper,
    id: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let here = context.clone();
    let find = move |conn: &mut Conn| -> Result<OrganisationRow, DirectoryError> {
        let desk = Desk::of(conn, here.services(), &by, here.now())?;
        let found = store::find_organisation(conn, id.0)?;
        found
            .filter(|row| desk.keeps(row.kept_by))
            .ok_or(DirectoryError::NotFound)
    };
    let row = context.db().read_snapshot(find).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::ETAG, tag_of(&row).to_string()))
        .json(DirectoryOrganisation::of(&row)?))
}

/// Change an organisation of the directory. Nothing is overwritten: its history has what was.
#[utoipa::path(tag = "staff", operation_id = "change_directory_organisation",
    params(("id" = Id, Path, description = "The organisation")),
    request_body = DirectoryOrganisationChanges,
    responses((status = 200, description = "The organisation as it is now", body = DirectoryOrganisation)),
    extensions(("x-if-match" = json!(true))))]
#[patch("/staff/directory/organisations/{id}")]
pub(super) async fn change_directory_organisation(
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
        let row = lock_kept_organisation(conn, &desk, id.0)?;
        if_match.check(&tag_of(&row))?;
        let known = serde_json::to_value(facts_of(&row)?).map_err(DirectoryError::from)?;
        let facts: OrganisationFacts = patched(&here, PATH, known, &patch)?;
        let row = change_organisation(conn, &desk, &row, &facts, DirectoryAct::Changed)
            .map_err(of_entry)?;
        desk.record(conn, SUBJECT, id.0, Some("changed"))?;
        Ok(Answer::changed(&DirectoryOrganisation::of(&row)?)?.tagged(&tag_of(&row)))
    };
    let answer = command.run(&context, originator, work).await?;
    context.services().public.forget();
    Ok(answer)
}
