//! What an ID token must say (OpenID Connect Core 1.0, section 3.1.3.7).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::platform::crypto::{RefusedForeign, check_foreign_times, is_foreign_audience};

/// How long an ID token may be good, in seconds: providers give from minutes to a day.
const LONGEST: i64 = 24 * 60 * 60;
/// How long ago it may have been issued, in seconds: it was made for this sign-in.
const OLDEST: i64 = 10 * 60;
/// Longest subject (OpenID Connect Core 1.0, section 2).
const LONGEST_SUBJECT: usize = 255;

/// Why an ID token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RefusedIdToken {
    /// Its signature or form is wrong.
    #[error("the ID token is not signed as it must be: {0}")]
    Signed(RefusedForeign),
    /// A claim is missing or says something else than it must.
    #[error("the ID token's `{0}` is not what it must be")]
    Claim(&'static str),
}

/// With what an ID token is compared.
pub struct Compared<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
    /// The access token that came with it.
    pub access_token: Option<&'a str>,
    /// Seconds since 1970.
    pub now: i64,
}

/// Somebody as the provider knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Somebody {
    pub subject: String,
    /// How they have proved it: the words of `amr` and `acr`.
    pub proved_by: Vec<String>,
}

/// Checks what the claims of an ID token say, whose signature is right.
pub fn check(claims: &Value, compared: &Compared<'_>) -> Result<Somebody, RefusedIdToken> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(compared.issuer) {
        return Err(RefusedIdToken::Claim("iss"));
    }
    check_audience(claims, compared.client_id)?;
    let times = check_foreign_times(claims, compared.now, LONGEST);
    times.map_err(RefusedIdToken::Signed)?;
    let issued = claims.get("iat").and_then(Value::as_f64);
    let oldest = compared.now.saturating_sub(OLDEST);
    // Compared as a text would be read: seconds, with or without a fraction.
    let is_recent = issued.is_some_and(|issued| {
        issued
            .to_string()
            .split('.')
            .next()
            .and_then(|whole| whole.parse::<i64>().ok())
            .is_some_and(|whole| whole >= oldest)
    });
    if !is_recent {
        return Err(RefusedIdToken::Claim("iat"));
    }
    if text("nonce") != Some(compared.nonce) {
        return Err(RefusedIdToken::Claim("nonce"));
    }
    check_access_token(claims, compared.access_token)?;
    let subject = text("sub").filter(|sub| !sub.is_empty() && sub.len() <= LONGEST_SUBJECT);
    Ok(Somebody {
        subject: subject.ok_or(RefusedIdToken::Claim("sub"))?.to_owned(),
        proved_by: proved_by(claims),
    })
}

/// For us; when it is for others as well, it must say that we have asked for it.
fn check_audience(claims: &Value, client_id: &str) -> Result<(), RefusedIdToken> {
    if !is_foreign_audience(claims, &[client_id]) {
        return Err(RefusedIdToken::Claim("aud"));
    }
    let several = claims
        .get("aud")
        .and_then(Value::as_array)
        .is_some_and(|all| all.len() > 1);
    match claims.get("azp") {
        Some(party) if party.as_str() == Some(client_id) => Ok(()),
        None if !several => Ok(()),
        Some(_) | None => Err(RefusedIdToken::Claim("azp")),
    }
}

/// The left half of the access token's hash, where it is said (section 3.1.3.6).
fn check_access_token(claims: &Value, access_token: Option<&str>) -> Result<(), RefusedIdToken> {
    let Some(said) = claims.get("at_hash") else {
        return Ok(());
    };
    let computed = access_token.map(|token| {
        let digest = Sha256::digest(token.as_bytes());
        let half: Vec<u8> = digest.iter().take(16).copied().collect();
        URL_SAFE_NO_PAD.encode(half)
    });
    match (said.as_str(), computed) {
        (Some(said), Some(computed)) if said == computed => Ok(()),
        _ => Err(RefusedIdToken::Claim("at_hash")),
    }
}

fn proved_by(claims: &Value) -> Vec<String> {
    let of_list = claims.get("amr").and_then(Value::as_array);
    let words = of_list.into_iter().flatten().chain(claims.get("acr"));
    words.filter_map(Value::as_str).map(str::to_owned).collect()
}
