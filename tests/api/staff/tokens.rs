//! Access tokens: only those that this service signed for itself, with a key that still counts.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::Signer as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;
use tulay::identity::permissions::Role;
use tulay::identity::{KeyPurpose, rotate_signing_key};
use tulay::platform::clock::Clock as _;
use tulay::platform::crypto::Keyring;
use tulay::platform::ids::SystemRandomness;

use super::with_token;
use crate::harness::TestApp;
use crate::on_both;

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn decode(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn parts(token: &str) -> [&str; 3] {
    token.split('.').collect::<Vec<_>>().try_into().unwrap()
}

/// A good token, changed without its key.
fn altered(token: &str) -> Vec<(&'static str, String)> {
    let [header, claims, signature] = parts(token);
    let with = |name: &str, value: Value| {
        let mut body = decode(claims);
        body[name] = value;
        format!("{header}.{}.{signature}", encode(&body))
    };
    let last = if signature.starts_with('A') { "B" } else { "A" };
    vec![
        (
            "another account",
            with("sub", json!("0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61")),
        ),
        ("a later end", with("exp", json!(4_000_000_000_i64))),
        (
            "another audience",
            with("aud", json!("https://elsewhere.example")),
        ),
        (
            "another signature",
            format!("{header}.{claims}.{last}{}", &signature[1..]),
        ),
        ("no signature", format!("{header}.{claims}.")),
        ("no token", "nonsense".to_owned()),
    ]
}

/// The claims of a good token, signed by somebody or something else.
fn signed_otherwise(token: &str, public: &[u8]) -> Vec<(&'static str, String)> {
    let [header, claims, signature] = parts(token);
    let kid = decode(header)["kid"].clone();
    let none = encode(&json!({ "alg": "none", "typ": "at+jwt", "kid": kid }));
    let hs256 = encode(&json!({ "alg": "HS256", "typ": "at+jwt", "kid": kid }));
    let unknown = encode(&json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": "unknown" }));
    let other_type = encode(&json!({ "alg": "EdDSA", "typ": "JWT", "kid": kid }));
    let mut mac = Hmac::<Sha256>::new_from_slice(public).unwrap();
    mac.update(format!("{hs256}.{claims}").as_bytes());
    let mac = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    let stranger = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let by_stranger = |header: &str| {
        let signature = stranger.sign(format!("{header}.{claims}").as_bytes());
        format!(
            "{header}.{claims}.{}",
            URL_SAFE_NO_PAD.encode(signature.to_bytes())
        )
    };
    vec![
        ("alg none", format!("{none}.{claims}.")),
        (
            "alg none, with the signature",
            format!("{none}.{claims}.{signature}"),
        ),
        (
            "HS256 with the public key",
            format!("{hs256}.{claims}.{mac}"),
        ),
        ("an unknown kid", by_stranger(&unknown)),
        ("a stranger's key under our kid", by_stranger(header)),
        ("another type", by_stranger(&other_type)),
    ]
}

async fn rotate(app: &TestApp) {
    let services = app.shared.services.clone();
    let now = app.clock.now();
    let of_job = services.clone();
    let rotated = services
        .db
        .write(move |conn| rotate_signing_key(conn, &of_job.vault, KeyPurpose::AccessTokens, now));
    rotated.await.unwrap();
}

async fn published(app: &TestApp) -> Vec<String> {
    let keys = app.get("/.well-known/jwks.json").await.json();
    let keys = keys["keys"].as_array().unwrap().iter();
    keys.map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    async fn a_token_signed_before_a_rotation_is_still_good(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let before = app.member(organisation, &[Role::CaseWorker]).await;
        let old = published(&app).await;
        // That of access tokens, then that of bundles.
        assert_eq!(old.len(), 2);
        rotate(&app).await;
        // Other instances and caches learn of it within a minute.
        app.clock.advance(Duration::from_mins(2));
        before.get("/v1/staff/me").await.assert_status(200);
        let both = published(&app).await;
        assert_eq!(both.len(), 3);
        assert!(both.contains(&old[0]));
        let after = app.member(organisation, &[Role::CaseWorker]).await;
        let token = after.authorization.strip_prefix("Bearer ").unwrap();
        assert_ne!(decode(parts(token)[0])["kid"], json!(old[0]));
        after.get("/v1/staff/me").await.assert_status(200);

        app.clock.advance(Duration::from_hours(25));
        let left = published(&app).await;
        assert_eq!(left.len(), 2);
        assert!(!left.contains(&old[0]));
        before.get("/v1/staff/me").await.assert_problem(401, "invalid_token");
    }

    async fn a_token_of_an_instance_that_rotated_first_is_understood(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        app.member(organisation, &[Role::CaseWorker]).await.get("/v1/staff/me").await.assert_status(200);
        rotate(&app).await;
        let keyring = Keyring::load(&app.shared.services.config.master_key_file).unwrap();
        let vault = tulay::platform::vault::Vault::new(keyring.into(), std::sync::Arc::new(SystemRandomness));
        let other = tulay::identity::TokenKeys::new("http://tulay.test".to_owned(), vault);
        let person = app.member(organisation, &[Role::CaseWorker]).await;
        app.clock.advance(Duration::from_secs(2));
        let claims = decode(parts(&person.authorization)[1]);
        let (account, session) = (person.account.unwrap(), claims["sid"].as_str().unwrap().parse().unwrap());
        let token = other.sign(&app.shared.services.db, account, session, app.clock.now()).await.unwrap();
        with_token(&app, Method::GET, "/v1/staff/me", &token).await.assert_status(200);
    }

    async fn nothing_but_our_own_signature_is_believed(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let person = app.member(organisation, &[Role::CaseWorker]).await;
        let token = person.authorization.strip_prefix("Bearer ").unwrap();
        let keys = app.get("/.well-known/jwks.json").await.json();
        let public = URL_SAFE_NO_PAD.decode(keys["keys"][0]["x"].as_str().unwrap()).unwrap();
        let cases = altered(token).into_iter().chain(signed_otherwise(token, &public));
        for (what, token) in cases {
            let refused = with_token(&app, Method::GET, "/v1/staff/me", &token).await;
            assert_eq!(refused.status, 401, "{what}");
            refused.assert_problem(401, "invalid_token");
            let challenge = refused.header("www-authenticate").unwrap();
            assert!(challenge.contains("error=\"invalid_token\""), "{what}");
        }
        with_token(&app, Method::GET, "/v1/staff/me", token).await.assert_status(200);
    }

    async fn a_token_signed_by_us_for_somebody_else_is_refused(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let person = app.member(organisation, &[Role::CaseWorker]).await;
        let claims = decode(parts(&person.authorization)[1]);
        let session = claims["sid"].as_str().unwrap().parse().unwrap();
        let services = &app.shared.services;
        // The same key, another issuer and audience: an instance under another address.
        let elsewhere = tulay::identity::TokenKeys::new("https://elsewhere.example".to_owned(), services.vault.clone());
        let token = elsewhere.sign(&services.db, person.account.unwrap(), session, app.clock.now()).await.unwrap();
        with_token(&app, Method::GET, "/v1/staff/me", &token).await.assert_problem(401, "invalid_token");
        // Another member's session does not go with this account.
        let other = app.member(organisation, &[Role::CaseWorker]).await;
        let keys = &app.shared.token_keys;
        let token = keys.sign(&services.db, other.account.unwrap(), session, app.clock.now()).await.unwrap();
        with_token(&app, Method::GET, "/v1/staff/me", &token).await.assert_problem(401, "invalid_token");
    }

    async fn a_token_is_good_for_a_quarter_of_an_hour(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        let person = app.member(organisation, &[Role::CaseWorker]).await;
        app.clock.advance(Duration::from_mins(15) - Duration::from_secs(1));
        person.get("/v1/staff/me").await.assert_status(200);
        app.clock.advance(Duration::from_secs(12));
        person.get("/v1/staff/me").await.assert_problem(401, "invalid_token");
        app.get("/v1/staff/me").await.assert_problem(401, "unauthenticated");
    }
}
