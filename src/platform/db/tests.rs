//! The promises of the module, kept on `SQLite` always and on `PostgreSQL` when
//! `TULAY_TEST_POSTGRES_URL` names a server on which databases may be created.

mod executor;
mod handle;
mod migrations;
mod types;

use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::task::{Context, Waker};

use diesel::connection::SimpleConnection as _;
use tempfile::TempDir;

use super::{Access, Conn, Db, DbError, DbSettings};

/// A database of its own for one test.
struct Place {
    url: String,
    _folder: TempDir,
    /// Where to drop the database afterwards: the server's address and the name.
    server: Option<(String, String)>,
}

impl Place {
    fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        Self {
            url,
            _folder: folder,
            server: None,
        }
    }

    fn postgres(server: String) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("tulay_db_{}_{number}", std::process::id());
        let (start, _) = server.rsplit_once('/').expect("…/database at the end");
        let url = format!("{start}/{name}");
        let mut admin = Conn::open(&server, Access::Write).unwrap();
        admin
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .unwrap();
        Self {
            url,
            _folder: tempfile::tempdir().unwrap(),
            server: Some((server, name)),
        }
    }

    fn is_postgres(&self) -> bool {
        self.server.is_some()
    }

    fn conn(&self) -> Conn {
        Conn::open(&self.url, Access::Write).unwrap()
    }

    /// Runs the text for the database at hand.
    fn prepare(&self, sqlite: &str, postgres: &str) {
        let sql = if self.is_postgres() { postgres } else { sqlite };
        self.conn().batch_execute(sql).unwrap();
    }

    fn start(&self, queue: usize) -> Db {
        let url = self.url.clone().into();
        Db::start(&DbSettings {
            url,
            readers: 2,
            writers: 2,
            queue,
            group: 64,
            watch: None,
        })
        .unwrap()
    }

    /// With one writer on both databases, so that jobs come in a known order.
    fn start_in_order(&self) -> Db {
        let url = self.url.clone().into();
        Db::start(&DbSettings {
            url,
            readers: 1,
            writers: 1,
            queue: 100,
            group: 64,
            watch: None,
        })
        .unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.server
            && let Ok(mut admin) = Conn::open(server, Access::Write)
        {
            drop(admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")));
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a test has no configuration")]
fn postgres_server() -> Option<String> {
    std::env::var("TULAY_TEST_POSTGRES_URL")
        .ok()
        .filter(|_| cfg!(feature = "postgres"))
}

fn places() -> Vec<Place> {
    std::iter::once(Place::sqlite())
        .chain(postgres_server().map(Place::postgres))
        .collect()
}

/// Asks a future once, which sends its job; it is awaited later.
fn begin<F: Future>(future: F) -> Pin<Box<F>> {
    let mut future = Box::pin(future);
    let mut context = Context::from_waker(Waker::noop());
    assert!(future.as_mut().poll(&mut context).is_pending());
    future
}

/// Keeps the only writer busy until it is released, so that what follows becomes one group.
struct Plug {
    release: mpsc::Sender<()>,
    job: Pin<Box<dyn Future<Output = Result<(), DbError>>>>,
}

impl Plug {
    fn put(db: &Db) -> Self {
        let (release, released) = mpsc::channel();
        let (started, has_started) = mpsc::channel();
        let db = db.clone();
        let job = begin(async move {
            db.write(move |_| {
                started.send(()).unwrap();
                released.recv().unwrap();
                Ok(())
            })
            .await
        });
        has_started.recv().unwrap();
        Self { release, job }
    }

    async fn pull(self) {
        self.release.send(()).unwrap();
        self.job.await.unwrap();
    }
}
