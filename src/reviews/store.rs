//! Queries.

mod accepted;
mod appeals;
mod collected;
mod costs;
mod documents;
mod proofs;
mod public;
mod publications;
mod recordings;
mod replies;
mod rows;
mod scores;
mod shelves;
mod signals;

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
pub use shelves::{count_shelf, find_shelf, keep_shelf, shelf_counts};
pub use signals::{
    ClearanceRow, SignalRow, acting_from, acts_from, agencies_due, clear_signals, clearances,
    count_oddity, delete_clearances, delete_signals, filed_by_day, find_week, forget_bands,
    forget_networks, forget_traces, insert_clearance, insert_week, list_following, peers_of,
    put_bands, put_due, put_origin, put_representative, put_signal, recent, sharing, signals_of,
    take_due, take_weeks, together_with, words_of_agency,
};

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use self::rows::{ReviewRow, content_columns, state_columns};
use super::model::{
    AppealStatus, ModerationStatus, Month, QueueStatus, RejectionReason, Review, ReviewEventKind,
};
use crate::claims::Interests;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::{
    collected_reviews, review_appeals, review_events, review_removals, review_scores, reviews,
};

/// The agency that a review is about.
pub fn find_agency(conn: &mut Conn, review: Id) -> Result<Option<Id>, DbError> {
    let agency = reviews::table.find(review).select(reviews::agency_id);
    Ok(agency.first(conn).optional()?)
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

/// Reviews of an entry that wait for a moderator.
pub fn list_pending(conn: &mut Conn, agency: Id) -> Result<Vec<Id>, DbError> {
    Ok(pending(agency).select(reviews::id).load(conn)?)
}

/// How many of them there are.
pub fn count_pending(conn: &mut Conn, agency: Id) -> Result<i64, DbError> {
    Ok(pending(agency).count().get_result(conn)?)
}

fn pending(agency: Id) -> reviews::BoxedQuery<'static, MultiBackend> {
    reviews::table
        .filter(reviews::agency_id.eq(agency))
        .filter(reviews::status.eq(ModerationStatus::Pending))
        .into_boxed()
}

/// Reviews that are not public, and have not been changed since a day: taken back by their authors, or
/// not published.
pub fn list_over(conn: &mut Conn, since: Date, most: i64) -> Result<Vec<Id>, DbError> {
    Ok(over(since)
        .order((reviews::changed_on, reviews::id))
        .limit(most)
        .select(reviews::id)
        .load(conn)?)
}

