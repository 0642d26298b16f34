//! Groups, failures in them, and connections that die.

use std::sync::mpsc;
use std::thread::JoinHandle;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use futures_util::future::join_all;

use super::super::{Access, Conn, Db, DbError, JobsRun};
use super::{Place, Plug, begin, places};

diesel::table! {
    counters (id) { id -> Integer, n -> Integer, }
}

const COUNTERS: &str = "CREATE TABLE counters (id integer PRIMARY KEY, n integer NOT NULL)";

pub(super) fn with_counters() -> Vec<Place> {
    let places = places();
    for place in &places {
        place.prepare(COUNTERS, COUNTERS);
    }
    places
}

pub(super) fn insert(conn: &mut Conn, id: i32) -> Result<(), DbError> {
    let row = (counters::id.eq(id), counters::n.eq(0));
    diesel::insert_into(counters::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

pub(super) async fn ids(db: &Db) -> Vec<i32> {
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

/// Sends a long job from a thread of its own; it waits in the queue when this returns.
fn begin_long(
    db: &Db,
    work: impl FnOnce(&mut Conn) -> Result<(), DbError> + Send + 'static,
) -> JoinHandle<Result<(), DbError>> {
    let waiting = db.queue_len().writes;
    let of_thread = db.clone();
    let thread = std::thread::spawn(move || of_thread.write_long_blocking(work));
    while db.queue_len().writes == waiting {
        std::thread::yield_now();
    }
    thread
}

#[tokio::test]
async fn a_long_job_has_a_transaction_of_its_own_and_leaves_nothing_when_it_fails() {
    for place in with_counters() {
        let db = place.start_in_order();
        let plug = Plug::put(&db);
        let before = begin(db.write(|conn| insert(conn, 1)));
        let failing = begin_long(&db, |conn| {
            insert(conn, 2)?;
            insert(conn, 1)
        });
        let panicking = begin_long(&db, |conn| {
            insert(conn, 3)?;
            conn.attempt(|_| -> Result<(), DbError> { panic!("a bug, on purpose") })
        });
        let good = begin_long(&db, |conn| {
            insert(conn, 4)?;
            let inner = conn.attempt(|conn| {
                insert(conn, 5)?;
                insert(conn, 4)
            });
            assert!(inner.is_err());
            insert(conn, 6)
        });
        let after = begin(db.write(|conn| insert(conn, 7)));
        plug.pull().await;

        assert!(before.await.is_ok() && after.await.is_ok());
        assert!(matches!(failing.join().unwrap(), Err(DbError::Query(_))));
        assert!(matches!(panicking.join().unwrap(), Err(DbError::Panic)));
        good.join().unwrap().unwrap();
        assert_eq!(ids(&db).await, [1, 4, 6, 7]);
        assert_eq!(
            db.jobs_run().groups,
            6,
            "each long job by itself, and the plug"
        );
        db.shutdown();
    }
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
async fn jobs_that_lock_in_one_order_never_wait_for_each_other() {
    fn lock(conn: &mut Conn, id: i32) -> Result<(), DbError> {
        let _locked: Vec<i32> = crate::lock!(conn, counters::table.find(id).select(counters::n))?;
        Ok(())
    }
    for place in with_counters().iter().filter(|place| place.is_postgres()) {
        let db = place.start(600);
        for id in 1..=9 {
            db.write(move |conn| insert(conn, id)).await.unwrap();
        }
        // One of eight things, then the one that all of them share: the end of the audit log.
        let job = |number: i32| {
            db.write(move |conn| {
                lock(conn, 1 + number % 8)?;
                lock(conn, 9)
            })
        };
        let outcomes = join_all((0..600).map(job)).await;
        let refused = outcomes.iter().filter(|outcome| outcome.is_err());
        assert_eq!(refused.count(), 0);
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
