//! Endpoints.

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::{webhook_deliveries, webhook_endpoints};
use crate::webhooks::model::{DisabledBecause, EndpointStatus, EventType};

/// An endpoint, as far as is needed to know whether it is told something.
#[derive(Queryable, Selectable)]
#[diesel(table_name = webhook_endpoints)]
pub(in crate::webhooks) struct Listener {
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
pub(in crate::webhooks) fn list_listeners(
    conn: &mut Conn,
    organisation: Id,
) -> Result<Vec<Listener>, DbError> {
    Ok(webhook_endpoints::table
        .filter(webhook_endpoints::organisation_id.eq(organisation))
        .select(Listener::as_select())
        .load(conn)?)
}

/// An endpoint as it is stored.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = webhook_endpoints)]
pub(in crate::webhooks) struct EndpointRow {
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
pub(in crate::webhooks) fn list_endpoints(
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
pub(in crate::webhooks) fn find_endpoint_of(
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
pub(in crate::webhooks) fn find_endpoint(
    conn: &mut Conn,
    id: Id,
) -> Result<Option<EndpointRow>, DbError> {
    Ok(webhook_endpoints::table
        .find(id)
        .select(EndpointRow::as_select())
        .first(conn)
        .optional()?)
}

/// An endpoint, locked until the commit.
pub(in crate::webhooks) fn lock_endpoint(
    conn: &mut Conn,
    id: Id,
) -> Result<Option<EndpointRow>, DbError> {
    let rows: Vec<EndpointRow> = crate::lock!(
        conn,
        webhook_endpoints::table
            .find(id)
            .select(EndpointRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Stores an endpoint.
pub(in crate::webhooks) fn insert_endpoint(
    conn: &mut Conn,
    row: EndpointRow,
) -> Result<(), DbError> {
    diesel::insert_into(webhook_endpoints::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Writes what can change of an endpoint, which is locked; its version goes up.
pub(in crate::webhooks) fn update_endpoint(
    conn: &mut Conn,
    row: &EndpointRow,
) -> Result<(), DbError> {
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
pub(in crate::webhooks) fn delete_endpoint(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    let own = webhook_deliveries::table.filter(webhook_deliveries::endpoint_id.eq(id));
    diesel::delete(own).execute(conn)?;
    diesel::delete(webhook_endpoints::table.find(id)).execute(conn)?;
    Ok(())
}

/// Remembers since when an endpoint takes nothing; `None`: it does take something. Nothing is written when it is
/// known.
pub(in crate::webhooks) fn mark_failing(
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
