//! Queries.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::model::{
    DeliveryFailure, DeliveryStatus, DisabledBecause, EndpointStatus, EventType, KEPT, hour_of,
};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::{webhook_deliveries, webhook_endpoints, webhook_events};

/// An endpoint, as far as is needed to know whether it is told something.
#[derive(Queryable, Selectable)]
#[diesel(table_name = webhook_endpoints)]
pub(super) struct Listener {
    pub id: Id,
    pub status: EndpointStatus,
    event_types: Json,
}

impl Listener {
    pub fn wants(&self, event: EventType) -> Result<bool, DbError> {
        Ok(read_types(&self.event_types)?.contains(&event))
    }
}

fn read_types(stored: &Json) -> Result<Vec<EventType>, DbError> {
    let unreadable = |error| diesel::result::Error::DeserializationError(Box::new(error));
    Ok(stored.read().map_err(unreadable)?)
}

/// The endpoints of an organisation.
pub(super) fn list_listeners(conn: &mut Conn, organisation: Id) -> Result<Vec<Listener>, DbError> {
    Ok(webhook_endpoints::table
        .filter(webhook_endpoints::organisation_id.eq(organisation))
        .select(Listener::as_select())
        .load(conn)?)
}

/// An endpoint as it is stored.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = webhook_endpoints)]
pub(super) struct EndpointRow {
    pub id: Id,
    pub organisation_id: Id,
    pub name: String,
    pub event_types: Json,
    pub status: EndpointStatus,
    pub disabled_because: Option<DisabledBecause>,
    pub disabled_at: Option<Time>,
    pub sealed_target: Vec<u8>,
    pub previous_secret_until: Option<Time>,
    pub failing_since: Option<Time>,
    pub version: i64,
    pub created_at: Time,
}

impl EndpointRow {
    pub fn types(&self) -> Result<Vec<EventType>, DbError> {
        read_types(&self.event_types)
    }
}

/// The endpoints of an organisation, newest first.
pub(super) fn list_endpoints(
    conn: &mut Conn,
    organisation: Id,
) -> Result<Vec<EndpointRow>, DbError> {
    Ok(webhook_endpoints::table
        .filter(webhook_endpoints::organisation_id.eq(organisation))
        .order(webhook_endpoints::id.desc())
        .select(EndpointRow::as_select())
        .load(conn)?)
}

/// An endpoint of an organisation.
pub(super) fn find_endpoint_of(
    conn: &mut Conn,
    organisation: Id,
    id: Id,
) -> Result<Option<EndpointRow>, DbError> {
    Ok(webhook_endpoints::table
        .filter(webhook_endpoints::id.eq(id))
        .filter(webhook_endpoints::organisation_id.eq(organisation))
        .select(EndpointRow::as_select())
        .first(conn)
        .optional()?)
}

/// An endpoint, for the job that delivers.
pub(super) fn find_endpoint(conn: &mut Conn, id: Id) -> Result<Option<EndpointRow>, DbError> {
    Ok(webhook_endpoints::table
        .find(id)
        .select(EndpointRow::as_select())
        .first(conn)
        .optional()?)
}

