//! Groups, failures in them, and connections that die.

use std::sync::mpsc;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use futures_util::future::join_all;

use super::super::{Access, Conn, Db, DbError, JobsRun, QueueLength};
use super::{Place, Plug, begin, places};

diesel::table! {
    counters (id) { id -> Integer, n -> Integer, }
}

const COUNTERS: &str = "CREATE TABLE counters (id integer PRIMARY KEY, n integer NOT NULL)";

fn with_counters() -> Vec<Place> {
    let places = places();
    for place in &places {
        place.prepare(COUNTERS, COUNTERS);
    }
    places
}

fn insert(conn: &mut Conn, id: i32) -> Result<(), DbError> {
    let row = (counters::id.eq(id), counters::n.eq(0));
    diesel::insert_into(counters::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

async fn ids(db: &Db) -> Vec<i32> {
    let query = |conn: &mut Conn| {
        Ok::<_, DbError>(
            counters::table
                .select(counters::id)
                .order(counters::id)
                .load(conn)?,
        )
    };
    db.read(query).await.unwrap()
}

#[tokio::test]
async fn one_failing_or_panicking_job_of_a_group_falls_alone() {
    for place in with_counters() {
        let db = place.start_in_order();
        let plug = Plug::put(&db);
        let good = begin(db.write(|conn| insert(conn, 1)));
        let failing = begin(db.write(|conn| {
            insert(conn, 2)?;
            insert(conn, 1)
        }));
        let panicking = begin(db.write(|conn| {
            insert(conn, 3)?;
            conn.attempt(|conn| {
                insert(conn, 4)?;
                conn.attempt(|_| -> Result<(), DbError> { panic!("a bug, on purpose") })
            })
        }));
        let also_good = begin(db.write(|conn| insert(conn, 5)));
        let also_failing = begin(db.write(|conn| {
            insert(conn, 6)?;
            Err::<(), _>(DbError::Panic)
        }));
        plug.pull().await;

        assert!(good.await.is_ok());
        let error = failing.await.unwrap_err();
        assert!(error.constraint().is_some(), "{error}");
        assert!(matches!(panicking.await, Err(DbError::Panic)));
        assert!(also_good.await.is_ok());
        assert!(also_failing.await.is_err());
        assert_eq!(ids(&db).await, [1, 5]);
        // The plug, then the five together.
        assert_eq!(
            db.jobs_run(),
            JobsRun {
                reads: 1,
                writes: 6,
                groups: 2
            }
        );
    }
}

#[tokio::test]
async fn attempts_nest_and_fall_one_by_one() {
    for place in with_counters() {
        let db = place.start(100);
        db.write(|conn| {
            insert(conn, 1)?;
            let inner = conn.attempt(|conn| {
                insert(conn, 2)?;
                let innermost = conn.attempt(|conn| {
                    insert(conn, 3)?;
                    insert(conn, 1)
                });
                assert!(innermost.is_err());
                insert(conn, 4)
            });
            assert!(inner.is_ok());
            let undone = conn.attempt(|conn| {
                insert(conn, 5)?;
                insert(conn, 5)
            });
            assert!(undone.is_err());
            insert(conn, 6)
        })
        .await
        .unwrap();
        assert_eq!(ids(&db).await, [1, 2, 4, 6]);

        let outside = db.read(|conn| conn.attempt(|_| Ok::<_, DbError>(()))).await;
        assert!(matches!(
            outside,
            Err(DbError::Query(diesel::result::Error::NotInTransaction))
        ));
        assert_eq!(ids(&db).await, [1, 2, 4, 6]);
    }
}

#[tokio::test]
async fn a_swallowed_error_is_never_answered_with_ok_when_nothing_is_kept() {
    let ignoring = |conn: &mut Conn| {
        insert(conn, 1)?;
        drop(insert(conn, 1));
        Ok::<_, DbError>(())
    };
    for place in with_counters() {
        let db = place.start_in_order();
        let alone = db.write(ignoring).await;
        if !place.is_postgres() {
            // SQLite goes on after a failed statement and keeps the rest.
            assert!(alone.is_ok());
            continue;
        }
        assert!(matches!(alone, Err(DbError::Swallowed(_))), "{alone:?}");

        let plug = Plug::put(&db);
        let (before, guilty) = (
            begin(db.write(|conn| insert(conn, 7))),
            begin(db.write(ignoring)),
        );
        let after = begin(db.write(|conn| insert(conn, 8)));
        plug.pull().await;
        assert!(before.await.is_ok());
        assert!(matches!(guilty.await, Err(DbError::Swallowed(_))));
        assert!(after.await.is_ok());
        assert_eq!(ids(&db).await, [7, 8]);
    }
}

#[tokio::test]
async fn a_job_that_ends_our_transaction_is_found_out_and_the_next_write_works() {
    for place in with_counters() {
        let db = place.start_in_order();
        let plug = Plug::put(&db);
        let neighbour = begin(db.write(|conn| insert(conn, 1)));
        let rude = begin(db.write(|conn| Ok::<_, DbError>(conn.batch_execute("ROLLBACK")?)));
        let refused = begin(db.write(|conn| {
            insert(conn, 2)?;
            Err::<(), _>(DbError::Panic)
        }));
        let later = begin(db.write(|conn| insert(conn, 3)));
        plug.pull().await;

        assert!(matches!(neighbour.await, Err(DbError::Lost(_))));
        assert!(rude.await.is_err());
        // Those behind it run on a new connection.
        assert!(matches!(refused.await, Err(DbError::Panic)));
        assert!(later.await.is_ok());
        assert_eq!(ids(&db).await, [3]);
    }
}

#[tokio::test]
async fn a_refusal_that_rests_on_a_lost_row_is_not_told() {
    for place in with_counters() {
        let db = place.start_in_order();
        let plug = Plug::put(&db);
        let first = begin(db.write(|conn| insert(conn, 1)));
        let duplicate = begin(db.write(|conn| insert(conn, 1)));
        let rude = begin(db.write(|conn| Ok::<_, DbError>(conn.batch_execute("ROLLBACK")?)));
        plug.pull().await;

        assert!(first.await.is_err());
        assert!(matches!(duplicate.await, Err(DbError::Lost(_))));
        assert!(rude.await.is_err());
        assert_eq!(ids(&db).await, Vec::<i32>::new());
    }
}

fn add_one(conn: &mut Conn) -> Result<i32, DbError> {
    let rows: Vec<i32> = crate::lock!(conn, counters::table.find(1).select(counters::n))?;
    let next = rows[0] + 1;
    diesel::update(counters::table.find(1))
        .set(counters::n.eq(next))
        .execute(conn)?;
    Ok(next)
}

#[tokio::test]
async fn two_hundred_read_then_write_jobs_all_count() {
    for place in with_counters() {
        let db = place.start(200);
        db.write(|conn| insert(conn, 1)).await.unwrap();

        let mut seen: Vec<_> = join_all((0..200).map(|_| db.write(add_one)))
            .await
            .into_iter()
            .collect::<Result<_, DbError>>()
            .unwrap();
        seen.sort_unstable();
        assert_eq!(seen, (1..=200).collect::<Vec<_>>());
        assert_eq!(db.jobs_run().writes, 201);
    }
}

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
async fn a_job_whose_caller_has_gone_is_skipped() {
    for place in with_counters() {
        let db = place.start_in_order();
        let plug = Plug::put(&db);
        drop(begin(db.write(|conn| insert(conn, 1))));
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

        // BEGIN is repeated on a new connection, so the write does not notice.
        db.write(|conn| insert(conn, 2)).await.unwrap();
        // The first read meets the dead socket, the next one does not.
        assert!(matches!(db.ping().await, Err(DbError::Down)));
        assert_eq!(ids(&db).await, [1, 2]);
    }
}

#[tokio::test]
async fn a_session_that_dies_within_a_group_takes_only_what_ran_on_it() {
    for place in with_counters().iter().filter(|place| place.is_postgres()) {
        let db = place.start_in_order();
        let plug = Plug::put(&db);
        let before = begin(db.write(|conn| insert(conn, 1)));
        let url = place.url.clone();
        let dying = begin(db.write(move |conn| {
            let mut admin = Conn::open(&url, Access::Write)?;
            admin.batch_execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid()",
            )?;
            insert(conn, 2)
        }));
        let after = begin(db.write(|conn| insert(conn, 3)));
        plug.pull().await;

        assert!(matches!(before.await, Err(DbError::Lost(_))));
        assert!(dying.await.is_err());
        assert!(after.await.is_ok());
        drop(db.ping().await);
        assert_eq!(ids(&db).await, [3]);
    }
}

#[tokio::test]
async fn a_deadlock_is_a_conflict_and_the_neighbours_are_kept() {
    fn touch(conn: &mut Conn, id: i32) -> Result<(), DbError> {
        diesel::update(counters::table.find(id))
            .set(counters::n.eq(1))
            .execute(conn)?;
        Ok(())
    }
    for place in with_counters().iter().filter(|place| place.is_postgres()) {
        let db = place.start(10);
        db.write(|conn| insert(conn, 1)).await.unwrap();
        db.write(|conn| insert(conn, 2)).await.unwrap();
        let (first_locked, has_first_locked) = mpsc::channel();
        let (second_locked, has_second_locked) = mpsc::channel();
        let first = begin(db.write(move |conn| {
            touch(conn, 1)?;
            first_locked.send(()).unwrap();
            has_second_locked.recv().unwrap();
            touch(conn, 2)
        }));
        // Only now, or one writer would take both as a group and wait for itself.
        has_first_locked.recv().unwrap();
        let second = begin(db.write(move |conn| {
            touch(conn, 2)?;
            second_locked.send(()).unwrap();
            touch(conn, 1)
        }));
        let outcomes = [first.await, second.await];

        let conflicts = outcomes
            .iter()
            .filter(|outcome| matches!(outcome, Err(DbError::Conflict(_))))
            .count();
        assert_eq!(conflicts, 1, "{outcomes:?}");
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
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

#[tokio::test]
async fn a_full_disk_loses_the_group_but_not_those_behind() {
    for place in with_counters().iter().filter(|place| !place.is_postgres()) {
        let db = place.start_in_order();
        db.write(|conn| Ok::<_, DbError>(conn.batch_execute("PRAGMA max_page_count = 1")?))
            .await
            .unwrap();
        let plug = Plug::put(&db);
        let big = begin(db.write(|conn| {
            Ok::<_, DbError>(
                conn.batch_execute("CREATE TABLE big AS SELECT zeroblob(1000000) AS b")?,
            )
        }));
        let small = begin(db.write(|conn| insert(conn, 1)));
        plug.pull().await;

        assert!(matches!(big.await, Err(DbError::Full(_))));
        small.await.unwrap();
        assert_eq!(ids(&db).await, [1]);
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
    };

    assert!(matches!(Db::start(&settings), Err(DbError::Open(_))));
}
