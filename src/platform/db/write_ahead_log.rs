//! Emptying `SQLite`'s write-ahead log, in which what was deleted can otherwise still be read.

use std::thread::sleep;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::Integer;

use super::conn::{Access, Conn};
use super::error::DbError;

#[derive(QueryableByName)]
struct Checkpoint {
    /// Not 0 when somebody was still reading.
    #[diesel(sql_type = Integer)]
    busy: i32,
}

/// Whoever empties the log keeps the writer from writing it back meanwhile, so that it grows as long as that one
/// waits for its turn: many short attempts, between which the writer does so as ever, instead of a long one.
const ATTEMPTS: u32 = 12;
const PAUSE: Duration = Duration::from_millis(250);

/// Writes what is in the log into the database file, where `secure_delete` overwrites what was
/// deleted, and cuts the log to nothing. Says whether it came to that; it does not while somebody
/// reads for long. `PostgreSQL` keeps its log as its administrator has told it; there is nothing to do.
pub fn empty_write_ahead_log(url: &str) -> Result<bool, DbError> {
    match Conn::open(url, Access::Write)? {
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => Ok(true),
        Conn::Sqlite(mut conn) => {
            conn.batch_execute("PRAGMA busy_timeout = 200")?;
            for _ in 1..ATTEMPTS {
                if empty(&mut conn)? {
                    return Ok(true);
                }
                sleep(PAUSE);
            }
            empty(&mut conn)
        }
    }
}

fn empty(conn: &mut SqliteConnection) -> Result<bool, DbError> {
    let done: Checkpoint = diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(conn)?;
    Ok(done.busy == 0)
}
