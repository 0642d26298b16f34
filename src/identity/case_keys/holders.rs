//! To whom the keys of cases are sealed.

use diesel::prelude::*;

use crate::identity::accounts::AccountStatus;
use crate::identity::permissions::{CUSTODY, Role};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{
    account_keys, account_roles, accounts, case_key_holders, case_keys, organisation_competences,
};
use crate::text_enum;

const LABEL: &[u8] = b"tulay/case-key-of-holder/1";

text_enum! {
    /// As what somebody can open a case.
    pub enum HolderKind {
        /// With its receipt code.
        Receipt => "receipt",
        /// As a case worker of an organisation that handles it.
        Handler => "handler",
        /// As a custodian, who hands keys on when a handler's is lost.
        Custodian => "custodian",
    }
}

impl HolderKind {
    /// As what an account can open a case.
    pub(in crate::identity) const OF_ACCOUNTS: &[Self] = &[Self::Handler, Self::Custodian];
}

/// What binds a private key that is sealed to an account to its place.
pub(super) fn info(case: Id, kind: HolderKind, account: Id) -> [Vec<u8>; 4] {
    [
        LABEL.to_vec(),
        case.as_bytes().to_vec(),
        kind.as_str().as_bytes().to_vec(),
        account.as_bytes().to_vec(),
    ]
}

pub(super) fn insert(
    conn: &mut Conn,
    case: Id,
    (kind, holder): (HolderKind, Id),
    sealed: &[u8],
) -> Result<(), DbError> {
    diesel::insert_into(case_key_holders::table)
        .values((
            case_key_holders::case_id.eq(case),
            case_key_holders::holder_kind.eq(kind),
            case_key_holders::holder_id.eq(holder),
            case_key_holders::sealed_private_key.eq(sealed),
        ))
        .execute(conn)?;
    Ok(())
}

pub(super) fn find(
    conn: &mut Conn,
    case: Id,
    kind: HolderKind,
    holder: Id,
) -> Result<Option<Vec<u8>>, DbError> {
    Ok(case_key_holders::table
        .find((case, kind, holder))
        .select(case_key_holders::sealed_private_key)
        .first(conn)
        .optional()?)
}

/// The private key of a case as it is sealed to its receipts.
pub(super) fn list_of_receipts(conn: &mut Conn, case: Id) -> Result<Vec<Vec<u8>>, DbError> {
    Ok(case_key_holders::table
        .filter(case_key_holders::case_id.eq(case))
        .filter(case_key_holders::holder_kind.eq(HolderKind::Receipt))
        .select(case_key_holders::sealed_private_key)
        .load(conn)?)
}

/// Takes the key of a case from the code of one receipt.
pub(in crate::identity) fn withhold_from_receipt(
    conn: &mut Conn,
    case: Id,
    holder: Id,
) -> Result<(), DbError> {
    let held = case_key_holders::table.find((case, HolderKind::Receipt, holder));
    diesel::delete(held).execute(conn)?;
    Ok(())
}

/// As what, which account, and its public key.
type Entitled = (HolderKind, Id, Vec<u8>);

/// Who should have the key of a case and does not: handlers of these organisations, and custodians.
pub(super) fn list_lacking(
    conn: &mut Conn,
    case: Id,
    organisations: &[Id],
) -> Result<Vec<Entitled>, DbError> {
    let held: Vec<(HolderKind, Id)> = case_key_holders::table
        .filter(case_key_holders::case_id.eq(case))
        .select((case_key_holders::holder_kind, case_key_holders::holder_id))
        .load(conn)?;
    let mut lacking = Vec::new();
    let handlers = list_handlers(conn, organisations)?;
    let custodians = list_custodians(conn)?;
    for (kind, entitled) in [
        (HolderKind::Handler, handlers),
        (HolderKind::Custodian, custodians),
    ] {
        let new = entitled
            .into_iter()
            .filter(|(account, _)| !held.contains(&(kind, *account)));
        lacking.extend(new.map(|(account, public)| (kind, account, public)));
    }
    Ok(lacking)
}

