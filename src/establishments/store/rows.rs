//! Establishments.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::establishments::model::{EstablishmentRiskBand, Facts, Operating};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::platform::text::fold;
use crate::schema::establishments;

/// Characters of a name that decide its place in a list. Cursors hold them, so they are few.
const SORTED_CHARACTERS: usize = 80;

/// An establishment as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = establishments)]
pub struct EstablishmentRow {
    pub id: Id,
    pub country: String,
    pub facts: Json,
    pub operating: Operating,
    pub moved_to_id: Option<Id>,
    pub merged_into: Option<Id>,
    pub employer_id: Option<Id>,
    pub risk_value: i64,
    pub risk_band: EstablishmentRiskBand,
    pub risk_factors: Json,
    pub risk_method: i64,
    pub risk_computed_at: Time,
    pub searched: String,
    pub sort_key: String,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

/// Its risk.
#[expect(clippy::struct_field_names, reason = "each is named as its column")]
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = establishments)]
pub struct RiskColumns {
    pub risk_value: i64,
    pub risk_band: EstablishmentRiskBand,
    pub risk_factors: Json,
    pub risk_method: i64,
    pub risk_month: Date,
    pub risk_computed_at: Time,
}

/// An establishment that is new.
pub struct NewRow<'a> {
    pub id: Id,
    pub facts: &'a Facts,
    pub document: Json,
    pub risk: RiskColumns,
    pub organisation: Id,
    pub now: Time,
}

fn sort_key(facts: &Facts, id: Id) -> String {
    let folded: String = fold(facts.name()).chars().take(SORTED_CHARACTERS).collect();
    // U+0001 sorts before the space, so a shorter name comes before the longer one.
    format!("{folded}\u{1}{id}")
}

