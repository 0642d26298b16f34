//! `GET /v1/apps/config`: what every app asks first.

mod reading;

use std::io::Read as _;
use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::apps::{read_apps, replace_apps};

use crate::harness::{Response, TestApp};
use crate::on_both;

const PATH: &str = "/v1/apps/config";

async fn config_in(app: &TestApp, language: &str) -> Response {
    let request = app.request(Method::GET, PATH);
    let response = Response::of(request.header("Accept-Language", language)).await;
    response.assert_status(200);
    response
}

on_both! {
    async fn an_app_learns_what_this_server_does_and_takes(app: TestApp) {
        let config = config_in(&app, "en").await.json();
        assert_eq!(config["features"], json!({ "texts_are_sent": false, "texts_are_taken": false,
            "requests_are_sealed": false, "referrals_between_servers": false, "reports_through_open311": false,
            "staff_sign_in_elsewhere": false, "reviews_appear_later": false }));
        let limits = &config["limits"];
        assert_eq!((&limits["body_bytes"], &limits["idempotency_days"]), (&json!(262_144), &json!(7)));
        assert_eq!(limits["puzzle"], json!({ "algorithm": "sha-256", "easiest_zero_bits": 12, "hardest_zero_bits": 16 }));
        let languages = &config["languages"];
        for language in ["bn", "en", "fil", "id", "km", "lo", "ms", "my", "ne", "ta", "th", "vi", "zh"] {
            assert!(languages["articles"].as_array().unwrap().contains(&json!(language)), "{language}");
            assert!(languages["texts"].as_array().unwrap().contains(&json!(language)), "{language}");
        }
        for known in ["keys", "contract"] {
            app.get(config["addresses"][known].as_str().unwrap()).await.assert_status(200);
        }
    }

    async fn a_switch_is_on_only_where_the_server_does_it(app: TestApp) {
        let secrets = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(secrets.path(), "a-secret-of-a-gateway-0123456789").unwrap();
        let secrets = secrets.path().display().to_string();
        let other = app.another_with(&[
            ("TULAY_TEXT_GATEWAY_URL", "https://sms.example/send"),
            ("TULAY_SMS_SECRET_FILE", &secrets),
            ("TULAY_OPEN311_KEYS_FILE", &secrets),
            ("TULAY_CASE_KEYS", "sealed"),
            ("TULAY_PUBLISHING_DELAY_DAYS", "6"),
            ("TULAY_BODY_LIMIT_BYTES", "70000"),
            ("TULAY_IDEMPOTENCY_DAYS", "3"),
        ]);
        let config = config_in(&other, "en").await.json();
        assert_eq!(config["features"], json!({ "texts_are_sent": true, "texts_are_taken": true,
            "requests_are_sealed": true, "referrals_between_servers": false, "reports_through_open311": true,
            "staff_sign_in_elsewhere": false, "reviews_appear_later": true }));
        assert_eq!(config["limits"]["body_bytes"], 70_000);
        assert_eq!(config["limits"]["idempotency_days"], 3);
        let long = json!({ "kind": "hazard", "description": "a".repeat(80_000) });
        other.post("/v1/safety-reports", &long).await.assert_status(413);
    }

    async fn the_quick_exit_speaks_the_callers_language(app: TestApp) {
        for (wish, language, title) in [
            ("fil-PH, en;q=0.5", "fil", "Panahon"), ("bn", "bn", "আবহাওয়া"), ("vi", "vi", "Thời tiết"),
            ("de", "en", "Weather"), ("zh-Hans-SG", "zh", "天气"),
        ] {
            let response = config_in(&app, wish).await;
            let exit = &response.json()["safe_exit"];
            assert_eq!((&exit["language"], &exit["cover_title"]), (&json!(language), &json!(title)));
            assert_eq!(response.header("content-language"), Some(language));
            let status = if language == "en" { "source" } else { "machine" };
            assert_eq!(exit["translation_status"], status);
            assert!(exit["instruction"].as_str().unwrap().contains(exit["button"].as_str().unwrap()));
        }
    }

    async fn the_answer_is_small_and_confirmed_by_its_tag(app: TestApp) {
        for language in ["en", "fil", "ta", "my", "km"] {
            let first = config_in(&app, language).await;
            assert!(first.header("cache-control").unwrap().starts_with("public, max-age="));
            let tag = first.header("etag").unwrap().to_owned();
            let again = app.request(Method::GET, PATH).header("Accept-Language", language);
            let again = Response::of(again.header("If-None-Match", tag)).await;
            again.assert_status(304);
            assert!(again.body.is_empty());
            let packed = app.request(Method::GET, PATH).header("Accept-Language", language);
            let packed = Response::of(packed.header("Accept-Encoding", "gzip")).await;
            assert_eq!(packed.header("content-encoding"), Some("gzip"));
            assert!(packed.body.len() <= 1536, "{language}: {}", packed.body.len());
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(packed.body.as_slice()).read_to_end(&mut plain).unwrap();
            assert_eq!(serde_json::from_slice::<Value>(&plain).unwrap(), first.json());
        }
    }

    async fn what_the_operator_imports_is_said_from_then_on(app: TestApp) {
        let before = config_in(&app, "en").await;
        let folder = tempfile::TempDir::new().unwrap();
        let file = folder.path().join("config.toml");
        let text = std::fs::read_to_string(shipped()).unwrap();
        let text = text.replace(r#"minimum_version = "0.1.0""#, r#"minimum_version = "0.0.9""#);
        std::fs::write(&file, text).unwrap();
        let read = read_apps(&file).unwrap();
        let now = app.shared.services.clock.now();
        app.shared.services.db
            .write_blocking(move |conn| replace_apps(conn, &read, now))
            .unwrap();
        app.clock.advance(std::time::Duration::from_secs(61));
        let after = config_in(&app, "en").await;
        assert_eq!(after.json()["apps"][0]["minimum_version"], "0.0.9");
        assert_ne!(before.header("etag"), after.header("etag"));
    }

    async fn there_is_nothing_to_choose(app: TestApp) {
        app.get("/v1/apps/config?app=x").await.assert_problem(400, "malformed_request");
    }
}

/// The file that comes with the program.
fn shipped() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/apps/config.toml")
}
