//! Queries.

use diesel::prelude::*;

use super::model::{EmployerRefusal, ProposalStatus};
use crate::claims::Interests;
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::employer_proposals;

/// A proposal; what the worker wrote is still sealed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = employer_proposals)]
pub struct ProposalRow {
    pub agency_id: Id,
    pub country: String,
    pub status: ProposalStatus,
    pub reason: Option<String>,
    pub sealed_content: Option<Vec<u8>>,
    pub version: i64,
    pub proposed_on: Date,
    pub decided_on: Option<Date>,
    pub joined_into: Option<Id>,
}

/// Stores a new proposal.
pub fn insert(
    conn: &mut Conn,
    (id, country): (Id, &str),
    sealed_content: Vec<u8>,
    today: Date,
) -> Result<(), DbError> {
    diesel::insert_into(employer_proposals::table)
        .values((
            employer_proposals::agency_id.eq(id),
            employer_proposals::country.eq(country),
            employer_proposals::status.eq(ProposalStatus::Open),
            employer_proposals::sealed_content.eq(Some(sealed_content)),
            employer_proposals::version.eq(1_i64),
            employer_proposals::proposed_on.eq(today),
        ))
        .execute(conn)?;
    Ok(())
}

/// A proposal, locked until the commit.
pub fn lock(conn: &mut Conn, id: Id) -> Result<Option<ProposalRow>, DbError> {
    let found: Vec<ProposalRow> = crate::lock!(
        conn,
        employer_proposals::table
            .find(id)
            .select(ProposalRow::as_select())
    )?;
    Ok(found.into_iter().next())
}

/// What was decided about a proposal.
pub struct Settled<'a> {
    pub status: ProposalStatus,
    pub reason: Option<&'a EmployerRefusal>,
    pub joined_into: Option<Id>,
    pub by: Id,
    pub on: Date,
}

/// Stores what was decided about a proposal that is locked, and forgets what the worker wrote.
pub fn settle(conn: &mut Conn, id: Id, settled: &Settled<'_>) -> Result<(), DbError> {
    diesel::update(employer_proposals::table.find(id))
        .set((
            employer_proposals::status.eq(settled.status),
            employer_proposals::reason.eq(settled.reason.map(EmployerRefusal::as_str)),
            employer_proposals::sealed_content.eq(None::<Vec<u8>>),
            employer_proposals::version.eq(employer_proposals::version + 1),
            employer_proposals::decided_on.eq(Some(settled.on)),
            employer_proposals::decided_by.eq(Some(settled.by)),
            employer_proposals::joined_into.eq(settled.joined_into),
        ))
        .execute(conn)?;
    Ok(())
}

/// Which proposals are wanted.
#[derive(Debug, Clone)]
pub struct QueueFilter {
    /// What became of them.
    pub status: ProposalStatus,
    /// In this country.
    pub country: Option<String>,
    /// But for those about whom one does not decide.
    pub except: Interests,
}

/// Proposals, oldest day first, after a position.
pub fn queue(
    conn: &mut Conn,
    filter: &QueueFilter,
    after: Option<(Date, Id)>,
    rows: i64,
) -> Result<Vec<ProposalRow>, DbError> {
    let Some(except) = filter.except.left_out() else {
        return Ok(Vec::new());
    };
    let mut query = employer_proposals::table
        .filter(employer_proposals::status.eq(filter.status))
        .into_boxed::<MultiBackend>();
    if let Some(country) = filter.country.clone() {
        query = query.filter(employer_proposals::country.eq(country));
    }
    if !except.is_empty() {
        query = query.filter(employer_proposals::agency_id.ne_all(except));
    }
    if let Some((day, id)) = after {
        let same = employer_proposals::proposed_on.eq(day);
        let later = employer_proposals::proposed_on.gt(day);
        query = query.filter(later.or(same.and(employer_proposals::agency_id.gt(id))));
    }
    Ok(query
        .order((
            employer_proposals::proposed_on,
            employer_proposals::agency_id,
        ))
        .limit(rows)
        .select(ProposalRow::as_select())
        .load(conn)?)
}
