//! Statements whose text differs between the two databases, and the macros for what Diesel's
//! multi-connection cannot say (`ON CONFLICT`, several rows in one insert, row locks).
//!
//! Every use is tested on both databases.

use diesel::prelude::*;
#[cfg(feature = "postgres")]
use diesel::sql_types::BigInt;

use super::conn::Conn;
use super::types::{DbJson, DbUuid, Json};
use crate::platform::clock::Date;
use crate::platform::ids::Id;

/// Runs one expression on the native connection: `native!(conn, c => query.execute(c))`.
///
/// The body is checked once per database, so its result must have the same type on both.
#[macro_export]
macro_rules! native {
    ($conn:expr, $native:ident => $body:expr) => {
        match $conn {
            #[cfg(feature = "postgres")]
            $crate::platform::db::Conn::Postgres($native) => $body,
            $crate::platform::db::Conn::Sqlite($native) => $body,
        }
    };
}

/// Loads rows and locks them until the commit; `SQLite` has one writer at a time and needs no lock.
/// Without it, two writers of `PostgreSQL` may read the same value and each overwrite the other.
///
/// The query must not be boxed, grouped or distinct.
#[macro_export]
macro_rules! lock {
    ($conn:expr, $query:expr) => {
        match $conn {
            #[cfg(feature = "postgres")]
            $crate::platform::db::Conn::Postgres(native) => {
                $crate::platform::db::note_row_lock();
                ::diesel::RunQueryDsl::load(::diesel::QueryDsl::for_update($query), native)
            }
            $crate::platform::db::Conn::Sqlite(native) => {
                ::diesel::RunQueryDsl::load($query, native)
            }
        }
    };
}

/// Loads rows that nobody else is working on and locks them until the commit: how several instances
/// share a table of things to do. The same limits as [`lock!`](crate::lock).
#[macro_export]
macro_rules! claim {
    ($conn:expr, $query:expr) => {
        match $conn {
            #[cfg(feature = "postgres")]
            $crate::platform::db::Conn::Postgres(native) => {
                $crate::platform::db::note_row_lock();
                ::diesel::RunQueryDsl::load(
                    ::diesel::QueryDsl::skip_locked(::diesel::QueryDsl::for_update($query)),
                    native,
                )
            }
            $crate::platform::db::Conn::Sqlite(native) => {
                ::diesel::RunQueryDsl::load($query, native)
            }
        }
    };
}

/// Whether the table of applied migrations exists: one row, `found`.
#[cfg(feature = "postgres")]
pub(super) const MIGRATIONS_TABLE_POSTGRES: &str =
    "SELECT to_regclass('__diesel_schema_migrations') IS NOT NULL AS found";

/// Whether the table of applied migrations exists: one row, `found`.
pub(super) const MIGRATIONS_TABLE_SQLITE: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_master \
     WHERE type = 'table' AND name = '__diesel_schema_migrations') AS found";

/// Puts the words of a JSON array into `agency_trigrams` for one agency: parameters id, array.
///
/// One statement for some sixty rows; building such an insert row by row costs more than running it.
#[cfg(feature = "postgres")]
const INSERT_TRIGRAMS_POSTGRES: &str = "INSERT INTO agency_trigrams (agency_id, trigram) \
     SELECT $1, value FROM jsonb_array_elements_text($2) AS words (value)";

/// Puts the words of a JSON array into `agency_trigrams` for one agency: parameters id, array.
const INSERT_TRIGRAMS_SQLITE: &str = "INSERT INTO agency_trigrams (agency_id, trigram) \
     SELECT ?, value FROM json_each(?)";

/// Stores the trigrams by which an agency is found.
pub fn insert_agency_trigrams(conn: &mut Conn, agency: Id, trigrams: Json) -> QueryResult<usize> {
    let statement = match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => INSERT_TRIGRAMS_POSTGRES,
        Conn::Sqlite(_) => INSERT_TRIGRAMS_SQLITE,
    };
    diesel::sql_query(statement)
        .bind::<DbUuid, _>(agency)
        .bind::<DbJson, _>(trigrams)
        .execute(conn)
}

/// The same for the words of an establishment.
#[cfg(feature = "postgres")]
const INSERT_ESTABLISHMENT_TRIGRAMS_POSTGRES: &str = "INSERT INTO establishment_trigrams (establishment_id, trigram) \
     SELECT $1, value FROM jsonb_array_elements_text($2) AS words (value)";

/// The same for the words of an establishment.
const INSERT_ESTABLISHMENT_TRIGRAMS_SQLITE: &str = "INSERT INTO establishment_trigrams (establishment_id, trigram) \
     SELECT ?, value FROM json_each(?)";

/// Stores the trigrams by which an establishment is found.
pub fn insert_establishment_trigrams(
    conn: &mut Conn,
    establishment: Id,
    trigrams: Json,
) -> QueryResult<usize> {
    let statement = match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => INSERT_ESTABLISHMENT_TRIGRAMS_POSTGRES,
        Conn::Sqlite(_) => INSERT_ESTABLISHMENT_TRIGRAMS_SQLITE,
    };
    diesel::sql_query(statement)
        .bind::<DbUuid, _>(establishment)
        .bind::<DbJson, _>(trigrams)
        .execute(conn)
}

/// Puts the marks of a JSON array, each `[mark, kind]`, into `safety_report_marks` for one report: parameters id, array.
#[cfg(feature = "postgres")]
const INSERT_REPORT_MARKS_POSTGRES: &str = "INSERT INTO safety_report_marks (report_id, mark, kind) \
     SELECT $1, (pair ->> 0)::bigint, pair ->> 1 FROM jsonb_array_elements($2) AS marks (pair)";

/// The same.
const INSERT_REPORT_MARKS_SQLITE: &str = "INSERT INTO safety_report_marks (report_id, mark, kind) \
     SELECT ?, json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)";

/// Stores the marks by which a report is found to be like others: one statement in place of some sixteen, of which each
/// would wait for the database in the middle of a filing.
pub fn insert_report_marks(conn: &mut Conn, report: Id, found: Json) -> QueryResult<usize> {
    let statement = match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => INSERT_REPORT_MARKS_POSTGRES,
        Conn::Sqlite(_) => INSERT_REPORT_MARKS_SQLITE,
    };
    diesel::sql_query(statement)
        .bind::<DbUuid, _>(report)
        .bind::<DbJson, _>(found)
        .execute(conn)
}

/// Waits until no other transaction holds this number, and holds it until the commit: two instances
/// that start at once import one after the other. `SQLite` has one writer at a time anyway.
pub fn one_at_a_time(conn: &mut Conn, number: i64) -> QueryResult<()> {
    match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(native) => diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
            .bind::<BigInt, _>(number)
            .execute(native)
            .map(drop),
        Conn::Sqlite(_) => {
            let _ = number;
            Ok(())
        }
    }
}

/// A condition: the member of a JSON column holds a text from `from` on and before `before`. What is given here is part of the
/// statement, so that it must come from the program and never from a caller.
pub fn json_text_within(
    conn: &Conn,
    (column, member): (&'static str, &'static str),
    (from, before): (Date, Date),
) -> String {
    let text = match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => format!("(({column} ->> '{member}') COLLATE \"C\")"),
        Conn::Sqlite(_) => format!("json_extract({column}, '$.{member}')"),
    };
    format!("({text} >= '{from}' AND {text} < '{before}')")
}
