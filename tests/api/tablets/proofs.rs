//! Proofs of a key (DPoP, RFC 9449): a token that is bound to a key is worth nothing without it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use diesel::RunQueryDsl as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{DEVICES, Tablet, TabletKey};
use crate::harness::{Response, TestApp};
use crate::on_both;
use crate::staff::{Colleague, invited};

const ME: &str = "/v1/staff/me";
const SESSIONS: &str = "/v1/sessions";
const REFRESH: &str = "/v1/sessions/refresh";
/// A key for these tests alone.
const P256: &str = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgk4memXbR77v6ZgxeCqz8YfZeW2Em9BoRMa53XGHb9\
    +GhRANCAASu1nsPAJcUiGGWfavvZJKT1EZY3/x/dWd0F7ieNWm7xODRt+XC9r5TnRiiHSOd53PFOtqNBAGFr/wNV0/BubIC";

#[derive(diesel::QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    found: i64,
}

/// Shows a token, in whatever way and with whatever proofs.
async fn show(app: &TestApp, authorization: &str, proofs: &[String]) -> Response {
    let mut request = app
        .request(Method::GET, ME)
        .header("Authorization", authorization);
    for proof in proofs {
        request = request.header("DPoP", proof);
    }
    Response::of(request).await
}

async fn inspector(app: &TestApp, name: &str) -> Colleague {
    let can = ["labour_inspection"];
    let inspectorate = app
        .organisation("Labour Inspectorate (made up)", &["MY"], &can)
        .await;
    invited(app, inspectorate, name, &[Role::Inspector])
        .await
        .set_up(app)
        .await
}

/// Posts to sign in or to refresh, with a proof or without one.
async fn open(app: &TestApp, path: &str, body: &Value, key: Option<&TabletKey>) -> Response {
    let fresh = format!("\"{}\"", app.shared.services.new_id());
    let mut request = app
        .request(Method::POST, path)
        .header("Idempotency-Key", fresh);
    if let Some(key) = key {
        request = request.header("DPoP", key.proof(app, (&Method::POST, path), None));
    }
    Response::of(request.json(body)).await
}

fn refreshing(opened: &Value) -> Value {
    json!({ "refresh_token": opened["refresh_token"] })
}

