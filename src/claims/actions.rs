//! One function per use case.

use super::interests::has_interest;
use super::model::{ClaimStatus, Content, EvidenceReference, Statement, Verdict};
use super::store::{self, ClaimRow};
use crate::agencies::{self, EntryKind, ReplyCounts};
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::{DecideOnClaims, SpeakForAgency};
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::{Vault, VaultError};

/// Names what is sealed under a claim's key.
const CONTENT_FIELD: &str = "agency_claim.content";
/// Claims of one organisation that wait at once: each costs a moderator an hour.
pub const MOST_PENDING: i64 = 5;

/// Why something cannot be done with a claim.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// There is no such claim, or none that this caller decides on.
    #[error("there is no such claim")]
    NotFound,
    /// There is no such agency.
    #[error("there is no such agency")]
    UnknownAgency,
    /// The organisation already claims or holds this profile.
    #[error("the organisation claims this agency already")]
    Repeated,
    /// Another organisation holds the profile.
    #[error("another organisation speaks for this agency")]
    Held,
    /// The organisation has too many claims that wait.
    #[error("too many claims of the organisation wait")]
    TooMany,
    /// Its state has no such way on.
    #[error("the claim cannot be moved there")]
    CannotMove,
    /// What is sealed cannot be sealed or opened.
    #[error(transparent)]
    Vault(VaultError),
    /// The database refused.
    #[error(transparent)]
    Database(DbError),
}

impl From<DbError> for ClaimError {
    fn from(error: DbError) -> Self {
        match error.constraint().as_deref() {
            Some("agency_claims_agency_id_organisation_id_key") => Self::Repeated,
            Some("agency_claims_agency_id_key") => Self::Held,
            _ => Self::Database(error),
        }
    }
}

impl From<VaultError> for ClaimError {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

/// Files a claim to the profile of an agency or employer.
pub fn file(
    conn: &mut Conn,
    vault: &Vault,
    by: &Caller<SpeakForAgency>,
    (id, agency): (Id, Id),
    (statement, evidence): (Statement, EvidenceReference),
    now: Time,
) -> Result<ClaimRow, ClaimError> {
    let agency = agencies::current(conn, agency)?.ok_or(ClaimError::UnknownAgency)?;
    let kind = agencies::kind(conn, agency)?;
    if !kind.is_some_and(EntryKind::is_public) {
        return Err(ClaimError::UnknownAgency);
    }
    if store::count_pending(conn, by.organisation())? >= MOST_PENDING {
        return Err(ClaimError::TooMany);
    }
    let content = Content {
        statement: statement.into_inner(),
        evidence: evidence.into_inner(),
    };
    let key = vault.create_key(conn, id, Class::Confidential, now)?;
    let row = ClaimRow {
        id,
        agency_id: agency,
        organisation_id: by.organisation(),
        status: ClaimStatus::Pending,
        sealed_content: key.seal_json(id, CONTENT_FIELD, &content)?,
        decision_reason: None,
        decision_note: None,
        version: 1,
        filed_on: now.date(),
        changed_on: now.date(),
    };
    store::insert(conn, &row)?;
    record(conn, by, id, "filed", now)?;
    Ok(row)
}

/// A claim on which this caller may decide, locked until the commit: one to an agency in which their
/// own organisation has an interest is not there.
pub fn get_locked(
    conn: &mut Conn,
    by: &Caller<DecideOnClaims>,
    claim: Id,
) -> Result<ClaimRow, ClaimError> {
    let agency = store::find_agency(conn, claim)?.ok_or(ClaimError::NotFound)?;
    // Before the claim, as wherever what is public of an agency changes.
    agencies::lock_rating(conn, agency)?;
    let claim = store::lock(conn, claim)?.ok_or(ClaimError::NotFound)?;
    if has_interest(conn, by, claim.agency_id)? {
        return Err(ClaimError::NotFound);
    }
    Ok(claim)
}

/// Opens a claim, and writes into the audit log who did.
pub fn open(
    conn: &mut Conn,
    vault: &Vault,
    by: &Caller<DecideOnClaims>,
    claim: Id,
    now: Time,
) -> Result<(ClaimRow, Content), ClaimError> {
    let claim = get_locked(conn, by, claim)?;
    let key = vault.key(conn, claim.id, Class::Confidential)?;
    let content = key.open_json(claim.id, CONTENT_FIELD, &claim.sealed_content)?;
    let (action, subject) = (Action::Opened, Subject::AgencyClaim);
    by.record(conn, now, action, subject, claim.id, None)?;
    Ok((claim, content))
}

/// Decides on a claim.
pub fn decide(
    conn: &mut Conn,
    by: &Caller<DecideOnClaims>,
    claim: ClaimRow,
    verdict: &Verdict,
    now: Time,
) -> Result<ClaimRow, ClaimError> {
    let status = verdict.after(claim.status).ok_or(ClaimError::CannotMove)?;
    let refusal = verdict.refusal();
    store::decide(conn, claim.id, status, refusal, now.date())?;
    match status {
        // Whoever speaks for it now has answered nothing yet.
        ClaimStatus::Approved => {
            agencies::put_reply_counts(conn, claim.agency_id, Some(ReplyCounts::default()))?;
        }
        ClaimStatus::Revoked => agencies::put_reply_counts(conn, claim.agency_id, None)?,
        ClaimStatus::Pending | ClaimStatus::Denied => {}
    }
    record(conn, by, claim.id, status.as_str(), now)?;
    Ok(ClaimRow {
        status,
        decision_reason: refusal.map(|refusal| refusal.reason.as_str().to_owned()),
        decision_note: refusal
            .and_then(|refusal| refusal.note.as_ref())
            .map(|note| note.as_str().to_owned()),
        version: claim.version + 1,
        changed_on: now.date(),
        ..claim
    })
}

fn record<C>(
    conn: &mut Conn,
    by: &Caller<C>,
    claim: Id,
    word: &'static str,
    now: Time,
) -> Result<(), DbError> {
    let (action, subject) = (Action::MovedOn, Subject::AgencyClaim);
    by.record(conn, now, action, subject, claim, Some(word))
}
