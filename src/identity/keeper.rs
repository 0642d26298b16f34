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

use std::time::Duration;

use diesel::prelude::*;

use super::accounts::{self, AccountStatus, Changed, Changes, NewAccount, StoredAccount};
use super::audit;
use super::caller::Caller;
use super::model::AccountName;
use super::permissions::{Administer, Role};
use super::secrets::Secrets;
use super::sessions::{self, EndedBecause, Which};
use crate::platform::clock::Time;
use crate::platform::crypto::{ChainKey, Domain, SecretToken};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::VaultError;
use crate::schema::{organisations, set_up_tokens};

/// How long a set-up token is good.
pub const SET_UP_HOURS: u64 = 72;

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

    fn record(
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

/// Why an account is not changed.
#[derive(Debug, thiserror::Error)]
pub enum KeepingError {
    /// There is none, or it is another organisation's.
    #[error("there is no such account")]
    NotFound,
    /// Somebody signs in with this name.
    #[error("this account name is in use")]
    NameTaken,
    /// Something else has this id.
    #[error("this id is in use")]
    IdTaken,
    /// It is the keeper's own.
    #[error("nobody changes their own roles, or disables or resets themselves")]
    OwnAccount,
    /// The organisation would have no administrator.
    #[error("the organisation would be left without an active administrator")]
    LastAdministrator,
    /// The new role opens sealed records, and the account has no second factor.
    #[error("the role needs a second factor, which the account does not have; reset it first")]
    SecondFactorMissing,
    /// The organisation does not do what the new role is for.
    #[error("the role needs a competence that the organisation does not have")]
    CompetenceMissing,
    /// Somebody else changed it meanwhile.
    #[error("somebody changed the account in the meantime")]
    Overtaken,
    /// A sealed value cannot be read or written.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<diesel::result::Error> for KeepingError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// An invitation that has just been made: the only moment at which its token is known.
pub struct Invitation {
    pub(super) account: StoredAccount,
    /// The one-time token with which the account is set up.
    pub token: SecretToken,
    /// Until when it is good.
    pub expires_at: Time,
}

impl Invitation {
    /// The account that is to be set up.
    pub const fn account(&self) -> Id {
        self.account.row.id
    }
}

/// Whom to invite.
#[derive(Debug, Clone)]
pub struct Invitee {
    /// The account's id.
    pub id: Id,
    /// The organisation; an administrator's own.
    pub organisation: Id,
    /// The name with which they will sign in.
    pub name: AccountName,
    /// What colleagues read.
    pub display_name: String,
    /// What they may do.
    pub roles: Vec<Role>,
}

/// Makes an account and the token with which its holder sets it up.
pub fn invite(
    conn: &mut Conn,
    keeper: &Keeper,
    secrets: &Secrets,
    invitee: Invitee,
    now: Time,
) -> Result<Invitation, KeepingError> {
    if keeper
        .organisation
        .is_some_and(|own| own != invitee.organisation)
    {
        return Err(KeepingError::NotFound);
    }
    if accounts::find(conn, invitee.id)?.is_some() || secrets.vault.knows(conn, invitee.id)? {
        return Err(KeepingError::IdTaken);
    }
    if accounts::find_id_by_name(conn, &secrets.lookup, &invitee.name)?.is_some() {
        return Err(KeepingError::NameTaken);
    }
    refuse_incompetent(conn, invitee.organisation, &invitee.roles)?;
    let new = NewAccount {
        id: invitee.id,
        organisation: invitee.organisation,
        name: invitee.name.as_str().to_owned(),
        display_name: invitee.display_name,
        roles: invitee.roles,
        status: AccountStatus::Invited,
    };
    accounts::insert_account(conn, &secrets.vault, &secrets.lookup, &new, now)
        .map_err(taken_meanwhile)?;
    let account = accounts::find(conn, new.id)?.ok_or(KeepingError::NotFound)?;
    let (token, expires_at) = issue_token(conn, secrets, new.id, now)?;
    keeper.record(conn, &account, "invited", now)?;
    Ok(Invitation {
        account,
        token,
        expires_at,
    })
}

/// Refuses roles that need a competence which the organisation does not have.
fn refuse_incompetent(
    conn: &mut Conn,
    organisation: Id,
    roles: &[Role],
) -> Result<(), KeepingError> {
    for role in roles {
        if !accounts::is_competent(conn, organisation, role.competence())? {
            return Err(KeepingError::CompetenceMissing);
        }
    }
    Ok(())
}

/// Two who choose the same id or name at the same time both find it free.
fn taken_meanwhile(error: VaultError) -> KeepingError {
    let VaultError::Database(inner) = &error else {
        return error.into();
    };
    match inner.constraint().as_deref() {
        Some("accounts_name_hash_key") => KeepingError::NameTaken,
        Some(name) if name.starts_with("accounts_") || name.starts_with("data_keys_") => {
            KeepingError::IdTaken
        }
        _ => error.into(),
    }
}

fn issue_token(
    conn: &mut Conn,
    secrets: &Secrets,
    account: Id,
    now: Time,
) -> Result<(SecretToken, Time), DbError> {
    forget_tokens(conn, account)?;
    let token = SecretToken::generate(&*secrets.randomness);
    let expires_at = now.plus(Duration::from_hours(SET_UP_HOURS));
    let hash = secrets.lookup.hash(Domain::SetUpToken, token.as_bytes());
    diesel::insert_into(set_up_tokens::table)
        .values((
            set_up_tokens::token_hash.eq(hash.as_slice()),
            set_up_tokens::account_id.eq(account),
            set_up_tokens::expires_at.eq(expires_at),
        ))
        .execute(conn)?;
    Ok((token, expires_at))
}

/// Makes an account's set-up tokens worthless.
pub(super) fn forget_tokens(conn: &mut Conn, account: Id) -> Result<(), DbError> {
    diesel::delete(set_up_tokens::table.filter(set_up_tokens::account_id.eq(account)))
        .execute(conn)?;
    Ok(())
}

/// An account within the keeper's reach.
pub(super) fn get(conn: &mut Conn, keeper: &Keeper, id: Id) -> Result<StoredAccount, KeepingError> {
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

/// Gives an account, which is locked, another display name or other roles.
pub(super) fn change(
    conn: &mut Conn,
    keeper: &Keeper,
    account: &StoredAccount,
    changes: &Changes,
    now: Time,
) -> Result<StoredAccount, KeepingError> {
    let mut detail = "display_name";
    if let Some(roles) = changes
        .roles
        .as_ref()
        .filter(|roles| !same(roles, &account.roles))
    {
        detail = "roles";
        keeper.refuse_self(account)?;
        if !roles.contains(&Role::Administrator) {
            keeper.refuse_last(conn, account)?;
        }
        refuse_incompetent(conn, account.row.organisation_id, roles)?;
        let needed = roles.iter().any(|role| role.needs_second_factor());
        if needed && !account.has_second_factor() && account.row.status != AccountStatus::Invited {
            return Err(KeepingError::SecondFactorMissing);
        }
    }
    apply(conn, account, changes)?;
    keeper.record(conn, account, detail, now)?;
    get(conn, keeper, account.row.id)
}

fn same(one: &[Role], other: &[Role]) -> bool {
    one.len() == other.len() && one.iter().all(|role| other.contains(role))
}

fn apply(conn: &mut Conn, account: &StoredAccount, changes: &Changes) -> Result<(), KeepingError> {
    match accounts::change(conn, &account.row, changes)? {
        Changed::Done => Ok(()),
        Changed::Overtaken => Err(KeepingError::Overtaken),
    }
}

/// Disables an account: its sessions end at once, its set-up token is worthless.
pub fn disable(conn: &mut Conn, keeper: &Keeper, id: Id, now: Time) -> Result<(), KeepingError> {
    let account = lock(conn, keeper, id)?;
    if account.row.status == AccountStatus::Disabled {
        return Ok(());
    }
    keeper.refuse_last(conn, &account)?;
    keeper.refuse_self(&account)?;
    let changes = Changes {
        status: Some(AccountStatus::Disabled),
        ..Changes::default()
    };
    apply(conn, &account, &changes)?;
    sessions::end(conn, id, Which::All, EndedBecause::Disabled, now)?;
    forget_tokens(conn, id)?;
    keeper.record(conn, &account, "disabled", now)?;
    Ok(())
}

/// Enables a disabled account; one that was never set up, or whose roles have come to need a second
/// factor that it lacks, is invited: reset it to get a token.
pub fn enable(conn: &mut Conn, keeper: &Keeper, id: Id, now: Time) -> Result<(), KeepingError> {
    let account = lock(conn, keeper, id)?;
    if account.row.status != AccountStatus::Disabled {
        return Ok(());
    }
    let status = if account.is_set_up() {
        AccountStatus::Active
    } else {
        AccountStatus::Invited
    };
    let changes = Changes {
        status: Some(status),
        ..Changes::default()
    };
    apply(conn, &account, &changes)?;
    keeper.record(conn, &account, "enabled", now)?;
    Ok(())
}

/// Resets an account whose holder has lost password or second factor: its sessions end, and it is
/// set up anew with the token.
pub fn reset(
    conn: &mut Conn,
    keeper: &Keeper,
    secrets: &Secrets,
    id: Id,
    now: Time,
) -> Result<Invitation, KeepingError> {
    let account = lock(conn, keeper, id)?;
    keeper.refuse_last(conn, &account)?;
    keeper.refuse_self(&account)?;
    accounts::forget_credentials(conn, id)?;
    accounts::ensure_key(conn, &secrets.vault, id, now)?;
    sessions::end(conn, id, Which::All, EndedBecause::Reset, now)?;
    let (token, expires_at) = issue_token(conn, secrets, id, now)?;
    let account = get(conn, keeper, id)?;
    keeper.record(conn, &account, "reset", now)?;
    Ok(Invitation {
        account,
        token,
        expires_at,
    })
}

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
pub(super) fn open_name(
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
