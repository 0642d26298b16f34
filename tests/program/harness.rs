//! The real program as an operator runs it: its own process, its own folder, its own log.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use diesel::RunQueryDsl as _;
use serde_json::Value;
use tempfile::TempDir;
use tulay::platform::db::{Access, Conn};
use tulay::platform::file_storage::choose_cryptography;

/// On which database a program runs; the name of the PostgreSQL database is its own.
#[derive(Debug, Clone)]
pub enum Database {
    Sqlite,
    Postgres(String),
}

/// A folder, and the settings of the program that works in it.
pub struct Place {
    folder: TempDir,
    pub database: Database,
    port: u16,
    settings: Vec<(&'static str, String)>,
}

/// A program that serves.
pub struct Running {
    child: Child,
    pub greeting: String,
    pub api: Api,
}

/// Somebody who calls a program.
#[derive(Clone)]
pub struct Api {
    url: String,
    client: reqwest::Client,
}

impl Place {
    pub fn on_sqlite() -> Self {
        Self::on(Database::Sqlite)
    }

    /// `None` when the tests have no PostgreSQL.
    #[cfg(feature = "postgres")]
    pub fn on_postgres(name: &str) -> Option<Self> {
        use diesel::connection::SimpleConnection as _;
        use diesel::{Connection as _, PgConnection};

        let url = std::env::var("TULAY_TEST_POSTGRES_URL").ok()?;
        let name = format!("tulay_program_{name}_{}", std::process::id());
        let mut conn = PgConnection::establish(&url).unwrap();
        conn.batch_execute(&format!("CREATE DATABASE {name}"))
            .unwrap();
        let mut url = url::Url::parse(&url).unwrap();
        url.set_path(&name);
        Some(Self::on(Database::Postgres(url.to_string())))
    }

    fn on(database: Database) -> Self {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = socket.local_addr().unwrap().port();
        Self {
            folder: tempfile::tempdir().unwrap(),
            database,
            port,
            settings: Vec::new(),
        }
    }

    /// The same with another setting.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.settings.push((name, value.to_owned()));
        self
    }

    /// Writes a secret into a file apart from the data; where it is.
    pub fn write_secret(&self, name: &str, secret: &str) -> String {
        let file = self.folder.path().join(name);
        std::fs::write(&file, secret).unwrap();
        file.display().to_string()
    }

    pub fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    pub fn database_url(&self) -> String {
        match &self.database {
            Database::Sqlite => format!("sqlite://{}", self.data_dir().join("tulay.db").display()),
            Database::Postgres(url) => url.clone(),
        }
    }

    /// The program with these arguments, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tulay"));
        command
            .args(arguments)
            .env_clear()
            .env("TULAY_DATA_DIR", self.data_dir())
            .env(
                "TULAY_REFERENCE_DIR",
                Path::new(env!("CARGO_MANIFEST_DIR")).join("data"),
            )
            .env("TULAY_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("TULAY_RATE_ANONYMOUS_PER_MINUTE", "1000000")
            .env("TULAY_RATE_ANONYMOUS_WRITES_PER_MINUTE", "1000000")
            .env("TULAY_RATE_TOKEN_PER_MINUTE", "1000000")
            .env("TULAY_LOG", "debug")
            .envs(self.settings.iter().map(|(name, value)| (name, value)));
        if let Database::Postgres(url) = &self.database {
            command.env("DATABASE_URL", url);
        }
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Starts serving and waits until it answers.
    pub fn serve(&self) -> Running {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.log());
        let mut child = self
            .command(&["serve"])
            .stdout(Stdio::piped())
            .stderr(log.unwrap())
            .spawn()
            .unwrap();
        // The greeting is printed once the address is bound; its first line names it.
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut greeting = String::new();
        output.read_line(&mut greeting).unwrap();
        assert!(greeting.contains("serves on"), "{}", self.read_log());
        std::thread::spawn(move || output.read_to_end(&mut Vec::new()));
        choose_cryptography();
        Running {
            child,
            greeting,
            api: Api {
                url: format!("http://127.0.0.1:{}", self.port),
                client: reqwest::Client::builder()
                    .no_proxy()
                    // Between two requests the program may have closed the line.
                    .pool_max_idle_per_host(0)
                    .build()
                    .unwrap(),
            },
        }
    }

