//! What becomes of events at endpoints.

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{webhook_deliveries, webhook_events};
use crate::webhooks::model::{DeliveryFailure, DeliveryStatus, EventType, hour_of};

/// A delivery as it is stored.
#[derive(Queryable, Selectable, Clone)]
#[diesel(table_name = webhook_deliveries)]
pub(in crate::webhooks) struct DeliveryRow {
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
pub(in crate::webhooks) struct EventRow {
    pub id: Id,
    pub event_type: EventType,
    pub subject_id: Id,
    pub occurred_at: Time,
}

/// A delivery with its event.
pub(in crate::webhooks) type Delivery = (DeliveryRow, EventRow);

/// The deliveries of an endpoint, newest first.
pub(in crate::webhooks) fn list_deliveries(
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
pub(in crate::webhooks) fn find_delivery(
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
pub(in crate::webhooks) fn replay(
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
pub(in crate::webhooks) enum Replayed {
    Only(Id),
    DeadSince(Time),
}

/// Takes what is due and nobody else works on, for a while.
pub(in crate::webhooks) fn claim_due(
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
pub(in crate::webhooks) fn get_event(conn: &mut Conn, id: Id) -> Result<EventRow, DbError> {
    Ok(webhook_events::table
        .find(id)
        .select(EventRow::as_select())
        .first(conn)?)
}

/// How an attempt ended.
pub(in crate::webhooks) struct Settled {
    pub status: DeliveryStatus,
    pub attempts: i64,
    pub due_at: Time,
    pub attempted_at: Time,
    pub response_status: Option<i64>,
    pub failure: Option<DeliveryFailure>,
}

/// Writes how an attempt ended and gives the delivery back, if it is still ours; says whether it was.
pub(in crate::webhooks) fn settle(
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
pub(in crate::webhooks) fn postpone(
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
pub(in crate::webhooks) fn give_up(
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
