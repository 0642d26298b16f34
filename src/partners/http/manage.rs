//! Looking after the clients of one's own organisation.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::shapes::{PublicJwk, ScopeSet};
use crate::identity::Caller;
use crate::identity::permissions::{ManageClients, Scope};
use crate::partners::actions::{self, Made, NewClient, Wished};
use crate::partners::model::{ClientAuthentication, ClientStatus};
use crate::partners::store::{self, ClientRow};
use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::{Date, Time};
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::{
    Answer, Command, Context, IfMatch, Page, PageQuery, PathOf, QueryOf, Routes,
};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::platform::text::Line;

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list_clients)
        .service(create_client)
        .service(get_client)
        .service(change_client)
        .service(rotate_client_secret)
        .service(revoke_client);
}

type Manager = Caller<ManageClients>;
type ClientName = Line<100>;

/// A program of the organisation that is to call the service.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Case system", "scopes": ["assistance:read_status"] }))]
struct NewApiClient {
    /// An id of your own choice.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    id: Option<ChosenId>,
    /// What colleagues call it.
    name: ClientName,
    /// What it may do.
    scopes: ScopeSet,
    /// With it the client proves who it is by signing (`private_key_jwt`); without it the client gets a secret.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    public_key: Option<PublicJwk>,
}

/// What is to be different about a client (RFC 7396); what is left out stays.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "scopes": ["webhooks:read", "webhooks:replay"] }))]
struct ApiClientChanges {
    /// What colleagues call it.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    name: Option<ClientName>,
    /// What it may do.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    scopes: Option<ScopeSet>,
    /// Another public key.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    public_key: Option<PublicJwk>,
}

/// A client. Its secret is not among it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61", "name": "Case system",
    "scopes": ["assistance:read_status"], "authentication": "client_secret_basic", "status": "active",
    "created_at": "2026-11-23T08:15:30Z", "last_used_on": null }))]
struct ApiClient {
    /// The client: its `client_id` at the token endpoint.
    id: Id,
    /// What colleagues call it.
    name: String,
    /// What it may do.
    scopes: Vec<Scope>,
    /// How it proves who it is.
    authentication: ClientAuthentication,
    /// Whether it can be used.
    status: ClientStatus,
    /// When it was made.
    created_at: Time,
    /// On which day it got a token last.
    last_used_on: Option<Date>,
}

impl ApiClient {
    fn of(row: &ClientRow) -> Result<Self, Problem> {
        Ok(Self {
            id: row.id,
            name: row.name.clone(),
            scopes: row.scopes()?,
            authentication: row.authentication,
            status: row.status,
            created_at: row.created_at,
            last_used_on: row.last_used_on,
        })
    }
}

/// A client with its secret, which is shown once.
#[derive(Debug, Serialize, ToSchema)]
struct ApiClientWithSecret {
    /// The client.
    id: Id,
    /// The client.
    client: ApiClient,
    /// The secret; null for a client that signs.
    #[schema(example = "tulay_cs_pZ0b9m1Qn3kq4iJb8l2R7sXvT6yWcUeFgHhIiJjKkLo")]
    secret: Option<String>,
}

impl ApiClientWithSecret {
    fn of(made: Made) -> Result<Self, Problem> {
        Ok(Self {
            id: made.row.id,
            client: ApiClient::of(&made.row)?,
            secret: made.secret,
        })
    }
}

/// Which page of clients is wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ClientsQuery {
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List the organisation's clients, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_clients", params(ClientsQuery),
    responses((status = 200, description = "The clients", body = Page<ApiClient>)))]
#[get("/staff/clients")]
async fn list_clients(
    caller: Manager,
    query: QueryOf<ClientsQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let page = PageQuery {
        limit: query.0.limit,
        cursor: query.0.cursor,
    };
    let before: Option<Id> = cursors.position(&page)?;
    let (own, rows) = (caller.organisation(), page.rows());
    let list = move |conn: &mut Conn| store::list_of(conn, own, before, rows);
    let rows = context.db().read(list).await?;
    let found = cursors.try_page(&page, rows, |row| row.id, |row| ApiClient::of(&row))?;
    Ok(HttpResponse::Ok().json(found))
}

/// Make a client: a program of the organisation that calls the service in its name (OAuth 2.0 client credentials).
///
/// It gets tokens at `POST /oauth/token`. Its scopes open nothing that is sealed. The secret is shown once.
#[utoipa::path(tag = "staff", operation_id = "create_client",
    request_body = NewApiClient,
    responses((status = 201, description = "The client and its secret", body = ApiClientWithSecret)),
    extensions(("x-problems" = json!(["id_taken"]))))]
