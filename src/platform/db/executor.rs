//! Jobs, and how a writer runs a group of them in one transaction.
//!
//! Each job runs under a savepoint, but for long ones, which are alone; what fails is undone alone; one commit, one flush to the disk,
//! serves all. A job cannot run twice, so only BEGIN is ever repeated. A job that has locked rows
//! ends its group: with the locks of several jobs in one transaction, two groups would wait for each
//! other although every job takes its locks in the same order. Rules for jobs, because they share a
//! transaction: no transaction statements of their own (use `Conn::attempt`), no ignored
//! `Err`, no `SET LOCAL`, no deferred constraints, nothing slow.

use std::cell::Cell;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::SyncSender;

use diesel::result::QueryResult;
use tokio::sync::oneshot;

use super::conn::{Conn, GroupKind};
use super::error::DbError;

thread_local! {
    static HAS_LOCKED: Cell<bool> = const { Cell::new(false) };
}

/// Tells that the job that is running has locked rows which others may be waiting for.
/// [`lock!`](crate::lock) does so by itself.
pub fn note_row_lock() {
    HAS_LOCKED.set(true);
}

/// Something to do on a connection, and somebody who waits for the outcome.
pub(super) trait Job: Send {
    /// Does it; `true` when it answered `Ok`.
    fn run(&mut self, conn: &mut Conn) -> bool;
    /// Whether it has run and its outcome is `Ok`.
    fn is_kept(&self) -> bool;
    /// Replaces the outcome.
    fn fail(&mut self, error: DbError);
    /// Tells the outcome to whoever waits; a job that has not run is told as `Down`.
    fn answer(self: Box<Self>);
    /// Whether nobody waits any longer.
    fn is_abandoned(&self) -> bool;
    /// Whether it writes so much that it has a transaction of its own.
    fn is_long(&self) -> bool;
}

/// Where the outcome goes.
pub(super) enum Reply<T, E> {
    /// A future waits.
    Future(oneshot::Sender<Result<T, E>>),
    /// A thread waits.
    Thread(SyncSender<Result<T, E>>),
}

/// A closure as a job.
pub(super) struct Task<F, T, E> {
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: Reply<T, E>,
    is_long: bool,
}

impl<F, T, E> Task<F, T, E> {
    pub(super) fn new(work: F, reply: Reply<T, E>) -> Self {
        Self {
            work: Some(work),
            outcome: None,
            reply,
            is_long: false,
        }
    }

    /// The same, for one that writes very much.
    pub(super) fn long(work: F, reply: Reply<T, E>) -> Self {
        Self {
            is_long: true,
            ..Self::new(work, reply)
        }
    }
}

impl<F, T, E> Job for Task<F, T, E>
where
    F: FnOnce(&mut Conn) -> Result<T, E> + Send,
    T: Send,
    E: From<DbError> + Send,
{
    fn run(&mut self, conn: &mut Conn) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        // What the closure left half done is undone with its savepoint, and it is never called again.
        let outcome = catch_unwind(AssertUnwindSafe(|| work(conn)))
            .unwrap_or_else(|_| Err(DbError::Panic.into()));
        self.outcome = Some(outcome);

        self.is_kept()
    }

    fn is_kept(&self) -> bool {
        matches!(self.outcome, Some(Ok(_)))
    }

    fn fail(&mut self, error: DbError) {
        self.outcome = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>) {
        let outcome = self.outcome.unwrap_or_else(|| Err(DbError::Down.into()));
        // Whoever has gone meanwhile does not want to know.
        match self.reply {
            Reply::Future(sender) => drop(sender.send(outcome)),
            Reply::Thread(sender) => drop(sender.send(outcome)),
        }
    }

    fn is_abandoned(&self) -> bool {
        match &self.reply {
            Reply::Future(sender) => sender.is_closed(),
            Reply::Thread(_) => false,
        }
    }

    fn is_long(&self) -> bool {
        self.is_long
    }
}

/// How many of the jobs that wait, from the first one on, are committed together, and how.
pub(super) fn next_group(waiting: &[Box<dyn Job>]) -> (usize, GroupKind) {
    match waiting.iter().position(|job| job.is_long()) {
        Some(0) => (1, GroupKind::OneLong),
        Some(before) => (before, GroupKind::OfMany),
        None => (waiting.len(), GroupKind::OfMany),
    }
}

/// Runs so many of the jobs inside the open transaction and commits. Returns those that ran, to be answered. On
/// an error the connection must be replaced; what did not run stays in `group` and may run on the
/// next one.
pub(super) fn run(
    conn: &mut Conn,
    group: &mut Vec<Box<dyn Job>>,
    (size, kind): (usize, GroupKind),
) -> (Vec<Box<dyn Job>>, QueryResult<()>) {
    let together = group.get_mut(..size).unwrap_or_default();
    let (ran, end) = run_group(conn, together, kind);
    let waiting = group.split_off(ran.min(group.len()));
    let mut done = mem::replace(group, waiting);

    if let Err(error) = &end {
        // A refusal by a job that could see what an earlier one had done may rest on rows that are
        // gone now ("there is one already"): it is not told either.
        let told = done.iter().take_while(|job| !job.is_kept()).count();
        for job in done.iter_mut().skip(told) {
            job.fail(DbError::of_lost_group(error));
        }
    }

    (done, end)
}

/// Answers everybody with the same error.
pub(super) fn refuse(jobs: impl IntoIterator<Item = Box<dyn Job>>, error: &DbError) {
    for mut job in jobs {
        job.fail(error.for_waiting());
        job.answer();
    }
}

/// What became of the group's transaction after a job.
enum Transaction {
    Open,
    Committed,
}

/// How many jobs ran, and how it ended; after an error nothing was committed, or nobody knows.
fn run_group(
    conn: &mut Conn,
    group: &mut [Box<dyn Job>],
    kind: GroupKind,
) -> (usize, QueryResult<()>) {
    let last = group.len();
    for (ran, job) in (1..).zip(group.iter_mut()) {
        match run_in_savepoint(conn, job.as_mut(), ran == last, kind) {
            Ok(Transaction::Open) => {}
            Ok(Transaction::Committed) => return (ran, Ok(())),
            Err(error) => return (ran, Err(error)),
        }
    }

    (last, conn.commit_group(kind))
}

fn run_in_savepoint(
    conn: &mut Conn,
    job: &mut dyn Job,
    is_last: bool,
    kind: GroupKind,
) -> QueryResult<Transaction> {
    HAS_LOCKED.set(false);
    if job.run(conn) {
        if conn.depth() == Some(1) {
            match keep(conn, is_last || HAS_LOCKED.get(), kind) {
                Ok(state) => return Ok(state),
                // The COMMIT itself failed.
                Err(error) if conn.depth() != Some(1) => return Err(error),
                Err(error) => job.fail(DbError::Swallowed(error.to_string())),
            }
        } else {
            let reason = "it left a transaction open, or closed ours";
            job.fail(DbError::Swallowed(reason.to_owned()));
        }
    }
    conn.undo_job(kind)?;

    Ok(Transaction::Open)
}

/// Keeps the job's work; with the last one commits, which saves a round trip.
fn keep(conn: &mut Conn, is_last: bool, kind: GroupKind) -> QueryResult<Transaction> {
    if is_last {
        conn.commit_group(kind)?;
        return Ok(Transaction::Committed);
    }
    conn.next_job()?;

    Ok(Transaction::Open)
}
