//! One connection to one of the two databases, and the transactions the executor runs on it.

#[cfg(feature = "postgres")]
use diesel::PgConnection;
use diesel::connection::{AnsiTransactionManager, SimpleConnection as _, TransactionManager};
use diesel::result::{Error, QueryResult};
use diesel::{MultiConnection, SqliteConnection};

use super::address::Address;
use super::error::DbError;

/// A connection to `PostgreSQL` or `SQLite`; store functions take `&mut Conn`.
#[derive(MultiConnection)]
pub enum Conn {
    /// `PostgreSQL`, only with the cargo feature `postgres`.
    #[cfg(feature = "postgres")]
    Postgres(PgConnection),
    /// `SQLite`.
    Sqlite(SqliteConnection),
}

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Only queries; the database itself refuses to write.
    Read,
    /// Everything.
    Write,
}

/// What is committed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GroupKind {
    /// Jobs, each under a savepoint.
    OfMany,
    /// One job that writes very much. On `SQLite` it has no savepoint: for one, each page that is changed is kept in memory, in a
    /// list that each statement walks to its end, so that time grows with the square of what is written.
    OneLong,
}

impl Conn {
    /// Opens a connection outside the executor, for migrations and the command line; a `SQLite`
    /// file that is missing is created, readable by its owner only.
    pub fn open(url: &str, access: Access) -> Result<Self, DbError> {
        let address = Address::parse(url)?;
        address.create()?;

        address.open(access)
    }

    /// Runs steps of which one may fail without harm: an `Err` undoes only these steps.
    ///
    /// Without it `PostgreSQL` refuses everything after a failed statement. Only inside a write job:
    /// elsewhere it is an error, because a transaction of its own would not be a group's.
    pub fn attempt<T, E, F>(&mut self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Self) -> Result<T, E>,
        E: From<Error>,
    {
        if !matches!(self.depth(), Some(1..)) {
            return Err(Error::NotInTransaction.into());
        }

        <Self as TransactionManager<Self>>::transaction(self, work)
    }

    /// Runs several queries that see the same moment.
    pub(super) fn snapshot<T, E, F>(&mut self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Self) -> Result<T, E>,
        E: From<DbError>,
    {
        self.begin_snapshot().map_err(DbError::from)?;
        let outcome = work(self);
        // Nothing was written: if the end fails, the executor renews the connection.
        if let Err(error) = self.leave_transactions() {
            tracing::debug!(%error, "a read transaction did not end well");
        }

        outcome
    }

    fn begin_snapshot(&mut self) -> QueryResult<()> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(conn) => AnsiTransactionManager::begin_transaction_sql(
                conn,
                "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            ),
            Self::Sqlite(conn) => {
                AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN DEFERRED")
            }
        }
    }

    /// Opens the group's transaction and the first job's savepoint, in one round trip.
    pub(super) fn begin_group(&mut self, kind: GroupKind) -> QueryResult<()> {
        let sql = match (&*self, kind) {
            #[cfg(feature = "postgres")]
            (Self::Postgres(_), _) => "BEGIN; SAVEPOINT job",
            // A plain BEGIN would take the lock at the first write and then lose to another writer.
            (Self::Sqlite(_), GroupKind::OfMany) => "BEGIN IMMEDIATE; SAVEPOINT job",
            (Self::Sqlite(_), GroupKind::OneLong) => "BEGIN IMMEDIATE",
        };
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(conn) => AnsiTransactionManager::begin_transaction_sql(conn, sql),
            Self::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, sql),
        }
    }

    /// Keeps what the last job did and opens the next one's savepoint.
    pub(super) fn next_job(&mut self) -> QueryResult<()> {
        self.batch_execute("RELEASE SAVEPOINT job; SAVEPOINT job")
    }

    /// Commits the group.
    ///
    /// The RELEASE matters: `PostgreSQL` turns the COMMIT of a failed transaction into a silent
    /// ROLLBACK, but refuses to release a savepoint in it.
    pub(super) fn commit_group(&mut self, kind: GroupKind) -> QueryResult<()> {
        match self {
            // Diesel sees that the session is idle again and corrects its own count.
            #[cfg(feature = "postgres")]
            Self::Postgres(conn) => conn.batch_execute("RELEASE SAVEPOINT job; COMMIT"),
            Self::Sqlite(conn) => {
                if kind == GroupKind::OfMany {
                    conn.batch_execute("RELEASE SAVEPOINT job")?;
                }
                AnsiTransactionManager::commit_transaction(conn)
            }
        }
    }

    /// Undoes what the present job did. Its savepoint stays and serves the next one.
    pub(super) fn undo_job(&mut self, kind: GroupKind) -> QueryResult<()> {
        // A panic inside `attempt` leaves inner savepoints behind.
        while self.depth().ok_or(Error::BrokenTransactionManager)? > 1 {
            <Self as TransactionManager<Self>>::rollback_transaction(self)?;
        }
        if self.depth() != Some(1) {
            return Err(Error::NotInTransaction);
        }
        if matches!((&*self, kind), (Self::Sqlite(_), GroupKind::OneLong)) {
            self.leave_transactions()?;
            return self.begin_group(kind);
        }

        self.batch_execute("ROLLBACK TO SAVEPOINT job")
    }

    /// How many transactions are open inside each other; `None` when nobody knows.
    pub(super) fn depth(&mut self) -> Option<u32> {
        <Self as TransactionManager<Self>>::transaction_manager_status_mut(self)
            .transaction_depth()
            .ok()
            .map(|depth| depth.map_or(0, std::num::NonZeroU32::get))
    }

    /// Rolls back whatever is open.
    pub(super) fn leave_transactions(&mut self) -> QueryResult<()> {
        while self.depth().ok_or(Error::BrokenTransactionManager)? > 0 {
            <Self as TransactionManager<Self>>::rollback_transaction(self)?;
        }

        Ok(())
    }

    /// Asks whether the database still answers.
    pub(super) fn check(&mut self) -> QueryResult<()> {
        self.batch_execute("SELECT 1")
    }
}
