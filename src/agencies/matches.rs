//! Entries that may be one agency, and what a person decides about them.
//!
//! What must always be true: two entries are joined only by a person who says why; what was known of
//! either stays known; both ids keep working; two entries that are both on the list stay two.

use diesel::prelude::*;

use super::history::{self, LicenceAct, NewState};
use super::model::{StatusBasis, sort_key};
use super::registers::{MatchReason, exclude_imports};
use super::store::find_current;
use crate::identity::Caller;
use crate::identity::audit::{Action, Subject};
use crate::identity::permissions::DecideAgencyMatches;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError, Json, MultiBackend, dialect};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{
    CONFLICT, INTERNAL_ERROR, NOT_FOUND, Problem, ProblemCode, problem_code,
};
use crate::platform::text::trigrams;
use crate::schema::{
    agencies, agency_destinations, agency_matches, agency_sectors, agency_trigrams,
};
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

/// Matches after a place, oldest first.
pub(super) fn list(
    conn: &mut Conn,
    filter: MatchFilter,
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

fn find_entry(conn: &mut Conn, id: Id) -> QueryResult<EntryRow> {
    agencies::table
        .find(id)
        .select(EntryRow::as_select())
        .first(conn)
}

impl MatchRow {
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

/// Carries out what somebody decided about a match that nobody has decided yet; `check` looks at
/// the version that they saw.
pub(super) fn decide(
    conn: &mut Conn,
    id: Id,
    deciding: &Deciding<'_>,
    check: impl FnOnce(&MatchRow) -> Result<(), Problem>,
) -> Result<Match, Problem> {
    let locked: Vec<MatchRow> = crate::lock!(
        conn,
        agency_matches::table.find(id).select(MatchRow::as_select())
    )
    .map_err(DbError::from)?;
    let row = locked.into_iter().next();
    let row = row.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    check(&row)?;
    if row.status != MatchStatus::Open {
        return Err(Problem::new(&CONFLICT));
    }
    if deciding.decision == MatchDecision::Same {
        join(conn, &row, deciding)?;
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

/// Joins the later entry into the earlier one, which keeps its id and gets what the newer list says.
fn join(conn: &mut Conn, row: &MatchRow, deciding: &Deciding<'_>) -> Result<(), Problem> {
    exclude_imports(conn).map_err(DbError::from)?;
    // Either may have been joined with a third one meanwhile.
    let into = find_current(conn, row.earlier_agency_id).map_err(DbError::from)?;
    let from = find_current(conn, row.later_agency_id).map_err(DbError::from)?;
    let (Some(into), Some(from)) = (into, from) else {
        return Err(Problem::new(&NOT_FOUND));
    };
    if into == from {
        return Ok(());
    }
    let mut pair = lock(conn, into, from).map_err(DbError::from)?;
    let (Some(stays), Some(goes)) = (pair.remove(&into), pair.remove(&from)) else {
        return Err(Problem::new(&NOT_FOUND));
    };
    if stays.missing_since.is_none() && goes.missing_since.is_none() {
        return Err(Problem::new(&BOTH_LISTED));
    }
    let newest = if stays.missing_since.is_none() {
        stays.clone()
    } else {
        goes.clone()
    };
    retire(conn, &goes, into).map_err(DbError::from)?;
    take_over(conn, &stays, &goes, &newest).map_err(DbError::from)?;
    history::join(conn, from, into).map_err(DbError::from)?;
    let state = NewState {
        agency: into,
        act: LicenceAct::JoinedByPerson,
        facts: &newest.facts(),
        missing_since: newest.missing_since,
        observed_on: deciding.now.date(),
        at: deciding.now,
        run: None,
    };
    history::append(conn, &state).map_err(DbError::from)?;
    for follow in deciding.followers.0 {
        follow(conn, deciding.services, deciding.now, Join { from, into })?;
    }
    Ok(())
}

/// Everything of an agency that comes from its register.
#[derive(Debug, Clone, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = agencies, treat_none_as_null = true)]
pub(super) struct RegisterColumns {
    register: String,
    register_key: String,
    country: String,
    name: String,
    alternate_names: Json,
    address: Option<String>,
    telephones: Json,
    website: Option<String>,
    licence_number: Option<String>,
    licence_number_key: Option<String>,
    licence_status: String,
    licence_status_source: Option<String>,
    licence_status_basis: StatusBasis,
    licence_valid_from: Option<Date>,
    licence_expires_on: Option<Date>,
    retrieved_on: Date,
    missing_since: Option<Date>,
    searched: String,
    sort_key: String,
    content_hash: Vec<u8>,
    updated_at: Time,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agencies)]
pub(super) struct WholeEntry {
    id: Id,
    #[diesel(embed)]
    columns: RegisterColumns,
}

impl std::ops::Deref for WholeEntry {
    type Target = RegisterColumns;

    fn deref(&self) -> &RegisterColumns {
        &self.columns
    }
}

impl RegisterColumns {
    fn facts(&self) -> history::Facts {
        history::Facts {
            name: self.name.clone(),
            licence_number: self.licence_number.clone(),
            status: self.licence_status.clone(),
            status_source: self.licence_status_source.clone(),
            status_basis: self.licence_status_basis,
            valid_from: self.licence_valid_from,
            expires_on: self.licence_expires_on,
        }
    }
}

/// Both entries, which nobody else changes until the commit: not an import, and not a review that
/// is being filed.
pub(super) fn lock(
    conn: &mut Conn,
    one: Id,
    other: Id,
) -> QueryResult<std::collections::BTreeMap<Id, WholeEntry>> {
    let rows: Vec<WholeEntry> = crate::lock!(
        conn,
        agencies::table
            .filter(agencies::id.eq_any([one, other]))
            .order(agencies::id)
            .select(WholeEntry::as_select())
    )?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Takes an entry out of the lists; its id means the other one from now on.
pub(super) fn retire(conn: &mut Conn, entry: &WholeEntry, into: Id) -> QueryResult<()> {
    forget_trigrams(conn, entry.id, &entry.searched)?;
    let key = format!("{} (joined, {})", entry.register_key, entry.id);
    diesel::update(agencies::table.find(entry.id))
        .set((
            agencies::merged_into.eq(Some(into)),
            agencies::sort_key.eq(sort_key(&entry.name, &entry.register, &key)),
            agencies::register_key.eq(key),
            agencies::searched.eq(""),
            agencies::rating_count.eq(0_i64),
            agencies::rating.eq(None::<Json>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives the entry that stays what the newest list says.
fn take_over(
    conn: &mut Conn,
    stays: &WholeEntry,
    goes: &WholeEntry,
    newest: &WholeEntry,
) -> QueryResult<()> {
    if newest.id == stays.id {
        return Ok(());
    }
    forget_trigrams(conn, stays.id, &stays.searched)?;
    diesel::update(agencies::table.find(stays.id))
        .set(&newest.columns)
        .execute(conn)?;
    let words = Json::of(&trigrams(&newest.searched))
        .map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))?;
    dialect::insert_agency_trigrams(conn, stays.id, words)?;
    let (to, from) = (stays.id, goes.id);
    diesel::delete(agency_destinations::table.filter(agency_destinations::agency_id.eq(to)))
        .execute(conn)?;
    diesel::update(agency_destinations::table.filter(agency_destinations::agency_id.eq(from)))
        .set(agency_destinations::agency_id.eq(to))
        .execute(conn)?;
    diesel::delete(agency_sectors::table.filter(agency_sectors::agency_id.eq(to))).execute(conn)?;
    diesel::update(agency_sectors::table.filter(agency_sectors::agency_id.eq(from)))
        .set(agency_sectors::agency_id.eq(to))
        .execute(conn)?;
    Ok(())
}

pub(super) fn forget_trigrams(conn: &mut Conn, agency: Id, searched: &str) -> QueryResult<()> {
    let old = agency_trigrams::table
        .filter(agency_trigrams::trigram.eq_any(trigrams(searched)))
        .filter(agency_trigrams::agency_id.eq(agency));
    diesel::delete(old).execute(conn)?;
    Ok(())
}
