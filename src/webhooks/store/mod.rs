//! Queries.

mod deliveries;
mod endpoints;
mod outbox;

pub(super) use deliveries::{
    Delivery, DeliveryRow, EventRow, Replayed, Settled, claim_due, find_delivery, get_event,
    give_up, list_deliveries, postpone, replay, settle,
};
pub(super) use endpoints::{
    EndpointRow, delete_endpoint, find_endpoint, find_endpoint_of, insert_endpoint, list_endpoints,
    list_listeners, lock_endpoint, mark_failing, update_endpoint,
};
pub use outbox::forget_old;
pub(super) use outbox::{NewDelivery, NewEvent, insert_delivery, insert_event};
