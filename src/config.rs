//! Every setting, read from the environment once, each with a default.
//!
//! An unknown `TULAY_…` name or an impossible value stops the start with one line that says which
//! and why, so that a typing mistake never silently becomes a default.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use ipnet::IpNet;
use secrecy::{ExposeSecret as _, SecretString};
use url::{Host, Url};

use crate::platform::ids::Id;

/// What is wrong with the settings, in one line for the person who starts the server.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A `TULAY_…` variable that no version of this program reads.
    #[error("{0} is not a setting of Tulay; `tulay doctor` lists them all")]
    Unknown(String),
    /// A value that cannot be used.
    #[error("{name}: {reason}")]
    Impossible {
        /// The variable's name.
        name: &'static str,
        /// Why the value cannot be used.
        reason: String,
    },
}

/// One row of the settings table in the README and in `tulay doctor`.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The environment variable.
    pub name: &'static str,
    /// What holds when it is not set.
    pub default: &'static str,
    /// What it does, units included.
    pub meaning: &'static str,
}

const fn setting(name: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting {
        name,
        default,
        meaning,
    }
}

/// All settings; the README's table is tested against this list.
pub const SETTINGS: &[Setting] = &[
    setting(
        "TULAY_LISTEN",
        "127.0.0.1:8080",
        "address and port to serve on",
    ),
    setting(
        "TULAY_DATA_DIR",
        "./tulay-data",
        "folder for the SQLite file, the keys and the evidence",
    ),
    setting(
        "DATABASE_URL",
        "sqlite://<data dir>/tulay.db",
        "`sqlite://path` or `postgres://user@host/database`",
    ),
    setting(
        "DATABASE_REPLICA_URLS",
        "none",
        "addresses of PostgreSQL's replicas that may answer public reads, separated by commas; the password is that of `DATABASE_URL` (docs/replicas.md)",
    ),
    setting(
        "TULAY_DATABASE_PASSWORD_FILE",
        "none",
        "file with the PostgreSQL password, so that the address holds no secret",
    ),
    setting(
        "TULAY_PUBLIC_URL",
        "http://<listen>",
        "the address under which people reach the service",
    ),
    setting(
        "TULAY_MASTER_KEY_FILE",
        "<data dir>/keys/master.toml",
        "the master keys, mode 0600; made at the first start when absent",
    ),
    setting(
        "TULAY_REFERENCE_DIR",
        "./data",
        "code lists, articles, contacts and registers imported at the start",
    ),
    setting(
        "TULAY_CORS_ORIGINS",
        "none",
        "origins of browser apps, separated by commas; `*` for any",
    ),
    setting(
        "TULAY_TRUSTED_PROXIES",
        "none",
        "networks of reverse proxies whose X-Forwarded-For is believed",
    ),
    setting(
        "TULAY_METRICS_NETWORKS",
        "127.0.0.0/8,::1",
        "networks from which `/metrics` may be read, directly and not through a proxy",
    ),
    setting(
        "TULAY_DEFAULT_LANGUAGE",
        "en",
        "the language when the caller asks for none that is served",
    ),
    setting(
        "TULAY_LOG",
        "info",
        "what is logged, in the form of tracing's EnvFilter",
    ),
    setting("TULAY_LOG_FORMAT", "text", "`text` or `json`"),
    setting(
        "TULAY_WORKERS",
        "number of cores",
        "threads that serve HTTP",
    ),
    setting(
        "TULAY_DB_READERS",
        "number of cores, at least 2",
        "database threads that read",
    ),
    setting(
        "TULAY_DB_WRITERS",
        "2 (SQLite: always 1)",
        "database threads that write",
    ),
    setting(
        "TULAY_DB_QUEUE",
        "1024",
        "database jobs that may wait before 503 is answered",
    ),
    setting("TULAY_BODY_LIMIT_BYTES", "262144", "largest JSON body"),
    setting(
        "TULAY_EVIDENCE_LIMIT_BYTES",
        "10485760",
        "largest photo, recording, video or document",
    ),
    setting(
        "TULAY_FILES_BUCKET",
        "none",
        "bucket of a storage that speaks S3, for all files; without it they are in folders of the data folder",
    ),
    setting(
        "TULAY_FILES_BUCKET_ENDPOINT",
        "that of AWS",
        "address of that storage, for another than AWS",
    ),
    setting("TULAY_FILES_BUCKET_REGION", "us-east-1", "its region"),
    setting(
        "TULAY_FILES_BUCKET_PREFIX",
        "tulay",
        "what the names of files in the bucket begin with",
    ),
    setting(
        "TULAY_FILES_BUCKET_KEY_ID",
        "none",
        "id of the access key; needed with a bucket",
    ),
    setting(
        "TULAY_FILES_BUCKET_SECRET_FILE",
        "none",
        "file with the secret of the access key; needed with a bucket",
    ),
    setting(
        "TULAY_RATE_ANONYMOUS_PER_MINUTE",
        "1200",
        "requests without a token, per coarse network",
    ),
    setting(
        "TULAY_RATE_ANONYMOUS_WRITES_PER_MINUTE",
        "240",
        "writes without a token, per coarse network; half of them at once, more for a proof of work",
    ),
    setting(
        "TULAY_RATE_TOKEN_PER_MINUTE",
        "600",
        "requests with one token or receipt code",
    ),
    setting(
        "TULAY_RATE_WRONG_CODES_PER_MINUTE",
        "20",
        "wrong receipt codes or passwords, per coarse network; thirty times that for the whole server",
    ),
    setting(
        "TULAY_REFRESH_TOKEN_DAYS",
        "30",
        "days until an unused staff session ends",
    ),
    setting(
        "TULAY_OPENID_ISSUER",
        "none",
        "an external OpenID Connect provider with which staff sign in; needs the next two as well",
    ),
    setting(
        "TULAY_OPENID_CLIENT_ID",
        "none",
        "what this service is called there",
    ),
    setting(
        "TULAY_OPENID_REDIRECT_URL",
        "none",
        "where the provider sends the staff's app back to, as it is registered there",
    ),
    setting(
        "TULAY_OPENID_CLIENT_SECRET_FILE",
        "none",
        "file with the secret for the provider, when it has given one",
    ),
    setting(
        "TULAY_OPENID_SECOND_FACTORS",
        "none",
        "words of `amr` or `acr`, separated by commas, each of which stands for a second factor that is believed; otherwise our own is asked for",
    ),
    setting(
        "TULAY_IDEMPOTENCY_DAYS",
        "7",
        "days for which a repeated write is recognised",
    ),
    setting(
        "TULAY_RETENTION_CASE_MONTHS",
        "24",
        "months for which an assistance request is kept after its end; at most 24",
    ),
    setting(
        "TULAY_RETENTION_UNSUBSTANTIATED_MONTHS",
        "3",
        "the same for one that was taken back or of which nothing came",
    ),
    setting(
        "TULAY_RATING_MINIMUM",
        "3",
        "published reviews below which no rating is shown; at least 3",
    ),
    setting(
        "TULAY_PUBLISHING_DELAY_DAYS",
        "6",
        "most days by chance, after the day of the decision, before a review of an agency with few appears; `none`: all at once",
    ),
    setting(
        "TULAY_CASE_KEYS",
        "server",
        "what opens the requests that are filed from now on: `server`: the master key; `sealed`: only the worker's code, the handlers' passwords and custodians (docs/case-keys.md)",
    ),
    setting(
        "TULAY_TEXT_GATEWAY_URL",
        "none",
        "where texts (SMS) are handed over: `https`, or `http` on this machine; without it none is sent (docs/safe-contact.md)",
    ),
    setting(
        "TULAY_TEXT_GATEWAY_SECRET_FILE",
        "none",
        "file with the secret that the gateway wants to see",
    ),
    setting(
        "TULAY_TEXT_GATEWAY_FORM",
        "json",
        "how it is asked: `json`, or `rapidpro` (its broadcasts)",
    ),
    setting(
        "TULAY_REVIEW_SIGNALS",
        "hold",
        "`hold`: reviews under suspicion do not count until a moderator has looked; `mark`: moderators are told, no more",
    ),
    setting(
        "TULAY_DANGER_MINUTES",
        "60",
        "minutes in which somebody must have answered when somebody is in danger; in steps, the next ones are called",
    ),
    setting(
        "TULAY_OPERATOR_DESK",
        "none",
        "id of the organisation that has the requests which nobody else takes, and is called last in danger; without it such requests wait, and those called are the administrators of those that moderate or look after rules or registers",
    ),
    setting(
        "TULAY_ACKNOWLEDGE_DAYS",
        "7",
        "days within which somebody has seen a request for help; one in danger is called for at once",
    ),
    setting(
        "TULAY_FEEDBACK_MONTHS",
        "3",
        "months within which the person is told what was done",
    ),
    setting(
        "TULAY_ESCALATION_DAYS",
        "3",
        "days after which the operator's desk is told what the organisation's administrators did nothing about",
    ),
    setting(
        "TULAY_LINK_CHECKS",
        "true",
        "whether the laws and pages on which articles rest are asked for, one a minute and each once a week, so that staff learn which are gone; `false` asks for none",
    ),
    setting(
        "TULAY_OFFER_HOURS",
        "24",
        "hours within which an organisation answers when it is asked to take a request, from the next hour at which it is open; then the next one is asked",
    ),
    setting(
        "TULAY_OFFER_CRITICAL_MINUTES",
        "15",
        "the same in minutes, at any hour, when somebody may be in danger",
    ),
    setting(
        "TULAY_SMS_SECRET_FILE",
        "none",
        "file with the secret by which the SMS gateway signs texts that come in, one in each line; without it none is taken (docs/sms.md)",
    ),
    setting(
        "TULAY_OPEN311_KEYS_FILE",
        "none",
        "file with the keys by which other programs report through Open311, one in each line; without it they only read (docs/open311.md)",
    ),
    setting(
        "TULAY_PUBLIC_MAX_AGE_SECONDS",
        "60",
        "how old a public answer may be",
    ),
    setting(
        "TULAY_SHUTDOWN_SECONDS",
        "30",
        "how long work under way may take to finish at the end",
    ),
];

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For a person at a terminal.
    Text,
    /// For a log collector.
    Json,
}

