//! Sending what is in the outbox, and asking other servers for their organisations.

use std::time::Duration;

use actix_web::web::Data;
use serde::Deserialize;
use ureq::Agent;
use ureq::http::{Response, StatusCode};

use super::actions::{Correspondent, GivenUp, reach_of, ready_keys};
use super::model::{
    GivenUpBecause, MESSAGES_PATH, MOST_ORGANISATIONS, ORGANISATIONS_PATH, OrganisationList,
    PeerOrganisation, PeerStatus,
};
use super::store::{self, MessageRow, PeerRow, Settled};
use crate::platform::clock::Time;
use crate::platform::code_lists::{
    CodeLists, Countries, ListName, OrganisationCompetences, OrganisationKinds,
};
use crate::platform::crypto::PublicKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::http_signatures::{
    Answered, CONTENT_DIGEST, Request, SIGNATURE, SIGNATURE_INPUT, Signed, check_answer,
    sign_request,
};
use crate::platform::ids::Id;
use crate::platform::outbound::{self, Patience, Reach, is_refused_address};
use crate::platform::outbox::{self, AT_ONCE, LEASE, pause_after};
use crate::platform::problem::Problem;
use crate::platform::text::Line;

/// How long a server may take.
const ANSWERS_WITHIN: Patience = Patience {
    whole: Duration::from_secs(30),
    connect: Duration::from_secs(5),
};
/// The longest pause between two attempts: somebody waits for help behind each message.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);
/// How often a server is asked for its organisations.
const ASKED_EVERY: Duration = Duration::from_hours(24);
/// The largest answer that is read.
const MOST_BYTES: u64 = 512 * 1024;

/// Speaks with other servers, for as long as this one runs.
#[derive(Clone)]
pub struct Deliverer {
    public: Agent,
    this_machine: Agent,
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

/// What is asked of a server.
struct Question<'a> {
    method: &'static str,
    path: &'static str,
    body: &'a [u8],
    name: Id,
}