on_both! {
    async fn a_sign_in_with_a_proof_gives_tokens_that_are_bound(app: TestApp) {
        let sita = inspector(&app, "sita").await;
        let key = TabletKey::new(&app);
        let opened = open(&app, SESSIONS, &sita.credentials(&app), Some(&key)).await;
        let opened = opened.assert_status(201).json();
        assert_eq!(opened["token_type"], "DPoP");
        let token = opened["access_token"].as_str().unwrap();
        let proof = key.proof(&app, (&Method::GET, ME), Some(token));
        show(&app, &format!("DPoP {token}"), &[proof]).await.assert_status(200);
        let bare = show(&app, &format!("Bearer {token}"), &[]).await;
        bare.assert_problem(401, "invalid_token");
        let challenge = bare.header("www-authenticate").unwrap();
        assert!(challenge.starts_with("DPoP ") && challenge.contains("error=\"invalid_token\""), "{challenge}");
        let unproved = show(&app, &format!("DPoP {token}"), &[]).await;
        unproved.assert_problem(401, "invalid_dpop_proof");
        let challenge = unproved.header("www-authenticate").unwrap();
        assert!(challenge.contains("error=\"invalid_dpop_proof\"") && challenge.contains("ES256"), "{challenge}");
        // A desk signs in as before.
        app.clock.advance(Duration::from_secs(30));
        let desk = open(&app, SESSIONS, &sita.credentials(&app), None).await;
        let desk = desk.assert_status(201).json();
        assert_eq!(desk["token_type"], "Bearer");
        let token = desk["access_token"].as_str().unwrap();
        show(&app, &format!("Bearer {token}"), &[]).await.assert_status(200);
        let proof = key.proof(&app, (&Method::GET, ME), Some(token));
        show(&app, &format!("DPoP {token}"), &[proof]).await.assert_problem(401, "invalid_token");
    }

    async fn a_bound_session_is_refreshed_with_its_key_only(app: TestApp) {
        let sita = inspector(&app, "sita").await;
        let (key, other) = (TabletKey::new(&app), TabletKey::new(&app));
        let opened = open(&app, SESSIONS, &sita.credentials(&app), Some(&key)).await.json();
        for wrong in [None, Some(&other)] {
            let refused = open(&app, REFRESH, &refreshing(&opened), wrong).await;
            refused.assert_problem(401, "invalid_dpop_proof");
        }
        let refreshed = open(&app, REFRESH, &refreshing(&opened), Some(&key)).await;
        let refreshed = refreshed.assert_status(201).json();
        assert_eq!(refreshed["token_type"], "DPoP");
        let token = refreshed["access_token"].as_str().unwrap();
        let proof = key.proof(&app, (&Method::GET, ME), Some(token));
        show(&app, &format!("DPoP {token}"), &[proof]).await.assert_status(200);
        let proof = other.proof(&app, (&Method::GET, ME), Some(token));
        show(&app, &format!("DPoP {token}"), &[proof]).await.assert_problem(401, "invalid_dpop_proof");
    }

    async fn the_sessions_of_a_tablet_end_when_it_is_trusted_no_more(app: TestApp) {
        let sita = inspector(&app, "sita").await;
        let (key, other) = (TabletKey::new(&app), TabletKey::new(&app));
        let bound = async |key: &TabletKey| {
            app.clock.advance(Duration::from_secs(30));
            let opened = open(&app, SESSIONS, &sita.credentials(&app), Some(key)).await;
            opened.assert_status(201).json()
        };
        let (first, second, kept) = (bound(&key).await, bound(&key).await, bound(&other).await);
        let as_tablet = |key: &TabletKey, (method, path): (Method, &str), opened: &Value| {
            let token = opened["access_token"].as_str().unwrap();
            let proof = key.proof(&app, (&method, path), Some(token));
            app.request(method, path).header("DPoP", proof).header("Authorization", format!("DPoP {token}"))
        };
        let registering = as_tablet(&key, (Method::POST, DEVICES), &first).json(&json!({ "name": "Tablet 12" }));
        let device = Response::of(registering).await.assert_status(201).json();
        let revoke = format!("{DEVICES}/{}/report-lost", device["id"].as_str().unwrap());
        let revoked = Response::of(as_tablet(&other, (Method::POST, &revoke), &kept)).await;
        revoked.assert_status(200);
        let list = Response::of(as_tablet(&other, (Method::GET, "/v1/staff/sessions"), &kept)).await;
        let list = list.assert_status(200).json();
        let left: Vec<&Value> = list["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
        assert_eq!(left, [&kept["id"]]);
        // It is told to wipe itself all the same.
        for opened in [&first, &second] {
            let refused = open(&app, REFRESH, &refreshing(opened), Some(&key)).await;
            refused.assert_problem(403, "device_revoked");
        }
        open(&app, REFRESH, &refreshing(&kept), Some(&other)).await.assert_status(201);
    }

    async fn a_proof_is_good_for_one_request_once(app: TestApp) {
        let (tablet, _, _) = app.tablet().await;
        let token = tablet.token().await;
        let authorization = format!("DPoP {token}");
        let good = tablet.key.proof(&app, (&Method::GET, ME), Some(&token));
        show(&app, &authorization, std::slice::from_ref(&good)).await.assert_status(200);
        let again = show(&app, &authorization, std::slice::from_ref(&good)).await;
        again.assert_problem(401, "invalid_dpop_proof");
        // Another instance remembers it, too.
        let other = app.another();
        show(&other, &authorization, &[good]).await.assert_problem(401, "invalid_dpop_proof");
        let fresh = || tablet.key.proof(&app, (&Method::GET, ME), Some(&token));
        let two = show(&app, &authorization, &[fresh(), fresh()]).await;
        two.assert_problem(401, "invalid_dpop_proof");
        // The query does not belong to the address.
        let with_query = tablet.get("/v1/staff/devices?limit=5").await;
        with_query.assert_status(200);
    }

    async fn a_proof_of_anything_else_is_refused(app: TestApp) {
        let (tablet, _, _) = app.tablet().await;
        let token = tablet.token().await;
        let (header, claims) = tablet.key.proof_parts(&app, (&Method::GET, ME), Some(&token));
        let now = claims["iat"].as_i64().unwrap();
        let wrong_claims = [
            ("htm", json!("POST")), ("htu", json!("http://tulay.test/v1/staff/accounts")),
            ("htu", json!("https://elsewhere.test/v1/staff/me")), ("ath", json!("nonsense")), ("ath", Value::Null),
            ("iat", json!(now - 301)), ("iat", json!(now + 301)), ("iat", Value::Null), ("jti", Value::Null),
            ("jti", json!("")),
        ];
        let mut proofs = Vec::new();
        for (name, value) in wrong_claims {
            let mut wrong = claims.clone();
            wrong["jti"] = json!(app.shared.services.new_id().to_string());
            wrong[name] = value;
            proofs.push((format!("{name} {}", wrong[name]), tablet.key.sign(&header, &wrong)));
        }
        let mut private = tablet.key.jwk();
        private["d"] = json!("AAAA");
        let wrong_headers = [
            ("typ", json!("JWT")), ("alg", json!("none")), ("alg", json!("HS256")), ("jwk", Value::Null),
            ("jwk", TabletKey::new(&app).jwk()), ("jwk", private),
        ];
        for (name, value) in wrong_headers {
            let mut wrong = header.clone();
            wrong[name] = value;
            proofs.push((format!("{name} {}", wrong[name]), tablet.key.sign(&wrong, &claims)));
        }
        proofs.push(("nonsense".to_owned(), "nonsense".to_owned()));
        for (what, proof) in proofs {
            let refused = show(&app, &format!("DPoP {token}"), &[proof]).await;
            assert_eq!(refused.status, 401, "{what}");
            refused.assert_problem(401, "invalid_dpop_proof");
        }
        let good = tablet.key.sign(&header, &claims);
        show(&app, &format!("DPoP {token}"), &[good]).await.assert_status(200);
    }

    async fn keys_of_phones_are_taken_too(app: TestApp) {
        let sita = inspector(&app, "sita").await;
        let der = STANDARD.decode(P256).unwrap();
        let key = EncodingKey::from_ec_der(&der);
        let jwk = jsonwebtoken::jwk::Jwk::from_encoding_key(&key, Algorithm::ES256).unwrap();
        let now = tulay::platform::clock::Clock::now(&app.clock).as_second();
        let claims = json!({ "jti": "one", "iat": now, "htm": "POST", "htu": "http://tulay.test/v1/sessions" });
        let mut jwk = jwk;
        jwk.common = jsonwebtoken::jwk::CommonParameters::default();
        let header = Header { typ: Some("dpop+jwt".to_owned()), jwk: Some(jwk), ..Header::new(Algorithm::ES256) };
        let proof = jsonwebtoken::encode(&header, &claims, &key).unwrap();
        let request = app.request(Method::POST, SESSIONS).header("Idempotency-Key", "\"phone\"");
        let opened = Response::of(request.header("DPoP", proof).json(&sita.credentials(&app))).await;
        assert_eq!(opened.assert_status(201).json()["token_type"], "DPoP");
    }

    async fn proofs_are_forgotten_once_nobody_would_take_them(app: TestApp) {
        let (tablet, _, _) = app.tablet().await;
        for _ in 0..5 {
            tablet.get(ME).await.assert_status(200);
        }
        app.clock.advance(Duration::from_mins(11));
        let services = app.shared.services.clone();
        let now = services.clock.now();
        let forget = services.db.write(move |conn| tulay::identity::forget_expired_sessions(conn, now));
        forget.await.unwrap();
        let count = services.db.read(|conn| {
            let found: Vec<Count> = diesel::sql_query("SELECT count(*) AS found FROM key_proofs").load(conn)?;
            Ok::<_, tulay::platform::db::DbError>(found[0].found)
        });
        assert_eq!(count.await.unwrap(), 0);
    }
}

/// Kept for `devices.rs`: a sign-in and a refresh with the key of a tablet.
pub async fn knock(app: &TestApp, tablet: &Tablet<'_>, path: &str, body: &Value) -> Response {
    open(app, path, body, Some(&tablet.key)).await
}
