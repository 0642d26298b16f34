//! Services.

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::schema::{directory_organisations as o, directory_services as s};

/// A service as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = s)]
pub struct ServiceRow {
    pub id: Id,
    pub organisation_id: Id,
    pub document: Json,
    pub shown_changed_at: Time,
    pub sealed_facts: Vec<u8>,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

/// What is written of a service.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = s)]
pub struct NewService {
    pub organisation_id: Id,
    pub document: Json,
    pub shown_changed_at: Time,
    pub sealed_facts: Vec<u8>,
}

/// Stores one that is new.
pub fn insert_service(conn: &mut Conn, id: Id, new: NewService, now: Time) -> QueryResult<()> {
    diesel::insert_into(s::table)
        .values((
            s::id.eq(id),
            new,
            s::version.eq(1_i64),
            s::created_at.eq(now),
            s::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// The one with this id, and who looks after it.
pub fn find_service(conn: &mut Conn, id: Id) -> QueryResult<Option<(ServiceRow, Option<Id>)>> {
    s::table
        .inner_join(o::table)
        .filter(s::id.eq(id))
        .select((ServiceRow::as_select(), o::kept_by))
        .first(conn)
        .optional()
}

/// The organisation of a service, and who looks after it.
pub fn find_keeper(conn: &mut Conn, id: Id) -> QueryResult<Option<(Id, Option<Id>)>> {
    s::table
        .inner_join(o::table)
        .filter(s::id.eq(id))
        .select((o::id, o::kept_by))
        .first(conn)
        .optional()
}

/// The one with this id, locked until the commit.
pub fn lock_service(conn: &mut Conn, id: Id) -> QueryResult<Option<ServiceRow>> {
    let rows: Vec<ServiceRow> = crate::lock!(
        conn,
        s::table
            .filter(s::id.eq(id))
            .select(ServiceRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Writes what is known now.
pub fn put_service(
    conn: &mut Conn,
    row: &ServiceRow,
    new: NewService,
    now: Time,
) -> QueryResult<()> {
    diesel::update(s::table.find(row.id))
        .set((new, s::version.eq(row.version + 1), s::updated_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// What the public may see of every service, or of one. Nothing sealed is read.
pub fn list_shown(conn: &mut Conn, only: Option<Id>) -> QueryResult<Vec<Json>> {
    let mut query = s::table.order(s::id).select(s::document).into_boxed();
    if let Some(id) = only {
        query = query.filter(s::id.eq(id));
    }
    query.load(conn)
}

/// Every service with all that is known of it, or one; who looks after it beside it.
pub fn list_services(
    conn: &mut Conn,
    only: Option<Id>,
) -> QueryResult<Vec<(ServiceRow, Option<Id>)>> {
    let mut query = s::table
        .inner_join(o::table)
        .order(s::id)
        .select((ServiceRow::as_select(), o::kept_by))
        .into_boxed();
    if let Some(id) = only {
        query = query.filter(s::id.eq(id));
    }
    query.load(conn)
}

/// Services after one, of one keeper or of all.
pub fn list_services_of(
    conn: &mut Conn,
    keeper: Option<Id>,
    organisation: Option<Id>,
    after: Option<Id>,
    rows: i64,
) -> QueryResult<Vec<(ServiceRow, Option<Id>)>> {
    let mut query = s::table
        .inner_join(o::table)
        .order(s::id)
        .limit(rows)
        .select((ServiceRow::as_select(), o::kept_by))
        .into_boxed();
    if let Some(keeper) = keeper {
        query = query.filter(o::kept_by.eq(keeper));
    }
    if let Some(organisation) = organisation {
        query = query.filter(s::organisation_id.eq(organisation));
    }
    if let Some(after) = after {
        query = query.filter(s::id.gt(after));
    }
    query.load(conn)
}
