//! The token endpoint, and what its tokens open.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tulay::platform::crypto::{PublicKeys, SigningKey};
use tulay::platform::ids::SystemRandomness;

use super::{ASSERTION, assert_refused, basic, wish};
use crate::harness::TestApp;
use crate::on_both;

const QUEUE: &str = "/v1/staff/assistance-requests";

fn help() -> Value {
    json!({
        "for_whom": "self", "urgency": "not_urgent", "issue_codes": ["other"],
        "place": { "country": "SG", "precision": "country" }, "language": "en",
        "consents": { "share_identity": false }
    })
}

/// What a client says of itself when it signs.
fn claims(app: &TestApp, client: &str, jti: &str) -> Value {
    let now = app.shared.services.clock.now().as_second();
    json!({ "iss": client, "sub": client, "aud": "http://tulay.test/oauth/token",
        "iat": now, "exp": now + 60, "jti": jti })
}

fn changed(mut claims: Value, name: &str, value: Value) -> Value {
    claims[name] = value;
    claims
}

on_both! {
    async fn a_client_sees_how_things_stand_in_its_organisation_and_opens_nothing(app: TestApp) {
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let other = app.organisation("Example Abroad", &["MY"], &["assistance"]).await;
        let client = app.chief(centre).await.client(&wish(&["assistance:read_status"])).await;
        let stranger = app.chief(other).await.client(&wish(&["assistance:read_status"])).await;
        let filed = app.post("/v1/assistance-requests", &help()).await.json();
        let issued = app.token_for(&client, "").await;
        issued.assert_status(200);
        assert_eq!(issued.header("cache-control"), Some("no-store"));
        let body = issued.json();
        assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(900)));
        assert_eq!(body["scope"], "assistance:read_status");
        let program = app.as_client(&client).await;
        let queue = program.get(QUEUE).await;
        queue.assert_status(200);
        assert_eq!(queue.json()["items"][0]["id"], filed["id"]);
        assert_eq!(app.as_client(&stranger).await.get(QUEUE).await.json()["items"], json!([]));
        let request = format!("{QUEUE}/{}", filed["id"].as_str().unwrap());
        for path in [
            request.as_str(), &format!("{request}/messages"), "/v1/staff/accounts", "/v1/staff/sessions",
            "/v1/staff/clients", "/v1/staff/webhook-endpoints", "/v1/staff/audit-entries",
        ] {
            program.get(path).await.assert_problem(403, "forbidden");
        }
        let lacking = program.get("/v1/staff/safety-reports").await;
        lacking.assert_problem(403, "forbidden");
        let said = lacking.header("www-authenticate").unwrap();
        assert!(said.contains("insufficient_scope") && said.contains("safety:read_status"), "{said}");
        app.clock.advance(Duration::from_mins(16));
        program.get(QUEUE).await.assert_problem(401, "invalid_token");
    }

    async fn refusals_are_those_of_the_standard(app: TestApp) {
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let client = app.chief(centre).await.client(&wish(&["webhooks:read", "webhooks:replay"])).await;
        let own = || Some(basic(&client.id, &client.secret));
        let grant = "grant_type=client_credentials";
        for (form, status, error) in [
            (String::new(), 400, "invalid_request"),
            ("grant_type=password".to_owned(), 400, "unsupported_grant_type"),
            (format!("{grant}&{grant}"), 400, "invalid_request"),
            (format!("{grant}&scope=assistance:read_status"), 400, "invalid_scope"),
            (format!("{grant}&scope=everything"), 400, "invalid_scope"),
            (format!("{grant}&client_secret={}", client.secret), 400, "invalid_request"),
            (format!("{grant}&client_id={}", app.shared.services.new_id()), 401, "invalid_client"),
        ] {
            assert_refused(&app.ask_for_token(&form, own()).await, status, error);
        }
        let less = app.token_for(&client, "&scope=webhooks:read").await;
        assert_eq!(less.json()["scope"], "webhooks:read");
        assert_refused(&app.ask_for_token(grant, None).await, 401, "invalid_client");
        let unknown = basic(&app.shared.services.new_id().to_string(), &client.secret);
        for wrong in [basic(&client.id, "tulay_cs_wrong"), unknown, "Basic %%".to_owned(), "Bearer x".to_owned()] {
            let refused = app.ask_for_token(grant, Some(wrong)).await;
            assert_refused(&refused, 401, "invalid_client");
            assert_eq!(refused.header("www-authenticate"), Some("Basic realm=\"tulay\""));
        }
        let request = app.request(reqwest::Method::POST, "/oauth/token").json(&json!({ "grant_type": "x" }));
        assert_refused(&crate::harness::Response::of(request).await, 400, "invalid_request");
    }

    async fn guessing_a_secret_costs_time(app: TestApp) {
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let client = app.chief(centre).await.client(&wish(&["webhooks:read"])).await;
        let guess = || app.ask_for_token("grant_type=client_credentials", Some(basic(&client.id, "tulay_cs_guess")));
        for _ in 0..10 {
            assert_refused(&guess().await, 401, "invalid_client");
        }
        guess().await.assert_problem(429, "too_many_requests");
        app.clock.advance(Duration::from_mins(1));
        app.as_client(&client).await;
    }

    async fn a_client_with_a_key_signs_and_each_assertion_is_taken_once(app: TestApp) {
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let key = SigningKey::generate(&SystemRandomness).unwrap();
        let jwk = PublicKeys::new(vec![key.public().clone()]).to_jwks()["keys"][0].clone();
        let mut wish = wish(&["assistance:read_status"]);
        wish["public_key"] = jwk;
        let client = app.chief(centre).await.client(&wish).await;
        assert_eq!(client.secret, "");
        let form = |assertion: &str| format!("grant_type=client_credentials&client_assertion_type={ASSERTION}&client_assertion={assertion}");
        let good = key.sign(&claims(&app, &client.id, "first")).unwrap();
        let issued = app.ask_for_token(&form(&good), None).await;
        issued.assert_status(200);
        assert_refused(&app.ask_for_token(&form(&good), None).await, 401, "invalid_client");
        let base = claims(&app, &client.id, "next");
        let now = app.shared.services.clock.now().as_second();
        let other = SigningKey::generate(&SystemRandomness).unwrap();
        let sign = |claims: &Value| key.sign(claims).unwrap();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
        let unsigned = format!("{none}.{}.", URL_SAFE_NO_PAD.encode(base.to_string()));
        let wrong = [
            sign(&changed(base.clone(), "aud", json!("https://elsewhere.example"))),
            sign(&changed(base.clone(), "exp", json!(now - 60))),
            sign(&changed(base.clone(), "exp", json!(now + 4000))),
            sign(&changed(base.clone(), "iat", json!(now + 600))),
            sign(&changed(base.clone(), "iss", json!(app.shared.services.new_id()))),
            sign(&changed(base.clone(), "jti", json!(""))),
            other.sign(&base).unwrap(),
            unsigned,
        ];
        for (at, assertion) in wrong.iter().enumerate() {
            let refused = app.ask_for_token(&form(assertion), None).await;
            refused.assert_status(401);
            assert_eq!(refused.json()["error"], "invalid_client", "{at}");
        }
        let both = app.ask_for_token(&form(&sign(&base)), Some(basic(&client.id, "x"))).await;
        assert_refused(&both, 400, "invalid_request");
        app.clock.advance(Duration::from_mins(1));
        let by_issuer = changed(claims(&app, &client.id, "last"), "aud", json!(["http://tulay.test"]));
        app.ask_for_token(&form(&sign(&by_issuer)), None).await.assert_status(200);
    }

    async fn programs_are_told_where_to_go(app: TestApp) {
        let told = app.get("/.well-known/oauth-authorization-server").await;
        told.assert_status(200);
        let told = told.json();
        assert_eq!(told["issuer"], "http://tulay.test");
        assert_eq!(told["token_endpoint"], "http://tulay.test/oauth/token");
        assert_eq!(told["token_endpoint_auth_methods_supported"], json!(["client_secret_basic", "private_key_jwt"]));
        let scopes = told["scopes_supported"].as_array().unwrap();
        assert!(scopes.contains(&json!("webhooks:replay")));
    }
}
