//! The queues of organisations.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::requests::RequestRow;
use crate::assistance::model::{AssistanceStatus, Attention, Priority, Urgency};
use crate::assistance::retention::warned;
use crate::correspondence::{Assigned, Late, QueuePosition};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::assistance_requests;

/// Where a request stands in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::assistance) enum QueueRank {
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

/// How many open requests an organisation has.
pub(in crate::assistance) fn count_open(conn: &mut Conn, organisation: Id) -> Result<i64, DbError> {
    Ok(assistance_requests::table
        .filter(assistance_requests::organisation_id.eq(organisation))
        .filter(assistance_requests::queue_rank.lt(QueueRank::Ended.as_number()))
        .select(count_star())
        .first(conn)?)
}

/// Which requests of a queue are wanted.
pub(in crate::assistance) struct QueueFilter {
    pub status: Option<AssistanceStatus>,
    pub priority: Option<Priority>,
    pub urgency: Option<Urgency>,
    pub assigned: Option<Assigned>,
    pub late: Option<Late>,
    /// Only those of whose end both sides are told, or only the others.
    pub erased_soon: Option<bool>,
    pub attention: Option<Attention>,
}

/// The queue of an organisation: danger first, then what is due first, then what has ended.
#[expect(clippy::too_many_lines, reason = "one clause for each filter")]
pub(in crate::assistance) fn list_queue(
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
    if let Some(attention) = filter.attention {
        query = query.filter(r::attention.eq(attention));
    }
    query = match filter.assigned {
        None => query,
        Some(Assigned::ToNobody) => query.filter(r::assigned_to.is_null()),
        Some(Assigned::To(account)) => query.filter(r::assigned_to.eq(account)),
    };
    if let Some(Late { wanted, now }) = filter.late {
        let in_time = r::due_at
            .ge(now)
            .or(r::queue_rank.eq(QueueRank::Ended.as_number()));
        query = if wanted {
            query.filter(diesel::dsl::not(in_time))
        } else {
            query.filter(in_time)
        };
    }
    query = match filter.erased_soon {
        None => query,
        Some(true) => query.filter(r::id.eq_any(warned())),
        Some(false) => query.filter(r::id.ne_all(warned())),
    };
    if let Some(QueuePosition(rank, due_at, id)) = after {
        let same_due = r::due_at.eq(due_at).and(r::id.gt(id));
        let behind = r::queue_rank
            .eq(rank)
            .and(r::due_at.gt(due_at).or(same_due));
        query = query.filter(r::queue_rank.gt(rank).or(behind));
    }
    Ok(query.load(conn)?)
}
