//! What servers say to each other about referrals, and how it is taken from another one.
//!
//! Another server is believed to be the one that it is, and nothing else: what it says is checked against the contract
//! as if a stranger had sent it, and concerns only referrals that were sent to it or came from it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::actions::{self, Answered};
use super::model::{
    CaseFile, LegitimateBasis, ReferralKind, ReferralOutcome, ReferralStatus, ServiceType,
};
use crate::assistance::model::DeclineCode;
use crate::assistance::routing;
use crate::organisations;
use crate::peers::{self, Correspondent, GivenUp, GivenUpBecause, Post, Received, Taken};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{INVALID_REQUEST, NOT_FOUND, Problem};
use crate::platform::text::{Line, Prose};

/// A referral for an organisation there.
pub(super) const REFERRAL: &str = "referral";
/// A referral is taken back.
pub(super) const REVOCATION: &str = "revocation";
/// What an organisation says to a referral that it was sent.
pub(super) const ANSWER: &str = "answer";

/// The schemas of what servers say to each other.
pub const MESSAGE_SCHEMAS: &[&str] = &["PeerReferral", "PeerAnswer", "PeerRevocation"];

/// Why a referral comes back that could not be delivered (`decline_reasons`).
pub(super) const NOT_DELIVERED: &str = "not_delivered";

/// A referral for an organisation of another server, as that is told of it.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PeerReferral {
    /// The organisation that makes it.
    sender_name: Line<200>,
    /// The organisation for which it is.
    recipient_organisation: Id,
    /// Whether the sender hands the request over.
    kind: ReferralKind,
    /// What the recipient is asked to do.
    #[serde(default)]
    #[schema(value_type = Option<ServiceType>, nullable = false)]
    service_type: Option<ServiceType>,
    /// By what right it is shown.
    legitimate_basis: LegitimateBasis,
    /// By when an answer is expected.
    #[serde(default)]
    #[schema(nullable = false)]
    answer_by: Option<Time>,
    /// What it carries.
    case_file: CaseFile,
}

/// What an organisation says to a referral that came from another server.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PeerAnswer {
    /// Accepted, rejected, lapsed or done.
    status: ReferralStatus,
    /// Why it was rejected.
    #[serde(default)]
    #[schema(value_type = Option<DeclineCode>, nullable = false)]
    reason: Option<DeclineCode>,
    /// What came of it.
    #[serde(default)]
    #[schema(value_type = Option<ReferralOutcome>, nullable = false)]
    outcome: Option<ReferralOutcome>,
    /// More about it, for the sender.
    #[serde(default)]
    #[schema(nullable = false)]
    report: Option<Prose<4000>>,
}

/// That a referral is taken back: whatever it carried is destroyed.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PeerRevocation {}

/// What is said to other servers, and heard from them.
pub const CORRESPONDENT: Correspondent = Correspondent {
    take,
    given_up,
    organisations: taking,
};

/// Why a message is refused for good, a word.
const MALFORMED: Taken = Taken::Refused("malformed");

fn take(conn: &mut Conn, services: &Services, received: &Received) -> Result<Taken, Problem> {
    match received.kind.as_str() {
        REFERRAL => take_referral(conn, services, received),
        REVOCATION => take_revocation(conn, services, received),
        ANSWER => take_answer(conn, services, received),
        _ => Ok(Taken::Refused("unknown_kind")),
    }
}

/// Reads what was said, if it is within the contract.
fn read<T: serde::de::DeserializeOwned>(
    services: &Services,
    schema: &str,
    body: &Value,
) -> Option<T> {
    services.contract().check_message(schema, body).ok()?;
    serde_json::from_value(body.clone()).ok()
}

