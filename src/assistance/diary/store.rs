//! Queries.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::correspondence::Author;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{
    assistance_claim_rules as r, assistance_diary_entries as e, assistance_diary_versions as v,
};

/// An entry as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = e)]
pub(super) struct EntryRow {
    pub id: Id,
    pub request_id: Id,
    pub version: i64,
    pub entered_at: Time,
    pub recorded_at: Time,
    pub sealed_entry: Vec<u8>,
}

/// What an entry said before.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = v)]
pub(super) struct VersionRow {
    pub entry_id: Id,
    pub version: i64,
    pub entered_at: Time,
    pub recorded_at: Time,
    pub sealed_entry: Vec<u8>,
}

/// An entry by its id, whosever it is.
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<EntryRow>, DbError> {
    Ok(e::table
        .find(id)
        .select(EntryRow::as_select())
        .first(conn)
        .optional()?)
}

/// The entries of a request in the order of their ids, after one.
pub(super) fn list(
    conn: &mut Conn,
    request: Id,
    after: Option<Id>,
    rows: i64,
) -> Result<Vec<EntryRow>, DbError> {
    let mut query = e::table
        .filter(e::request_id.eq(request))
        .order(e::id)
        .limit(rows)
        .select(EntryRow::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(e::id.gt(after));
    }
    Ok(query.load(conn)?)
}

/// What these entries said before, the oldest first.
pub(super) fn list_versions(conn: &mut Conn, entries: &[Id]) -> Result<Vec<VersionRow>, DbError> {
    Ok(v::table
        .filter(v::entry_id.eq_any(entries))
        .order((v::entry_id, v::version))
        .select(VersionRow::as_select())
        .load(conn)?)
}

/// How many entries a request has.
pub(super) fn count(conn: &mut Conn, request: Id) -> Result<i64, DbError> {
    Ok(e::table
        .filter(e::request_id.eq(request))
        .select(count_star())
        .first(conn)?)
}

/// Adds an entry.
pub(super) fn insert(conn: &mut Conn, row: &EntryRow) -> Result<(), DbError> {
    diesel::insert_into(e::table).values(row).execute(conn)?;
    Ok(())
}

/// Puts an entry in the place of what it said before, which is kept.
pub(super) fn replace(conn: &mut Conn, before: EntryRow, row: &EntryRow) -> Result<(), DbError> {
    let earlier = VersionRow {
        entry_id: before.id,
        version: before.version,
        entered_at: before.entered_at,
        recorded_at: before.recorded_at,
        sealed_entry: before.sealed_entry,
    };
    diesel::insert_into(v::table)
        .values(earlier)
        .execute(conn)?;
    diesel::update(e::table.find(row.id))
        .set(row)
        .execute(conn)?;
    Ok(())
}

/// Deletes an entry with all that it ever said.
pub(super) fn delete(conn: &mut Conn, request: Id, id: Id) -> Result<(), DbError> {
    let own = e::table
        .filter(e::id.eq(id))
        .filter(e::request_id.eq(request));
    let found: Option<Id> = own.select(e::id).first(conn).optional()?;
    if let Some(id) = found {
        diesel::delete(v::table.filter(v::entry_id.eq(id))).execute(conn)?;
        diesel::delete(e::table.find(id)).execute(conn)?;
    }
    Ok(())
}

/// A sealed rule and when it was stated.
pub(super) fn find_rule(
    conn: &mut Conn,
    request: Id,
    author: Author,
) -> Result<Option<(Vec<u8>, Time)>, DbError> {
    Ok(r::table
        .find((request, author))
        .select((r::sealed_rule, r::stated_at))
        .first(conn)
        .optional()?)
}

/// Keeps a rule in place of the side's former one.
pub(super) fn put_rule(
    conn: &mut Conn,
    request: Id,
    author: Author,
    sealed: &[u8],
    now: Time,
) -> Result<(), DbError> {
    diesel::delete(r::table.find((request, author))).execute(conn)?;
    diesel::insert_into(r::table)
        .values((
            r::request_id.eq(request),
            r::author.eq(author),
            r::sealed_rule.eq(sealed),
            r::stated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes the diary and the rules of a request that is being erased.
pub(super) fn delete_all(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    let own = e::table.filter(e::request_id.eq(request)).select(e::id);
    diesel::delete(v::table.filter(v::entry_id.eq_any(own))).execute(conn)?;
    diesel::delete(e::table.filter(e::request_id.eq(request))).execute(conn)?;
    diesel::delete(r::table.filter(r::request_id.eq(request))).execute(conn)?;
    Ok(())
}
