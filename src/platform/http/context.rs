//! What a handler may use: the database, the clock, chance, keys, texts; nothing global.

use std::future::{Ready, ready};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, web};

use super::command::KeysUnderWay;
use super::contract::Contract;
use super::metrics::Metrics;
use super::network::{Network, Networks, Place};
use super::proof_of_work::Challenges;
use super::public::PublicAnswers;
use super::rates::Rates;
use super::recent_writers::RecentWriters;
use super::seats::Seats;
use crate::config::Config;
use crate::platform::clock::{Clock, Time};
use crate::platform::code_lists::{CodeLists, Texts};
use crate::platform::crypto::Keyring;
use crate::platform::crypto::{LookupKey, Purpose, SecretKey};
use crate::platform::db::{Db, Replicas};
use crate::platform::ids::{Id, Randomness};
use crate::platform::language::{Language, nearest_text};
use crate::platform::messages::{Arguments, Messages};
use crate::platform::problem::{INTERNAL_ERROR, Problem};
use crate::platform::vault::Vault;

/// How long a request waits for the database, the longest job included: packing a long case for another server takes most of a
/// minute in a development build.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// What one running instance is made of.
pub struct Services {
    /// The settings.
    pub config: Config,
    /// The database, for jobs that nobody waits for.
    pub db: Db,
    /// The same for requests: somebody waits, and must be told when it says nothing.
    pub db_of_requests: Db,
    /// Copies of it, for what anybody may read.
    pub replicas: Replicas,
    /// Who has written here a moment ago, and must find it.
    pub recent_writers: RecentWriters,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub randomness: Arc<dyn Randomness>,
    /// The master keys.
    pub keyring: Arc<Keyring>,
    /// The keys of subjects.
    pub vault: Vault,
    /// Keyed hashes for look-ups on secrets.
    pub lookup: Arc<LookupKey>,
    /// Signs the markers of pages.
    pub cursor_key: SecretKey,
    /// Texts in every language.
    pub messages: Messages,
    /// Allowances.
    pub rates: Rates,
    /// Puzzles for anonymous writes in a flood.
    pub challenges: Challenges,
    /// Where requests come from.
    pub networks: Networks,
    /// Public answers that are kept.
    pub public: PublicAnswers,
    /// Counters.
    pub metrics: Metrics,
    /// The idempotency keys that are being worked on.
    pub keys_under_way: KeysUnderWay,
    /// How many uploads are held in memory.
    pub seats: Seats,
    contract: Arc<Contract>,
    code_lists: Arc<CodeLists>,
}

/// What [`Services`] is made from, besides what it makes itself.
pub struct Parts {
    /// The settings.
    pub config: Config,
    /// The database, migrated.
    pub db: Db,
    /// Copies of it.
    pub replicas: Replicas,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub randomness: Arc<dyn Randomness>,
    /// The master keys.
    pub keyring: Arc<Keyring>,
    /// Texts in every language.
    pub messages: Messages,
    /// The contract that is enforced.
    pub contract: Arc<Contract>,
    /// The code lists that the contract names.
    pub code_lists: CodeLists,
}

impl Services {
    /// Puts an instance together.
    pub fn new(parts: Parts) -> Self {
        let lookup = Arc::new(LookupKey::new(&parts.keyring));
        let cursor_key = parts.keyring.derive(Purpose::CursorSigning);
        Self {
            rates: Rates::new(parts.config.rates),
            challenges: Challenges::new(parts.keyring.derive(Purpose::ProofOfWork)),
            networks: Networks::new(parts.config.trusted_proxies.clone()),
            public: PublicAnswers::new(parts.config.public_max_age),
            metrics: Metrics::new(),
            vault: Vault::new(Arc::clone(&parts.keyring), Arc::clone(&parts.randomness)),
            keys_under_way: KeysUnderWay::default(),
            seats: Seats::default(),
            config: parts.config,
            db_of_requests: parts.db.with_patience(LONGEST_WAIT),
            db: parts.db,
            replicas: parts.replicas,
            recent_writers: RecentWriters::new(),
            clock: parts.clock,
            randomness: parts.randomness,
            keyring: parts.keyring,
            lookup,
            cursor_key,
            messages: parts.messages,
            contract: parts.contract,
            code_lists: Arc::new(parts.code_lists),
        }
    }

