//! A running app with a database of its own for each test.

mod agencies;
mod database;
mod people;
mod plans;
pub mod promise;
mod receiver;
mod response;
mod texts;
mod underway;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use actix_web::HttpServer;
use actix_web::dev::ServerHandle;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use tulay::config::Config;
use tulay::platform::clock::{ManualClock, SystemClock};
use tulay::platform::code_lists::CodeLists;
use tulay::platform::crypto::{Cost, Keyring};
use tulay::platform::db::Watch;
use tulay::platform::file_storage::choose_cryptography;
use tulay::platform::http::contract::{Contract, ContractError};
use tulay::platform::ids::SystemRandomness;
use tulay::platform::messages::Messages;
use tulay::platform::outbound::Reach;
use tulay::start::{Sources, assemble, database_watched};

pub use agencies::{bytes_literal, literal};
pub use database::Database;
pub use people::Person;
pub use plans::WholeTables;
pub use receiver::{Posted, Receiver};
pub use response::Response;
pub use texts::{GATEWAY, GATEWAY_SECRET};
pub use underway::{Underway, until_waiting};

/// The app under test.
pub struct TestApp {
    /// Where it serves, for example `http://127.0.0.1:40001`.
    pub url: String,
    /// The time as the app sees it.
    pub clock: Arc<ManualClock>,
    /// What the app is made of, for looking at the database.
    pub shared: tulay::app::Shared,
    client: Client,
    server: ServerHandle,
    database: Arc<database::Prepared>,
}

/// Runs a test on both databases: `on_both! { async fn name(app: TestApp) { … } }`.
#[macro_export]
macro_rules! on_both {
    ($(async fn $name:ident($app:ident: TestApp) $body:block)+) => {
        $(async fn $name($app: $crate::harness::TestApp) $body

        mod $name {
            #[actix_web::test]
            async fn on_sqlite() {
                let app = $crate::harness::TestApp::start($crate::harness::Database::Sqlite);
                super::$name(app.unwrap()).await;
            }

            #[actix_web::test]
            async fn on_postgres() {
                match $crate::harness::TestApp::start($crate::harness::Database::Postgres) {
                    Some(app) => super::$name(app).await,
                    None => eprintln!("not run: TULAY_TEST_POSTGRES_URL is not set"),
                }
            }
        })+
    };
}

impl TestApp {
    /// Starts an app; `None` when the tests have no PostgreSQL.
    pub fn start(kind: Database) -> Option<Self> {
        Self::start_with(kind, &[])
    }

    /// Starts an app with other settings.
    pub fn start_with(kind: Database, settings: &[(&str, &str)]) -> Option<Self> {
        Some(Self::start_fresh(database::prepare(kind)?, settings))
    }

    /// Starts an app on reference data of its own.
    pub fn start_with_reference(
        kind: Database,
        reference: &std::path::Path,
        settings: &[(&str, &str)],
    ) -> Option<Self> {
        let prepared = database::prepare_from(kind, reference)?;
        Some(Self::start_fresh(prepared, settings))
    }

    fn start_fresh(prepared: database::Prepared, settings: &[(&str, &str)]) -> Self {
        let now = tulay::platform::clock::Clock::now(&SystemClock);
        let clock = Arc::new(ManualClock::at(now));
        Self::start_on(Arc::new(prepared), clock, settings, None, Reach::Public)
    }

    /// A second app on the same database, as after a restart or as another instance.
    pub fn another(&self) -> Self {
        self.another_with(&[])
    }

    /// The same, with other settings.
    pub fn another_with(&self, settings: &[(&str, &str)]) -> Self {
        Self::start_on(
            Arc::clone(&self.database),
            Arc::clone(&self.clock),
            settings,
            None,
            Reach::Public,
        )
    }

    /// The same, that reaches only one server on this machine.
    pub fn another_reaching(&self, settings: &[(&str, &str)], server: SocketAddr) -> Self {
        Self::start_on(
            Arc::clone(&self.database),
            Arc::clone(&self.clock),
            settings,
            None,
            Reach::OnlyLoopbackForTests(server),
        )
    }

    /// The same, that tells of each statement.
    fn another_watched(&self, watch: Watch) -> Self {
        Self::start_on(
            Arc::clone(&self.database),
            Arc::clone(&self.clock),
            &[],
            Some(watch),
            Reach::Public,
        )
    }

