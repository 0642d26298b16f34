//! What is kept of each import: where the list came from, what became of its rows, what was wrong.
//!
//! Anybody may read it, so it holds places and codes, and nothing of what stands in a rejected row.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::RegisterError;
use super::fault::RowFault;
use crate::platform::clock::{Date, Time};
use crate::platform::code_lists::{Code, RegisterRowFaults};
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::platform::table::Place;
use crate::schema::{import_runs, registers};
use crate::text_enum;

type RowFaultCode = Code<RegisterRowFaults>;

/// Faults that are kept of one list; a list with more is broken as a whole.
const MOST_FAULTS: usize = 1000;

text_enum! {
    /// How a list came here.
    pub enum Obtained {
        /// It came with the program.
        Shipped => "shipped",
        /// Somebody who runs the service gave it.
        File => "file",
        /// It was fetched from its address.
        Fetched => "fetched",
    }
}

text_enum! {
    /// Whether something of a list was taken over.
    pub enum RunOutcome {
        /// It is in force.
        Imported => "imported",
        /// Nothing of it was taken over; what was known before stays.
        Refused => "refused",
    }
}

text_enum! {
    /// Why nothing of a list was taken over (code list `register_refusals`).
    pub enum Refusal {
        /// It cannot be read as its mapping says.
        ListUnreadable => "list_unreadable",
        /// It is older than the one in force.
        OlderThanInForce => "older_than_in_force",
        /// Its day lies ahead.
        RetrievedInFuture => "retrieved_in_future",
        /// So many agencies are missing that it may be cut off.
        TooManyMissing => "too_many_missing",
        /// Its address may not be fetched.
        AddressRefused => "address_refused",
        /// Its server was not reached.
        NotReached => "not_reached",
        /// Its server answered with something else.
        AnswerRefused => "answer_refused",
        /// It is larger than the limit.
        TooLarge => "too_large",
    }
}

/// What became of the rows of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunCounts {
    /// Rows of the list.
    pub rows: u32,
    /// Agencies that were new.
    pub added: u32,
    /// Agencies about which it said something else than the list before.
    pub changed: u32,
    /// Agencies about which it said the same.
    pub unchanged: u32,
    /// Rows that repeated another row word by word.
    pub duplicates: u32,
    /// Rows that were not taken over; `faults` says why.
    pub rejected: u32,
    /// Parts of rows that were left out on purpose, such as private telephones.
    pub left_out: u32,
    /// Agencies of earlier lists that were not on it. They are not delisted by that.
    pub missing: u32,
    /// Agencies that an earlier list had lost and that were on it again.
    pub returned: u32,
    /// New entries that may be agencies that are known: a person decides.
    pub doubtful: u32,
}

/// Something that was wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunFault {
    /// The line of the list, where it is a text of lines.
    pub line: Option<u64>,
    /// The number of the row, counted from 1, where it is a JSON document.
    pub row: Option<u64>,
    /// What was wrong.
    pub code: RowFaultCode,
    /// The column of the list, when it is about one.
    pub column: Option<String>,
}

impl RunFault {
    pub(super) fn new(place: Place, fault: &RowFault) -> Self {
        let (line, row) = match place {
            Place::Line(line) => (Some(line), None),
            Place::Row(row) => (None, Some(row)),
        };
        Self {
            line,
            row,
            code: Code::known(fault.code.as_str().to_owned()),
            column: fault.column.clone(),
        }
    }
}

/// Where a list came from.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub obtained: Obtained,
    pub source_name: String,
    pub source_url: String,
    pub retrieved_on: Date,
    /// SHA-256 and length, when a list was received.
    pub content: Option<(Vec<u8>, usize)>,
}

/// An import as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = import_runs)]
pub(in crate::agencies) struct RunRow {
    pub id: Id,
    pub register: String,
    pub outcome: RunOutcome,
    pub refusal: Option<String>,
    pub obtained: Obtained,
    pub source_name: String,
    pub source_url: String,
    pub retrieved_on: Date,
    pub imported_at: Time,
    pub content_sha256: Option<Vec<u8>>,
    pub content_bytes: Option<i64>,
    pub counts: Json,
    pub faults: Json,
}

/// Keeps a run before it is done, because the states of licences refer to it.
pub(super) fn begin(
    conn: &mut Conn,
    id: Id,
    register: &str,
    origin: &Origin,
    at: Time,
) -> Result<(), RegisterError> {
    insert(conn, id, register, origin, at, None)
}

/// Keeps what became of its rows.
pub(super) fn finish(
    conn: &mut Conn,
    id: Id,
    counts: RunCounts,
    faults: &[RunFault],
) -> Result<(), RegisterError> {
    let kept: Vec<&RunFault> = faults.iter().take(MOST_FAULTS).collect();
    diesel::update(import_runs::table.find(id))
        .set((
            import_runs::counts.eq(Json::of(&counts)?),
            import_runs::faults.eq(Json::of(&kept)?),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps that a list was refused. Of a register that was never imported there is nothing to keep.
pub(super) fn record_refusal(
    conn: &mut Conn,
    id: Id,
    register: &str,
    origin: &Origin,
    refusal: Refusal,
    at: Time,
) -> Result<(), RegisterError> {
    let known: Option<String> = registers::table
        .find(register)
        .select(registers::name)
        .first(conn)
        .optional()?;
    if known.is_some() {
        insert(conn, id, register, origin, at, Some(refusal))?;
    }
    Ok(())
}

fn insert(
    conn: &mut Conn,
    id: Id,
    register: &str,
    origin: &Origin,
    at: Time,
    refusal: Option<Refusal>,
) -> Result<(), RegisterError> {
    let outcome = if refusal.is_some() {
        RunOutcome::Refused
    } else {
        RunOutcome::Imported
    };
    let (hash, bytes) = origin.content.clone().unzip();
    let bytes = bytes.map(|bytes| i64::try_from(bytes).unwrap_or(i64::MAX));
    diesel::insert_into(import_runs::table)
        .values((
            import_runs::id.eq(id),
            import_runs::register.eq(register),
            import_runs::outcome.eq(outcome),
            import_runs::refusal.eq(refusal.map(Refusal::as_str)),
            import_runs::obtained.eq(origin.obtained),
            import_runs::source_name.eq(&origin.source_name),
            import_runs::source_url.eq(&origin.source_url),
            import_runs::retrieved_on.eq(origin.retrieved_on),
            import_runs::imported_at.eq(at),
            import_runs::content_sha256.eq(hash),
            import_runs::content_bytes.eq(bytes),
            import_runs::counts.eq(Json::of(&RunCounts::default())?),
            import_runs::faults.eq(Json::of(&Vec::<RunFault>::new())?),
        ))
        .execute(conn)?;
    Ok(())
}

/// The imports of a register before one of them, newest first.
pub(in crate::agencies) fn list(
    conn: &mut Conn,
    register: &str,
    before: Option<(Time, Id)>,
    rows: i64,
) -> QueryResult<Vec<RunRow>> {
    let mut query = import_runs::table
        .filter(import_runs::register.eq(register.to_owned()))
        .order((import_runs::imported_at.desc(), import_runs::id.desc()))
        .limit(rows)
        .select(RunRow::as_select())
        .into_boxed();
    if let Some((at, id)) = before {
        let earlier = import_runs::imported_at.lt(at);
        let same = import_runs::imported_at.eq(at);
        query = query.filter(earlier.or(same.and(import_runs::id.lt(id))));
    }
    query.load(conn)
}
