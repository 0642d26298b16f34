//! Events and deliveries as they are written, and forgotten.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{webhook_deliveries, webhook_events};
use crate::webhooks::model::{DeliveryFailure, DeliveryStatus, EventType, KEPT};

/// An event that is being written.
#[derive(Insertable)]
#[diesel(table_name = webhook_events)]
pub(in crate::webhooks) struct NewEvent {
    pub id: Id,
    pub organisation_id: Id,
    pub event_type: EventType,
    pub subject_id: Id,
    pub occurred_at: Time,
}

/// Stores an event; says whether it was not there yet.
pub(in crate::webhooks) fn insert_event(
    conn: &mut Conn,
    event: &NewEvent,
) -> Result<bool, DbError> {
    let known: i64 = webhook_events::table
        .find(event.id)
        .select(count_star())
        .first(conn)?;
    if known > 0 {
        return Ok(false);
    }
    diesel::insert_into(webhook_events::table)
        .values(event)
        .execute(conn)?;
    Ok(true)
}

/// A delivery that is being written.
#[derive(Insertable)]
#[diesel(table_name = webhook_deliveries)]
pub(in crate::webhooks) struct NewDelivery {
    pub id: Id,
    pub event_id: Id,
    pub endpoint_id: Id,
    pub status: DeliveryStatus,
    pub attempts: i64,
    pub sending_since: Time,
    pub due_at: Time,
    pub failure: Option<DeliveryFailure>,
    pub created_at: Time,
}

/// Stores a delivery.
pub(in crate::webhooks) fn insert_delivery(
    conn: &mut Conn,
    delivery: &NewDelivery,
) -> Result<(), DbError> {
    diesel::insert_into(webhook_deliveries::table)
        .values(delivery)
        .execute(conn)?;
    Ok(())
}

/// Events that are forgotten in one go.
const AT_ONCE: i64 = 500;

/// Forgets events that have been kept for long enough, with their deliveries.
pub fn forget_old(conn: &mut Conn, now: Time) -> Result<usize, DbError> {
    let old: Vec<Id> = webhook_events::table
        .filter(webhook_events::occurred_at.lt(now.minus(KEPT)))
        .order(webhook_events::occurred_at)
        .select(webhook_events::id)
        .limit(AT_ONCE)
        .load(conn)?;
    for event in &old {
        let of_event = webhook_deliveries::table.filter(webhook_deliveries::event_id.eq(event));
        diesel::delete(of_event).execute(conn)?;
        diesel::delete(webhook_events::table.find(*event)).execute(conn)?;
    }
    Ok(old.len())
}