    /// The contract that is enforced.
    pub fn contract(&self) -> Arc<Contract> {
        Arc::clone(&self.contract)
    }

    /// The code lists.
    pub fn code_lists(&self) -> Arc<CodeLists> {
        Arc::clone(&self.code_lists)
    }

    /// A new id.
    pub fn new_id(&self) -> Id {
        Id::from_parts(self.clock.now(), &*self.randomness)
    }
}

/// What is known about a request before its handler runs; set at the edge.
#[derive(Debug, Clone)]
pub struct RequestFacts {
    /// Names this request in the log, the problem and `X-Request-Id`.
    pub id: Id,
    /// When it arrived; one request has one time.
    pub now: Time,
    /// The method with which it was sent, whatever it is routed as.
    pub sent_as: Method,
    /// Where it comes from, coarsely.
    pub network: Network,
    /// The same, to be hashed under a secret of its own.
    pub place: Option<Place>,
    /// The languages in which it is answered.
    pub spoken: Spoken,
}

/// The languages of the texts that went into an answer. Whatever asks for a language says so by
/// asking, so no handler can forget `Content-Language`.
#[derive(Debug, Clone, Default)]
pub struct Spoken(Arc<Mutex<Vec<Language>>>);

impl Spoken {
    pub(super) fn add(&self, language: &Language) {
        let mut spoken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !spoken.contains(language) {
            spoken.push(language.clone());
        }
    }

    /// The languages.
    pub fn languages(&self) -> Vec<Language> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The `Content-Language` field; none for an answer that is the same in every language.
    pub fn field(&self) -> Option<String> {
        let spoken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let tags: Vec<&str> = spoken.iter().map(Language::as_str).collect();
        (!tags.is_empty()).then(|| tags.join(", "))
    }
}

/// Marks a request whose credential turned out right.
#[derive(Debug, Clone, Copy)]
pub struct Proved;

/// Tells the edge that the request's credential is right, so that it is not counted against the
/// network from which it came.
pub fn mark_proved(request: &HttpRequest) {
    request.extensions_mut().insert(Proved);
}

/// The handler's view of the instance and of its request.
#[derive(Clone)]
pub struct Context {
    services: web::Data<Services>,
    facts: RequestFacts,
    accept_language: Option<String>,
    lang: Option<String>,
    is_anonymous: bool,
}

