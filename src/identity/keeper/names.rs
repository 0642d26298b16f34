//! Finding and reading the names with which holders of accounts sign in.

use super::{Keeper, KeepingError};
use crate::identity::accounts::{self, AccountStatus, StoredAccount};
use crate::identity::audit;
use crate::identity::model::AccountName;
use crate::identity::permissions::Role;
use crate::identity::secrets::Secrets;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;

/// An account as the command line lists it.
pub struct Listed {
    /// Its id.
    pub id: Id,
    /// The name with which its holder signs in.
    pub name: String,
    /// What colleagues read.
    pub display_name: String,
    /// What its holder may do.
    pub roles: Vec<Role>,
    /// Whether it can be used.
    pub status: AccountStatus,
}

/// The accounts of an organisation with their names, for the command line; each name that is
/// opened is in the audit log.
pub fn list_with_names(
    conn: &mut Conn,
    keeper: &Keeper,
    secrets: &Secrets,
    organisation: Id,
    now: Time,
) -> Result<Vec<Listed>, KeepingError> {
    let found = accounts::list_in(conn, organisation, None, i64::MAX)?;
    let mut listed = Vec::new();
    for account in found {
        let name = open_name(conn, keeper, secrets, &account, now)?;
        listed.push(Listed {
            id: account.row.id,
            name,
            display_name: account.row.display_name,
            roles: account.roles,
            status: account.row.status,
        });
    }
    Ok(listed)
}

/// The name with which an account's holder signs in; the opening is in the audit log.
pub(in crate::identity) fn open_name(
    conn: &mut Conn,
    keeper: &Keeper,
    secrets: &Secrets,
    account: &StoredAccount,
    now: Time,
) -> Result<String, KeepingError> {
    let entry = audit::Entry {
        at: now,
        account: keeper.account,
        organisation: Some(account.row.organisation_id),
        action: audit::Action::Opened,
        subject: audit::Subject::Account,
        subject_id: account.row.id,
        detail: Some("name"),
    };
    audit::record(conn, &keeper.chain, &entry)?;
    Ok(account.open_name(conn, &secrets.vault)?)
}

/// The account with this id or name, for the command line.
pub fn find_by_id_or_name(
    conn: &mut Conn,
    secrets: &Secrets,
    text: &str,
) -> Result<Option<Id>, DbError> {
    if let Ok(id) = Id::parse(text) {
        return Ok(accounts::find(conn, id)?.map(|account| account.row.id));
    }
    match AccountName::parse(text) {
        Ok(name) => accounts::find_id_by_name(conn, &secrets.lookup, &name),
        Err(_) => Ok(None),
    }
}