/// What follows when a review is under suspicion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspicion {
    /// It does not count until a moderator has looked.
    Hold,
    /// Moderators are told, no more.
    Mark,
}

/// When a review that a moderator let through appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publishing {
    /// In the moment of the decision: whoever watches the page sees in which hour it was.
    AtOnce,
    /// With the batch of a later day: the next one, or, while few of the agency are shown, up to so many days
    /// after that.
    Daily {
        /// The most days by chance.
        most_days: u32,
    },
}

/// The external OpenID provider with which staff sign in.
#[derive(Clone)]
pub struct OpenIdSettings {
    /// Its name, which is an address.
    pub issuer: String,
    /// What this service is called there.
    pub client_id: String,
    /// The secret that it has given, if any.
    pub client_secret: Option<SecretString>,
    /// Where it sends the staff's app back to.
    pub redirect_url: String,
    /// Words of `amr` or `acr` that stand for a second factor that is believed.
    pub second_factors: Vec<String>,
}

/// How a gateway for texts is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextGatewayForm {
    /// `{"id", "to", "text"}`, with a bearer token.
    Json,
    /// RapidPro's broadcasts.
    RapidPro,
}

/// What hands texts to a network.
#[derive(Clone)]
pub struct TextGatewaySettings {
    /// Where it is.
    pub url: String,
    /// What it wants to see.
    pub secret: Option<SecretString>,
    /// How it is asked.
    pub form: TextGatewayForm,
}

