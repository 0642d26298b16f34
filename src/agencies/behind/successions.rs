//! From which agency one came: proposals, a person's decision, and the way back through all of them.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::model::SourceOf;
use super::{ALREADY_STATED, SUCCESSION_CYCLE};
use crate::agencies::registers::exclude_imports;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::platform::problem::{CONFLICT, INTERNAL_ERROR, NOT_FOUND, Problem};
use crate::schema::{agencies, agency_successions};
use crate::text_enum;

/// Agencies that are shown of a chain; nobody has had more licences.
const MOST_LINKED: usize = 10;

text_enum! {
    /// How far the question has come whether one agency came out of another.
    pub enum SuccessionStatus {
        /// Nobody has decided; it is not shown.
        Proposed => "proposed",
        /// A person has given the evidence; it is shown.
        Confirmed => "confirmed",
        /// It did not, or it cannot be shown.
        Refused => "refused",
    }
}

text_enum! {
    /// Why it is proposed (code list `succession_reasons`).
    pub enum SuccessionReason {
        /// The same address.
        SameAddress => "same_address",
        /// The same telephone.
        SameTelephone => "same_telephone",
        /// A source says so.
        StatedBySource => "stated_by_source",
    }
}

/// A link as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agency_successions)]
pub(in crate::agencies) struct SuccessionRow {
    pub id: Id,
    pub earlier_agency_id: Id,
    pub later_agency_id: Id,
    pub status: SuccessionStatus,
    pub kind: Option<String>,
    pub reasons: Json,
    pub source: Option<Json>,
    pub found_at: Time,
    pub version: i64,
    pub decided_at: Option<Time>,
    pub decided_by: Option<Id>,
    pub evidence: Option<String>,
}

/// What is shown of an agency at the other end of a link.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agencies)]
pub(in crate::agencies) struct LinkedRow {
    pub id: Id,
    pub name: String,
    pub country: String,
    pub licence_number: Option<String>,
    pub licence_status: String,
    pub licence_expires_on: Option<Date>,
    pub missing_since: Option<Date>,
    pub marks: Json,
    pub rating_count: i64,
    pub rating: Option<Json>,
}

/// An agency that is linked with another, with the link.
#[derive(Debug, Clone)]
pub(in crate::agencies) struct Linked {
    pub link: SuccessionRow,
    pub agency: LinkedRow,
}

/// Which way a chain is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::agencies) enum Direction {
    /// To those from which it came.
    Back,
    /// To those that came out of it.
    Forward,
}

/// The agencies from which one came, or that came out of it, nearest first.
pub(in crate::agencies) fn follow(
    conn: &mut Conn,
    agency: Id,
    direction: Direction,
) -> QueryResult<Vec<Linked>> {
    let mut seen = BTreeSet::from([agency]);
    let (mut found, mut at) = (Vec::new(), vec![agency]);
    while !at.is_empty() && found.len() < MOST_LINKED {
        let links = links(conn, at, direction)?;
        let far = |link: &SuccessionRow| match direction {
            Direction::Back => link.earlier_agency_id,
            Direction::Forward => link.later_agency_id,
        };
        at = links.iter().map(far).filter(|id| seen.insert(*id)).collect();
        let rows: Vec<LinkedRow> = agencies::table
            .filter(agencies::id.eq_any(at.clone()))
            .select(LinkedRow::as_select())
            .load(conn)?;
        let mut rows: BTreeMap<Id, LinkedRow> = rows.into_iter().map(|row| (row.id, row)).collect();
        let linked = links.into_iter().filter_map(|link| {
            let agency = rows.remove(&far(&link))?;
            Some(Linked { link, agency })
        });
        found.extend(linked);
    }
    found.truncate(MOST_LINKED);
    Ok(found)
}

fn links(conn: &mut Conn, of: Vec<Id>, direction: Direction) -> QueryResult<Vec<SuccessionRow>> {
    let query = agency_successions::table
        .filter(agency_successions::status.eq(SuccessionStatus::Confirmed))
        .order(agency_successions::id)
        .select(SuccessionRow::as_select())
        .into_boxed::<crate::platform::db::MultiBackend>();
    match direction {
        Direction::Back => query.filter(agency_successions::later_agency_id.eq_any(of)),
        Direction::Forward => query.filter(agency_successions::earlier_agency_id.eq_any(of)),
    }
    .load(conn)
}

/// Whether one agency came out of another, by whatever way: all of it is walked, not only what is shown.
fn comes_from(conn: &mut Conn, later: Id, earlier: Id) -> QueryResult<bool> {
    let (mut seen, mut at) = (BTreeSet::from([later]), vec![later]);
    while !at.is_empty() {
        if at.contains(&earlier) {
            return Ok(true);
        }
        let links = links(conn, at, Direction::Back)?.into_iter();
        let back = links.map(|link| link.earlier_agency_id);
        at = back.filter(|id| seen.insert(*id)).collect();
    }
    Ok(false)
}

