//! Queues, snapshots, the end, and connections that die.

use std::sync::mpsc;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use super::super::{Access, Conn, Db, DbError, QueueLength};
use super::executor::{counters, ids, insert, with_counters};
use super::{Place, Plug, begin};

#[tokio::test]
async fn a_full_queue_refuses_and_then_serves_again() {
    for place in with_counters() {
        let url = place.url.clone().into();
        let settings = super::DbSettings {
            url,
            readers: 1,
            writers: 1,
            queue: 2,
            group: 64,
            watch: None,
        };
        let db = Db::start(&settings).unwrap();
        let plug = Plug::put(&db);
        let waiting = [1, 2].map(|id| begin(db.write(move |conn| insert(conn, id))));
        assert_eq!(
            db.queue_len(),
            QueueLength {
                reads: 0,
                writes: 2
            }
        );
        assert!(matches!(
            db.write(|conn| insert(conn, 3)).await,
            Err(DbError::Busy)
        ));
        plug.pull().await;

        for job in waiting {
            job.await.unwrap();
        }
        db.write(|conn| insert(conn, 4)).await.unwrap();
        assert_eq!(ids(&db).await, [1, 2, 4]);
    }
}

#[tokio::test]
async fn whoever_is_patient_for_so_long_only_is_told_when_nothing_comes() {
    for place in with_counters() {
        let db = place.start_in_order();
        let hurried = db.with_patience(Duration::from_millis(200));
        let plug = Plug::put(&db);
        // It stands behind the plug: nobody waits for it any more, so that it is never begun.
        let given_up = hurried.write(|conn| insert(conn, 1)).await;
        assert!(matches!(given_up, Err(DbError::Lost(_))));
        plug.pull().await;
        db.write(|conn| insert(conn, 2)).await.unwrap();
        assert_eq!(ids(&db).await, [2]);
    }
}

#[tokio::test]
async fn a_reader_cannot_write_and_a_panicking_one_does_no_harm() {
    for place in with_counters() {
        let db = place.start_in_order();
        assert!(db.read(|conn| insert(conn, 1)).await.is_err());
        let panicking = db
            .read_snapshot(|_| -> Result<(), DbError> { panic!("on purpose") })
            .await;
        assert!(matches!(panicking, Err(DbError::Panic)));
        assert_eq!(ids(&db).await, Vec::<i32>::new());
        db.ping().await.unwrap();
    }
}