fn list_handlers(conn: &mut Conn, organisations: &[Id]) -> Result<Vec<(Id, Vec<u8>)>, DbError> {
    Ok(accounts::table
        .inner_join(account_keys::table)
        .inner_join(account_roles::table)
        .filter(accounts::organisation_id.eq_any(organisations.to_vec()))
        .filter(accounts::status.eq(AccountStatus::Active))
        .filter(account_roles::role.eq(Role::CaseWorker))
        .select((accounts::id, account_keys::public_key))
        .load(conn)?)
}

fn list_custodians(conn: &mut Conn) -> Result<Vec<(Id, Vec<u8>)>, DbError> {
    let custodies = organisation_competences::table
        .filter(organisation_competences::competence.eq(CUSTODY))
        .select(organisation_competences::organisation_id);
    Ok(accounts::table
        .inner_join(account_keys::table)
        .inner_join(account_roles::table)
        .filter(accounts::organisation_id.eq_any(custodies))
        .filter(accounts::status.eq(AccountStatus::Active))
        .filter(account_roles::role.eq(Role::Custodian))
        .select((accounts::id, account_keys::public_key))
        .load(conn)?)
}

/// Whether everybody has the key of a case who should; a case of server mode has none.
pub fn is_shared(conn: &mut Conn, case: Id, organisations: &[Id]) -> Result<bool, DbError> {
    let sealed: Option<Id> = case_keys::table
        .find(case)
        .select(case_keys::case_id)
        .first(conn)
        .optional()?;
    Ok(sealed.is_none() || list_lacking(conn, case, organisations)?.is_empty())
}

/// Takes the key of a case from everybody but the holder of its receipt code.
pub fn withhold(conn: &mut Conn, case: Id) -> Result<(), DbError> {
    let held = case_key_holders::table
        .filter(case_key_holders::case_id.eq(case))
        .filter(case_key_holders::holder_kind.ne(HolderKind::Receipt));
    diesel::delete(held).execute(conn)?;
    Ok(())
}

/// Takes the key of a case from handlers who belong to none of these organisations.
pub fn withhold_from_others(
    conn: &mut Conn,
    case: Id,
    organisations: &[Id],
) -> Result<(), DbError> {
    let held: Vec<(Id, Id)> = case_key_holders::table
        .inner_join(accounts::table.on(accounts::id.eq(case_key_holders::holder_id)))
        .filter(case_key_holders::case_id.eq(case))
        .filter(case_key_holders::holder_kind.eq(HolderKind::Handler))
        .select((case_key_holders::holder_id, accounts::organisation_id))
        .load(conn)?;
    for (holder, organisation) in held {
        if !organisations.contains(&organisation) {
            let row = case_key_holders::table.find((case, HolderKind::Handler, holder));
            diesel::delete(row).execute(conn)?;
        }
    }
    Ok(())
}

/// A case worker who can be given keys.
#[derive(Debug, Clone, Copy)]
pub struct Handler {
    /// The account.
    pub account: Id,
    /// Its organisation.
    pub organisation: Id,
}

/// An active case worker who has a key of their own.
pub fn find_handler(conn: &mut Conn, account: Id) -> Result<Option<Handler>, DbError> {
    let organisation: Option<Id> = accounts::table
        .inner_join(account_keys::table)
        .inner_join(account_roles::table)
        .filter(accounts::id.eq(account))
        .filter(accounts::status.eq(AccountStatus::Active))
        .filter(account_roles::role.eq(Role::CaseWorker))
        .select(accounts::organisation_id)
        .first(conn)
        .optional()?;
    Ok(organisation.map(|organisation| Handler {
        account,
        organisation,
    }))
}

impl Handler {
    /// Whether they have the key of a case.
    pub fn holds(self, conn: &mut Conn, case: Id) -> Result<bool, DbError> {
        Ok(find(conn, case, HolderKind::Handler, self.account)?.is_some())
    }
}
