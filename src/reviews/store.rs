//! Queries.

mod accepted;
mod appeals;
mod collected;
mod costs;
mod documents;
mod ended;
mod networks;
mod proofs;
mod public;
mod publications;
mod queue;
mod recordings;
mod replies;
mod rows;
mod scores;
mod shelves;
mod signals;
mod sketches;
mod suspicions;

pub use accepted::{delete_accepted, list_appearing, put_accepted};
pub use appeals::{
    delete_appeals, end_appeal, insert_appeal, last_appeal, last_decision, set_decider,
};
pub use collected::{
    BatchRow, CollectedReviewRow, batch_statuses, collectors_of, delete_collected, find_batch,
    find_collected, find_form, forget_rows, insert_batch, insert_collected, insert_form,
    list_batches, list_batches_before, put_batch,
};
pub use costs::{CapsError, RateChange, RateRow, caps, put_rate, rates, replace_caps};
pub use documents::{
    DocumentFilter, DocumentRow, QueuedDocument, count_documents, decide_document, delete_document,
    delete_documents, discard, document_queue, drop_file, find_document, forget_discarded,
    insert_document, is_document_known, list_discarded, list_documents, list_undecided, put_keep,
};
pub use ended::{count_pending, is_over, list_over, list_pending};
pub use networks::{
    acting_from, acts_from, find_week, forget_networks, insert_week, put_origin,
    put_representative, take_weeks,
};
pub use proofs::{
    delete_proofs, has_author, insert_author, insert_claim, proves_another, set_proof,
};
pub use public::{
    PublicPosition, PublicRow, find_public, is_of_agency, public_page, removals, scores_of,
    still_public,
};
pub use publications::{
    PublicationRow, insert_publication, list_unlogged, publication, publications, set_entry,
    take_publication,
};
pub use queue::{QueueFilter, QueueRow, queue, queued};
pub use recordings::{
    RecordingRow, delete_recording, find_recording, insert_recording, is_recording_known,
};
pub use replies::{ReplyRow, answered_months, delete_reply, insert_reply, replies_to};
pub use rows::{EventRow, SealedContent, Stored};
pub use scores::{
    ToldRow, costs_shown, delete_told, epoch, find_told, insert_told, list_costs_due,
    list_outdated, list_public, list_published, list_rated, list_unscored, priors, put_priors,
    put_scored, put_tally, replace_costs, replace_statistics, scored_as_of, statistics,
    statistics_after, told_of_agency, told_of_corridor,
};
pub use shelves::{count_shelf, find_shelf, follow_shelf, recount_shelf, shelf_counts};
pub use signals::{
    SignalRow, agencies_due, clear_signals, count_oddity, delete_signals, filed_by_day,
    forget_traces, peers_of, put_due, put_signal, recent, signals_of, take_due, together_with,
};
pub use sketches::{forget_bands, put_bands, sharing, words_of_agency};
pub use suspicions::{
    ClearanceRow, clearances, delete_clearances, insert_clearance, list_following, update_suspicion,
};

use diesel::prelude::*;

use self::rows::{ReviewRow, content_columns, state_columns};
use super::model::{Month, RejectionReason, Review, ReviewEventKind};
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{review_events, review_removals, review_scores, reviews};

/// The agency that a review is about.
pub fn find_agency(conn: &mut Conn, review: Id) -> Result<Option<Id>, DbError> {
    let agency = reviews::table.find(review).select(reviews::agency_id);
    Ok(agency.first(conn).optional()?)
}

/// On which day a review was filed.
pub fn find_filing_day(conn: &mut Conn, review: Id) -> Result<Option<Date>, DbError> {
    let day = reviews::table.find(review).select(reviews::filed_on);
    Ok(day.first(conn).optional()?)
}

/// How far a review is.
pub fn find_filing_state(conn: &mut Conn, review: Id) -> Result<Option<String>, DbError> {
    let state = reviews::table.find(review).select(reviews::status);
    Ok(state.first(conn).optional()?)
}

/// Gives the reviews of one agency, and what is counted of those that were taken down, to another.
pub fn move_to_agency(conn: &mut Conn, from: Id, into: Id) -> Result<(), DbError> {
    diesel::update(reviews::table.filter(reviews::agency_id.eq(from)))
        .set(reviews::agency_id.eq(into))
        .execute(conn)?;
    diesel::update(review_removals::table.filter(review_removals::agency_id.eq(from)))
        .set(review_removals::agency_id.eq(into))
        .execute(conn)?;
    Ok(())
}

/// A review with its scores; part of it is still sealed.
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
    let sealed_text = match row.appears_on {
        Some(_) => accepted::find_text(conn, review)?,
        None => None,
    };
    Ok(Some(Stored {
        row,
        scores,
        sealed_text,
    }))
}

/// Stores a new review.
pub fn insert(conn: &mut Conn, review: &Review, sealed_content: Vec<u8>) -> Result<(), DbError> {
    diesel::insert_into(reviews::table)
        .values((
            reviews::id.eq(review.id),
            reviews::agency_id.eq(review.agency),
            content_columns(&review.content, sealed_content),
            state_columns(review),
            reviews::version.eq(review.version),
            reviews::filed_on.eq(review.filed_on),
            reviews::changed_on.eq(review.filed_on),
        ))
        .execute(conn)?;
    insert_scores(conn, review)
}

/// Stores a new state of a review, if nobody else has changed it since; says whether it did.
pub fn update_state(conn: &mut Conn, review: &Review, today: Date) -> Result<bool, DbError> {
    let before = reviews::table
        .filter(reviews::id.eq(review.id))
        .filter(reviews::version.eq(review.version - 1));
    let changed = diesel::update(before)
        .set((
            state_columns(review),
            reviews::version.eq(review.version),
            reviews::changed_on.eq(today),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Stores what the author now says; the state is stored by [`update_state`].
pub fn update_content(
    conn: &mut Conn,
    review: &Review,
    sealed_content: Vec<u8>,
) -> Result<(), DbError> {
    diesel::update(reviews::table.find(review.id))
        .set(content_columns(&review.content, sealed_content))
        .execute(conn)?;
    delete_scores(conn, review.id)?;
    insert_scores(conn, review)
}

fn insert_scores(conn: &mut Conn, review: &Review) -> Result<(), DbError> {
    for score in &review.content.scores {
        diesel::insert_into(review_scores::table)
            .values((
                review_scores::review_id.eq(review.id),
                review_scores::dimension.eq(score.dimension.as_str()),
                review_scores::score.eq(i64::from(u8::from(score.score))),
            ))
            .execute(conn)?;
    }
    Ok(())
}

fn delete_scores(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    let scores = review_scores::table.filter(review_scores::review_id.eq(review));
    diesel::delete(scores).execute(conn)?;
    Ok(())
}

/// Deletes a review with all that belongs to it.
pub fn delete(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    delete_scores(conn, review)?;
    delete_appeals(conn, review)?;
    delete_accepted(conn, review)?;
    delete_collected(conn, review)?;
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
    today: Date,
) -> Result<(), DbError> {
    diesel::insert_into(review_events::table)
        .values((
            review_events::review_id.eq(review.id),
            review_events::version.eq(review.version),
            review_events::happened_on.eq(today),
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
