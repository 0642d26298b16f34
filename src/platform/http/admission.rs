//! Whether a request is let in: its allowance, and the proof of work that opens another one.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, ResponseError as _, web};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::command::idempotency_key;
use super::context::{Proved, RequestFacts, Services};
use super::contract_document::{Access, is_question};
use super::metrics::ProofOutcome;
use super::proof_of_work::{
    ALGORITHM, Bound, CHALLENGE_HEADER, Challenge, MalformedProof, PROOF_HEADER, Proof, Solved,
    Unfit,
};
use super::rates::{Allowance, come_back_in};
use crate::platform::clock::Time;
use crate::platform::problem::{
    Fault, INTERNAL_ERROR, MALFORMED_REQUEST, PROOF_OF_WORK_REQUIRED, Problem, ProofOfWorkBody,
};

/// The middleware right before the routes. The allowance is left among the request's extensions for
/// the edge, which tells the caller of it.
pub async fn admission(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let services = request.app_data::<web::Data<Services>>().cloned();
    let facts = request.extensions().get::<RequestFacts>().cloned();
    let (Some(services), Some(facts)) = (services, facts) else {
        return Ok(request.error_response(Problem::new(&INTERNAL_ERROR)));
    };
    let has_credential = credential(&request).is_some();
    let (allowance, refusal) = match decide(&services, &request, &facts) {
        Decision::Uncounted => (None, None),
        Decision::Granted(allowance) => (Some(allowance), None),
        Decision::Refused(allowance, problem) => (Some(allowance), Some(problem)),
    };
    if let Some(problem) = refusal {
        let response = request.into_response(problem.error_response());
        return Ok(counted(allowance, response));
    }
    // Handlers and extractors answer their own errors; the request must not be held elsewhere
    // while it is being routed.
    let response = next.call(request).await?.map_into_boxed_body();
    Ok(match allowance {
        Some(own) if has_credential => charge_unproved(&services, &facts, own, response),
        allowance => counted(allowance, response),
    })
}

fn counted(
    allowance: Option<Allowance>,
    response: ServiceResponse<BoxBody>,
) -> ServiceResponse<BoxBody> {
    if let Some(allowance) = allowance {
        response.request().extensions_mut().insert(allowance);
    }
    response
}

/// Below this an SMS gateway hands in what many people write.
const OF_GATEWAYS: &str = "/sms/";

/// The credential, on the paths that take one. Elsewhere nobody looks at it, so that it opens no
/// allowance either.
fn credential(request: &ServiceRequest) -> Option<&HeaderValue> {
    if request.path().starts_with(OF_GATEWAYS) {
        // Each of its signatures is another one: it is held to no allowance as long as they are right.
        let signature = request.headers().get("webhook-signature");
        return signature.or_else(|| request.headers().get(header::AUTHORIZATION));
    }
    match Access::of_path(request.path()) {
        Access::Public => None,
        Access::Receipt | Access::Staff => request.headers().get(header::AUTHORIZATION),
    }
}

enum Decision {
    Uncounted,
    Granted(Allowance),
    Refused(Allowance, Problem),
}

impl Decision {
    fn of(allowance: Allowance) -> Self {
        if allowance.is_granted() {
            Self::Granted(allowance)
        } else {
            Self::Refused(allowance, come_back_in(allowance.wait_seconds))
        }
    }
}

/// Operators' own routes are not counted against anybody; a request with a credential is counted
/// against that, every other one against its network.
fn decide(services: &Services, request: &ServiceRequest, facts: &RequestFacts) -> Decision {
    if matches!(request.path(), "/healthz" | "/readyz" | "/metrics") {
        return Decision::Uncounted;
    }
    if let Some(credential) = credential(request) {
        let hash = Sha256::digest(credential.as_bytes()).into();
        return Decision::of(services.rates.take_token(hash));
    }
    if !may_write(request.method()) || is_question(request.path()) {
        return Decision::of(services.rates.take_anonymous(facts.network));
    }
    // Who has no credential files something, or meets a 405 or a 401, whatever proof comes with it.
    let files = request.method() == Method::POST;
    match Toll::of(services, request).filter(|_| files) {
        Some(toll) => toll.decide(services, request, facts),
        None => Decision::of(take_free_write(services, facts)),
    }
}

