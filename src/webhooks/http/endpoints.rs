//! Managing the endpoints of one's own organisation.

use std::time::Duration;

use actix_web::http::header;
use actix_web::rt::task::spawn_blocking;
use actix_web::{HttpResponse, delete, get, patch, post};
use url::Url;

use super::shapes::{
    EndpointName, EndpointUrl, NewWebhookEndpoint, WebhookDelivery, WebhookEndpoint,
    WebhookEndpointChanges, WebhookEndpointWithSecret, WebhookEndpoints,
};
use crate::identity::Caller;
use crate::identity::permissions::ManageWebhooks;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::etag::EntityTag;
use crate::platform::http::input::NoParameters;
use crate::platform::http::{Answer, Command, Context, IfMatch, PathOf, QueryOf, Routes};
use crate::platform::ids::Id;
use crate::platform::outbound::{leads_to_neighbours, may_be_asked};
use crate::platform::problem::{Fault, Problem};
use crate::webhooks::actions::{self, NewEndpoint, Opened, Wished};
use crate::webhooks::model::EndpointStatus;

/// How long looking a name up may take when an endpoint is made; each delivery looks again.
const LOOK_UP: Duration = Duration::from_secs(3);

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list_webhook_endpoints)
        .service(create_webhook_endpoint)
        .service(get_webhook_endpoint)
        .service(change_webhook_endpoint)
        .service(delete_webhook_endpoint)
        .service(rotate_webhook_secret)
        .service(enable_webhook_endpoint)
        .service(disable_webhook_endpoint)
        .service(test_webhook_endpoint);
}

type Manager = Caller<ManageWebhooks>;

/// List the organisation's webhook endpoints, newest first.
#[utoipa::path(tag = "staff", operation_id = "list_webhook_endpoints",
    responses((status = 200, description = "The endpoints", body = WebhookEndpoints)))]
#[get("/staff/webhook-endpoints")]
async fn list_webhook_endpoints(
    caller: Manager,
    _query: QueryOf<NoParameters>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (vault, own) = (context.services().vault.clone(), caller.organisation());
    let list = move |conn: &mut Conn| actions::list(conn, &vault, own);
    let found = context.db().read(list).await?;
    let items: Result<Vec<_>, Problem> = found.iter().map(WebhookEndpoint::of).collect();
    Ok(HttpResponse::Ok().json(WebhookEndpoints { items: items? }))
}

/// Refuses an address that may not be asked, or whose name leads to this service's neighbours.
async fn check(url: EndpointUrl) -> Result<String, Problem> {
    let refused = || Problem::invalid(vec![Fault::new("/url", "not_a_public_address")]);
    let parsed = Url::parse(&url.0).map_err(|_| refused())?;
    if !may_be_asked(&parsed) {
        return Err(refused());
    }
    let looked_up = spawn_blocking(move || leads_to_neighbours(&parsed));
    match tokio::time::timeout(LOOK_UP, looked_up).await {
        Ok(Ok(true)) => Err(refused()),
        Ok(Ok(false) | Err(_)) | Err(_) => Ok(url.0),
    }
}

/// Make a webhook endpoint: a server of the organisation that is told what happens to its records.
///
/// Events hold ids only. The secret is shown once; deliveries are signed with it after the Standard Webhooks
/// specification. There are at most ten endpoints.
#[utoipa::path(tag = "staff", operation_id = "create_webhook_endpoint",
    request_body = NewWebhookEndpoint,
    responses((status = 201, description = "The endpoint and its secret", body = WebhookEndpointWithSecret)),
    extensions(("x-problems" = json!(["webhook_endpoints_full", "id_taken"]))))]
#[post("/staff/webhook-endpoints")]
async fn create_webhook_endpoint(
    caller: Manager,
    command: Command<NewWebhookEndpoint>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (new, command) = command.take_body();
    let new = NewEndpoint {
        id: new.id.map_or_else(|| context.new_id(), Id::from),
        name: new.name.into_inner(),
        url: check(new.url).await?,
        event_types: new.event_types.0,
    };
    let (here, by) = (context.clone(), caller.originator());
    let work = move |conn: &mut Conn| {
        let made = actions::create(conn, here.services(), &caller, new, here.now())?;
        let location = format!("/v1/staff/webhook-endpoints/{}", made.row.id);
        let shown = WebhookEndpointWithSecret::of(&made)?;
        Ok(Answer::created(location, &shown)?.tagged(&tag_of(&made)))
    };
    command.run(&context, by, work).await
}

fn tag_of(opened: &Opened) -> EntityTag {
    EntityTag::of_version(opened.row.version)
}

/// Show a webhook endpoint.
#[utoipa::path(tag = "staff", operation_id = "get_webhook_endpoint",
    params(("endpoint_id" = Id, Path, description = "The endpoint")),
    responses((status = 200, description = "The endpoint", body = WebhookEndpoint)))]
#[get("/staff/webhook-endpoints/{endpoint_id}")]
async fn get_webhook_endpoint(
    caller: Manager,
    path: PathOf<Id>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (vault, own, id) = (
        context.services().vault.clone(),
        caller.organisation(),
        path.0,
    );
    let find = move |conn: &mut Conn| actions::open(conn, &vault, own, id);
    let found = context.db().read(find).await?;
    let tag = (header::ETAG, tag_of(&found).to_string());
    Ok(HttpResponse::Ok()
        .insert_header(tag)
        .json(WebhookEndpoint::of(&found)?))
}

