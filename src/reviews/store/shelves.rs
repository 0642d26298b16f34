//! By what a page of an agency's published reviews is shown: how many there are, and of which kinds.
//!
//! Kept in step with each of them, so that a page costs what is on it, and a change what it changes.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::public::circumstances_of;
use super::suspicions::count_held;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::reviews::model::{Circumstances, ModerationStatus, ProofTier, Review, Score};
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
}

impl ShelfCounts {
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
        let content = &review.content;
        let of_content = |score: &Score| score.dimension.as_str().to_owned();
        let dimensions: Vec<_> = content.scores.iter().map(of_content).collect();
        let mut is_known = self.count_circumstances(circumstances_row(review), step);
        for dimension in dimensions {
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

    fn count_circumstances(&mut self, wanted: Row, step: i64) -> bool {
        let key = |row: &Row| {
            let (stage, origin, destination, year, occupation, proof, _) = row.clone();
            (stage, origin, destination, year, occupation, proof)
        };
        let of_wanted = key(&wanted);
        match self.circumstances.binary_search_by_key(&of_wanted, key) {
            Ok(place) => {
                if let Some(row) = self.circumstances.get_mut(place) {
                    row.6 += step;
                    if row.6 == 0 {
                        self.circumstances.remove(place);
                    }
                }
                true
            }
            Err(place) => {
                self.circumstances.insert(
                    place,
                    (
                        wanted.0, wanted.1, wanted.2, wanted.3, wanted.4, wanted.5, step,
                    ),
                );
                step > 0
            }
        }
    }
}

/// What of a published review everybody may know, counted no time yet.
fn circumstances_row(review: &Review) -> Row {
    let content = &review.content;
    let occupation = content.occupation.as_ref();
    let month = content.recruited_month;
    (
        content.stage.as_str().to_owned(),
        content.corridor.origin.as_str().to_owned(),
        content.corridor.destination.as_str().to_owned(),
        month.map(|month| i64::from(month.year())),
        occupation.map(|code| code.as_str().to_owned()),
        review.proof,
        0,
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
