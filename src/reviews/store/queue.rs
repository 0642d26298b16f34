//! What moderators choose from.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::claims::Interests;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::platform::ids::Id;
use crate::reviews::model::{AppealStatus, ModerationStatus, QueueStatus, Relationship};
use crate::schema::{collected_reviews, review_appeals, reviews};

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
    pub relationship_declared: Relationship,
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
