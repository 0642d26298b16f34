//! Sending what is in the outbox: at least once, by one of however many instances there are.

use std::sync::Arc;
use std::time::Duration;

use ureq::http::StatusCode;
use ureq::{Agent, Error};

use super::actions::{self, Ending};
use super::model::{
    DeliveryFailure, EndpointStatus, TARGET, Target, WebhookEvent, WebhookEventData,
};
use super::store::{self, DeliveryRow, EventRow};
use crate::platform::clock::Time;
use crate::platform::crypto::{ChainKey, Class};
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::outbound::{self, Patience, Reach};
use crate::platform::outbox::{self, AT_ONCE, LEASE};
use crate::platform::vault::{Vault, VaultError};

/// How long an endpoint may take; whoever needs longer answers first and works afterwards.
const PATIENCE: Patience = Patience {
    whole: Duration::from_secs(15),
    connect: Duration::from_secs(5),
};

/// Sends what is due, for as long as the server runs.
#[derive(Clone)]
pub struct Deliverer {
    agent: Agent,
    reach: Reach,
}

/// A delivery that is ours for a while, ready to be sent.
struct Ready {
    delivery: DeliveryRow,
    event: EventRow,
    target: Target,
    with_previous: bool,
    leased_until: Time,
}

impl Deliverer {
    /// One that reaches no further than that.
    pub fn new(reach: Reach) -> Self {
        Self {
            agent: outbound::agent(reach, PATIENCE),
            reach,
        }
    }

    /// Sends what is due, and says how much it was. Blocks for as long as endpoints let us wait.
    pub fn tick(&self, services: &Services) -> usize {
        let claim = || {
            let (vault, now) = (services.vault.clone(), services.clock.now());
            let claim = move |conn: &mut Conn| claim(conn, &vault, now);
            services.db.write_blocking(claim)
        };
        outbox::work_off(
            "webhooks",
            claim,
            |ready: &Ready| ready.delivery.endpoint_id,
            |of_endpoint| self.send_to_one(services, of_endpoint),
        )
    }

    /// Sends one after the other, until the endpoint does not answer.
    fn send_to_one(&self, services: &Services, ready: Vec<Ready>) {
        for one in ready {
            let ending = self.attempt(services, &one);
            let goes_on = ending.leaves_it_open();
            if let Err(error) = settle(services, one, ending) {
                tracing::warn!(%error, "How a webhook was delivered could not be written");
                break;
            }
            if !goes_on {
                break;
            }
        }
    }

    fn attempt(&self, services: &Services, ready: &Ready) -> Ending {
        let body = body_of(&ready.event);
        let seconds = services.clock.now().as_second();
        let id = ready.event.id;
        let signature = ready.target.sign(id, seconds, &body, ready.with_previous);
        let url = outbound::address_within(self.reach, &ready.target.url);
        let sent = self
            .agent
            .post(&url)
            .header("content-type", "application/json")
            .header("webhook-id", id.to_string())
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", signature)
            .send(body.as_bytes());
        match sent {
            // What it answers besides is nobody's business: the body is not read.
            Ok(response) => Ending::of_status(response.status()),
            Err(error) => Ending::of_error(&error),
        }
    }
}

impl Ending {
    fn of_status(status: StatusCode) -> Self {
        let code = Some(i64::from(status.as_u16()));
        let failed = |failure| Self::Failed { failure, code };
        if status.is_success() {
            Self::Delivered { code }
        } else if status == StatusCode::GONE {
            Self::Gone { code }
        } else if status.is_redirection() {
            failed(DeliveryFailure::Redirected)
        } else {
            failed(DeliveryFailure::Refused)
        }
    }

    fn of_error(error: &Error) -> Self {
        let failure = if outbound::is_refused_address(error) {
            DeliveryFailure::AddressRefused
        } else {
            DeliveryFailure::NotReached
        };
        Self::Failed {
            failure,
            code: None,
        }
    }
}

fn body_of(event: &EventRow) -> String {
    let body = WebhookEvent {
        event_type: event.event_type,
        timestamp: event.occurred_at,
        data: WebhookEventData {
            id: event.subject_id,
            kind: event.event_type.subject_kind().to_owned(),
        },
    };
    serde_json::to_string(&body).unwrap_or_default()
}

/// Takes what is due. What an endpoint cannot be told any more is given up.
fn claim(conn: &mut Conn, vault: &Vault, now: Time) -> Result<Vec<Ready>, VaultError> {
    let leased_until = now.plus(LEASE);
    let mut ready = Vec::new();
    for delivery in store::claim_due(conn, AT_ONCE, now, leased_until)? {
        let id = delivery.endpoint_id;
        let Some(endpoint) = store::find_endpoint(conn, id)? else {
            continue;
        };
        if endpoint.status == EndpointStatus::Disabled {
            store::give_up(conn, id, DeliveryFailure::EndpointDisabled)?;
            continue;
        }
        let key = vault.key(conn, id, Class::Account)?;
        ready.push(Ready {
            event: store::get_event(conn, delivery.event_id)?,
            target: key.open_json(id, TARGET, &endpoint.sealed_target)?,
            with_previous: endpoint
                .previous_secret_until
                .is_some_and(|until| until > now),
            delivery,
            leased_until,
        });
    }
    Ok(ready)
}

fn settle(services: &Services, ready: Ready, ending: Ending) -> Result<(), VaultError> {
    let now = services.clock.now();
    let randomness = Arc::clone(&services.randomness);
    let chain = ChainKey::new(&services.keyring);
    services.db.write_blocking(move |conn| {
        let Ready {
            delivery,
            leased_until,
            ..
        } = ready;
        let attempt = actions::Attempt {
            delivery: &delivery,
            leased_until,
            ending,
            now,
        };
        actions::settle(conn, &chain, &*randomness, &attempt)
    })
}
