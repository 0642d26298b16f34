//! What sources say of agencies: stating it, saying it again, withdrawing it, listing it.

use diesel::prelude::*;

use super::model::{Stated, StatementKind};
use super::{get_to_change, marks, names};
use crate::agencies::model::EntryKind;
use crate::agencies::rating::{current, kind};
use crate::agencies::registers::exclude_imports;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::platform::problem::{CONFLICT, Fault, INTERNAL_ERROR, NOT_FOUND, Problem};
use crate::schema::agency_statements;

/// A statement as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = agency_statements)]
pub(in crate::agencies) struct StatementRow {
    pub id: Id,
    pub agency_id: Id,
    pub kind: StatementKind,
    pub content: Json,
    pub since: Date,
    pub until: Option<Date>,
    /// The entry that it names, as the id is today; that in `content` is the one that was stated.
    pub other_agency_id: Option<Id>,
    pub recorded_at: Time,
    pub version: i64,
    pub withdrawn_at: Option<Time>,
    pub withdrawal_reason: Option<String>,
}

impl StatementRow {
    /// When something was last said of it.
    pub fn last_word(&self) -> Time {
        let withdrawn = self.withdrawn_at.unwrap_or(self.recorded_at);
        withdrawn.max(self.recorded_at)
    }

    /// What it says.
    pub fn read<T: Stated>(&self) -> Result<T, Problem> {
        self.content.read().map_err(|error| {
            tracing::error!(%error, statement.id = %self.id, "A stored statement cannot be read");
            Problem::new(&INTERNAL_ERROR)
        })
    }
}

/// Who states something, and when.
#[derive(Debug, Clone, Copy)]
pub(in crate::agencies) struct Stating {
    /// The account; none for a file.
    pub by: Option<Id>,
    pub now: Time,
    /// The id of the statement, when it is new.
    pub id: Id,
}

/// What became of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::agencies) enum Change {
    Added,
    Changed,
    Unchanged,
}