/// A storage that speaks S3.
#[derive(Clone)]
pub struct BucketSettings {
    /// The bucket.
    pub bucket: String,
    /// The storage's address; `None` for AWS.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: String,
    /// What the names of files begin with.
    pub prefix: String,
    /// The id of the access key.
    pub access_key_id: String,
    /// Its secret.
    pub secret_access_key: SecretString,
}

/// How many requests of which kind are let through.
#[derive(Debug, Clone, Copy)]
pub struct RateLimits {
    /// Requests without a token, per coarse network and minute.
    pub anonymous_per_minute: u32,
    /// Writes without a token, per coarse network and minute.
    pub anonymous_writes_per_minute: u32,
    /// Requests of one token or receipt code per minute.
    pub token_per_minute: u32,
    /// Wrong receipt codes and passwords, per coarse network and minute.
    pub wrong_codes_per_minute: u32,
}

/// What opens the cases that are filed from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseKeys {
    /// The master key, for whoever may read them.
    Server,
    /// Only what the worker, the handlers and the custodians know.
    Sealed,
}

/// Everything the operator can decide.
#[derive(Clone)]
pub struct Config {
    /// Where to serve.
    pub listen: SocketAddr,
    /// Folder for the SQLite file, the keys and the evidence.
    pub data_dir: PathBuf,
    /// The database's address without its password.
    pub database_url: String,
    /// The addresses of its replicas, likewise.
    pub replica_urls: Vec<String>,
    /// The PostgreSQL password, when it comes from a file.
    pub database_password: Option<SecretString>,
    /// The address under which people reach the service, without a trailing slash.
    pub public_url: String,
    /// The master key file.
    pub master_key_file: PathBuf,
    /// The reference data imported at the start.
    pub reference_dir: PathBuf,
    /// Origins of browser apps; `*` for any.
    pub cors_origins: Vec<String>,
    /// Networks of reverse proxies that are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Networks from which metrics may be read.
    pub metrics_networks: Vec<IpNet>,
    /// The language when nothing better matches.
    pub default_language: String,
    /// What is logged.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// Threads that serve HTTP.
    pub workers: usize,
    /// Database threads that read.
    pub db_readers: usize,
    /// Database threads that write.
    pub db_writers: usize,
    /// Database jobs that may wait.
    pub db_queue: usize,
    /// Largest JSON body in bytes.
    pub body_limit: usize,
    /// Largest photo in bytes.
    pub evidence_limit: usize,
    /// The storage of files, when it is not the data folder.
    pub bucket: Option<BucketSettings>,
    /// Rate limits.
    pub rates: RateLimits,
    /// Days until an unused staff session ends.
    pub refresh_token_days: u32,
    /// Days for which a repeated write is recognised.
    pub idempotency_days: u32,
    /// Months for which an assistance request is kept after its end.
    pub retention_case_months: i32,
    /// Months for which one is kept that was taken back or of which nothing came.
    pub retention_unsubstantiated_months: i32,
    /// What opens the cases that are filed from now on.
    pub case_keys: CaseKeys,
    /// Published reviews below which no rating is shown.
    pub rating_minimum: u32,
    /// When a review that a moderator let through appears.
    pub publishing: Publishing,
    /// What follows when a review is under suspicion.
    pub suspicion: Suspicion,
    /// Minutes in which somebody must have answered when somebody is in danger.
    pub danger_minutes: u32,
    /// The organisation that is called last.
    pub operator_desk: Option<Id>,
    /// Days within which somebody has seen a request for help.
    pub acknowledge_days: u32,
    /// Months within which the person is told what was done.
    pub feedback_months: u32,
    /// Days after which the operator's desk is told what administrators did nothing about.
    pub escalation_days: u32,
    /// Hours within which an organisation answers when it is asked to take a request.
    pub offer_hours: u32,
    /// Minutes within which it does when somebody may be in danger.
    pub offer_critical_minutes: u32,
    /// Whether the pages on which articles rest are asked for now and then.
    pub link_checks: bool,
    /// How old a public answer may be, in seconds.
    pub public_max_age: u32,
    /// The external provider with which staff sign in.
    pub openid: Option<OpenIdSettings>,
    /// The secrets of the SMS gateway that hands texts in, one in each line.
    pub sms_secrets: Option<SecretString>,
    /// What hands texts to a network.
    pub text_gateway: Option<TextGatewaySettings>,
    /// The keys of programs that report through Open311, one in each line.
    pub open311_keys: Option<SecretString>,
    /// Seconds for work under way to finish at the end.
    pub shutdown_seconds: u64,
    /// What was set, as it may be shown: passwords in addresses are hidden.
    chosen: BTreeMap<String, String>,
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("listen", &self.listen)
            .finish_non_exhaustive()
    }
}

