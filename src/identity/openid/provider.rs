//! The provider: what it says of itself, its keys, and exchanging a code. All of it blocks.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret as _;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ureq::http::Response;
use ureq::{Agent, Body};
use url::{Url, form_urlencoded};

use super::id_token::{Compared, RefusedIdToken, Somebody, check};
use crate::config::OpenIdSettings;
use crate::platform::clock::Time;
use crate::platform::crypto::{ForeignAlgorithm, ForeignKey, RefusedForeign, verify_foreign};
use crate::platform::outbound::{self, Patience, Reach};

/// How long the provider may take, and how much it may say.
const PATIENCE: Patience = Patience {
    whole: Duration::from_secs(10),
    connect: Duration::from_secs(5),
};
const LARGEST_ANSWER: u64 = 256 * 1024;
/// How long what it says of itself, and its keys, are used, in seconds.
const KEPT: i64 = 60 * 60;
/// After how many seconds, at the earliest, its keys are fetched again because one is not known.
const KEYS_AGAIN: i64 = 60;
/// For how many seconds it is not asked again after it could not be reached: everybody who waited behind the one who
/// asked, each on a thread of its own, is told at once.
const REST: i64 = 10;
/// Ways of signing that are taken from it.
const ALGORITHMS: [ForeignAlgorithm; 2] = [ForeignAlgorithm::Rs256, ForeignAlgorithm::Es256];

/// The external provider, if there is one.
#[derive(Clone)]
pub struct OpenId(Option<Arc<OpenIdProvider>>);

impl OpenId {
    /// The provider of the settings; nothing is fetched yet.
    pub fn new(settings: Option<&OpenIdSettings>, reach: Reach) -> Self {
        Self(settings.map(|settings| Arc::new(OpenIdProvider::new(settings.clone(), reach))))
    }

    /// The provider.
    pub(in crate::identity) fn provider(&self) -> Option<Arc<OpenIdProvider>> {
        self.0.clone()
    }
}

/// A provider.
pub struct OpenIdProvider {
    settings: OpenIdSettings,
    reach: Reach,
    agent: Agent,
    known: Mutex<Known>,
}

/// What is known of it, and since when.
#[derive(Default)]
struct Known {
    metadata: Option<(Time, Arc<Metadata>)>,
    keys: Option<(Time, Arc<Vec<ForeignKey>>)>,
    /// When it was asked in vain for one of them, unless it has answered since.
    asked_in_vain: Option<Time>,
}

/// What a provider says of itself (OpenID Connect Discovery 1.0).
#[derive(Debug, Deserialize)]
struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Value>,
}

/// What a code was exchanged for.
#[derive(Deserialize)]
struct Exchanged {
    id_token: String,
    #[serde(default)]
    access_token: Option<String>,
}

/// Why the provider vouches for nobody.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It cannot be reached, or does not say what a provider must.
    #[error("the provider cannot be used: {0}")]
    Unusable(String),
    /// It does not take the code.
    #[error("the provider refused the code with {0}")]
    Refused(u16),
    /// Its token is not believed.
    #[error(transparent)]
    IdToken(#[from] RefusedIdToken),
}

/// What a browser is sent to the provider with.
pub struct Asking<'a> {
    pub state: &'a str,
    pub nonce: &'a str,
    /// The hash of the verifier (RFC 7636).
    pub challenge: &'a str,
}

/// What came back, and what it is compared with.
pub struct Answered<'a> {
    pub code: &'a str,
    pub verifier: &'a str,
    pub nonce: &'a str,
}

impl OpenIdProvider {
    fn new(settings: OpenIdSettings, reach: Reach) -> Self {
        Self {
            settings,
            reach,
            agent: outbound::agent(reach, PATIENCE),
            known: Mutex::default(),
        }
    }

    /// Its name.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Whether somebody has proved who they are with a second factor that is believed; when none is, our own is
    /// asked for.
    pub fn trusts(&self, somebody: &Somebody) -> bool {
        let believed = &self.settings.second_factors;
        somebody
            .proved_by
            .iter()
            .any(|word| believed.contains(word))
    }

