//! Queries.

mod public;
mod rows;
mod tallies;

pub use public::{PublicPosition, PublicRow, circumstances, public_page, removals, scores_of};
pub use rows::{EventRow, Stored};
pub use tallies::tallies;

use diesel::prelude::*;

use self::rows::{FeeRow, ReviewRow, content_columns, fee_columns, state_columns};
use super::model::{
    ModerationStatus, Month, QueueStatus, RejectionReason, Review, ReviewEventKind,
};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::{review_events, review_fee_items, review_removals, review_scores, reviews};

/// The agency that a review is about.
pub fn find_agency(conn: &mut Conn, review: Id) -> Result<Option<Id>, DbError> {
    let agency = reviews::table.find(review).select(reviews::agency_id);
    Ok(agency.first(conn).optional()?)
}

/// A review with its scores and fee items; its comment is still sealed.
pub fn find(conn: &mut Conn, review: Id) -> Result<Option<Stored>, DbError> {
    let row = reviews::table.find(review).select(ReviewRow::as_select());
    let Some(row) = row.first(conn).optional()? else {
        return Ok(None);
    };
    let scores = review_scores::table
        .filter(review_scores::review_id.eq(review))
        .order(review_scores::dimension)
        .select((review_scores::dimension, review_scores::score))
        .load(conn)?;
    let fees = review_fee_items::table
        .filter(review_fee_items::review_id.eq(review))
        .order(review_fee_items::number)
        .select(FeeRow::as_select())
        .load(conn)?;
    Ok(Some(Stored { row, scores, fees }))
}

/// Stores a new review.
pub fn insert(
    conn: &mut Conn,
    review: &Review,
    sealed_comment: Option<Vec<u8>>,
) -> Result<(), DbError> {
    diesel::insert_into(reviews::table)
        .values((
            reviews::id.eq(review.id),
            reviews::agency_id.eq(review.agency),
            content_columns(&review.content, sealed_comment),
            state_columns(&review.state),
            reviews::version.eq(review.version),
            reviews::created_at.eq(review.filed_at),
            reviews::updated_at.eq(review.filed_at),
        ))
        .execute(conn)?;
    insert_lists(conn, review)
}

/// Stores a new state of a review, if nobody else has changed it since; says whether it did.
pub fn update_state(conn: &mut Conn, review: &Review, now: Time) -> Result<bool, DbError> {
    let before = reviews::table
        .filter(reviews::id.eq(review.id))
        .filter(reviews::version.eq(review.version - 1));
    let changed = diesel::update(before)
        .set((
            state_columns(&review.state),
            reviews::version.eq(review.version),
            reviews::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Stores what the author now says; the state is stored by [`update_state`].
pub fn update_content(
    conn: &mut Conn,
    review: &Review,
    sealed_comment: Option<Vec<u8>>,
) -> Result<(), DbError> {
    diesel::update(reviews::table.find(review.id))
        .set(content_columns(&review.content, sealed_comment))
        .execute(conn)?;
    delete_lists(conn, review.id)?;
    insert_lists(conn, review)
}

fn insert_lists(conn: &mut Conn, review: &Review) -> Result<(), DbError> {
    for score in &review.content.scores {
        diesel::insert_into(review_scores::table)
            .values((
                review_scores::review_id.eq(review.id),
                review_scores::dimension.eq(score.dimension.as_str()),
                review_scores::score.eq(i64::from(u8::from(score.score))),
            ))
            .execute(conn)?;
    }
    for (number, item) in (0_i64..).zip(&review.content.fee_items) {
        // The rules of a review were checked before, so this does not fail.
        let columns = fee_columns(item)
            .map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
        diesel::insert_into(review_fee_items::table)
            .values((
                review_fee_items::review_id.eq(review.id),
                review_fee_items::number.eq(number),
                columns,
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn delete_lists(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    let scores = review_scores::table.filter(review_scores::review_id.eq(review));
    diesel::delete(scores).execute(conn)?;
    let fees = review_fee_items::table.filter(review_fee_items::review_id.eq(review));
    diesel::delete(fees).execute(conn)?;
    Ok(())
}

/// Deletes a review with all that belongs to it.
pub fn delete(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    delete_lists(conn, review)?;
    let events = review_events::table.filter(review_events::review_id.eq(review));
    diesel::delete(events).execute(conn)?;
    diesel::delete(reviews::table.find(review)).execute(conn)?;
    Ok(())
}

/// Remembers what happened to a review.
pub fn insert_event(
    conn: &mut Conn,
    review: &Review,
    kind: ReviewEventKind,
    reason: Option<&RejectionReason>,
    now: Time,
) -> Result<(), DbError> {
    diesel::insert_into(review_events::table)
        .values((
            review_events::review_id.eq(review.id),
            review_events::version.eq(review.version),
            review_events::at.eq(now),
            review_events::kind.eq(kind),
            review_events::reason.eq(reason.map(RejectionReason::as_str)),
        ))
        .execute(conn)?;
    Ok(())
}

/// What happened to a review, oldest first.
pub fn list_events(conn: &mut Conn, review: Id) -> Result<Vec<EventRow>, DbError> {
    Ok(review_events::table
        .filter(review_events::review_id.eq(review))
        .order(review_events::version)
        .select(EventRow::as_select())
        .load(conn)?)
}

/// Remembers that a published review of an agency was taken down.
pub fn insert_removal(
    conn: &mut Conn,
    id: Id,
    agency: Id,
    reason: &RejectionReason,
    month: Month,
) -> Result<(), DbError> {
    diesel::insert_into(review_removals::table)
        .values((
            review_removals::id.eq(id),
            review_removals::agency_id.eq(agency),
            review_removals::reason.eq(reason.as_str()),
            review_removals::month.eq(month.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Which reviews a moderator wants to see.
#[derive(Debug, Clone)]
pub struct QueueFilter {
    /// How far they have come.
    pub status: QueueStatus,
    /// Of this agency.
    pub agency: Option<Id>,
    /// With a comment in this language.
    pub language: Option<String>,
}

/// A review in the queue.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = reviews)]
pub struct QueueRow {
    pub id: Id,
    pub agency_id: Id,
    pub status: ModerationStatus,
    pub stage: String,
    pub origin: String,
    pub destination: String,
    pub overall: i64,
    pub comment_language: Option<String>,
    pub relationship_declared: super::model::Relationship,
    pub created_at: Time,
}

/// Reviews, oldest first, after a position.
pub fn queue(
    conn: &mut Conn,
    filter: &QueueFilter,
    after: Option<(Time, Id)>,
    rows: i64,
) -> Result<Vec<QueueRow>, DbError> {
    let mut query = reviews::table
        .filter(reviews::status.eq(ModerationStatus::from(filter.status)))
        .into_boxed::<MultiBackend>();
    if let Some(agency) = filter.agency {
        query = query.filter(reviews::agency_id.eq(agency));
    }
    if let Some(language) = &filter.language {
        query = query.filter(reviews::comment_language.eq(language.clone()));
    }
    if let Some((at, id)) = after {
        let later = reviews::created_at
            .gt(at)
            .or(reviews::created_at.eq(at).and(reviews::id.gt(id)));
        query = query.filter(later);
    }
    Ok(query
        .order((reviews::created_at, reviews::id))
        .limit(rows)
        .select(QueueRow::as_select())
        .load(conn)?)
}
