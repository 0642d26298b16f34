//! Requests themselves.

use diesel::prelude::*;

use crate::assistance::model::{AssistanceStatus, Attention, Priority, PrioritySource, Urgency};
use crate::correspondence::{DueDates, QueuePosition, Situation, Subject};
use crate::identity::SubjectKind;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::{assistance_consents, assistance_requests, case_keys};

/// A request as it is stored.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = assistance_requests)]
pub(in crate::assistance) struct RequestRow {
    pub id: Id,
    pub organisation_id: Option<Id>,
    pub assigned_to: Option<Id>,
    pub status: AssistanceStatus,
    pub version: i64,
    pub urgency: Urgency,
    pub country: String,
    pub issue_codes: Json,
    pub priority: Priority,
    pub priority_reasons: Json,
    pub queue_rank: i64,
    pub due_at: Time,
    pub acknowledge_by: Time,
    pub feedback_by: Time,
    pub acknowledged_at: Option<Time>,
    pub unanswered_since: Option<Time>,
    /// The hour.
    pub filed_at: Time,
    pub ended_at: Option<Time>,
    pub reason: Option<String>,
    pub sealed_content: Vec<u8>,
    pub sealed_identity: Option<Vec<u8>>,
    /// The version of the triage rules that led to the priority.
    pub triage_version: Option<i64>,
    pub priority_source: PrioritySource,
    /// Why a case worker set it.
    pub priority_set_because: Option<String>,
    pub attention: Option<Attention>,
}

impl RequestRow {
    pub const fn subject(&self) -> Subject {
        subject(self.id)
    }

