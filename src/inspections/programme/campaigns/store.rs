//! The queries.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::inspections::programme::plans::visits_of_campaign;
use crate::inspections::records::VisitStatus;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::{inspection_campaign_events as events, inspection_campaigns as campaigns};

/// A campaign as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = campaigns)]
pub struct CampaignRow {
    pub id: Id,
    pub organisation_id: Id,
    pub document: Json,
    pub version: i64,
    pub created_at: Time,
    pub updated_at: Time,
}

/// A change of a campaign.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = events)]
pub struct EventRow {
    pub campaign_id: Id,
    pub version: i64,
    pub at: Time,
    pub account_id: Id,
    pub before: Json,
    pub after: Json,
}

/// How far a campaign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = InspectionCampaignProgress, example = json!({ "planned": 12, "made": 30, "not_made": 2 }))]
pub struct Progress {
    /// Visits that are planned or under way.
    pub planned: i64,
    /// Visits that were made.
    pub made: i64,
    /// Visits that could not be made or were cancelled; they do not count for the quota.
    pub not_made: i64,
}

/// Whether there is one with this id.
pub fn exists(conn: &mut Conn, id: Id) -> QueryResult<bool> {
    let found: Option<Id> = campaigns::table
        .find(id)
        .select(campaigns::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Stores one that is new.
pub fn insert(conn: &mut Conn, row: CampaignRow) -> QueryResult<()> {
    diesel::insert_into(campaigns::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Writes one as it is now.
pub fn put(
    conn: &mut Conn,
    id: Id,
    document: Json,
    (version, now): (i64, Time),
) -> QueryResult<()> {
    diesel::update(campaigns::table.find(id))
        .set((
            campaigns::document.eq(document),
            campaigns::version.eq(version),
            campaigns::updated_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Adds a change.
pub fn append(
    conn: &mut Conn,
    row: &CampaignRow,
    (by, at): (Id, Time),
    (before, after): (&Map<String, Value>, &Map<String, Value>),
) -> Result<(), crate::inspections::error::InspectionError> {
    let event = EventRow {
        campaign_id: row.id,
        version: row.version,
        at,
        account_id: by,
        before: Json::of(before)?,
        after: Json::of(after)?,
    };
    diesel::insert_into(events::table)
        .values(event)
        .execute(conn)?;
    Ok(())
}

/// Which of these are campaigns of an inspectorate.
pub fn known(conn: &mut Conn, organisation: Id, ids: &BTreeSet<Id>) -> QueryResult<BTreeSet<Id>> {
    let ids: Vec<Id> = ids.iter().copied().collect();
    let found: Vec<Id> = campaigns::table
        .filter(campaigns::id.eq_any(ids))
        .filter(campaigns::organisation_id.eq(organisation))
        .select(campaigns::id)
        .load(conn)?;
    Ok(found.into_iter().collect())
}

/// One of an inspectorate.
pub fn find(conn: &mut Conn, organisation: Id, id: Id) -> QueryResult<Option<CampaignRow>> {
    campaigns::table
        .filter(campaigns::id.eq(id))
        .filter(campaigns::organisation_id.eq(organisation))
        .select(CampaignRow::as_select())
        .first(conn)
        .optional()
}

/// The same, locked until the commit.
pub fn lock(conn: &mut Conn, organisation: Id, id: Id) -> QueryResult<Option<CampaignRow>> {
    let rows: Vec<CampaignRow> = crate::lock!(
        conn,
        campaigns::table
            .filter(campaigns::id.eq(id))
            .filter(campaigns::organisation_id.eq(organisation))
            .select(CampaignRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Those of an inspectorate, newest first, before one of them.
pub fn list(
    conn: &mut Conn,
    organisation: Id,
    before: Option<Id>,
    rows: i64,
) -> QueryResult<Vec<CampaignRow>> {
    let mut query = campaigns::table
        .filter(campaigns::organisation_id.eq(organisation))
        .order(campaigns::id.desc())
        .limit(rows)
        .select(CampaignRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(before) = before {
        query = query.filter(campaigns::id.lt(before));
    }
    query.load(conn)
}

/// All of an inspectorate, oldest first.
pub fn all(conn: &mut Conn, organisation: Id) -> QueryResult<Vec<CampaignRow>> {
    campaigns::table
        .filter(campaigns::organisation_id.eq(organisation))
        .order((campaigns::created_at, campaigns::id))
        .select(CampaignRow::as_select())
        .load(conn)
}

/// The changes of a campaign before one of them, newest first.
pub fn list_events(
    conn: &mut Conn,
    campaign: Id,
    before: Option<i64>,
    rows: i64,
) -> QueryResult<Vec<EventRow>> {
    let mut query = events::table
        .filter(events::campaign_id.eq(campaign))
        .order(events::version.desc())
        .limit(rows)
        .select(EventRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(before) = before {
        query = query.filter(events::version.lt(before));
    }
    query.load(conn)
}

/// How far a campaign is.
pub fn progress(conn: &mut Conn, organisation: Id, campaign: Id) -> QueryResult<Progress> {
    let found = visits_of_campaign(conn, organisation, campaign)?;
    let of = |status| found.get(&status).copied().unwrap_or(0);
    Ok(Progress {
        planned: of(VisitStatus::Planned) + of(VisitStatus::UnderWay),
        made: of(VisitStatus::Done),
        not_made: of(VisitStatus::NotDone) + of(VisitStatus::Cancelled),
    })
}
