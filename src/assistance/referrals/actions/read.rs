//! Reading referrals: a recipient what still is covered, the sender what came of it, the person all that was done.

use std::collections::BTreeSet;

use super::{REASON, REPORT, file};
use crate::assistance::actions::{confidential_key, find_of_caller, not_found};
use crate::assistance::consents::{self, ReferralField};
use crate::assistance::referrals::model::{CaseFile, ReferralStatus};
use crate::assistance::referrals::store::{self, ReferralRow, Side};
use crate::assistance::store::{ConsentPurpose, consents_to};
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, CaseKey, ReceiptHolder};
use crate::organisations;
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::vault::Vault;

/// A referral with the names of both sides.
pub struct Listed {
    /// The referral.
    pub row: ReferralRow,
    /// Who made it.
    pub sender_name: Option<String>,
    /// Who is asked.
    pub recipient_name: Option<String>,
}

impl Listed {
    /// A referral with the names of both sides.
    pub fn of(conn: &mut Conn, row: ReferralRow) -> Result<Self, DbError> {
        let here = |conn: &mut Conn, id: Option<Id>| match id {
            Some(id) => organisations::find_name(conn, id),
            None => Ok(None),
        };
        let sender = here(conn, row.sender_organisation_id)?;
        let recipient = here(conn, row.recipient_organisation_id)?;
        Ok(Self {
            sender_name: sender.or_else(|| row.origin_name.clone()),
            recipient_name: recipient.or_else(|| row.recipient_name.clone()),
            row,
        })
    }
}

/// A referral, opened.
pub struct Opened {
    /// The referral.
    pub listed: Listed,
    /// What it carries; `None` when it is no longer for the caller.
    pub file: Option<CaseFile>,
    /// What the recipient reports.
    pub report: Option<String>,
}

/// The referrals of the caller's organisation on one side.
pub fn list(
    conn: &mut Conn,
    caller: (Id, Side),
    status: Option<ReferralStatus>,
    after: Option<(Time, Id)>,
    rows: i64,
) -> Result<Vec<Listed>, DbError> {
    let found = store::list(conn, caller, status, after, rows)?;
    found.into_iter().map(|row| Listed::of(conn, row)).collect()
}

/// The referrals of a request of the caller's organisation, which that organisation made.
pub fn list_of_request(
    conn: &mut Conn,
    caller: &Caller<HandleAssistance>,
    request: Id,
) -> Result<Vec<Listed>, Problem> {
    find_of_caller(conn, caller, request)?;
    let own = Some(caller.organisation());
    let all = store::list_of(conn, request)?.into_iter();
    let of_own = all.filter(|row| row.sender_organisation_id == own);
    let listed: Result<Vec<Listed>, DbError> = of_own.map(|row| Listed::of(conn, row)).collect();
    Ok(listed?)
}

/// Opens a referral; the audit log says so before anything is answered. What is no longer covered is destroyed now.
pub fn open(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<Opened, Problem> {
    let own = Some(caller.organisation());
    let is_own = |row: &ReferralRow| {
        row.sender_organisation_id == own || row.recipient_organisation_id == own
    };
    let found = store::find_locked(conn, id)?.filter(is_own);
    let mut row = found.ok_or_else(not_found)?;
    let file = open_file(conn, services, caller, &mut row, now)?;
    let report = open_report(conn, &services.vault, caller, &row)?;
    if file.is_some() || report.is_some() {
        let detail = Some(if report.is_some() { "report" } else { "file" });
        caller.record(conn, now, Action::Opened, Subject::Referral, id, detail)?;
    }
    Ok(Opened {
        listed: Listed::of(conn, row)?,
        file,
        report,
    })
}

fn open_file(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    row: &mut ReferralRow,
    now: Time,
) -> Result<Option<CaseFile>, Problem> {
    if row.sealed_file.is_none() || !row.status.is_readable() || has_given_away(row, caller) {
        return Ok(None);
    }
    let Some(covered) = covered_now(conn, row, now)? else {
        return Ok(None);
    };
    let case = CaseKey::open(conn, &caller.case_access(), row.id)?;
    let Some(whole) = file::open(conn, &services.vault, &case, row)? else {
        return Ok(None);
    };
    // Colleagues who have joined since need not ask for it.
    case.share(conn, &services.vault, &row.key_holders())?;
    let is_covered = whole.fields().is_subset(&covered);
    let file = whole.reduced_to(&covered);
    if !is_covered {
        file::reseal(conn, &services.vault, &case, row, &file)?;
        store::update(conn, row)?;
    }
    Ok(Some(file))
}

/// Whoever has handed a request over reads nothing of it any more.
fn has_given_away(row: &ReferralRow, caller: &Caller<HandleAssistance>) -> bool {
    row.was_taken_over() && row.sender_organisation_id == Some(caller.organisation())
}

/// What may be read at this moment; `None` when a consent no longer stands.
fn covered_now(
    conn: &mut Conn,
    row: &ReferralRow,
    now: Time,
) -> Result<Option<BTreeSet<ReferralField>>, Problem> {
    let carried = row.fields()?;
    let (Some(request), Some(consent)) = (row.request_id, row.consent_id) else {
        return Ok(Some(carried));
    };
    let consent = consents::find_of_request(conn, request, consent)?.ok_or_else(not_found)?;
    if !consent.stands(now) {
        return Ok(None);
    }
    let covers = consent.covers(now)?;
    Ok(Some(carried.intersection(&covers).copied().collect()))
}

/// What the recipient reports, for who made the referral and still has the request by the person's consent.
fn open_report(
    conn: &mut Conn,
    vault: &Vault,
    caller: &Caller<HandleAssistance>,
    row: &ReferralRow,
) -> Result<Option<String>, Problem> {
    let (Some(id), Some(sealed)) = (row.report_id, &row.sealed_report) else {
        return Ok(None);
    };
    let own = caller.organisation();
    let has_it = match row.request_id {
        Some(request) => consents_to(conn, request, ConsentPurpose::HandleRequest, own)?,
        None => false,
    };
    if !has_it || row.sender_organisation_id != Some(own) {
        return Ok(None);
    }
    let case = CaseKey::open(conn, &caller.case_access(), row.id)?;
    let key = case.record_key(conn, vault, (id, Class::Confidential))?;
    Ok(Some(key.open_text(id, REPORT, sealed)?))
}

/// A referral as the person sees it.
pub struct FollowedReferral {
    /// The referral.
    pub listed: Listed,
    /// Why her consent was overridden, when it was.
    pub override_reason: Option<String>,
}

/// What was shown of a request to whom, for the person.
pub fn list_for_person(
    conn: &mut Conn,
    services: &Services,
    holder: &ReceiptHolder<AssistanceRequests>,
) -> Result<Vec<FollowedReferral>, Problem> {
    let request = holder.subject();
    let mut followed = Vec::new();
    for row in store::list_of(conn, request)? {
        let override_reason = match &row.sealed_reason {
            Some(sealed) => {
                let access = holder.case_access();
                let key = confidential_key(conn, &services.vault, &access, request)?;
                Some(key.open_text(row.id, REASON, sealed)?)
            }
            None => None,
        };
        followed.push(FollowedReferral {
            listed: Listed::of(conn, row)?,
            override_reason,
        });
    }
    Ok(followed)
}
