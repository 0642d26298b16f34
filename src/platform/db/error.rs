//! What can go wrong between a job and the database.

use diesel::result::{DatabaseErrorKind, Error};

/// Why a job was not done.
///
/// `Busy`, `Down`, `Lost`, `Conflict`, `Full` and `Timeout` are no fault of the request: answer 503
/// and let the client repeat it under its idempotency key. The others are faults of ours.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The queue is full; the job was not begun.
    #[error("too many database jobs are waiting")]
    Busy,
    /// There is no connection to the database; nothing was kept.
    #[error("the database cannot be reached")]
    Down,
    /// The group's transaction broke before its commit was confirmed, or nobody waits for it any more; whether it was kept is
    /// unknown.
    #[error("the transaction was lost before its commit was confirmed: {0}")]
    Lost(String),
    /// Another transaction was in the way: deadlock, serialisation failure, or another process kept
    /// the `SQLite` file locked. Nothing was kept.
    #[error("another transaction was in the way: {0}")]
    Conflict(String),
    /// The database's disk is full, or does not take what is written; nothing was kept.
    #[error("the database has no room left: {0}")]
    Full(String),
    /// A statement took longer than it may; nothing was kept.
    #[error("a statement took too long: {0}")]
    Timeout(String),
    /// The job panicked; nothing of it was kept.
    #[error("a database job panicked")]
    Panic,
    /// The job answered `Ok` although a statement in it had failed, or it left a transaction open;
    /// nothing of it was kept.
    #[error("a job hid a failure from its caller: {0}")]
    Swallowed(String),
    /// `DATABASE_URL` names nothing that this build can open.
    #[error("{0}")]
    Address(String),
    /// The database could not be opened or prepared.
    #[error("cannot open the database: {0}")]
    Open(String),
    /// A migration failed.
    #[error("cannot migrate the database: {0}")]
    Migration(String),
    /// Any other failure of a query: not found, a constraint, broken SQL.
    #[error(transparent)]
    Query(Error),
}

/// How `PostgreSQL` and libpq say that the session has ended. They say so in the language of the
/// server's `lc_messages`; with another one the error is a plain `Query`, and nothing worse happens.
const GONE: [&str; 7] = [
    "terminating connection",
    "server closed the connection",
    "no connection to the server",
    "could not receive data from server",
    "could not send data to server",
    "SSL connection has been closed",
    "SSL SYSCALL error",
];

/// How both databases say that their disk takes nothing: no room, a quota, a broken disk.
const FULL: [&str; 4] = [
    "disk is full",
    "No space left on device",
    "Disk quota exceeded",
    "disk I/O error",
];

impl From<Error> for DbError {
    fn from(error: Error) -> Self {
        if matches!(error, Error::BrokenTransactionManager) {
            return Self::Down;
        }
        let Error::DatabaseError(kind, information) = &error else {
            return Self::Query(error);
        };
        // Diesel hands on neither SQLSTATE nor SQLite's code, only the text.
        let message = information.message().to_owned();
        let says = |part: &str| message.contains(part);

        if matches!(kind, DatabaseErrorKind::ClosedConnection) || GONE.into_iter().any(says) {
            Self::Down
        } else if matches!(kind, DatabaseErrorKind::SerializationFailure)
            || says("deadlock detected")
            || says("database is locked")
            || says("database table is locked")
        {
            Self::Conflict(message)
        } else if FULL.into_iter().any(says) {
            Self::Full(message)
        } else if says("due to statement timeout") {
            Self::Timeout(message)
        } else {
            Self::Query(error)
        }
    }
}

impl DbError {
    /// What the innocent members of a group are told when the group's transaction broke.
    pub(super) fn of_lost_group(error: &Error) -> Self {
        Self::Lost(error.to_string())
    }

    /// What a job is told that was not begun because of this.
    pub(super) fn for_waiting(&self) -> Self {
        if let Self::Conflict(message) = self {
            Self::Conflict(message.clone())
        } else {
            Self::Down
        }
    }

    /// The name of the violated constraint, as [`constraint`](super::constraint::constraint) reads
    /// it; `None` when it was something else.
    #[must_use]
    pub fn constraint(&self) -> Option<String> {
        if let Self::Query(error) = self {
            super::constraint::constraint(error)
        } else {
            None
        }
    }
}
