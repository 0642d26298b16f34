//! What the rest of the crate holds: the queues and the threads behind them.

use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use flume::{Receiver, Sender, TrySendError};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::address::Address;
use super::conn::{Access, Conn};
use super::error::DbError;
use super::executor::{Job, Reply, Task};
use super::watch::Watch;
use super::worker::Worker;

/// How the database is reached and how much it is given to do.
#[derive(Debug, Clone)]
pub struct DbSettings {
    /// `sqlite://path`, `postgres://…` or `postgresql://…`; secret, because it may hold a password.
    pub url: SecretString,
    /// Connections that read, at least one. As many as cores.
    pub readers: usize,
    /// Connections that write, at least one; `SQLite` always has one. For `PostgreSQL` two on two
    /// cores, more when it is on another host.
    pub writers: usize,
    /// Jobs that may wait, for reading and for writing each; the next is refused as
    /// [`DbError::Busy`].
    pub queue: usize,
    /// Jobs committed at once, 1 to 64. More than 64 savepoints in a transaction slow all other
    /// sessions of `PostgreSQL`.
    pub group: usize,
    /// Who is told of each statement; nobody, but in tests.
    pub watch: Option<Watch>,
}

/// More savepoints than this overflow a cache that `PostgreSQL` keeps per session.
const LARGEST_GROUP: usize = 64;

/// The database. Cheap to clone; every clone is the same one.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
    /// How long whoever awaits a job waits for it; `None`: as long as it takes.
    patience: Option<Duration>,
}

struct Shared {
    /// `None` once the service is stopping; dropping the senders ends the threads.
    queues: RwLock<Option<Queues>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    reads: Arc<AtomicU64>,
    writes: Arc<AtomicU64>,
    groups: Arc<AtomicU64>,
    renewals: Arc<AtomicU64>,
}

struct Queues {
    reads: Sender<Box<dyn Job>>,
    writes: Sender<Box<dyn Job>>,
    /// Never used to send: that it is gone tells a thread that is waiting to reconnect.
    _stop: Sender<()>,
}

/// How many jobs have run since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobsRun {
    /// Jobs that read.
    pub reads: u64,
    /// Jobs that wrote, successful or not.
    pub writes: u64,
    /// Transactions in which the latter ran.
    pub groups: u64,
}

/// How many jobs are waiting at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueueLength {
    /// Jobs that read.
    pub reads: usize,
    /// Jobs that write.
    pub writes: usize,
}

impl Db {
    /// Opens all connections and starts their threads. A missing `SQLite` file is created, but not
    /// its folder; nothing is migrated.
    pub fn start(settings: &DbSettings) -> Result<Self, DbError> {
        let address = Address::parse(settings.url.expose_secret())?;
        address.create()?;
        let writers = if address.has_one_writer() {
            1
        } else {
            settings.writers.max(1)
        };

        Self::start_with(settings, &address, writers)
    }

    /// Opens connections that read, to a database that others write: whoever writes here is told
    /// [`DbError::Down`].
    pub(super) fn start_reading(settings: &DbSettings) -> Result<Self, DbError> {
        let address = Address::parse(settings.url.expose_secret())?;

        Self::start_with(settings, &address, 0)
    }

    fn start_with(
        settings: &DbSettings,
        address: &Address,
        writers: usize,
    ) -> Result<Self, DbError> {
        let (read_queue, read_jobs) = flume::bounded(settings.queue.max(1));
        let (write_queue, write_jobs) = flume::bounded(settings.queue.max(1));
        let (stopping, stop) = flume::bounded(0);
        let db = Self {
            shared: Arc::new(Shared::new(read_queue, write_queue, stopping)),
            patience: None,
        };

        let readers = settings.readers.max(1);
        db.spawn(readers, Access::Read, address, settings, &read_jobs, &stop)?;
        db.spawn(
            writers,
            Access::Write,
            address,
            settings,
            &write_jobs,
            &stop,
        )?;

        Ok(db)
    }

    fn spawn(
        &self,
        count: usize,
        access: Access,
        address: &Address,
        settings: &DbSettings,
        queue: &Receiver<Box<dyn Job>>,
        stop: &Receiver<()>,
    ) -> Result<(), DbError> {
        let shared = &self.shared;
        let connected = Arc::new(AtomicUsize::new(0));
        let (name, jobs) = match access {
            Access::Read => ("db-read", &shared.reads),
            Access::Write => ("db-write", &shared.writes),
        };
        for number in 0..count {
            let worker = Worker {
                address: address.clone(),
                access,
                watch: settings.watch.clone(),
                group: settings.group.clamp(1, LARGEST_GROUP),
                queue: queue.clone(),
                stop: stop.clone(),
                connected: Arc::clone(&connected),
                jobs: Arc::clone(jobs),
                groups: Arc::clone(&shared.groups),
                renewals: Arc::clone(&shared.renewals),
            };
            let conn = worker.open()?;
            let thread = thread::Builder::new()
                .name(format!("{name}-{number}"))
                .spawn(move || worker.run(conn))
                .map_err(|error| DbError::Open(error.to_string()))?;
            shared
                .threads
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(thread);
        }

        Ok(())
    }

