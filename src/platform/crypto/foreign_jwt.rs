//! JSON web tokens that somebody else has signed: a partner's client, an OpenID provider.
//!
//! What a token says about its own algorithm is compared with what its key is for and with what is accepted
//! here, never believed; `none` and keys that both sides share are not among it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;
use thiserror::Error;

use super::signing::LEEWAY_SECONDS;

/// Longest token that is read.
const MAX_TOKEN_BYTES: usize = 16 * 1024;
/// Bytes of the shortest RSA modulus that is taken.
const LEAST_RSA_BYTES: usize = 256;

/// A way of signing that is accepted from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignAlgorithm {
    /// RSA with PKCS #1 v1.5 and SHA-256.
    Rs256,
    /// ECDSA with P-256 and SHA-256.
    Es256,
    /// Ed25519.
    EdDsa,
}

impl ForeignAlgorithm {
    const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }

    const fn of_library(self) -> Algorithm {
        match self {
            Self::Rs256 => Algorithm::RS256,
            Self::Es256 => Algorithm::ES256,
            Self::EdDsa => Algorithm::EdDSA,
        }
    }
}

/// It is no public key that is taken here, or more than a public key.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("not a public key of a kind that is taken")]
pub struct NotAPublicKey;

/// Somebody else's public key.
pub struct ForeignKey {
    kid: Option<String>,
    is_only_one: bool,
    algorithm: ForeignAlgorithm,
    decoding: DecodingKey,
}

impl ForeignKey {
    /// Takes a key from a JWK (RFC 7517): RSA of at least 2,048 bits, P-256 or Ed25519, for signatures, and without
    /// anything private.
    pub fn from_jwk(jwk: &Value) -> Result<Self, NotAPublicKey> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let is_private = ["d", "p", "q", "dp", "dq", "qi", "k", "oth"]
            .iter()
            .any(|member| jwk.get(member).is_some());
        if is_private || text("use").is_some_and(|purpose| purpose != "sig") {
            return Err(NotAPublicKey);
        }
        let algorithm = match (text("kty"), text("crv")) {
            (Some("RSA"), None) => ForeignAlgorithm::Rs256,
            (Some("EC"), Some("P-256")) => ForeignAlgorithm::Es256,
            (Some("OKP"), Some("Ed25519")) => ForeignAlgorithm::EdDsa,
            _ => return Err(NotAPublicKey),
        };
        if text("alg").is_some_and(|alg| alg != algorithm.name()) {
            return Err(NotAPublicKey);
        }
        if algorithm == ForeignAlgorithm::Rs256 {
            let modulus = text("n").and_then(from_base64url).ok_or(NotAPublicKey)?;
            if modulus.len() < LEAST_RSA_BYTES {
                return Err(NotAPublicKey);
            }
        }
        let parsed: Jwk = serde_json::from_value(jwk.clone()).map_err(|_| NotAPublicKey)?;
        Ok(Self {
            kid: text("kid").map(str::to_owned),
            is_only_one: false,
            algorithm,
            decoding: DecodingKey::from_jwk(&parsed).map_err(|_| NotAPublicKey)?,
        })
    }

    /// The same, of somebody who has no other: what a token calls it does not matter.
    #[must_use]
    pub fn as_only_one(self) -> Self {
        Self {
            is_only_one: true,
            ..self
        }
    }
}

fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Why a token of somebody else was refused.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum RefusedForeign {
    /// It is no token, or too long.
    #[error("the token is malformed")]
    Malformed,
    /// It is signed, or said to be, in a way that is not accepted.
    #[error("the token is signed in a way that is not accepted")]
    Algorithm,
    /// No such key.
    #[error("the token's key is not known")]
    UnknownKey,
    /// Altered, or signed by somebody else.
    #[error("the token's signature is wrong")]
    Signature,
    /// Its time is over, has not come, or is longer than is accepted.
    #[error("the token's time is not now")]
    Times,
}

/// Verifies the signature of a token and reads its claims. Nothing that they say is checked yet.
pub fn verify_foreign(
    token: &str,
    keys: &[ForeignKey],
    accepted: &[ForeignAlgorithm],
) -> Result<Value, RefusedForeign> {
    if token.len() > MAX_TOKEN_BYTES || token.split('.').count() != 3 {
        return Err(RefusedForeign::Malformed);
    }
    let header = token.split('.').next().and_then(from_base64url);
    let header: Option<Value> = header.and_then(|header| serde_json::from_slice(&header).ok());
    let header = header.ok_or(RefusedForeign::Malformed)?;
    let text = |name: &str| header.get(name).and_then(Value::as_str);
    if header.get("crit").is_some() {
        return Err(RefusedForeign::Malformed);
    }
    let algorithm = accepted
        .iter()
        .find(|algorithm| text("alg") == Some(algorithm.name()));
    let algorithm = *algorithm.ok_or(RefusedForeign::Algorithm)?;
    let mut fitting = keys.iter().filter(|key| {
        let is_named = text("kid").is_none_or(|kid| key.kid.as_deref() == Some(kid));
        (is_named || key.is_only_one) && key.algorithm == algorithm
    });
    // Without a name there must be no choice.
    let (Some(key), None) = (fitting.next(), fitting.next()) else {
        return Err(RefusedForeign::UnknownKey);
    };
    let mut validation = Validation::new(algorithm.of_library());
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    jsonwebtoken::decode::<Value>(token, &key.decoding, &validation)
        .map(|decoded| decoded.claims)
        .map_err(|_| RefusedForeign::Signature)
}

/// Checks `exp`, which must be there, `iat` and `nbf` of a token at `now`; at most so many seconds may be left of it.
pub fn check_foreign_times(claims: &Value, now: i64, most_left: i64) -> Result<(), RefusedForeign> {
    let seconds = |name: &str| {
        let value = claims.get(name)?;
        // Whole seconds; some write fractions, which are cut.
        Some(value.as_i64().or_else(|| {
            let whole = value.as_f64()?.to_string();
            whole.split('.').next()?.parse().ok()
        }))
    };
    let expires = seconds("exp").flatten().ok_or(RefusedForeign::Times)?;
    let is_over = now >= expires.saturating_add(LEEWAY_SECONDS);
    let is_too_long = expires > now.saturating_add(most_left + LEEWAY_SECONDS);
    let is_early = ["iat", "nbf"].iter().any(|name| match seconds(name) {
        None => false,
        Some(None) => true,
        Some(Some(time)) => time > now.saturating_add(LEEWAY_SECONDS),
    });
    if is_over || is_too_long || is_early {
        return Err(RefusedForeign::Times);
    }
    Ok(())
}

/// Whether a token is meant for one of these: `aud` is one text or a list of them (RFC 7519, section 4.1.3).
pub fn is_foreign_audience(claims: &Value, one_of: &[&str]) -> bool {
    let is_ours = |value: &Value| value.as_str().is_some_and(|text| one_of.contains(&text));
    match claims.get("aud") {
        Some(Value::Array(several)) => several.iter().any(is_ours),
        Some(one) => is_ours(one),
        None => false,
    }
}
