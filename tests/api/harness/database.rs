//! A database per test: a copy of a template that was migrated and filled once.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;
use tulay::config::Config;
use tulay::platform::db::{Access, Conn};
use tulay::start::{Sources, start};

/// On what a test runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// A database of a test's own, and the folder with its keys.
pub struct Prepared {
    folder: TempDir,
    url: String,
    /// The server's address and the name of the database there, when there is a server.
    on_server: Option<(String, String)>,
}

impl Drop for Prepared {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.on_server {
            postgres::remove(server, name);
        }
    }
}

impl Prepared {
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn url(&self) -> &str {
        &self.url
    }
}

struct Template {
    folder: TempDir,
}

static SQLITE: OnceLock<Template> = OnceLock::new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A database that was filled from this reference data.
pub fn prepare_from(kind: Database, reference: &Path) -> Option<Prepared> {
    match kind {
        Database::Sqlite => {
            let folder = tempfile::tempdir().unwrap();
            let url = format!("sqlite://{}", folder.path().join("tulay.db").display());
            fill(folder.path(), &url, reference);
            Some(Prepared {
                folder,
                url,
                on_server: None,
            })
        }
        Database::Postgres => postgres::prepare_from(reference),
    }
}

pub fn prepare(kind: Database) -> Option<Prepared> {
    match kind {
        Database::Sqlite => Some(prepare_sqlite()),
        Database::Postgres => postgres::prepare(),
    }
}

fn prepare_sqlite() -> Prepared {
    let template = SQLITE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("tulay.db").display());
        fill(folder.path(), &url, &reference());
        Template { folder }
    });
    let folder = tempfile::tempdir().unwrap();
    copy_keys(template.folder.path(), folder.path());
    let file = folder.path().join("tulay.db");
    // A reader that closes last leaves the log beside the main file.
    for name in ["tulay.db", "tulay.db-wal"] {
        let from = template.folder.path().join(name);
        if from.exists() {
            std::fs::copy(from, folder.path().join(name)).unwrap();
        }
    }
    Prepared {
        url: format!("sqlite://{}", file.display()),
        folder,
        on_server: None,
    }
}

/// What comes with the program.
fn reference() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// Starts an app once, which migrates and imports, and closes it so that all is in the main file.
fn fill(folder: &Path, url: &str, reference: &Path) {
    let variables = [
        ("TULAY_DATA_DIR", folder.display().to_string()),
        ("DATABASE_URL", url.to_owned()),
        ("TULAY_REFERENCE_DIR", reference.display().to_string()),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value));
    let shared = start(
        Config::from_variables(variables).unwrap(),
        &Sources::default(),
    )
    .unwrap();
    shared.services.db.shutdown();
    // Threads that close their connections at the same moment may each leave the rest to the other:
    // one more connection that closes alone moves what is left into the main file.
    drop(Conn::open(url, Access::Write).unwrap());
}

fn copy_keys(from: &Path, to: &Path) {
    std::fs::create_dir(to.join("keys")).unwrap();
    // A copy keeps the mode 0600, which the app insists on.
    std::fs::copy(from.join("keys/master.toml"), to.join("keys/master.toml")).unwrap();
}

#[cfg(feature = "postgres")]
mod postgres {
    use diesel::connection::SimpleConnection as _;
    use diesel::{Connection as _, PgConnection};

    use super::*;

    struct Server {
        url: String,
        template: Template,
        name: String,
    }

    static SERVER: OnceLock<Option<Server>> = OnceLock::new();

    pub fn prepare() -> Option<Prepared> {
        let server = SERVER.get_or_init(connect).as_ref()?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("{}_{number}", server.name);
        let mut conn = PgConnection::establish(&server.url).unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {}", server.name))
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        copy_keys(server.template.folder.path(), folder.path());
        Some(Prepared {
            url: with_database(&server.url, &name),
            folder,
            on_server: Some((server.url.clone(), name)),
        })
    }

    pub fn prepare_from(reference: &Path) -> Option<Prepared> {
        let server = std::env::var("TULAY_TEST_POSTGRES_URL").ok()?;
        let name = format!("tulay_load_{}", std::process::id());
        let mut conn = PgConnection::establish(&server).unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {name}"))
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let url = with_database(&server, &name);
        fill(folder.path(), &url, reference);
        Some(Prepared {
            folder,
            url,
            on_server: Some((server, name)),
        })
    }

    /// Hundreds of tests would leave gigabytes behind.
    pub fn remove(server: &str, name: &str) {
        let removed = PgConnection::establish(server)
            .map(|mut conn| conn.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")));
        if !matches!(removed, Ok(Ok(()))) {
            eprintln!("the database {name} was left behind");
        }
    }

    fn connect() -> Option<Server> {
        let url = std::env::var("TULAY_TEST_POSTGRES_URL").ok()?;
        let name = format!("tulay_test_{}", std::process::id());
        let mut conn = PgConnection::establish(&url).unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {name}"))
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        fill(folder.path(), &with_database(&url, &name), &reference());
        Some(Server {
            url,
            template: Template { folder },
            name,
        })
    }

    fn with_database(url: &str, name: &str) -> String {
        let mut url = url::Url::parse(url).unwrap();
        url.set_path(name);
        url.to_string()
    }
}

#[cfg(not(feature = "postgres"))]
mod postgres {
    pub fn prepare() -> Option<super::Prepared> {
        None
    }

    pub fn prepare_from(_reference: &super::Path) -> Option<super::Prepared> {
        None
    }

    pub fn remove(_server: &str, _name: &str) {}
}
