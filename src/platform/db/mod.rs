//! The database: one code for `SQLite` and `PostgreSQL`.
//!
//! A store function is a plain function on `&mut Conn`. [`Db::read`] and [`Db::write`] send a
//! closure over a bounded queue to threads that own the connections; nothing else touches the
//! database. Writes are committed in groups: each closure runs under its own savepoint, one commit
//! serves all that were waiting, and whoever is answered `Ok` is on the disk.
//!
//! What must always be true: an `Err` undoes everything its closure did; a failed statement is never
//! ignored (use [`Conn::attempt`] around what may fail); a closure does only database work.

mod address;
#[expect(
    missing_docs,
    reason = "the derive writes public items that have no sentence"
)]
mod conn;
pub mod constraint;
pub mod dialect;
mod error;
mod executor;
mod handle;
pub mod migrate;
mod replicas;
#[cfg(test)]
mod tests;
pub mod types;
mod watch;
mod words;
mod worker;
mod write_ahead_log;

pub use self::conn::{Access, Conn, MultiBackend};
pub use self::constraint::constraint;
pub use self::error::DbError;
pub use self::executor::note_row_lock;
pub use self::handle::{Db, DbSettings, JobsRun, QueueLength};
pub use self::migrate::{migrate, pending};
pub use self::replicas::{LARGEST_LAG, Replicas, ReplicasSeen};
pub use self::types::{DbDate, DbJson, DbTime, DbUuid, Json};
pub use self::watch::Watch;
pub use self::words::UnknownWord;
pub use self::write_ahead_log::empty_write_ahead_log;
