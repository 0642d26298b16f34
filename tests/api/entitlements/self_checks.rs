//! `GET /v1/self-checks` and `GET /v1/self-checks/{code}`.

use reqwest::Method;
use serde_json::json;

use super::codes;
use crate::harness::{Response, promise};
use crate::on_both;

const PUBLISHED: &str = include_str!("../../../data/checks/published.txt");

fn hash_of(code: &str, version: u32) -> &'static str {
    let begins = format!("{code} {version} ");
    PUBLISHED
        .lines()
        .find_map(|line| line.strip_prefix(&begins))
        .unwrap()
}

on_both! {
    async fn self_checks_are_listed_with_version_and_hash(app: TestApp) {
        let response = app.get("/v1/self-checks").await;
        response.assert_status(200);
        let page = response.json();
        assert_eq!(codes(&page["items"]), ["offer_safe", "forced_to_work"]);
        assert_eq!((&page["items"][0]["version"], &page["items"][0]["hash"]), (&json!(1), &json!(hash_of("red_flags", 1))));
        let tag = response.header("etag").unwrap().to_owned();
        let again = app.request(Method::GET, "/v1/self-checks").header("If-None-Match", tag);
        Response::of(again).await.assert_status(304);
        let before = app.get("/v1/self-checks?stage=deciding").await.json();
        assert_eq!(codes(&before["items"]), ["offer_safe"]);
        app.get("/v1/self-checks?stage=sleeping").await.assert_problem(422, "invalid_request");
    }

    async fn a_self_check_comes_whole_in_each_of_its_languages(app: TestApp) {
        let english = app.get("/v1/self-checks/forced_to_work").await.json();
        assert_eq!(english["translation_status"], "source");
        for language in english["languages"].as_array().unwrap() {
            let tag = language.as_str().unwrap();
            let response = app.get(&format!("/v1/self-checks/forced_to_work?lang={tag}")).await;
            response.assert_status(200);
            assert_eq!(response.header("content-language"), Some(tag));
            let own = response.json();
            assert_eq!(own["language"], *language);
            assert_eq!((&own["questions"], &own["hash"]), (&english["questions"], &english["hash"]));
            let texts = own["texts"].as_object().unwrap();
            assert_eq!(texts.len(), english["texts"].as_object().unwrap().len());
            assert!(texts.values().all(|text| !text.as_str().unwrap().is_empty()), "{tag}");
            if tag != "en" {
                assert_eq!(own["translation_status"], "machine");
                assert_ne!(own["texts"], english["texts"]);
            }
        }
        let other = app.get("/v1/self-checks/forced_to_work?lang=sw").await.json();
        assert_eq!(other["language"], "en");
    }

    async fn a_version_is_found_by_its_hash_and_an_unknown_one_is_not(app: TestApp) {
        let newest = app.get("/v1/self-checks/offer_safe").await.json();
        let path = |hash: &str| format!("/v1/self-checks/offer_safe?hash={hash}");
        let same = app.get(&path(hash_of("red_flags", 1))).await;
        same.assert_status(200);
        assert_eq!(same.json(), newest);
        app.get(&path(&"0".repeat(64))).await.assert_problem(404, "not_found");
        app.get(&path("1")).await.assert_problem(422, "invalid_request");
        app.get("/v1/self-checks/nothing").await.assert_problem(404, "not_found");
    }

    async fn there_is_no_address_to_which_answers_could_go(app: TestApp) {
        for path in ["/v1/self-checks", "/v1/self-checks/forced_to_work"] {
            let sent = app.request(Method::POST, path).header("Idempotency-Key", "\"answers\"").json(&json!({ "documents": ["yes"] }));
            Response::of(sent).await.assert_problem(405, "method_not_allowed");
        }
        let paths = promise::document()["paths"].as_object().unwrap();
        let of_checks = paths.iter().filter(|(path, _)| path.starts_with("/v1/self-checks"));
        for (path, item) in of_checks {
            let methods: Vec<&String> = item.as_object().unwrap().keys().collect();
            assert_eq!(methods, ["get"], "{path}");
        }
    }
}
