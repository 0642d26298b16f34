//! Queries.

use std::collections::BTreeSet;

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::interests::Interests;
use super::model::{ClaimStatus, Note, Refusal, Standing};
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::agency_claims;

/// A claim; what was written is still sealed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agency_claims)]
pub struct ClaimRow {
    pub id: Id,
    pub agency_id: Id,
    pub organisation_id: Id,
    pub status: ClaimStatus,
    pub sealed_content: Vec<u8>,
    pub decision_reason: Option<String>,
    pub decision_note: Option<String>,
    pub version: i64,
    pub filed_on: Date,
    pub changed_on: Date,
}

/// Stores a new claim.
pub fn insert(conn: &mut Conn, row: &ClaimRow) -> Result<(), DbError> {
    diesel::insert_into(agency_claims::table)
        .values((
            agency_claims::id.eq(row.id),
            agency_claims::agency_id.eq(row.agency_id),
            agency_claims::organisation_id.eq(row.organisation_id),
            agency_claims::status.eq(row.status),
            agency_claims::sealed_content.eq(&row.sealed_content),
            agency_claims::version.eq(row.version),
            agency_claims::filed_on.eq(row.filed_on),
            agency_claims::changed_on.eq(row.changed_on),
        ))
        .execute(conn)?;
    Ok(())
}

/// The agency that a claim is about.
pub fn find_agency(conn: &mut Conn, claim: Id) -> Result<Option<Id>, DbError> {
    let agency = agency_claims::table
        .find(claim)
        .select(agency_claims::agency_id);
    Ok(agency.first(conn).optional()?)
}

/// A claim, locked until the commit.
pub fn lock(conn: &mut Conn, claim: Id) -> Result<Option<ClaimRow>, DbError> {
    let found: Vec<ClaimRow> = crate::lock!(
        conn,
        agency_claims::table
            .find(claim)
            .select(ClaimRow::as_select())
    )?;
    Ok(found.into_iter().next())
}

/// Stores what was decided about a claim that is locked.
pub fn decide(
    conn: &mut Conn,
    claim: Id,
    status: ClaimStatus,
    refusal: Option<&Refusal>,
    today: Date,
) -> Result<(), DbError> {
    let note = refusal.and_then(|refusal| refusal.note.as_ref());
    diesel::update(agency_claims::table.find(claim))
        .set((
            agency_claims::status.eq(status),
            agency_claims::decision_reason.eq(refusal.map(|refusal| refusal.reason.as_str())),
            agency_claims::decision_note.eq(note.map(Note::as_str)),
            agency_claims::version.eq(agency_claims::version + 1),
            agency_claims::changed_on.eq(today),
        ))
        .execute(conn)?;
    Ok(())
}

/// Which claims a moderator wants to see, besides those in which their organisation has an interest.
#[derive(Debug, Clone)]
pub struct QueueFilter {
    /// How far they have come.
    pub status: ClaimStatus,
    /// To this agency.
    pub agency: Option<Id>,
    /// To none of these.
    pub except: Interests,
}

/// Claims, oldest day first, after a position.
pub fn queue(
    conn: &mut Conn,
    filter: &QueueFilter,
    after: Option<(Date, Id)>,
    rows: i64,
) -> Result<Vec<ClaimRow>, DbError> {
    let Some(except) = filter.except.left_out() else {
        return Ok(Vec::new());
    };
    let mut query = agency_claims::table
        .filter(agency_claims::status.eq(filter.status))
        .into_boxed::<MultiBackend>();
    if let Some(agency) = filter.agency {
        query = query.filter(agency_claims::agency_id.eq(agency));
    }
    if !except.is_empty() {
        query = query.filter(agency_claims::agency_id.ne_all(except));
    }
    if let Some((day, id)) = after {
        let same = agency_claims::filed_on.eq(day);
        let later = agency_claims::filed_on.gt(day);
        query = query.filter(later.or(same.and(agency_claims::id.gt(id))));
    }
    Ok(query
        .order((agency_claims::filed_on, agency_claims::id))
        .limit(rows)
        .select(ClaimRow::as_select())
        .load(conn)?)
}

