//! Queries.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::assistance::model::Urgency;
use crate::assistance::store::QueueRank;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::{assistance_requests, triage_rule_sets};
use crate::text_enum;

text_enum! {
    /// Where rules come from.
    pub enum Origin {
        /// They came with the program.
        BuiltIn => "built_in",
        /// An authority wrote them.
        Authority => "authority",
    }
}

/// A set of rules as it is stored; a draft has no version.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = triage_rule_sets)]
pub struct RuleSetRow {
    pub id: Id,
    pub version: Option<i64>,
    pub origin: Origin,
    pub title: String,
    pub source: String,
    pub rules: Json,
    pub drafted_at: Time,
    pub drafted_by: Option<Id>,
    pub published_at: Option<Time>,
    pub published_by: Option<Id>,
    pub valid_from: Option<Time>,
}

/// Stores a draft, or the rules that come with the program.
pub fn insert(conn: &mut Conn, row: RuleSetRow) -> Result<(), DbError> {
    diesel::insert_into(triage_rule_sets::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// The version with the highest number, in force or not.
pub fn find_newest(conn: &mut Conn) -> Result<Option<RuleSetRow>, DbError> {
    Ok(triage_rule_sets::table
        .filter(triage_rule_sets::version.is_not_null())
        .order(triage_rule_sets::version.desc())
        .select(RuleSetRow::as_select())
        .first(conn)
        .optional()?)
}

/// The version in force at a time: the one that became valid last, of several the newest.
pub fn find_in_force(conn: &mut Conn, at: Time) -> Result<Option<RuleSetRow>, DbError> {
    Ok(triage_rule_sets::table
        .filter(triage_rule_sets::valid_from.le(at))
        .order((
            triage_rule_sets::valid_from.desc(),
            triage_rule_sets::version.desc(),
        ))
        .select(RuleSetRow::as_select())
        .first(conn)
        .optional()?)
}

/// A version by its number.
pub fn find_version(conn: &mut Conn, version: i64) -> Result<Option<RuleSetRow>, DbError> {
    Ok(triage_rule_sets::table
        .filter(triage_rule_sets::version.eq(version))
        .select(RuleSetRow::as_select())
        .first(conn)
        .optional()?)
}

/// A draft or version by its id.
pub fn find(conn: &mut Conn, id: Id) -> Result<Option<RuleSetRow>, DbError> {
    Ok(triage_rule_sets::table
        .find(id)
        .select(RuleSetRow::as_select())
        .first(conn)
        .optional()?)
}

/// [`find`], and nobody else changes it before the commit.
pub fn find_locked(conn: &mut Conn, id: Id) -> Result<Option<RuleSetRow>, DbError> {
    let rows: Vec<RuleSetRow> = crate::lock!(
        conn,
        triage_rule_sets::table
            .find(id)
            .select(RuleSetRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Drafts and versions, newest first, from before this one on.
pub fn list(conn: &mut Conn, before: Option<Id>, rows: i64) -> Result<Vec<RuleSetRow>, DbError> {
    let mut query = triage_rule_sets::table
        .order(triage_rule_sets::id.desc())
        .limit(rows)
        .select(RuleSetRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(triage_rule_sets::id.lt(before));
    }
    Ok(query.load(conn)?)
}

/// How many drafts there are.
pub fn count_drafts(conn: &mut Conn) -> Result<i64, DbError> {
    Ok(triage_rule_sets::table
        .filter(triage_rule_sets::version.is_null())
        .select(count_star())
        .first(conn)?)
}

/// Publishes a draft that is locked.
pub fn publish(conn: &mut Conn, row: &RuleSetRow) -> Result<(), DbError> {
    diesel::update(triage_rule_sets::table.find(row.id))
        .set((
            triage_rule_sets::version.eq(row.version),
            triage_rule_sets::published_at.eq(row.published_at),
            triage_rule_sets::published_by.eq(row.published_by),
            triage_rule_sets::valid_from.eq(row.valid_from),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes a draft; what was published stays.
pub fn delete_draft(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    let draft = triage_rule_sets::table
        .filter(triage_rule_sets::id.eq(id))
        .filter(triage_rule_sets::version.is_null());
    diesel::delete(draft).execute(conn)?;
    Ok(())
}

/// What of open requests is not sealed: how urgent and about what. The newest filed ones first.
pub fn list_coded(conn: &mut Conn, most: i64) -> Result<Vec<(Urgency, Json)>, DbError> {
    Ok(assistance_requests::table
        .filter(assistance_requests::queue_rank.lt(QueueRank::Ended.as_number()))
        .order(assistance_requests::filed_at.desc())
        .select((
            assistance_requests::urgency,
            assistance_requests::issue_codes,
        ))
        .limit(most)
        .load(conn)?)
}
