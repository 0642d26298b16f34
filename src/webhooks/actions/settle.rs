//! How attempts to deliver end, and what follows for the endpoint.

use std::time::Duration;

use crate::identity::audit::{self, Action, Subject};
use crate::platform::clock::Time;
use crate::platform::crypto::ChainKey;
use crate::platform::db::Conn;
use crate::platform::ids::Randomness;
use crate::platform::outbox::{PATIENCE, pause_after};
use crate::platform::vault::VaultError;
use crate::webhooks::announce::{Happening, announce};
use crate::webhooks::model::{
    DeliveryFailure, DeliveryStatus, DisabledBecause, EndpointStatus, EventType, hour_of,
};
use crate::webhooks::store::{self, DeliveryRow, EndpointRow, Settled};

/// How an attempt to deliver ended.
#[derive(Debug, Clone, Copy)]
pub(in crate::webhooks) enum Ending {
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
pub(in crate::webhooks) struct Attempt<'a> {
    pub delivery: &'a DeliveryRow,
    pub leased_until: Time,
    pub ending: Ending,
    pub now: Time,
}

/// Writes how an attempt ended, and what follows for the endpoint.
pub(in crate::webhooks) fn settle(
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
const PROBE_EVERY: Duration = Duration::from_mins(5);

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
