//! Replicas: copies of the database that follow it and answer what anybody may read.
//!
//! A replica is behind by as much as its server needs to replay what was written. Nobody is answered from one unless it
//! is certain to hold everything that was acknowledged before a moment the caller names, and all but the last
//! [`LARGEST_LAG`]. What is certain is measured, not assumed: the database is asked for the end of its write-ahead log, and
//! the replica how far it has replayed it. Whatever was acknowledged before the first question lies before the first answer.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

#[cfg(feature = "postgres")]
use diesel::sql_types::{BigInt, Nullable};
#[cfg(feature = "postgres")]
use diesel::{QueryableByName, RunQueryDsl as _};
use flume::{Receiver, RecvTimeoutError, Sender};
use tracing::{info, warn};

use super::conn::Conn;
use super::error::DbError;
use super::handle::{Db, DbSettings};

/// A replica that may lack more than what was written in this time answers nobody.
pub const LARGEST_LAG: Duration = Duration::from_secs(5);
/// Between two measurements.
const PAUSE: Duration = Duration::from_millis(250);
/// Between two attempts to reach a replica that cannot be reached.
const PAUSE_WHILE_AWAY: Duration = Duration::from_secs(2);
/// How long a request waits for an answer of a replica.
const PATIENCE: Duration = Duration::from_secs(10);
/// Ends of the log that a replica has not reached yet; older ones are of no use to anybody.
const MOST_ENDS: usize = 64;

/// The replicas of the database; none, where none are named.
#[derive(Default)]
pub struct Replicas {
    members: Vec<Arc<Replica>>,
    turn: AtomicUsize,
    handed: AtomicU64,
    running: Mutex<Option<Running>>,
}

/// What ends the measuring.
struct Running {
    /// Never used to send: that it is gone tells the threads to end.
    _stop: Sender<()>,
    threads: Vec<JoinHandle<()>>,
}

/// What the replicas do, for those who watch the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReplicasSeen {
    /// Those that lack at most what was written in the last [`LARGEST_LAG`].
    pub usable: usize,
    /// How often one of them was chosen since the start.
    pub reads: u64,
}

impl Replicas {
    /// Follows the replicas of a database from now on. One that cannot be reached is no reason not to start: it is tried
    /// again for as long as the service runs.
    pub fn follow(primary: &Db, settings: Vec<DbSettings>) -> Result<Self, DbError> {
        let (stopping, stop) = flume::bounded(0);
        let mut members = Vec::new();
        let mut threads = Vec::new();
        for (place, settings) in settings.into_iter().enumerate() {
            let replica = Arc::new(Replica::new(place + 1));
            members.push(Arc::clone(&replica));
            let (primary, stop) = (primary.clone(), stop.clone());
            let thread = thread::Builder::new()
                .name(format!("db-replica-{}", place + 1))
                .spawn(move || replica.keep_measuring(&primary, &settings, &stop))
                .map_err(|error| DbError::Open(error.to_string()))?;
            threads.push(thread);
        }
        Ok(Self {
            members,
            turn: AtomicUsize::new(0),
            handed: AtomicU64::new(0),
            running: Mutex::new(Some(Running {
                _stop: stopping,
                threads,
            })),
        })
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// One that holds all that was acknowledged before a moment; in turns when there are several. With `None` it is enough
    /// that it lacks no more than what was written in the last [`LARGEST_LAG`], which holds of each that is returned.
    #[must_use]
    pub fn holding(&self, moment: Option<Instant>) -> Option<Db> {
        if self.is_empty() {
            return None;
        }
        let enough = earliest_enough(moment, Instant::now());
        let first = self.turn.fetch_add(1, Ordering::Relaxed) % self.members.len();
        let (before, after) = self.members.split_at_checked(first)?;
        let mut in_turn = after.iter().chain(before);
        let chosen = in_turn.find_map(|replica| replica.database_if_holding(enough))?;
        self.handed.fetch_add(1, Ordering::Relaxed);
        Some(chosen)
    }

    /// What they do.
    #[must_use]
    pub fn seen(&self) -> ReplicasSeen {
        let enough = earliest_enough(None, Instant::now());
        let usable = |replica: &&Arc<Replica>| replica.database_if_holding(enough).is_some();
        ReplicasSeen {
            usable: self.members.iter().filter(usable).count(),
            reads: self.handed.load(Ordering::Relaxed),
        }
    }

    /// Ends the measuring and all connections. Blocks until that is done.
    pub fn shutdown(&self) {
        let running = self
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let Some(Running {
            _stop: stop,
            threads,
        }) = running
        else {
            return;
        };
        drop(stop);
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("A thread that measures a replica ended in a panic");
            }
        }
        for db in self.members.iter().filter_map(|replica| replica.db.get()) {
            db.shutdown();
        }
    }
}