impl Deliverer {
    /// One that speaks for this area.
    pub fn new(correspondent: Correspondent) -> Self {
        Self {
            public: outbound::agent(Reach::Public, ANSWERS_WITHIN),
            this_machine: outbound::agent(Reach::ThisMachine, ANSWERS_WITHIN),
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
        sent + self.ask_for_organisations(services)
    }

    /// Sends one after the other, until the server does not answer.
    fn send_to_one(&self, services: &Data<Services>, ready: Vec<Ready>) {
        let mut does_not_answer = false;
        for one in ready {
            let done = if does_not_answer {
                let (id, until) = (one.message.id, one.leased_until);
                let back = services
                    .db
                    .write_blocking(move |conn| store::give_back(conn, id, until));
                back.map_err(Problem::from)
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
        match self.ask(services, &ready.peer, &question) {
            Ok((StatusCode::OK, _)) => Ending::Taken,
            Ok((StatusCode::UNPROCESSABLE_ENTITY, body)) => {
                let said: Option<Refusal> = serde_json::from_slice(&body).ok();
                Ending::Refused(said.map(|said| said.error))
            }
            Ok((StatusCode::UNAUTHORIZED, _)) => Ending::Failed("unknown_there"),
            Ok(_) => Ending::Failed("not_now"),
            Err(failure) => Ending::Failed(failure),
        }
    }

    /// Asks a server something; what it answers is believed only with its signature.
    fn ask(
        &self,
        services: &Data<Services>,
        peer: &PeerRow,
        question: &Question<'_>,
    ) -> Result<(StatusCode, Vec<u8>), &'static str> {
        let own = ready_keys(services).map_err(|_| "own_keys")?;
        let target = format!("{}{}", peer.address, question.path);
        let request = Request {
            method: question.method,
            target: &target,
            body: question.body,
        };
        let now = services.clock.now();
        let signed = sign_request(&own.signing, &request, question.name, now);
        let signed = signed.map_err(|_| "own_keys")?;
        let mut answer = self.exchange(peer, &request, &signed)?;
        let sent = headers_of(&answer).ok_or("not_signed")?;
        let status = answer.status();
        let body = answer.body_mut().with_config().limit(MOST_BYTES);
        let body = body.read_to_vec().map_err(|_| "not_signed")?;
        let answered = Answered {
            to: &signed.signature,
            status: status.as_u16(),
            body: &body,
        };
        let key = PublicKey::from_bytes(&peer.signing_key).map_err(|_| "not_signed")?;
        let now = services.clock.now();
        check_answer(&[key], &answered, &sent, now).map_err(|_| "not_signed")?;
        Ok((status, body))
    }

    fn exchange(
        &self,
        peer: &PeerRow,
        request: &Request<'_>,
        signed: &Signed,
    ) -> Result<Response<ureq::Body>, &'static str> {
        let agent = match reach_of(&peer.address) {
            Reach::ThisMachine => &self.this_machine,
            Reach::Public | Reach::OnlyLoopbackForTests(_) => &self.public,
        };
        let headers = [
            (CONTENT_DIGEST, &signed.content_digest),
            (SIGNATURE_INPUT, &signed.input),
            (SIGNATURE, &signed.signature),
        ];
        let answer = if request.method == "POST" {
            let post = agent.post(request.target);
            let post = post.header("content-type", "application/octet-stream");
            let post = headers
                .iter()
                .fold(post, |post, (name, value)| post.header(*name, *value));
            post.send(request.body)
        } else {
            let get = agent.get(request.target);
            let get = headers
                .iter()
                .fold(get, |get, (name, value)| get.header(*name, *value));
            get.call()
        };
        answer.map_err(|error| {
            if is_refused_address(&error) {
                "address_refused"
            } else {
                "not_reached"
            }
        })
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

    /// Asks each server that is due for its organisations; says how many there were.
    fn ask_for_organisations(&self, services: &Data<Services>) -> usize {
        let mut asked = 0;
        loop {
            let now = services.clock.now();
            let claim = move |conn: &mut Conn| store::claim_peer(conn, now, now.plus(LEASE));
            let peer = match services.db.write_blocking(claim) {
                Ok(Some(peer)) => peer,
                Ok(None) => return asked,
                Err(error) => {
                    tracing::warn!(%error, "It could not be seen which servers are to be asked");
                    return asked;
                }
            };
            asked += 1;
            let told = self.organisations_of(services, &peer);
            if let Err(error) = keep_told(services, &peer, told) {
                tracing::warn!(%error, "The organisations of a server could not be kept");
                return asked;
            }
        }
    }

    fn organisations_of(
        &self,
        services: &Data<Services>,
        peer: &PeerRow,
    ) -> Option<Vec<PeerOrganisation>> {
        let question = Question {
            method: "GET",
            path: ORGANISATIONS_PATH,
            body: &[],
            name: Id::random(&*services.randomness),
        };
        let (status, body) = self.ask(services, peer, &question).ok()?;
        let list: OrganisationList = (status == StatusCode::OK)
            .then(|| serde_json::from_slice(&body).ok())
            .flatten()?;
        let lists = services.code_lists();
        let items = list.items.into_iter().take(MOST_ORGANISATIONS);
        Some(items.filter_map(|one| cleaned(one, &lists)).collect())
    }
}

fn headers_of(answer: &Response<ureq::Body>) -> Option<Signed> {
    let text = |name: &str| {
        let value = answer.headers().get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    Some(Signed {
        content_digest: text(CONTENT_DIGEST)?,
        input: text(SIGNATURE_INPUT)?,
        signature: text(SIGNATURE)?,
    })
}

/// What another server says is shown to case workers: names of a bounded length, and only codes that are known here.
fn cleaned(one: PeerOrganisation, lists: &CodeLists) -> Option<PeerOrganisation> {
    let name = Line::<200>::try_from(one.name.as_str()).ok()?;
    let known = |list: &str, code: &String| {
        let list = lists.find(list);
        list.is_some_and(|list| list.codes.iter().any(|entry| entry.code == *code))
    };
    let of = |list: &str, codes: Vec<String>| -> Vec<String> {
        let codes = codes
            .into_iter()
            .take(lists.find(list).map_or(0, |l| l.codes.len()));
        codes.filter(|code| known(list, code)).collect()
    };
    known(OrganisationKinds::NAME, &one.kind).then(|| PeerOrganisation {
        id: one.id,
        name: name.into_inner(),
        kind: one.kind,
        countries: of(Countries::NAME, one.countries),
        competences: of(OrganisationCompetences::NAME, one.competences),
    })
}

fn keep_told(
    services: &Data<Services>,
    peer: &PeerRow,
    told: Option<Vec<PeerOrganisation>>,
) -> Result<(), DbError> {
    let (id, now) = (peer.id, services.clock.now());
    let failures = peer.failures.saturating_add(1);
    let pause = pause_after(failures, &*services.randomness).min(LONGEST_PAUSE);
    services.db.write_blocking(move |conn| match told {
        Some(told) => store::put_organisations(conn, id, &told, (now, now.plus(ASKED_EVERY))),
        None => store::note_failure(conn, id, failures, now.plus(pause)),
    })
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
    let pause = pause_after(attempts, &*services.randomness).min(LONGEST_PAUSE);
    let due_at = now.plus(pause);
    let settled = Settled {
        attempts,
        due_at,
        failure,
    };
    store::settle(conn, message.id, leased_until, &settled)?;
    Ok(store::postpone(conn, message.peer_id, due_at)?)
}