/// What a person says of a link.
#[derive(Debug, Clone)]
pub(in crate::agencies) struct Evidence {
    /// How the one came out of the other.
    pub kind: String,
    /// How that is known, for the public.
    pub words: String,
    pub source: Option<SourceOf>,
}

/// What is decided about a link.
#[derive(Debug, Clone)]
pub(in crate::agencies) enum Verdict {
    /// It is shown from now on.
    Confirm(Evidence),
    /// It is not, for this reason.
    Refuse(String),
}

impl Verdict {
    /// Where the evidence comes from.
    pub const fn source(&self) -> Option<&SourceOf> {
        match self {
            Self::Confirm(evidence) => evidence.source.as_ref(),
            Self::Refuse(_) => None,
        }
    }
}

/// Who decides, and when.
#[derive(Debug, Clone, Copy)]
pub(in crate::agencies) struct Deciding {
    pub by: Id,
    pub now: Time,
}

/// States a link together with its evidence.
pub(in crate::agencies) fn state(
    conn: &mut Conn,
    id: Id,
    (earlier, later): (Id, Id),
    evidence: Evidence,
    deciding: Deciding,
) -> Result<SuccessionRow, Problem> {
    exclude_imports(conn)?;
    let pair = (earlier, later);
    let known = match find_pair(conn, pair)? {
        Some(row) => row,
        None => {
            let reasons = [SuccessionReason::StatedBySource];
            refuse_cycle(conn, pair)?;
            propose(conn, id, pair, &reasons, None, deciding.now)?;
            find(conn, id)?.ok_or_else(|| Problem::new(&NOT_FOUND))?
        }
    };
    if known.status == SuccessionStatus::Confirmed {
        return Err(Problem::new(&ALREADY_STATED));
    }
    settle(conn, &known, &Verdict::Confirm(evidence), deciding)
}

/// Decides about a link; `check` looks at the version that the caller saw. What was confirmed can
/// still be refused, because it may turn out wrong.
pub(in crate::agencies) fn decide(
    conn: &mut Conn,
    id: Id,
    verdict: &Verdict,
    deciding: Deciding,
    check: impl FnOnce(&SuccessionRow) -> Result<(), Problem>,
) -> Result<SuccessionRow, Problem> {
    exclude_imports(conn)?;
    let row = find(conn, id)?.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    check(&row)?;
    let may = match (row.status, verdict) {
        (SuccessionStatus::Proposed, _)
        | (SuccessionStatus::Confirmed, Verdict::Refuse(_)) => true,
        (SuccessionStatus::Confirmed, Verdict::Confirm(_)) | (SuccessionStatus::Refused, _) => false,
    };
    if !may {
        return Err(Problem::new(&CONFLICT));
    }
    settle(conn, &row, verdict, deciding)
}

