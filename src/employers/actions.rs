//! One function per use case.

use super::model::{Content, ProposalStatus, Verdict};
use super::store::{self, ProposalRow, Settled};
use crate::agencies::{self, Alike, EntryKind, Followers, Join};
use crate::claims;
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::DecideOnEmployers;
use crate::platform::clock::Time;
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;
use crate::platform::vault::VaultError;
use crate::reviews;

/// Names what is sealed under a proposal's key.
const CONTENT_FIELD: &str = "employer_proposal.content";

/// What the use cases work with besides the database.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The instance.
    pub services: &'a Services,
    /// The time of the request.
    pub now: Time,
}

/// Why something cannot be done with a proposal.
#[derive(Debug, thiserror::Error)]
pub enum ProposalError {
    /// It is a private household.
    #[error("a private household has no page")]
    Household,
    /// The id that the client chose is in use.
    #[error("the id is in use")]
    IdTaken,
    /// There is no such proposal.
    #[error("there is no such proposal")]
    NotFound,
    /// Somebody has decided.
    #[error("the proposal was decided on")]
    Decided,
    /// There is no such employer in this country.
    #[error("there is no such employer in this country")]
    UnknownEmployer,
    /// What is sealed cannot be sealed or opened.
    #[error(transparent)]
    Vault(VaultError),
    /// The database refused.
    #[error(transparent)]
    Database(DbError),
    /// Another area refused.
    #[error("{0}")]
    Elsewhere(Problem),
}

impl From<DbError> for ProposalError {
    fn from(error: DbError) -> Self {
        match error.constraint().as_deref() {
            Some("data_keys_subject_id_class_key") => Self::IdTaken,
            _ => Self::Database(error),
        }
    }
}

impl From<VaultError> for ProposalError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Database(error) => error.into(),
            VaultError::Erased | VaultError::Sealing(_) | VaultError::Form => Self::Vault(error),
        }
    }
}

/// Stores an employer whom a worker names. Of the time only the day is stored.
pub fn propose(
    conn: &mut Conn,
    desk: Desk<'_>,
    (id, country): (Id, &str),
    content: &Content,
) -> Result<(), ProposalError> {
    let vault = &desk.services.vault;
    if vault.knows(conn, id)? || agencies::kind(conn, id)?.is_some() {
        return Err(ProposalError::IdTaken);
    }
    let today = desk.now.date();
    let day = today.start().unwrap_or(desk.now);
    let key = vault.create_key(conn, id, Class::Confidential, day)?;
    agencies::insert_proposed(conn, id, country, (today, day))?;
    let sealed = key.seal_json(id, CONTENT_FIELD, content)?;
    Ok(store::insert(conn, (id, country), sealed, today)?)
}

/// A proposal, opened.
pub struct Opened {
    /// The proposal.
    pub row: ProposalRow,
    /// What the worker wrote; nothing is left of it once somebody has decided.
    pub content: Option<Content>,
    /// Employers that may be the same.
    pub alike: Vec<Alike>,
    /// Reviews that wait.
    pub waiting: i64,
}

/// Opens a proposal, and writes into the audit log who did.
pub fn open(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Caller<DecideOnEmployers>,
    id: Id,
) -> Result<Opened, ProposalError> {
    let row = get_for(conn, by, id)?;
    let mut opened = Opened {
        waiting: reviews::count_waiting(conn, id)?,
        content: None,
        alike: Vec::new(),
        row,
    };
    if let Some(sealed) = &opened.row.sealed_content {
        let key = desk.services.vault.key(conn, id, Class::Confidential)?;
        let content: Content = key.open_json(id, CONTENT_FIELD, sealed)?;
        let (country, today) = (opened.row.country.as_str(), desk.now.date());
        opened.alike = agencies::list_alike(conn, country, &content.name, today)?;
        opened.content = Some(content);
    }
    let (action, subject) = (Action::Opened, Subject::EmployerProposal);
    by.record(conn, desk.now, action, subject, id, None)?;
    Ok(opened)
}

