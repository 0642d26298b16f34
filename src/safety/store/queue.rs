//! The queue of an organisation.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::reports::{ReportRow, behind_another};
use crate::correspondence::{Assigned, Late, QueuePosition};
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::safety::model::{QueueFilter, Report};
use crate::schema::{safety_report_hazards, safety_reports};

type Query<'a> = safety_reports::BoxedQuery<'a, crate::platform::db::MultiBackend>;

/// Reports of an organisation that stand behind no other: dangers first, what is over last, in each part the soonest due.
pub fn list_queue(
    conn: &mut Conn,
    organisation: Id,
    filter: &QueueFilter,
    after: Option<QueuePosition>,
    rows: i64,
) -> Result<Vec<Report>, DbError> {
    let mut query = filtered(organisation, filter);
    if let Some(QueuePosition(rank, at, id)) = after {
        let same = safety_reports::queue_rank.eq(rank);
        let later = safety_reports::queue_at.gt(at);
        let next = safety_reports::queue_at
            .eq(at)
            .and(safety_reports::id.gt(id));
        let behind = safety_reports::queue_rank.gt(rank);
        query = query.filter(behind.or(same.and(later.or(next))));
    }
    let found: Vec<ReportRow> = query
        .order((
            safety_reports::queue_rank,
            safety_reports::queue_at,
            safety_reports::id,
        ))
        .limit(rows)
        .select(ReportRow::as_select())
        .load(conn)?;
    found.into_iter().map(ReportRow::into_report).collect()
}

fn filtered(organisation: Id, filter: &QueueFilter) -> Query<'_> {
    let mut query = safety_reports::table
        .filter(safety_reports::organisation_id.eq(organisation))
        .filter(not(exists(behind_another())))
        .into_boxed();
    if let Some(status) = filter.status {
        query = query.filter(safety_reports::status.eq(status));
    }
    if let Some(kind) = &filter.kind {
        query = query.filter(safety_reports::kind.eq(kind));
    }
    if let Some(danger_now) = filter.danger_now {
        query = query.filter(safety_reports::danger_now.eq(danger_now));
    }
    if let Some(risk_band) = filter.risk_band {
        query = query.filter(safety_reports::risk_band.eq(risk_band));
    }
    query = match filter.assigned {
        None => query,
        Some(Assigned::ToNobody) => query.filter(safety_reports::assigned_to.is_null()),
        Some(Assigned::To(account)) => query.filter(safety_reports::assigned_to.eq(account)),
    };
    if let Some(codes) = &filter.hazard_codes {
        let of_report = safety_report_hazards::report_id.eq(safety_reports::id);
        let one_of = safety_report_hazards::hazard_code.eq_any(codes);
        let hazards = safety_report_hazards::table.filter(of_report.and(one_of));
        query = query.filter(exists(hazards));
    }
    let is_open = safety_reports::closed_at.is_null();
    match filter.late {
        Some(Late { wanted: true, now }) => {
            query.filter(is_open.and(safety_reports::queue_at.lt(now)))
        }
        Some(Late { wanted: false, now }) => {
            let is_over = safety_reports::closed_at.is_not_null();
            query.filter(is_over.or(safety_reports::queue_at.ge(now)))
        }
        None => query,
    }
}
