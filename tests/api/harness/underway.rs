//! Somebody else's change, held open, so that two who do something at the same moment meet.

use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use tulay::platform::db::{Access, Conn};

use super::TestApp;

/// A change that is not committed yet.
pub struct Underway {
    /// Where it is made.
    pub conn: Conn,
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    waiting: i64,
}

impl Underway {
    /// Begins to write.
    pub fn begin(app: &TestApp) -> Self {
        let mut conn = Conn::open(app.database_url(), Access::Write).unwrap();
        let sql = match &conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => "BEGIN",
            Conn::Sqlite(_) => "BEGIN IMMEDIATE",
        };
        conn.batch_execute(sql).unwrap();
        Self { conn }
    }

    /// On `PostgreSQL` alone: `SQLite` has one writer at a time.
    pub fn lock(&mut self, sql: &str) {
        if !matches!(self.conn, Conn::Sqlite(_)) {
            self.conn.batch_execute(sql).unwrap();
        }
    }

    pub fn change(&mut self, sql: &str) {
        self.conn.batch_execute(sql).unwrap();
    }

    pub fn commit(mut self) {
        self.conn.batch_execute("COMMIT").unwrap();
    }
}

/// Waits until so many stand before a lock, or for a moment when fewer do; `SQLite` does not tell.
pub async fn until_waiting(app: &TestApp, wanted: i64) {
    if app.is_on_sqlite() {
        return tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let mut conn = Conn::open(app.database_url(), Access::Read).unwrap();
    let sql = "SELECT count(*) AS waiting FROM pg_stat_activity \
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    for _ in 0..200 {
        let found: Waiting = diesel::sql_query(sql).get_result(&mut conn).unwrap();
        if found.waiting >= wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

impl TestApp {
    /// Whether the database of the app is `SQLite`.
    pub fn is_on_sqlite(&self) -> bool {
        let conn = Conn::open(self.database_url(), Access::Read).unwrap();
        matches!(conn, Conn::Sqlite(_))
    }
}
