//! Sending what is in the outbox: by one of however many instances there are.

use std::sync::Arc;
use std::time::Duration;

use super::actions::{self, Leased};
use super::gateway::{GatewayFailure, HttpGateway, TextGateway};
use super::store;
use crate::config::TextGatewaySettings;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::problem::Problem;

/// Texts that are taken at once.
const AT_ONCE: i64 = 16;
/// How long they are ours: longer than all of them can take.
const LEASE: Duration = Duration::from_mins(10);
/// How many times in one go, so that whoever waits for the end of a tick does not wait for ever.
const ROUNDS: usize = 50;

/// Sends what is due, for as long as the server runs.
#[derive(Clone)]
pub struct TextSender {
    gateway: Option<Arc<dyn TextGateway>>,
}

impl TextSender {
    /// One for the gateway of the settings; without one, what waits is refused.
    pub fn new(settings: Option<&TextGatewaySettings>) -> Self {
        let gateway = settings.cloned().map(HttpGateway::new);
        Self {
            gateway: gateway.map(|gateway| Arc::new(gateway) as Arc<dyn TextGateway>),
        }
    }

    /// Sends what is due, and says how much of it was looked at. Blocks for as long as the gateway takes.
    pub fn tick(&self, services: &Arc<Services>) -> usize {
        let mut seen = 0;
        for _ in 0..ROUNDS {
            let now = services.clock.now();
            let until = now.plus(LEASE);
            let claim = move |conn: &mut Conn| store::claim_due(conn, AT_ONCE, now, until);
            let rows: Result<_, DbError> = services.db.write_blocking(claim);
            let rows = match rows {
                Ok(rows) if rows.is_empty() => break,
                Ok(rows) => rows,
                Err(error) => {
                    tracing::warn!(%error, "Texts could not be taken from the outbox");
                    break;
                }
            };
            seen += rows.len();
            for row in rows {
                if let Err(problem) = self.send(services, Leased { row, until }) {
                    tracing::warn!(%problem, "A text could not be sent or its end not be written");
                }
            }
        }
        seen
    }

    fn send(&self, services: &Arc<Services>, leased: Leased) -> Result<(), Problem> {
        let (of_job, mine) = (Arc::clone(services), leased.clone());
        let prepared = services.db.write_blocking(move |conn| {
            let now = of_job.clock.now();
            actions::prepare(conn, &of_job, &mine, now)
        })?;
        let Some(ready) = prepared else {
            return Ok(());
        };
        let sent = match &self.gateway {
            Some(gateway) => gateway.send(&ready.permit, &ready.text, leased.row.id),
            None => Err(GatewayFailure::Never),
        };
        let of_job = Arc::clone(services);
        services.db.write_blocking(move |conn| {
            let now = of_job.clock.now();
            actions::settle(conn, &of_job, &leased, sent, now)
        })
    }
}
