//! Asking for pages, one after the other and slowly.

use std::time::Duration;

use ureq::http::StatusCode;
use ureq::{Agent, Error};
use url::Url;

use super::store::{self, LinkOutcome, LinkRow};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::outbound::{self, Patience, Reach};

/// When a page that can be read is asked for again.
const AGAIN: Duration = Duration::from_hours(7 * 24);
/// When one that cannot be read is asked for again: a server may be down for a night.
const AGAIN_WHEN_BROKEN: Duration = Duration::from_hours(24);
/// How long nobody else asks for what is being asked for; what the end of a process cuts off comes again after it.
const CLAIMED: Duration = Duration::from_hours(1);

/// Asks for the pages on which articles rest.
pub struct LinkChecker {
    reach: Reach,
}

impl LinkChecker {
    /// One that asks within this reach.
    pub const fn new(reach: Reach) -> Self {
        Self { reach }
    }

    /// Asks for one page that is due; whether there was one. Blocks.
    pub fn tick(&self, services: &Services) -> bool {
        if !services.config.link_checks {
            return false;
        }
        match self.ask_next(services) {
            Ok(asked) => asked,
            Err(error) => {
                tracing::warn!(%error, "Links could not be checked; it is tried again");
                false
            }
        }
    }

    fn ask_next(&self, services: &Services) -> Result<bool, DbError> {
        let now = services.clock.now();
        let claimed = services.db.write_blocking(move |conn: &mut Conn| {
            store::follow(conn, now)?;
            store::claim(conn, now, now.plus(CLAIMED))
        })?;
        let Some(row) = claimed else {
            return Ok(false);
        };
        let (outcome, status) = self.ask(&row.url);
        let row = after(row, (outcome, status), services.clock.now());
        services
            .db
            .write_blocking(move |conn: &mut Conn| store::put(conn, &row))?;
        Ok(true)
    }

    /// By `HEAD`, which costs the other server least; by `GET` where that says nothing.
    fn ask(&self, url: &str) -> (LinkOutcome, Option<StatusCode>) {
        let Some(address) = self.address(url) else {
            return (LinkOutcome::AddressRefused, None);
        };
        let patience = Patience {
            whole: Duration::from_secs(30),
            connect: Duration::from_secs(10),
        };
        let agent = outbound::agent(self.reach, patience);
        let by_head = judge(status_of(&agent, true, &address));
        if matches!(by_head.0, LinkOutcome::Readable | LinkOutcome::Moved) {
            return by_head;
        }
        judge(status_of(&agent, false, &address))
    }

    /// The address as it is asked: over TLS, without what only a browser looks at.
    fn address(&self, url: &str) -> Option<String> {
        let mut url = Url::parse(url).ok()?;
        url.set_fragment(None);
        if url.scheme() == "http" {
            url.set_scheme("https").ok()?;
        }
        let may = self.reach != Reach::Public || outbound::may_be_asked(&url);
        may.then(|| outbound::address_within(self.reach, url.as_str()))
    }
}

fn status_of(agent: &Agent, by_head: bool, address: &str) -> Result<StatusCode, Error> {
    let request = if by_head {
        agent.head(address)
    } else {
        agent.get(address)
    };
    Ok(request.call()?.status())
}

fn judge(answer: Result<StatusCode, Error>) -> (LinkOutcome, Option<StatusCode>) {
    let status = match answer {
        Ok(status) => status,
        Err(error) if outbound::is_refused_address(&error) => {
            return (LinkOutcome::AddressRefused, None);
        }
        Err(_) => return (LinkOutcome::NotReached, None),
    };
    let outcome = if status.is_success() {
        LinkOutcome::Readable
    } else if status.is_redirection() {
        LinkOutcome::Moved
    } else if status == StatusCode::NOT_FOUND || status == StatusCode::GONE {
        LinkOutcome::Gone
    } else if status.is_server_error() {
        LinkOutcome::ServerFailed
    } else {
        LinkOutcome::Unclear
    };
    (outcome, Some(status))
}

fn after(row: LinkRow, (outcome, status): (LinkOutcome, Option<StatusCode>), now: Time) -> LinkRow {
    let is_broken = outcome.is_broken();
    let wait = if is_broken { AGAIN_WHEN_BROKEN } else { AGAIN };
    LinkRow {
        next_at: now.plus(wait),
        checked_at: Some(now),
        outcome: Some(outcome),
        http_status: status.map(|status| i64::from(status.as_u16())),
        failing_since: is_broken.then(|| row.failing_since.unwrap_or(now)),
        failures: if is_broken { row.failures + 1 } else { 0 },
        url: row.url,
    }
}