    fn start_on(
        prepared: Arc<database::Prepared>,
        clock: Arc<ManualClock>,
        settings: &[(&str, &str)],
        watch: Option<Watch>,
        reach: Reach,
    ) -> Self {
        let config = config(&prepared, settings);
        let sources = Sources {
            clock: clock.clone(),
            randomness: Arc::new(SystemRandomness),
            password_cost: Cost::LEAST,
            reach,
            contract: contract_made_once,
            library: library_read_once,
        };
        let keyring = Arc::new(Keyring::load(&config.master_key_file).unwrap());
        let db = database_watched(&config, watch).unwrap();
        let shared = assemble(config, &sources, keyring, db).unwrap();
        let of_server = shared.clone();
        let server = HttpServer::new(move || tulay::app::build(&of_server))
            .workers(1)
            .disable_signals()
            .bind("127.0.0.1:0")
            .unwrap();
        let url = format!("http://{}", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        choose_cryptography();
        // A connection that waited too long is closed just when it is used again.
        let client = Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .pool_max_idle_per_host(0)
            .build()
            .unwrap();
        Self {
            url,
            clock,
            shared,
            client,
            server: handle,
            database: prepared,
        }
    }

    /// A request to a path of the app.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    /// Reads a path.
    pub async fn get(&self, path: &str) -> Response {
        Response::of(self.request(Method::GET, path)).await
    }

    /// Posts a body with a fresh idempotency key.
    pub async fn post(&self, path: &str, body: &Value) -> Response {
        let key = format!("\"{}\"", self.shared.services.new_id());
        let request = self
            .request(Method::POST, path)
            .header("Idempotency-Key", key);
        Response::of(request.json(body)).await
    }

    /// The month that it is for the app.
    pub fn clock_month(&self) -> String {
        let now = tulay::platform::clock::Clock::now(&*self.clock);
        now.date().to_string().chars().take(7).collect()
    }

    /// Does once what the server does each minute with agencies' replies.
    pub async fn keep_replies(&self) {
        let services = self.shared.services.clone();
        let now = services.clock.now();
        let of_job = services.clone();
        let kept = services
            .db
            .write(move |conn| tulay::replies::forget_ended(conn, &of_job, now));
        kept.await.unwrap();
    }

    /// The address of the app's database, for other programs that use it.
    pub fn database_url(&self) -> &str {
        self.database.url()
    }

    /// Every file that the app wrote: for searching them for what must not be there.
    pub fn data_dir(&self) -> &std::path::Path {
        self.database.folder()
    }
}

/// The contract, made anew only for other code lists: it takes longer than most tests.
fn contract_made_once(
    lists: &CodeLists,
    messages: &Messages,
) -> Result<Arc<Contract>, ContractError> {
    static MADE: Mutex<Option<(CodeLists, Arc<Contract>)>> = Mutex::new(None);
    let mut made = MADE.lock().unwrap();
    if let Some((of, contract)) = &*made
        && of == lists
    {
        return Ok(Arc::clone(contract));
    }
    let contract = Arc::new(tulay::start::made_contract(lists, messages)?);
    *made = Some((lists.clone(), Arc::clone(&contract)));
    Ok(contract)
}

/// Entitlements and checks, read anew only from another folder or for other code lists.
fn library_read_once(
    folder: &std::path::Path,
    lists: &CodeLists,
) -> Result<Arc<tulay::entitlements::Library>, tulay::entitlements::Refused> {
    type Read = (
        std::path::PathBuf,
        CodeLists,
        Arc<tulay::entitlements::Library>,
    );
    static READ: Mutex<Option<Read>> = Mutex::new(None);
    let mut read = READ.lock().unwrap();
    if let Some((from, of, library)) = &*read
        && from == folder
        && of == lists
    {
        return Ok(Arc::clone(library));
    }
    let library = tulay::start::library(folder, lists)?;
    *read = Some((folder.to_owned(), lists.clone(), Arc::clone(&library)));
    Ok(library)
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // The server's threads end with the test's runtime; the database's are told to.
        drop(self.server.stop(false));
    }
}

fn config(prepared: &database::Prepared, settings: &[(&str, &str)]) -> Config {
    let mut variables = vec![
        (
            "TULAY_DATA_DIR".to_owned(),
            prepared.folder().display().to_string(),
        ),
        ("DATABASE_URL".to_owned(), prepared.url().to_owned()),
        (
            "TULAY_PUBLIC_URL".to_owned(),
            "http://tulay.test".to_owned(),
        ),
        (
            "TULAY_RATE_ANONYMOUS_PER_MINUTE".to_owned(),
            "1000000".to_owned(),
        ),
        (
            "TULAY_RATE_ANONYMOUS_WRITES_PER_MINUTE".to_owned(),
            "1000000".to_owned(),
        ),
        (
            "TULAY_RATE_TOKEN_PER_MINUTE".to_owned(),
            "1000000".to_owned(),
        ),
        ("TULAY_DB_READERS".to_owned(), "2".to_owned()),
        // Most tests look at what they have just published; `reviews/delay.rs` is about the wait.
        ("TULAY_PUBLISHING_DELAY_DAYS".to_owned(), "none".to_owned()),
    ];
    variables.extend(
        settings
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned())),
    );
    Config::from_variables(variables).unwrap()
}