fn settle(
    conn: &mut Conn,
    row: &SuccessionRow,
    verdict: &Verdict,
    deciding: Deciding,
) -> Result<SuccessionRow, Problem> {
    let (status, kind, words, source) = match verdict {
        Verdict::Confirm(said) => {
            refuse_cycle(conn, (row.earlier_agency_id, row.later_agency_id))?;
            let source = said.source.as_ref().map(Json::of).transpose();
            let source = source.map_err(unstorable)?.or_else(|| row.source.clone());
            (SuccessionStatus::Confirmed, Some(said.kind.clone()), &said.words, source)
        }
        Verdict::Refuse(why) => {
            (SuccessionStatus::Refused, row.kind.clone(), why, row.source.clone())
        }
    };
    diesel::update(agency_successions::table.find(row.id))
        .set((
            agency_successions::status.eq(status),
            agency_successions::kind.eq(kind),
            agency_successions::source.eq(source),
            agency_successions::version.eq(row.version + 1),
            agency_successions::decided_at.eq(Some(deciding.now)),
            agency_successions::decided_by.eq(Some(deciding.by)),
            agency_successions::evidence.eq(Some(words)),
        ))
        .execute(conn)?;
    find(conn, row.id)?.ok_or_else(|| Problem::new(&NOT_FOUND))
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn unstorable(error: serde_json::Error) -> Problem {
    tracing::error!(%error, "A source cannot be stored");
    Problem::new(&INTERNAL_ERROR)
}

fn refuse_cycle(conn: &mut Conn, (earlier, later): (Id, Id)) -> Result<(), Problem> {
    if comes_from(conn, earlier, later)? {
        return Err(Problem::new(&SUCCESSION_CYCLE));
    }
    Ok(())
}

/// Asks a person whether one agency came out of another.
pub(in crate::agencies) fn propose(
    conn: &mut Conn,
    id: Id,
    (earlier, later): (Id, Id),
    reasons: &[SuccessionReason],
    said: Option<(&str, &SourceOf)>,
    now: Time,
) -> Result<(), DbError> {
    let json = |error| diesel::result::Error::SerializationError(Box::new(error));
    let (kind, source) = said.unzip();
    let source = source.map(Json::of).transpose().map_err(|error| json(error))?;
    diesel::insert_into(agency_successions::table)
        .values((
            agency_successions::id.eq(id),
            agency_successions::earlier_agency_id.eq(earlier),
            agency_successions::later_agency_id.eq(later),
            agency_successions::status.eq(SuccessionStatus::Proposed),
            agency_successions::kind.eq(kind),
            agency_successions::reasons.eq(Json::of(reasons).map_err(json)?),
            agency_successions::source.eq(source),
            agency_successions::found_at.eq(now),
            agency_successions::version.eq(1_i64),
        ))
        .execute(conn)?;
    Ok(())
}

/// A link.
pub(in crate::agencies) fn find(conn: &mut Conn, id: Id) -> Result<Option<SuccessionRow>, DbError> {
    let row = agency_successions::table.find(id);
    Ok(row.select(SuccessionRow::as_select()).first(conn).optional()?)
}

/// The link between two agencies.
pub(in crate::agencies) fn find_pair(
    conn: &mut Conn,
    (earlier, later): (Id, Id),
) -> Result<Option<SuccessionRow>, DbError> {
    let row = agency_successions::table
        .filter(agency_successions::earlier_agency_id.eq(earlier))
        .filter(agency_successions::later_agency_id.eq(later))
        .select(SuccessionRow::as_select());
    Ok(row.first(conn).optional()?)
}

/// Links of a status after a place, oldest first.
pub(in crate::agencies) fn list(
    conn: &mut Conn,
    status: SuccessionStatus,
    after: Option<(Time, Id)>,
    rows: i64,
) -> QueryResult<Vec<SuccessionRow>> {
    let mut query = agency_successions::table
        .filter(agency_successions::status.eq(status))
        .order((agency_successions::found_at, agency_successions::id))
        .limit(rows)
        .select(SuccessionRow::as_select())
        .into_boxed::<crate::platform::db::MultiBackend>();
    if let Some((at, id)) = after {
        let later = agency_successions::found_at.gt(at);
        let same = agency_successions::found_at.eq(at);
        query = query.filter(later.or(same.and(agency_successions::id.gt(id))));
    }
    query.load(conn)
}

/// Moves the links of an entry that was joined into another. What would then say nothing, say it
/// twice or lead back to itself goes.
pub(in crate::agencies) fn join(conn: &mut Conn, from: Id, into: Id) -> Result<(), Problem> {
    let rows: Vec<SuccessionRow> = agency_successions::table
        .filter(
            agency_successions::earlier_agency_id
                .eq(from)
                .or(agency_successions::later_agency_id.eq(from)),
        )
        .order(agency_successions::id)
        .select(SuccessionRow::as_select())
        .load(conn)?;
    for row in rows {
        // Out of the way first: it must not count on its own way round.
        let old = agency_successions::table.find(row.id);
        diesel::delete(old).execute(conn)?;
        let at = |id: Id| if id == from { into } else { id };
        let pair = (at(row.earlier_agency_id), at(row.later_agency_id));
        let is_known = find_pair(conn, pair)?.is_some();
        if is_known || comes_from(conn, pair.0, pair.1)? {
            continue;
        }
        restore(conn, &row, pair)?;
    }
    Ok(())
}

fn restore(conn: &mut Conn, row: &SuccessionRow, pair: (Id, Id)) -> Result<(), DbError> {
    diesel::insert_into(agency_successions::table)
        .values((
            agency_successions::id.eq(row.id),
            agency_successions::earlier_agency_id.eq(pair.0),
            agency_successions::later_agency_id.eq(pair.1),
            agency_successions::status.eq(row.status),
            agency_successions::kind.eq(row.kind.as_ref()),
            agency_successions::reasons.eq(row.reasons.clone()),
            agency_successions::source.eq(row.source.clone()),
            agency_successions::found_at.eq(row.found_at),
            agency_successions::version.eq(row.version + 1),
            agency_successions::decided_at.eq(row.decided_at),
            agency_successions::decided_by.eq(row.decided_by),
            agency_successions::evidence.eq(row.evidence.as_ref()),
        ))
        .execute(conn)?;
    Ok(())
}