    /// How it stands, as far as the person must know what to do.
    pub fn situation(&self, due: DueDates) -> Situation<'_> {
        Situation {
            texts: "assistance-next",
            country: &self.country,
            organisation: self.organisation_id,
            offered: None,
            due,
            danger: self.urgency == Urgency::DangerNow || self.priority == Priority::Critical,
            has_ended: self.status.has_ended(),
            is_refused: self.status == AssistanceStatus::Declined,
        }
    }

    /// The organisations whose case workers handle it.
    pub const fn handlers(&self) -> &[Id] {
        match &self.organisation_id {
            Some(organisation) => std::slice::from_ref(organisation),
            None => &[],
        }
    }

    /// Where it stands in the queue.
    pub const fn position(&self) -> QueuePosition {
        QueuePosition(self.queue_rank, self.due_at, self.id)
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
pub(in crate::assistance) const fn subject(id: Id) -> Subject {
    Subject {
        kind: SubjectKind::AssistanceRequest,
        id,
    }
}

/// Stores a request.
pub(in crate::assistance) fn insert(conn: &mut Conn, row: RequestRow) -> Result<(), DbError> {
    diesel::insert_into(assistance_requests::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// A request by its id, for who holds its receipt code.
pub(in crate::assistance) fn find(conn: &mut Conn, id: Id) -> Result<Option<RequestRow>, DbError> {
    Ok(assistance_requests::table
        .find(id)
        .select(RequestRow::as_select())
        .first(conn)
        .optional()?)
}

/// A request of an organisation; another organisation's is not there.
pub(in crate::assistance) fn find_of(
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
pub(in crate::assistance) fn find_locked(
    conn: &mut Conn,
    id: Id,
) -> Result<Option<RequestRow>, DbError> {
    let rows: Vec<RequestRow> = crate::lock!(
        conn,
        assistance_requests::table
            .find(id)
            .select(RequestRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// [`find_of`], and nobody else changes it before the commit.
pub(in crate::assistance) fn find_of_locked(
    conn: &mut Conn,
    organisation: Id,
    id: Id,
) -> Result<Option<RequestRow>, DbError> {
    let row = find_locked(conn, id)?;
    Ok(row.filter(|row| row.organisation_id == Some(organisation)))
}

/// Writes what can change of a request, if nobody has changed it since it was read; says whether
/// that was so. The version goes up by one.
pub(in crate::assistance) fn update(conn: &mut Conn, row: &RequestRow) -> Result<bool, DbError> {
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
            assistance_requests::acknowledge_by.eq(row.acknowledge_by),
            assistance_requests::feedback_by.eq(row.feedback_by),
            assistance_requests::acknowledged_at.eq(row.acknowledged_at),
            assistance_requests::ended_at.eq(row.ended_at),
            assistance_requests::reason.eq(row.reason.as_deref()),
            assistance_requests::attention.eq(row.attention),
        ))
        .execute(conn)?;
    Ok(written == 1)
}

/// Writes how soon somebody should look at a request and why, if nobody has changed it since it was
/// read; says whether that was so. The version goes up by one.
pub(in crate::assistance) fn put_priority(
    conn: &mut Conn,
    row: &RequestRow,
) -> Result<bool, DbError> {
    let unchanged = assistance_requests::table
        .filter(assistance_requests::id.eq(row.id))
        .filter(assistance_requests::version.eq(row.version));
    let written = diesel::update(unchanged)
        .set((
            assistance_requests::version.eq(row.version + 1),
            assistance_requests::urgency.eq(row.urgency),
            assistance_requests::issue_codes.eq(&row.issue_codes),
            assistance_requests::priority.eq(row.priority),
            assistance_requests::priority_reasons.eq(&row.priority_reasons),
            assistance_requests::triage_version.eq(row.triage_version),
            assistance_requests::priority_source.eq(row.priority_source),
            assistance_requests::priority_set_because.eq(row.priority_set_because.as_deref()),
            assistance_requests::queue_rank.eq(row.queue_rank),
            assistance_requests::acknowledge_by.eq(row.acknowledge_by),
            assistance_requests::due_at.eq(row.due_at),
            assistance_requests::sealed_content.eq(&row.sealed_content),
        ))
        .execute(conn)?;
    Ok(written == 1)
}

/// Writes what was told anew; whoever calls it counts the version up.
pub(in crate::assistance) fn put_content(conn: &mut Conn, row: &RequestRow) -> Result<(), DbError> {
    diesel::update(assistance_requests::table.find(row.id))
        .set(assistance_requests::sealed_content.eq(&row.sealed_content))
        .execute(conn)?;
    Ok(())
}

/// Remembers since when the person waits for an answer; an earlier time stays. When that changes what
/// is shown, the version goes up, here as in the functions below.
pub(in crate::assistance) fn mark_unanswered(
    conn: &mut Conn,
    id: Id,
    now: Time,
) -> Result<(), DbError> {
    let row = assistance_requests::table
        .filter(assistance_requests::id.eq(id))
        .filter(assistance_requests::unanswered_since.is_null());
    diesel::update(row)
        .set((
            assistance_requests::unanswered_since.eq(now),
            assistance_requests::version.eq(assistance_requests::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Remembers that the person was answered.
pub(in crate::assistance) fn mark_answered(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    let row = assistance_requests::table
        .filter(assistance_requests::id.eq(id))
        .filter(assistance_requests::unanswered_since.is_not_null());
    diesel::update(row)
        .set((
            assistance_requests::unanswered_since.eq(None::<Time>),
            assistance_requests::version.eq(assistance_requests::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes who the person is.
pub(in crate::assistance) fn delete_identity(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    let row = assistance_requests::table
        .filter(assistance_requests::id.eq(id))
        .filter(assistance_requests::sealed_identity.is_not_null());
    diesel::update(row)
        .set((
            assistance_requests::sealed_identity.eq(None::<Vec<u8>>),
            assistance_requests::version.eq(assistance_requests::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Counts the version up, because something else that is shown has changed.
pub(in crate::assistance) fn count_version_up(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    diesel::update(assistance_requests::table.find(id))
        .set(assistance_requests::version.eq(assistance_requests::version + 1))
        .execute(conn)?;
    Ok(())
}

/// Deletes a request and its consents.
pub(in crate::assistance) fn delete(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    let consents = assistance_consents::table.filter(assistance_consents::request_id.eq(id));
    diesel::delete(consents).execute(conn)?;
    diesel::delete(assistance_requests::table.find(id)).execute(conn)?;
    Ok(())
}

/// The requests of an organisation that were filed in sealed mode and not taken back, from after this one on.
pub(in crate::assistance) fn list_sealed(
    conn: &mut Conn,
    organisation: Id,
    after: Option<Id>,
    most: i64,
) -> Result<Vec<Id>, DbError> {
    let sealed = case_keys::table.select(case_keys::case_id);
    let mut query = assistance_requests::table
        .filter(assistance_requests::organisation_id.eq(organisation))
        .filter(assistance_requests::status.ne(AssistanceStatus::Withdrawn))
        .filter(assistance_requests::id.eq_any(sealed))
        .order(assistance_requests::id)
        .select(assistance_requests::id)
        .limit(most)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(assistance_requests::id.gt(after));
    }
    Ok(query.load(conn)?)
}