#[post("/staff/clients")]
async fn create_client(
    caller: Manager,
    command: Command<NewApiClient>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let new = NewClient {
        id: new.id.map_or_else(|| context.new_id(), Id::from),
        name: new.name.into_inner(),
        scopes: new.scopes.0,
        public_key: new.public_key.map(|key| key.0),
    };
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let made = actions::create(conn, here.services(), &caller, new, here.now())?;
        let location = format!("/v1/staff/clients/{}", made.row.id);
        let tag = tag_of(&made.row);
        Ok(Answer::created(location, &ApiClientWithSecret::of(made)?)?.tagged(&tag))
    };
    command.run(&context, by, work).await
}

fn tag_of(row: &ClientRow) -> EntityTag {
    EntityTag::of_version(row.version)
}

/// Show a client.
#[utoipa::path(tag = "staff", operation_id = "get_client",
    params(("client_id" = Id, Path, description = "The client")),
    responses((status = 200, description = "The client", body = ApiClient)))]
#[get("/staff/clients/{client_id}")]
async fn get_client(
    caller: Manager,
    path: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (own, id) = (caller.organisation(), path.0);
    let find = move |conn: &mut Conn| store::find_of(conn, own, id);
    let found = context.db().read(find).await?;
    let row = found.ok_or(Problem::new(&NOT_FOUND))?;
    let tag = (header::ETAG, tag_of(&row).to_string());
    Ok(HttpResponse::Ok()
        .insert_header(tag)
        .json(ApiClient::of(&row)?))
}

/// Change a client: its name, scopes or public key.
///
/// Fewer scopes hold from the next request on, also for tokens that were issued before.
#[utoipa::path(tag = "staff", operation_id = "change_client",
    params(("client_id" = Id, Path, description = "The client")),
    request_body = ApiClientChanges,
    responses((status = 200, description = "The client as it is now", body = ApiClient)),
    extensions(("x-if-match" = json!(true)),
        ("x-problems" = json!(["client_revoked", "client_authenticates_otherwise"]))))]
#[patch("/staff/clients/{client_id}")]
async fn change_client(
    caller: Manager,
    path: PathOf<Id>,
    if_match: IfMatch,
    command: Command<ApiClientChanges>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (wanted, command) = command.take_body();
    let wished = Wished {
        name: wanted.name.map(ClientName::into_inner),
        scopes: wanted.scopes.map(|scopes| scopes.0),
        public_key: wanted.public_key.map(|key| key.0),
    };
    let (id, now, by) = (path.0, context.now(), caller.originator());
    let work =
        move |conn: &mut Conn| shown(&actions::change(conn, &caller, id, wished, &if_match, now)?);
    command.run(&context, by, work).await
}

fn shown(row: &ClientRow) -> Result<Answer, Problem> {
    Ok(Answer::changed(&ApiClient::of(row)?)?.tagged(&tag_of(row)))
}

/// Give a client another secret.
///
/// The one before is good for another day, so that nothing stands still while the program changes over.
#[utoipa::path(tag = "staff", operation_id = "rotate_client_secret",
    params(("client_id" = Id, Path, description = "The client")),
    responses((status = 200, description = "The client and its secret", body = ApiClientWithSecret)),
    extensions(("x-problems" = json!(["client_revoked", "client_authenticates_otherwise"]))))]
#[post("/staff/clients/{client_id}/secrets")]
async fn rotate_client_secret(
    caller: Manager,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (here, by, id) = (context.clone(), caller.originator(), path.0);
    let work = move |conn: &mut Conn| {
        let made = actions::rotate_secret(conn, here.services(), &caller, id, here.now())?;
        Answer::changed(&ApiClientWithSecret::of(made)?)
    };
    command.run(&context, by, work).await
}

/// Revoke a client for good: its tokens are refused from the next request on.
#[utoipa::path(tag = "staff", operation_id = "revoke_client",
    params(("client_id" = Id, Path, description = "The client")),
    responses((status = 200, description = "The client as it is now", body = ApiClient)))]
#[post("/staff/clients/{client_id}/revoke")]
async fn revoke_client(
    caller: Manager,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (id, now, by) = (path.0, context.now(), caller.originator());
    let work = move |conn: &mut Conn| shown(&actions::revoke(conn, &caller, id, now)?);
    command.run(&context, by, work).await
}