/// The latest moment before which everything must be there.
fn earliest_enough(moment: Option<Instant>, now: Instant) -> Option<Instant> {
    moment.max(now.checked_sub(LARGEST_LAG))
}

impl fmt::Debug for Replicas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replicas")
            .field("seen", &self.seen())
            .finish_non_exhaustive()
    }
}

/// One of them.
struct Replica {
    /// Its place in the setting, from 1: its address may hold a password.
    place: usize,
    db: OnceLock<Db>,
    /// It holds all that was acknowledged before this moment.
    holds: Mutex<Option<Instant>>,
}

impl Replica {
    fn new(place: usize) -> Self {
        Self {
            place,
            db: OnceLock::new(),
            holds: Mutex::new(None),
        }
    }

    fn database_if_holding(&self, enough: Option<Instant>) -> Option<Db> {
        let holds = *self.holds.lock().unwrap_or_else(PoisonError::into_inner);
        let db = self.db.get()?;
        (holds? >= enough?).then(|| db.with_patience(PATIENCE))
    }

    fn note(&self, holds: Option<Instant>) {
        *self.holds.lock().unwrap_or_else(PoisonError::into_inner) = holds;
    }

    /// Measures it again and again, until the service stops.
    fn keep_measuring(&self, primary: &Db, settings: &DbSettings, stop: &Receiver<()>) {
        let mut ends = Ends::default();
        let mut is_away = false;
        loop {
            let measured = self.measure(primary, settings, &mut ends);
            if let Err(error) = &measured {
                // It may have been replaced by another one meanwhile, which has not replayed as much.
                self.note(None);
                ends = Ends::default();
                if !is_away {
                    warn!(replica = self.place, %error, "A replica of the database cannot be used");
                }
            } else if is_away {
                info!(
                    replica = self.place,
                    "A replica of the database is followed again"
                );
            }
            is_away = measured.is_err();
            let pause = if is_away { PAUSE_WHILE_AWAY } else { PAUSE };
            if !matches!(stop.recv_timeout(pause), Err(RecvTimeoutError::Timeout)) {
                return;
            }
        }
    }

    fn measure(&self, primary: &Db, settings: &DbSettings, ends: &mut Ends) -> Result<(), DbError> {
        let db = self.connected(settings)?;
        let begun = Instant::now();
        ends.add(begun, primary.read_blocking(end_of_log)?);
        let replayed = db.read_blocking(replayed)?;
        if let Some(holds) = ends.reached_by(replayed) {
            self.note(Some(holds));
        }
        Ok(())
    }

    fn connected(&self, settings: &DbSettings) -> Result<&Db, DbError> {
        if let Some(db) = self.db.get() {
            return Ok(db);
        }
        let db = Db::start_reading(settings)?;
        Ok(self.db.get_or_init(|| db))
    }
}

/// Ends of the primary's log, each with the moment at which it was asked for; a replica has not replayed these yet.
#[derive(Default)]
struct Ends(VecDeque<(Instant, i64)>);

