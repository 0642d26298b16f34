//! `DATABASE_URL`: which database, and how a connection to it is set up.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

#[cfg(feature = "postgres")]
use diesel::PgConnection;
use diesel::connection::SimpleConnection as _;
use diesel::sql_types::Text;
use diesel::{Connection as _, QueryableByName, RunQueryDsl as _, SqliteConnection};
#[cfg(feature = "postgres")]
use secrecy::{ExposeSecret as _, SecretString};

use super::conn::{Access, Conn};
use super::error::DbError;

/// Where the database is.
#[derive(Debug, Clone)]
pub(super) enum Address {
    /// The file's path.
    Sqlite(PathBuf),
    /// The address for libpq; it may hold a password.
    #[cfg(feature = "postgres")]
    Postgres(SecretString),
}

impl Address {
    /// Reads `sqlite://path`, `postgres://…` or `postgresql://…`. Everything else is refused, so
    /// that a slip of the pen does not create an empty file.
    pub(super) fn parse(url: &str) -> Result<Self, DbError> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            return sqlite_path(path);
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return postgres(url);
        }

        Err(DbError::Address(
            "DATABASE_URL must begin with sqlite:// or postgres://".to_owned(),
        ))
    }

    /// Whether only one connection may write at a time.
    pub(super) fn has_one_writer(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// Creates a missing `SQLite` file, readable by its owner only; its folder must exist.
    /// `SQLite` gives the files beside it the same rights. One that exists is not even opened: to close it again would take
    /// away the locks that other connections of this process hold on it (POSIX), and then another program that closes the
    /// database believes to be the last, and removes the log into which this one goes on writing.
    pub(super) fn create(&self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(path) => {
                let mut options = OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                match options.open(path) {
                    Ok(_) => Ok(()),
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
                    Err(error) => Err(DbError::Open(format!("{}: {error}", path.display()))),
                }
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Opens a connection. A `SQLite` file that has vanished is not replaced by an empty one.
    pub(super) fn open(&self, access: Access) -> Result<Conn, DbError> {
        match self {
            Self::Sqlite(path) => {
                if !path.exists() {
                    return Err(DbError::Open(format!("{} is missing", path.display())));
                }
                let mut conn = SqliteConnection::establish(&path.to_string_lossy())
                    .map_err(|error| DbError::Open(error.to_string()))?;
                prepare_sqlite(&mut conn, access)?;
                Ok(Conn::Sqlite(conn))
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => open_postgres(url.expose_secret(), access).map(Conn::Postgres),
        }
    }
}

fn sqlite_path(path: &str) -> Result<Address, DbError> {
    let problem = match path {
        "" => "DATABASE_URL has no path after sqlite://",
        ":memory:" => "a database in memory cannot be shared by several connections; name a file",
        _ if path.starts_with("file:") || path.contains('?') => {
            "DATABASE_URL must be sqlite:// and a path, without parameters"
        }
        _ => return Ok(Address::Sqlite(PathBuf::from(path))),
    };

    Err(DbError::Address(problem.to_owned()))
}

/// Switching an empty file to WAL takes a lock that does not wait its turn: when two processes start
/// at once, one of them is told "locked" at once.
const WAL_ATTEMPTS: u32 = 100;
const WAL_PAUSE: Duration = Duration::from_millis(20);

fn prepare_sqlite(conn: &mut SqliteConnection, access: Access) -> Result<(), DbError> {
    conn.batch_execute("PRAGMA busy_timeout = 5000")?;
    switch_to_wal(conn)?;
    conn.batch_execute(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; \
         PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA journal_size_limit = 67108864",
    )?;
    if access == Access::Read {
        conn.batch_execute("PRAGMA query_only = ON")?;
    }

    Ok(())
}

#[derive(QueryableByName)]
struct Mode {
    #[diesel(sql_type = Text)]
    journal_mode: String,
}

fn switch_to_wal(conn: &mut SqliteConnection) -> Result<(), DbError> {
    for _ in 0..WAL_ATTEMPTS {
        let answer = diesel::sql_query("PRAGMA journal_mode = WAL").get_result::<Mode>(conn);
        match answer.map_err(DbError::from) {
            Ok(mode) if mode.journal_mode == "wal" => return Ok(()),
            Ok(mode) => {
                let mode = mode.journal_mode;
                return Err(DbError::Open(format!(
                    "SQLite stays in journal mode {mode}, not wal"
                )));
            }
            Err(DbError::Conflict(_)) => std::thread::sleep(WAL_PAUSE),
            Err(other) => return Err(other),
        }
    }

    Err(DbError::Open(
        "another process keeps the SQLite file locked".to_owned(),
    ))
}

#[cfg(not(feature = "postgres"))]
fn postgres(_url: &str) -> Result<Address, DbError> {
    Err(DbError::Address(
        "this build of tulay has no PostgreSQL; build it with --features postgres".to_owned(),
    ))
}

/// What libpq is told unless the address says otherwise: by itself it waits for ever for a server
/// that does not answer, and for minutes on a connection whose other end has vanished.
#[cfg(feature = "postgres")]
const PATIENCE: [(&str, &str); 4] = [
    ("connect_timeout", "5"),
    ("tcp_user_timeout", "20000"),
    ("keepalives_idle", "30"),
    ("keepalives_interval", "10"),
];

#[cfg(feature = "postgres")]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the build without PostgreSQL refuses here"
)]
fn postgres(url: &str) -> Result<Address, DbError> {
    let mut url = url.to_owned();
    for (name, value) in PATIENCE {
        if !url.contains(&format!("{name}=")) {
            let joint = if url.contains('?') { '&' } else { '?' };
            url.extend([String::from(joint), format!("{name}={value}")]);
        }
    }

    Ok(Address::Postgres(url.into()))
}

#[cfg(feature = "postgres")]
fn open_postgres(url: &str, access: Access) -> Result<PgConnection, DbError> {
    // libpq repeats an address it cannot read, password and all.
    let mut conn = PgConnection::establish(url).map_err(|error| {
        DbError::Open(
            error
                .to_string()
                .replace(url, "the address in DATABASE_URL"),
        )
    })?;
    conn.batch_execute(
        "SET application_name TO 'tulay'; SET statement_timeout TO '10s'; \
         SET idle_in_transaction_session_timeout TO '60s'",
    )?;
    if access == Access::Read {
        conn.batch_execute("SET default_transaction_read_only TO on")?;
    }

    Ok(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str) -> String {
        Address::parse(url).unwrap_err().to_string()
    }

    #[test]
    fn an_unknown_scheme_is_refused() {
        for url in [
            "",
            "data.db",
            "mysql://x",
            "SQLITE://x",
            "sqlite:x",
            "postgres:/x",
        ] {
            assert_eq!(
                refusal(url),
                "DATABASE_URL must begin with sqlite:// or postgres://"
            );
        }
        assert!(refusal("sqlite://").contains("no path"));
        assert!(refusal("sqlite://:memory:").contains("in memory"));
        assert!(refusal("sqlite://x.db?mode=ro").contains("parameters"));
        assert!(
            matches!(Address::parse("sqlite:///a/b.db"), Ok(Address::Sqlite(path)) if path.is_absolute())
        );
    }

    #[cfg(not(feature = "postgres"))]
    #[test]
    fn a_build_without_postgres_says_so() {
        assert_eq!(
            refusal("postgres://localhost/tulay"),
            "this build of tulay has no PostgreSQL; build it with --features postgres"
        );
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn a_password_is_shown_nowhere() {
        let url = "postgresql://tulay:hunter2@[bad/x";
        let address = Address::parse(url).unwrap();

        assert!(!format!("{address:?}").contains("hunter2"));
        let Err(error) = address.open(Access::Read) else {
            panic!("opened")
        };
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn an_address_may_choose_its_own_patience() {
        let Ok(Address::Postgres(url)) = Address::parse("postgres://h/d?connect_timeout=60") else {
            panic!("refused");
        };

        assert_eq!(
            url.expose_secret(),
            "postgres://h/d?connect_timeout=60&tcp_user_timeout=20000&keepalives_idle=30&keepalives_interval=10"
        );
    }

    #[test]
    fn a_new_file_belongs_to_its_owner_and_a_vanished_one_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tulay.db");
        let address = Address::Sqlite(path.clone());

        assert!(matches!(address.open(Access::Write), Err(DbError::Open(_))));
        address.create().unwrap();
        address.open(Access::Write).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