/// An endpoint, locked until the commit.
pub(super) fn lock_endpoint(conn: &mut Conn, id: Id) -> Result<Option<EndpointRow>, DbError> {
    let rows: Vec<EndpointRow> = crate::lock!(
        conn,
        webhook_endpoints::table
            .find(id)
            .select(EndpointRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Stores an endpoint.
pub(super) fn insert_endpoint(conn: &mut Conn, row: EndpointRow) -> Result<(), DbError> {
    diesel::insert_into(webhook_endpoints::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Writes what can change of an endpoint, which is locked; its version goes up.
pub(super) fn update_endpoint(conn: &mut Conn, row: &EndpointRow) -> Result<(), DbError> {
    diesel::update(webhook_endpoints::table.find(row.id))
        .set((
            webhook_endpoints::name.eq(&row.name),
            webhook_endpoints::event_types.eq(&row.event_types),
            webhook_endpoints::status.eq(row.status),
            webhook_endpoints::disabled_because.eq(row.disabled_because),
            webhook_endpoints::disabled_at.eq(row.disabled_at),
            webhook_endpoints::sealed_target.eq(&row.sealed_target),
            webhook_endpoints::previous_secret_until.eq(row.previous_secret_until),
            webhook_endpoints::failing_since.eq(row.failing_since),
            webhook_endpoints::version.eq(row.version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes an endpoint and what it was or would have been sent.
pub(super) fn delete_endpoint(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    let own = webhook_deliveries::table.filter(webhook_deliveries::endpoint_id.eq(id));
    diesel::delete(own).execute(conn)?;
    diesel::delete(webhook_endpoints::table.find(id)).execute(conn)?;
    Ok(())
}

/// Remembers since when an endpoint takes nothing; `None`: it does take something. Nothing is written when it is
/// known.
pub(super) fn mark_failing(
    conn: &mut Conn,
    endpoint: &EndpointRow,
    since: Option<Time>,
) -> Result<(), DbError> {
    if endpoint.failing_since.is_some() == since.is_some() {
        return Ok(());
    }
    diesel::update(webhook_endpoints::table.find(endpoint.id))
        .set((
            webhook_endpoints::failing_since.eq(since),
            webhook_endpoints::version.eq(webhook_endpoints::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// An event that is being written.
#[derive(Insertable)]
#[diesel(table_name = webhook_events)]
pub(super) struct NewEvent {
    pub id: Id,
    pub organisation_id: Id,
    pub event_type: EventType,
    pub subject_id: Id,
    pub occurred_at: Time,
}

/// Stores an event; says whether it was not there yet.
pub(super) fn insert_event(conn: &mut Conn, event: &NewEvent) -> Result<bool, DbError> {
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
pub(super) struct NewDelivery {
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
pub(super) fn insert_delivery(conn: &mut Conn, delivery: &NewDelivery) -> Result<(), DbError> {
    diesel::insert_into(webhook_deliveries::table)
        .values(delivery)
        .execute(conn)?;
    Ok(())
}

/// A delivery as it is stored.
#[derive(Queryable, Selectable, Clone)]
#[diesel(table_name = webhook_deliveries)]
pub(super) struct DeliveryRow {
    pub id: Id,
    pub event_id: Id,
    pub endpoint_id: Id,
    pub status: DeliveryStatus,
    pub attempts: i64,
    pub sending_since: Time,
    pub due_at: Time,
    pub attempted_at: Option<Time>,
    pub response_status: Option<i64>,
    pub failure: Option<DeliveryFailure>,
    pub created_at: Time,
}

/// What an event is about.
#[derive(Queryable, Selectable, Clone)]
#[diesel(table_name = webhook_events)]
pub(super) struct EventRow {
    pub id: Id,
    pub event_type: EventType,
    pub subject_id: Id,
    pub occurred_at: Time,
}

/// A delivery with its event.
pub(super) type Delivery = (DeliveryRow, EventRow);

/// The deliveries of an endpoint, newest first.
pub(super) fn list_deliveries(
    conn: &mut Conn,
    endpoint: Id,
    status: Option<DeliveryStatus>,
    after: Option<(Time, Id)>,
    rows: i64,
) -> Result<Vec<Delivery>, DbError> {
    use webhook_deliveries as d;
    let mut query = d::table
        .inner_join(webhook_events::table)
        .filter(d::endpoint_id.eq(endpoint))
        .order((d::created_at.desc(), d::id.desc()))
        .limit(rows)
        .select((DeliveryRow::as_select(), EventRow::as_select()))
        .into_boxed();
    if let Some(status) = status {
        query = query.filter(d::status.eq(status));
    }
    if let Some((created_at, id)) = after {
        let same = d::created_at.eq(created_at).and(d::id.lt(id));
        query = query.filter(d::created_at.lt(created_at).or(same));
    }
    Ok(query.load(conn)?)
}

/// A delivery of an endpoint.
pub(super) fn find_delivery(
    conn: &mut Conn,
    endpoint: Id,
    id: Id,
) -> Result<Option<Delivery>, DbError> {
    Ok(webhook_deliveries::table
        .inner_join(webhook_events::table)
        .filter(webhook_deliveries::id.eq(id))
        .filter(webhook_deliveries::endpoint_id.eq(endpoint))
        .select((DeliveryRow::as_select(), EventRow::as_select()))
        .first(conn)
        .optional()?)
}

/// Tries deliveries of an endpoint again from the beginning: one of them, or the dead ones since a time. Returns
/// how many there were.
pub(super) fn replay(
    conn: &mut Conn,
    endpoint: Id,
    which: Replayed,
    now: Time,
) -> Result<usize, DbError> {
    use webhook_deliveries as d;
    let mut of_endpoint = d::table
        .filter(d::endpoint_id.eq(endpoint))
        .select(d::id)
        .into_boxed();
    of_endpoint = match which {
        Replayed::Only(id) => of_endpoint
            .filter(d::id.eq(id))
            .filter(d::status.ne(DeliveryStatus::Pending)),
        Replayed::DeadSince(since) => of_endpoint
            .filter(d::status.eq(DeliveryStatus::Dead))
            .filter(d::created_at.ge(hour_of(since))),
    };
    let ids: Vec<Id> = of_endpoint.load(conn)?;
    for id in &ids {
        diesel::update(d::table.find(*id))
            .set((
                d::status.eq(DeliveryStatus::Pending),
                d::attempts.eq(0),
                d::sending_since.eq(now),
                d::due_at.eq(now),
                d::leased_until.eq(None::<Time>),
                d::failure.eq(None::<DeliveryFailure>),
                d::response_status.eq(None::<i64>),
            ))
            .execute(conn)?;
    }
    Ok(ids.len())
}

/// Which deliveries are tried again.
#[derive(Debug, Clone, Copy)]
pub(super) enum Replayed {
    Only(Id),
    DeadSince(Time),
}

/// Takes what is due and nobody else works on, for a while.
pub(super) fn claim_due(
    conn: &mut Conn,
    most: i64,
    now: Time,
    until: Time,
) -> Result<Vec<DeliveryRow>, DbError> {
    use webhook_deliveries as d;
    let due: Vec<DeliveryRow> = crate::claim!(
        conn,
        d::table
            .filter(d::status.eq(DeliveryStatus::Pending))
            .filter(d::due_at.le(now))
            .filter(d::leased_until.is_null().or(d::leased_until.le(now)))
            .order(d::due_at)
            .limit(most)
            .select(DeliveryRow::as_select())
    )?;
    for row in &due {
        diesel::update(d::table.find(row.id))
            .set(d::leased_until.eq(until))
            .execute(conn)?;
    }
    Ok(due)
}

/// The event of a delivery.
pub(super) fn get_event(conn: &mut Conn, id: Id) -> Result<EventRow, DbError> {
    Ok(webhook_events::table
        .find(id)
        .select(EventRow::as_select())
        .first(conn)?)
}

/// How an attempt ended.
pub(super) struct Settled {
    pub status: DeliveryStatus,
    pub attempts: i64,
    pub due_at: Time,
    pub attempted_at: Time,
    pub response_status: Option<i64>,
    pub failure: Option<DeliveryFailure>,
}

/// Writes how an attempt ended and gives the delivery back, if it is still ours; says whether it was.
pub(super) fn settle(
    conn: &mut Conn,
    id: Id,
    leased_until: Time,
    settled: &Settled,
) -> Result<bool, DbError> {
    use webhook_deliveries as d;
    let ours = d::table
        .filter(d::id.eq(id))
        .filter(d::leased_until.eq(leased_until));
    let done = diesel::update(ours)
        .set((
            d::status.eq(settled.status),
            d::attempts.eq(settled.attempts),
            d::due_at.eq(settled.due_at),
            d::leased_until.eq(None::<Time>),
            d::attempted_at.eq(settled.attempted_at),
            d::response_status.eq(settled.response_status),
            d::failure.eq(settled.failure),
        ))
        .execute(conn)?;
    Ok(done == 1)
}

/// Lets what else is due for an endpoint wait: it does not take anything now. What we hold of it is given back.
pub(super) fn postpone(
    conn: &mut Conn,
    endpoint: Id,
    leased_until: Time,
    until: Time,
) -> Result<(), DbError> {
    use webhook_deliveries as d;
    let waiting = d::table
        .filter(d::endpoint_id.eq(endpoint))
        .filter(d::status.eq(DeliveryStatus::Pending))
        .filter(d::due_at.lt(until))
        .filter(
            d::leased_until
                .is_null()
                .or(d::leased_until.eq(leased_until)),
        )
        .select(d::id);
    let waiting: Vec<Id> = waiting.load(conn)?;
    for id in waiting {
        diesel::update(d::table.find(id))
            .set((d::due_at.eq(until), d::leased_until.eq(None::<Time>)))
            .execute(conn)?;
    }
    Ok(())
}

/// Gives up on all that waits for an endpoint.
pub(super) fn give_up(
    conn: &mut Conn,
    endpoint: Id,
    because: DeliveryFailure,
) -> Result<(), DbError> {
    use webhook_deliveries as d;
    let waiting = d::table
        .filter(d::endpoint_id.eq(endpoint))
        .filter(d::status.eq(DeliveryStatus::Pending));
    diesel::update(waiting)
        .set((
            d::status.eq(DeliveryStatus::Dead),
            d::leased_until.eq(None::<Time>),
            d::failure.eq(because),
        ))
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
