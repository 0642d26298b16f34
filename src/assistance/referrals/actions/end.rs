//! How a referral ends without the recipient's word: taken back, not answered, erased. What it carried is destroyed.

use std::collections::BTreeSet;

use super::events;
use super::settle::{come_back, locked, put_status};
use crate::assistance::actions::not_found;
use crate::assistance::consents::{DataConsentRow, ReferralField};
use crate::assistance::model::AssistanceStatus;
use crate::assistance::referrals::model::{REFERRAL_OVER, ReferralKind, ReferralStatus, RevokedBy};
use crate::assistance::referrals::outgoing;
use crate::assistance::referrals::store::{self, ReferralRow};
use crate::assistance::retention;
use crate::assistance::routing;
use crate::assistance::store::{self as requests, ConsentPurpose, RequestRow};
use crate::correspondence::ChangedBy;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::HandleAssistance;
use crate::identity::{Caller, destroy_case_key};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::Conn;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// Destroys what a referral carries; the report of the recipient stays.
pub(super) fn destroy_file(row: &mut ReferralRow) {
    row.sealed_file = None;
    row.sealed_identity = None;
}

/// Destroys whatever is sealed of a referral, with its keys.
pub(super) fn destroy(
    conn: &mut Conn,
    services: &Services,
    row: &mut ReferralRow,
) -> Result<(), Problem> {
    destroy_file(row);
    row.sealed_report = None;
    services.vault.destroy(conn, row.id)?;
    if let Some(report) = row.report_id.take() {
        services.vault.destroy(conn, report)?;
    }
    Ok(destroy_case_key(conn, row.id)?)
}

/// Takes a referral back: from now on nobody reads what it carried. The request stays as it is.
pub(super) fn revoke_row(
    conn: &mut Conn,
    services: &Services,
    row: &mut ReferralRow,
    by: RevokedBy,
    now: Time,
) -> Result<(), Problem> {
    row.status = ReferralStatus::Revoked;
    row.revoked_by = Some(by);
    row.answer_by = None;
    row.ended_at = Some(now);
    destroy(conn, services, row)?;
    store::update(conn, row)?;
    events::revoked(conn, row, now)?;
    if by == RevokedBy::Person {
        events::answered(conn, row, now)?;
    }
    if row.recipient_peer_id.is_some() {
        outgoing::revoked(conn, services, row, now)?;
    }
    Ok(())
}

/// Whether there is something to take back. A transfer that was accepted here has become the recipient's.
pub(super) fn is_revocable(row: &ReferralRow) -> bool {
    match row.status {
        ReferralStatus::Offered => true,
        ReferralStatus::Accepted => !row.was_taken_over(),
        ReferralStatus::Rejected
        | ReferralStatus::Lapsed
        | ReferralStatus::Done
        | ReferralStatus::Revoked => false,
    }
}

/// Takes back a referral that the own organisation has made. Doing it again changes nothing.
pub fn revoke(
    conn: &mut Conn,
    services: &Services,
    caller: &Caller<HandleAssistance>,
    id: Id,
    now: Time,
) -> Result<ReferralRow, Problem> {
    let own = Some(caller.organisation());
    let found = store::find(conn, id)?.filter(|row| row.sender_organisation_id == own);
    let (request, mut row) = locked(conn, &found.ok_or_else(not_found)?)?;
    if row.status == ReferralStatus::Revoked {
        return Ok(row);
    }
    if !is_revocable(&row) {
        return Err(Problem::new(&REFERRAL_OVER));
    }
    revoke_row(conn, services, &mut row, RevokedBy::Sender, now)?;
    if let Some(mut request) = request.filter(|_| row.kind == ReferralKind::Transfer) {
        if matches!(
            request.status,
            AssistanceStatus::Referred | AssistanceStatus::AcceptedElsewhere
        ) {
            let back = AssistanceStatus::InReview;
            put_status(conn, &mut request, back, ChangedBy::Organisation, now)?;
        }
        routing::withdraw_keys(conn, &request)?;
    }
    let detail = Some("revoked");
    caller.record(conn, now, Action::MovedOn, Subject::Referral, id, detail)?;
    Ok(row)
}

/// Does to referrals what follows when the person has refused, narrowed or taken back a consent. The request is
/// locked. What is narrowed is filtered wherever it is read here; another server is told to forget it all.
pub(in crate::assistance) fn after_consent(
    conn: &mut Conn,
    services: &Services,
    request: &mut RequestRow,
    consent: &DataConsentRow,
    now: Time,
) -> Result<(), Problem> {
    let covered = consent.covers(now)?;
    follow_identity(conn, request, (consent, &covered), now)?;
    for mut row in store::list_of(conn, request.id)? {
        if row.consent_id != Some(consent.id) || !is_revocable(&row) {
            continue;
        }
        if is_covered_still(&row, consent, &covered, now)? {
            if !covered.contains(&ReferralField::Identity) {
                destroy_identity(conn, services, &mut row)?;
            }
            continue;
        }
        revoke_row(conn, services, &mut row, RevokedBy::Person, now)?;
        come_back(conn, &row, Some(request), now)?;
    }
    Ok(())
}

