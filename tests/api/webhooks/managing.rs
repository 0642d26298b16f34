//! Endpoints as administrators look after them.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{ALL, ENDPOINTS};
use crate::harness::Receiver;
use crate::on_both;

on_both! {
    async fn only_public_servers_are_taken(app: TestApp) {
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let chief = app.chief_of(centre).await;
        let of = |url: &str| json!({ "name": "x", "url": url, "event_types": [ALL[0]] });
        for url in [
            "https://127.0.0.1/", "https://10.1.2.3/hook", "https://[::1]/", "https://169.254.169.254/latest",
            "https://localhost/", "https://localhost:8443/", "https://db.internal/", "https://intranet/x",
            "https://me:secret@hooks.ngo.example/", "https://2130706433/", "https://hooks.ngo.example/#x",
        ] {
            let refused = chief.post(ENDPOINTS, &of(url)).await;
            refused.assert_problem(422, "invalid_request");
            assert_eq!(refused.faults(), [("/url".to_owned(), "not_a_public_address".to_owned())], "{url}");
        }
        chief.post(ENDPOINTS, &of("http://hooks.ngo.example/")).await.assert_status(422);
        let twice = json!({ "name": "x", "url": "https://hooks.ngo.example/", "event_types": [ALL[0], ALL[0]] });
        chief.post(ENDPOINTS, &twice).await.assert_status(422);
    }

    async fn an_endpoint_is_its_organisations_own(app: TestApp) {
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let other = app.organisation("Example Abroad", &["MY"], &["assistance"]).await;
        let chief = app.chief_of(centre).await;
        let endpoint = chief.endpoint("all", &ALL).await;
        let worker = app.member(centre, &[Role::CaseWorker]).await;
        worker.get(ENDPOINTS).await.assert_problem(403, "forbidden");
        let stranger = app.chief_of(other).await;
        assert_eq!(stranger.get(ENDPOINTS).await.json()["items"], json!([]));
        for path in ["", "/deliveries"] {
            let path = format!("{}{path}", endpoint.path);
            stranger.get(&path).await.assert_problem(404, "not_found");
        }
        for what in ["secrets", "enable", "disable", "test"] {
            stranger.post(&endpoint.sub(what), &json!({})).await.assert_problem(404, "not_found");
        }
        stranger.delete(&endpoint.path).await.assert_status(204);
        chief.get(&endpoint.path).await.assert_status(200);
    }

    async fn an_endpoint_is_changed_switched_off_and_deleted(app: TestApp) {
        let receiver = Receiver::start();
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let chief = app.chief_of(centre).await;
        let endpoint = chief.endpoint("first", &ALL).await;
        let shown = chief.get(&endpoint.path).await;
        let tag = shown.header("etag").unwrap().to_owned();
        assert!(!String::from_utf8(shown.body.clone()).unwrap().contains("whsec_"));
        let change = json!({ "url": "https://hooks.ngo.example/second", "event_types": [ALL[1]] });
        chief.patch(&endpoint.path, &tag, &change).await.assert_status(200);
        chief.patch(&endpoint.path, &tag, &change).await.assert_problem(412, "stale");
        app.need_help().await;
        assert_eq!(app.deliver(&receiver).await, 0);
        // A test comes whatever it wants to be told of.
        let tested = chief.post(&endpoint.sub("test"), &json!({})).await;
        assert_eq!(tested.json()["event_type"], "webhook_endpoint.tested");
        assert_eq!(app.deliver(&receiver).await, 1);
        assert_eq!(receiver.taken("/second")[0].kind(), "webhook_endpoint.tested");
        let off = chief.post(&endpoint.sub("disable"), &json!({})).await.json();
        assert_eq!(off["disabled_because"], "by_administrator");
        chief.post(&endpoint.sub("test"), &json!({})).await.assert_problem(409, "webhook_endpoint_disabled");
        let on = chief.post(&endpoint.sub("enable"), &json!({})).await.json();
        assert_eq!((&on["status"], &on["disabled_at"]), (&json!("enabled"), &Value::Null));
        for _ in 0..2 {
            chief.delete(&endpoint.path).await.assert_status(204);
        }
        chief.get(&endpoint.path).await.assert_problem(404, "not_found");
        let account = chief.account.unwrap();
        let expected = ["created", "changed", "tested", "disabled", "enabled", "deleted"];
        let expected = expected.map(|word| format!("webhook_endpoint_changed webhook_endpoint {word}"));
        assert_eq!(app.audited(account).await, expected);
    }

    async fn there_are_at_most_ten_and_nothing_of_them_is_readable_in_the_database(app: TestApp) {
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let chief = app.chief_of(centre).await;
        let endpoint = chief.endpoint("planted-path", &ALL).await;
        for _ in 1..10 {
            chief.endpoint("more", &ALL).await;
        }
        let one_more = json!({ "name": "x", "url": "https://hooks.ngo.example/", "event_types": [ALL[0]] });
        let refused = chief.post(ENDPOINTS, &one_more).await;
        refused.assert_problem(409, "webhook_endpoints_full");
        let secret = endpoint.secret.strip_prefix("whsec_").unwrap();
        assert!(app.where_is(secret).await.is_empty());
        assert!(app.where_is("hooks.ngo.example/planted-path").await.is_empty());
    }
}