/// Stores one that is new.
pub fn insert(conn: &mut Conn, new: NewRow<'_>) -> QueryResult<()> {
    let subdivision = new
        .facts
        .place
        .subdivision
        .as_ref()
        .map(|code| code.as_str().to_owned());
    diesel::insert_into(establishments::table)
        .values((
            establishments::id.eq(new.id),
            establishments::country.eq(new.facts.place.country.as_str()),
            establishments::subdivision.eq(subdivision),
            establishments::name.eq(new.facts.name()),
            establishments::facts.eq(new.document),
            establishments::operating.eq(Operating::Open),
            establishments::employer_id.eq(new.facts.employer_id),
            new.risk,
            establishments::searched.eq(""),
            establishments::sort_key.eq(sort_key(new.facts, new.id)),
            establishments::version.eq(1_i64),
            establishments::registered_by.eq(new.organisation),
            establishments::created_at.eq(new.now),
            establishments::updated_at.eq(new.now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether there is one with this id.
pub fn exists(conn: &mut Conn, id: Id) -> QueryResult<bool> {
    let found: Option<Id> = establishments::table
        .find(id)
        .select(establishments::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// The one with this id in one of these countries; others are as if they were not there.
pub fn find(
    conn: &mut Conn,
    id: Id,
    countries: &[String],
) -> QueryResult<Option<EstablishmentRow>> {
    establishments::table
        .filter(establishments::id.eq(id))
        .filter(establishments::country.eq_any(countries.to_vec()))
        .select(EstablishmentRow::as_select())
        .first(conn)
        .optional()
}

/// The one that this id means today.
pub fn find_current(
    conn: &mut Conn,
    id: Id,
    countries: &[String],
) -> QueryResult<Option<EstablishmentRow>> {
    let mut found = find(conn, id, countries)?;
    // One is only ever merged into one that stands for itself, so this ends.
    while let Some(into) = found.as_ref().and_then(|row| row.merged_into) {
        found = find(conn, into, countries)?;
    }
    Ok(found)
}

/// The same as [`find`], locked until the commit.
pub fn lock(
    conn: &mut Conn,
    id: Id,
    countries: &[String],
) -> QueryResult<Option<EstablishmentRow>> {
    let rows: Vec<EstablishmentRow> = crate::lock!(
        conn,
        establishments::table
            .filter(establishments::id.eq(id))
            .filter(establishments::country.eq_any(countries.to_vec()))
            .select(EstablishmentRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Two of them, locked in the order of their ids.
pub fn lock_pair(
    conn: &mut Conn,
    (one, other): (Id, Id),
    countries: &[String],
) -> QueryResult<BTreeMap<Id, EstablishmentRow>> {
    let rows: Vec<EstablishmentRow> = crate::lock!(
        conn,
        establishments::table
            .filter(establishments::id.eq_any([one, other]))
            .filter(establishments::country.eq_any(countries.to_vec()))
            .order(establishments::id)
            .select(EstablishmentRow::as_select())
    )?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// An establishment with all that were merged into it, itself first.
pub fn family(conn: &mut Conn, id: Id) -> QueryResult<Vec<Id>> {
    let mut all = vec![id];
    let mut newest = vec![id];
    while !newest.is_empty() {
        newest = establishments::table
            .filter(establishments::merged_into.eq_any(newest))
            .order(establishments::id)
            .select(establishments::id)
            .load(conn)?;
        all.extend(&newest);
    }
    Ok(all)
}

/// Their names.
pub fn names_of(conn: &mut Conn, ids: Vec<Id>) -> QueryResult<BTreeMap<Id, String>> {
    let rows: Vec<(Id, String)> = establishments::table
        .filter(establishments::id.eq_any(ids))
        .select((establishments::id, establishments::name))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Writes what is known now.
pub fn put_facts(
    conn: &mut Conn,
    row: &EstablishmentRow,
    facts: &Facts,
    document: Json,
    now: Time,
) -> QueryResult<()> {
    let subdivision = facts
        .place
        .subdivision
        .as_ref()
        .map(|code| code.as_str().to_owned());
    diesel::update(establishments::table.find(row.id))
        .set((
            establishments::country.eq(facts.place.country.as_str()),
            establishments::subdivision.eq(subdivision),
            establishments::name.eq(facts.name()),
            establishments::facts.eq(document),
            establishments::employer_id.eq(facts.employer_id),
            establishments::sort_key.eq(sort_key(facts, row.id)),
            establishments::version.eq(row.version + 1),
            establishments::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes whether people work there.
pub fn put_operating(
    conn: &mut Conn,
    row: &EstablishmentRow,
    operating: Operating,
    moved_to: Option<Id>,
    now: Time,
) -> QueryResult<()> {
    diesel::update(establishments::table.find(row.id))
        .set((
            establishments::operating.eq(operating),
            establishments::moved_to_id.eq(moved_to),
            establishments::version.eq(row.version + 1),
            establishments::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Counts a change to what belongs to it.
pub fn touch(conn: &mut Conn, row: &EstablishmentRow, now: Time) -> QueryResult<()> {
    diesel::update(establishments::table.find(row.id))
        .set((
            establishments::version.eq(row.version + 1),
            establishments::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Makes its id mean another one, or itself again.
pub fn put_merged_into(
    conn: &mut Conn,
    row: &EstablishmentRow,
    into: Option<Id>,
    now: Time,
) -> QueryResult<()> {
    diesel::update(establishments::table.find(row.id))
        .set((
            establishments::merged_into.eq(into),
            establishments::version.eq(row.version + 1),
            establishments::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes its risk; no change of what is known, so that the version stays.
pub fn put_risk(conn: &mut Conn, id: Id, risk: RiskColumns) -> QueryResult<()> {
    diesel::update(establishments::table.find(id))
        .set(risk)
        .execute(conn)?;
    Ok(())
}

/// Establishments whose risk is of an earlier month or method, which nobody else is reckoning, locked until the commit.
pub fn list_stale(
    conn: &mut Conn,
    month: Date,
    method: i64,
    most: i64,
) -> QueryResult<Vec<EstablishmentRow>> {
    crate::claim!(
        conn,
        establishments::table
            .filter(
                establishments::risk_month
                    .lt(month)
                    .or(establishments::risk_method.lt(method))
            )
            .order(establishments::id)
            .limit(most)
            .select(EstablishmentRow::as_select())
    )
}
