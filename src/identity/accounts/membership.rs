//! Who may be given what.

use diesel::prelude::*;

use super::AccountStatus;
use crate::identity::permissions::Role;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{account_roles, accounts, organisation_competences};

/// Whether an organisation has a competence, when one is needed.
pub(in crate::identity) fn is_competent(
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