#[tokio::test]
async fn the_queries_of_a_snapshot_see_the_same_moment() {
    fn count(conn: &mut Conn) -> Result<i64, DbError> {
        Ok(counters::table.count().get_result(conn)?)
    }
    for place in with_counters() {
        let db = place.start_in_order();
        let (counted, has_counted) = mpsc::channel();
        let (written, was_written) = mpsc::channel();
        let snapshot = begin(db.read_snapshot(move |conn| {
            let before = count(conn)?;
            counted.send(()).unwrap();
            was_written.recv().unwrap();
            Ok::<_, DbError>((before, count(conn)?))
        }));
        has_counted.recv().unwrap();
        db.write(|conn| insert(conn, 1)).await.unwrap();
        written.send(()).unwrap();

        assert_eq!(snapshot.await.unwrap(), (0, 0));
        assert_eq!(db.read(count).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn the_command_line_may_block() {
    for place in with_counters() {
        let db = place.start(1);
        db.write_blocking(|conn| insert(conn, 1)).unwrap();
        let count = db.read_blocking(|conn| {
            Ok::<_, DbError>(counters::table.count().get_result::<i64>(conn)?)
        });
        assert_eq!(count.unwrap(), 1);
    }
}

#[tokio::test]
async fn shutting_down_finishes_what_waits_and_takes_nothing_more() {
    for place in with_counters() {
        let db = place.start_in_order();
        let plug = Plug::put(&db);
        let waiting = begin(db.write(|conn| insert(conn, 1)));
        let stopping = {
            let db = db.clone();
            std::thread::spawn(move || db.shutdown())
        };
        plug.pull().await;
        stopping.join().unwrap();

        assert!(waiting.await.is_ok());
        assert!(matches!(
            db.write(|conn| insert(conn, 2)).await,
            Err(DbError::Down)
        ));
        assert!(matches!(db.ping().await, Err(DbError::Down)));
        let rows = counters::table.count().get_result::<i64>(&mut place.conn());
        assert_eq!(rows, Ok(1));
        db.shutdown();
    }
}

/// Closes the door to the database, and ends the sessions that are inside, or opens it again, as if
/// the server were away. Opening ends none: a thread may have come back in at once.
fn let_in(place: &Place, allowed: bool) {
    let Some((server, name)) = &place.server else {
        return;
    };
    let mut admin = Conn::open(server, Access::Write).unwrap();
    admin
        .batch_execute(&format!(
            "ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}"
        ))
        .unwrap();
    if !allowed {
        admin
            .batch_execute(&format!(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                 WHERE datname = '{name}'"
            ))
            .unwrap();
    }
}

#[tokio::test]
async fn while_the_server_is_away_jobs_are_refused_and_later_they_are_done() {
    for place in with_counters().iter().filter(|place| place.is_postgres()) {
        let db = place.start(100);
        db.write(|conn| insert(conn, 1)).await.unwrap();
        let_in(place, false);
        for _ in 0..4 {
            assert!(matches!(
                db.write(|conn| insert(conn, 2)).await,
                Err(DbError::Down)
            ));
            assert!(matches!(db.ping().await, Err(DbError::Down)));
        }

        let_in(place, true);
        // Each refusal takes a moment, so this waits for the next attempt to reconnect.
        let mut refusals = 0;
        while db.write(|conn| insert(conn, 3)).await.is_err() || db.ping().await.is_err() {
            refusals += 1;
            assert!(refusals < 500);
        }
        assert_eq!(ids(&db).await, [1, 3]);
    }
}

#[tokio::test]
async fn the_end_does_not_wait_for_a_server_that_is_away() {
    for place in with_counters().iter().filter(|place| place.is_postgres()) {
        let db = place.start(100);
        let_in(place, false);
        assert!(db.write(|conn| insert(conn, 1)).await.is_err());
        assert!(db.ping().await.is_err());

        db.shutdown();
        assert!(matches!(
            db.write(|conn| insert(conn, 1)).await,
            Err(DbError::Down)
        ));
        let_in(place, true);
    }
}

/// Ends all other sessions of the database, and waits until they are gone.
fn kill_sessions(place: &Place) {
    let mut admin = Conn::open(&place.url, Access::Write).unwrap();
    admin
        .batch_execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .unwrap();
}

#[tokio::test]
async fn killed_sessions_are_replaced() {
    for place in with_counters().iter().filter(|place| place.is_postgres()) {
        let db = place.start_in_order();
        db.write(|conn| insert(conn, 1)).await.unwrap();
        assert_eq!(ids(&db).await, [1]);
        kill_sessions(place);

        // BEGIN is repeated on a new connection, so the write does not notice. Once the writer has a new one, the
        // reader looks at its own first.
        db.write(|conn| insert(conn, 2)).await.unwrap();
        assert_eq!(ids(&db).await, [1, 2]);
        // A session of its own that was renewed makes it look once more.
        db.ping().await.unwrap();
        kill_sessions(place);

        // When nobody has noticed, the first read meets the dead socket, the next one does not.
        assert!(matches!(db.ping().await, Err(DbError::Down)));
        assert_eq!(ids(&db).await, [1, 2]);
    }
}

#[tokio::test]
async fn another_process_that_holds_the_sqlite_file_is_a_conflict() {
    for place in with_counters().iter().filter(|place| !place.is_postgres()) {
        let db = place.start_in_order();
        db.write(|conn| Ok::<_, DbError>(conn.batch_execute("PRAGMA busy_timeout = 0")?))
            .await
            .unwrap();
        let mut other = place.conn();
        other.batch_execute("BEGIN IMMEDIATE").unwrap();
        let refused = db.write(|conn| insert(conn, 1)).await;
        assert!(matches!(refused, Err(DbError::Conflict(_))), "{refused:?}");
        other.batch_execute("ROLLBACK").unwrap();

        db.write(|conn| insert(conn, 1)).await.unwrap();
    }
}

#[test]
fn a_database_that_is_not_there_is_told_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/absent/test.db", folder.path().display());
    let settings = super::DbSettings {
        url: url.into(),
        readers: 1,
        writers: 1,
        queue: 1,
        group: 1,
        watch: None,
    };

    assert!(matches!(Db::start(&settings), Err(DbError::Open(_))));
}
