//! Making a referral: only what is covered goes into its case file.

use std::collections::BTreeSet;
use std::time::Duration;

use super::file::Sealed;
use super::settle::put_status;
use super::{REASON, events};
use crate::agencies;
use crate::assistance::actions::{
    ensure_consent, find_of_caller, json, open_content, open_identity, read_codes,
};
use crate::assistance::consents::{self, Recipient, ReferralField};
use crate::assistance::model::{AssistanceStatus, Content, Identity, Priority, Step, Urgency};
use crate::assistance::problems::REQUEST_ENDED;
use crate::assistance::referrals::limits::{Limits, limits};
use crate::assistance::referrals::model::{
    CONSENT_NOT_COVERING, CarriedAgency, CarriedMessage, CaseFile, LegitimateBasis, MOST_MESSAGES,
    NO_DANGER_TO_LIFE, NewReferral, RECIPIENT_REFUSED, ReferralKind, ReferralStatus, ServiceType,
    TOO_MANY_CONSENTS, TRANSFER_OPEN, Wanted,
};
use crate::assistance::referrals::outgoing;
use crate::assistance::referrals::store::{self, ReferralRow};
use crate::assistance::retention;
use crate::assistance::routing;
use crate::assistance::store::RequestRow;
use crate::correspondence::{self, ChangedBy, Message, MessagePage};
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::HandleAssistance;
use crate::identity::{Caller, CaseKey};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::http::etag::{EntityTag, IfMatch};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem};
use crate::platform::text::{Line, Prose};
use crate::platform::vault::SubjectKey;

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
    let opened = Open {
        case: CaseKey::open(conn, &caller.case_access(), id)?,
        limits: limits(conn, id, caller.organisation(), now)?,
        organisation: caller.organisation(),
    };
    let file = opened.file(conn, services, &request, new)?;
    let own = CaseKey::create(conn, &services.vault, services.config.case_keys, referral)?;
    let sealed = Sealed::new(conn, &services.vault, (referral, &own), &file, now)?;
    let row = ReferralRow {
        sealed_file: Some(sealed.file),
        sealed_identity: sealed.identity,
        sealed_reason: opened.seal_reason(conn, services, referral, &wanted)?,
        fields: json(&file.fields())?,
        ..row_of(caller, referral, (&request, new), &recipient, now)?
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
    id: Id,
    (request, new): (&RequestRow, &NewReferral),
    recipient: &Recipient,
    now: Time,
) -> Result<ReferralRow, Problem> {
    let within = if request.priority == Priority::Critical {
        ANSWER_DANGER_WITHIN
    } else {
        ANSWER_WITHIN
    };
    let (peer, organisation, name) = recipient.of_peer();
    Ok(ReferralRow {
        id,
        request_id: Some(request.id),
        version: 1,
        kind: new.kind,
        status: ReferralStatus::Offered,
        sender_organisation_id: Some(caller.organisation()),
        recipient_organisation_id: recipient.here(),
        recipient_peer_id: peer,
        recipient_peer_organisation_id: organisation,
        recipient_name: name,
        origin_peer_id: None,
        origin_reference: None,
        origin_name: None,
        service_type: new.service_type.clone().map(ServiceType::into_inner),
        consent_id: new.consent_id,
        legitimate_basis: new.legitimate_basis,
        fields: json(&new.fields)?,
        sealed_file: None,
        sealed_identity: None,
        sealed_reason: None,
        made_by: Some(caller.account()),
        made_at: now,
        answer_by: Some(now.plus(within)),
        answered_by: None,
        answered_at: None,
        reason: None,
        outcome: None,
        report_id: None,
        sealed_report: None,
        ended_at: None,
        revoked_by: None,
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

/// A request that is open for a case worker of the organisation that has it.
struct Open {
    case: CaseKey,
    /// What that organisation itself may read.
    limits: Limits,
    organisation: Id,
}

impl Open {
    fn seal_reason(
        &self,
        conn: &mut Conn,
        services: &Services,
        referral: Id,
        wanted: &Wanted<'_>,
    ) -> Result<Option<Vec<u8>>, Problem> {
        let Wanted::ByVitalInterests(reason) = wanted else {
            return Ok(None);
        };
        let key = self
            .case
            .data_key(conn, &services.vault, Class::Confidential)?;
        Ok(Some(key.seal(
            referral,
            REASON,
            reason.as_str().as_bytes(),
        )?))
    }

    fn file(
        &self,
        conn: &mut Conn,
        services: &Services,
        request: &RequestRow,
        new: &NewReferral,
    ) -> Result<CaseFile, Problem> {
        let key = self
            .case
            .data_key(conn, &services.vault, Class::Confidential)?;
        let content = open_content(&key, request)?;
        let readable = new.fields.iter().filter(|field| self.limits.allow(**field));
        let fields: BTreeSet<ReferralField> = readable.copied().collect();
        let identity = if fields.contains(&ReferralField::Identity) {
            let opens = (&services.vault, &self.case);
            open_identity(conn, opens, request, self.organisation)?
        } else {
            None
        };
        let messages = if fields.contains(&ReferralField::Messages) {
            Some(self.messages(conn, &key, request)?)
        } else {
            None
        };
        let agency = match content.agency_id {
            Some(agency) => carried_agency(conn, agency)?,
            None => None,
        };
        let whole = CaseFile {
            note: new.note.clone(),
            agency,
            messages,
            ..whole(request, content, identity)?
        };
        Ok(whole.reduced_to(&fields))
    }

    /// The newest messages, oldest first.
    fn messages(
        &self,
        conn: &mut Conn,
        key: &SubjectKey,
        request: &RequestRow,
    ) -> Result<Vec<CarriedMessage>, Problem> {
        let page = MessagePage {
            kind: None,
            after: None,
            rows: i64::MAX,
        };
        let all = correspondence::list_messages(conn, request.subject(), key, page)?;
        let passed_over = all.len().saturating_sub(MOST_MESSAGES);
        let newest = all.into_iter().skip(passed_over);
        Ok(newest.filter_map(carried_message).collect())
    }
}

fn carried_message(message: Message) -> Option<CarriedMessage> {
    Some(CarriedMessage {
        author: message.author,
        body: Prose::try_from(message.body).ok()?,
        sent_at: message.sent_at,
    })
}

fn carried_agency(conn: &mut Conn, agency: Id) -> Result<Option<CarriedAgency>, Problem> {
    let names = agencies::names(conn, &[agency])?;
    let name = names.get(&agency).map(String::as_str).map(Line::try_from);
    let name = name.and_then(Result::ok);
    Ok(name.map(|name| CarriedAgency { id: agency, name }))
}

/// All that a case file can hold of what the person told.
fn whole(
    request: &RequestRow,
    content: Content,
    identity: Option<Identity>,
) -> Result<CaseFile, Problem> {
    Ok(CaseFile {
        note: None,
        urgency: Some(request.urgency),
        issue_codes: Some(read_codes(&request.issue_codes)?),
        narrative: content.narrative,
        for_whom: Some(content.for_whom),
        place: Some(content.place),
        employer: content.employer,
        agency: None,
        wants: Some(content.wants),
        language: Some(content.language),
        identity,
        safe_contact: content.safe_contact,
        indicators: Some(content.indicators),
        vulnerabilities: Some(content.vulnerabilities),
        messages: None,
    })
}