impl Config {
    /// Reads the process's environment.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads it"
    )]
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_variables(std::env::vars())
    }

    /// Reads settings from any list of names and values; names without `TULAY_` other than
    /// `DATABASE_URL` and `DATABASE_REPLICA_URLS` are not ours and are passed over.
    #[expect(
        clippy::too_many_lines,
        reason = "one line per setting, in the order of the list"
    )]
    pub fn from_variables(
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let values = Values::collect(variables)?;
        let listen: SocketAddr = values.parse("TULAY_LISTEN", "127.0.0.1:8080")?;
        let data_dir: PathBuf = values.parse("TULAY_DATA_DIR", "./tulay-data")?;
        let database_url = values.text("DATABASE_URL").map_or_else(
            || format!("sqlite://{}", data_dir.join("tulay.db").display()),
            str::to_owned,
        );
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let config = Self {
            listen,
            database_password: values.secret_file("TULAY_DATABASE_PASSWORD_FILE")?,
            public_url: values.public_url(listen)?,
            master_key_file: values
                .text("TULAY_MASTER_KEY_FILE")
                .map_or_else(|| data_dir.join("keys").join("master.toml"), PathBuf::from),
            reference_dir: values.parse("TULAY_REFERENCE_DIR", "./data")?,
            cors_origins: values.list("TULAY_CORS_ORIGINS"),
            trusted_proxies: values.networks("TULAY_TRUSTED_PROXIES", "")?,
            metrics_networks: values.networks("TULAY_METRICS_NETWORKS", "127.0.0.0/8,::1")?,
            default_language: values
                .text("TULAY_DEFAULT_LANGUAGE")
                .unwrap_or("en")
                .to_owned(),
            log: values.text("TULAY_LOG").unwrap_or("info").to_owned(),
            log_format: values.log_format()?,
            workers: values.number("TULAY_WORKERS", cores, 1, 256)?,
            db_readers: values.number("TULAY_DB_READERS", cores.max(2), 1, 256)?,
            db_writers: values.number("TULAY_DB_WRITERS", 2, 1, 64)?,
            db_queue: values.number("TULAY_DB_QUEUE", 1024, 1, 1_000_000)?,
            body_limit: values.number("TULAY_BODY_LIMIT_BYTES", 262_144, 65_536, 16_777_216)?,
            evidence_limit: values.number(
                "TULAY_EVIDENCE_LIMIT_BYTES",
                10_485_760,
                65_536,
                1_073_741_824,
            )?,
            bucket: values.bucket()?,
            rates: values.rates()?,
            refresh_token_days: values.number("TULAY_REFRESH_TOKEN_DAYS", 30, 1, 365)?,
            idempotency_days: values.number("TULAY_IDEMPOTENCY_DAYS", 7, 1, 365)?,
            retention_case_months: values.number("TULAY_RETENTION_CASE_MONTHS", 24, 1, 24)?,
            retention_unsubstantiated_months: values.number(
                "TULAY_RETENTION_UNSUBSTANTIATED_MONTHS",
                3,
                1,
                24,
            )?,
            case_keys: values.case_keys()?,
            rating_minimum: values.number("TULAY_RATING_MINIMUM", 3, 3, 1000)?,
            publishing: values.publishing()?,
            suspicion: values.suspicion()?,
            danger_minutes: values.number("TULAY_DANGER_MINUTES", 60, 5, 1440)?,
            operator_desk: values.id("TULAY_OPERATOR_DESK")?,
            acknowledge_days: values.number("TULAY_ACKNOWLEDGE_DAYS", 7, 1, 90)?,
            feedback_months: values.number("TULAY_FEEDBACK_MONTHS", 3, 1, 24)?,
            escalation_days: values.number("TULAY_ESCALATION_DAYS", 3, 1, 90)?,
            offer_hours: values.number("TULAY_OFFER_HOURS", 24, 1, 168)?,
            offer_critical_minutes: values.number("TULAY_OFFER_CRITICAL_MINUTES", 15, 5, 240)?,
            link_checks: values.parse("TULAY_LINK_CHECKS", "true")?,
            public_max_age: values.number("TULAY_PUBLIC_MAX_AGE_SECONDS", 60, 0, 86_400)?,
            openid: values.openid()?,
            sms_secrets: values.secrets("TULAY_SMS_SECRET_FILE")?,
            open311_keys: values.secrets("TULAY_OPEN311_KEYS_FILE")?,
            text_gateway: values.text_gateway()?,
            shutdown_seconds: values.number("TULAY_SHUTDOWN_SECONDS", 30, 1, 3600)?,
            data_dir,
            replica_urls: values.list(REPLICA_URLS),
            database_url,
            chosen: values.shown(),
        };
        config.check_database_url()?;
        config.check_replica_urls()?;
        Ok(config)
    }

    /// The value that was set for a variable, `None` when its default is in force.
    pub fn chosen(&self, name: &str) -> Option<&str> {
        self.chosen.get(name).map(String::as_str)
    }

    fn check_replica_urls(&self) -> Result<(), ConfigError> {
        let mut all = std::iter::once(&self.database_url).chain(&self.replica_urls);
        let is_postgres =
            |url: &String| url.starts_with("postgres://") || url.starts_with("postgresql://");
        if self.replica_urls.is_empty() || all.all(is_postgres) {
            return Ok(());
        }
        let reason = "they and DATABASE_URL must start with postgres://".to_owned();
        Err(impossible(REPLICA_URLS, reason))
    }

    fn check_database_url(&self) -> Result<(), ConfigError> {
        let url = &self.database_url;
        let known = ["sqlite://", "postgres://", "postgresql://"];
        if known.iter().any(|scheme| url.starts_with(scheme)) {
            return Ok(());
        }
        // An address without a scheme would be taken for a file name and create an empty database.
        Err(ConfigError::Impossible {
            name: "DATABASE_URL",
            reason: "must start with sqlite:// or postgres://".to_owned(),
        })
    }
}