/// Whether a review is among those of [`list_over`].
pub fn is_over(conn: &mut Conn, review: Id, since: Date) -> Result<bool, DbError> {
    let found: Option<Id> = over(since)
        .filter(reviews::id.eq(review))
        .select(reviews::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

fn over(since: Date) -> reviews::BoxedQuery<'static, MultiBackend> {
    let refused = reviews::status.eq(ModerationStatus::Rejected);
    reviews::table
        .filter(refused.or(reviews::status.eq(ModerationStatus::Withdrawn)))
        .filter(reviews::changed_on.lt(since))
        .into_boxed()
}

/// Which reviews a moderator wants to see.
#[derive(Debug, Clone)]
pub struct QueueFilter {
    /// How far they have come; anywhere but taken back when nothing is said.
    pub status: Option<QueueStatus>,
    /// Of this agency.
    pub agency: Option<Id>,
    /// With a comment in this language.
    pub language: Option<String>,
    /// Only those against whose rejection there is an open appeal.
    pub appealed: bool,
    /// Only those under suspicion, or only those that are not.
    pub suspected: Option<bool>,
    /// Of none of these agencies.
    pub except: Interests,
    /// Collected by this organisation.
    pub collected_by: Option<Id>,
    /// Uploaded with this batch.
    pub batch: Option<Id>,
    /// Not collected by this organisation.
    pub not_collected_by: Option<Id>,
}

/// A review in the queue.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = reviews)]
pub struct QueueRow {
    pub id: Id,
    pub agency_id: Id,
    status: ModerationStatus,
    pub stage: String,
    pub origin: String,
    pub destination: String,
    pub overall: i64,
    pub comment_language: Option<String>,
    pub relationship_declared: super::model::Relationship,
    pub filed_on: Date,
    pub changed_on: Date,
    pub suspected_on: Option<Date>,
    pub appears_on: Option<Date>,
}

impl QueueRow {
    /// How far it has come.
    pub fn status(&self) -> ModerationStatus {
        self.status.of_stored(self.appears_on)
    }
}

/// Reviews, oldest day first, after a position.
pub fn queue(
    conn: &mut Conn,
    filter: &QueueFilter,
    after: Option<(Date, Id)>,
    rows: i64,
) -> Result<Vec<QueueRow>, DbError> {
    let Some(except) = filter.except.left_out() else {
        return Ok(Vec::new());
    };
    let mut query = so_far(filter);
    if let Some(agency) = filter.agency {
        query = query.filter(reviews::agency_id.eq(agency));
    }
    if let Some(language) = &filter.language {
        query = query.filter(reviews::comment_language.eq(language.clone()));
    }
    if filter.appealed {
        let open = review_appeals::table
            .filter(review_appeals::review_id.eq(reviews::id))
            .filter(review_appeals::status.eq(AppealStatus::Open));
        query = query.filter(exists(open));
    }
    if !except.is_empty() {
        query = query.filter(reviews::agency_id.ne_all(except));
    }
    query = by_collector(query, filter);
    if let Some((day, id)) = after {
        let later = reviews::filed_on
            .gt(day)
            .or(reviews::filed_on.eq(day).and(reviews::id.gt(id)));
        query = query.filter(later);
    }
    Ok(query
        .order((reviews::filed_on, reviews::id))
        .limit(rows)
        .select(QueueRow::as_select())
        .load(conn)?)
}

/// Reviews that have come so far as is wanted.
fn so_far(filter: &QueueFilter) -> reviews::BoxedQuery<'static, MultiBackend> {
    let mut query = reviews::table
        .filter(reviews::status.ne(ModerationStatus::Withdrawn))
        .into_boxed::<MultiBackend>();
    if let Some(status) = filter.status {
        let status = ModerationStatus::from(status);
        query = query.filter(reviews::status.eq(status.stored()));
        match status {
            ModerationStatus::Accepted => query = query.filter(reviews::appears_on.is_not_null()),
            ModerationStatus::Pending
            | ModerationStatus::Published
            | ModerationStatus::Rejected
            | ModerationStatus::Withdrawn => query = query.filter(reviews::appears_on.is_null()),
        }
    }
    match filter.suspected {
        Some(true) => query = query.filter(reviews::suspected_on.is_not_null()),
        Some(false) => query = query.filter(reviews::suspected_on.is_null()),
        None => {}
    }
    query
}

/// Those that the collector who is asked about brought, and none of the one that is left out.
fn by_collector(
    mut query: reviews::BoxedQuery<'static, MultiBackend>,
    filter: &QueueFilter,
) -> reviews::BoxedQuery<'static, MultiBackend> {
    if let Some(organisation) = filter.collected_by {
        query = query.filter(exists(collected_by(organisation)));
    }
    if let Some(organisation) = filter.not_collected_by {
        query = query.filter(not(exists(collected_by(organisation))));
    }
    if let Some(batch) = filter.batch {
        let in_batch = collected_reviews::table
            .filter(collected_reviews::review_id.eq(reviews::id))
            .filter(collected_reviews::batch_id.eq(batch));
        query = query.filter(exists(in_batch));
    }
    query
}

/// Some reviews as the queue shows them, oldest day first; of none of these agencies.
pub fn queued(
    conn: &mut Conn,
    of: Vec<Id>,
    except: &Interests,
    not_collected_by: Id,
) -> Result<Vec<QueueRow>, DbError> {
    let Some(except) = except.left_out() else {
        return Ok(Vec::new());
    };
    Ok(reviews::table
        .filter(reviews::id.eq_any(of))
        .filter(reviews::agency_id.ne_all(except))
        .filter(reviews::status.ne(ModerationStatus::Withdrawn))
        .filter(not(exists(collected_by(not_collected_by))))
        .order((reviews::filed_on, reviews::id))
        .select(QueueRow::as_select())
        .load(conn)?)
}

/// The entry about who collected the review at hand, if it was this organisation.
#[diesel::dsl::auto_type(no_type_alias)]
fn collected_by(organisation: Id) -> _ {
    collected_reviews::table
        .filter(collected_reviews::review_id.eq(reviews::id))
        .filter(collected_reviews::organisation_id.eq(organisation))
}
