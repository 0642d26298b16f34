//! Sending what is in the outbox, and asking other servers for their organisations.

use std::time::Duration;

use actix_web::web::Data;
use serde::Deserialize;
use ureq::http::StatusCode;

use super::actions::{Correspondent, GivenUp};
use super::ask::{Asker, Question};
use super::catalogue::ask_for_organisations;
use super::model::{GivenUpBecause, MESSAGES_PATH, PeerStatus};
use super::store::{self, MessageRow, PeerRow, Settled};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::outbox::{self, AT_ONCE, LEASE, doubling_pause};
use crate::platform::problem::Problem;

/// The longest pause between two attempts: somebody waits for help behind each message.
pub(super) const LONGEST_PAUSE: Duration = Duration::from_hours(1);
/// When it is tried again what was not tried because the server did not answer before.
const NEXT_TURN: Duration = Duration::from_mins(1);
/// The longest word with which another server says why it refuses something.
const LONGEST_WORD: usize = 40;

/// Speaks with other servers, for as long as this one runs.
#[derive(Clone)]
pub struct Deliverer {
    asker: Asker,
    correspondent: Correspondent,
}

/// A message that is ours for a while.
struct Ready {
    message: MessageRow,
    peer: PeerRow,
    leased_until: Time,
}

/// How an attempt ended.
enum Ending {
    Taken,
    Refused(Option<String>),
    Failed(&'static str),
}

/// What a server answers that refuses a message.
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

impl Deliverer {
    /// One that speaks for this area.
    pub fn new(correspondent: Correspondent) -> Self {
        Self {
            asker: Asker::new(),
            correspondent,
        }
    }

    /// Sends what is due and asks whom it is time to ask; says how much it was. Blocks for as long as other servers
    /// let us wait.
    pub fn tick(&self, services: &Data<Services>) -> usize {
        let claim = || {
            let now = services.clock.now();
            services.db.write_blocking(move |conn| claim(conn, now))
        };
        let sent = outbox::work_off(
            "peers",
            claim,
            |ready: &Ready| ready.peer.id,
            |of_peer| self.send_to_one(services, of_peer),
        );
        sent + ask_for_organisations(&self.asker, services)
    }

    /// Sends one after the other, until the server does not answer.
    fn send_to_one(&self, services: &Data<Services>, ready: Vec<Ready>) {
        let mut does_not_answer = false;
        for one in ready {
            let done = if does_not_answer {
                give_back(services, &one)
            } else {
                let ending = self.attempt(services, &one);
                does_not_answer = matches!(ending, Ending::Failed(_));
                self.settle(services, one, ending)
            };
            if let Err(problem) = done {
                tracing::warn!(%problem, "How a message to another server ended could not be written");
                break;
            }
        }
    }

    fn attempt(&self, services: &Data<Services>, ready: &Ready) -> Ending {
        if ready.peer.status == PeerStatus::Removed {
            return Ending::Refused(None);
        }
        let question = Question {
            method: "POST",
            path: MESSAGES_PATH,
            body: &ready.message.sealed,
            name: ready.message.id,
        };
        match self.asker.ask(services, &ready.peer, &question) {
            Ok((StatusCode::OK, _)) => Ending::Taken,
            Ok((StatusCode::UNPROCESSABLE_ENTITY, body)) => {
                let said: Option<Refusal> = serde_json::from_slice(&body).ok();
                Ending::Refused(said.map(|said| said.error).filter(|word| is_word(word)))
            }
            Ok((StatusCode::UNAUTHORIZED, _)) => Ending::Failed("unknown_there"),
            Ok(_) => Ending::Failed("not_now"),
            Err(failure) => Ending::Failed(failure),
        }
    }

    fn settle(
        &self,
        services: &Data<Services>,
        ready: Ready,
        ending: Ending,
    ) -> Result<(), Problem> {
        let now = services.clock.now();
        let correspondent = self.correspondent;
        let of_job = services.clone();
        services
            .db
            .write_blocking(move |conn| settle(conn, &of_job, &correspondent, ready, ending, now))
    }
}

fn is_word(text: &str) -> bool {
    let is_of_word = |c: char| c.is_ascii_lowercase() || c == '_';
    text.len() <= LONGEST_WORD && text.chars().all(is_of_word)
}

fn give_back(services: &Services, ready: &Ready) -> Result<(), Problem> {
    let (id, until) = (ready.message.id, ready.leased_until);
    let due_at = services.clock.now().plus(NEXT_TURN);
    let back = move |conn: &mut Conn| store::give_back(conn, id, until, due_at);
    Ok(services.db.write_blocking(back)?)
}

fn claim(conn: &mut Conn, now: Time) -> Result<Vec<Ready>, DbError> {
    let leased_until = now.plus(LEASE);
    let mut ready = Vec::new();
    for message in store::claim_due(conn, AT_ONCE, now, leased_until)? {
        if let Some(peer) = store::find_peer(conn, message.peer_id)? {
            ready.push(Ready {
                message,
                peer,
                leased_until,
            });
        }
    }
    Ok(ready)
}

/// Writes how an attempt ended. Whoever had something to say is told first, because it locks its own rows first
/// whenever it writes into the outbox, too.
fn settle(
    conn: &mut Conn,
    services: &Services,
    correspondent: &Correspondent,
    ready: Ready,
    ending: Ending,
    now: Time,
) -> Result<(), Problem> {
    let (message, until) = (ready.message, ready.leased_until);
    if !store::is_ours(conn, message.id, until)? {
        return Ok(());
    }
    let (because, refusal) = match ending {
        Ending::Taken => {
            store::delete_message(conn, message.id, until)?;
            // What was said next while this was on its way has waited for as long as this was ours.
            store::let_next_come(conn, (message.peer_id, message.about), now)?;
            return Ok(());
        }
        Ending::Refused(None) if ready.peer.status == PeerStatus::Removed => {
            (GivenUpBecause::PeerRemoved, None)
        }
        Ending::Refused(said) => (GivenUpBecause::Refused, said),
        Ending::Failed(_) if now >= message.give_up_at => (GivenUpBecause::Unreachable, None),
        Ending::Failed(failure) => return wait(conn, services, &message, until, failure, now),
    };
    store::delete_message(conn, message.id, until)?;
    let given_up = GivenUp {
        peer: message.peer_id,
        about: message.about,
        kind: message.kind,
        because,
        refusal,
        now,
    };
    (correspondent.given_up)(conn, services, &given_up)
}

/// Lets a message wait, and with it what else is due for the same server.
fn wait(
    conn: &mut Conn,
    services: &Services,
    message: &MessageRow,
    leased_until: Time,
    failure: &'static str,
    now: Time,
) -> Result<(), Problem> {
    let attempts = message.attempts.saturating_add(1);
    let pause = doubling_pause(attempts, LONGEST_PAUSE, &*services.randomness);
    let due_at = now.plus(pause);
    let settled = Settled {
        attempts,
        due_at,
        failure,
    };
    store::settle(conn, message.id, leased_until, &settled)?;
    Ok(store::postpone(conn, message.peer_id, due_at)?)
}
