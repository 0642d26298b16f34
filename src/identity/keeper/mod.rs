//! Looking after accounts: inviting, changing, disabling, resetting.
//!
//! An administrator looks after the accounts of their own organisation, the command line after all.
//! What must always be true, whoever it is:
//!
//! - nobody changes their own roles, disables or resets themselves: whoever may hand out the right
//!   to open cases cannot take it, and a slip cannot lock out the last one who could mend it;
//! - an administrator cannot leave the organisation without an active administrator;
//! - a role that needs a second factor is not given to an active account that has none;
//! - a role that needs a competence is given only in an organisation that has it: who may decide
//!   about everybody's reviews is the operator's choice, not an administrator's;
//! - each act is in the audit log.

mod change;
mod error;
mod invite;
mod names;
mod status;
mod tokens;

pub(super) use change::change;
pub use error::KeepingError;
pub(super) use error::names as ids_named;
pub use invite::{Invitation, Invitee, invite, reset};
pub(super) use names::open_name;
pub use names::{Listed, find_by_id_or_name, list_with_names};
pub use status::{disable, enable};
pub use tokens::SET_UP_HOURS;
pub(super) use tokens::forget_tokens;

use diesel::prelude::*;

use super::accounts::{self, AccountStatus, StoredAccount};
use super::audit;
use super::caller::Caller;
use super::permissions::{Administer, Role};
use super::secrets::Secrets;
use crate::platform::clock::Time;
use crate::platform::crypto::ChainKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::organisations;

/// Proof that somebody may look after accounts, and of which organisation.
#[derive(Debug, Clone)]
pub struct Keeper {
    account: Option<Id>,
    organisation: Option<Id>,
    chain: ChainKey,
}

impl Keeper {
    /// An administrator, for the accounts of their own organisation.
    pub fn of(caller: &Caller<Administer>) -> Self {
        Self {
            account: Some(caller.account()),
            organisation: Some(caller.organisation()),
            chain: caller.chain().clone(),
        }
    }

    /// Whoever runs the program on the server, for all accounts. Only `src/cli` may say so.
    pub fn command_line(secrets: &Secrets) -> Self {
        Self {
            account: None,
            organisation: None,
            chain: secrets.chain.clone(),
        }
    }

    pub(in crate::identity) fn record(
        &self,
        conn: &mut Conn,
        account: &StoredAccount,
        detail: &'static str,
        now: Time,
    ) -> Result<(), DbError> {
        let entry = audit::Entry {
            at: now,
            account: self.account,
            organisation: Some(account.row.organisation_id),
            action: audit::Action::AccountChanged,
            subject: audit::Subject::Account,
            subject_id: account.row.id,
            detail: Some(detail),
        };
        audit::record(conn, &self.chain, &entry)
    }

    fn refuse_self(&self, account: &StoredAccount) -> Result<(), KeepingError> {
        if self.account == Some(account.row.id) {
            return Err(KeepingError::OwnAccount);
        }
        Ok(())
    }

    /// Refuses to take away an organisation's last administrator. The organisation is locked, so
    /// that two administrators cannot remove each other at the same time.
    fn refuse_last(&self, conn: &mut Conn, account: &StoredAccount) -> Result<(), KeepingError> {
        let is_one = account.roles.contains(&Role::Administrator)
            && account.row.status == AccountStatus::Active;
        if self.organisation.is_none() || !is_one {
            return Ok(());
        }
        let organisation = account.row.organisation_id;
        let _locked: Vec<Id> = crate::lock!(
            conn,
            organisations::table
                .find(organisation)
                .select(organisations::id)
        )?;
        match accounts::count_other_administrators(conn, organisation, account.row.id)? {
            0 => Err(KeepingError::LastAdministrator),
            _ => Ok(()),
        }
    }
}

/// An account within the keeper's reach.
pub(in crate::identity) fn get(
    conn: &mut Conn,
    keeper: &Keeper,
    id: Id,
) -> Result<StoredAccount, KeepingError> {
    let found = match keeper.organisation {
        Some(organisation) => accounts::find_in(conn, organisation, id)?,
        None => accounts::find(conn, id)?,
    };
    found.ok_or(KeepingError::NotFound)
}

/// The same, locked: nobody else changes it until the commit. Always before its organisation, which
/// `PostgreSQL` locks as well where an account is changed twice in one transaction.
pub(super) fn lock(
    conn: &mut Conn,
    keeper: &Keeper,
    id: Id,
) -> Result<StoredAccount, KeepingError> {
    get(conn, keeper, id)?;
    accounts::lock(conn, id)?.ok_or(KeepingError::NotFound)
}

/// Refuses roles for which the organisation is not the right one.
fn refuse_incompetent(
    conn: &mut Conn,
    organisation: Id,
    roles: &[Role],
) -> Result<(), KeepingError> {
    for role in roles {
        if !accounts::is_qualified(conn, organisation, role.needed())? {
            return Err(KeepingError::CompetenceMissing);
        }
    }
    Ok(())
}
