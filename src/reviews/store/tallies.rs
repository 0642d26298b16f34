//! What a rating is computed from.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::rows::stars;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::reviews::model::{ModerationStatus, Tally};
use crate::schema::{review_scores, reviews};

/// The scores of an agency's published reviews: overall, and on each dimension.
pub fn tallies(conn: &mut Conn, agency: Id) -> Result<(Tally, BTreeMap<String, Tally>), DbError> {
    let rows: Vec<(i64, i64)> = reviews::table
        .filter(reviews::agency_id.eq(agency))
        .filter(reviews::status.eq(ModerationStatus::Published))
        .group_by(reviews::overall)
        .select((reviews::overall, count_star()))
        .load(conn)?;
    let mut overall = Tally::default();
    for (score, times) in rows {
        add(&mut overall, score, times)?;
    }
    let rows: Vec<(String, i64, i64)> = review_scores::table
        .inner_join(reviews::table)
        .filter(reviews::agency_id.eq(agency))
        .filter(reviews::status.eq(ModerationStatus::Published))
        .group_by((review_scores::dimension, review_scores::score))
        .select((review_scores::dimension, review_scores::score, count_star()))
        .load(conn)?;
    let mut dimensions: BTreeMap<String, Tally> = BTreeMap::new();
    for (dimension, score, times) in rows {
        add(dimensions.entry(dimension).or_default(), score, times)?;
    }
    Ok((overall, dimensions))
}

fn add(tally: &mut Tally, score: i64, times: i64) -> Result<(), DbError> {
    let broken = |error| diesel::result::Error::DeserializationError(Box::new(error));
    tally.add(
        stars(score).map_err(broken)?,
        u32::try_from(times).unwrap_or(u32::MAX),
    );
    Ok(())
}
