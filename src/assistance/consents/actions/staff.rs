//! Asking for a consent, and writing down what was said.

use super::{
    Consent, REASON, WITNESS, allowed_by_code, ensure_room, new_row, opened, resolve, said_no_to,
};
use crate::assistance::actions::{confidential_key, ensure_consent, find_of_caller, record};
use crate::assistance::consents::model::{
    AskedFor, ConsentState, DataPurpose, GivenVia, Recipient, Recorded, ReferralField, Spoken,
    Witness,
};
use crate::assistance::consents::store::{self, DataConsentRow};
use crate::assistance::problems::REQUEST_ENDED;
use crate::assistance::referrals::{CONSENT_ENDED, Limits, TOO_MANY_CONSENTS, limits};
use crate::assistance::retention;
use crate::assistance::store::{RequestRow, count_version_up, find_attachment};
use crate::identity::Caller;
use crate::identity::audit::Action;
use crate::identity::permissions::HandleAssistance;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem};

/// Questions that one request takes.
const MOST_QUESTIONS: usize = 50;
/// How often somebody asks the same who was told no, or nothing.
const MOST_TIMES: usize = 2;

/// The consents of a request, for a case worker; the audit log says so.
pub(in crate::assistance::consents) fn list_for_staff(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<Vec<Consent>, Problem> {
    let row = find_of_caller(conn, caller, id)?;
    ensure_consent(conn, caller, id)?;
    let consents = opened(conn, services, &caller.case_access(), row.id)?;
    let limits = limits(conn, id, caller.organisation(), now)?;
    record(conn, caller, now, Action::Opened, id, "consents")?;
    Ok(without_the_past(consents, &limits, now))
}

/// What a new owner sees: whatever stands, because it binds it, and what was said since. Why somebody asked before, who was
/// a witness and what she refused was between her and the one who had the request then.
fn without_the_past(consents: Vec<Consent>, limits: &Limits, now: Time) -> Vec<Consent> {
    let is_read = |at: Time| limits.allow_of(ReferralField::CaseNotes, at);
    let shown = |consent: &Consent| consent.row.stands(now) || is_read(consent.row.changed_at);
    let reduced = |consent: Consent| Consent {
        reason: consent
            .reason
            .filter(|_| consent.row.asked_at.is_none_or(is_read)),
        witness: consent
            .witness
            .filter(|_| consent.row.given_at.is_none_or(is_read)),
        row: consent.row,
    };
    consents.into_iter().filter(shown).map(reduced).collect()
}

/// Asks the person for a consent, with the reason in plain words.
pub(in crate::assistance::consents) fn ask(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (id, asked): (Id, &AskedFor),
    now: Time,
) -> Result<Consent, Problem> {
    let request = open_of_caller(conn, caller, id)?;
    ensure_room(conn, id)?;
    let recipient = resolve(conn, &asked.recipient, "/recipient")?;
    ensure_not_pressed(conn, id, (&recipient, asked.purpose))?;
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
    record(conn, caller, now, Action::Stated, id, "consent_asked")?;
    Ok(Consent {
        row,
        reason: Some(reason.to_owned()),
        witness: None,
    })
}

/// Questions leave room for what she says herself, and she is not asked until she gives in: twice about the same.
fn ensure_not_pressed(
    conn: &mut Conn,
    request: Id,
    (recipient, purpose): (&Recipient, DataPurpose),
) -> Result<(), Problem> {
    let all = store::list(conn, request)?;
    let asked = || all.iter().filter(|row| row.asked_at.is_some());
    if asked().count() >= MOST_QUESTIONS {
        return Err(Problem::new(&TOO_MANY_CONSENTS).with("limit", MOST_QUESTIONS));
    }
    let unmet = |row: &&DataConsentRow| {
        row.purpose == purpose && row.is_for(recipient) && row.state != ConsentState::Given
    };
    if asked().filter(unmet).count() >= MOST_TIMES {
        return Err(Problem::new(&CONSENT_ENDED));
    }
    Ok(())
}

/// Writes down a consent that the person has spoken, with its evidence. She sees it and can take it back.
pub(in crate::assistance::consents) fn write_down(
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
    ensure_unsaid(conn, (id, recorded), &recipient)?;
    ensure_evidence(conn, (id, recorded))?;
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
    row.evidence_attachment_id = recorded.evidence_attachment_id;
    store::insert(conn, &row)?;
    count_version_up(conn, id)?;
    retention::note_activity(conn, id, now)?;
    record(conn, caller, now, Action::Stated, id, "consent_spoken")?;
    Ok(Consent {
        row,
        reason: None,
        witness,
    })
}

/// Whoever has said no with the code, or less than this, says yes with the code: nobody can put words into her mouth.
fn ensure_unsaid(
    conn: &mut Conn,
    (request, recorded): (Id, &Recorded),
    recipient: &Recipient,
) -> Result<(), Problem> {
    let about = (recipient, recorded.purpose);
    let allowed = allowed_by_code(conn, request, about)?;
    let is_more = allowed.is_some_and(|allowed| !recorded.fields.is_subset(&allowed));
    if is_more || said_no_to(conn, request, about)? {
        return Err(Problem::new(&CONSENT_ENDED));
    }
    Ok(())
}

fn ensure_evidence(conn: &mut Conn, (request, recorded): (Id, &Recorded)) -> Result<(), Problem> {
    match recorded.evidence_attachment_id {
        Some(evidence) if find_attachment(conn, request, evidence)?.is_none() => {
            let fault = Fault::new("/evidence_attachment_id", "unknown_attachment");
            Err(Problem::invalid(vec![fault]))
        }
        Some(_) | None => Ok(()),
    }
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
