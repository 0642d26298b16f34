//! Puts an instance together from the settings: keys, database, migrations, reference data.

use std::path::Path;
use std::sync::Arc;

use actix_web::web;
use secrecy::{ExposeSecret as _, SecretString};

use crate::app::{self, Shared};
use crate::assistance::{self, AttachmentStore};
use crate::bundles::Transfers;
use crate::config::Config;
use crate::entitlements::{self, Library};
use crate::establishments;
use crate::files::{Destinations, TakesFromHolders};
use crate::identity::{self, OpenId, Passwords, Throttle, TokenKeys, audit};
use crate::inspections::VisitFiles;
use crate::platform::clock::{Clock, SystemClock};
use crate::platform::code_lists::CodeLists;
use crate::platform::crypto::{
    ChainKey, Cost, Keyring, KeyringError, PasswordError, PasswordHasher,
};
use crate::platform::db::{Access, Conn, Db, DbError, DbSettings, Replicas, Watch, migrate};
use crate::platform::file_storage::FileStorage;
use crate::platform::http::context::{Parts, Services};
use crate::platform::http::contract::{Contract, ContractError};
use crate::platform::ids::{Id, Randomness, SystemRandomness};
use crate::platform::messages::{Messages, MessagesError};
use crate::platform::outbound::Reach;
use crate::platform::sealed_files::SealedFiles;
use crate::platform::vault::{Vault, VaultError};
use crate::reviews;
use crate::rights::ArticleAudioStore;
use crate::safety;
use crate::safety::evidence::{EvidenceError, EvidenceStore, EvidenceUploads};

/// Jobs committed together; see `docs/architecture.md`.
const GROUP: usize = 64;

