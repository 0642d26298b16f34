//! Asking for consents, giving, narrowing, refusing and taking them back.

mod person;
mod staff;

use std::collections::BTreeSet;

pub(super) use person::{agree, end, give};
pub(super) use staff::{ask, list_for_staff, write_down};

use super::model::{
    ConsentState, DataPurpose, GivenVia, Recipient, RecipientAsked, ReferralField, Witness,
};
use super::store::{self, DataConsentRow};
use crate::assistance::actions::{confidential_key, json};
use crate::assistance::referrals::{self, TOO_MANY_CONSENTS};
use crate::assistance::routing::{list_exclusions, takes_requests};
use crate::identity::{AssistanceRequests, CaseAccess, ReceiptHolder};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem};

/// What the sealed reason of a question is called in its associated data; it must never change.
const REASON: &str = "assistance_consent.reason";
/// The same for the witness.
const WITNESS: &str = "assistance_consent.witness";
/// Consents that one request takes.
const MOST_CONSENTS: i64 = 100;

/// A consent, opened.
pub(in crate::assistance) struct Consent {
    pub row: DataConsentRow,
    /// Why somebody asked.
    pub reason: Option<String>,
    /// Who was a witness.
    pub witness: Option<Witness>,
}

/// The recipient that is named, if it exists and takes requests. `at` points to it.
pub(in crate::assistance) fn resolve(
    conn: &mut Conn,
    asked: &RecipientAsked,
    at: &str,
) -> Result<Recipient, Problem> {
    let fault =
        |member: &str, code| Problem::invalid(vec![Fault::new(format!("{at}/{member}"), code)]);
    match asked.peer_id {
        None if takes_requests(conn, asked.organisation_id)? => {
            Ok(Recipient::Here(asked.organisation_id))
        }
        None => Err(fault("organisation_id", "unknown_organisation")),
        Some(peer) => {
            let organisation = asked.organisation_id;
            let name = referrals::outgoing::find_recipient(conn, peer, organisation)?;
            let name = name.ok_or_else(|| fault("organisation_id", "unknown_organisation"))?;
            Ok(Recipient::OfPeer {
                peer,
                organisation,
                name,
            })
        }
    }
}

/// Whether the last word of the person about a recipient was no, for any purpose: a yes to one does not undo her no to
/// another.
pub(in crate::assistance) fn said_no(
    conn: &mut Conn,
    request: Id,
    recipient: &Recipient,
) -> Result<bool, DbError> {
    for purpose in DataPurpose::ALL {
        if said_no_to(conn, request, (recipient, *purpose))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The same for one purpose.
fn said_no_to(
    conn: &mut Conn,
    request: Id,
    (recipient, purpose): (&Recipient, DataPurpose),
) -> Result<bool, DbError> {
    let said = |row: &DataConsentRow| {
        row.purpose == purpose && row.is_for(recipient) && row.state != ConsentState::Asked
    };
    let all = store::list(conn, request)?.into_iter().filter(said);
    let last = all.max_by_key(|row| row.changed_at);
    Ok(last.is_some_and(|row| row.state != ConsentState::Given))
}

/// What the person herself has allowed a recipient to know for a purpose, with her code; `None` when she has not said.
fn allowed_by_code(
    conn: &mut Conn,
    request: Id,
    (recipient, purpose): (&Recipient, DataPurpose),
) -> Result<Option<BTreeSet<ReferralField>>, Problem> {
    let mut allowed = None;
    for row in store::list(conn, request)? {
        let is_about = row.purpose == purpose && row.is_for(recipient);
        let is_hers = row.state == ConsentState::Given && row.given_via == Some(GivenVia::Receipt);
        if is_about && is_hers {
            allowed
                .get_or_insert_with(BTreeSet::new)
                .extend(row.fields()?);
        }
    }
    Ok(allowed)
}

/// What the person allows an organisation here to know for a purpose, by whatever consent stands now: nothing if she has
/// excluded it.
pub fn covered(
    conn: &mut Conn,
    request: Id,
    (purpose, organisation): (DataPurpose, Id),
    now: Time,
) -> Result<BTreeSet<ReferralField>, Problem> {
    let recipient = Recipient::Here(organisation);
    let mut covered = BTreeSet::new();
    if list_exclusions(conn, request)?.contains(&organisation) {
        return Ok(covered);
    }
    for row in store::list(conn, request)? {
        if row.purpose == purpose && row.is_for(&recipient) {
            covered.extend(row.covers(now)?);
        }
    }
    Ok(covered)
}

/// The consents of a request for who shows what opens it.
fn opened(
    conn: &mut Conn,
    services: &Services,
    access: &CaseAccess,
    request: Id,
) -> Result<Vec<Consent>, Problem> {
    let rows = store::list(conn, request)?;
    let has_sealed =
        |row: &DataConsentRow| row.sealed_reason.is_some() || row.sealed_witness.is_some();
    if !rows.iter().any(has_sealed) {
        let plain = |row| Consent {
            row,
            reason: None,
            witness: None,
        };
        return Ok(rows.into_iter().map(plain).collect());
    }
    let key = confidential_key(conn, &services.vault, access, request)?;
    let mut consents = Vec::new();
    for row in rows {
        let reason = row.sealed_reason.as_deref();
        let witness = row.sealed_witness.as_deref();
        consents.push(Consent {
            reason: reason
                .map(|sealed| key.open_text(row.id, REASON, sealed))
                .transpose()?,
            witness: witness
                .map(|sealed| key.open_json(row.id, WITNESS, sealed))
                .transpose()?,
            row,
        });
    }
    Ok(consents)
}

/// The consents of a request, for the person.
pub(in crate::assistance) fn list_for_person(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<Vec<Consent>, Problem> {
    opened(conn, services, &holder.case_access(), holder.subject())
}

fn ensure_room(conn: &mut Conn, request: Id) -> Result<(), Problem> {
    if store::count(conn, request)? >= MOST_CONSENTS {
        return Err(Problem::new(&TOO_MANY_CONSENTS).with("limit", MOST_CONSENTS));
    }
    Ok(())
}

/// A consent about which nothing is known yet but for whom and what.
fn new_row(
    services: &Services,
    request: Id,
    (purpose, recipient, fields): (DataPurpose, &Recipient, &BTreeSet<ReferralField>),
    now: Time,
) -> Result<DataConsentRow, Problem> {
    let (peer, organisation, name) = recipient.of_peer();
    Ok(DataConsentRow {
        // In the order in which they came.
        id: Id::from_parts(now, &*services.randomness),
        request_id: request,
        version: 1,
        purpose,
        recipient_organisation_id: recipient.here(),
        recipient_peer_id: peer,
        recipient_peer_organisation_id: organisation,
        recipient_name: name,
        fields: json(fields)?,
        state: ConsentState::Asked,
        sealed_reason: None,
        asked_by: None,
        asked_at: None,
        given_via: None,
        given_at: None,
        expires_at: None,
        ended_at: None,
        recorded_by: None,
        evidence_attachment_id: None,
        sealed_witness: None,
        changed_at: now,
    })
}

/// Takes back every consent of a request that the person has taken back.
pub(in crate::assistance) fn withdraw_all(
    conn: &mut Conn,
    request: Id,
    now: Time,
) -> Result<(), DbError> {
    store::withdraw_all(conn, request, now)
}

/// Deletes the consents of a request that is being erased.
pub(in crate::assistance) fn delete(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    store::delete(conn, request)
}
