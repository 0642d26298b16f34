//! Filing a request.

use std::time::Duration;

use super::prioritise::alarm_of;
use super::{CONTENT, IDENTITY, json, note_change};
use crate::agencies;
use crate::assistance::model::{
    AssistanceStatus, Consents, Content, NewRequest, Priority, PrioritySource, RequestChannel,
    Urgency,
};
use crate::assistance::reach;
use crate::assistance::routing::{self, Facts, Need};
use crate::assistance::store::{self, ConsentPurpose, QueueRank, RequestRow};
use crate::assistance::triage::{Answers, InForce, in_force};
use crate::config::CaseKeys;
use crate::contact::SafeContact;
use crate::correspondence::{ChangedBy, DueDates, events};
use crate::danger;
use crate::identity::{CaseKey, CaseKeyError, SubjectKind, issue_handover, issue_receipt};
use crate::organisations;
use crate::platform::clock::Time;
use crate::platform::crypto::{Class, ReceiptCode};
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::language::Language;
use crate::platform::problem::{Fault, ID_TAKEN, Problem};
use crate::platform::vault::VaultError;
use crate::safety;

/// The code of `for_whom` with which nobody has to take over.
const FOR_ONESELF: &str = "self";
/// Within what time somebody has seen a request when somebody may be in danger; they are called long before.
const ACKNOWLEDGE_DANGER_WITHIN: Duration = Duration::from_hours(24);

/// A request that is being filed.
pub struct Filing {
    /// What the person sent.
    pub request: NewRequest,
    /// The id, unless the person's app has chosen one.
    pub new_id: Id,
    /// When; only the hour of it is kept.
    pub now: Time,
    /// By what it came.
    pub channel: RequestChannel,
}

/// A request that was filed.
pub struct Filed {
    pub(in crate::assistance) row: RequestRow,
    /// The only moment at which the code is known.
    pub code: ReceiptCode,
    /// The code for the person for whom it was filed, when that is somebody else.
    pub handover: Option<ReceiptCode>,
}

/// Stores a request sealed, gives it to an organisation, and issues its receipt.
pub fn file(conn: &mut Conn, services: &Services, filing: Filing) -> Result<Filed, Problem> {
    let (called_at, now) = (filing.now, hour_of(filing.now));
    let (mut request, channel) = (filing.request, filing.channel);
    let earlier = request.retaliation_for.take();
    check(conn, &request)?;
    let id = request.id.map_or(filing.new_id, Id::from);
    if services.vault.knows(conn, id)? {
        return Err(Problem::new(&ID_TAKEN));
    }
    let is_own = request.for_whom.as_str() == FOR_ONESELF;
    let (facts, consents) = (Facts::from(&request), request.consents.clone());
    let shares_identity = request.consents.share_identity && request.identity.is_some();
    let mode = mode_of(services, channel);
    let (plan, language) = (request.safe_contact.clone(), request.language.clone());
    let case = CaseKey::create(conn, &services.vault, mode, id).map_err(taken_case)?;
    // The rules hold to the minute, the rest of the filing only knows the hour.
    let rules = in_force(conn, called_at)?;
    let mut row = seal(conn, services, (&case, &rules), id, (request, channel), now)?;
    let begins = begin(conn, services, (&row, facts), &consents, called_at)?;
    row.organisation_id = begins.owner();
    insert(conn, services, &row, (plan.as_ref(), &language))?;
    routing::insert_exclusions(conn, id, excluded(&consents))?;
    routing::write_filed(conn, services, &row, &begins, called_at)?;
    agree(conn, &row, shares_identity, now)?;
    note_change(conn, &row, None, ChangedBy::Reporter, now)?;
    if row.priority == Priority::Critical {
        let alarm = alarm_of(conn, &row, now)?;
        danger::raise(conn, services, alarm, called_at)?;
    }
    events::assigned(conn, row.subject(), row.organisation_id, now)?;
    if let Some(code) = &earlier {
        safety::note_retaliation(conn, services, code.expose(), called_at)?;
    }
    let (code, handover) = issue_codes(conn, services, &case, (id, is_own), now)?;
    let holders = routing::key_holders(conn, &row)?;
    case.share(conn, &services.vault, &holders)?;
    Ok(Filed {
        row,
        code,
        handover,
    })
}

