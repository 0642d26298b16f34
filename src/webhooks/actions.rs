//! Use cases.

use super::announce::{Happening, announce, announce_to};
use super::model::{
    DeliveryFailure, DeliveryStatus, DisabledBecause, EndpointStatus, EventType, MOST_ENDPOINTS,
    OVERLAP, PATIENCE, TARGET, Target, hour_of, new_secret, pause_after,
};
use super::store::{self, DeliveryRow, EndpointRow, Replayed, Settled};
use crate::identity::Caller;
use crate::identity::audit::{self, Action, Subject};
use crate::identity::permissions::{ManageWebhooks, ReplayWebhooks};
use crate::platform::clock::Time;
use crate::platform::crypto::{ChainKey, Class};
use crate::platform::db::{Conn, Json};
use crate::platform::http::Services;
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::ids::{Id, Randomness};
use crate::platform::problem::ID_TAKEN;
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode, problem_code};
use crate::platform::vault::{Vault, VaultError};

/// The organisation has as many endpoints as it may have.
pub(super) const ENDPOINTS_FULL: ProblemCode = problem_code("webhook_endpoints_full", 409);
/// The endpoint is told nothing now.
pub(super) const ENDPOINT_DISABLED: ProblemCode = problem_code("webhook_endpoint_disabled", 409);

/// What an endpoint is to be.
pub(super) struct Wished {
    pub name: Option<String>,
    pub url: Option<String>,
    pub event_types: Option<Vec<EventType>>,
}

/// An endpoint with what is sealed of it.
pub(super) struct Opened {
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
pub(super) fn open(
    conn: &mut Conn,
    vault: &Vault,
    organisation: Id,
    id: Id,
) -> Result<Opened, Problem> {
    let row = store::find_endpoint_of(conn, organisation, id)?.ok_or_else(not_found)?;
    with_target(conn, vault, row)
}

/// All endpoints of an organisation, opened.
pub(super) fn list(
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
pub(super) struct NewEndpoint {
    pub id: Id,
    pub name: String,
    pub url: String,
    pub event_types: Vec<EventType>,
}

/// Makes an endpoint; its secret is in what is returned.
pub(super) fn create(
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
pub(super) fn change(
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
pub(super) fn rotate_secret(
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
pub(super) fn switch(
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
pub(super) fn delete(
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
pub(super) fn test(
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
pub(super) fn replay(
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

/// How an attempt to deliver ended.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ending {
    Delivered {
        code: Option<i64>,
    },
    Gone {
        code: Option<i64>,
    },
    Failed {
        failure: DeliveryFailure,
        code: Option<i64>,
    },
}

/// Answers from here on are the server's own trouble and not what it thinks of one message.
const SERVER_ERROR: i64 = 500;
const TOO_MANY_REQUESTS: i64 = 429;

impl Ending {
    /// Whether the next message may be sent at once.
    pub fn leaves_it_open(&self) -> bool {
        match self {
            Self::Delivered { .. } => true,
            Self::Gone { .. } => false,
            Self::Failed { code, .. } => {
                code.is_some_and(|code| code < SERVER_ERROR && code != TOO_MANY_REQUESTS)
            }
        }
    }
}

/// An attempt that is over.
pub(super) struct Attempt<'a> {
    pub delivery: &'a DeliveryRow,
    pub leased_until: Time,
    pub ending: Ending,
    pub now: Time,
}

/// Writes how an attempt ended, and what follows for the endpoint.
pub(super) fn settle(
    conn: &mut Conn,
    chain: &ChainKey,
    randomness: &dyn Randomness,
    attempt: &Attempt<'_>,
) -> Result<(), VaultError> {
    let (delivery, now) = (attempt.delivery, attempt.now);
    let Some(endpoint) = store::lock_endpoint(conn, delivery.endpoint_id)? else {
        return Ok(());
    };
    let settled = attempt.settled(randomness);
    if !store::settle(conn, delivery.id, attempt.leased_until, &settled)? {
        return Ok(());
    }
    match attempt.ending {
        Ending::Delivered { .. } => Ok(store::mark_failing(conn, &endpoint, None)?),
        Ending::Gone { .. } => disable(conn, chain, endpoint, DisabledBecause::Gone, now),
        Ending::Failed { .. } => {
            let since = endpoint.failing_since.unwrap_or(now);
            let is_over = settled.status == DeliveryStatus::Dead;
            if is_over && now.since(since) >= PATIENCE {
                return disable(conn, chain, endpoint, DisabledBecause::Failing, now);
            }
            store::mark_failing(conn, &endpoint, Some(now))?;
            if !attempt.ending.leaves_it_open() {
                let until = now.plus(PROBE_EVERY);
                store::postpone(conn, endpoint.id, attempt.leased_until, until)?;
            }
            Ok(())
        }
    }
}

/// How often an endpoint that does not answer is asked again, however many events wait for it.
const PROBE_EVERY: std::time::Duration = std::time::Duration::from_mins(5);

impl Attempt<'_> {
    fn settled(&self, randomness: &dyn Randomness) -> Settled {
        let attempts = self.delivery.attempts.saturating_add(1);
        let is_over = self.now.since(self.delivery.sending_since) >= PATIENCE;
        let (status, response_status, failure) = match self.ending {
            Ending::Delivered { code } => (DeliveryStatus::Delivered, code, None),
            Ending::Gone { code } => (DeliveryStatus::Dead, code, Some(DeliveryFailure::Gone)),
            Ending::Failed { failure, code } if is_over => {
                (DeliveryStatus::Dead, code, Some(failure))
            }
            Ending::Failed { failure, code } => (DeliveryStatus::Pending, code, Some(failure)),
        };
        Settled {
            status,
            attempts,
            due_at: self.now.plus(pause_after(attempts, randomness)),
            attempted_at: hour_of(self.now),
            response_status,
            failure,
        }
    }
}

/// Disables an endpoint by itself, and tells: the audit log, and the organisation's other endpoints.
fn disable(
    conn: &mut Conn,
    chain: &ChainKey,
    mut endpoint: EndpointRow,
    because: DisabledBecause,
    now: Time,
) -> Result<(), VaultError> {
    let id = endpoint.id;
    endpoint.status = EndpointStatus::Disabled;
    endpoint.disabled_because = Some(because);
    endpoint.disabled_at = Some(now);
    store::update_endpoint(conn, &endpoint)?;
    store::give_up(conn, id, DeliveryFailure::EndpointDisabled)?;
    let happening = Happening {
        event: EventType::WebhookEndpointDisabled,
        organisation: Some(endpoint.organisation_id),
        subject: id,
        occurrence: &now.to_string(),
        at: now,
    };
    announce(conn, &happening)?;
    let entry = audit::Entry {
        at: now,
        account: None,
        organisation: Some(endpoint.organisation_id),
        action: Action::WebhookEndpointChanged,
        subject: Subject::WebhookEndpoint,
        subject_id: id,
        detail: Some(because.as_str()),
    };
    Ok(audit::record(conn, chain, &entry)?)
}
