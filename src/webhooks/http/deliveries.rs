//! What became of events, and sending them again.

use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;

use super::shapes::{WebhookDelivery, WebhookReplay, WebhookReplayed};
use crate::identity::Caller;
use crate::identity::permissions::{ReadWebhooks, ReplayWebhooks};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::command::Bare;
use crate::platform::http::cursor::Cursors;
use crate::platform::http::{Answer, Command, Context, Page, PageQuery, PathOf, QueryOf, Routes};
use crate::platform::ids::Id;
use crate::platform::problem::{NOT_FOUND, Problem};
use crate::webhooks::actions;
use crate::webhooks::model::DeliveryStatus;
use crate::webhooks::store::{self, Delivery, Replayed};

pub(super) fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(list_webhook_deliveries)
        .service(get_webhook_delivery)
        .service(replay_webhook_delivery)
        .service(replay_webhook_deliveries);
}

/// Which deliveries are wanted.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct DeliveriesQuery {
    /// How far they have come; `dead` lists the dead letters.
    status: Option<DeliveryStatus>,
    /// Entries on a page; 20 when left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u8>,
    /// The marker of a page, from `next`.
    #[param(max_length = 1000)]
    cursor: Option<String>,
}

/// List what was sent or is to be sent to a webhook endpoint, newest first.
///
/// It is kept for thirty days.
#[utoipa::path(tag = "staff", operation_id = "list_webhook_deliveries",
    params(("endpoint_id" = Id, Path, description = "The endpoint"), DeliveriesQuery),
    responses((status = 200, description = "Deliveries", body = Page<WebhookDelivery>)),
    extensions(("x-client-scope" = json!("webhooks:read"))))]
#[get("/staff/webhook-endpoints/{endpoint_id}/deliveries")]
async fn list_webhook_deliveries(
    caller: Caller<ReadWebhooks>,
    path: PathOf<Id>,
    query: QueryOf<DeliveriesQuery>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let cursors = Cursors::of(&context, &request);
    let (status, page) = (
        query.0.status,
        PageQuery {
            limit: query.0.limit,
            cursor: query.0.cursor,
        },
    );
    let after: Option<(Time, Id)> = cursors.position(&page)?;
    let (own, id, rows) = (caller.organisation(), path.0, page.rows());
    let list = move |conn: &mut Conn| -> Result<_, Problem> {
        let found = store::find_endpoint_of(conn, own, id)?;
        found.ok_or(Problem::new(&NOT_FOUND))?;
        Ok(store::list_deliveries(conn, id, status, after, rows)?)
    };
    let rows = context.db().read(list).await?;
    let position = |(delivery, _): &Delivery| (delivery.created_at, delivery.id);
    let found = cursors.page(&page, rows, position, WebhookDelivery::from);
    Ok(HttpResponse::Ok().json(found))
}

/// Show what became of one event at a webhook endpoint.
#[utoipa::path(tag = "staff", operation_id = "get_webhook_delivery",
    params(("endpoint_id" = Id, Path, description = "The endpoint"),
        ("delivery_id" = Id, Path, description = "The delivery")),
    responses((status = 200, description = "The delivery", body = WebhookDelivery)),
    extensions(("x-client-scope" = json!("webhooks:read"))))]
#[get("/staff/webhook-endpoints/{endpoint_id}/deliveries/{delivery_id}")]
async fn get_webhook_delivery(
    caller: Caller<ReadWebhooks>,
    path: PathOf<(Id, Id)>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (own, (id, delivery)) = (caller.organisation(), path.0);
    let find = move |conn: &mut Conn| of_organisation(conn, own, id, delivery);
    let found = context.db().read(find).await?;
    Ok(HttpResponse::Ok().json(WebhookDelivery::from(found)))
}

fn of_organisation(
    conn: &mut Conn,
    own: Id,
    endpoint: Id,
    delivery: Id,
) -> Result<Delivery, Problem> {
    let not_found = || Problem::new(&NOT_FOUND);
    store::find_endpoint_of(conn, own, endpoint)?.ok_or_else(not_found)?;
    store::find_delivery(conn, endpoint, delivery)?.ok_or_else(not_found)
}

/// Send one event to a webhook endpoint again, with the same `webhook-id`.
#[utoipa::path(tag = "staff", operation_id = "replay_webhook_delivery",
    params(("endpoint_id" = Id, Path, description = "The endpoint"),
        ("delivery_id" = Id, Path, description = "The delivery")),
    responses((status = 200, description = "The delivery as it is now", body = WebhookDelivery)),
    extensions(("x-client-scope" = json!("webhooks:replay")),
        ("x-problems" = json!(["webhook_endpoint_disabled"]))))]
#[post("/staff/webhook-endpoints/{endpoint_id}/deliveries/{delivery_id}/replay")]
async fn replay_webhook_delivery(
    caller: Caller<ReplayWebhooks>,
    path: PathOf<(Id, Id)>,
    command: Bare,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (own, (id, delivery), now) = (caller.organisation(), path.0, context.now());
    let by = caller.originator();
    let work = move |conn: &mut Conn| {
        of_organisation(conn, own, id, delivery)?;
        actions::replay(conn, &caller, id, Replayed::Only(delivery), now)?;
        let found = of_organisation(conn, own, id, delivery)?;
        Answer::changed(&WebhookDelivery::from(found))
    };
    command.run(&context, by, work).await
}

/// Send the dead letters of a webhook endpoint again, from a time on.
#[utoipa::path(tag = "staff", operation_id = "replay_webhook_deliveries",
    params(("endpoint_id" = Id, Path, description = "The endpoint")),
    request_body = WebhookReplay,
    responses((status = 200, description = "How many there are", body = WebhookReplayed)),
    extensions(("x-client-scope" = json!("webhooks:replay")),
        ("x-problems" = json!(["webhook_endpoint_disabled"]))))]
#[post("/staff/webhook-endpoints/{endpoint_id}/replays")]
async fn replay_webhook_deliveries(
    caller: Caller<ReplayWebhooks>,
    path: PathOf<Id>,
    command: Command<WebhookReplay>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let (wanted, command) = command.take_body();
    let (id, now, by) = (path.0, context.now(), caller.originator());
    let work = move |conn: &mut Conn| {
        let which = Replayed::DeadSince(wanted.since);
        let deliveries = actions::replay(conn, &caller, id, which, now)?;
        Answer::changed(&WebhookReplayed { deliveries })
    };
    command.run(&context, by, work).await
}