/// Stores a request, and what the sender of texts needs of its plan.
fn insert(
    conn: &mut Conn,
    services: &Services,
    row: &RequestRow,
    of_plan: (Option<&SafeContact>, &Language),
) -> Result<(), Problem> {
    store::insert(conn, row.clone()).map_err(taken)?;
    Ok(reach::keep_filed(
        conn,
        &services.vault,
        row.id,
        of_plan,
        row.filed_at,
    )?)
}

/// How a request that came this way is sealed.
fn mode_of(services: &Services, channel: RequestChannel) -> CaseKeys {
    match channel {
        RequestChannel::App => services.config.case_keys,
        // Telephone companies have read it, and who has the number can be found out: see docs/case-keys.md.
        RequestChannel::Sms => CaseKeys::Server,
    }
}

/// Issues the receipt and, when it is filed for somebody else, the code with which that person takes over; both
/// open the case.
fn issue_codes(
    conn: &mut Conn,
    services: &Services,
    case: &CaseKey,
    (id, is_own): (Id, bool),
    now: Time,
) -> Result<(ReceiptCode, Option<ReceiptCode>), Problem> {
    let kind = SubjectKind::AssistanceRequest;
    // It stays when the request is erased, so of the time it tells the month only.
    let month = now.date().first_of_month().start().unwrap_or(now);
    let (lookup, chance) = (&services.lookup, &*services.randomness);
    let issued = issue_receipt(conn, lookup, chance, kind, id, month);
    let code = issued.map_err(taken)?.code;
    case.give_to_receipt(conn, &services.vault, id, &code)?;
    let handover = if is_own {
        None
    } else {
        Some(issue_handover(conn, services, case, (kind, id), now)?)
    };
    Ok((code, handover))
}

/// Remembers to what the person agreed.
fn agree(
    conn: &mut Conn,
    row: &RequestRow,
    shares_identity: bool,
    now: Time,
) -> Result<(), DbError> {
    let owner = row.organisation_id;
    store::insert_consent(conn, row.id, ConsentPurpose::HandleRequest, owner, now)?;
    if shares_identity {
        store::insert_consent(conn, row.id, ConsentPurpose::KnowIdentity, owner, now)?;
    }
    Ok(())
}

/// With whom a request begins.
fn begin(
    conn: &mut Conn,
    services: &Services,
    (row, facts): (&RequestRow, Facts),
    consents: &Consents,
    now: Time,
) -> Result<routing::Filed, Problem> {
    if let Some(organisation) = consents.organisation_id {
        return Ok(routing::Filed::Chosen {
            organisation,
            is_only: consents.only_this_organisation,
        });
    }
    let need = Need::of(row, facts, now)?;
    let plan = routing::plan(conn, services, &need, &consents.excluded_organisation_ids)?;
    Ok(routing::Filed::Found(plan))
}

/// Whom the person does not want; the one that they choose they do want.
fn excluded(consents: &Consents) -> impl Iterator<Item = Id> {
    let mut excluded: Vec<Id> = consents.excluded_organisation_ids.clone();
    excluded.retain(|one| Some(*one) != consents.organisation_id);
    excluded.into_iter()
}

/// The full hour: exact enough for a queue, and not exact enough to tell whose telephone it was.
pub(in crate::assistance) fn hour_of(now: Time) -> Time {
    now.hour()
}

/// Refuses what the contract cannot know to be wrong, with every fault.
fn check(conn: &mut Conn, request: &NewRequest) -> Result<(), Problem> {
    let mut faults = request.faults();
    if let Some(agency) = request.agency_id
        && !agencies::exists(conn, agency)?
    {
        faults.push(Fault::new("/agency_id", "unknown_agency"));
    }
    if let Some(organisation) = request.consents.organisation_id
        && !routing::takes_requests(conn, organisation)?
    {
        faults.push(Fault::new(
            "/consents/organisation_id",
            "unknown_organisation",
        ));
    }
    if request.consents.only_this_organisation && request.consents.organisation_id.is_none() {
        faults.push(Fault::new("/consents/organisation_id", "missing_member"));
    }
    for (number, excluded) in request
        .consents
        .excluded_organisation_ids
        .iter()
        .enumerate()
    {
        if organisations::find(conn, *excluded)?.is_none() {
            let pointer = format!("/consents/excluded_organisation_ids/{number}");
            faults.push(Fault::new(pointer, "unknown_organisation"));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Problem::invalid(faults))
    }
}