/// A proposal, locked until the commit together with all that is public of the employer: no review of it
/// is decided on meanwhile.
pub fn get_locked(conn: &mut Conn, id: Id) -> Result<ProposalRow, ProposalError> {
    agencies::lock_rating(conn, id)?;
    store::lock(conn, id)?.ok_or(ProposalError::NotFound)
}

/// The same for whoever may decide on it: one in which they have an interest is not there.
pub fn get_for(
    conn: &mut Conn,
    by: &Caller<DecideOnEmployers>,
    id: Id,
) -> Result<ProposalRow, ProposalError> {
    if claims::has_interest(conn, by, id)? {
        return Err(ProposalError::NotFound);
    }
    get_locked(conn, id)
}

/// The same, with what a verdict needs besides: who joins waits for others who do, and who refuses for those who
/// are filing a review, or it would wait for nobody.
pub fn get_to_decide(
    conn: &mut Conn,
    by: &Caller<DecideOnEmployers>,
    id: Id,
    verdict: &Verdict,
) -> Result<ProposalRow, ProposalError> {
    match verdict {
        Verdict::Accept(_) => {}
        Verdict::Join(_) => agencies::exclude_joins(conn)?,
        Verdict::Refuse(_) => agencies::lock_entry(conn, id)?,
    }
    get_for(conn, by, id)
}

/// Decides on a proposal, which the caller has got by [`get_to_decide`].
pub fn decide(
    conn: &mut Conn,
    desk: Desk<'_>,
    by: &Caller<DecideOnEmployers>,
    row: &ProposalRow,
    verdict: &Verdict,
    followers: Followers,
) -> Result<ProposalRow, ProposalError> {
    if !verdict.fits(row.status) {
        return Err(ProposalError::Decided);
    }
    let (id, today) = (row.agency_id, desk.now.date());
    let (status, joined_into, reason) = match verdict {
        Verdict::Accept(found) => {
            agencies::accept_proposed(conn, id, found, today)?;
            (ProposalStatus::Accepted, None, None)
        }
        Verdict::Join(employer) => {
            if claims::has_interest(conn, by, *employer)? {
                return Err(ProposalError::UnknownEmployer);
            }
            let into = join(conn, desk, row, *employer, followers)?;
            (ProposalStatus::Joined, Some(into), None)
        }
        Verdict::Refuse(reason) => {
            reviews::refuse_reviews(conn, desk.services, by, id, desk.now)
                .map_err(ProposalError::Elsewhere)?;
            agencies::refuse_proposed(conn, id)?;
            (ProposalStatus::Refused, None, Some(reason))
        }
    };
    // Nobody needs any more whom a worker accused in which words.
    desk.services.vault.destroy(conn, id)?;
    let settled = Settled {
        status,
        reason,
        joined_into,
        by: by.account(),
        on: today,
    };
    store::settle(conn, id, &settled)?;
    let (action, subject) = (Action::MovedOn, Subject::EmployerProposal);
    by.record(conn, desk.now, action, subject, id, Some(status.as_str()))?;
    store::lock(conn, id)?.ok_or(ProposalError::NotFound)
}

/// Makes the proposed employer mean one that is known, in the same country: its reviews say where the
/// work is.
fn join(
    conn: &mut Conn,
    desk: Desk<'_>,
    row: &ProposalRow,
    employer: Id,
    followers: Followers,
) -> Result<Id, ProposalError> {
    let into = agencies::resolve_as(conn, employer, EntryKind::Employer)?;
    let into = into.ok_or(ProposalError::UnknownEmployer)?;
    if agencies::country(conn, into)?.as_ref() != Some(&row.country) {
        return Err(ProposalError::UnknownEmployer);
    }
    let join = Join {
        from: row.agency_id,
        into,
    };
    if !agencies::join_proposed(conn, join)? {
        return Err(ProposalError::UnknownEmployer);
    }
    for follow in followers.0 {
        follow(conn, desk.services, desk.now, join).map_err(ProposalError::Elsewhere)?;
    }
    Ok(into)
}
