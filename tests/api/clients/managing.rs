//! Clients as administrators look after them, and what the audit log says of them.

use std::time::Duration;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{CLIENTS, wish};
use crate::on_both;

on_both! {
    async fn a_secret_is_rotated_with_an_overlap_of_a_day(app: TestApp) {
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let chief = app.chief(centre).await;
        let first = chief.client(&wish(&["webhooks:read"])).await;
        assert!(first.secret.starts_with("tulay_cs_"));
        let rotate = || async {
            let rotated = app.chief(centre).await.post(&first.sub("secrets"), &json!({})).await;
            rotated.assert_status(200);
            super::Client { id: first.id.clone(), secret: rotated.json()["secret"].as_str().unwrap().to_owned() }
        };
        let second = rotate().await;
        for client in [&first, &second] {
            app.token_for(client, "").await.assert_status(200);
        }
        app.clock.advance(Duration::from_hours(25));
        app.token_for(&first, "").await.assert_status(401);
        app.token_for(&second, "").await.assert_status(200);
        // Two rotations in a row leave two secrets, not three.
        let third = rotate().await;
        let fourth = rotate().await;
        app.token_for(&second, "").await.assert_status(401);
        for client in [&third, &fourth] {
            app.token_for(client, "").await.assert_status(200);
        }
        let bare = fourth.secret.strip_prefix("tulay_cs_").unwrap();
        assert!(app.where_is(bare).await.is_empty());
    }

    async fn what_is_taken_away_is_gone_at_once(app: TestApp) {
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let chief = app.chief(centre).await;
        let client = chief.client(&wish(&["assistance:read_status", "safety:read_status"])).await;
        let program = app.as_client(&client).await;
        program.get("/v1/staff/safety-reports").await.assert_status(200);
        let tag = chief.get(&client.path()).await.header("etag").unwrap().to_owned();
        let less = json!({ "scopes": ["assistance:read_status"] });
        chief.patch(&client.path(), &tag, &less).await.assert_status(200);
        chief.patch(&client.path(), &tag, &less).await.assert_problem(412, "stale");
        program.get("/v1/staff/safety-reports").await.assert_problem(403, "forbidden");
        program.get("/v1/staff/assistance-requests").await.assert_status(200);
        for _ in 0..2 {
            let revoked = chief.post(&client.sub("revoke"), &json!({})).await;
            assert_eq!(revoked.json()["status"], "revoked");
        }
        program.get("/v1/staff/assistance-requests").await.assert_problem(401, "invalid_token");
        app.token_for(&client, "").await.assert_status(401);
        chief.post(&client.sub("secrets"), &json!({})).await.assert_problem(409, "client_revoked");
    }

    async fn a_client_is_its_organisations_own(app: TestApp) {
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let other = app.organisation("Example Abroad", &["MY"], &["assistance"]).await;
        let client = app.chief(centre).await.client(&wish(&["webhooks:read"])).await;
        let worker = app.member(centre, &[Role::CaseWorker]).await;
        worker.get(CLIENTS).await.assert_problem(403, "forbidden");
        let stranger = app.chief(other).await;
        assert_eq!(stranger.get(CLIENTS).await.json()["items"], json!([]));
        stranger.get(&client.path()).await.assert_problem(404, "not_found");
        for what in ["secrets", "revoke"] {
            stranger.post(&client.sub(what), &json!({})).await.assert_problem(404, "not_found");
        }
        let shown = app.chief(centre).await.get(&client.path()).await;
        assert_eq!(shown.json()["authentication"], "client_secret_basic");
        assert!(!String::from_utf8(shown.body).unwrap().contains("tulay_cs_"));
    }

    async fn only_a_public_key_is_taken_for_one(app: TestApp) {
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let chief = app.chief(centre).await;
        let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        for key in [
            json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "d": x }),
            json!({ "kty": "OKP", "crv": "X25519", "x": x }),
            json!({ "kty": "OKP", "crv": "Ed25519" }),
            json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "use": "enc" }),
            json!({ "kty": "RSA", "n": "sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1WlUzewbg", "e": "AQAB" }),
        ] {
            let mut wish = wish(&["webhooks:read"]);
            wish["public_key"] = key;
            let refused = chief.post(CLIENTS, &wish).await;
            refused.assert_problem(422, "invalid_request");
            assert_eq!(refused.faults(), [("/public_key".to_owned(), "not_a_public_key".to_owned())]);
        }
        let client = chief.client(&wish(&["webhooks:read"])).await;
        let tag = chief.get(&client.path()).await.header("etag").unwrap().to_owned();
        let key = json!({ "public_key": { "kty": "OKP", "crv": "Ed25519", "x": x } });
        let refused = chief.patch(&client.path(), &tag, &key).await;
        refused.assert_problem(409, "client_authenticates_otherwise");
    }

    async fn the_audit_log_says_which_client_did_something(app: TestApp) {
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let chief = app.chief(centre).await;
        let client = chief.client(&wish(&["webhooks:read", "webhooks:replay"])).await;
        let made = json!({ "name": "Hook", "url": "https://hooks.ngo.example/", "event_types": ["webhook_endpoint.tested"] });
        let endpoint = chief.post("/v1/staff/webhook-endpoints", &made).await.json();
        let endpoint = format!("/v1/staff/webhook-endpoints/{}", endpoint["id"].as_str().unwrap());
        let program = app.as_client(&client).await;
        program.get(&format!("{endpoint}/deliveries")).await.assert_status(200);
        let replayed = program.post(&format!("{endpoint}/replays"), &json!({ "since": "2026-01-01T00:00:00Z" })).await;
        assert_eq!(replayed.json(), json!({ "deliveries": 0 }));
        program.post(&format!("{endpoint}/test"), &json!({})).await.assert_problem(403, "forbidden");
        let log = chief.get("/v1/staff/audit-entries").await.json();
        let newest = &log["items"][0];
        assert_eq!((&newest["action"], &newest["detail"]), (&json!("webhook_endpoint_changed"), &json!("replayed")));
        assert_eq!((&newest["client_id"], &newest["client_name"]), (&json!(client.id), &json!("Case system")));
        assert_eq!(newest["account_id"], Value::Null);
        let by_client = chief.get(&format!("/v1/staff/audit-entries?account_id={}", client.id)).await.json();
        assert_eq!(by_client["items"].as_array().unwrap().len(), 1);
    }
}