struct Values(BTreeMap<String, String>);

impl Values {
    fn collect(variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let mut values = BTreeMap::new();
        for (name, value) in variables {
            let ours = name == "DATABASE_URL"
                || ["TULAY_", "DATABASE_REPLICA"]
                    .iter()
                    .any(|own| name.starts_with(own));
            // The test-suite's own variables may be set in the environment that starts a server.
            if !ours || name.starts_with("TULAY_TEST_") {
                continue;
            }
            if !is_known(&name) {
                return Err(ConfigError::Unknown(name));
            }
            values.insert(name, value);
        }
        Ok(Self(values))
    }

    /// All values, with the passwords in addresses hidden.
    fn shown(&self) -> BTreeMap<String, String> {
        let shown = self.0.iter().map(|(name, value)| {
            // Only where a comma separates addresses: it may be part of a password elsewhere.
            let shown = if name == REPLICA_URLS {
                let each: Vec<String> = value.split(',').map(without_password).collect();
                each.join(",")
            } else {
                without_password(value)
            };
            (name.clone(), shown)
        });
        shown.collect()
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }

    fn parse<T>(&self, name: &'static str, default: &str) -> Result<T, ConfigError>
    where
        T: FromStr,
        T::Err: fmt::Display,
    {
        let value = self.text(name).unwrap_or(default);
        value
            .parse()
            .map_err(|error| impossible(name, format!("`{value}` cannot be used: {error}")))
    }

    fn number<T>(&self, name: &'static str, default: T, min: T, max: T) -> Result<T, ConfigError>
    where
        T: FromStr + PartialOrd + fmt::Display + Copy,
        T::Err: fmt::Display,
    {
        let value = match self.text(name) {
            None => return Ok(default),
            Some(_) => self.parse::<T>(name, "")?,
        };
        if value < min || value > max {
            return Err(impossible(
                name,
                format!("{value} is not between {min} and {max}"),
            ));
        }
        Ok(value)
    }

    fn list(&self, name: &str) -> Vec<String> {
        self.list_or(name, "")
    }

    fn list_or(&self, name: &str, default: &str) -> Vec<String> {
        let items = self.text(name).unwrap_or(default).split(',');
        items
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn networks(&self, name: &'static str, default: &str) -> Result<Vec<IpNet>, ConfigError> {
        let parse = |item: String| {
            let network = item
                .parse::<IpNet>()
                .ok()
                .or_else(|| item.parse::<IpAddr>().ok().map(IpNet::from));
            network.ok_or_else(|| {
                impossible(
                    name,
                    format!("`{item}` is not a network such as 10.0.0.0/8"),
                )
            })
        };
        self.list_or(name, default).into_iter().map(parse).collect()
    }

    fn rates(&self) -> Result<RateLimits, ConfigError> {
        let rate = |name, default| self.number(name, default, 1, 10_000_000);
        Ok(RateLimits {
            anonymous_per_minute: rate("TULAY_RATE_ANONYMOUS_PER_MINUTE", 1200)?,
            anonymous_writes_per_minute: rate("TULAY_RATE_ANONYMOUS_WRITES_PER_MINUTE", 240)?,
            token_per_minute: rate("TULAY_RATE_TOKEN_PER_MINUTE", 600)?,
            wrong_codes_per_minute: rate("TULAY_RATE_WRONG_CODES_PER_MINUTE", 20)?,
        })
    }

    fn bucket(&self) -> Result<Option<BucketSettings>, ConfigError> {
        let Some(bucket) = self.text("TULAY_FILES_BUCKET") else {
            let begins = |name: &String| name.starts_with("TULAY_FILES_BUCKET_");
            return if self.0.keys().any(begins) {
                Err(needed("TULAY_FILES_BUCKET"))
            } else {
                Ok(None)
            };
        };
        let secret = "TULAY_FILES_BUCKET_SECRET_FILE";
        let key_id = "TULAY_FILES_BUCKET_KEY_ID";
        let endpoint = self.text("TULAY_FILES_BUCKET_ENDPOINT");
        if endpoint.is_some_and(|text| !is_web_address(text)) {
            let reason = "must be an http or https address".to_owned();
            return Err(impossible("TULAY_FILES_BUCKET_ENDPOINT", reason));
        }
        Ok(Some(BucketSettings {
            bucket: bucket.to_owned(),
            endpoint: endpoint.map(str::to_owned),
            region: self.parse("TULAY_FILES_BUCKET_REGION", "us-east-1")?,
            prefix: self.parse("TULAY_FILES_BUCKET_PREFIX", "tulay")?,
            access_key_id: self.text(key_id).ok_or_else(|| needed(key_id))?.to_owned(),
            secret_access_key: self.secret_file(secret)?.ok_or_else(|| needed(secret))?,
        }))
    }

    fn publishing(&self) -> Result<Publishing, ConfigError> {
        let name = "TULAY_PUBLISHING_DELAY_DAYS";
        if self.text(name) == Some("none") {
            return Ok(Publishing::AtOnce);
        }
        let most_days = self.number(name, 6, 0, 30)?;
        Ok(Publishing::Daily { most_days })
    }

    fn id(&self, name: &'static str) -> Result<Option<Id>, ConfigError> {
        let parse =
            |text: &str| Id::parse(text).map_err(|error| impossible(name, error.to_string()));
        self.text(name).map(parse).transpose()
    }

    fn suspicion(&self) -> Result<Suspicion, ConfigError> {
        match self.text("TULAY_REVIEW_SIGNALS").unwrap_or("hold") {
            "hold" => Ok(Suspicion::Hold),
            "mark" => Ok(Suspicion::Mark),
            other => Err(impossible(
                "TULAY_REVIEW_SIGNALS",
                format!("`{other}` is neither hold nor mark"),
            )),
        }
    }

    fn case_keys(&self) -> Result<CaseKeys, ConfigError> {
        match self.text("TULAY_CASE_KEYS").unwrap_or("server") {
            "server" => Ok(CaseKeys::Server),
            "sealed" => Ok(CaseKeys::Sealed),
            other => Err(impossible(
                "TULAY_CASE_KEYS",
                format!("`{other}` is neither server nor sealed"),
            )),
        }
    }

    fn log_format(&self) -> Result<LogFormat, ConfigError> {
        match self.text("TULAY_LOG_FORMAT").unwrap_or("text") {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            other => Err(impossible(
                "TULAY_LOG_FORMAT",
                format!("`{other}` is neither text nor json"),
            )),
        }
    }

    fn public_url(&self, listen: SocketAddr) -> Result<String, ConfigError> {
        let name = "TULAY_PUBLIC_URL";
        let Some(value) = self.text(name) else {
            return Ok(format!("http://{listen}"));
        };
        let url = Url::parse(value).map_err(|error| impossible(name, error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(impossible(
                name,
                "must be an http or https address".to_owned(),
            ));
        }
        Ok(value.trim_end_matches('/').to_owned())
    }

    fn openid(&self) -> Result<Option<OpenIdSettings>, ConfigError> {
        let names = [
            "TULAY_OPENID_ISSUER",
            "TULAY_OPENID_CLIENT_ID",
            "TULAY_OPENID_REDIRECT_URL",
        ];
        let texts = names.map(|name| self.text(name));
        let [Some(issuer), Some(client_id), Some(redirect_url)] = texts else {
            let missing = names.into_iter().find(|name| self.text(name).is_none());
            let is_begun = self.0.keys().any(|name| name.starts_with("TULAY_OPENID_"));
            return match missing.filter(|_| is_begun) {
                Some(name) => Err(impossible(
                    name,
                    "is needed when another TULAY_OPENID_ setting is set".to_owned(),
                )),
                None => Ok(None),
            };
        };
        let is_https = Url::parse(issuer).is_ok_and(|url| url.scheme() == "https");
        if !is_https {
            return Err(impossible(
                "TULAY_OPENID_ISSUER",
                "must be an https address".to_owned(),
            ));
        }
        Ok(Some(OpenIdSettings {
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            client_secret: self.secret_file("TULAY_OPENID_CLIENT_SECRET_FILE")?,
            redirect_url: redirect_url.to_owned(),
            second_factors: self.list("TULAY_OPENID_SECOND_FACTORS"),
        }))
    }

    /// A file with secrets, one in each line.
    fn secrets(&self, name: &'static str) -> Result<Option<SecretString>, ConfigError> {
        let secrets = self.secret_file(name)?;
        if let Some(secrets) = &secrets {
            let lines: Vec<&str> = secrets.expose_secret().lines().map(str::trim).collect();
            let are_long = lines.iter().all(|line| line.is_empty() || line.len() >= 24);
            if !are_long || lines.iter().all(|line| line.is_empty()) {
                let reason = "needs a secret of at least 24 characters in each line";
                return Err(impossible(name, reason.to_owned()));
            }
        }
        Ok(secrets)
    }

    fn text_gateway(&self) -> Result<Option<TextGatewaySettings>, ConfigError> {
        let name = "TULAY_TEXT_GATEWAY_URL";
        let form = match self.text("TULAY_TEXT_GATEWAY_FORM").unwrap_or("json") {
            "json" => TextGatewayForm::Json,
            "rapidpro" => TextGatewayForm::RapidPro,
            other => {
                return Err(impossible(
                    "TULAY_TEXT_GATEWAY_FORM",
                    format!("`{other}` is neither json nor rapidpro"),
                ));
            }
        };
        let secret = self.secret_file("TULAY_TEXT_GATEWAY_SECRET_FILE")?;
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let url = Url::parse(text).map_err(|error| impossible(name, error.to_string()))?;
        let is_here = match url.host() {
            Some(Host::Domain(host)) => host == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        if url.scheme() != "https" && !(url.scheme() == "http" && is_here) {
            return Err(impossible(
                name,
                "must be an https address, or an http address on this machine".to_owned(),
            ));
        }
        Ok(Some(TextGatewaySettings {
            url: text.to_owned(),
            secret,
            form,
        }))
    }

    fn secret_file(&self, name: &'static str) -> Result<Option<SecretString>, ConfigError> {
        let Some(path) = self.text(name) else {
            return Ok(None);
        };
        let content = std::fs::read_to_string(path)
            .map_err(|error| impossible(name, format!("cannot read `{path}`: {error}")))?;
        Ok(Some(SecretString::from(content.trim())))
    }
}

/// An address as it may be shown; anything else as it is.
fn without_password(text: &str) -> String {
    let url = Url::parse(text).ok().filter(|url| url.password().is_some());
    let hidden = url.and_then(|mut url| {
        url.set_password(Some("…")).ok()?;
        Some(url.to_string())
    });
    hidden.unwrap_or_else(|| text.to_owned())
}

const REPLICA_URLS: &str = "DATABASE_REPLICA_URLS";

fn is_known(name: &str) -> bool {
    SETTINGS.iter().any(|setting| setting.name == name)
}

fn needed(name: &'static str) -> ConfigError {
    impossible(name, "is needed with a bucket for files".to_owned())
}

fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn impossible(name: &'static str, reason: String) -> ConfigError {
    ConfigError::Impossible { name, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let own = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Config::from_variables(own)
    }

    #[test]
    fn nothing_set_is_a_working_configuration() {
        let config = read(&[]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.database_url, "sqlite://./tulay-data/tulay.db");
        assert_eq!(config.public_url, "http://127.0.0.1:8080");
    }

    #[test]
    fn a_misspelt_name_or_impossible_value_is_refused_in_one_line() {
        let cases: [(&str, &str, &str); 7] = [
            ("TULAY_LISTN", "x", "TULAY_LISTN is not a setting"),
            ("TULAY_LISTEN", "nowhere", "TULAY_LISTEN: `nowhere`"),
            ("DATABASE_URL", "tulay.db", "DATABASE_URL: must start with"),
            (
                "TULAY_WORKERS",
                "0",
                "TULAY_WORKERS: 0 is not between 1 and 256",
            ),
            (
                "TULAY_RATING_MINIMUM",
                "1",
                "TULAY_RATING_MINIMUM: 1 is not between 3",
            ),
            (
                "TULAY_TRUSTED_PROXIES",
                "10.0.0.0/99",
                "TULAY_TRUSTED_PROXIES: `10.0.0.0/99`",
            ),
            (
                "TULAY_PUBLIC_URL",
                "ftp://x",
                "TULAY_PUBLIC_URL: must be an http",
            ),
        ];
        for (name, value, expected) in cases {
            let error = read(&[(name, value)]).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
            assert!(!error.contains('\n'));
        }
    }

    #[test]
    fn a_gateway_for_texts_is_asked_over_tls_or_on_this_machine() {
        let gateway = |url: &str| read(&[("TULAY_TEXT_GATEWAY_URL", url)]);
        for good in [
            "https://sms.example/send",
            "http://127.0.0.1:13013/send",
            "http://[::1]/",
            "http://localhost/",
        ] {
            assert!(gateway(good).unwrap().text_gateway.is_some(), "{good}");
        }
        for bad in [
            "http://sms.example/send",
            "http://10.0.0.5/",
            "ftp://sms.example/",
            "sms.example",
        ] {
            assert!(gateway(bad).is_err(), "{bad}");
        }
        assert!(read(&[]).unwrap().text_gateway.is_none());
        assert!(read(&[("TULAY_TEXT_GATEWAY_FORM", "xml")]).is_err());
    }

    #[test]
    fn replicas_are_of_postgres_and_their_passwords_are_shown_to_nobody() {
        let both = |url: &str, replicas: &str| {
            read(&[("DATABASE_URL", url), ("DATABASE_REPLICA_URLS", replicas)])
        };
        let good = both(
            "postgres://one/tulay",
            "postgres://t:hunter2@two/tulay, postgresql://t:hunter3@three/tulay",
        );
        let good = good.unwrap();
        assert_eq!(good.replica_urls.len(), 2);
        let shown = good.chosen("DATABASE_REPLICA_URLS").unwrap();
        assert!(!shown.contains("hunter"), "{shown}");
        assert!(shown.contains("two/tulay") && shown.contains("three/tulay"));

        let commas = read(&[("DATABASE_URL", "postgres://t:hun,ter2@one/tulay")]).unwrap();
        let shown = commas.chosen("DATABASE_URL").unwrap();
        assert!(!shown.contains("hun") && !shown.contains("ter2"), "{shown}");

        assert!(read(&[("DATABASE_REPLICA_URL", "postgres://two/tulay")]).is_err());
        assert!(both("sqlite://a.db", "postgres://two/tulay").is_err());
        assert!(both("postgres://one/tulay", "sqlite://a.db").is_err());
        assert!(both("sqlite://a.db", "").unwrap().replica_urls.is_empty());
    }

    #[test]
    fn names_of_others_are_passed_over() {
        assert!(read(&[("PATH", "/bin"), ("TULAY_TEST_POSTGRES_URL", "x")]).is_ok());
    }
}