fn take_referral(
    conn: &mut Conn,
    services: &Services,
    received: &Received,
) -> Result<Taken, Problem> {
    let told: Option<PeerReferral> = read(services, "PeerReferral", &received.body);
    let Some(told) = told else {
        return Ok(MALFORMED);
    };
    let new = actions::Received {
        peer: received.peer,
        reference: received.about.to_string(),
        sender_name: told.sender_name.into_inner(),
        recipient_organisation: told.recipient_organisation,
        kind: told.kind,
        service_type: told.service_type,
        legitimate_basis: told.legitimate_basis,
        answer_by: told.answer_by,
        file: told.case_file,
    };
    match actions::receive(conn, services, new, received.now) {
        Ok(_) => Ok(Taken::Taken),
        Err(problem) if *problem.code == INVALID_REQUEST => {
            Ok(Taken::Refused("organisation_unknown"))
        }
        Err(problem) => Err(problem),
    }
}

/// What is not known here any more, or has not come yet, is as good as taken back: `peers` lets nothing in after it.
fn take_revocation(
    conn: &mut Conn,
    services: &Services,
    received: &Received,
) -> Result<Taken, Problem> {
    let reference = received.about.to_string();
    let of_peer = (received.peer, reference.as_str());
    match actions::revoked_by_origin(conn, services, of_peer, received.now) {
        Ok(_) => Ok(Taken::Taken),
        Err(problem) if *problem.code == NOT_FOUND => Ok(Taken::Taken),
        Err(problem) => Err(problem),
    }
}

fn take_answer(
    conn: &mut Conn,
    services: &Services,
    received: &Received,
) -> Result<Taken, Problem> {
    let told: Option<PeerAnswer> = read(services, "PeerAnswer", &received.body);
    let answer = match told {
        None => return Ok(MALFORMED),
        Some(told) => match (told.status, told.reason, told.outcome) {
            (ReferralStatus::Accepted, _, _) => Answered::Accepted,
            (ReferralStatus::Rejected, Some(reason), _) => Answered::Rejected { reason },
            (ReferralStatus::Done, _, Some(outcome)) => Answered::Done {
                outcome,
                report: told.report,
            },
            // The sender's own clock lets it lapse.
            (ReferralStatus::Lapsed, _, _) => return Ok(Taken::Taken),
            _ => return Ok(MALFORMED),
        },
    };
    let referral = (received.peer, received.about);
    match actions::answered(conn, services, referral, &answer, received.now) {
        Ok(_) => Ok(Taken::Taken),
        Err(problem) if *problem.code == NOT_FOUND => Ok(Taken::Refused("unknown_referral")),
        Err(problem) => Err(problem),
    }
}

/// Brings a referral that could not be delivered back to who made it; whoever answered one and was not heard is told.
/// It may have arrived all the same, and only the
/// answers have not: so the other server is told to forget it.
fn given_up(conn: &mut Conn, services: &Services, given_up: &GivenUp) -> Result<(), Problem> {
    let (peer, about, now) = (given_up.peer, given_up.about, given_up.now);
    let because = given_up.because;
    tracing::warn!(%peer, kind = given_up.kind, %because, refusal = given_up.refusal,
        "A message to another server was given up");
    match given_up.kind.as_str() {
        REFERRAL => {}
        ANSWER => return actions::answer_not_heard(conn, services, given_up),
        _ => return Ok(()),
    }
    let answer = Answered::Rejected {
        reason: DeclineCode::known(NOT_DELIVERED.to_owned()),
    };
    match actions::answered(conn, services, (peer, about), &answer, now) {
        Err(problem) if *problem.code != NOT_FOUND => return Err(problem),
        Ok(_) | Err(_) => {}
    }
    if because != GivenUpBecause::Unreachable {
        return Ok(());
    }
    let post = Post {
        peer,
        about,
        kind: REVOCATION,
        is_last: true,
        is_patient: true,
        body: serde_json::json!({}),
    };
    Ok(peers::send(conn, services, post, now)?)
}

/// The active organisations that take requests.
fn taking(conn: &mut Conn) -> Result<Vec<peers::PeerOrganisation>, DbError> {
    let mut found = Vec::new();
    for id in organisations::list_with_competence(conn, &routing::all())? {
        found.extend(organisations::find(conn, id)?);
    }
    let told = found.into_iter().map(|one| peers::PeerOrganisation {
        id: one.id,
        name: one.name,
        kind: one.kind,
        countries: one.countries,
        competences: one.competences,
    });
    Ok(told.collect())
}
