//! Asking for consents, giving, narrowing, refusing and taking them back.

use std::collections::BTreeSet;

use super::model::{
    Agreed, AskedFor, ConsentState, DataPurpose, Given, GivenVia, Recipient, RecipientAsked,
    Recorded, ReferralField, Spoken, Witness,
};
use super::store::{self, DataConsentRow};
use crate::assistance::actions::{
    self, confidential_key, ensure_consent, find_of_caller, json, not_found,
};
use crate::assistance::model::AssistanceStatus;
use crate::assistance::problems::{REQUEST_ENDED, REQUEST_WITHDRAWN};
use crate::assistance::referrals::{self, CONSENT_ENDED, TOO_MANY_CONSENTS};
use crate::assistance::retention;
use crate::assistance::routing::{self, takes_requests};
use crate::assistance::store::{
    RequestRow, count_version_up, find_attachment, find_locked, mark_unanswered,
};
use crate::identity::audit::Action;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, CaseAccess, ReceiptHolder};
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

/// Whether the last word of the person about a recipient was no.
pub(in crate::assistance) fn said_no(
    conn: &mut Conn,
    request: Id,
    recipient: &Recipient,
) -> Result<bool, DbError> {
    let said = |row: &DataConsentRow| row.is_for(recipient) && row.state != ConsentState::Asked;
    let all = store::list(conn, request)?.into_iter().filter(said);
    let last = all.max_by_key(|row| row.changed_at);
    Ok(last.is_some_and(|row| row.state != ConsentState::Given))
}

