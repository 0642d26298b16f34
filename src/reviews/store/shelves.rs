//! By what a page of an agency's published reviews is shown: how many there are, and of which kinds.
//!
//! Counted whenever one of them changes, and kept, so that a page costs what is on it.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::public::circumstances_of;
use super::suspicions::count_held;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::reviews::model::{Circumstances, ModerationStatus, ProofTier};
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
    Ok(ShelfCounts {
        circumstances,
        dimensions: dimensions.into_iter().collect(),
        held: count_held(conn, agency)?,
    })
}

/// What was counted when one of them changed last.
pub fn find_shelf(conn: &mut Conn, agency: Id) -> Result<Option<ShelfCounts>, DbError> {
    let kept: Option<Json> = review_shelves::table
        .find(agency)
        .select(review_shelves::content)
        .first(conn)
        .optional()?;
    kept.map(|kept| kept.read().map_err(broken)).transpose()
}

/// What was counted; of an agency of which nothing is kept yet it is counted now.
pub fn shelf_counts(conn: &mut Conn, agency: Id) -> Result<ShelfCounts, DbError> {
    match find_shelf(conn, agency)? {
        Some(kept) => Ok(kept),
        None => count_shelf(conn, agency),
    }
}

/// Counts them and keeps it.
pub fn keep_shelf(conn: &mut Conn, agency: Id) -> Result<(), DbError> {
    let counts = count_shelf(conn, agency)?;
    diesel::delete(review_shelves::table.find(agency)).execute(conn)?;
    diesel::insert_into(review_shelves::table)
        .values((
            review_shelves::agency_id.eq(agency),
            review_shelves::content.eq(Json::of(&counts).map_err(broken)?),
        ))
        .execute(conn)?;
    Ok(())
}
