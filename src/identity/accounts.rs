//! Accounts of members of staff, as the database has them.

use diesel::prelude::*;

use super::model::AccountName;
use super::permissions::Role;
use crate::platform::clock::Time;
use crate::platform::crypto::{Class, Domain, LookupKey, TotpSecret};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::vault::{Vault, VaultError};
use crate::schema::{account_roles, accounts, organisation_competences, organisations};
use crate::text_enum;

text_enum! {
    /// Whether an account can be used.
    pub enum AccountStatus {
        /// Made or reset, but its holder has not yet set a password and, where the roles need it, a
        /// second factor.
        Invited => "invited",
        /// In use.
        Active => "active",
        /// Cannot be used until an administrator enables it again.
        Disabled => "disabled",
    }
}

/// An account that is being made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its id.
    pub id: Id,
    /// The organisation whose records it may see.
    pub organisation: Id,
    /// The name with which its holder signs in; sealed.
    pub name: String,
    /// What colleagues read.
    pub display_name: String,
    /// What its holder may do.
    pub roles: Vec<Role>,
    /// Whether it can be used.
    pub status: AccountStatus,
}

/// The keyed hash by which an account's name is found.
pub(super) fn hash_of_name(lookup: &LookupKey, name: &str) -> [u8; 32] {
    lookup.hash(Domain::Email, name.to_lowercase().as_bytes())
}

/// Stores an account; its name is sealed under a key of its own.
pub fn insert_account(
    conn: &mut Conn,
    vault: &Vault,
    lookup: &LookupKey,
    new: &NewAccount,
    now: Time,
) -> Result<(), VaultError> {
    let key = vault.create_key(conn, new.id, Class::Account, now)?;
    let sealed = key.seal(new.id, "account.name", new.name.as_bytes())?;
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(new.id),
            accounts::organisation_id.eq(new.organisation),
            accounts::name_hash.eq(hash_of_name(lookup, &new.name).as_slice()),
            accounts::sealed_name.eq(sealed),
            accounts::display_name.eq(&new.display_name),
            accounts::status.eq(new.status),
            accounts::version.eq(1),
            accounts::created_at.eq(now),
        ))
        .execute(conn)?;
    insert_roles(conn, new.id, &new.roles)?;
    Ok(())
}

fn insert_roles(conn: &mut Conn, account: Id, roles: &[Role]) -> Result<(), DbError> {
    for role in roles {
        diesel::insert_into(account_roles::table)
            .values((
                account_roles::account_id.eq(account),
                account_roles::role.eq(*role),
            ))
            .execute(conn)?;
    }
    Ok(())
}

#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub(super) struct AccountRow {
    pub id: Id,
    pub organisation_id: Id,
    pub sealed_name: Vec<u8>,
    pub display_name: String,
    pub password_hash: Option<String>,
    pub sealed_totp_secret: Option<Vec<u8>>,
    pub totp_confirmed_at: Option<Time>,
    pub status: AccountStatus,
    pub version: i64,
    pub created_at: Time,
}

/// An account with its roles.
#[derive(Clone)]
pub(super) struct StoredAccount {
    pub row: AccountRow,
    pub roles: Vec<Role>,
}

impl StoredAccount {
    pub fn needs_second_factor(&self) -> bool {
        self.roles.iter().any(|role| role.needs_second_factor())
    }

    pub const fn has_second_factor(&self) -> bool {
        self.row.totp_confirmed_at.is_some()
    }

    /// Whether its holder has done all that is needed to sign in.
    pub fn is_set_up(&self) -> bool {
        self.row.password_hash.is_some()
            && (self.has_second_factor() || !self.needs_second_factor())
    }

    /// The name with which its holder signs in.
    pub fn open_name(&self, conn: &mut Conn, vault: &Vault) -> Result<String, VaultError> {
        let key = vault.key(conn, self.row.id, Class::Account)?;
        key.open_text(self.row.id, "account.name", &self.row.sealed_name)
    }

    /// The secret of the second factor, confirmed or not.
    pub fn open_totp_secret(
        &self,
        conn: &mut Conn,
        vault: &Vault,
    ) -> Result<Option<TotpSecret>, VaultError> {
        let Some(sealed) = &self.row.sealed_totp_secret else {
            return Ok(None);
        };
        let key = vault.key(conn, self.row.id, Class::Account)?;
        let bytes = key.open(self.row.id, "account.totp_secret", sealed)?;
        let secret = TotpSecret::from_bytes(&bytes).map_err(|_| VaultError::Form)?;
        Ok(Some(secret))
    }
}

