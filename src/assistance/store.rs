//! Queries.

use diesel::dsl::count_star;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::model::{AssistanceStatus, Priority, Urgency};
use crate::correspondence::{DueDates, Subject};
use crate::identity::SubjectKind;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::{
    assistance_consents, assistance_requests, assistance_tombstones, organisation_countries,
};
use crate::text_enum;

/// Where a request stands in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QueueRank {
    /// Somebody may be in danger.
    First,
    /// Open.
    Open,
    /// Ended.
    Ended,
}

impl QueueRank {
    pub const fn of(status: AssistanceStatus, priority: Priority) -> Self {
        match priority {
            _ if status.has_ended() => Self::Ended,
            Priority::Critical => Self::First,
            Priority::High | Priority::Medium | Priority::Low => Self::Open,
        }
    }

    pub const fn as_number(self) -> i64 {
        match self {
            Self::First => 0,
            Self::Open => 1,
            Self::Ended => 2,
        }
    }
}

/// A request as it is stored.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = assistance_requests)]
pub(super) struct RequestRow {
    pub id: Id,
    pub organisation_id: Option<Id>,
    pub assigned_to: Option<Id>,
    pub status: AssistanceStatus,
    pub version: i64,
    pub for_whom: String,
    pub urgency: Urgency,
    pub language: String,
    pub country: String,
    pub subdivision: Option<String>,
    pub issue_codes: Json,
    pub wants: Json,
    pub priority: Priority,
    pub priority_reasons: Json,
    pub queue_rank: i64,
    pub due_at: Time,
    pub acknowledge_by: Time,
    pub feedback_by: Time,
    pub acknowledged_at: Option<Time>,
    pub unanswered_since: Option<Time>,
    pub filed_at: Time,
    pub ended_at: Option<Time>,
    pub reason: Option<String>,
    pub sealed_content: Vec<u8>,
    pub sealed_identity: Option<Vec<u8>>,
}

impl RequestRow {
    pub const fn subject(&self) -> Subject {
        subject(self.id)
    }

    pub fn due(&self, now: Time) -> DueDates {
        let dates = DueDates {
            acknowledge_by: self.acknowledge_by,
            feedback_by: self.feedback_by,
            acknowledged_at: self.acknowledged_at,
            overdue: false,
        };
        dates.at(now, self.status.has_ended())
    }
}

/// What messages and history of a request belong to.
pub(super) const fn subject(id: Id) -> Subject {
    Subject {
        kind: SubjectKind::AssistanceRequest,
        id,
    }
}

text_enum! {
    /// To what a person agrees.
    pub enum ConsentPurpose {
        /// To read the request and act on it.
        HandleRequest => "handle_request",
        /// To know who the person is.
        KnowIdentity => "know_identity",
    }
}

