//! By what it is found that texts are alike.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::reviews::model::ModerationStatus;
use crate::schema::{review_replies, review_sketch_bands, reviews};

/// Bands of other reviews that are looked at.
const MOST_BANDS: i64 = 1000;
/// Replies of an agency that a comment is compared with.
const MOST_REPLIES: i64 = 50;

/// Keeps the bands of a comment in the place of those of before.
pub fn put_bands(conn: &mut Conn, review: Id, bands: &[i64], today: Date) -> Result<(), DbError> {
    delete_bands(conn, review)?;
    for band in bands.iter().collect::<BTreeSet<_>>() {
        diesel::insert_into(review_sketch_bands::table)
            .values((
                review_sketch_bands::band.eq(*band),
                review_sketch_bands::review_id.eq(review),
                review_sketch_bands::noted_on.eq(today),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Forgets the bands of a review.
pub fn delete_bands(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    let bands = review_sketch_bands::table.filter(review_sketch_bands::review_id.eq(review));
    diesel::delete(bands).execute(conn)?;
    Ok(())
}

/// Bands that were noted before a day are forgotten.
pub fn forget_bands(conn: &mut Conn, before: Date) -> Result<(), DbError> {
    let old = review_sketch_bands::table.filter(review_sketch_bands::noted_on.lt(before));
    diesel::delete(old).execute(conn)?;
    Ok(())
}

/// Other reviews that share bands, with their agencies and how many they share. Those that their authors took
/// back are none.
pub fn sharing(
    conn: &mut Conn,
    review: Id,
    bands: &[i64],
) -> Result<BTreeMap<(Id, Id), usize>, DbError> {
    let rows: Vec<(Id, Id)> = review_sketch_bands::table
        .inner_join(reviews::table)
        .filter(review_sketch_bands::band.eq_any(bands.to_vec()))
        .filter(review_sketch_bands::review_id.ne(review))
        .filter(reviews::status.ne(ModerationStatus::Withdrawn))
        .select((reviews::id, reviews::agency_id))
        .limit(MOST_BANDS)
        .load(conn)?;
    let mut shared = BTreeMap::new();
    for row in rows {
        *shared.entry(row).or_default() += 1;
    }
    Ok(shared)
}

/// The newest of what an agency answers to reviews.
pub fn words_of_agency(conn: &mut Conn, agency: Id) -> Result<Vec<String>, DbError> {
    let of_review = reviews::public_id.eq(review_replies::public_id.nullable());
    Ok(reviews::table
        .inner_join(review_replies::table.on(of_review))
        .filter(reviews::agency_id.eq(agency))
        .order(review_replies::published_month.desc())
        .limit(MOST_REPLIES)
        .select(review_replies::text)
        .load(conn)?)
}
