//! Establishments that may be one, and those that were merged.

use diesel::prelude::*;

use crate::establishments::matching::EstablishmentMatchStatus;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::{establishment_matches, establishment_merges};

/// A match as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = establishment_matches)]
pub struct MatchRow {
    pub id: Id,
    pub country: String,
    pub earlier_id: Id,
    pub later_id: Id,
    pub reasons: Json,
    pub status: EstablishmentMatchStatus,
    pub found_at: Time,
    pub version: i64,
    pub decided_at: Option<Time>,
    pub decided_by: Option<Id>,
    pub decision_reason: Option<String>,
}

/// A merger as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = establishment_merges)]
pub struct MergeRow {
    pub id: Id,
    pub match_id: Id,
    pub country: String,
    pub from_id: Id,
    pub into_id: Id,
    pub into_version: i64,
    pub before: Json,
    pub after: Json,
    pub merged_at: Time,
    pub merged_by: Id,
    pub reason: String,
    pub undone_at: Option<Time>,
    pub undone_by: Option<Id>,
    pub undo_reason: Option<String>,
    pub version: i64,
}

/// Which matches are wanted.
#[derive(Debug, Clone)]
pub struct MatchFilter {
    /// In these countries.
    pub countries: Vec<String>,
    /// How far they have come.
    pub status: EstablishmentMatchStatus,
}

/// Stores a match, unless the two were matched before.
pub fn insert_match(conn: &mut Conn, row: MatchRow) -> QueryResult<bool> {
    let known: Option<Id> = establishment_matches::table
        .filter(establishment_matches::earlier_id.eq(row.earlier_id))
        .filter(establishment_matches::later_id.eq(row.later_id))
        .select(establishment_matches::id)
        .first(conn)
        .optional()?;
    if known.is_some() {
        return Ok(false);
    }
    diesel::insert_into(establishment_matches::table)
        .values(row)
        .execute(conn)?;
    Ok(true)
}

/// Matches after a place, oldest first.
pub fn list_matches(
    conn: &mut Conn,
    filter: MatchFilter,
    after: Option<(Time, Id)>,
    rows: i64,
) -> QueryResult<Vec<MatchRow>> {
    let mut query = establishment_matches::table
        .filter(establishment_matches::country.eq_any(filter.countries))
        .filter(establishment_matches::status.eq(filter.status))
        .order((establishment_matches::found_at, establishment_matches::id))
        .limit(rows)
        .select(MatchRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some((at, id)) = after {
        let later = establishment_matches::found_at.gt(at);
        let same = establishment_matches::found_at.eq(at);
        query = query.filter(later.or(same.and(establishment_matches::id.gt(id))));
    }
    query.load(conn)
}

/// A match of these countries.
pub fn find_match(conn: &mut Conn, id: Id, countries: &[String]) -> QueryResult<Option<MatchRow>> {
    establishment_matches::table
        .find(id)
        .filter(establishment_matches::country.eq_any(countries.to_vec()))
        .select(MatchRow::as_select())
        .first(conn)
        .optional()
}

/// The same, locked until the commit.
pub fn lock_match(conn: &mut Conn, id: Id, countries: &[String]) -> QueryResult<Option<MatchRow>> {
    let rows: Vec<MatchRow> = crate::lock!(
        conn,
        establishment_matches::table
            .filter(establishment_matches::id.eq(id))
            .filter(establishment_matches::country.eq_any(countries.to_vec()))
            .select(MatchRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Writes what was decided; open again when `status` is.
pub fn put_decision(
    conn: &mut Conn,
    row: &MatchRow,
    status: EstablishmentMatchStatus,
    decided: Option<(Time, Id, String)>,
) -> QueryResult<()> {
    let (at, rest) = decided.map(|(at, by, reason)| (at, (by, reason))).unzip();
    let (by, reason) = rest.unzip();
    diesel::update(establishment_matches::table.find(row.id))
        .set((
            establishment_matches::status.eq(status),
            establishment_matches::version.eq(row.version + 1),
            establishment_matches::decided_at.eq(at),
            establishment_matches::decided_by.eq(by),
            establishment_matches::decision_reason.eq(reason),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores a merger.
pub fn insert_merge(conn: &mut Conn, row: MergeRow) -> QueryResult<()> {
    diesel::insert_into(establishment_merges::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// A merger of these countries.
pub fn find_merge(conn: &mut Conn, id: Id, countries: &[String]) -> QueryResult<Option<MergeRow>> {
    establishment_merges::table
        .find(id)
        .filter(establishment_merges::country.eq_any(countries.to_vec()))
        .select(MergeRow::as_select())
        .first(conn)
        .optional()
}

/// The same, locked until the commit.
pub fn lock_merge(conn: &mut Conn, id: Id, countries: &[String]) -> QueryResult<Option<MergeRow>> {
    let rows: Vec<MergeRow> = crate::lock!(
        conn,
        establishment_merges::table
            .filter(establishment_merges::id.eq(id))
            .filter(establishment_merges::country.eq_any(countries.to_vec()))
            .select(MergeRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Mergers before a place, newest first.
pub fn list_merges(
    conn: &mut Conn,
    countries: Vec<String>,
    before: Option<(Time, Id)>,
    rows: i64,
) -> QueryResult<Vec<MergeRow>> {
    let mut query = establishment_merges::table
        .filter(establishment_merges::country.eq_any(countries))
        .order((
            establishment_merges::merged_at.desc(),
            establishment_merges::id.desc(),
        ))
        .limit(rows)
        .select(MergeRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some((at, id)) = before {
        let earlier = establishment_merges::merged_at.lt(at);
        let same = establishment_merges::merged_at.eq(at);
        query = query.filter(earlier.or(same.and(establishment_merges::id.lt(id))));
    }
    query.load(conn)
}

/// The newest merger into an establishment that was not undone.
pub fn newest_merge_into(conn: &mut Conn, into: Id) -> QueryResult<Option<Id>> {
    establishment_merges::table
        .filter(establishment_merges::undone_at.is_null())
        .filter(establishment_merges::into_id.eq(into))
        .order(establishment_merges::into_version.desc())
        .select(establishment_merges::id)
        .first(conn)
        .optional()
}

/// Writes that a merger was undone.
pub fn mark_undone(
    conn: &mut Conn,
    row: &MergeRow,
    (at, by): (Time, Id),
    reason: &str,
) -> QueryResult<()> {
    diesel::update(establishment_merges::table.find(row.id))
        .set((
            establishment_merges::undone_at.eq(Some(at)),
            establishment_merges::undone_by.eq(Some(by)),
            establishment_merges::undo_reason.eq(Some(reason)),
            establishment_merges::version.eq(row.version + 1),
        ))
        .execute(conn)?;
    Ok(())
}
