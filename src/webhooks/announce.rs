//! The outbox: what happened, written in the transaction in which it happened.

use sha2::{Digest as _, Sha256};
use uuid::Builder;

use super::model::{DeliveryFailure, DeliveryStatus, EndpointStatus, EventType, hour_of};
use super::store::{self, NewDelivery, NewEvent};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;

/// Something that an organisation's systems may want to know.
#[derive(Debug, Clone, Copy)]
pub struct Happening<'a> {
    /// What.
    pub event: EventType,
    /// Whose record it is about; nothing is announced about what nobody has.
    pub organisation: Option<Id>,
    /// The record.
    pub subject: Id,
    /// What tells it from other things that happen to the same record: the id of the message, the number of
    /// the change.
    pub occurrence: &'a str,
    /// When; the hour of it is kept.
    pub at: Time,
}

/// Writes what happened into the outbox, once for each endpoint of the organisation that wants it. Where there is
/// none, nothing is written. Before the audit log, whose end is locked last.
pub fn announce(conn: &mut Conn, happening: &Happening<'_>) -> Result<(), DbError> {
    let Some(organisation) = happening.organisation else {
        return Ok(());
    };
    let mut wanted = Vec::new();
    for endpoint in store::list_listeners(conn, organisation)? {
        let concerns_itself = endpoint.id == happening.subject;
        if endpoint.wants(happening.event)? && !concerns_itself {
            wanted.push((endpoint.id, endpoint.status));
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let event = event_of(happening, organisation);
    if !store::insert_event(conn, &event)? {
        return Ok(());
    }
    for (endpoint, status) in wanted {
        store::insert_delivery(conn, &delivery_of(&event, endpoint, status))?;
    }
    Ok(())
}

/// An event for one endpoint, whether or not that wants events of its type.
pub(super) fn announce_to(
    conn: &mut Conn,
    happening: &Happening<'_>,
    organisation: Id,
    endpoint: Id,
) -> Result<Id, DbError> {
    let event = event_of(happening, organisation);
    store::insert_event(conn, &event)?;
    let delivery = delivery_of(&event, endpoint, EndpointStatus::Enabled);
    store::insert_delivery(conn, &delivery)?;
    Ok(delivery.id)
}

fn event_of(happening: &Happening<'_>, organisation: Id) -> NewEvent {
    NewEvent {
        id: id_of(&[
            happening.event.as_str().as_bytes(),
            organisation.as_bytes(),
            happening.subject.as_bytes(),
            happening.occurrence.as_bytes(),
        ]),
        organisation_id: organisation,
        event_type: happening.event,
        subject_id: happening.subject,
        occurred_at: hour_of(happening.at),
    }
}

fn delivery_of(event: &NewEvent, endpoint: Id, status: EndpointStatus) -> NewDelivery {
    let is_enabled = status == EndpointStatus::Enabled;
    NewDelivery {
        id: id_of(&[event.id.as_bytes(), endpoint.as_bytes()]),
        event_id: event.id,
        endpoint_id: endpoint,
        status: if is_enabled {
            DeliveryStatus::Pending
        } else {
            DeliveryStatus::Dead
        },
        attempts: 0,
        sending_since: event.occurred_at,
        due_at: event.occurred_at,
        failure: (!is_enabled).then_some(DeliveryFailure::EndpointDisabled),
        created_at: event.occurred_at,
    }
}

/// An id that follows from its parts and tells nothing of them that can be tried: they hold random ids.
fn id_of(parts: &[&[u8]]) -> Id {
    let mut hasher = Sha256::new();
    for part in parts {
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        hasher.update(length.to_be_bytes());
        hasher.update(part);
    }
    let digest: [u8; 32] = hasher.finalize().into();
    let mut bytes = [0_u8; 16];
    bytes
        .iter_mut()
        .zip(digest)
        .for_each(|(byte, of)| *byte = of);
    Id::from(Builder::from_random_bytes(bytes).into_uuid())
}