#[expect(clippy::too_many_lines, reason = "one line per column")]
fn seal(
    conn: &mut Conn,
    services: &Services,
    (case, rules): (&CaseKey, &InForce),
    id: Id,
    (request, channel): (NewRequest, RequestChannel),
    now: Time,
) -> Result<RequestRow, Problem> {
    let vault = &services.vault;
    let key = case.create_data_key(conn, vault, Class::Confidential, now);
    let key = key.map_err(taken_key)?;
    let sealed_identity = match &request.identity {
        Some(identity) => {
            let key = case.create_data_key(conn, vault, Class::Identity, now);
            Some(key.map_err(taken_key)?.seal_json(id, IDENTITY, identity)?)
        }
        None => None,
    };
    let place = request.place.reduced();
    let country = place.country.as_str().to_owned();
    let answers = Answers {
        urgency: request.urgency,
        issue_codes: request.issue_codes,
        indicators: request.indicators,
        vulnerabilities: request.vulnerabilities,
    };
    let decision = rules.rules.decide(&answers);
    let content = Content {
        for_whom: request.for_whom,
        wants: request.wants,
        language: request.language,
        narrative: request.narrative,
        place,
        employer: request.employer,
        agency_id: request.agency_id,
        safe_contact: request.safe_contact,
        safe_contact_reviewed_at: None,
        indicators: answers.indicators,
        vulnerabilities: answers.vulnerabilities,
        sex: request.sex,
        channel,
    };
    let due = due_dates(services, request.urgency, now);
    Ok(RequestRow {
        id,
        organisation_id: None,
        assigned_to: None,
        status: AssistanceStatus::Received,
        version: 1,
        urgency: request.urgency,
        country,
        issue_codes: json(&answers.issue_codes)?,
        priority: decision.priority,
        priority_reasons: json(&decision.reasons)?,
        queue_rank: QueueRank::of(AssistanceStatus::Received, decision.priority).as_number(),
        due_at: due.next(),
        acknowledge_by: due.acknowledge_by,
        feedback_by: due.feedback_by,
        acknowledged_at: None,
        unanswered_since: None,
        filed_at: now,
        ended_at: None,
        reason: None,
        sealed_content: key.seal_json(id, CONTENT, &content)?,
        sealed_identity,
        triage_version: rules.version,
        priority_source: PrioritySource::Rules,
        priority_set_because: None,
        attention: None,
    })
}

/// By when the person hears from somebody, by the policy of the deployment.
pub(in crate::assistance) fn due_dates(
    services: &Services,
    urgency: Urgency,
    now: Time,
) -> DueDates {
    let days = u64::from(services.config.acknowledge_days);
    let ordinary = Duration::from_hours(24 * days);
    let within = match urgency {
        Urgency::DangerNow => ordinary.min(ACKNOWLEDGE_DANGER_WITHIN),
        Urgency::ThisWeek | Urgency::NotUrgent => ordinary,
    };
    DueDates {
        feedback_by: feedback_from(services, now),
        ..DueDates::of_filing(now, within)
    }
}

/// By when the person is told what was done, counted from now.
pub(in crate::assistance) fn feedback_from(services: &Services, now: Time) -> Time {
    let months = i32::try_from(services.config.feedback_months).unwrap_or(i32::MAX);
    now.plus_months(months)
}

/// The constraints that tell that a chosen id is in use: by a request, by something of another kind,
/// or by a request that was erased.
const OF_IDS: &[&str] = &[
    "assistance_requests_id_key",
    "case_keys_case_id_key",
    "data_keys_pkey",
    "data_keys_subject_id_class_key",
    "receipts_subject_kind_subject_id_key",
];

fn taken(error: DbError) -> Problem {
    match error.constraint() {
        Some(name) if OF_IDS.contains(&name.as_str()) => Problem::new(&ID_TAKEN),
        _ => error.into(),
    }
}

fn taken_case(error: CaseKeyError) -> Problem {
    match error {
        CaseKeyError::Vault(error) => taken_key(error),
        CaseKeyError::Locked | CaseKeyError::NotHeld => error.into(),
    }
}

fn taken_key(error: VaultError) -> Problem {
    match error {
        VaultError::Database(error) => taken(error),
        VaultError::Erased | VaultError::Sealing(_) | VaultError::Form => error.into(),
    }
}