/// An organisation's own claims, newest day first, after a position.
pub fn list_own(
    conn: &mut Conn,
    organisation: Id,
    after: Option<(Date, Id)>,
    rows: i64,
) -> Result<Vec<ClaimRow>, DbError> {
    let mut query = agency_claims::table
        .filter(agency_claims::organisation_id.eq(organisation))
        .into_boxed::<MultiBackend>();
    if let Some((day, id)) = after {
        let same = agency_claims::filed_on.eq(day);
        let earlier = agency_claims::filed_on.lt(day);
        query = query.filter(earlier.or(same.and(agency_claims::id.lt(id))));
    }
    Ok(query
        .order((agency_claims::filed_on.desc(), agency_claims::id.desc()))
        .limit(rows)
        .select(ClaimRow::as_select())
        .load(conn)?)
}

/// How many claims of an organisation wait for a moderator.
pub fn count_pending(conn: &mut Conn, organisation: Id) -> Result<i64, DbError> {
    Ok(agency_claims::table
        .filter(agency_claims::organisation_id.eq(organisation))
        .filter(agency_claims::status.eq(ClaimStatus::Pending))
        .select(count_star())
        .first(conn)?)
}

/// Those of these agencies that more than one organisation claims or holds.
pub fn list_contested(conn: &mut Conn, of: Vec<Id>) -> Result<BTreeSet<Id>, DbError> {
    let standing = [ClaimStatus::Pending, ClaimStatus::Approved];
    // At most one for each organisation: a unique index says so.
    let rows: Vec<Id> = agency_claims::table
        .filter(agency_claims::agency_id.eq_any(of))
        .filter(agency_claims::status.eq_any(standing))
        .group_by(agency_claims::agency_id)
        .having(count_star().gt(1))
        .select(agency_claims::agency_id)
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Who speaks for an agency.
pub fn find_standing(conn: &mut Conn, agency: Id) -> Result<Option<Standing>, DbError> {
    let found: Option<(Id, Id)> = agency_claims::table
        .filter(agency_claims::agency_id.eq(agency))
        .filter(agency_claims::status.eq(ClaimStatus::Approved))
        .select((agency_claims::id, agency_claims::organisation_id))
        .first(conn)
        .optional()?;
    Ok(found.map(|(claim, organisation)| Standing {
        claim,
        organisation,
    }))
}

/// The organisation that speaks for an agency.
pub fn find_speaker(conn: &mut Conn, agency: Id) -> Result<Option<Id>, DbError> {
    let standing = find_standing(conn, agency)?;
    Ok(standing.map(|standing| standing.organisation))
}

/// Whether an organisation speaks for some agency.
pub fn speaks_for_any(conn: &mut Conn, organisation: Id) -> Result<bool, DbError> {
    let found: Option<Id> = agency_claims::table
        .filter(agency_claims::organisation_id.eq(organisation))
        .filter(agency_claims::status.eq(ClaimStatus::Approved))
        .select(agency_claims::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// The claims to an agency that wait or were approved.
pub fn list_live(conn: &mut Conn, agency: Id) -> Result<Vec<ClaimRow>, DbError> {
    Ok(agency_claims::table
        .filter(agency_claims::agency_id.eq(agency))
        .filter(agency_claims::status.eq_any([ClaimStatus::Pending, ClaimStatus::Approved]))
        .order(agency_claims::id)
        .select(ClaimRow::as_select())
        .load(conn)?)
}

/// Whether an organisation has a claim to an agency that waits or was approved.
pub fn has_live(conn: &mut Conn, agency: Id, organisation: Id) -> Result<bool, DbError> {
    let live = list_live(conn, agency)?;
    Ok(live
        .iter()
        .any(|claim| claim.organisation_id == organisation))
}

/// Ends a claim because its agency turned out to be another one.
pub fn end_by_join(
    conn: &mut Conn,
    claim: Id,
    status: ClaimStatus,
    today: Date,
) -> Result<(), DbError> {
    diesel::update(agency_claims::table.find(claim))
        .set((
            agency_claims::status.eq(status),
            agency_claims::decision_reason.eq("other"),
            agency_claims::version.eq(agency_claims::version + 1),
            agency_claims::changed_on.eq(today),
        ))
        .execute(conn)?;
    Ok(())
}

/// Moves all claims to another agency.
pub fn move_to_agency(conn: &mut Conn, from: Id, into: Id) -> Result<(), DbError> {
    let claims = agency_claims::table.filter(agency_claims::agency_id.eq(from));
    diesel::update(claims)
        .set(agency_claims::agency_id.eq(into))
        .execute(conn)?;
    Ok(())
}
