//! Reviews under suspicion: what the public sees of it, and why moderators let them count.

use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::rows::state_columns;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::reviews::model::{ModerationStatus, Review};
use crate::schema::{review_clearances, reviews};

/// Stores whether a review is under suspicion, and the day on which it appears, if nobody else has changed it
/// since; says whether it did. Its version stays: the author is told nothing of it.
pub fn update_suspicion(conn: &mut Conn, review: &Review) -> Result<bool, DbError> {
    let before = reviews::table
        .filter(reviews::id.eq(review.id))
        .filter(reviews::version.eq(review.version));
    let changed = diesel::update(before)
        .set((state_columns(review), reviews::oddities.eq(review.oddities)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Published reviews of which the public sees, from this day on, whether they are under suspicion: all of some
/// agencies.
pub fn list_following(
    conn: &mut Conn,
    today: Date,
    agencies: i64,
) -> Result<Vec<(Id, Vec<Id>)>, DbError> {
    let due = reviews::table.filter(reviews::hold_follows_on.le(today));
    let of: Vec<Id> = due
        .select(reviews::agency_id)
        .distinct()
        .limit(agencies)
        .load(conn)?;
    let mut all = Vec::new();
    for agency in of {
        let of_agency = due
            .filter(reviews::agency_id.eq(agency))
            .order(reviews::id)
            .select(reviews::id)
            .load(conn)?;
        all.push((agency, of_agency));
    }
    Ok(all)
}

/// How many published reviews of an agency are being checked, as everybody sees.
pub fn count_held(conn: &mut Conn, agency: Id) -> Result<i64, DbError> {
    Ok(reviews::table
        .filter(reviews::agency_id.eq(agency))
        .filter(reviews::status.eq(ModerationStatus::Published))
        .filter(reviews::held_on.is_not_null())
        .select(count_star())
        .first(conn)?)
}

/// Why a moderator let a review count; the reason is sealed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = review_clearances)]
pub struct ClearanceRow {
    pub cleared_on: Date,
    pub sealed_reason: Vec<u8>,
}

/// Remembers why a moderator let a review count. `version` puts them into order.
pub fn insert_clearance(
    conn: &mut Conn,
    review: Id,
    by: Id,
    sealed_reason: &[u8],
    today: Date,
) -> Result<(), DbError> {
    let last: Option<i64> = review_clearances::table
        .filter(review_clearances::review_id.eq(review))
        .select(max(review_clearances::version))
        .first(conn)?;
    let version = last.unwrap_or(0) + 1;
    diesel::insert_into(review_clearances::table)
        .values((
            review_clearances::review_id.eq(review),
            review_clearances::version.eq(version),
            review_clearances::cleared_on.eq(today),
            review_clearances::cleared_by.eq(by),
            review_clearances::sealed_reason.eq(sealed_reason),
        ))
        .execute(conn)?;
    Ok(())
}

/// Why moderators let a review count, oldest first.
pub fn clearances(conn: &mut Conn, review: Id) -> Result<Vec<ClearanceRow>, DbError> {
    Ok(review_clearances::table
        .filter(review_clearances::review_id.eq(review))
        .order(review_clearances::version)
        .select(ClearanceRow::as_select())
        .load(conn)?)
}

/// The reasons go with the review.
pub fn delete_clearances(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    let clearances = review_clearances::table.filter(review_clearances::review_id.eq(review));
    diesel::delete(clearances).execute(conn)?;
    Ok(())
}
