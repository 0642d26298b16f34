//! Where referrals leave for another server: one function for each thing that happens. Each runs in the transaction of
//! what happened and may only write rows; what they wrote is sent later.

use serde::Serialize;

use super::between::{ANSWER, REFERRAL, REVOCATION};
use super::model::{CaseFile, ReferralStatus};
use super::store::ReferralRow;
use crate::organisations;
use crate::peers::{self, PeerError, Post};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// The name of an organisation of another server that takes referrals, if both are known.
pub(in crate::assistance) fn find_recipient(
    conn: &mut Conn,
    peer: Id,
    organisation: Id,
) -> Result<Option<String>, Problem> {
    let found = peers::find_recipient(conn, peer, organisation)?;
    Ok(found.map(|(_, organisation)| organisation.name))
}

/// A referral as another server is told of it.
#[derive(Serialize)]
struct Told<'a> {
    sender_name: String,
    recipient_organisation: Option<Id>,
    kind: super::model::ReferralKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_type: Option<&'a str>,
    legitimate_basis: super::model::LegitimateBasis,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer_by: Option<Time>,
    case_file: &'a CaseFile,
}

/// A referral to an organisation of another server was made, with this case file in the clear.
pub(in crate::assistance) fn sent(
    conn: &mut Conn,
    services: &Services,
    referral: &ReferralRow,
    file: &CaseFile,
    now: Time,
) -> Result<(), Problem> {
    let sender = match referral.sender_organisation_id {
        Some(sender) => organisations::find_name(conn, sender)?,
        None => None,
    };
    let told = Told {
        sender_name: sender.unwrap_or_default(),
        recipient_organisation: referral.recipient_peer_organisation_id,
        kind: referral.kind,
        service_type: referral.service_type.as_deref(),
        legitimate_basis: referral.legitimate_basis,
        answer_by: referral.answer_by,
        case_file: file,
    };
    let post = (referral.recipient_peer_id, REFERRAL, referral.id);
    Ok(send(conn, services, post, &told, now)?)
}

/// A referral to an organisation of another server was taken back. It takes the place of what still waits to be sent;
/// a server that was removed is told nothing any more.
pub(in crate::assistance) fn revoked(
    conn: &mut Conn,
    services: &Services,
    referral: &ReferralRow,
    now: Time,
) -> Result<(), Problem> {
    let post = (referral.recipient_peer_id, REVOCATION, referral.id);
    unless_removed(send(conn, services, post, &serde_json::json!({}), now))
}

/// What an organisation here says to a referral that came from another server.
#[derive(Serialize)]
pub(in crate::assistance) struct AnswerToOrigin<'a> {
    /// Accepted, rejected, lapsed or done.
    pub status: ReferralStatus,
    /// Why it was rejected (`decline_reasons`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
    /// What came of it (`referral_outcomes`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'a str>,
    /// The report for the sender, in the clear.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<&'a str>,
}

/// A referral that came from another server was answered.
pub(in crate::assistance) fn answered(
    conn: &mut Conn,
    services: &Services,
    referral: &ReferralRow,
    answer: &AnswerToOrigin<'_>,
    now: Time,
) -> Result<(), Problem> {
    let reference = referral.origin_reference.as_deref();
    let Some(about) = reference.and_then(|reference| Id::parse(reference).ok()) else {
        return Ok(());
    };
    let post = (referral.origin_peer_id, ANSWER, about);
    unless_removed(send(conn, services, post, answer, now))
}

fn send<T: Serialize>(
    conn: &mut Conn,
    services: &Services,
    (peer, kind, about): (Option<Id>, &'static str, Id),
    said: &T,
    now: Time,
) -> Result<(), PeerError> {
    let post = Post {
        peer: peer.ok_or(PeerError::NotFound)?,
        about,
        kind,
        is_last: kind == REVOCATION,
        is_patient: kind == ANSWER,
        body: serde_json::to_value(said).map_err(|_| PeerError::Unwritable)?,
    };
    peers::send(conn, services, post, now)
}

fn unless_removed(sent: Result<(), PeerError>) -> Result<(), Problem> {
    match sent {
        Ok(()) | Err(PeerError::NotFound) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
