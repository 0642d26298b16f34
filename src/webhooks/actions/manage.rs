//! What administrators, and programs that may, do with endpoints.

use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::{ManageWebhooks, ReplayWebhooks};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, Json};
use crate::platform::http::Services;
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::ids::{Id, Randomness};
use crate::platform::problem::{
    ID_TAKEN, INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode, problem_code,
};
use crate::platform::vault::Vault;
use crate::webhooks::announce::{Happening, announce_to};
use crate::webhooks::model::{
    DeliveryFailure, DisabledBecause, EndpointStatus, EventType, MOST_ENDPOINTS, OVERLAP, TARGET,
    Target, new_secret,
};
use crate::webhooks::store::{self, EndpointRow, Replayed};

/// The organisation has as many endpoints as it may have.
pub(in crate::webhooks) const ENDPOINTS_FULL: ProblemCode =
    problem_code("webhook_endpoints_full", 409);
/// The endpoint is told nothing now.
pub(in crate::webhooks) const ENDPOINT_DISABLED: ProblemCode =
    problem_code("webhook_endpoint_disabled", 409);

/// What an endpoint is to be.
pub(in crate::webhooks) struct Wished {
    pub name: Option<String>,
    pub url: Option<String>,
    pub event_types: Option<Vec<EventType>>,
}

/// An endpoint with what is sealed of it.
pub(in crate::webhooks) struct Opened {
    pub row: EndpointRow,
    pub target: Target,
}

fn not_found() -> Problem {
    Problem::new(&NOT_FOUND)
}

fn json(types: &[EventType]) -> Result<Json, Problem> {
    Json::of(&types).map_err(|_| Problem::new(&INTERNAL_ERROR))
}

/// An endpoint of an organisation, opened.
pub(in crate::webhooks) fn open(
    conn: &mut Conn,
    vault: &Vault,
    organisation: Id,
    id: Id,
) -> Result<Opened, Problem> {
    let row = store::find_endpoint_of(conn, organisation, id)?.ok_or_else(not_found)?;
    with_target(conn, vault, row)
}

/// All endpoints of an organisation, opened.
pub(in crate::webhooks) fn list(
    conn: &mut Conn,
    vault: &Vault,
    organisation: Id,
) -> Result<Vec<Opened>, Problem> {
    let rows = store::list_endpoints(conn, organisation)?;
    rows.into_iter()
        .map(|row| with_target(conn, vault, row))
        .collect()
}

fn with_target(conn: &mut Conn, vault: &Vault, row: EndpointRow) -> Result<Opened, Problem> {
    let key = vault.key(conn, row.id, Class::Account)?;
    let target = key.open_json(row.id, TARGET, &row.sealed_target)?;
    Ok(Opened { row, target })
}

fn lock(conn: &mut Conn, vault: &Vault, organisation: Id, id: Id) -> Result<Opened, Problem> {
    let row = store::lock_endpoint(conn, id)?;
    let row = row.filter(|row| row.organisation_id == organisation);
    with_target(conn, vault, row.ok_or_else(not_found)?)
}

/// A new endpoint.
pub(in crate::webhooks) struct NewEndpoint {
    pub id: Id,
    pub name: String,
    pub url: String,
    pub event_types: Vec<EventType>,
}

/// Makes an endpoint; its secret is in what is returned.
pub(in crate::webhooks) fn create(
    conn: &mut Conn,
    services: &Services,
    by: &Caller<ManageWebhooks>,
    new: NewEndpoint,
    now: Time,
) -> Result<Opened, Problem> {
    let organisation = by.organisation();
    if store::list_listeners(conn, organisation)?.len() >= MOST_ENDPOINTS {
        return Err(Problem::new(&ENDPOINTS_FULL).with("limit", MOST_ENDPOINTS));
    }
    if services.vault.knows(conn, new.id)? {
        return Err(Problem::new(&ID_TAKEN));
    }
    let key = services
        .vault
        .create_key(conn, new.id, Class::Account, now)?;
    let target = Target {
        url: new.url,
        secret: new_secret(&*services.randomness),
        previous: None,
    };
    let row = EndpointRow {
        id: new.id,
        organisation_id: organisation,
        name: new.name,
        event_types: json(&new.event_types)?,
        status: EndpointStatus::Enabled,
        disabled_because: None,
        disabled_at: None,
        sealed_target: key.seal_json(new.id, TARGET, &target)?,
        previous_secret_until: None,
        failing_since: None,
        version: 1,
        created_at: now,
    };
    store::insert_endpoint(conn, row.clone())?;
    record(conn, by, row.id, "created", now)?;
    Ok(Opened { row, target })
}

/// Changes name, address or events.
pub(in crate::webhooks) fn change(
    conn: &mut Conn,
    vault: &Vault,
    by: &Caller<ManageWebhooks>,
    id: Id,
    wished: Wished,
    seen: &IfMatch,
    now: Time,
) -> Result<Opened, Problem> {
    let mut opened = lock(conn, vault, by.organisation(), id)?;
    seen.check(&EntityTag::of_version(opened.row.version))?;
    if let Some(name) = wished.name {
        opened.row.name = name;
    }
    if let Some(types) = wished.event_types {
        opened.row.event_types = json(&types)?;
    }
    if let Some(url) = wished.url {
        opened.target.url = url;
    }
    write(conn, vault, &mut opened)?;
    record(conn, by, id, "changed", now)?;
    Ok(opened)
}

