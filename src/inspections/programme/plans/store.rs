//! The queries.

use std::collections::BTreeMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::model::{Period, VisitPlanStatus};
use crate::inspections::records::VisitStatus;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::{
    inspection_assignments as assignments, inspection_plans as plans, inspection_visits as visits,
};

/// A plan as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = plans)]
pub struct PlanRow {
    pub id: Id,
    pub organisation_id: Id,
    pub country: String,
    pub first_day: Date,
    pub last_day: Date,
    pub status: VisitPlanStatus,
    pub method_version: i64,
    pub parameters: Json,
    pub visits: Json,
    pub version: i64,
    pub drawn_at: Time,
    pub drawn_by: Id,
    pub accepted_at: Option<Time>,
    pub accepted_by: Option<Id>,
}

/// Stores one that is new.
pub fn insert(conn: &mut Conn, row: PlanRow) -> QueryResult<()> {
    diesel::insert_into(plans::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Whether an inspectorate has one for this country and period.
pub fn is_drawn(
    conn: &mut Conn,
    organisation: Id,
    country: &str,
    first: Date,
) -> QueryResult<bool> {
    let found: Option<Id> = plans::table
        .filter(plans::organisation_id.eq(organisation))
        .filter(plans::country.eq(country))
        .filter(plans::first_day.eq(first))
        .select(plans::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Whether one of this country waits to be accepted.
pub fn is_open(conn: &mut Conn, organisation: Id, country: &str) -> QueryResult<bool> {
    let found: Option<Id> = plans::table
        .filter(plans::organisation_id.eq(organisation))
        .filter(plans::country.eq(country))
        .filter(plans::status.eq(VisitPlanStatus::Proposed))
        .select(plans::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// One of an inspectorate.
pub fn find(conn: &mut Conn, organisation: Id, id: Id) -> QueryResult<Option<PlanRow>> {
    plans::table
        .filter(plans::id.eq(id))
        .filter(plans::organisation_id.eq(organisation))
        .select(PlanRow::as_select())
        .first(conn)
        .optional()
}

/// The same, locked until the commit.
pub fn lock(conn: &mut Conn, organisation: Id, id: Id) -> QueryResult<Option<PlanRow>> {
    let rows: Vec<PlanRow> = crate::lock!(
        conn,
        plans::table
            .filter(plans::id.eq(id))
            .filter(plans::organisation_id.eq(organisation))
            .select(PlanRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Those of an inspectorate, the newest period first, before one of them.
pub fn list(
    conn: &mut Conn,
    organisation: Id,
    before: Option<(Date, String)>,
    rows: i64,
) -> QueryResult<Vec<PlanRow>> {
    let mut query = plans::table
        .filter(plans::organisation_id.eq(organisation))
        .order((plans::first_day.desc(), plans::country.desc()))
        .limit(rows)
        .select(PlanRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some((day, country)) = before {
        let same_day = plans::first_day.eq(day).and(plans::country.lt(country));
        query = query.filter(plans::first_day.lt(day).or(same_day));
    }
    query.load(conn)
}

/// Writes that a plan was accepted, with its visits.
pub fn put_accepted(
    conn: &mut Conn,
    row: &PlanRow,
    visits: Json,
    (by, now): (Id, Time),
) -> QueryResult<()> {
    diesel::update(plans::table.find(row.id))
        .set((
            plans::status.eq(VisitPlanStatus::Accepted),
            plans::visits.eq(visits),
            plans::version.eq(row.version + 1),
            plans::accepted_at.eq(now),
            plans::accepted_by.eq(by),
        ))
        .execute(conn)?;
    Ok(())
}

/// The visits of an inspectorate that are planned or under way: establishment, visit.
pub fn open_visits(conn: &mut Conn, organisation: Id) -> QueryResult<BTreeMap<Id, Id>> {
    let rows: Vec<(Id, Id)> = visits::table
        .filter(visits::organisation_id.eq(organisation))
        .filter(visits::status.eq_any(vec![VisitStatus::Planned, VisitStatus::UnderWay]))
        .order(visits::id)
        .select((visits::establishment_id, visits::id))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// How many visits inspectors have on the days of a period already.
pub fn visits_by_day(
    conn: &mut Conn,
    organisation: Id,
    period: Period,
) -> QueryResult<BTreeMap<(Id, Date), i64>> {
    let rows: Vec<(Id, Option<Date>)> = visits::table
        .inner_join(assignments::table)
        .filter(visits::organisation_id.eq(organisation))
        .filter(visits::status.eq(VisitStatus::Planned))
        .filter(visits::planned_on.between(period.first, period.last))
        .select((assignments::account_id, visits::planned_on))
        .load(conn)?;
    let mut found = BTreeMap::new();
    for (account, day) in rows {
        if let Some(day) = day {
            *found.entry((account, day)).or_default() += 1;
        }
    }
    Ok(found)
}

/// How many visits a campaign has, by how far they are.
pub fn visits_of_campaign(
    conn: &mut Conn,
    organisation: Id,
    campaign: Id,
) -> QueryResult<BTreeMap<VisitStatus, i64>> {
    let rows: Vec<(VisitStatus, i64)> = visits::table
        .filter(visits::organisation_id.eq(organisation))
        .filter(visits::campaign_id.eq(campaign))
        .group_by(visits::status)
        .select((visits::status, count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