    /// Where a browser is sent.
    pub fn address(&self, asking: &Asking<'_>, now: Time) -> Result<String, ProviderError> {
        let metadata = self.metadata(now)?;
        let url = Url::parse(&metadata.authorization_endpoint);
        let mut url = url.map_err(|error| ProviderError::Unusable(error.to_string()))?;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &self.settings.redirect_url)
            .append_pair("scope", "openid")
            .append_pair("state", asking.state)
            .append_pair("nonce", asking.nonce)
            .append_pair("code_challenge", asking.challenge)
            .append_pair("code_challenge_method", "S256");
        Ok(url.into())
    }

    /// Exchanges a code, and says who it is.
    pub fn identify(&self, answered: &Answered<'_>, now: Time) -> Result<Somebody, ProviderError> {
        let exchanged = self.exchange(answered, now)?;
        let claims = self.verify(&exchanged.id_token, now)?;
        let compared = Compared {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            nonce: answered.nonce,
            access_token: exchanged.access_token.as_deref(),
            now: now.as_second(),
        };
        Ok(check(&claims, &compared)?)
    }

    fn exchange(&self, answered: &Answered<'_>, now: Time) -> Result<Exchanged, ProviderError> {
        let metadata = self.metadata(now)?;
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", answered.code)
            .append_pair("redirect_uri", &self.settings.redirect_url)
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("code_verifier", answered.verifier)
            .finish();
        let url = outbound::address_within(self.reach, &metadata.token_endpoint);
        let mut request = self
            .agent
            .post(&url)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json");
        if let Some(secret) = &self.settings.client_secret {
            let coded =
                |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let pair = format!(
                "{}:{}",
                coded(&self.settings.client_id),
                coded(secret.expose_secret())
            );
            request = request.header("authorization", format!("Basic {}", STANDARD.encode(pair)));
        }
        let mut response = request.send(form.as_bytes()).map_err(unreached)?;
        let status = response.status();
        if status.is_client_error() {
            return Err(ProviderError::Refused(status.as_u16()));
        }
        read(&mut response)
    }

    /// Verifies a signature. A key that is not known may be a new one: then the keys are fetched again, but not for
    /// every token that somebody makes up.
    fn verify(&self, token: &str, now: Time) -> Result<Value, ProviderError> {
        let verified = verify_foreign(token, &self.keys(now, KEPT)?, &ALGORITHMS);
        let verified = match verified {
            Err(RefusedForeign::UnknownKey) => {
                verify_foreign(token, &self.keys(now, KEYS_AGAIN)?, &ALGORITHMS)
            }
            other => other,
        };
        Ok(verified.map_err(RefusedIdToken::Signed)?)
    }

    fn metadata(&self, now: Time) -> Result<Arc<Metadata>, ProviderError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        self.metadata_in(&mut known, now)
    }

    fn metadata_in(&self, known: &mut Known, now: Time) -> Result<Arc<Metadata>, ProviderError> {
        if let Some((since, metadata)) = &known.metadata
            && now.as_second() - since.as_second() < KEPT
        {
            return Ok(Arc::clone(metadata));
        }
        let issuer = self.settings.issuer.trim_end_matches('/');
        let address = format!("{issuer}/.well-known/openid-configuration");
        let found: Metadata = self.ask(known, &address, now)?;
        if found.issuer != self.settings.issuer {
            let reason = "it calls itself by another name".to_owned();
            return Err(ProviderError::Unusable(reason));
        }
        for address in [
            &found.authorization_endpoint,
            &found.token_endpoint,
            &found.jwks_uri,
        ] {
            if !Url::parse(address).is_ok_and(|url| url.scheme() == "https") {
                let reason = "one of its addresses is not https".to_owned();
                return Err(ProviderError::Unusable(reason));
            }
        }
        let found = Arc::new(found);
        known.metadata = Some((now, Arc::clone(&found)));
        Ok(found)
    }

    fn keys(&self, now: Time, most_seconds: i64) -> Result<Arc<Vec<ForeignKey>>, ProviderError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, keys)) = &known.keys
            && now.as_second() - since.as_second() < most_seconds
        {
            return Ok(Arc::clone(keys));
        }
        let metadata = self.metadata_in(&mut known, now)?;
        let set: KeySet = self.ask(&mut known, &metadata.jwks_uri, now)?;
        // Keys of other kinds are somebody else's business.
        let keys = set
            .keys
            .iter()
            .filter_map(|key| ForeignKey::from_jwk(key).ok());
        let keys = Arc::new(keys.collect::<Vec<_>>());
        known.keys = Some((now, Arc::clone(&keys)));
        Ok(keys)
    }

    /// Fetches something, unless it was asked for something in vain just now.
    fn ask<T: DeserializeOwned>(
        &self,
        known: &mut Known,
        url: &str,
        now: Time,
    ) -> Result<T, ProviderError> {
        let since = known
            .asked_in_vain
            .map(|since| now.as_second() - since.as_second());
        if since.is_some_and(|since| (-REST..REST).contains(&since)) {
            let reason = "it could not be reached a moment ago".to_owned();
            return Err(ProviderError::Unusable(reason));
        }
        let answer = self.get(url);
        known.asked_in_vain = answer.is_err().then_some(now);
        answer
    }

    fn get<T: DeserializeOwned>(&self, url: &str) -> Result<T, ProviderError> {
        let url = outbound::address_within(self.reach, url);
        let request = self.agent.get(&url).header("accept", "application/json");
        read(&mut request.call().map_err(unreached)?)
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is what a failed request gives"
)]
fn unreached(error: ureq::Error) -> ProviderError {
    ProviderError::Unusable(error.to_string())
}

fn read<T: DeserializeOwned>(response: &mut Response<Body>) -> Result<T, ProviderError> {
    let status = response.status();
    if !status.is_success() {
        return Err(ProviderError::Unusable(format!("it answered {status}")));
    }
    let body = response.body_mut().with_config().limit(LARGEST_ANSWER);
    let bytes = body.read_to_vec().map_err(unreached)?;
    // The text of the error may quote what was read.
    let unreadable = |_| ProviderError::Unusable("it answered something else".to_owned());
    serde_json::from_slice(&bytes).map_err(unreadable)
}