fn write(conn: &mut Conn, vault: &Vault, opened: &mut Opened) -> Result<(), Problem> {
    let id = opened.row.id;
    let key = vault.key(conn, id, Class::Account)?;
    opened.row.sealed_target = key.seal_json(id, TARGET, &opened.target)?;
    store::update_endpoint(conn, &opened.row)?;
    opened.row.version += 1;
    Ok(())
}

/// Gives an endpoint another secret; the one before signs as well for a day.
pub(in crate::webhooks) fn rotate_secret(
    conn: &mut Conn,
    services: &Services,
    by: &Caller<ManageWebhooks>,
    id: Id,
    now: Time,
) -> Result<Opened, Problem> {
    let mut opened = lock(conn, &services.vault, by.organisation(), id)?;
    let secret = new_secret(&*services.randomness);
    opened.target.previous = Some(std::mem::replace(&mut opened.target.secret, secret));
    opened.row.previous_secret_until = Some(now.plus(OVERLAP));
    write(conn, &services.vault, &mut opened)?;
    record(conn, by, id, "secret_rotated", now)?;
    Ok(opened)
}

/// Enables or disables an endpoint. Doing it again changes nothing.
pub(in crate::webhooks) fn switch(
    conn: &mut Conn,
    vault: &Vault,
    by: &Caller<ManageWebhooks>,
    id: Id,
    to: EndpointStatus,
    now: Time,
) -> Result<Opened, Problem> {
    let mut opened = lock(conn, vault, by.organisation(), id)?;
    if opened.row.status == to {
        return Ok(opened);
    }
    opened.row.status = to;
    opened.row.failing_since = None;
    let detail = match to {
        EndpointStatus::Enabled => {
            (opened.row.disabled_because, opened.row.disabled_at) = (None, None);
            "enabled"
        }
        EndpointStatus::Disabled => {
            opened.row.disabled_because = Some(DisabledBecause::ByAdministrator);
            opened.row.disabled_at = Some(now);
            store::give_up(conn, id, DeliveryFailure::EndpointDisabled)?;
            "disabled"
        }
    };
    write(conn, vault, &mut opened)?;
    record(conn, by, id, detail, now)?;
    Ok(opened)
}

/// Deletes an endpoint, its secret and its deliveries. Doing it again changes nothing.
pub(in crate::webhooks) fn delete(
    conn: &mut Conn,
    vault: &Vault,
    by: &Caller<ManageWebhooks>,
    id: Id,
    now: Time,
) -> Result<(), Problem> {
    let row = store::lock_endpoint(conn, id)?;
    if row.is_none_or(|row| row.organisation_id != by.organisation()) {
        return Ok(());
    }
    store::delete_endpoint(conn, id)?;
    vault.destroy_class(conn, id, Class::Account)?;
    record(conn, by, id, "deleted", now)
}

/// Sends an event to try an endpoint; returns the delivery.
pub(in crate::webhooks) fn test(
    conn: &mut Conn,
    randomness: &dyn Randomness,
    by: &Caller<ManageWebhooks>,
    id: Id,
    now: Time,
) -> Result<store::Delivery, Problem> {
    let organisation = by.organisation();
    let row = store::find_endpoint_of(conn, organisation, id)?.ok_or_else(not_found)?;
    if row.status == EndpointStatus::Disabled {
        return Err(Problem::new(&ENDPOINT_DISABLED));
    }
    let happening = Happening {
        event: EventType::WebhookEndpointTested,
        organisation: Some(organisation),
        subject: id,
        occurrence: &Id::random(randomness).to_string(),
        at: now,
    };
    let delivery = announce_to(conn, &happening, organisation, id)?;
    let found = store::find_delivery(conn, id, delivery)?.ok_or_else(not_found)?;
    record(conn, by, id, "tested", now)?;
    Ok(found)
}

/// Tries deliveries again; returns how many.
pub(in crate::webhooks) fn replay(
    conn: &mut Conn,
    by: &Caller<ReplayWebhooks>,
    id: Id,
    which: Replayed,
    now: Time,
) -> Result<usize, Problem> {
    let row = store::lock_endpoint(conn, id)?;
    let row = row.filter(|row| row.organisation_id == by.organisation());
    if row.ok_or_else(not_found)?.status == EndpointStatus::Disabled {
        return Err(Problem::new(&ENDPOINT_DISABLED));
    }
    let count = store::replay(conn, id, which, now)?;
    record(conn, by, id, "replayed", now)?;
    Ok(count)
}

fn record<C>(
    conn: &mut Conn,
    by: &Caller<C>,
    id: Id,
    detail: &'static str,
    now: Time,
) -> Result<(), Problem> {
    let (action, subject) = (Action::WebhookEndpointChanged, Subject::WebhookEndpoint);
    Ok(by.record(conn, now, action, subject, id, Some(detail))?)
}