/// Keeps what a source says of an agency. Said before, it takes the place of what was said.
pub(in crate::agencies) fn put<T: Stated>(
    conn: &mut Conn,
    agency: Id,
    said: &T,
    stating: Stating,
) -> Result<(StatementRow, Change), Problem> {
    let agency = get_to_change(conn, agency)?;
    let faults = faults(conn, said, stating.now.date())?;
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let content = Json::of(said).map_err(unstorable)?;
    let known = find_by_key(conn, agency, T::KIND, &said.key())?;
    let (id, change) = if let Some(row) = known {
        let before: T = row.read()?;
        let is_same = same(&before, said) && row.withdrawn_at.is_none();
        if is_same {
            return Ok((row, Change::Unchanged));
        }
        update(conn, &row, said, content, stating)?;
        (row.id, Change::Changed)
    } else {
        insert(conn, agency, said, content, stating)?;
        (stating.id, Change::Added)
    };
    refresh(conn, agency, T::KIND)?;
    let row = find(conn, id)?.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    Ok((row, change))
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn unstorable(error: serde_json::Error) -> Problem {
    tracing::error!(%error, "A statement cannot be stored");
    Problem::new(&INTERNAL_ERROR)
}

fn same<T: Stated>(before: &T, after: &T) -> bool {
    let value = |said: &T| serde_json::to_value(said).ok();
    value(before) == value(after)
}

/// Whether there is an entry that anybody may read: not one that is only proposed.
fn is_shown(conn: &mut Conn, entry: Id) -> Result<bool, DbError> {
    let known = current(conn, entry)?.is_some();
    Ok(known && kind(conn, entry)?.is_some_and(EntryKind::is_public))
}

fn faults<T: Stated>(conn: &mut Conn, said: &T, today: Date) -> Result<Vec<Fault>, DbError> {
    let mut faults = said.faults();
    if said.source().retrieved_on > today {
        faults.push(Fault::new("/source/retrieved_on", "in_the_future"));
    }
    if let Some((other, at)) = said.other()
        && !is_shown(conn, other)?
    {
        faults.push(Fault::new(at, "unknown_agency"));
    }
    Ok(faults)
}

fn insert<T: Stated>(
    conn: &mut Conn,
    agency: Id,
    said: &T,
    content: Json,
    stating: Stating,
) -> Result<(), DbError> {
    let (since, until) = said.days();
    let (destination, occupation, status) = said.looked_for_by();
    diesel::insert_into(agency_statements::table)
        .values((
            agency_statements::id.eq(stating.id),
            agency_statements::agency_id.eq(agency),
            agency_statements::kind.eq(T::KIND),
            agency_statements::key.eq(said.key()),
            agency_statements::content.eq(content),
            agency_statements::since.eq(since),
            agency_statements::until.eq(until),
            agency_statements::destination.eq(destination),
            agency_statements::occupation.eq(occupation),
            agency_statements::status.eq(status),
            agency_statements::other_agency_id.eq(said.other().map(|(id, _)| id)),
            agency_statements::recorded_at.eq(stating.now),
            agency_statements::recorded_by.eq(stating.by),
            agency_statements::version.eq(1_i64),
        ))
        .execute(conn)?;
    Ok(())
}

fn update<T: Stated>(
    conn: &mut Conn,
    row: &StatementRow,
    said: &T,
    content: Json,
    stating: Stating,
) -> Result<(), DbError> {
    let (since, until) = said.days();
    let (destination, occupation, status) = said.looked_for_by();
    diesel::update(agency_statements::table.find(row.id))
        .set((
            agency_statements::content.eq(content),
            agency_statements::since.eq(since),
            agency_statements::until.eq(until),
            agency_statements::destination.eq(destination),
            agency_statements::occupation.eq(occupation),
            agency_statements::status.eq(status),
            agency_statements::other_agency_id.eq(said.other().map(|(id, _)| id)),
            agency_statements::recorded_at.eq(stating.now),
            agency_statements::recorded_by.eq(stating.by),
            agency_statements::version.eq(row.version + 1),
            agency_statements::withdrawn_at.eq(None::<Time>),
            agency_statements::withdrawn_by.eq(None::<Id>),
            agency_statements::withdrawal_reason.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes back what should never have been stated; it is no longer shown. `check` looks at who does so.
pub(in crate::agencies) fn withdraw(
    conn: &mut Conn,
    id: Id,
    reason: &str,
    (by, now): (Id, Time),
    check: impl FnOnce(&mut Conn, &StatementRow) -> Result<(), Problem>,
) -> Result<StatementRow, Problem> {
    exclude_imports(conn)?;
    let row = find(conn, id)?.ok_or_else(|| Problem::new(&NOT_FOUND))?;
    check(conn, &row)?;
    if row.withdrawn_at.is_some() {
        return Err(Problem::new(&CONFLICT));
    }
    diesel::update(agency_statements::table.find(id))
        .set((
            agency_statements::withdrawn_at.eq(Some(now)),
            agency_statements::withdrawn_by.eq(Some(by)),
            agency_statements::withdrawal_reason.eq(Some(reason)),
            agency_statements::version.eq(row.version + 1),
        ))
        .execute(conn)?;
    refresh(conn, row.agency_id, row.kind)?;
    find(conn, id)?.ok_or_else(|| Problem::new(&NOT_FOUND))
}

/// Forgets that statements about agencies name this entry, which is none any more.
pub(in crate::agencies) fn forget_other(conn: &mut Conn, entry: Id) -> Result<(), DbError> {
    let named = agency_statements::table.filter(agency_statements::other_agency_id.eq(entry));
    diesel::update(named)
        .set((
            agency_statements::other_agency_id.eq(None::<Id>),
            agency_statements::version.eq(agency_statements::version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// Brings what is derived from statements of a kind up to date.
fn refresh(conn: &mut Conn, agency: Id, kind: StatementKind) -> Result<(), Problem> {
    match kind {
        StatementKind::Name => names::refresh(conn, agency)?,
        StatementKind::Sanction | StatementKind::Certificate => marks::refresh(conn, agency)?,
        StatementKind::Branch | StatementKind::Principal | StatementKind::JobOrder => {}
    }
    Ok(())
}

/// A statement.
pub(in crate::agencies) fn find(conn: &mut Conn, id: Id) -> Result<Option<StatementRow>, DbError> {
    let row = agency_statements::table.find(id);
    let row = row.select(StatementRow::as_select());
    Ok(row.first(conn).optional()?)
}

fn find_by_key(
    conn: &mut Conn,
    agency: Id,
    kind: StatementKind,
    key: &str,
) -> Result<Option<StatementRow>, DbError> {
    let row = agency_statements::table
        .filter(agency_statements::agency_id.eq(agency))
        .filter(agency_statements::kind.eq(kind))
        .filter(agency_statements::key.eq(key.to_owned()))
        .select(StatementRow::as_select());
    Ok(row.first(conn).optional()?)
}

/// Which statements of a kind are wanted.
#[derive(Debug, Clone, Default)]
pub(in crate::agencies) struct StatementFilter {
    pub destination: Option<String>,
    pub occupation: Option<String>,
    /// The status that is shown on a day.
    pub status: Option<(String, Date)>,
}

/// A job order on which people may be recruited until its last day.
pub(in crate::agencies) const APPROVED: &str = "approved";
/// One whose last day is over.
pub(in crate::agencies) const EXPIRED: &str = "expired";

type Statements = agency_statements::BoxedQuery<'static, MultiBackend>;

/// By the status that is shown: `approved` becomes `expired` by itself.
fn with_status(query: Statements, status: &str, today: Date) -> Statements {
    let is = agency_statements::status
        .eq(status.to_owned())
        .assume_not_null();
    let over = agency_statements::until.lt(today).assume_not_null();
    if status == EXPIRED {
        let was = agency_statements::status.eq(APPROVED).assume_not_null();
        let over = agency_statements::until.is_not_null().and(over);
        return query.filter(is.or(was.and(over)));
    }
    if status == APPROVED {
        let lasts = agency_statements::until.ge(today).assume_not_null();
        return query.filter(is.and(agency_statements::until.is_null().or(lasts)));
    }
    query.filter(is)
}

/// What is said of an agency and was not withdrawn, newest first, after a place.
pub(in crate::agencies) fn list(
    conn: &mut Conn,
    agency: Id,
    kind: StatementKind,
    filter: StatementFilter,
    after: Option<(Date, Id)>,
    rows: i64,
) -> QueryResult<Vec<StatementRow>> {
    let mut query = agency_statements::table
        .filter(agency_statements::agency_id.eq(agency))
        .filter(agency_statements::kind.eq(kind))
        .filter(agency_statements::withdrawn_at.is_null())
        .into_boxed();
    if let Some(destination) = filter.destination {
        query = query.filter(agency_statements::destination.eq(destination));
    }
    if let Some(occupation) = filter.occupation {
        query = query.filter(agency_statements::occupation.eq(occupation));
    }
    if let Some((status, today)) = filter.status {
        query = with_status(query, &status, today);
    }
    if let Some((day, id)) = after {
        let earlier = agency_statements::since.lt(day);
        let same = agency_statements::since.eq(day);
        query = query.filter(earlier.or(same.and(agency_statements::id.lt(id))));
    }
    query
        .order((
            agency_statements::since.desc(),
            agency_statements::id.desc(),
        ))
        .limit(rows)
        .select(StatementRow::as_select())
        .load(conn)
}
