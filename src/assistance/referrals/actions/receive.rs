//! What another server sends: a referral for an organisation here, and that it takes one back.

use std::time::Duration;

use super::end::revoke_row;
use super::events;
use super::file::Sealed;
use crate::assistance::actions::{json, not_found};
use crate::assistance::referrals::model::{
    CaseFile, LegitimateBasis, ReferralKind, RevokedBy, ServiceType,
};
use crate::assistance::referrals::store::{self, Offer, ReferralRow};
use crate::assistance::routing::takes_requests;
use crate::config::CaseKeys;
use crate::identity::CaseKey;
use crate::peers::{GivenUp, GivenUpBecause};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem, UNAVAILABLE};

/// With what words another server says that it has forgotten a referral.
const FORGOTTEN: [&str; 2] = ["ended", "unknown_referral"];
/// Within what time a referral is answered when another server does not say.
const ANSWER_WITHIN: Duration = Duration::from_hours(7 * 24);

/// A referral that another server has sent. Whether it is that server was proved before.
pub struct Received {
    /// The server.
    pub peer: Id,
    /// By what name the server knows it; the same at each repetition.
    pub reference: String,
    /// The organisation there that made it.
    pub sender_name: String,
    /// The organisation here for which it is.
    pub recipient_organisation: Id,
    /// Whether the sender hands the request over.
    pub kind: ReferralKind,
    /// What the recipient is asked to do.
    pub service_type: Option<ServiceType>,
    /// By what right it is shown.
    pub legitimate_basis: LegitimateBasis,
    /// By when an answer is expected.
    pub answer_by: Option<Time>,
    /// What it carries.
    pub file: CaseFile,
}

/// What became of something that another server said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It was written down.
    Noted,
    /// It was known, or comes too late to matter.
    Ignored,
}

/// Takes a referral from another server, sealed to the case workers of its recipient; not now as long as none of them
/// has a key. The same reference again is the same referral. A fault at `/recipient_organisation` says that the
/// organisation takes none.
pub fn receive(
    conn: &mut Conn,
    services: &Services,
    received: Received,
    now: Time,
) -> Result<(Id, Taken), Problem> {
    if let Some(known) = store::find_by_origin(conn, received.peer, &received.reference)? {
        return Ok((known.id, Taken::Ignored));
    }
    let recipient = received.recipient_organisation;
    if !takes_requests(conn, recipient)? {
        let fault = Fault::new("/recipient_organisation", "unknown_organisation");
        return Err(Problem::invalid(vec![fault]));
    }
    let id = Id::random(&*services.randomness);
    let case = CaseKey::create(conn, &services.vault, services.config.case_keys, id)?;
    let sealed = Sealed::new(conn, &services.vault, (id, &case), &received.file, now)?;
    let holders = case.share(conn, &services.vault, &[recipient])?;
    if holders == 0 && services.config.case_keys == CaseKeys::Sealed {
        // Nobody would ever open it, for it has no receipt code. The other server sends it again.
        return Err(Problem::new(&UNAVAILABLE));
    }
    let row = row_of(id, received, sealed, now)?;
    store::insert(conn, &row)?;
    events::received(conn, &row)?;
    Ok((id, Taken::Noted))
}

fn row_of(id: Id, received: Received, sealed: Sealed, now: Time) -> Result<ReferralRow, Problem> {
    let in_time = received.answer_by.filter(|by| *by > now);
    let offer = Offer {
        id,
        kind: received.kind,
        legitimate_basis: received.legitimate_basis,
        fields: json(&received.file.fields())?,
        made_at: now,
        answer_by: in_time.unwrap_or_else(|| now.plus(ANSWER_WITHIN)),
    };
    Ok(ReferralRow {
        recipient_organisation_id: Some(received.recipient_organisation),
        origin_peer_id: Some(received.peer),
        origin_reference: Some(received.reference),
        origin_name: Some(received.sender_name),
        service_type: received.service_type.map(ServiceType::into_inner),
        sealed_file: Some(sealed.file),
        sealed_identity: sealed.identity,
        ..ReferralRow::from(offer)
    })
}

/// An answer was not heard by the other server: it has let the referral lapse, and the case file is not the recipient's any
/// more, who is told. One that it only did not understand stands.
pub fn answer_not_heard(
    conn: &mut Conn,
    services: &Services,
    given_up: &GivenUp,
) -> Result<(), Problem> {
    let is_forgotten = match given_up.because {
        GivenUpBecause::Unreachable | GivenUpBecause::PeerRemoved => true,
        GivenUpBecause::Refused => {
            let said = given_up.refusal.as_deref();
            said.is_some_and(|word| FORGOTTEN.contains(&word))
        }
    };
    let reference = given_up.about.to_string();
    let known = store::find_by_origin(conn, given_up.peer, &reference)?;
    let Some(known) = known.filter(|_| is_forgotten) else {
        return Ok(());
    };
    end_received(conn, services, known.id, given_up.now)
}

/// Ends a referral from another server that it no longer knows; its recipient is told.
pub(super) fn end_received(
    conn: &mut Conn,
    services: &Services,
    id: Id,
    now: Time,
) -> Result<(), Problem> {
    let row = store::find_locked(conn, id)?.filter(|row| row.status.is_readable());
    match row {
        Some(mut row) => revoke_row(conn, services, &mut row, RevokedBy::Service, now),
        None => Ok(()),
    }
}

/// Takes it that another server takes a referral back: nobody here reads it from now on.
pub fn revoked_by_origin(
    conn: &mut Conn,
    services: &Services,
    (peer, reference): (Id, &str),
    now: Time,
) -> Result<Taken, Problem> {
    let Some(known) = store::find_by_origin(conn, peer, reference)? else {
        return Err(not_found());
    };
    let mut row = store::find_locked(conn, known.id)?.ok_or_else(not_found)?;
    if !row.status.is_readable() {
        return Ok(Taken::Ignored);
    }
    revoke_row(conn, services, &mut row, RevokedBy::Sender, now)?;
    Ok(Taken::Noted)
}
