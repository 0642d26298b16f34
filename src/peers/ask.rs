//! Asking another server: signed, and believed only with its signature.

use std::time::Duration;

use ureq::Agent;
use ureq::http::{Response, StatusCode};

use super::actions::{reach_of, ready_keys};
use super::store::PeerRow;
use crate::platform::crypto::PublicKey;
use crate::platform::http::Services;
use crate::platform::http_signatures::{
    Answered, CONTENT_DIGEST, Request, SIGNATURE, SIGNATURE_INPUT, Signed, check_answer,
    sign_request,
};
use crate::platform::ids::Id;
use crate::platform::outbound::{self, Patience, Reach, is_refused_address};

/// How long a server may take.
const ANSWERS_WITHIN: Patience = Patience {
    whole: Duration::from_secs(30),
    connect: Duration::from_secs(5),
};
/// The largest answer that is read.
const MOST_BYTES: u64 = 512 * 1024;

/// What is asked of a server.
pub(super) struct Question<'a> {
    pub method: &'static str,
    pub path: &'static str,
    pub body: &'a [u8],
    pub name: Id,
}

/// Reaches other servers, each as far as its address allows.
#[derive(Clone)]
pub(super) struct Asker {
    public: Agent,
    this_machine: Agent,
}

impl Asker {
    pub fn new() -> Self {
        Self {
            public: outbound::agent(Reach::Public, ANSWERS_WITHIN),
            this_machine: outbound::agent(Reach::ThisMachine, ANSWERS_WITHIN),
        }
    }

    /// Asks a server something; what it answers is believed only with its signature.
    pub fn ask(
        &self,
        services: &Services,
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
        let is_here = reach_of(&peer.address) == Reach::ThisMachine;
        let agent = if is_here {
            &self.this_machine
        } else {
            &self.public
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