/// The roles of an account.
pub(super) fn roles_of(conn: &mut Conn, account: Id) -> Result<Vec<Role>, DbError> {
    Ok(account_roles::table
        .filter(account_roles::account_id.eq(account))
        .order(account_roles::role)
        .select(account_roles::role)
        .load(conn)?)
}

fn with_roles(conn: &mut Conn, row: AccountRow) -> Result<StoredAccount, DbError> {
    let roles = roles_of(conn, row.id)?;
    Ok(StoredAccount { row, roles })
}

/// An account of any organisation; the caller has proved that it may know.
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<StoredAccount>, DbError> {
    let row = accounts::table
        .find(id)
        .select(AccountRow::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| with_roles(conn, row)).transpose()
}

/// An account that nobody else changes until the commit, as it is now. Whoever decides by an account's
/// state, password or roles what to do next locks it first: of two who come at the same time, one
/// sees what the other has done.
pub(super) fn lock(conn: &mut Conn, id: Id) -> Result<Option<StoredAccount>, DbError> {
    let _locked: Vec<Id> = crate::lock!(conn, accounts::table.find(id).select(accounts::id))?;
    find(conn, id)
}

/// An account of this organisation.
pub(super) fn find_in(
    conn: &mut Conn,
    organisation: Id,
    id: Id,
) -> Result<Option<StoredAccount>, DbError> {
    let found = find(conn, id)?;
    Ok(found.filter(|account| account.row.organisation_id == organisation))
}

/// The account that signs in with this name, when its organisation is active.
pub(super) fn find_by_name(
    conn: &mut Conn,
    name_hash: &[u8; 32],
) -> Result<Option<StoredAccount>, DbError> {
    let row = accounts::table
        .inner_join(organisations::table)
        .filter(accounts::name_hash.eq(name_hash.as_slice()))
        .filter(organisations::status.eq("active"))
        .select(AccountRow::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| with_roles(conn, row)).transpose()
}

/// The id of the account with this name, in whatever state.
pub(super) fn find_id_by_name(
    conn: &mut Conn,
    lookup: &LookupKey,
    name: &AccountName,
) -> Result<Option<Id>, DbError> {
    Ok(accounts::table
        .filter(accounts::name_hash.eq(hash_of_name(lookup, name.as_str()).as_slice()))
        .select(accounts::id)
        .first(conn)
        .optional()?)
}

/// Accounts of an organisation, newest first, from before this one on.
pub(super) fn list_in(
    conn: &mut Conn,
    organisation: Id,
    before: Option<Id>,
    rows: i64,
) -> Result<Vec<StoredAccount>, DbError> {
    let mut query = accounts::table
        .filter(accounts::organisation_id.eq(organisation))
        .order(accounts::id.desc())
        .limit(rows)
        .select(AccountRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(accounts::id.lt(before));
    }
    let found: Vec<AccountRow> = query.load(conn)?;
    found.into_iter().map(|row| with_roles(conn, row)).collect()
}

/// Active administrators of an organisation other than this account.
pub(super) fn count_other_administrators(
    conn: &mut Conn,
    organisation: Id,
    account: Id,
) -> Result<i64, DbError> {
    Ok(accounts::table
        .inner_join(account_roles::table)
        .filter(accounts::organisation_id.eq(organisation))
        .filter(accounts::status.eq(AccountStatus::Active))
        .filter(account_roles::role.eq(Role::Administrator))
        .filter(accounts::id.ne(account))
        .count()
        .get_result(conn)?)
}

