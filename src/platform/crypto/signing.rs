//! Signing access tokens with Ed25519 (JWT, RFC 7519 and 8037), and refusing all others.
//!
//! Only `EdDSA` is ever accepted: what a token says about its own algorithm is compared, never
//! believed. Each token names its key (`kid`), so that keys can be replaced with an overlap, and
//! its type (`typ`, RFC 8725 section 3.11), so that no other kind of JWT can pass for it.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use ed25519_dalek::{Signer as _, VerifyingKey};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use super::derivation::SecretKey;
use crate::platform::ids::Randomness;

/// How far the clocks of two servers may differ, in seconds.
pub const LEEWAY_SECONDS: i64 = 10;

const TYPE: &str = "at+jwt";
const MAX_TOKEN_BYTES: usize = 8 * 1024;
const REQUIRED_CLAIMS: [&str; 5] = ["exp", "iat", "sub", "iss", "aud"];

/// Why a key could not be used or a token not be signed.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SigningError {
    /// The bytes are no Ed25519 key.
    #[error("not a valid Ed25519 key")]
    Key,
    /// The claims cannot be written as a JSON object.
    #[error("the claims cannot be signed")]
    Claims,
}

/// Why a token was refused. Clients are told only that it was.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum RefusedToken {
    /// Not three parts of base64url with JSON inside, too long, or with claims of wrong types.
    #[error("the token is malformed")]
    Malformed,
    /// Signed, or said to be, by anything but EdDSA.
    #[error("the token is not signed with EdDSA")]
    Algorithm,
    /// Another kind of JWT.
    #[error("the token is of another type")]
    Type,
    /// No such key, or no longer.
    #[error("the token's key is not known")]
    UnknownKey,
    /// Altered, or signed by somebody else.
    #[error("the token's signature is wrong")]
    Signature,
    /// A claim that every token must have is missing.
    #[error("the token lacks the claim `{0}`")]
    MissingClaim(&'static str),
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come, or it was issued in the future.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// Issued by somebody else.
    #[error("the token has another issuer")]
    Issuer,
    /// Meant for somebody else.
    #[error("the token is meant for another audience")]
    Audience,
}

/// What a token must say to be accepted here.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The `iss` claim.
    pub issuer: &'a str,
    /// The `aud` claim, or one of its values.
    pub audience: &'a str,
}

/// A private key that signs tokens; sealed at rest.
pub struct SigningKey {
    pkcs8: Zeroizing<Vec<u8>>,
    encoding: EncodingKey,
    public: PublicKey,
}

impl SigningKey {
    /// Make a new key.
    pub fn generate(randomness: &dyn Randomness) -> Result<Self, SigningError> {
        let mut seed = SecretKey::default();
        randomness.fill(seed.as_mut_slice());
        Self::from_dalek(&ed25519_dalek::SigningKey::from_bytes(&seed))
    }

    /// Take a key from its unsealed PKCS#8 bytes (DER, RFC 8410).
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, SigningError> {
        let key = ed25519_dalek::SigningKey::from_pkcs8_der(der).map_err(|_| SigningError::Key)?;
        Self::from_dalek(&key)
    }

    /// The PKCS#8 bytes, to be sealed.
    #[must_use]
    pub fn expose_pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The key that verifies what this one signs.
    #[must_use]
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Sign claims. They must hold `exp`, `iat`, `sub`, `iss` and `aud`, or nobody accepts them.
    pub fn sign<T: Serialize>(&self, claims: &T) -> Result<String, SigningError> {
        self.sign_as(TYPE, claims)
    }

