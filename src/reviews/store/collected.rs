//! Reviews that organisations collected on paper.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::platform::ids::Id;
use crate::reviews::model::{ModerationStatus, ReviewChannel, RowCounts};
use crate::schema::{collected_reviews, review_batch_forms, review_batches, reviews};

/// What an organisation uploaded in one go.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = review_batches)]
pub struct BatchRow {
    pub id: Id,
    pub received_on: Date,
    pub accepted: i64,
    pub duplicates: i64,
    pub refused: i64,
    pub sealed_rows: Option<Vec<u8>>,
}

/// Who collected a review; the day is sealed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = collected_reviews)]
pub struct CollectedReviewRow {
    pub review_id: Id,
    pub channel: ReviewChannel,
    pub organisation_id: Id,
    pub batch_id: Id,
    pub sealed_details: Vec<u8>,
}

/// Begins a batch.
pub fn insert_batch(
    conn: &mut Conn,
    id: Id,
    organisation: Id,
    received_on: Date,
) -> Result<(), DbError> {
    diesel::insert_into(review_batches::table)
        .values((
            review_batches::id.eq(id),
            review_batches::organisation_id.eq(organisation),
            review_batches::received_on.eq(received_on),
            review_batches::accepted.eq(0),
            review_batches::duplicates.eq(0),
            review_batches::refused.eq(0),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores what became of a batch.
pub fn put_batch(
    conn: &mut Conn,
    id: Id,
    counts: RowCounts,
    sealed_rows: Vec<u8>,
) -> Result<(), DbError> {
    diesel::update(review_batches::table.find(id))
        .set((
            review_batches::accepted.eq(counts.accepted),
            review_batches::duplicates.eq(counts.duplicates),
            review_batches::refused.eq(counts.refused),
            review_batches::sealed_rows.eq(Some(sealed_rows)),
        ))
        .execute(conn)?;
    Ok(())
}

/// A batch of an organisation.
pub fn find_batch(conn: &mut Conn, organisation: Id, id: Id) -> Result<Option<BatchRow>, DbError> {
    Ok(review_batches::table
        .filter(review_batches::id.eq(id))
        .filter(review_batches::organisation_id.eq(organisation))
        .select(BatchRow::as_select())
        .first(conn)
        .optional()?)
}

/// The batches of an organisation, newest day first, after a position.
pub fn list_batches(
    conn: &mut Conn,
    organisation: Id,
    after: Option<(Date, Id)>,
    rows: i64,
) -> Result<Vec<BatchRow>, DbError> {
    let mut query = review_batches::table
        .filter(review_batches::organisation_id.eq(organisation))
        .into_boxed::<MultiBackend>();
    if let Some((day, id)) = after {
        let earlier = review_batches::received_on
            .lt(day)
            .or(review_batches::received_on
                .eq(day)
                .and(review_batches::id.lt(id)));
        query = query.filter(earlier);
    }
    Ok(query
        .order((
            review_batches::received_on.desc(),
            review_batches::id.desc(),
        ))
        .limit(rows)
        .select(BatchRow::as_select())
        .load(conn)?)
}

/// The batches of before a day whose rows can still be read.
pub fn list_batches_before(conn: &mut Conn, day: Date, most: i64) -> Result<Vec<Id>, DbError> {
    Ok(review_batches::table
        .filter(review_batches::received_on.lt(day))
        .filter(review_batches::sealed_rows.is_not_null())
        .order(review_batches::received_on)
        .limit(most)
        .select(review_batches::id)
        .load(conn)?)
}

/// Forgets what became of each row of a batch.
pub fn forget_rows(conn: &mut Conn, batch: Id) -> Result<(), DbError> {
    diesel::update(review_batches::table.find(batch))
        .set(review_batches::sealed_rows.eq(None::<Vec<u8>>))
        .execute(conn)?;
    Ok(())
}

/// The batch with which a form came in.
pub fn find_form(conn: &mut Conn, hash: &[u8]) -> Result<Option<Id>, DbError> {
    let form = review_batch_forms::table.filter(review_batch_forms::form_hash.eq(hash));
    let batch = form.select(review_batch_forms::batch_id);
    Ok(batch.first(conn).optional()?)
}

/// Remembers that a form is in.
pub fn insert_form(conn: &mut Conn, hash: &[u8], batch: Id) -> Result<(), DbError> {
    diesel::insert_into(review_batch_forms::table)
        .values((
            review_batch_forms::form_hash.eq(hash),
            review_batch_forms::batch_id.eq(batch),
        ))
        .execute(conn)?;
    Ok(())
}

/// Remembers who collected a review.
pub fn insert_collected(conn: &mut Conn, row: CollectedReviewRow) -> Result<(), DbError> {
    diesel::insert_into(collected_reviews::table)
        .values((
            collected_reviews::review_id.eq(row.review_id),
            collected_reviews::channel.eq(row.channel),
            collected_reviews::organisation_id.eq(row.organisation_id),
            collected_reviews::batch_id.eq(row.batch_id),
            collected_reviews::sealed_details.eq(row.sealed_details),
        ))
        .execute(conn)?;
    Ok(())
}

/// Who collected a review; nobody when its author sent it.
pub fn find_collected(conn: &mut Conn, review: Id) -> Result<Option<CollectedReviewRow>, DbError> {
    Ok(collected_reviews::table
        .find(review)
        .select(CollectedReviewRow::as_select())
        .first(conn)
        .optional()?)
}

/// Who collected some reviews: organisation and batch by review.
pub fn collectors_of(conn: &mut Conn, reviews: &[Id]) -> Result<BTreeMap<Id, (Id, Id)>, DbError> {
    let rows: Vec<(Id, Id, Id)> = collected_reviews::table
        .filter(collected_reviews::review_id.eq_any(reviews.to_vec()))
        .select((
            collected_reviews::review_id,
            collected_reviews::organisation_id,
            collected_reviews::batch_id,
        ))
        .load(conn)?;
    let by_review = rows
        .into_iter()
        .map(|(review, by, batch)| (review, (by, batch)));
    Ok(by_review.collect())
}

/// Forgets who collected a review.
pub fn delete_collected(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    diesel::delete(collected_reviews::table.find(review)).execute(conn)?;
    Ok(())
}

/// How many reviews of a batch there still are, by how far they have come.
pub fn batch_statuses(conn: &mut Conn, batch: Id) -> Result<Vec<(ModerationStatus, i64)>, DbError> {
    Ok(collected_reviews::table
        .inner_join(reviews::table)
        .filter(collected_reviews::batch_id.eq(batch))
        .group_by(reviews::status)
        .select((reviews::status, count_star()))
        .load(conn)?)
}
