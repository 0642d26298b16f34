//! From which agency one came: proposals, a person's decision, and the way back through all of them.

mod join;
mod walk;

pub(in crate::agencies) use join::join;
pub(in crate::agencies) use walk::{Direction, Linked, follow};

use diesel::prelude::*;

use super::model::SourceOf;
use super::{ALREADY_STATED, SUCCESSION_CYCLE};
use crate::agencies::registers::exclude_imports;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::platform::problem::{CONFLICT, INTERNAL_ERROR, NOT_FOUND, Problem};
use crate::schema::agency_successions;
use crate::text_enum;

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

impl SuccessionRow {
    /// Both agencies.
    pub const fn about(&self) -> [Id; 2] {
        [self.earlier_agency_id, self.later_agency_id]
    }
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
    let known = if let Some(row) = find_pair(conn, pair)? {
        row
    } else {
        let reasons = [SuccessionReason::StatedBySource];
        refuse_cycle(conn, pair)?;
        propose(conn, id, pair, &reasons, None, deciding.now)?;
        find(conn, id)?.ok_or_else(|| Problem::new(&NOT_FOUND))?
    };
    if known.status == SuccessionStatus::Confirmed {
        return Err(Problem::new(&ALREADY_STATED));
    }
    settle(conn, &known, &Verdict::Confirm(evidence), deciding)
}

/// Decides about a link; `check` looks at who decides, and at the version that they saw. What was confirmed can
/// still be refused, because it may turn out wrong.
pub(in crate::agencies) fn decide(
    conn: &mut Conn,
    id: Id,
    verdict: &Verdict,
    deciding: Deciding,
    check: impl FnOnce(&mut Conn, &SuccessionRow) -> Result<(), Problem>,
) -> Result<SuccessionRow, Problem> {
    exclude_imports(conn)?;
    let row = find(conn, id)?.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    check(conn, &row)?;
    let may = match (row.status, verdict) {
        (SuccessionStatus::Proposed, _) | (SuccessionStatus::Confirmed, Verdict::Refuse(_)) => true,
        (SuccessionStatus::Confirmed, Verdict::Confirm(_)) | (SuccessionStatus::Refused, _) => {
            false
        }
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
            (
                SuccessionStatus::Confirmed,
                Some(said.kind.clone()),
                &said.words,
                source,
            )
        }
        Verdict::Refuse(why) => (
            SuccessionStatus::Refused,
            row.kind.clone(),
            why,
            row.source.clone(),
        ),
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
    if walk::comes_from(conn, earlier, later)? {
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
    let source = source.map(Json::of).transpose().map_err(json)?;
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
    Ok(row
        .select(SuccessionRow::as_select())
        .first(conn)
        .optional()?)
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

/// Links of a status after a place, oldest first, but for those of the agencies in `except`.
pub(in crate::agencies) fn list(
    conn: &mut Conn,
    status: SuccessionStatus,
    except: Vec<Id>,
    after: Option<(Time, Id)>,
    rows: i64,
) -> QueryResult<Vec<SuccessionRow>> {
    let mut query = agency_successions::table
        .filter(agency_successions::status.eq(status))
        .order((agency_successions::found_at, agency_successions::id))
        .limit(rows)
        .select(SuccessionRow::as_select())
        .into_boxed::<MultiBackend>();
    if !except.is_empty() {
        let of_earlier = agency_successions::earlier_agency_id.ne_all(except.clone());
        let of_later = agency_successions::later_agency_id.ne_all(except);
        query = query.filter(of_earlier.and(of_later));
    }
    if let Some((at, id)) = after {
        let later = agency_successions::found_at.gt(at);
        let same = agency_successions::found_at.eq(at);
        query = query.filter(later.or(same.and(agency_successions::id.gt(id))));
    }
    query.load(conn)
}
