//! Several who do the same thing at the same moment, made to meet: each has passed every check
//! that reads before the first of them may write.

use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use serde_json::Value;
use tulay::platform::db::{Access, Conn};

use crate::harness::{Response, TestApp};

/// On how many instances, and how often on each.
const INSTANCES: usize = 4;
const EACH: usize = 2;
/// How many there are.
pub const ALL: usize = INSTANCES * EACH;

/// Keeps everybody from changing accounts until it is opened.
struct Gate {
    conn: Conn,
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    waiting: i64,
}

impl Gate {
    fn shut(app: &TestApp) -> Self {
        let mut conn = Conn::open(app.database_url(), Access::Write).unwrap();
        let sql = match &conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => "BEGIN; SELECT id FROM accounts FOR UPDATE",
            Conn::Sqlite(_) => "BEGIN IMMEDIATE",
        };
        conn.batch_execute(sql).unwrap();
        Self { conn }
    }

    /// Waits until somebody of each instance stands before the gate; `SQLite` does not tell, so
    /// there the time must do.
    async fn crowded(&self, app: &TestApp) {
        if let Conn::Sqlite(_) = &self.conn {
            return tokio::time::sleep(Duration::from_secs(1)).await;
        }
        let mut conn = Conn::open(app.database_url(), Access::Read).unwrap();
        let sql = "SELECT count(*) AS waiting FROM pg_stat_activity \
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        for _ in 0..500 {
            let found: Waiting = diesel::sql_query(sql).get_result(&mut conn).unwrap();
            if found.waiting >= i64::try_from(INSTANCES).unwrap() {
                // Those that a second writer takes up come a moment later.
                return tokio::time::sleep(Duration::from_millis(200)).await;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("they did not come together");
    }

    fn open(mut self) {
        self.conn.batch_execute("COMMIT").unwrap();
    }
}

/// The answers to the same body, sent to several instances, when nobody is first.
pub async fn at_once(app: &TestApp, path: &str, body: &Value) -> Vec<Response> {
    let others: Vec<TestApp> = (1..INSTANCES).map(|_| app.another()).collect();
    let everybody = others.iter().chain([app]);
    let gate = Gate::shut(app);
    let sent = everybody.flat_map(|app| (0..EACH).map(move |_| app.post(path, body)));
    let sent = futures_util::future::join_all(sent);
    let release = async {
        gate.crowded(app).await;
        gate.open();
    };
    let (answers, ()) = futures_util::join!(sent, release);
    assert_eq!(answers.len(), ALL);
    answers
}

/// Of all answers the one that is good, and those that are not.
pub fn the_only_good_one(answers: Vec<Response>) -> (Response, Vec<Response>) {
    let (mut good, bad): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!(good.len(), 1, "exactly one gets through");
    (good.remove(0), bad)
}