    /// Sign a statement of another type, which never passes for a token.
    pub fn sign_as<T: Serialize>(&self, kind: &str, claims: &T) -> Result<String, SigningError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(kind.to_owned());
        header.kid = Some(self.public.kid.clone());
        jsonwebtoken::encode(&header, claims, &self.encoding).map_err(|_| SigningError::Claims)
    }

    /// Signs bytes (RFC 8032). A key that signs tokens signs nothing else, or one could pass for the other.
    pub fn sign_bytes(&self, message: &[u8]) -> Result<[u8; 64], SigningError> {
        let key = ed25519_dalek::SigningKey::from_pkcs8_der(&self.pkcs8);
        let key = key.map_err(|_| SigningError::Key)?;
        Ok(key.sign(message).to_bytes())
    }

    fn from_dalek(key: &ed25519_dalek::SigningKey) -> Result<Self, SigningError> {
        let document = key.to_pkcs8_der().map_err(|_| SigningError::Key)?;
        let pkcs8 = Zeroizing::new(document.as_bytes().to_vec());
        let encoding = EncodingKey::from_ed_der(&pkcs8);
        let public = PublicKey::from_bytes(key.verifying_key().as_bytes())?;
        Ok(Self {
            pkcs8,
            encoding,
            public,
        })
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, …)", self.public.kid)
    }
}

/// A public key that verifies tokens.
#[derive(Clone)]
pub struct PublicKey {
    kid: String,
    bytes: [u8; 32],
    decoding: DecodingKey,
}

impl PublicKey {
    /// Take a key from its 32 stored bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SigningError> {
        let bytes = <[u8; 32]>::try_from(bytes).map_err(|_| SigningError::Key)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| SigningError::Key)?;
        if key.is_weak() {
            return Err(SigningError::Key);
        }
        Ok(Self {
            kid: thumbprint(&bytes),
            bytes,
            decoding: DecodingKey::from_ed_der(&bytes),
        })
    }

    /// The id of the key: its JWK thumbprint (RFC 7638), so that nobody has to invent one.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The 32 bytes, to be stored.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// Takes a key from a JWK (RFC 8037): Ed25519, for signatures, without anything private.
    pub fn from_jwk(jwk: &Value) -> Result<Self, SigningError> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let is_of_kind = text("kty") == Some("OKP") && text("crv") == Some("Ed25519");
        let is_for_signing = text("use").is_none_or(|purpose| purpose == "sig");
        if !is_of_kind || !is_for_signing || jwk.get("d").is_some() {
            return Err(SigningError::Key);
        }
        let bytes = text("x").and_then(|x| URL_SAFE_NO_PAD.decode(x).ok());
        Self::from_bytes(&bytes.ok_or(SigningError::Key)?)
    }

    /// Whether the key's holder signed these bytes (RFC 8032); a signature that holds for several
    /// messages or keys is refused.
    #[must_use]
    pub fn has_signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        let key = VerifyingKey::from_bytes(&self.bytes);
        key.is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
    }

    /// The key as a JWK.
    #[must_use]
    pub fn to_jwk(&self) -> Value {
        json!({
            "kty": "OKP",
            "crv": "Ed25519",
            "alg": "EdDSA",
            "use": "sig",
            "kid": self.kid,
            "x": URL_SAFE_NO_PAD.encode(self.bytes),
        })
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.kid)
    }
}

/// All keys whose tokens are accepted at the moment: the current, the next and the last.
#[derive(Clone, Debug, Default)]
pub struct PublicKeys(Vec<PublicKey>);

impl PublicKeys {
    /// The keys to accept.
    #[must_use]
    pub const fn new(keys: Vec<PublicKey>) -> Self {
        Self(keys)
    }

    /// The JWK set to publish (RFC 7517 and 8037).
    #[must_use]
    pub fn to_jwks(&self) -> Value {
        json!({ "keys": self.0.iter().map(PublicKey::to_jwk).collect::<Vec<_>>() })
    }

    fn find(&self, kid: &str) -> Option<&PublicKey> {
        self.0.iter().find(|key| key.kid == kid)
    }
}