/// Stores a request.
pub(super) fn insert(conn: &mut Conn, row: RequestRow) -> Result<(), DbError> {
    diesel::insert_into(assistance_requests::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// A request by its id, for who holds its receipt code.
pub(super) fn find(conn: &mut Conn, id: Id) -> Result<Option<RequestRow>, DbError> {
    Ok(assistance_requests::table
        .find(id)
        .select(RequestRow::as_select())
        .first(conn)
        .optional()?)
}

/// A request of an organisation; another organisation's is not there.
pub(super) fn find_of(
    conn: &mut Conn,
    organisation: Id,
    id: Id,
) -> Result<Option<RequestRow>, DbError> {
    Ok(assistance_requests::table
        .filter(assistance_requests::organisation_id.eq(organisation))
        .filter(assistance_requests::id.eq(id))
        .select(RequestRow::as_select())
        .first(conn)
        .optional()?)
}

/// [`find`], and nobody else changes it before the commit.
pub(super) fn find_locked(conn: &mut Conn, id: Id) -> Result<Option<RequestRow>, DbError> {
    let rows: Vec<RequestRow> = crate::lock!(
        conn,
        assistance_requests::table
            .find(id)
            .select(RequestRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// [`find_of`], and nobody else changes it before the commit.
pub(super) fn find_of_locked(
    conn: &mut Conn,
    organisation: Id,
    id: Id,
) -> Result<Option<RequestRow>, DbError> {
    let row = find_locked(conn, id)?;
    Ok(row.filter(|row| row.organisation_id == Some(organisation)))
}

/// Writes what can change of a request, if nobody has changed it since it was read; says whether
/// that was so. The version goes up by one.
pub(super) fn update(conn: &mut Conn, row: &RequestRow) -> Result<bool, DbError> {
    let unchanged = assistance_requests::table
        .filter(assistance_requests::id.eq(row.id))
        .filter(assistance_requests::version.eq(row.version));
    let written = diesel::update(unchanged)
        .set((
            assistance_requests::version.eq(row.version + 1),
            assistance_requests::organisation_id.eq(row.organisation_id),
            assistance_requests::assigned_to.eq(row.assigned_to),
            assistance_requests::status.eq(row.status),
            assistance_requests::queue_rank.eq(row.queue_rank),
            assistance_requests::due_at.eq(row.due_at),
            assistance_requests::feedback_by.eq(row.feedback_by),
            assistance_requests::acknowledged_at.eq(row.acknowledged_at),
            assistance_requests::ended_at.eq(row.ended_at),
            assistance_requests::reason.eq(row.reason.as_deref()),
        ))
        .execute(conn)?;
    Ok(written == 1)
}

/// Remembers since when the person waits for an answer; an earlier time stays.
pub(super) fn mark_unanswered(conn: &mut Conn, id: Id, now: Time) -> Result<(), DbError> {
    let row = assistance_requests::table
        .filter(assistance_requests::id.eq(id))
        .filter(assistance_requests::unanswered_since.is_null());
    diesel::update(row)
        .set(assistance_requests::unanswered_since.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Remembers that the person was answered.
pub(super) fn mark_answered(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    diesel::update(assistance_requests::table.find(id))
        .set(assistance_requests::unanswered_since.eq(None::<Time>))
        .execute(conn)?;
    Ok(())
}

/// How many open requests each of the organisations has; those without any are left out.
pub(super) fn count_open(conn: &mut Conn, organisations: &[Id]) -> Result<Vec<(Id, i64)>, DbError> {
    let mut counts = Vec::new();
    for organisation in organisations {
        let count: i64 = assistance_requests::table
            .filter(assistance_requests::organisation_id.eq(organisation))
            .filter(assistance_requests::queue_rank.lt(QueueRank::Ended.as_number()))
            .select(count_star())
            .first(conn)?;
        counts.push((*organisation, count));
    }
    Ok(counts)
}

/// Remembers to what a person agreed.
pub(super) fn insert_consent(
    conn: &mut Conn,
    request: Id,
    purpose: ConsentPurpose,
    organisation: Option<Id>,
    now: Time,
) -> Result<(), DbError> {
    diesel::insert_into(assistance_consents::table)
        .values((
            assistance_consents::request_id.eq(request),
            assistance_consents::purpose.eq(purpose),
            assistance_consents::organisation_id.eq(organisation),
            assistance_consents::given_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// A consent as it is stored: purpose, organisation, given at, withdrawn at.
pub(super) type ConsentRow = (ConsentPurpose, Option<Id>, Time, Option<Time>);

/// To what a person has agreed.
pub(super) fn list_consents(conn: &mut Conn, request: Id) -> Result<Vec<ConsentRow>, DbError> {
    Ok(assistance_consents::table
        .filter(assistance_consents::request_id.eq(request))
        .order(assistance_consents::purpose)
        .select((
            assistance_consents::purpose,
            assistance_consents::organisation_id,
            assistance_consents::given_at,
            assistance_consents::withdrawn_at,
        ))
        .load(conn)?)
}

/// Whether a person's consent to a purpose stands for an organisation.
pub(super) fn consents_to(
    conn: &mut Conn,
    request: Id,
    purpose: ConsentPurpose,
    organisation: Id,
) -> Result<bool, DbError> {
    let count: i64 = assistance_consents::table
        .find((request, purpose))
        .filter(assistance_consents::organisation_id.eq(organisation))
        .filter(assistance_consents::withdrawn_at.is_null())
        .select(count_star())
        .first(conn)?;
    Ok(count == 1)
}

/// Names the organisation that the service has found to the consents that were waiting for one.
pub(super) fn name_organisation(
    conn: &mut Conn,
    request: Id,
    organisation: Id,
) -> Result<(), DbError> {
    let waiting = assistance_consents::table
        .filter(assistance_consents::request_id.eq(request))
        .filter(assistance_consents::organisation_id.is_null());
    diesel::update(waiting)
        .set(assistance_consents::organisation_id.eq(organisation))
        .execute(conn)?;
    Ok(())
}

/// Takes all consents back.
pub(super) fn withdraw_consents(conn: &mut Conn, request: Id, now: Time) -> Result<(), DbError> {
    let standing = assistance_consents::table
        .filter(assistance_consents::request_id.eq(request))
        .filter(assistance_consents::withdrawn_at.is_null());
    diesel::update(standing)
        .set(assistance_consents::withdrawn_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// To whom a request is assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Assigned {
    /// To anybody or nobody.
    Either,
    /// To nobody.
    ToNobody,
    /// To this account.
    To(Id),
}

/// Which requests of a queue are wanted.
pub(super) struct QueueFilter {
    pub status: Option<AssistanceStatus>,
    pub priority: Option<Priority>,
    pub urgency: Option<Urgency>,
    pub assigned: Assigned,
    pub late: Option<Late>,
}

/// Only those that are late, or only those that are not.
pub(super) struct Late {
    pub wanted: bool,
    pub now: Time,
}

/// Where a request stands in the queue.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct QueuePosition(pub i64, pub Time, pub Id);

/// The queue of an organisation: danger first, then what is due first, then what has ended.
pub(super) fn list_queue(
    conn: &mut Conn,
    organisation: Id,
    filter: &QueueFilter,
    after: Option<QueuePosition>,
    rows: i64,
) -> Result<Vec<RequestRow>, DbError> {
    use assistance_requests as r;
    let mut query = r::table
        .filter(r::organisation_id.eq(organisation))
        .select(RequestRow::as_select())
        .order((r::queue_rank, r::due_at, r::id))
        .limit(rows)
        .into_boxed();
    if let Some(status) = filter.status {
        query = query.filter(r::status.eq(status));
    }
    if let Some(priority) = filter.priority {
        query = query.filter(r::priority.eq(priority));
    }
    if let Some(urgency) = filter.urgency {
        query = query.filter(r::urgency.eq(urgency));
    }
    query = match filter.assigned {
        Assigned::Either => query,
        Assigned::ToNobody => query.filter(r::assigned_to.is_null()),
        Assigned::To(account) => query.filter(r::assigned_to.eq(account)),
    };
    let ended = QueueRank::Ended.as_number();
    query = match filter.late {
        None => query,
        Some(Late { wanted: true, now }) => query
            .filter(r::queue_rank.lt(ended))
            .filter(r::due_at.lt(now)),
        Some(Late { wanted: false, now }) => {
            query.filter(r::queue_rank.eq(ended).or(r::due_at.ge(now)))
        }
    };
    if let Some(QueuePosition(rank, due_at, id)) = after {
        let same_rank = r::queue_rank.eq(rank);
        let same_due = same_rank.and(r::due_at.eq(due_at));
        let later = r::queue_rank
            .gt(rank)
            .or(same_rank.and(r::due_at.gt(due_at)))
            .or(same_due.and(r::id.gt(id)));
        query = query.filter(later);
    }
    Ok(query.load(conn)?)
}

/// Open requests for which no organisation was found, those that wait longest first.
pub(super) fn list_unrouted(conn: &mut Conn, most: i64) -> Result<Vec<RequestRow>, DbError> {
    Ok(assistance_requests::table
        .filter(assistance_requests::organisation_id.is_null())
        .filter(assistance_requests::queue_rank.lt(QueueRank::Ended.as_number()))
        // Those of other countries would only stand in the way.
        .filter(
            assistance_requests::country
                .eq_any(organisation_countries::table.select(organisation_countries::country)),
        )
        .select(RequestRow::as_select())
        .order((assistance_requests::queue_rank, assistance_requests::due_at))
        .limit(most)
        .load(conn)?)
}

/// Requests that ended before a time.
pub(super) fn list_ended_before(
    conn: &mut Conn,
    time: Time,
    most: i64,
) -> Result<Vec<Id>, DbError> {
    Ok(assistance_requests::table
        .filter(assistance_requests::ended_at.lt(time))
        .order(assistance_requests::ended_at)
        .select(assistance_requests::id)
        .limit(most)
        .load(conn)?)
}

/// Requests that ended before a time and still say who the person is.
pub(super) fn list_identities_ended_before(
    conn: &mut Conn,
    time: Time,
    most: i64,
) -> Result<Vec<Id>, DbError> {
    Ok(assistance_requests::table
        .filter(assistance_requests::ended_at.lt(time))
        .filter(assistance_requests::sealed_identity.is_not_null())
        .order(assistance_requests::ended_at)
        .select(assistance_requests::id)
        .limit(most)
        .load(conn)?)
}

/// Deletes who the person is.
pub(super) fn delete_identity(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    diesel::update(assistance_requests::table.find(id))
        .set(assistance_requests::sealed_identity.eq(None::<Vec<u8>>))
        .execute(conn)?;
    Ok(())
}

/// Deletes a request and its consents.
pub(super) fn delete(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    let consents = assistance_consents::table.filter(assistance_consents::request_id.eq(id));
    diesel::delete(consents).execute(conn)?;
    diesel::delete(assistance_requests::table.find(id)).execute(conn)?;
    Ok(())
}

text_enum! {
    /// Why a request was erased.
    pub enum ErasedBecause {
        /// The person wished it.
        Wished => "wished",
        /// Its time was over.
        TimeOver => "time_over",
    }
}

/// What is left of an erased request.
#[derive(Insertable)]
#[diesel(table_name = assistance_tombstones)]
pub(super) struct Tombstone {
    pub id: Id,
    pub country: String,
    /// The first day of the month: a day could lead back to a person.
    pub filed_in: Date,
    pub urgency: Urgency,
    pub issue_codes: Json,
    pub status: AssistanceStatus,
    pub reason: Option<String>,
    pub erased_because: ErasedBecause,
}

/// Stores what is left.
pub(super) fn insert_tombstone(conn: &mut Conn, tombstone: Tombstone) -> Result<(), DbError> {
    diesel::insert_into(assistance_tombstones::table)
        .values(tombstone)
        .execute(conn)?;
    Ok(())
}