/// Change a webhook endpoint: its name, address or events.
#[utoipa::path(tag = "staff", operation_id = "change_webhook_endpoint",
    params(("endpoint_id" = Id, Path, description = "The endpoint")),
    request_body = WebhookEndpointChanges,
    responses((status = 200, description = "The endpoint as it is now", body = WebhookEndpoint)),
    extensions(("x-if-match" = json!(true))))]
#[patch("/staff/webhook-endpoints/{endpoint_id}")]
async fn change_webhook_endpoint(
    caller: Manager,
    path: PathOf<Id>,
    if_match: IfMatch,
    command: Command<WebhookEndpointChanges>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (wanted, command) = command.take_body();
    let url = match wanted.url {
        Some(url) => Some(check(url).await?),
        None => None,
    };
    let wished = Wished {
        name: wanted.name.map(EndpointName::into_inner),
        url,
        event_types: wanted.event_types.map(|types| types.0),
    };
    let (vault, now, by) = (
        context.services().vault.clone(),
        context.now(),
        caller.originator(),
    );
    let id = path.0;
    let work = move |conn: &mut Conn| {
        let changed = actions::change(conn, &vault, &caller, id, wished, &if_match, now)?;
        shown(&changed)
    };
    command.run(&context, by, work).await
}

fn shown(opened: &Opened) -> Result<Answer, Problem> {
    Ok(Answer::changed(&WebhookEndpoint::of(opened)?)?.tagged(&tag_of(opened)))
}

/// Delete a webhook endpoint, its secret and its deliveries.
#[utoipa::path(tag = "staff", operation_id = "delete_webhook_endpoint",
    params(("endpoint_id" = Id, Path, description = "The endpoint")),
    responses((status = 204, description = "It is gone")))]
#[delete("/staff/webhook-endpoints/{endpoint_id}")]
async fn delete_webhook_endpoint(
    caller: Manager,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (vault, now, id) = (context.services().vault.clone(), context.now(), path.0);
    let by = caller.originator();
    let work = move |conn: &mut Conn| {
        actions::delete(conn, &vault, &caller, id, now)?;
        Ok(Answer::done())
    };
    command.run(&context, by, work).await
}

/// Give a webhook endpoint another secret.
///
/// For a day each delivery carries two signatures, one of the secret before, so that nothing is refused while the
/// endpoint changes over.
#[utoipa::path(tag = "staff", operation_id = "rotate_webhook_secret",
    params(("endpoint_id" = Id, Path, description = "The endpoint")),
    responses((status = 200, description = "The endpoint and its secret", body = WebhookEndpointWithSecret)))]
#[post("/staff/webhook-endpoints/{endpoint_id}/secrets")]
async fn rotate_webhook_secret(
    caller: Manager,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (here, by, id) = (context.clone(), caller.originator(), path.0);
    let work = move |conn: &mut Conn| {
        let rotated = actions::rotate_secret(conn, here.services(), &caller, id, here.now())?;
        let shown = WebhookEndpointWithSecret::of(&rotated)?;
        Ok(Answer::changed(&shown)?.tagged(&tag_of(&rotated)))
    };
    command.run(&context, by, work).await
}

/// Enable a webhook endpoint again.
///
/// What could not be sent meanwhile is replayed on request.
#[utoipa::path(tag = "staff", operation_id = "enable_webhook_endpoint",
    params(("endpoint_id" = Id, Path, description = "The endpoint")),
    responses((status = 200, description = "The endpoint as it is now", body = WebhookEndpoint)))]
#[post("/staff/webhook-endpoints/{endpoint_id}/enable")]
async fn enable_webhook_endpoint(
    caller: Manager,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    switch(caller, path.0, command, context, EndpointStatus::Enabled).await
}

/// Disable a webhook endpoint: nothing is sent to it.
#[utoipa::path(tag = "staff", operation_id = "disable_webhook_endpoint",
    params(("endpoint_id" = Id, Path, description = "The endpoint")),
    responses((status = 200, description = "The endpoint as it is now", body = WebhookEndpoint)))]
#[post("/staff/webhook-endpoints/{endpoint_id}/disable")]
async fn disable_webhook_endpoint(
    caller: Manager,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    switch(caller, path.0, command, context, EndpointStatus::Disabled).await
}

async fn switch(
    caller: Manager,
    id: Id,
    command: Bare,
    context: Context,
    to: EndpointStatus,
) -> Result<HttpResponse, Problem> {
    let (vault, now) = (context.services().vault.clone(), context.now());
    let by = caller.originator();
    let work = move |conn: &mut Conn| shown(&actions::switch(conn, &vault, &caller, id, to, now)?);
    command.run(&context, by, work).await
}

/// Try a webhook endpoint: send it a `webhook_endpoint.tested` event.
#[utoipa::path(tag = "staff", operation_id = "test_webhook_endpoint",
    params(("endpoint_id" = Id, Path, description = "The endpoint")),
    responses((status = 200, description = "The delivery; ask for it to see how it went", body = WebhookDelivery)),
    extensions(("x-problems" = json!(["webhook_endpoint_disabled"]))))]
#[post("/staff/webhook-endpoints/{endpoint_id}/test")]
async fn test_webhook_endpoint(
    caller: Manager,
    path: PathOf<Id>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (here, by, id) = (context.clone(), caller.originator(), path.0);
    let work = move |conn: &mut Conn| {
        let randomness = &*here.services().randomness;
        let delivery = actions::test(conn, randomness, &caller, id, here.now())?;
        Answer::changed(&WebhookDelivery::from(delivery))
    };
    command.run(&context, by, work).await
}
