//! By what a page of an agency's published reviews is shown: how many there are, and of which kinds.
//!
//! Kept in step with each of them, so that a page costs what is on it, and a change what it changes.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::public::circumstances_of;
use super::rows::told_in_public;
use super::suspicions::count_held;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::reviews::model::{Circumstances, ModerationStatus, ProofTier, Review};
use crate::schema::{review_scores, review_shelves, reviews};

/// Circumstances as they are stored, with how many published reviews have them.
type Row = (
    String,
    String,
    String,
    Option<i64>,
    Option<String>,
    ProofTier,
    i64,
);

/// How many published reviews of an agency there are, and of which kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShelfCounts {
    circumstances: Vec<Row>,
    dimensions: BTreeMap<String, i64>,
    held: i64,
}

impl ShelfCounts {
    /// How many there are.
    pub fn count(&self) -> u32 {
        let all = self.circumstances.iter().map(|row| row.6);
        all.map(small).fold(0, u32::saturating_add)
    }

    /// How many are being checked.
    pub const fn held(&self) -> i64 {
        self.held
    }

    /// How many say something on a dimension.
    pub fn on(&self, dimension: &str) -> u32 {
        self.dimensions.get(dimension).copied().map_or(0, small)
    }

    /// Of which circumstances they are, each with how many have them.
    pub fn circumstances(&self) -> Vec<(Circumstances, u32)> {
        let read = |(stage, origin, destination, year, occupation, proof, times): &Row| {
            let corridor = (origin.as_str(), destination.as_str());
            let one = circumstances_of(stage, corridor, *year, occupation.as_deref(), *proof);
            (one, small(*times))
        };
        self.circumstances.iter().map(read).collect()
    }

    /// In the one order in which two of the same kind are equal: databases order what is absent differently.
    fn in_order(mut self) -> Self {
        self.circumstances.sort();
        self
    }

    /// Counts a review once more, or once less; says whether there was one to take away.
    fn count_one(&mut self, review: &Review, step: i64) -> bool {
        if !review.is_public() {
            return true;
        }
        let mut is_known = self.count_circumstances(circumstances_row(review, step));
        for score in &review.content.scores {
            let dimension = score.dimension.as_str().to_owned();
            let times = self.dimensions.entry(dimension).or_default();
            *times += step;
            is_known &= *times >= 0;
        }
        self.dimensions.retain(|_, times| *times != 0);
        if review.suspicion.held_since.is_some() {
            self.held += step;
        }
        is_known && self.held >= 0
    }

    fn count_circumstances(&mut self, change: Row) -> bool {
        let mut known = self.circumstances.iter_mut();
        let is_known = if let Some(row) = known.find(|row| are_alike(row, &change)) {
            row.6 += change.6;
            row.6 >= 0
        } else {
            let is_new = change.6 > 0;
            self.circumstances.push(change);
            self.circumstances.sort();
            is_new
        };
        self.circumstances.retain(|row| row.6 != 0);
        is_known
    }
}

/// Whether two rows count the same circumstances.
fn are_alike(one: &Row, other: &Row) -> bool {
    (&one.0, &one.1, &one.2, one.3, &one.4, one.5)
        == (&other.0, &other.1, &other.2, other.3, &other.4, other.5)
}

/// What of a published review everybody may know, with how many times more it is to be counted.
fn circumstances_row(review: &Review, step: i64) -> Row {
    let content = &review.content;
    let (recruited_year, occupation) = told_in_public(content);
    (
        content.stage.as_str().to_owned(),
        content.corridor.origin.as_str().to_owned(),
        content.corridor.destination.as_str().to_owned(),
        recruited_year,
        occupation,
        review.proof,
        step,
    )
}

fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn broken(error: serde_json::Error) -> DbError {
    diesel::result::Error::DeserializationError(Box::new(error)).into()
}

/// Counts them.
pub fn count_shelf(conn: &mut Conn, agency: Id) -> Result<ShelfCounts, DbError> {
    let columns = (
        reviews::stage,
        reviews::origin,
        reviews::destination,
        reviews::published_recruited_year,
        reviews::published_occupation,
        reviews::proof_tier,
    );
    let circumstances = reviews::table
        .filter(reviews::agency_id.eq(agency))
        .filter(reviews::status.eq(ModerationStatus::Published))
        .group_by(columns)
        .order(columns)
        .select((
            reviews::stage,
            reviews::origin,
            reviews::destination,
            reviews::published_recruited_year,
            reviews::published_occupation,
            reviews::proof_tier,
            count_star(),
        ))
        .load(conn)?;
    let dimensions: Vec<(String, i64)> = review_scores::table
        .inner_join(reviews::table)
        .filter(reviews::agency_id.eq(agency))
        .filter(reviews::status.eq(ModerationStatus::Published))
        .group_by(review_scores::dimension)
        .select((review_scores::dimension, count_star()))
        .load(conn)?;
    let counted = ShelfCounts {
        circumstances,
        dimensions: dimensions.into_iter().collect(),
        held: count_held(conn, agency)?,
    };
    Ok(counted.in_order())
}

/// What is kept of an agency.
pub fn find_shelf(conn: &mut Conn, agency: Id) -> Result<Option<ShelfCounts>, DbError> {
    let kept: Option<Json> = review_shelves::table
        .find(agency)
        .select(review_shelves::content)
        .first(conn)
        .optional()?;
    let kept = kept.map(|kept| kept.read::<ShelfCounts>().map_err(broken));
    Ok(kept.transpose()?.map(ShelfCounts::in_order))
}

/// What was counted; of an agency of which nothing is kept yet it is counted now.
pub fn shelf_counts(conn: &mut Conn, agency: Id) -> Result<ShelfCounts, DbError> {
    match find_shelf(conn, agency)? {
        Some(kept) => Ok(kept),
        None => count_shelf(conn, agency),
    }
}

/// Counts them all and keeps it.
pub fn recount_shelf(conn: &mut Conn, agency: Id) -> Result<(), DbError> {
    let counts = count_shelf(conn, agency)?;
    put_shelf(conn, agency, &counts)
}

/// Counts a review no longer as it was, and from now on as it is, which is stored already.
pub fn follow_shelf(
    conn: &mut Conn,
    before: &Review,
    after: Option<&Review>,
) -> Result<(), DbError> {
    let agency = before.agency;
    let Some(mut counts) = find_shelf(conn, agency)? else {
        return recount_shelf(conn, agency);
    };
    let was_there = counts.count_one(before, -1);
    if !was_there || !after.is_none_or(|review| counts.count_one(review, 1)) {
        tracing::error!(%agency, "A review was not on its shelf; all are counted anew");
        return recount_shelf(conn, agency);
    }
    put_shelf(conn, agency, &counts)
}

fn put_shelf(conn: &mut Conn, agency: Id, counts: &ShelfCounts) -> Result<(), DbError> {
    diesel::delete(review_shelves::table.find(agency)).execute(conn)?;
    diesel::insert_into(review_shelves::table)
        .values((
            review_shelves::agency_id.eq(agency),
            review_shelves::content.eq(Json::of(counts).map_err(broken)?),
        ))
        .execute(conn)?;
    Ok(())
}
