//! Wire types.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    ArrayBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type,
};
use utoipa::{PartialSchema, ToSchema};
use validator::Validate;

use crate::platform::chosen_id::ChosenId;
use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::text::Line;
use crate::webhooks::actions::Opened;
use crate::webhooks::model::{
    DeliveryFailure, DeliveryStatus, DisabledBecause, EndpointStatus, EventType, shown_secret,
};
use crate::webhooks::store::Delivery;

/// What colleagues call an endpoint.
pub(super) type EndpointName = Line<100>;

/// Where an endpoint is, as it came in.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct EndpointUrl(pub String);

impl PartialSchema for EndpointUrl {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uri)))
            .description(Some(
                "Where events are posted to: `https`, a server on the public network.",
            ))
            .min_length(Some(12))
            .max_length(Some(1000))
            .pattern(Some("^https://[^\\s/?#]+"))
            .examples(["https://hooks.ngo.example/tulay"])
            .into()
    }
}

impl ToSchema for EndpointUrl {
    fn name() -> Cow<'static, str> {
        "EndpointUrl".into()
    }
}

/// Types of events, none of them twice.
#[derive(Debug)]
pub(super) struct EventTypeSet(pub Vec<EventType>);

impl<'de> Deserialize<'de> for EventTypeSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self)
    }
}

impl PartialSchema for EventTypeSet {
    fn schema() -> RefOr<Schema> {
        ArrayBuilder::new()
            .items(EventType::schema())
            .min_items(Some(1))
            .max_items(Some(EventType::ALL.len()))
            .unique_items(true)
            .description(Some("Of which events the endpoint is told."))
            .into()
    }
}

impl ToSchema for EventTypeSet {
    fn name() -> Cow<'static, str> {
        "EventTypeSet".into()
    }
}

/// An endpoint that is to be told of events.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Case system", "url": "https://hooks.ngo.example/tulay",
    "event_types": ["assistance_request.assigned", "assistance_request.message_received"] }))]
pub(super) struct NewWebhookEndpoint {
    /// An id of your own choice.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub id: Option<ChosenId>,
    /// What colleagues call it.
    pub name: EndpointName,
    /// Where it is.
    pub url: EndpointUrl,
    /// Of which events it is told.
    pub event_types: EventTypeSet,
}

/// What is to be different about an endpoint (RFC 7396); what is left out stays.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "event_types": ["assistance_request.assigned"] }))]
pub(super) struct WebhookEndpointChanges {
    /// What colleagues call it.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub name: Option<EndpointName>,
    /// Where it is.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub url: Option<EndpointUrl>,
    /// Of which events it is told.
    #[serde(default)]
    #[schema(required = false, nullable = false)]
    pub event_types: Option<EventTypeSet>,
}

/// An endpoint. Its secret is not among it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61", "name": "Case system",
    "url": "https://hooks.ngo.example/tulay", "event_types": ["assistance_request.assigned"],
    "status": "enabled", "disabled_because": null, "disabled_at": null, "failing_since": null,
    "previous_secret_until": null, "created_at": "2026-11-23T08:15:30Z" }))]
pub(super) struct WebhookEndpoint {
    /// The endpoint.
    pub id: Id,
    /// What colleagues call it.
    name: String,
    /// Where it is.
    url: String,
    /// Of which events it is told.
    event_types: Vec<EventType>,
    /// Whether it is told anything.
    status: EndpointStatus,
    /// Why not.
    disabled_because: Option<DisabledBecause>,
    /// Since when not.
    disabled_at: Option<Time>,
    /// Since when it takes nothing; after three days it is disabled.
    failing_since: Option<Time>,
    /// Until when the secret before signs as well.
    previous_secret_until: Option<Time>,
    /// When it was made.
    created_at: Time,
}

impl WebhookEndpoint {
    pub fn of(opened: &Opened) -> Result<Self, Problem> {
        let row = &opened.row;
        Ok(Self {
            id: row.id,
            name: row.name.clone(),
            url: opened.target.url.clone(),
            event_types: row.types()?,
            status: row.status,
            disabled_because: row.disabled_because,
            disabled_at: row.disabled_at,
            failing_since: row.failing_since,
            previous_secret_until: row.previous_secret_until,
            created_at: row.created_at,
        })
    }
}

/// An endpoint with its secret, which is shown once.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WebhookEndpointWithSecret {
    /// The endpoint.
    id: Id,
    /// The endpoint.
    endpoint: WebhookEndpoint,
    /// With what deliveries are signed; keep it where the endpoint finds it.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=")]
    secret: String,
}

impl WebhookEndpointWithSecret {
    pub fn of(opened: &Opened) -> Result<Self, Problem> {
        Ok(Self {
            id: opened.row.id,
            endpoint: WebhookEndpoint::of(opened)?,
            secret: shown_secret(&opened.target.secret),
        })
    }
}

/// All endpoints of an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WebhookEndpoints {
    /// The endpoints, newest first; there are at most ten.
    pub items: Vec<WebhookEndpoint>,
}

/// An event on its way to an endpoint.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "id": "0195f1a2-7c3d-4b1e-9a55-3f0c8d2e4b61",
    "event_id": "0195f1a2-7c3d-4b1e-9a55-3f0c8d2e4b62", "event_type": "assistance_request.assigned",
    "subject_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "occurred_at": "2026-11-23T08:00:00Z",
    "status": "dead", "attempts": 10, "attempted_at": "2026-11-26T11:00:00Z", "next_attempt_at": null,
    "response_status": 503, "failure": "refused" }))]
pub(super) struct WebhookDelivery {
    /// The delivery.
    pub id: Id,
    /// The event: the `webhook-id` with which it is sent.
    event_id: Id,
    /// What happened.
    event_type: EventType,
    /// What it is about.
    subject_id: Id,
    /// In which hour it happened.
    occurred_at: Time,
    /// How far it has come.
    status: DeliveryStatus,
    /// How often it was tried.
    attempts: i64,
    /// In which hour it was tried last.
    attempted_at: Option<Time>,
    /// When it is tried again.
    next_attempt_at: Option<Time>,
    /// What the endpoint answered last.
    response_status: Option<i64>,
    /// Why the last attempt failed.
    failure: Option<DeliveryFailure>,
}

impl From<Delivery> for WebhookDelivery {
    fn from((delivery, event): Delivery) -> Self {
        let is_pending = delivery.status == DeliveryStatus::Pending;
        Self {
            id: delivery.id,
            event_id: event.id,
            event_type: event.event_type,
            subject_id: event.subject_id,
            occurred_at: event.occurred_at,
            status: delivery.status,
            attempts: delivery.attempts,
            attempted_at: delivery.attempted_at,
            next_attempt_at: is_pending.then_some(delivery.due_at),
            response_status: delivery.response_status,
            failure: delivery.failure,
        }
    }
}

/// Which dead deliveries are tried again.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "since": "2026-11-23T08:00:00Z" }))]
pub(super) struct WebhookReplay {
    /// Those of events since then; whole hours count.
    pub since: Time,
}

/// How many deliveries are tried again.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WebhookReplayed {
    /// Deliveries.
    #[schema(example = 12)]
    pub deliveries: usize,
}
