//! How establishments are connected.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::establishments::model::EstablishmentLinkKind;
use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::schema::establishment_links;

/// A connection as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = establishment_links)]
pub struct LinkRow {
    pub id: Id,
    pub from_id: Id,
    pub to_id: Id,
    pub kind: EstablishmentLinkKind,
    pub created_at: Time,
}

/// A connection.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    pub from: Id,
    pub to: Id,
    pub kind: EstablishmentLinkKind,
}

/// Stores a connection.
pub fn insert_link(conn: &mut Conn, id: Id, link: Link, now: Time) -> QueryResult<()> {
    diesel::insert_into(establishment_links::table)
        .values((
            establishment_links::id.eq(id),
            establishment_links::from_id.eq(link.from),
            establishment_links::to_id.eq(link.to),
            establishment_links::kind.eq(link.kind),
            establishment_links::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether the two are connected so.
pub fn find_link(conn: &mut Conn, link: Link) -> QueryResult<Option<Id>> {
    establishment_links::table
        .filter(establishment_links::from_id.eq(link.from))
        .filter(establishment_links::to_id.eq(link.to))
        .filter(establishment_links::kind.eq(link.kind))
        .select(establishment_links::id)
        .first(conn)
        .optional()
}

/// Takes a connection of one of these off, and says which it was.
pub fn delete_link(conn: &mut Conn, of: &[Id], id: Id) -> QueryResult<Option<LinkRow>> {
    let found: Option<LinkRow> = establishment_links::table
        .find(id)
        .filter(
            establishment_links::from_id
                .eq_any(of.to_vec())
                .or(establishment_links::to_id.eq_any(of.to_vec())),
        )
        .select(LinkRow::as_select())
        .first(conn)
        .optional()?;
    if found.is_some() {
        diesel::delete(establishment_links::table.find(id)).execute(conn)?;
    }
    Ok(found)
}

/// The connections of one of these, oldest first.
pub fn list_links(conn: &mut Conn, of: &[Id], most: i64) -> QueryResult<Vec<LinkRow>> {
    establishment_links::table
        .filter(
            establishment_links::from_id
                .eq_any(of.to_vec())
                .or(establishment_links::to_id.eq_any(of.to_vec())),
        )
        .order((establishment_links::created_at, establishment_links::id))
        .limit(most)
        .select(LinkRow::as_select())
        .load(conn)
}

/// How many others lead to one of these by a connection of this kind.
pub fn count_into(conn: &mut Conn, of: &[Id], kind: EstablishmentLinkKind) -> QueryResult<i64> {
    establishment_links::table
        .filter(establishment_links::to_id.eq_any(of.to_vec()))
        .filter(establishment_links::from_id.ne_all(of.to_vec()))
        .filter(establishment_links::kind.eq(kind))
        .select(count_star())
        .first(conn)
}
