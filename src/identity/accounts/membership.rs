//! Who may be given what.

use diesel::prelude::*;

use super::AccountStatus;
use crate::identity::permissions::{Needed, Role};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{account_roles, accounts, organisation_competences, organisations};

/// Whether an organisation is what is needed, when something is.
pub(in crate::identity) fn is_qualified(
    conn: &mut Conn,
    organisation: Id,
    needed: Option<Needed>,
) -> Result<bool, DbError> {
    let found: Option<Id> = match needed {
        None => return Ok(true),
        Some(Needed::Competence(competence)) => organisation_competences::table
            .find((organisation, competence))
            .select(organisation_competences::organisation_id)
            .first(conn)
            .optional()?,
        Some(Needed::AnyCompetence(competences)) => organisation_competences::table
            .filter(organisation_competences::organisation_id.eq(organisation))
            .filter(organisation_competences::competence.eq_any(competences.to_vec()))
            .select(organisation_competences::organisation_id)
            .first(conn)
            .optional()?,
        Some(Needed::OneOf(kinds)) => organisations::table
            .find(organisation)
            .filter(organisations::kind.eq_any(kinds.to_vec()))
            .select(organisations::id)
            .first(conn)
            .optional()?,
    };
    Ok(found.is_some())
}

/// The active members of an active organisation who have a role, oldest first.
pub fn list_members(conn: &mut Conn, organisation: Id, role: Role) -> Result<Vec<Id>, DbError> {
    Ok(accounts::table
        .inner_join(account_roles::table)
        .inner_join(organisations::table)
        .filter(accounts::organisation_id.eq(organisation))
        .filter(accounts::status.eq(AccountStatus::Active))
        .filter(account_roles::role.eq(role))
        .filter(organisations::status.eq("active"))
        .order(accounts::id)
        .select(accounts::id)
        .load(conn)?)
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

/// Those of these accounts that belong to an organisation, active or not.
pub fn list_of_organisation(
    conn: &mut Conn,
    organisation: Id,
    of: &[Id],
) -> Result<Vec<Id>, DbError> {
    Ok(accounts::table
        .filter(accounts::organisation_id.eq(organisation))
        .filter(accounts::id.eq_any(of.to_vec()))
        .select(accounts::id)
        .load(conn)?)
}