/// Why an instance cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A folder or file cannot be used.
    #[error("{what} `{path}`: {error}")]
    File {
        /// What was tried.
        what: &'static str,
        /// The file.
        path: String,
        /// The system's answer.
        error: std::io::Error,
    },
    /// The keys cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyringError),
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The texts cannot be used.
    #[error(transparent)]
    Messages(#[from] MessagesError),
    /// A stored key cannot be opened.
    #[error("stored keys cannot be opened with this master key file: {0}")]
    Vault(#[from] VaultError),
    /// Passwords cannot be hashed.
    #[error(transparent)]
    Passwords(#[from] PasswordError),
    /// Reference data cannot be imported.
    #[error(transparent)]
    Import(#[from] crate::reference::ImportError),
    /// The contract cannot be enforced.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// The triage rules that come with the program cannot be stored.
    #[error(transparent)]
    Triage(#[from] assistance::BuiltInError),
    /// The method by which risks are reckoned cannot be stored.
    #[error(transparent)]
    RiskMethod(#[from] establishments::MethodError),
    /// Entitlements or checks have faults.
    #[error(transparent)]
    Entitlements(#[from] entitlements::Refused),
    /// Evidence cannot be kept.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
}

/// Where time and chance come from, and how hard passwords are hashed: the tests choose others.
#[derive(Clone)]
pub struct Sources {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub randomness: Arc<dyn Randomness>,
    /// The cost of hashing a password.
    pub password_cost: Cost,
    /// Which servers are asked on others' behalf: the tests have theirs on this machine.
    pub reach: Reach,
    /// Makes the contract that is enforced: the tests make it once for many instances.
    pub contract: MakeContract,
    /// Reads entitlements and checks: the tests read them once for many instances.
    pub library: ReadLibrary,
}

/// Makes the contract from the code lists and the texts of refusals.
pub type MakeContract = fn(&CodeLists, &Messages) -> Result<Arc<Contract>, ContractError>;

/// Reads entitlements and checks from the folder of reference data.
pub type ReadLibrary = fn(&Path, &CodeLists) -> Result<Arc<Library>, entitlements::Refused>;

/// The entitlements and checks of a folder.
pub fn library(folder: &Path, lists: &CodeLists) -> Result<Arc<Library>, entitlements::Refused> {
    entitlements::read_library(folder, lists).map(Arc::new)
}

/// The contract that comes with the program, which a test holds to be what the code, the texts and the shipped code
/// lists make. Where an operator has other codes it is made from the code, which takes half a second.
pub fn contract(lists: &CodeLists, messages: &Messages) -> Result<Arc<Contract>, ContractError> {
    let shipped = Contract::shipped()?;
    if shipped.codes() == lists.version_of_codes() {
        return Ok(shipped);
    }
    made_contract(lists, messages).map(Arc::new)
}

/// The contract that the code, these lists and these texts make.
pub fn made_contract(lists: &CodeLists, messages: &Messages) -> Result<Contract, ContractError> {
    Contract::of(&app::contract_document(lists, messages))
}

impl Default for Sources {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
            password_cost: Cost::OWASP,
            reach: Reach::Public,
            contract,
            library,
        }
    }
}

/// Applies the migrations that are missing, on a connection of its own, and puts an audit log from
/// before there was a key for it under that key, where the keys are at hand.
pub fn migrate_database(config: &Config) -> Result<Vec<String>, StartError> {
    let url = database_url(config);
    let mut conn = Conn::open(url.expose_secret(), Access::Write)?;
    let applied = migrate(&mut conn)?;
    let is_new = applied.iter().any(|version| version == audit::SEALED_SINCE);
    if is_new && config.master_key_file.exists() {
        let key = ChainKey::new(&Keyring::load(&config.master_key_file)?);
        audit::seal_head(&mut conn, &key)?;
    }
    Ok(applied)
}

/// The database as the settings name it.
pub fn database(config: &Config) -> Result<Db, DbError> {
    database_watched(config, None)
}

/// The same, with somebody who is told of each statement.
pub fn database_watched(config: &Config, watch: Option<Watch>) -> Result<Db, DbError> {
    Db::start(&settings_of(config, database_url(config), watch))
}

/// The replicas as the settings name them.
fn replicas(config: &Config, db: &Db) -> Result<Replicas, DbError> {
    let urls = config
        .replica_urls
        .iter()
        .map(|url| with_password(config, url));
    let all = urls.map(|url| settings_of(config, url, None)).collect();
    Replicas::follow(db, all)
}

fn settings_of(config: &Config, url: SecretString, watch: Option<Watch>) -> DbSettings {
    DbSettings {
        url,
        readers: config.db_readers,
        writers: config.db_writers,
        queue: config.db_queue,
        group: GROUP,
        watch,
    }
}

/// The address together with the password, when that comes from a file.
pub(crate) fn database_url(config: &Config) -> SecretString {
    with_password(config, &config.database_url)
}

fn with_password(config: &Config, url: &str) -> SecretString {
    let Some(password) = &config.database_password else {
        return SecretString::from(url);
    };
    let with_password = url::Url::parse(url).ok().and_then(|mut url| {
        url.set_password(Some(password.expose_secret())).ok()?;
        Some(url.to_string())
    });
    SecretString::from(with_password.unwrap_or_else(|| url.to_owned()))
}

/// The master keys; made at the first start.
pub fn keyring(config: &Config, sources: &Sources) -> Result<Keyring, StartError> {
    let path = &config.master_key_file;
    if path.exists() {
        return Ok(Keyring::load(path)?);
    }
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    let now = sources.clock.now().as_second();
    Ok(Keyring::create_new(path, &*sources.randomness, now)?)
}

/// Makes a folder that only this user can look into.
pub fn create_folder(folder: &Path) -> Result<(), StartError> {
    use std::os::unix::fs::DirBuilderExt as _;
    let made = std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder);
    made.map_err(|error| StartError::File {
        what: "cannot create the folder",
        path: folder.display().to_string(),
        error,
    })
}

/// Opens everything, migrates, imports what is new, and returns what the application is built from.
pub fn start(config: Config, sources: &Sources) -> Result<Shared, StartError> {
    create_folder(&config.data_dir)?;
    let keyring = Arc::new(keyring(&config, sources)?);
    let db = database(&config)?;
    migrate_database(&config)?;
    let vault = Vault::new(Arc::clone(&keyring), Arc::clone(&sources.randomness));
    let now = sources.clock.now();
    let of_keys = vault.clone();
    let chain = ChainKey::new(&keyring);
    db.write_blocking(move |conn| {
        identity::ensure_signing_keys(conn, &of_keys, now)?;
        Ok::<_, VaultError>(audit::seal_unless_used(conn, &chain)?)
    })?;
    crate::reference::import_at_start(&db, &config.reference_dir, sources)?;
    let rules_id = Id::from_parts(now, &*sources.randomness);
    db.write_blocking(move |conn| -> Result<(), StartError> {
        assistance::ensure_built_in(conn, rules_id, now)?;
        Ok(establishments::ensure_method(conn, now)?)
    })?;
    assemble(config, sources, keyring, db)
}

/// Builds the services around a database that is ready.
pub fn assemble(
    config: Config,
    sources: &Sources,
    keyring: Arc<Keyring>,
    db: Db,
) -> Result<Shared, StartError> {
    let lists: CodeLists = db.read_blocking(crate::reference::load_code_lists)?;
    let messages = Messages::load()?;
    let contract = (sources.contract)(&lists, &messages)?;
    let library = (sources.library)(&config.reference_dir, &lists)?;
    let vault = Vault::new(Arc::clone(&keyring), Arc::clone(&sources.randomness));
    let hasher = PasswordHasher::new(&keyring, sources.password_cost)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let passwords = Passwords::new(hasher, Arc::clone(&sources.randomness), cores);
    let throttle = Throttle::new(config.rates.wrong_codes_per_minute);
    let token_keys = TokenKeys::new(config.public_url.clone(), vault);
    let files = Files::open(&config, &sources.randomness)?;
    let openid = OpenId::new(config.openid.as_ref(), sources.reach);
    let services = Services::new(Parts {
        replicas: replicas(&config, &db)?,
        config,
        db,
        clock: Arc::clone(&sources.clock),
        randomness: Arc::clone(&sources.randomness),
        keyring,
        messages,
        contract,
        code_lists: lists,
    });
    Ok(Shared {
        services: web::Data::new(services),
        token_keys: web::Data::new(token_keys),
        passwords: web::Data::new(passwords),
        throttle: web::Data::new(throttle),
        openid: web::Data::new(openid),
        destinations: web::Data::new(files.destinations()),
        evidence: web::Data::new(files.evidence),
        attachments: web::Data::new(files.attachments),
        visit_files: web::Data::new(files.visits),
        review_files: web::Data::new(files.reviews),
        article_audio: web::Data::new(files.article_audio),
        library: web::Data::from(library),
        transfers: web::Data::new(Transfers::default()),
    })
}

/// All stores of files.
struct Files {
    evidence: EvidenceStore,
    attachments: AttachmentStore,
    visits: VisitFiles,
    reviews: reviews::ReviewFiles,
    article_audio: ArticleAudioStore,
    parts: SealedFiles,
}

impl Files {
    fn open(config: &Config, randomness: &Arc<dyn Randomness>) -> Result<Self, StartError> {
        let storage = FileStorage::of(config.bucket.as_ref(), &config.data_dir)?;
        let open = |name: &str| {
            if let FileStorage::Folder(folder) = &storage {
                create_folder(&folder.join(name))?;
            }
            Ok::<_, StartError>(storage.open(name)?)
        };
        let sealed = |store, field| SealedFiles::over(store, field, Arc::clone(randomness));
        let (documents, recordings) = (open("documents")?, open("recordings")?);
        Ok(Self {
            evidence: sealed(open("evidence")?, safety::evidence::FIELD),
            attachments: AttachmentStore::over(open("attachments")?, Arc::clone(randomness)),
            visits: VisitFiles(sealed(open("visits")?, VisitFiles::FIELD)),
            reviews: reviews::ReviewFiles::over(documents, recordings, randomness),
            article_audio: ArticleAudioStore::over(open("article-audio")?),
            parts: sealed(open("uploads")?, Destinations::FIELD),
        })
    }

    /// Where files go that come in part by part.
    fn destinations(&self) -> Destinations {
        let evidence = EvidenceUploads(self.evidence.clone());
        let attachments = self.attachments.clone();
        let all: Vec<Box<dyn TakesFromHolders>> = vec![Box::new(evidence), Box::new(attachments)];
        Destinations::new(self.parts.clone(), all)
    }
}
