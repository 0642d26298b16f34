//! The migrations that are built into the binary.

#[cfg(feature = "postgres")]
use diesel::connection::SimpleConnection as _;
use diesel::connection::{AnsiTransactionManager, TransactionManager as _};
use diesel::migration::{Migration, MigrationSource as _};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness as _, embed_migrations};

use super::conn::Conn;
use super::dialect;
use super::error::DbError;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Under which number the instances agree that one of them migrates; any fixed number does.
#[cfg(feature = "postgres")]
const ADVISORY_LOCK: i64 = 7_421_685_190;

diesel::table! {
    /// Diesel's own record of what has been applied.
    __diesel_schema_migrations (version) {
        /// The digits with which the migration's folder begins.
        version -> Text,
    }
}

/// Applies what is missing and returns the versions that it applied.
///
/// Several instances may do so at once: the others wait, then find nothing left to do. On `SQLite`
/// all migrations are one transaction; on `PostgreSQL` each is its own.
///
/// Where nothing is missing it only reads: a server may serve as a role that may not change tables.
pub fn migrate(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    if pending(conn)?.is_empty() {
        return Ok(Vec::new());
    }
    match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(conn) => migrate_postgres(conn),
        Conn::Sqlite(conn) => migrate_sqlite(conn),
    }
}

fn migrate_sqlite(conn: &mut SqliteConnection) -> Result<Vec<String>, DbError> {
    AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE")?;
    let applied = match conn.run_pending_migrations(SQLITE) {
        Ok(versions) => Ok(versions.iter().map(ToString::to_string).collect()),
        Err(error) => Err(DbError::Migration(error.to_string())),
    };
    if applied.is_ok() {
        AnsiTransactionManager::commit_transaction(conn)?;
    } else {
        AnsiTransactionManager::rollback_transaction(conn)?;
    }

    applied
}

#[cfg(feature = "postgres")]
fn migrate_postgres(conn: &mut PgConnection) -> Result<Vec<String>, DbError> {
    // Waiting for another instance, or filling a new index, takes as long as it takes.
    conn.batch_execute("SET statement_timeout TO 0")?;
    conn.batch_execute(&format!("SELECT pg_advisory_lock({ADVISORY_LOCK})"))?;
    let applied = match conn.run_pending_migrations(POSTGRES) {
        Ok(versions) => Ok(versions.iter().map(ToString::to_string).collect()),
        Err(error) => Err(DbError::Migration(error.to_string())),
    };
    conn.batch_execute(&format!("SELECT pg_advisory_unlock({ADVISORY_LOCK})"))?;
    conn.batch_execute("SET statement_timeout TO '10s'")?;

    applied
}

/// The versions that this binary knows and the database does not have yet, oldest first. The server
/// is ready when there are none.
///
/// It writes nothing, so it runs on a reader, also on an empty database.
pub fn pending(conn: &mut Conn) -> Result<Vec<String>, DbError> {
    let known = known(conn)?;
    if !has_record(conn)? {
        return Ok(known);
    }
    let applied: Vec<String> = __diesel_schema_migrations::table
        .select(__diesel_schema_migrations::version)
        .load(conn)?;

    Ok(known
        .into_iter()
        .filter(|version| !applied.contains(version))
        .collect())
}

fn known(conn: &Conn) -> Result<Vec<String>, DbError> {
    match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => versions::<diesel::pg::Pg>(&POSTGRES),
        Conn::Sqlite(_) => versions::<Sqlite>(&SQLITE),
    }
}

fn versions<DB: diesel::backend::Backend>(
    source: &EmbeddedMigrations,
) -> Result<Vec<String>, DbError> {
    let migrations: Vec<Box<dyn Migration<DB>>> = source
        .migrations()
        .map_err(|error| DbError::Migration(error.to_string()))?;
    let mut versions: Vec<_> = migrations
        .iter()
        .map(|migration| migration.name().version().to_string())
        .collect();
    versions.sort();

    Ok(versions)
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Bool)]
    found: bool,
}

fn has_record(conn: &mut Conn) -> QueryResult<bool> {
    let query = match conn {
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => dialect::MIGRATIONS_TABLE_POSTGRES,
        Conn::Sqlite(_) => dialect::MIGRATIONS_TABLE_SQLITE,
    };
    let row: Found = diesel::sql_query(query).get_result(conn)?;

    Ok(row.found)
}
