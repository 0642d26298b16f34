//! Entries that may be one agency, and what a person decides about them.
//!
//! What must always be true: two entries are joined only by a person who says why; what was known of
//! either stays known; both ids keep working; two entries that are both on the list stay two.

mod join;

pub(super) use join::{lock, retire};

use diesel::prelude::*;

use super::registers::MatchReason;
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::DecideAgencyMatches;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError, Json, MultiBackend};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{
    CONFLICT, INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode, problem_code,
};
use crate::schema::{agencies, agency_matches};
use crate::text_enum;

/// Both entries are on the newest list, so they are two.
pub(super) const BOTH_LISTED: ProblemCode = problem_code("both_listed", 409);

text_enum! {
    /// How far a match has come.
    pub enum MatchStatus {
        /// Nobody has decided.
        Open => "open",
        /// The two are one agency, and were joined.
        Same => "same",
        /// They are two.
        Different => "different",
    }
}

text_enum! {
    /// What somebody decides about a match.
    pub enum MatchDecision {
        /// The two are one agency: their histories and reviews are joined.
        Same => "same",
        /// They are two.
        Different => "different",
    }
}

/// One entry that goes into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Join {
    /// The entry whose id means the other one from now on.
    pub from: Id,
    /// The entry that stays.
    pub into: Id,
}

/// What another area does when two agencies turn out to be one: moves what it holds about them.
pub type Follow = fn(&mut Conn, &Services, Time, Join) -> Result<(), Problem>;

/// The areas that hold something about agencies.
#[derive(Clone, Copy)]
pub struct Followers(pub &'static [Follow]);

/// A match as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agency_matches)]
pub(super) struct MatchRow {
    pub id: Id,
    pub register: String,
    pub earlier_agency_id: Id,
    pub later_agency_id: Id,
    pub reasons: Json,
    pub run_id: Id,
    pub found_at: Time,
    pub status: MatchStatus,
    pub version: i64,
    pub decided_at: Option<Time>,
    pub decided_by: Option<Id>,
    pub decision_reason: Option<String>,
}

/// What an entry says, for who compares two.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agencies)]
pub(super) struct EntryRow {
    pub id: Id,
    pub name: String,
    pub alternate_names: Json,
    pub address: Option<String>,
    pub licence_number: Option<String>,
    pub licence_status: String,
    pub licence_expires_on: Option<Date>,
    pub retrieved_on: Date,
    pub missing_since: Option<Date>,
    pub rating_count: i64,
}

/// A match with both entries.
#[derive(Debug, Clone)]
pub(super) struct Match {
    pub row: MatchRow,
    pub earlier: EntryRow,
    pub later: EntryRow,
}

/// Which matches are wanted.
#[derive(Debug, Clone)]
pub(super) struct MatchFilter {
    pub status: MatchStatus,
    pub register: Option<String>,
}

/// Matches after a place, oldest first, but for those of which one entry is among `except`.
pub(super) fn list(
    conn: &mut Conn,
    filter: MatchFilter,
    except: Vec<Id>,
    after: Option<(Time, Id)>,
    rows: i64,
) -> QueryResult<Vec<Match>> {
    let mut query = agency_matches::table
        .filter(agency_matches::status.eq(filter.status))
        .order((agency_matches::found_at, agency_matches::id))
        .limit(rows)
        .select(MatchRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(register) = filter.register {
        query = query.filter(agency_matches::register.eq(register));
    }
    if !except.is_empty() {
        let of_earlier = agency_matches::earlier_agency_id.ne_all(except.clone());
        let of_later = agency_matches::later_agency_id.ne_all(except);
        query = query.filter(of_earlier.and(of_later));
    }
    if let Some((at, id)) = after {
        let later = agency_matches::found_at.gt(at);
        let same = agency_matches::found_at.eq(at);
        query = query.filter(later.or(same.and(agency_matches::id.gt(id))));
    }
    let rows: Vec<MatchRow> = query.load(conn)?;
    rows.into_iter().map(|row| complete(conn, row)).collect()
}

/// A match.
pub(super) fn find(conn: &mut Conn, id: Id) -> QueryResult<Option<Match>> {
    let row: Option<MatchRow> = agency_matches::table
        .find(id)
        .select(MatchRow::as_select())
        .first(conn)
        .optional()?;
    row.map(|row| complete(conn, row)).transpose()
}

fn complete(conn: &mut Conn, row: MatchRow) -> QueryResult<Match> {
    let earlier = find_entry(conn, row.earlier_agency_id)?;
    let later = find_entry(conn, row.later_agency_id)?;
    Ok(Match {
        row,
        earlier,
        later,
    })
}

/// An entry, for who compares two.
pub(super) fn find_entry(conn: &mut Conn, id: Id) -> QueryResult<EntryRow> {
    agencies::table
        .find(id)
        .select(EntryRow::as_select())
        .first(conn)
}

impl MatchRow {
    /// Both entries.
    pub const fn about(&self) -> [Id; 2] {
        [self.earlier_agency_id, self.later_agency_id]
    }

    /// In what the two agree.
    pub fn reasons(&self) -> Result<Vec<MatchReason>, Problem> {
        self.reasons.read().map_err(|error| {
            tracing::error!(%error, "A stored match cannot be read");
            Problem::new(&INTERNAL_ERROR)
        })
    }
}

/// A decision, about to be carried out.
pub(super) struct Deciding<'a> {
    pub by: &'a Caller<DecideAgencyMatches>,
    pub decision: MatchDecision,
    pub reason: String,
    pub now: Time,
    pub services: &'a Services,
    pub followers: Followers,
}

/// Carries out what somebody decided about a match that nobody has decided yet; `check` looks at who
/// decides, and at the version that they saw.
pub(super) fn decide(
    conn: &mut Conn,
    id: Id,
    deciding: &Deciding<'_>,
    check: impl FnOnce(&mut Conn, &MatchRow) -> Result<(), Problem>,
) -> Result<Match, Problem> {
    let locked: Vec<MatchRow> = crate::lock!(
        conn,
        agency_matches::table.find(id).select(MatchRow::as_select())
    )
    .map_err(DbError::from)?;
    let row = locked.into_iter().next();
    let row = row.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    check(conn, &row)?;
    if row.status != MatchStatus::Open {
        return Err(Problem::new(&CONFLICT));
    }
    if deciding.decision == MatchDecision::Same {
        join::join(conn, &row, deciding)?;
    }
    settle(conn, &row, deciding)?;
    let (action, subject) = (Action::MovedOn, Subject::AgencyMatch);
    let word = deciding.decision.as_str();
    let by = deciding.by;
    by.record(conn, deciding.now, action, subject, id, Some(word))?;
    let decided = find(conn, id).map_err(DbError::from)?;
    decided.ok_or_else(|| Problem::new(&NOT_FOUND))
}

fn settle(conn: &mut Conn, row: &MatchRow, deciding: &Deciding<'_>) -> Result<(), DbError> {
    let status = match deciding.decision {
        MatchDecision::Same => MatchStatus::Same,
        MatchDecision::Different => MatchStatus::Different,
    };
    diesel::update(agency_matches::table.find(row.id))
        .set((
            agency_matches::status.eq(status),
            agency_matches::version.eq(row.version + 1),
            agency_matches::decided_at.eq(Some(deciding.now)),
            agency_matches::decided_by.eq(Some(deciding.by.account())),
            agency_matches::decision_reason.eq(Some(&deciding.reason)),
        ))
        .execute(conn)?;
    Ok(())
}