    /// Asks the database itself a question whose answer is one `text`.
    pub fn query_text(&self, query: &str) -> String {
        #[derive(diesel::QueryableByName)]
        struct Answer {
            #[diesel(sql_type = diesel::sql_types::Text)]
            text: String,
        }
        let mut conn = Conn::open(&self.database_url(), Access::Read).unwrap();
        let answer: Answer = match &mut conn {
            #[cfg(feature = "postgres")]
            Conn::Postgres(conn) => diesel::sql_query(query).get_result(conn).unwrap(),
            Conn::Sqlite(conn) => diesel::sql_query(query).get_result(conn).unwrap(),
        };
        answer.text
    }

    /// A dump of the database, as a backup has it; `None` on SQLite, whose file is its own dump.
    pub fn dump(&self) -> Option<Vec<u8>> {
        let Database::Postgres(url) = &self.database else {
            return None;
        };
        let folders = std::fs::read_dir("/usr/lib/postgresql").unwrap();
        let newest = folders.map(|folder| folder.unwrap().path()).max().unwrap();
        let dumped = Command::new(newest.join("bin/pg_dump"))
            .arg(url)
            .output()
            .unwrap();
        assert!(
            dumped.status.success(),
            "{}",
            String::from_utf8_lossy(&dumped.stderr)
        );
        Some(dumped.stdout)
    }

    pub fn read_log(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }
}

impl Running {
    /// Ends it at once, as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, as an operator does, and waits; returns whether it ended well.
    pub fn stop(mut self) -> bool {
        self.ask_to_stop();
        self.child.wait().unwrap().success()
    }

    /// Sends SIGTERM and does not wait.
    pub fn ask_to_stop(&self) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(sent.unwrap().success());
    }
}

impl Api {
    pub async fn get(&self, path: &str) -> reqwest::Response {
        self.client
            .get(format!("{}{path}", self.url))
            .send()
            .await
            .unwrap()
    }

    /// A request, still without anything.
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.url));
        request.timeout(Duration::from_mins(2))
    }

    /// Reads something with credentials.
    pub async fn get_as(&self, path: &str, authorization: &str) -> Value {
        let request = self.client.get(format!("{}{path}", self.url));
        let answer = request
            .header("Authorization", authorization)
            .send()
            .await
            .unwrap();
        answer.json().await.unwrap()
    }

    /// A write; `Err` when no answer came.
    pub async fn post(&self, path: &str, key: &str, body: &Value) -> reqwest::Result<(u16, Value)> {
        let request = self.write(path, key).json(body);
        read(request).await
    }

    /// A write with credentials.
    pub async fn post_as(&self, path: &str, authorization: &str, body: &Value) -> (u16, Value) {
        let key = format!("{path} {body}").len().to_string() + authorization;
        let key: String = key
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(60)
            .collect();
        let request = self
            .write(path, &key)
            .header("Authorization", authorization);
        read(request.json(body)).await.unwrap()
    }

    /// A request that writes, with its idempotency key and still without a body.
    pub fn write(&self, path: &str, key: &str) -> reqwest::RequestBuilder {
        self.client
            .post(format!("{}{path}", self.url))
            .timeout(Duration::from_mins(2))
            .header("Idempotency-Key", format!("\"{key}\""))
    }

    /// A request that erases, with its idempotency key.
    pub fn erasure(&self, path: &str, key: &str) -> reqwest::RequestBuilder {
        self.client
            .delete(format!("{}{path}", self.url))
            .header("Idempotency-Key", format!("\"{key}\""))
    }

    /// The example body that the contract gives for an operation, without an id of its own.
    pub async fn example(&self, method: &str, path: &str) -> Value {
        let contract: Value = self.get("/openapi.json").await.json().await.unwrap();
        let body = &contract["paths"][path][method]["requestBody"];
        let mut example = body["content"]["application/json"]["example"].clone();
        example.as_object_mut().unwrap().remove("id");
        example
    }
}

/// Sends a request and reads its status and its body.
pub async fn read(request: reqwest::RequestBuilder) -> reqwest::Result<(u16, Value)> {
    let answer = request.send().await?;
    let status = answer.status().as_u16();
    let body = answer.bytes().await?;
    Ok((status, serde_json::from_slice(&body).unwrap_or(Value::Null)))
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