/// What the person allows an organisation here to know for a purpose, by whatever consent stands now.
pub(in crate::assistance) fn covered(
    conn: &mut Conn,
    request: Id,
    (purpose, organisation): (DataPurpose, Id),
    now: Time,
) -> Result<BTreeSet<ReferralField>, Problem> {
    let recipient = Recipient::Here(organisation);
    let mut covered = BTreeSet::new();
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

/// The consents of a request, for a case worker; the audit log says so.
pub(super) fn list_for_staff(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<Vec<Consent>, Problem> {
    let row = find_of_caller(conn, caller, id)?;
    ensure_consent(conn, caller, id)?;
    let consents = opened(conn, services, &caller.case_access(), row.id)?;
    record(conn, caller, now, (Action::Opened, id, "consents"))?;
    Ok(consents)
}

fn record(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    now: Time,
    (action, id, detail): (Action, Id, &'static str),
) -> Result<(), Problem> {
    actions::record(conn, caller, now, action, id, detail)
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

/// Asks the person for a consent, with the reason in plain words.
pub(super) fn ask(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (id, asked): (Id, &AskedFor),
    now: Time,
) -> Result<Consent, Problem> {
    let request = open_of_caller(conn, caller, id)?;
    ensure_room(conn, id)?;
    let recipient = resolve(conn, &asked.recipient, "/recipient")?;
    let key = confidential_key(conn, &services.vault, &caller.case_access(), id)?;
    let about = (asked.purpose, &recipient, &asked.fields);
    let mut row = new_row(services, id, about, now)?;
    let reason = asked.reason.as_str();
    row.sealed_reason = Some(key.seal(row.id, REASON, reason.as_bytes())?);
    row.asked_by = Some(caller.account());
    row.asked_at = Some(now);
    store::insert(conn, &row)?;
    count_version_up(conn, id)?;
    retention::note_activity(conn, request.id, now)?;
    record(conn, caller, now, (Action::Stated, id, "consent_asked"))?;
    Ok(Consent {
        row,
        reason: Some(reason.to_owned()),
        witness: None,
    })
}

/// Writes down a consent that the person has spoken, with its evidence. She sees it and can take it back.
pub(super) fn write_down(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (id, recorded): (Id, &Recorded),
    now: Time,
) -> Result<Consent, Problem> {
    open_of_caller(conn, caller, id)?;
    ensure_room(conn, id)?;
    let faults = recorded.faults(now);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let recipient = resolve(conn, &recorded.recipient, "/recipient")?;
    // Whoever has said no with the code says yes with the code: nobody can put words into her mouth.
    if said_no(conn, id, &recipient)? {
        return Err(Problem::new(&CONSENT_ENDED));
    }
    let evidence = recorded.evidence_attachment_id;
    if let Some(evidence) = evidence
        && find_attachment(conn, id, evidence)?.is_none()
    {
        let fault = Fault::new("/evidence_attachment_id", "unknown_attachment");
        return Err(Problem::invalid(vec![fault]));
    }
    let key = confidential_key(conn, &services.vault, &caller.case_access(), id)?;
    let about = (recorded.purpose, &recipient, &recorded.fields);
    let mut row = new_row(services, id, about, now)?;
    let witness = recorded.witness_name.clone().map(|name| Witness { name });
    row.sealed_witness = match &witness {
        Some(witness) => Some(key.seal_json(row.id, WITNESS, witness)?),
        None => None,
    };
    row.state = ConsentState::Given;
    row.given_via = Some(match recorded.via {
        Spoken::Spoken => GivenVia::Spoken,
        Spoken::Witnessed => GivenVia::Witnessed,
    });
    row.given_at = Some(now);
    row.expires_at = recorded.expires_at;
    row.recorded_by = Some(caller.account());
    row.evidence_attachment_id = evidence;
    store::insert(conn, &row)?;
    count_version_up(conn, id)?;
    retention::note_activity(conn, id, now)?;
    record(conn, caller, now, (Action::Stated, id, "consent_spoken"))?;
    Ok(Consent {
        row,
        reason: None,
        witness,
    })
}

fn open_of_caller(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    id: Id,
) -> Result<RequestRow, Problem> {
    let row = find_of_caller(conn, caller, id)?;
    ensure_consent(conn, caller, id)?;
    if row.status.has_ended() {
        return Err(Problem::new(&REQUEST_ENDED));
    }
    Ok(row)
}

fn own_locked(
    conn: &mut Conn,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<RequestRow, Problem> {
    let row = find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status == AssistanceStatus::Withdrawn {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    Ok(row)
}

/// Gives a consent of the person's own accord.
pub(super) fn give(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    given: &Given,
    now: Time,
) -> Result<(), Problem> {
    let request = own_locked(conn, holder)?;
    ensure_room(conn, request.id)?;
    let agreed = given.agreed();
    let faults = agreed.faults(now);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let recipient = resolve(conn, &given.recipient, "/recipient")?;
    let about = (given.purpose, &recipient, &agreed.fields);
    let mut row = new_row(services, request.id, about, now)?;
    agree_to(&mut row, &agreed, now)?;
    store::insert(conn, &row)?;
    note_said(conn, request.id, now)
}

/// The organisation learns of it: whatever waited for it can go on.
fn note_said(conn: &mut Conn, request: Id, now: Time) -> Result<(), Problem> {
    mark_unanswered(conn, request, now)?;
    Ok(retention::note_activity(conn, request, now)?)
}

fn agree_to(row: &mut DataConsentRow, agreed: &Agreed, now: Time) -> Result<(), Problem> {
    row.fields = json(&agreed.fields)?;
    row.state = ConsentState::Given;
    row.given_via = Some(GivenVia::Receipt);
    row.given_at = Some(now);
    row.expires_at = agreed.expires_at;
    row.ended_at = None;
    row.changed_at = now;
    Ok(())
}

/// Agrees to what was asked, or to more or less than before.
pub(super) fn agree(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    (id, agreed): (Id, &Agreed),
    now: Time,
) -> Result<(), Problem> {
    let mut request = own_locked(conn, holder)?;
    let faults = agreed.faults(now);
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let found = store::find_of_request(conn, request.id, id)?;
    let mut row = found.ok_or_else(not_found)?;
    agree_to(&mut row, agreed, now)?;
    row.version += 1;
    store::update(conn, &row)?;
    referrals::after_consent(conn, services, &mut request, &row, now)?;
    note_said(conn, request.id, now)
}

/// Refuses what was asked, or takes back what was given. Doing it again changes nothing. Whoever took the request over by
/// this consent no longer has it.
pub(super) fn end(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
    id: Id,
    now: Time,
) -> Result<(), Problem> {
    let mut request = find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    let found = store::find_of_request(conn, request.id, id)?;
    let mut row = found.ok_or_else(not_found)?;
    row.state = match row.state {
        ConsentState::Asked => ConsentState::Refused,
        ConsentState::Given => ConsentState::Withdrawn,
        ConsentState::Refused | ConsentState::Withdrawn => return Ok(()),
    };
    row.ended_at = Some(now);
    row.changed_at = now;
    row.version += 1;
    store::update(conn, &row)?;
    referrals::after_consent(conn, services, &mut request, &row, now)?;
    if !request.status.has_ended()
        && let Some(owner) = request.organisation_id
        && referrals::has_by(conn, request.id, (owner, row.id))?
    {
        routing::exclude(conn, services, holder, &[owner], now)?;
    }
    note_said(conn, request.id, now)
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