impl Ends {
    fn add(&mut self, asked_at: Instant, end: i64) {
        if self.0.len() == MOST_ENDS {
            self.0.pop_front();
        }
        self.0.push_back((asked_at, end));
    }

    /// The latest moment whose end a replica has reached that has replayed so far; those before it are forgotten.
    fn reached_by(&mut self, replayed: i64) -> Option<Instant> {
        let mut reached = None;
        while let Some((asked_at, _)) = self.0.pop_front_if(|(_, end)| *end <= replayed) {
            reached = Some(asked_at);
        }
        reached
    }
}

/// A position in the write-ahead log, in bytes from its beginning.
#[cfg(feature = "postgres")]
#[derive(QueryableByName)]
struct Position {
    #[diesel(sql_type = Nullable<BigInt>)]
    bytes: Option<i64>,
}

/// How far the log of this database is on the disk: an acknowledged write is.
fn end_of_log(conn: &mut Conn) -> Result<i64, DbError> {
    let sql = "SELECT CASE WHEN NOT pg_is_in_recovery() THEN (pg_current_wal_flush_lsn() - '0/0')::bigint END AS bytes";
    position(
        conn,
        sql,
        "the database in DATABASE_URL is a replica itself",
    )
}

/// How far a replica has replayed the log.
fn replayed(conn: &mut Conn) -> Result<i64, DbError> {
    let sql = "SELECT CASE WHEN pg_is_in_recovery() THEN (pg_last_wal_replay_lsn() - '0/0')::bigint END AS bytes";
    position(conn, sql, "it is no replica, or no longer")
}

#[cfg(feature = "postgres")]
fn position(conn: &mut Conn, sql: &str, otherwise: &str) -> Result<i64, DbError> {
    let Conn::Postgres(conn) = conn else {
        return Err(DbError::Open(NEEDS_POSTGRES.to_owned()));
    };
    let position: Position = diesel::sql_query(sql).get_result(conn)?;
    position
        .bytes
        .ok_or_else(|| DbError::Open(otherwise.to_owned()))
}

#[cfg(not(feature = "postgres"))]
fn position(_: &mut Conn, _: &str, _: &str) -> Result<i64, DbError> {
    Err(DbError::Open(NEEDS_POSTGRES.to_owned()))
}

const NEEDS_POSTGRES: &str = "only PostgreSQL has replicas";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replica_holds_what_was_acknowledged_before_the_end_it_has_reached_was_asked_for() {
        let first = Instant::now();
        let second = first + PAUSE;
        let mut ends = Ends::default();
        ends.add(first, 100);
        ends.add(second, 200);

        assert_eq!(ends.reached_by(99), None);
        assert_eq!(ends.reached_by(150), Some(first));
        assert_eq!(
            ends.reached_by(150),
            None,
            "what is certain already is not told again"
        );
        assert_eq!(ends.reached_by(200), Some(second));
    }

    #[test]
    fn one_that_lags_for_long_forgets_the_oldest_ends_and_can_still_catch_up() {
        let begun = Instant::now();
        let mut ends = Ends::default();
        for number in 0..200_u32 {
            ends.add(begun + PAUSE * number, i64::from(number));
        }

        assert_eq!(ends.0.len(), MOST_ENDS);
        assert_eq!(ends.reached_by(10), None);
        assert_eq!(ends.reached_by(199), Some(begun + PAUSE * 199));
    }

    #[test]
    fn nobody_is_answered_by_what_lags_behind_or_was_never_measured() {
        let replicas = Replicas::default();
        assert!(replicas.holding(None).is_none());

        let now = Instant::now() + 2 * LARGEST_LAG;
        assert_eq!(earliest_enough(None, now), now.checked_sub(LARGEST_LAG));
        assert_eq!(earliest_enough(Some(now), now), Some(now));
        let long_ago = now.checked_sub(2 * LARGEST_LAG);
        assert_eq!(earliest_enough(long_ago, now), now.checked_sub(LARGEST_LAG));
    }
}
