//! Clients, how they prove who they are, and why they are refused.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::identity::permissions::Scope;
use crate::platform::crypto::{
    ForeignAlgorithm, ForeignKey, check_foreign_times, is_foreign_audience, verify_foreign,
};
use crate::platform::ids::Id;
use crate::text_enum;

text_enum! {
    /// How a client proves who it is at the token endpoint.
    pub enum ClientAuthentication {
        /// With a secret (RFC 6749, section 2.3.1).
        ClientSecretBasic => "client_secret_basic",
        /// With an assertion that it signs with its private key (RFC 7523).
        PrivateKeyJwt => "private_key_jwt",
    }
}

text_enum! {
    /// Whether a client can be used.
    pub enum ClientStatus {
        /// It can.
        Active => "active",
        /// It cannot, for good.
        Revoked => "revoked",
    }
}

/// Begins every secret, so that scanners of source code know one when they see it.
pub const SECRET_PREFIX: &str = "tulay_cs_";
/// How long the secret before goes on being good.
pub const OVERLAP: Duration = Duration::from_hours(24);
/// How long an assertion may be good, in seconds.
pub const LONGEST_ASSERTION: i64 = 300;
/// Longest name that an assertion may give itself.
pub const LONGEST_JTI: usize = 255;
/// Ways of signing that are taken from clients.
pub const ALGORITHMS: [ForeignAlgorithm; 3] = [
    ForeignAlgorithm::Rs256,
    ForeignAlgorithm::Es256,
    ForeignAlgorithm::EdDsa,
];

/// A refusal at the token endpoint (RFC 6749, section 5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenRefusal {
    /// Something is missing, twice, or of the wrong form.
    InvalidRequest,
    /// Unknown, revoked, or not proved.
    InvalidClient,
    /// Only `client_credentials` is served.
    UnsupportedGrantType,
    /// A scope that does not exist or that the client does not have.
    InvalidScope,
}

impl TokenRefusal {
    /// The word of the standard.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
        }
    }

    /// A sentence for whoever writes the client. In English, as the standard has it.
    pub const fn description(self) -> &'static str {
        match self {
            Self::InvalidRequest => {
                "Send application/x-www-form-urlencoded with each parameter once, and exactly one proof."
            }
            Self::InvalidClient => "The client is unknown or revoked, or its proof is not good.",
            Self::UnsupportedGrantType => "Only client_credentials is served.",
            Self::InvalidScope => "The client does not have every scope that was asked for.",
        }
    }
}

/// The client that an assertion says it is from; nothing is proved yet.
pub fn claimed_client(token: &str) -> Option<Id> {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    Id::parse(claims.get("sub")?.as_str()?).ok()
}

/// Checks an assertion of a client (RFC 7523, section 3): signed by its key, from it and about it, for one of our
/// addresses, for a short time. Returns what it has named itself.
pub fn check_assertion(
    token: &str,
    key: &Value,
    client: Id,
    audiences: &[&str],
    now: i64,
) -> Result<String, TokenRefusal> {
    let refused = || TokenRefusal::InvalidClient;
    let key = ForeignKey::from_jwk(key).map_err(|_| refused())?;
    let claims = verify_foreign(token, &[key.as_only_one()], &ALGORITHMS).map_err(|_| refused())?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let own = client.to_string();
    if text("iss") != Some(own.as_str()) || text("sub") != Some(own.as_str()) {
        return Err(refused());
    }
    if !is_foreign_audience(&claims, audiences) {
        return Err(refused());
    }
    check_foreign_times(&claims, now, LONGEST_ASSERTION).map_err(|_| refused())?;
    let jti = text("jti").filter(|jti| !jti.is_empty() && jti.len() <= LONGEST_JTI);
    jti.map(str::to_owned).ok_or_else(refused)
}

/// The scopes that a token gets: those that were asked for, all when none were.
pub fn granted(held: &[Scope], asked: Option<&str>) -> Result<Vec<Scope>, TokenRefusal> {
    let Some(asked) = asked else {
        return Ok(held.to_vec());
    };
    let words = asked.split(' ').filter(|word| !word.is_empty());
    let wanted: Result<Vec<Scope>, _> = words.map(str::parse).collect();
    let wanted = wanted.map_err(|_| TokenRefusal::InvalidScope)?;
    if wanted.is_empty() || wanted.iter().any(|scope| !held.contains(scope)) {
        return Err(TokenRefusal::InvalidScope);
    }
    Ok(wanted)
}

/// Scopes as the standard writes them.
pub fn scope_text(scopes: &[Scope]) -> String {
    let words: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    words.join(" ")
}
