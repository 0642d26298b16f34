//! Making and changing organisations of the directory.

use serde_json::json;

use super::desk::Desk;
use crate::directory::error::DirectoryError;
use crate::directory::model::{DirectoryAct, OrganisationFacts};
use crate::directory::store::{self, OrganisationRow};
use crate::platform::crypto::Class;
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;

/// What is known of an organisation.
pub fn facts_of(row: &OrganisationRow) -> Result<OrganisationFacts, DirectoryError> {
    Ok(row.document.read()?)
}

/// An organisation that is looked after here, locked until the commit.
pub fn lock_kept_organisation(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: Id,
) -> Result<OrganisationRow, DirectoryError> {
    let row = store::lock_organisation(conn, id)?.ok_or(DirectoryError::NotFound)?;
    if desk.keeps(row.kept_by) {
        Ok(row)
    } else {
        Err(DirectoryError::NotFound)
    }
}

/// Makes an organisation, which the desk's own looks after.
pub fn create_organisation(
    conn: &mut Conn,
    desk: &Desk<'_>,
    id: Id,
    facts: &OrganisationFacts,
    act: DirectoryAct,
) -> Result<OrganisationRow, DirectoryError> {
    let row = OrganisationRow {
        id,
        kept_by: desk.organisation,
        name: facts.name.as_str().to_owned(),
        document: Json::of(facts)?,
        version: 1,
        created_at: desk.now,
        updated_at: desk.now,
    };
    let vault = &desk.services.vault;
    vault.create_key(conn, id, Class::Confidential, desk.now)?;
    store::insert_organisation(conn, &row)?;
    let after = serde_json::to_value(facts)?;
    desk.note(conn, (id, 1), act, (&json!({}), &after))?;
    Ok(row)
}

/// Changes an organisation; when nothing is different, nothing happens.
pub fn change_organisation(
    conn: &mut Conn,
    desk: &Desk<'_>,
    row: &OrganisationRow,
    facts: &OrganisationFacts,
    act: DirectoryAct,
) -> Result<OrganisationRow, DirectoryError> {
    let before = serde_json::to_value(facts_of(row)?)?;
    let after = serde_json::to_value(facts)?;
    if before == after {
        return Ok(row.clone());
    }
    let written = (facts.name.as_str(), Json::of(facts)?);
    store::put_organisation(conn, row, written, desk.now)?;
    desk.note(conn, (row.id, row.version + 1), act, (&before, &after))?;
    store::find_organisation(conn, row.id)?.ok_or(DirectoryError::NotFound)
}
