//! Making a referral: only what is covered goes into its case file.

use std::collections::BTreeSet;
use std::time::Duration;

use super::events;
use super::file::Sealed;
use super::gather::OpenRequest;
use super::settle::put_status;
use crate::assistance::actions::{ensure_consent, find_of_caller, json};
use crate::assistance::consents::{self, Recipient};
use crate::assistance::model::{AssistanceStatus, Priority, Step, Urgency};
use crate::assistance::problems::REQUEST_ENDED;
use crate::assistance::referrals::model::{
    CONSENT_NOT_COVERING, CaseFile, LegitimateBasis, NO_DANGER_TO_LIFE, NewReferral,
    RECIPIENT_REFUSED, ReferralKind, ServiceType, TOO_MANY_CONSENTS, TRANSFER_OPEN, Wanted,
};
use crate::assistance::referrals::outgoing;
use crate::assistance::referrals::store::{self, Offer, ReferralRow};
use crate::assistance::retention;
use crate::assistance::routing;
use crate::assistance::store::RequestRow;
use crate::correspondence::ChangedBy;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::HandleAssistance;
use crate::identity::{Caller, CaseKey};
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem};

/// Referrals that one request takes.
const MOST_REFERRALS: usize = 50;
/// Within what time a recipient answers.
const ANSWER_WITHIN: Duration = Duration::from_hours(7 * 24);
/// The same when somebody is in danger.
const ANSWER_DANGER_WITHIN: Duration = Duration::from_hours(24);

/// Makes a referral of a request of the own organisation.
pub fn make(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    (id, new): (Id, &NewReferral),
    (seen, now): (&IfMatch, Time),
) -> Result<ReferralRow, Problem> {
    let wanted = new.wanted().map_err(Problem::invalid)?;
    let mut request = find_of_caller(conn, caller, id)?;
    seen.check(&EntityTag::of_version(request.version))?;
    ensure_consent(conn, caller, id)?;
    let recipient = consents::resolve(conn, &new.recipient, "/recipient")?;
    ensure_possible(conn, caller, (&request, new), &recipient)?;
    ensure_allowed(conn, (&request, new), (&wanted, &recipient), now)?;
    let referral = Id::random(&*services.randomness);
    let opened = OpenRequest::of(conn, caller, id, now)?;
    let file = opened.file(conn, services, &request, new)?;
    let own = CaseKey::create(conn, &services.vault, services.config.case_keys, referral)?;
    let sealed = Sealed::new(conn, &services.vault, (referral, &own), &file, now)?;
    let row = ReferralRow {
        sealed_file: Some(sealed.file),
        sealed_identity: sealed.identity,
        sealed_reason: opened.seal_reason(conn, services, referral, &wanted)?,
        ..row_of(caller, (referral, &file), (&request, new), &recipient, now)?
    };
    store::insert(conn, &row)?;
    own.share(conn, &services.vault, &row.key_holders())?;
    if row.kind == ReferralKind::Transfer {
        hand_key_on(conn, services, &mut request, &opened.case, now)?;
    }
    retention::note_activity(conn, id, now)?;
    events::received(conn, &row)?;
    if row.recipient_peer_id.is_some() {
        outgoing::sent(conn, services, &row, &file, now)?;
    }
    record(conn, caller, &row, id, now)?;
    Ok(row)
}

/// The request waits for the word of the recipient, which may not be able to ask for the key then.
fn hand_key_on(
    conn: &mut Conn,
    services: &Services,
    request: &mut RequestRow,
    case: &CaseKey,
    now: Time,
) -> Result<(), Problem> {
    if request.status != AssistanceStatus::Referred {
        let (status, by) = (AssistanceStatus::Referred, ChangedBy::Organisation);
        put_status(conn, request, status, by, now)?;
    }
    let holders = routing::key_holders(conn, request)?;
    case.share(conn, &services.vault, &holders)?;
    Ok(())
}

