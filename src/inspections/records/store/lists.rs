//! Lists of visits and of what became of their records.

use diesel::prelude::*;

use super::EventRow;
use crate::inspections::records::kinds::{RecordKind, VisitStatus};
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::{
    inspection_assignments as assignments, inspection_record_events as events,
    inspection_records as records, inspection_visits as visits,
};

/// Which visits are wanted.
#[derive(Debug, Clone, Default)]
pub struct VisitFilter {
    /// Of this inspector.
    pub account: Option<Id>,
    /// In this state.
    pub status: Option<VisitStatus>,
    /// Planned for this day.
    pub planned_on: Option<Date>,
    /// To this establishment.
    pub establishment: Option<Id>,
}

/// A visit as a list finds it.
#[derive(Queryable)]
pub struct Found {
    /// The visit.
    pub id: Id,
    /// Its place in the list.
    pub created_at: Time,
    /// What is known of it.
    pub document: Json,
    /// How often it was changed.
    pub version: i64,
}

/// Visits of an inspectorate, the newest first, after a place in that order.
pub fn list_visits(
    conn: &mut Conn,
    organisation: Id,
    filter: &VisitFilter,
    after: Option<(Time, Id)>,
    rows: i64,
) -> QueryResult<Vec<Found>> {
    let mut query = visits::table
        .inner_join(records::table.on(records::id.eq(visits::id)))
        .filter(visits::organisation_id.eq(organisation))
        .order((visits::created_at.desc(), visits::id.desc()))
        .limit(rows)
        .select((
            visits::id,
            visits::created_at,
            records::document,
            records::version,
        ))
        .into_boxed::<MultiBackend>();
    if let Some(account) = filter.account {
        let own = assignments::table
            .filter(assignments::account_id.eq(account))
            .select(assignments::visit_id);
        query = query.filter(visits::id.eq_any(own));
    }
    if let Some(status) = filter.status {
        query = query.filter(visits::status.eq(status));
    }
    if let Some(day) = filter.planned_on {
        query = query.filter(visits::planned_on.eq(day));
    }
    if let Some(establishment) = filter.establishment {
        query = query.filter(visits::establishment_id.eq(establishment));
    }
    if let Some((at, id)) = after {
        let same = visits::created_at.eq(at).and(visits::id.lt(id));
        query = query.filter(visits::created_at.lt(at).or(same));
    }
    query.load(conn)
}

/// What became of the records of a visit, or of one of them, newest first, after a place in that order.
pub fn list_events(
    conn: &mut Conn,
    (visit, record): (Id, Option<Id>),
    after: Option<(Time, Id)>,
    rows: i64,
) -> QueryResult<Vec<(RecordKind, EventRow)>> {
    let mut query = events::table
        .inner_join(records::table.on(records::id.eq(events::record_id)))
        .filter(records::visit_id.eq(visit))
        .order((events::at.desc(), events::id.desc()))
        .limit(rows)
        .select((records::kind, EventRow::as_select()))
        .into_boxed::<MultiBackend>();
    if let Some(record) = record {
        query = query.filter(events::record_id.eq(record));
    }
    if let Some((at, id)) = after {
        let same = events::at.eq(at).and(events::id.lt(id));
        query = query.filter(events::at.lt(at).or(same));
    }
    query.load(conn)
}
