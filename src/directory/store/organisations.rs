//! Organisations of the directory.

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::schema::directory_organisations as o;

/// An organisation as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = o)]
pub struct OrganisationRow {
    pub id: Id,
    pub kept_by: Option<Id>,
    pub name: String,
    pub document: Json,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

/// Stores one that is new.
pub fn insert_organisation(conn: &mut Conn, row: &OrganisationRow) -> QueryResult<()> {
    diesel::insert_into(o::table)
        .values(row.clone())
        .execute(conn)?;
    Ok(())
}

/// The one with this id.
pub fn find_organisation(conn: &mut Conn, id: Id) -> QueryResult<Option<OrganisationRow>> {
    let row = o::table.find(id).select(OrganisationRow::as_select());
    row.first(conn).optional()
}

/// The same, locked until the commit.
pub fn lock_organisation(conn: &mut Conn, id: Id) -> QueryResult<Option<OrganisationRow>> {
    let rows: Vec<OrganisationRow> = crate::lock!(
        conn,
        o::table
            .filter(o::id.eq(id))
            .select(OrganisationRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Writes what is known now.
pub fn put_organisation(
    conn: &mut Conn,
    row: &OrganisationRow,
    (name, document): (&str, Json),
    now: Time,
) -> QueryResult<()> {
    diesel::update(o::table.find(row.id))
        .set((
            o::name.eq(name),
            o::document.eq(document),
            o::version.eq(row.version + 1),
            o::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Every organisation.
pub fn list_organisations(conn: &mut Conn) -> QueryResult<Vec<OrganisationRow>> {
    o::table
        .order(o::id)
        .select(OrganisationRow::as_select())
        .load(conn)
}

/// Organisations after one, of one keeper or of all.
pub fn list_organisations_of(
    conn: &mut Conn,
    keeper: Option<Id>,
    after: Option<Id>,
    rows: i64,
) -> QueryResult<Vec<OrganisationRow>> {
    let mut query = o::table
        .order(o::id)
        .limit(rows)
        .select(OrganisationRow::as_select())
        .into_boxed();
    if let Some(keeper) = keeper {
        query = query.filter(o::kept_by.eq(keeper));
    }
    if let Some(after) = after {
        query = query.filter(o::id.gt(after));
    }
    query.load(conn)
}
