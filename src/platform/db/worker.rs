//! The threads that own the connections.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use flume::{Receiver, RecvTimeoutError};
use tracing::{error, info, warn};

use super::address::Address;
use super::conn::{Access, Conn};
use super::error::DbError;
use super::executor::{Job, next_group, refuse, run};
use super::watch::Watch;

/// After this long a server or a firewall may have closed the connection: ask before a read.
const IDLE: Duration = Duration::from_secs(5);
/// Between attempts to reconnect: doubling from the first to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// How long a job may wait for its refusal while nobody is connected.
const TICK: Duration = Duration::from_millis(50);

/// A thread that takes jobs from a queue and runs them on its own connection.
pub(super) struct Worker {
    pub(super) address: Address,
    pub(super) access: Access,
    pub(super) watch: Option<Watch>,
    /// How many jobs a writer commits at once.
    pub(super) group: usize,
    pub(super) queue: Receiver<Box<dyn Job>>,
    /// Carries nothing; its end is the order to stop.
    pub(super) stop: Receiver<()>,
    /// How many workers of this queue are connected.
    pub(super) connected: Arc<AtomicUsize>,
    /// How many jobs have run.
    pub(super) jobs: Arc<AtomicU64>,
    /// How often a connection of any worker was replaced: then those of the others may be as dead.
    pub(super) renewals: Arc<AtomicU64>,
    /// How many transactions have been committed for them, or tried.
    pub(super) groups: Arc<AtomicU64>,
}

impl Worker {
    /// A connection of its own.
    pub(super) fn open(&self) -> Result<Conn, DbError> {
        let mut conn = self.address.open(self.access)?;
        if let Some(watch) = &self.watch {
            watch.follow(&mut conn);
        }
        Ok(conn)
    }

    /// Works until the queue has ended and is empty.
    pub(super) fn run(&self, mut conn: Conn) {
        self.connected.fetch_add(1, Ordering::SeqCst);
        loop {
            // Jobs catch their own panics; this is for one in the driver, which must not leave the
            // service without its writer.
            let end = catch_unwind(AssertUnwindSafe(|| match self.access {
                Access::Read => self.read(&mut conn),
                Access::Write => self.write(&mut conn),
            }));
            if end.is_ok() {
                break;
            }
            error!("A database thread panicked; it goes on with a new connection");
            if self.renew(&mut conn, &mut Vec::new()).is_break() {
                break;
            }
        }
        self.connected.fetch_sub(1, Ordering::SeqCst);
    }

    fn read(&self, conn: &mut Conn) {
        let mut used = Instant::now();
        let mut renewals = self.renewals.load(Ordering::SeqCst);
        while let Ok(job) = self.queue.recv() {
            if job.is_abandoned() {
                continue;
            }
            let mut jobs = vec![job];
            let seen = self.renewals.load(Ordering::SeqCst);
            if (used.elapsed() >= IDLE || seen != renewals)
                && conn.check().is_err()
                && self.renew(conn, &mut jobs).is_break()
            {
                return;
            }
            let all_is_well = jobs.pop().is_none_or(|job| self.read_one(conn, job));
            used = Instant::now();
            renewals = seen;
            // Diesel does not notice a dead socket when reading, so ask after each failure.
            if !all_is_well && settle(conn).is_err() && self.renew(conn, &mut jobs).is_break() {
                return;
            }
        }
    }

    fn read_one(&self, conn: &mut Conn, mut job: Box<dyn Job>) -> bool {
        let is_ok = job.run(conn);
        self.jobs.fetch_add(1, Ordering::Relaxed);
        job.answer();

        is_ok && conn.depth() == Some(0)
    }

    fn write(&self, conn: &mut Conn) {
        let mut group: Vec<Box<dyn Job>> = Vec::with_capacity(self.group);
        loop {
            if group.is_empty() {
                let Ok(job) = self.queue.recv() else { return };
                group.push(job);
            }
            group.extend(
                self.queue
                    .try_iter()
                    .take(self.group.saturating_sub(group.len())),
            );
            group.retain(|job| !job.is_abandoned());
            if !group.is_empty() && self.write_group(conn, &mut group).is_break() {
                return;
            }
        }
    }

    /// Runs one transaction; what did not run stays in the group.
    fn write_group(&self, conn: &mut Conn, group: &mut Vec<Box<dyn Job>>) -> ControlFlow<()> {
        let (size, kind) = next_group(group);
        match conn.begin_group(kind).map_err(DbError::from) {
            Ok(()) => {}
            // Another process holds the file; the connection is as good as any other.
            Err(conflict @ DbError::Conflict(_)) => {
                refuse(group.drain(..), &conflict);
                return ControlFlow::Continue(());
            }
            Err(error) => {
                info!(%error, "The database connection is stale");
                self.renew(conn, group)?;
                if let Err(error) = conn.begin_group(kind) {
                    refuse(group.drain(..), &error.into());
                    return ControlFlow::Continue(());
                }
            }
        }

        // Connecting anew may have refused them all.
        let (done, end) = run(conn, group, (size.min(group.len()), kind));
        let jobs = u64::try_from(done.len()).unwrap_or(u64::MAX);
        self.jobs.fetch_add(jobs, Ordering::Relaxed);
        self.groups.fetch_add(1, Ordering::Relaxed);
        for job in done {
            job.answer();
        }
        if let Err(error) = end {
            warn!(%error, jobs, "A group of writes was lost");
            self.renew(conn, group)?;
        }

        ControlFlow::Continue(())
    }

    /// Replaces the connection, however long that takes; the jobs at hand are refused when the first
    /// attempt fails. Breaks off when the service stops.
    fn renew(&self, conn: &mut Conn, jobs: &mut Vec<Box<dyn Job>>) -> ControlFlow<()> {
        self.connected.fetch_sub(1, Ordering::SeqCst);
        let mut pause = FIRST_PAUSE;
        let end = loop {
            match self.open() {
                Ok(new) => {
                    *conn = new;
                    self.renewals.fetch_add(1, Ordering::SeqCst);
                    break ControlFlow::Continue(());
                }
                Err(error) => warn!(%error, "The database cannot be reached"),
            }
            refuse(jobs.drain(..), &DbError::Down);
            if self.rest(pause).is_break() {
                break ControlFlow::Break(());
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        };
        self.connected.fetch_add(1, Ordering::SeqCst);

        end
    }

    /// Waits, and refuses what comes in meanwhile unless another worker can still do it.
    fn rest(&self, pause: Duration) -> ControlFlow<()> {
        let begin = Instant::now();
        while let Some(left) = pause.checked_sub(begin.elapsed()) {
            if self.connected.load(Ordering::SeqCst) == 0 {
                refuse(self.queue.try_iter(), &DbError::Down);
            }
            match self.stop.recv_timeout(left.min(TICK)) {
                Err(RecvTimeoutError::Timeout) => {}
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return ControlFlow::Break(()),
            }
        }

        ControlFlow::Continue(())
    }
}

/// Leaves no transaction behind and asks whether the server is still there.
fn settle(conn: &mut Conn) -> diesel::QueryResult<()> {
    conn.leave_transactions()?;

    conn.check()
}