impl Context {
    /// The instance.
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// The database, for somebody who waits for an answer.
    #[expect(
        clippy::misnamed_getters,
        reason = "whoever handles a request has no use for the other one"
    )]
    pub fn db(&self) -> &Db {
        &self.services.db_of_requests
    }

    /// The database for a public answer: a replica, when one is certain to hold all that this caller, as far as they can be
    /// told, and this instance have changed of what the public sees, and all but the last
    /// [`LARGEST_LAG`](crate::platform::db::LARGEST_LAG) of the rest; otherwise the database itself. Who shows a credential
    /// may have written through any instance, and always gets that.
    pub fn public_db(&self) -> Db {
        let services = self.services();
        if !self.is_anonymous || services.replicas.is_empty() {
            return self.db().clone();
        }
        let written: Option<Instant> = services.recent_writers.last_write_from(self.network());
        let changed = services.public.last_change();
        let replica = services.replicas.holding(written.max(changed));
        replica.unwrap_or_else(|| self.db().clone())
    }

    /// Whether the request came without a credential.
    pub const fn is_anonymous(&self) -> bool {
        self.is_anonymous
    }

    /// The time of this request.
    pub fn now(&self) -> Time {
        self.facts.now
    }

    /// The method with which it was sent, whatever it is routed as.
    pub const fn sent_as(&self) -> &Method {
        &self.facts.sent_as
    }

    /// Where the request comes from, to be hashed under a secret that is destroyed.
    pub fn place(&self) -> Option<Place> {
        self.facts.place
    }

    /// A new id.
    pub fn new_id(&self) -> Id {
        Id::from_parts(self.facts.now, &*self.services.randomness)
    }

    /// Where the request comes from, coarsely.
    pub fn network(&self) -> Network {
        self.facts.network
    }

    /// The best of the languages in which something exists.
    pub fn language_among(&self, available: &[Language]) -> Language {
        crate::platform::language::negotiate(
            self.accept_language.as_deref(),
            self.lang.as_deref(),
            available,
            &self.default_language(),
        )
    }

    /// What the caller said about languages, as a key for answers that are kept. `lang` comes first,
    /// and what it cannot have falls back on `Accept-Language`, so both matter.
    pub fn language_wish(&self) -> String {
        let lang = self.lang.as_deref().unwrap_or_default();
        let accepted = self.accept_language.as_deref().unwrap_or_default();
        format!("{lang}\n{accepted}")
    }

    /// The language that the caller would like best, whether or not anything exists in it.
    pub fn wished_language(&self) -> Option<Language> {
        crate::platform::language::first_wish(self.accept_language.as_deref(), self.lang.as_deref())
    }

    /// The language of the service's own texts for this caller; the answer says that it is in it.
    pub fn language(&self) -> Language {
        let language = self.own_language();
        self.speak(&language);
        language
    }

    /// The same before it is known in which language the text is that is looked for.
    fn own_language(&self) -> Language {
        self.language_among(self.services.messages.languages())
    }

    /// A text of the service, or an attribute of it, for this caller; the answer says in which language it is.
    pub fn say(&self, name: &str, attribute: Option<&str>, arguments: &Arguments) -> String {
        let messages = &self.services.messages;
        let (language, text) = messages.say(&self.own_language(), name, attribute, arguments);
        self.speak(&language);
        text
    }

    /// What a code is called, likewise; the code itself when its list has lost it.
    pub fn label(&self, list: &str, code: &str) -> String {
        let lists = self.services.code_lists();
        let Some((language, label)) = lists.nearest_label(list, code, &self.own_language()) else {
            return code.to_owned();
        };
        self.speak(&language);
        label.to_owned()
    }

    /// The nearest of some texts, likewise; none only where there is neither one along the chain nor in English.
    pub fn nearest(&self, texts: &Texts) -> Option<String> {
        let (language, text) = nearest_text(texts, &self.own_language())?;
        self.speak(&language);
        Some(text.to_owned())
    }

    /// Says that part of the answer is in this language.
    pub fn speak(&self, language: &Language) {
        self.facts.spoken.add(language);
    }

    /// The languages of the answer so far.
    pub fn spoken(&self) -> &Spoken {
        &self.facts.spoken
    }

    fn default_language(&self) -> Language {
        self.services
            .config
            .default_language
            .parse()
            .unwrap_or_else(|_| Language::english())
    }

    /// The context of a request that the edge has seen.
    pub fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let services = request.app_data::<web::Data<Services>>().cloned();
        let facts = request.extensions().get::<RequestFacts>().cloned();
        let (Some(services), Some(facts)) = (services, facts) else {
            return Err(Problem::new(&INTERNAL_ERROR));
        };
        let header = request
            .headers()
            .get(actix_web::http::header::ACCEPT_LANGUAGE);
        let query = url::form_urlencoded::parse(request.query_string().as_bytes());
        Ok(Self {
            is_anonymous: !request
                .headers()
                .contains_key(actix_web::http::header::AUTHORIZATION),
            services,
            facts,
            accept_language: header.and_then(|v| v.to_str().ok()).map(str::to_owned),
            lang: query
                .into_owned()
                .find(|(name, _)| name == "lang")
                .map(|(_, value)| value),
        })
    }
}

impl FromRequest for Context {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}