/// What is to be different about an account.
#[derive(Debug, Clone, Default)]
pub(super) struct Changes {
    pub display_name: Option<String>,
    pub roles: Option<Vec<Role>>,
    pub status: Option<AccountStatus>,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(super) enum Changed {
    Done,
    /// Somebody else changed it since it was read.
    Overtaken,
}

/// Changes an account if it still is as it was read.
pub(super) fn change(
    conn: &mut Conn,
    account: &AccountRow,
    changes: &Changes,
) -> Result<Changed, DbError> {
    let row = accounts::table
        .filter(accounts::id.eq(account.id))
        .filter(accounts::version.eq(account.version));
    let display_name = changes
        .display_name
        .as_ref()
        .unwrap_or(&account.display_name);
    let done = diesel::update(row)
        .set((
            accounts::display_name.eq(display_name),
            accounts::status.eq(changes.status.unwrap_or(account.status)),
            accounts::version.eq(account.version + 1),
        ))
        .execute(conn)?;
    if done == 0 {
        return Ok(Changed::Overtaken);
    }
    if let Some(roles) = &changes.roles {
        let old = account_roles::table.filter(account_roles::account_id.eq(account.id));
        diesel::delete(old).execute(conn)?;
        insert_roles(conn, account.id, roles)?;
    }
    Ok(Changed::Done)
}

/// Forgets password and second factor: the account must be set up anew.
pub(super) fn forget_credentials(conn: &mut Conn, account: Id) -> Result<(), DbError> {
    diesel::update(accounts::table.find(account))
        .set((
            accounts::status.eq(AccountStatus::Invited),
            accounts::password_hash.eq(None::<String>),
            accounts::sealed_totp_secret.eq(None::<Vec<u8>>),
            accounts::totp_confirmed_at.eq(None::<Time>),
            accounts::totp_last_step.eq(None::<i64>),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Makes a new key for an account whose key was lost, so that it can be set up anew. Its name went
/// with the old key: the id stands in its place, while its holder signs in with the name as before.
pub(super) fn ensure_key(
    conn: &mut Conn,
    vault: &Vault,
    account: Id,
    now: Time,
) -> Result<(), VaultError> {
    match vault.key(conn, account, Class::Account) {
        Err(VaultError::Erased) => {}
        Err(error) => return Err(error),
        Ok(_) => return Ok(()),
    }
    let key = vault.create_key(conn, account, Class::Account, now)?;
    let sealed = key.seal(account, "account.name", account.to_string().as_bytes())?;
    diesel::update(accounts::table.find(account))
        .set(accounts::sealed_name.eq(sealed))
        .execute(conn)?;
    Ok(())
}

/// Stores the hash of a new password.
pub(super) fn put_password(conn: &mut Conn, account: Id, hash: &str) -> Result<(), DbError> {
    diesel::update(accounts::table.find(account))
        .set(accounts::password_hash.eq(hash))
        .execute(conn)?;
    Ok(())
}

/// Stores the secret of a second factor that has yet to be confirmed.
pub(super) fn put_totp_secret(
    conn: &mut Conn,
    vault: &Vault,
    account: Id,
    secret: &TotpSecret,
) -> Result<(), VaultError> {
    let key = vault.key(conn, account, Class::Account)?;
    let sealed = key.seal(account, "account.totp_secret", secret.as_bytes())?;
    diesel::update(accounts::table.find(account))
        .set((
            accounts::sealed_totp_secret.eq(sealed),
            accounts::totp_confirmed_at.eq(None::<Time>),
            accounts::totp_last_step.eq(None::<i64>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Confirms the second factor.
pub(super) fn mark_second_factor(conn: &mut Conn, account: Id, now: Time) -> Result<(), DbError> {
    diesel::update(accounts::table.find(account))
        .set(accounts::totp_confirmed_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Lets an account that was invited and is set up be used.
pub(super) fn activate(conn: &mut Conn, account: Id) -> Result<Changed, DbError> {
    let invited = accounts::table
        .filter(accounts::id.eq(account))
        .filter(accounts::status.eq(AccountStatus::Invited));
    let done = diesel::update(invited)
        .set((
            accounts::status.eq(AccountStatus::Active),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)?;
    Ok(if done == 0 {
        Changed::Overtaken
    } else {
        Changed::Done
    })
}

/// Whether a one-time code is used for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(super) enum CodeUse {
    First,
    Again,
}

/// Uses up the one-time codes up to this step.
pub(super) fn use_code(conn: &mut Conn, account: Id, step: i64) -> Result<CodeUse, DbError> {
    let unused = accounts::table.filter(accounts::id.eq(account)).filter(
        accounts::totp_last_step
            .is_null()
            .or(accounts::totp_last_step.lt(step)),
    );
    let done = diesel::update(unused)
        .set(accounts::totp_last_step.eq(step))
        .execute(conn)?;
    Ok(if done == 0 {
        CodeUse::Again
    } else {
        CodeUse::First
    })
}

/// Whether an organisation has a competence, when one is needed.
pub(super) fn is_competent(
    conn: &mut Conn,
    organisation: Id,
    needed: Option<&str>,
) -> Result<bool, DbError> {
    let Some(needed) = needed else {
        return Ok(true);
    };
    let found: Option<Id> = organisation_competences::table
        .find((organisation, needed))
        .select(organisation_competences::organisation_id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Whether an account is an active member of an organisation with a role.
pub fn is_member(
    conn: &mut Conn,
    account: Id,
    organisation: Id,
    role: Role,
) -> Result<bool, DbError> {
    let found: Option<Id> = accounts::table
        .inner_join(account_roles::table)
        .filter(accounts::id.eq(account))
        .filter(accounts::organisation_id.eq(organisation))
        .filter(accounts::status.eq(AccountStatus::Active))
        .filter(account_roles::role.eq(role))
        .select(accounts::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}