/// Who the person is follows the consent by which an organisation has taken her request over.
fn follow_identity(
    conn: &mut Conn,
    request: &RequestRow,
    (consent, covered): (&DataConsentRow, &BTreeSet<ReferralField>),
    now: Time,
) -> Result<(), Problem> {
    let Some(owner) = request.organisation_id else {
        return Ok(());
    };
    if !store::has_by(conn, request.id, (owner, consent.id))? {
        return Ok(());
    }
    let purpose = ConsentPurpose::KnowIdentity;
    if !covered.contains(&ReferralField::Identity) {
        requests::withdraw_consents(conn, request.id, &[purpose], now)?;
    } else if request.sealed_identity.is_some()
        && !requests::consents_to(conn, request.id, purpose, owner)?
    {
        requests::give_consent(conn, request.id, purpose, owner, now)?;
    }
    Ok(())
}

/// Destroys who the person is in what a referral carries.
pub(super) fn destroy_identity(
    conn: &mut Conn,
    services: &Services,
    row: &mut ReferralRow,
) -> Result<(), Problem> {
    if row.sealed_identity.take().is_some() {
        services
            .vault
            .destroy_class(conn, row.id, Class::Identity)?;
        store::update(conn, row)?;
    }
    Ok(())
}

fn is_covered_still(
    row: &ReferralRow,
    consent: &DataConsentRow,
    covered: &BTreeSet<ReferralField>,
    now: Time,
) -> Result<bool, Problem> {
    let is_here = row.recipient_peer_id.is_none();
    Ok(consent.stands(now) && (is_here || row.fields()?.is_subset(covered)))
}

/// Takes back what no longer fits to where a request stands: a transfer of one that goes on here, and whatever nobody has
/// answered of one that has ended.
pub(in crate::assistance) fn follow_status(
    conn: &mut Conn,
    services: &Services,
    request: &RequestRow,
    now: Time,
) -> Result<(), Problem> {
    let waits = request.status == AssistanceStatus::Referred;
    for mut row in store::list_of(conn, request.id)? {
        let goes_on = row.kind == ReferralKind::Transfer && !waits;
        if row.status == ReferralStatus::Offered && (goes_on || request.status.has_ended()) {
            revoke_row(conn, services, &mut row, RevokedBy::Sender, now)?;
            routing::withdraw_keys(conn, request)?;
        }
    }
    Ok(())
}

/// Takes back every referral of a request that the person has taken back.
pub(in crate::assistance) fn revoke_all(
    conn: &mut Conn,
    services: &Services,
    request: Id,
    by: RevokedBy,
    now: Time,
) -> Result<(), Problem> {
    for mut row in store::list_of(conn, request)? {
        if is_revocable(&row) {
            revoke_row(conn, services, &mut row, by, now)?;
        }
    }
    Ok(())
}

/// Takes back whatever was shown, or offered, to organisations that the person does not want. The request is locked.
pub(in crate::assistance) fn revoke_to(
    conn: &mut Conn,
    services: &Services,
    request: &mut RequestRow,
    excluded: &[Id],
    now: Time,
) -> Result<(), Problem> {
    for mut row in store::list_of(conn, request.id)? {
        let recipient = row.recipient_organisation_id;
        if recipient.is_some_and(|to| excluded.contains(&to)) && is_revocable(&row) {
            revoke_row(conn, services, &mut row, RevokedBy::Person, now)?;
            come_back(conn, &row, Some(request), now)?;
        }
    }
    Ok(())
}

/// Destroys what recipients have reported to an organisation that no longer has the request, or to anybody when the person
/// takes it back. What a court holds is held with it, and read by nobody.
pub(in crate::assistance) fn forget_reports(
    conn: &mut Conn,
    services: &Services,
    (request, sender): (Id, Option<Id>),
) -> Result<(), Problem> {
    if retention::kept(conn, request)?.hold.is_some() {
        return Ok(());
    }
    for mut row in store::list_of(conn, request)? {
        let is_of_sender = sender.is_none() || row.sender_organisation_id == sender;
        if is_of_sender && row.report_id.is_some() {
            destroy(conn, services, &mut row)?;
            store::update(conn, &mut row)?;
        }
    }
    Ok(())
}

/// Deletes the referrals of a request that is being erased, with whatever they carried.
pub(in crate::assistance) fn delete(
    conn: &mut Conn,
    services: &Services,
    request: Id,
    now: Time,
) -> Result<(), Problem> {
    revoke_all(conn, services, request, RevokedBy::Service, now)?;
    for mut row in store::list_of(conn, request)? {
        destroy(conn, services, &mut row)?;
    }
    Ok(store::delete(conn, request)?)
}