/// Whether there can be a route that stores something: other methods are answered with a 405 anyway.
fn may_write(method: &Method) -> bool {
    [Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(method)
}

/// An anonymous write counts as a request, too.
fn take_free_write(services: &Services, facts: &RequestFacts) -> Allowance {
    let as_request = services.rates.take_anonymous(facts.network);
    if !as_request.is_granted() {
        return as_request;
    }
    services.rates.anonymous_writes().take_free(facts.network)
}

/// An anonymous write that a proof of work can bring through a flood: it has a key to which a
/// challenge can be bound.
struct Toll {
    network: String,
    operation: String,
    key: Zeroizing<String>,
}

/// What came in place of a proof.
enum NoProof {
    Absent,
    Malformed,
    Unfit(Unfit),
}

impl Toll {
    fn of(services: &Services, request: &ServiceRequest) -> Option<Self> {
        if Access::of_path(request.path()) != Access::Public {
            return None;
        }
        let key = idempotency_key(request.request()).ok().flatten()?;
        let peer = request.peer_addr().map(|address| address.ip());
        let prefix = services.networks.prefix(peer, request.request());
        Some(Self {
            network: prefix.map_or_else(String::new, |prefix| prefix.to_string()),
            operation: format!("{} {}", request.method(), request.path()),
            key,
        })
    }

    fn bound(&self) -> Bound<'_> {
        Bound {
            network: &self.network,
            operation: &self.operation,
            key: &self.key,
        }
    }

    fn decide(
        &self,
        services: &Services,
        request: &ServiceRequest,
        facts: &RequestFacts,
    ) -> Decision {
        let no_proof = match self.proof(services, request, facts.now) {
            Ok(solved) => return proved(services, facts, solved),
            Err(no_proof) => no_proof,
        };
        let allowance = take_free_write(services, facts);
        if allowance.is_granted() {
            return match no_proof {
                NoProof::Malformed => Decision::Refused(allowance, malformed()),
                // Nothing is asked for here, so nobody minds a proof for somewhere else.
                NoProof::Absent | NoProof::Unfit(_) => Decision::Granted(allowance),
            };
        }
        services.metrics.count_proof(match no_proof {
            NoProof::Absent => ProofOutcome::Asked,
            NoProof::Malformed | NoProof::Unfit(_) => ProofOutcome::Refused,
        });
        let zero_bits = services.rates.anonymous_writes().zero_bits(facts.network);
        let challenge = services
            .challenges
            .issue(self.bound(), zero_bits, facts.now);
        Decision::Refused(allowance, ask(allowance, &challenge, &no_proof))
    }

    fn proof(
        &self,
        services: &Services,
        request: &ServiceRequest,
        now: Time,
    ) -> Result<Solved, NoProof> {
        let mut sent = request.headers().get_all(PROOF_HEADER);
        let Some(first) = sent.next() else {
            return Err(NoProof::Absent);
        };
        let text = first.to_str().ok().filter(|_| sent.next().is_none());
        let proof: Result<Proof, MalformedProof> = text.unwrap_or_default().trim().parse();
        let proof = proof.map_err(|MalformedProof| NoProof::Malformed)?;
        let checked = services.challenges.check(self.bound(), &proof, now);
        checked.map_err(NoProof::Unfit)
    }
}

fn proved(services: &Services, facts: &RequestFacts, solved: Solved) -> Decision {
    let writes = services.rates.anonymous_writes();
    let allowance = writes.take_proved(facts.network, solved, facts.now);
    services.metrics.count_proof(if allowance.is_granted() {
        ProofOutcome::Accepted
    } else {
        ProofOutcome::Waiting
    });
    Decision::of(allowance)
}

fn malformed() -> Problem {
    Problem {
        faults: vec![Fault::new("/header/Proof-Of-Work", "malformed")],
        ..Problem::new(&MALFORMED_REQUEST)
    }
}

fn as_member(challenge: &Challenge) -> ProofOfWorkBody {
    ProofOfWorkBody {
        challenge: challenge.to_string(),
        algorithm: ALGORITHM,
        zero_bits: challenge.zero_bits(),
        expires_at: challenge.expires_at(),
    }
}

fn ask(allowance: Allowance, challenge: &Challenge, no_proof: &NoProof) -> Problem {
    let fault = match no_proof {
        NoProof::Absent => None,
        NoProof::Malformed => Some("malformed"),
        NoProof::Unfit(Unfit::Elsewhere) => Some("proof_elsewhere"),
        NoProof::Unfit(Unfit::Expired) => Some("proof_expired"),
        NoProof::Unfit(Unfit::Insufficient) => Some("proof_insufficient"),
    };
    let text = challenge.to_string();
    let seconds = allowance.wait_seconds;
    Problem {
        faults: fault
            .map(|code| Fault::new("/header/Proof-Of-Work", code))
            .into_iter()
            .collect(),
        proof_of_work: Some(Box::new(as_member(challenge))),
        ..Problem::new(&PROOF_OF_WORK_REQUIRED)
    }
    .with("seconds", seconds)
    .retry_after(seconds)
    .header(HeaderName::from_static(CHALLENGE_HEADER), &text)
}

/// Counts a request against its network when its credential was not proved: a made-up one opens no
/// allowance of its own. Whoever shows a right one is never refused for what the network has used up.
fn charge_unproved(
    services: &Services,
    facts: &RequestFacts,
    own: Allowance,
    response: ServiceResponse<BoxBody>,
) -> ServiceResponse<BoxBody> {
    if response.request().extensions().get::<Proved>().is_some() {
        return counted(Some(own), response);
    }
    let network = services.rates.take_anonymous(facts.network);
    if network.is_granted() || !response.status().is_client_error() {
        return counted(Some(own), response);
    }
    let refusal = come_back_in(network.wait_seconds).error_response();
    counted(Some(network), response.into_response(refusal))
}