/// What has nothing to do with consent.
fn ensure_possible(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    (request, new): (&RequestRow, &NewReferral),
    recipient: &Recipient,
) -> Result<(), Problem> {
    if request.status.has_ended() {
        return Err(Problem::new(&REQUEST_ENDED));
    }
    if recipient.here() == Some(caller.organisation()) {
        let fault = Fault::new("/recipient/organisation_id", "own_organisation");
        return Err(Problem::invalid(vec![fault]));
    }
    if store::list_of(conn, request.id)?.len() >= MOST_REFERRALS {
        return Err(Problem::new(&TOO_MANY_CONSENTS).with("limit", MOST_REFERRALS));
    }
    if new.kind == ReferralKind::Transfer {
        if store::has_open_transfer(conn, request.id)? {
            return Err(Problem::new(&TRANSFER_OPEN));
        }
        if request.status != AssistanceStatus::Referred {
            request
                .status
                .after(&Step::Plainly(AssistanceStatus::Referred))?;
        }
    }
    Ok(())
}

/// Whether the person allows it, or her life is in danger. Whom she has excluded, or said no to, is told nothing in
/// either case: who could say no was there to be asked, and may know what nobody else does.
fn ensure_allowed(
    conn: &mut Conn,
    (request, new): (&RequestRow, &NewReferral),
    (wanted, recipient): (&Wanted<'_>, &Recipient),
    now: Time,
) -> Result<(), Problem> {
    let excluded = routing::list_exclusions(conn, request.id)?;
    if recipient
        .here()
        .is_some_and(|here| excluded.contains(&here))
    {
        return Err(Problem::new(&RECIPIENT_REFUSED));
    }
    match wanted {
        Wanted::ByConsent(consent) => {
            let found = consents::find_of_request(conn, request.id, *consent)?;
            let covers = match &found {
                Some(consent)
                    if consent.is_for(recipient) && consent.purpose == purpose(new.kind) =>
                {
                    consent.covers(now)?
                }
                Some(_) | None => BTreeSet::new(),
            };
            if new.fields.is_subset(&covers) {
                Ok(())
            } else {
                Err(Problem::new(&CONSENT_NOT_COVERING))
            }
        }
        Wanted::ByVitalInterests(_) => {
            let in_danger =
                request.urgency == Urgency::DangerNow || request.priority == Priority::Critical;
            if !in_danger {
                return Err(Problem::new(&NO_DANGER_TO_LIFE));
            }
            if consents::said_no(conn, request.id, recipient)? {
                return Err(Problem::new(&RECIPIENT_REFUSED));
            }
            Ok(())
        }
    }
}

const fn purpose(kind: ReferralKind) -> consents::DataPurpose {
    match kind {
        ReferralKind::Referral => consents::DataPurpose::Referral,
        ReferralKind::Transfer => consents::DataPurpose::Transfer,
    }
}

fn row_of(
    caller: &Caller<HandleAssistance>,
    (id, file): (Id, &CaseFile),
    (request, new): (&RequestRow, &NewReferral),
    recipient: &Recipient,
    now: Time,
) -> Result<ReferralRow, Problem> {
    let within = if request.priority == Priority::Critical {
        ANSWER_DANGER_WITHIN
    } else {
        ANSWER_WITHIN
    };
    let offer = Offer {
        id,
        kind: new.kind,
        legitimate_basis: new.legitimate_basis,
        // What is handed over is more than a case file holds.
        fields: match new.kind {
            ReferralKind::Referral => json(&file.fields())?,
            ReferralKind::Transfer => json(&new.fields)?,
        },
        made_at: now,
        answer_by: now.plus(within),
    };
    let (peer, organisation, name) = recipient.of_peer();
    Ok(ReferralRow {
        request_id: Some(request.id),
        sender_organisation_id: Some(caller.organisation()),
        recipient_organisation_id: recipient.here(),
        recipient_peer_id: peer,
        recipient_peer_organisation_id: organisation,
        recipient_name: name,
        service_type: new.service_type.clone().map(ServiceType::into_inner),
        consent_id: new.consent_id,
        made_by: Some(caller.account()),
        ..ReferralRow::from(offer)
    })
}

fn record(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    row: &ReferralRow,
    request: Id,
    now: Time,
) -> Result<(), Problem> {
    let subject = Subject::AssistanceRequest;
    if row.legitimate_basis == LegitimateBasis::VitalInterests {
        let (action, detail) = (Action::ConsentOverridden, Some("vital_interests"));
        caller.record(conn, now, action, subject, request, detail)?;
    }
    let detail = Some(row.kind.as_str());
    Ok(caller.record(conn, now, Action::Referred, subject, request, detail)?)
}