    /// The same database for somebody who waits no longer than this for the outcome of what they await, and is told
    /// [`DbError::Lost`] then. Statements end by themselves: this is for a database that keeps its connections and says
    /// nothing, and for the queue behind it.
    #[must_use]
    pub fn with_patience(&self, patience: Duration) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            patience: Some(patience),
        }
    }

    /// Runs a closure on a connection that cannot write. Each query sees its own moment; for
    /// several that must agree use [`Db::read_snapshot`].
    pub async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.wait_for(Access::Read, work).await
    }

    /// Like [`Db::read`], but all queries see the same moment. On `PostgreSQL` it costs two round
    /// trips more, which is why it is not the rule.
    pub async fn read_snapshot<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.wait_for(Access::Read, |conn| conn.snapshot(work))
            .await
    }

    /// Runs a closure in a transaction: `Ok` is on the disk, `Err` has left no trace.
    ///
    /// A caller that goes away before its turn is skipped; one that goes away later is not undone.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.wait_for(Access::Write, work).await
    }

    /// [`Db::read`] for the command line: blocks the thread, also while the queue is full.
    pub fn read_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.block_on(Access::Read, work)
    }

    /// [`Db::read_snapshot`] for jobs: blocks the thread, also while the queue is full.
    pub fn read_snapshot_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.block_on(Access::Read, |conn| conn.snapshot(work))
    }

    /// [`Db::write`] for the command line: blocks the thread, also while the queue is full.
    pub fn write_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.block_on(Access::Write, work)
    }

    /// The same for a job that writes very much, such as a whole list: it has a transaction of its own. Others wait until it
    /// is done on `SQLite`, as for any that writes.
    pub fn write_long_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.block(Access::Write, |reply| Box::new(Task::long(work, reply)))
    }

    /// Whether the database answers, for the readiness check.
    pub async fn ping(&self) -> Result<(), DbError> {
        self.read(|conn| Ok(conn.check()?)).await
    }

    /// How many jobs have run since the start.
    #[must_use]
    pub fn jobs_run(&self) -> JobsRun {
        JobsRun {
            reads: self.shared.reads.load(Ordering::Relaxed),
            writes: self.shared.writes.load(Ordering::Relaxed),
            groups: self.shared.groups.load(Ordering::Relaxed),
        }
    }

    /// How many jobs are waiting.
    #[must_use]
    pub fn queue_len(&self) -> QueueLength {
        let queues = self
            .shared
            .queues
            .read()
            .unwrap_or_else(PoisonError::into_inner);

        QueueLength {
            reads: queues.as_ref().map_or(0, |queues| queues.reads.len()),
            writes: queues.as_ref().map_or(0, |queues| queues.writes.len()),
        }
    }

    /// Takes no more jobs ([`DbError::Down`]), finishes those that wait, and ends the threads.
    /// Blocks until that is done.
    pub fn shutdown(&self) {
        let queues = self
            .shared
            .queues
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        drop(queues);
        let mut threads = self
            .shared
            .threads
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for thread in threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("A database thread ended in a panic");
            }
        }
    }

    async fn wait_for<T, E, F>(&self, access: Access, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (sender, outcome) = oneshot::channel();
        let queue = self.queue(access)?;
        queue
            .try_send(Box::new(Task::new(work, Reply::Future(sender))))
            .map_err(|error| match error {
                TrySendError::Full(_) => DbError::Busy,
                TrySendError::Disconnected(_) => DbError::Down,
            })?;
        // While waiting for its turn a job must not keep the queue from ending.
        drop(queue);

        let outcome = match self.patience {
            Some(patience) => timeout(patience, outcome).await,
            None => Ok(outcome.await),
        };
        // A job that has not begun is skipped; what has begun may still be done.
        let outcome = outcome.map_err(|_| DbError::Lost("nothing was heard of it".to_owned()))?;
        outcome.unwrap_or_else(|_| Err(DbError::Down.into()))
    }

    fn block_on<T, E, F>(&self, access: Access, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        self.block(access, |reply| Box::new(Task::new(work, reply)))
    }

    fn block<T, E>(
        &self,
        access: Access,
        job: impl FnOnce(Reply<T, E>) -> Box<dyn Job>,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (sender, outcome) = mpsc::sync_channel(1);
        let queue = self.queue(access)?;
        queue
            .send(job(Reply::Thread(sender)))
            .map_err(|_| DbError::Down)?;
        drop(queue);

        outcome.recv().unwrap_or_else(|_| Err(DbError::Down.into()))
    }

    fn queue(&self, access: Access) -> Result<Sender<Box<dyn Job>>, DbError> {
        let queues = self
            .shared
            .queues
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let queues = queues.as_ref().ok_or(DbError::Down)?;

        Ok(match access {
            Access::Read => queues.reads.clone(),
            Access::Write => queues.writes.clone(),
        })
    }
}

impl Shared {
    fn new(reads: Sender<Box<dyn Job>>, writes: Sender<Box<dyn Job>>, stop: Sender<()>) -> Self {
        Self {
            queues: RwLock::new(Some(Queues {
                reads,
                writes,
                _stop: stop,
            })),
            threads: Mutex::new(Vec::new()),
            reads: Arc::default(),
            writes: Arc::default(),
            groups: Arc::default(),
            renewals: Arc::default(),
        }
    }
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Db")
            .field("jobs_run", &self.jobs_run())
            .finish_non_exhaustive()
    }
}