/// Verify a token at `now` (seconds since 1970) and read its claims.
pub fn verify<T: DeserializeOwned>(
    token: &str,
    keys: &PublicKeys,
    expected: &Expected<'_>,
    now: i64,
) -> Result<T, RefusedToken> {
    let key = key_of(token, keys)?;
    // Of the library only the signature is wanted: it would ask the system's clock for the times,
    // and it passes over an issuer or audience of a type that it does not expect.
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;

    let claims = jsonwebtoken::decode::<Value>(token, &key.decoding, &validation)
        .map_err(|error| refusal(error.kind()))?
        .claims;
    for name in REQUIRED_CLAIMS {
        if claims.get(name).is_none_or(Value::is_null) {
            return Err(RefusedToken::MissingClaim(name));
        }
    }
    check_parties(&claims, expected)?;
    check_times(&claims, now)?;

    serde_json::from_value(claims).map_err(|_| RefusedToken::Malformed)
}

fn key_of<'keys>(token: &str, keys: &'keys PublicKeys) -> Result<&'keys PublicKey, RefusedToken> {
    if token.len() > MAX_TOKEN_BYTES {
        return Err(RefusedToken::Malformed);
    }
    let header = read_header(token).ok_or(RefusedToken::Malformed)?;
    let text = |name: &str| header.get(name).and_then(Value::as_str);

    if text("alg") != Some("EdDSA") {
        return Err(RefusedToken::Algorithm);
    }
    // RFC 7515, section 4.1.11: an extension that one must understand and does not.
    if header.get("crit").is_some() {
        return Err(RefusedToken::Malformed);
    }
    if text("typ").is_none_or(|found| !found.eq_ignore_ascii_case(TYPE)) {
        return Err(RefusedToken::Type);
    }
    text("kid")
        .and_then(|kid| keys.find(kid))
        .ok_or(RefusedToken::UnknownKey)
}

/// The header as plain JSON: `alg: none` shall be told apart from what is no token at all.
fn read_header(token: &str) -> Option<Value> {
    let (header, _) = token.split_once('.')?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()
}

/// Who issued the token, about whom, for whom.
fn check_parties(claims: &Value, expected: &Expected<'_>) -> Result<(), RefusedToken> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);

    if text("sub").is_none_or(str::is_empty) {
        return Err(RefusedToken::Malformed);
    }
    if text("iss").ok_or(RefusedToken::Malformed)? != expected.issuer {
        return Err(RefusedToken::Issuer);
    }
    // One audience or a list of them (RFC 7519, section 4.1.3).
    let audiences = match claims.get("aud") {
        Some(Value::Array(several)) => several.as_slice(),
        Some(one @ Value::String(_)) => std::slice::from_ref(one),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => {
            return Err(RefusedToken::Malformed);
        }
    };
    if audiences
        .iter()
        .any(|audience| audience.as_str() == Some(expected.audience))
    {
        Ok(())
    } else {
        Err(RefusedToken::Audience)
    }
}

fn check_times(claims: &Value, now: i64) -> Result<(), RefusedToken> {
    let seconds = |name| {
        claims
            .get(name)
            .map(|value| value.as_i64().ok_or(RefusedToken::Malformed))
    };
    let expires = seconds("exp").ok_or(RefusedToken::MissingClaim("exp"))??;
    let issued = seconds("iat").ok_or(RefusedToken::MissingClaim("iat"))??;
    let not_before = seconds("nbf").unwrap_or(Ok(issued))?;

    if now >= expires.saturating_add(LEEWAY_SECONDS) {
        return Err(RefusedToken::Expired);
    }
    if issued.max(not_before) > now.saturating_add(LEEWAY_SECONDS) {
        return Err(RefusedToken::NotYetValid);
    }
    Ok(())
}

fn refusal(kind: &ErrorKind) -> RefusedToken {
    if matches!(kind, ErrorKind::InvalidSignature) {
        RefusedToken::Signature
    } else {
        RefusedToken::Malformed
    }
}

/// SHA-256 of the key's required members in lexical order (RFC 7638; RFC 8037, appendix A.3).
fn thumbprint(bytes: &[u8; 32]) -> String {
    let x = URL_SAFE_NO_PAD.encode(bytes);
    let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(members.as_bytes()))
}

#[cfg(test)]
mod tests;
