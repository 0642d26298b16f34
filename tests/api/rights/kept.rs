//! Public answers are kept, confirmed without the database, and compressed once.

use std::io::Read as _;

use reqwest::Method;

use crate::harness::{Response, TestApp};
use crate::on_both;

const PATHS: [&str; 6] = [
    "/v1/articles?destination=MY",
    "/v1/articles/wages-malaysia",
    "/v1/emergency-numbers?country=MY",
    "/v1/contacts?country=SG",
    "/v1/code-lists",
    "/v1/code-lists/countries",
];

async fn get_with(app: &TestApp, path: &str, header: &str, value: &str) -> Response {
    Response::of(app.request(Method::GET, path).header(header, value)).await
}

fn decode(coding: &str, body: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    match coding {
        "zstd" => plain = zstd::stream::decode_all(body).unwrap(),
        "br" => drop(
            brotli::Decompressor::new(body, 4096)
                .read_to_end(&mut plain)
                .unwrap(),
        ),
        _ => drop(
            flate2::read::GzDecoder::new(body)
                .read_to_end(&mut plain)
                .unwrap(),
        ),
    }
    plain
}

on_both! {
    async fn what_is_known_is_confirmed_without_the_database(app: TestApp) {
        for path in PATHS {
            let first = app.get(path).await;
            first.assert_status(200);
            assert!(first.header("cache-control").unwrap().starts_with("public, max-age="), "{path}");
            let tag = first.header("etag").unwrap();
            let before = app.shared.services.db.jobs_run();
            let again = get_with(&app, path, "If-None-Match", tag).await;
            again.assert_status(304);
            assert!(again.body.is_empty());
            assert_eq!(again.header("etag"), Some(tag));
            assert_eq!(app.shared.services.db.jobs_run(), before, "{path}");
            let other = get_with(&app, path, "If-None-Match", "\"other\"").await;
            other.assert_status(200);
            assert_eq!(app.shared.services.db.jobs_run(), before, "{path}");
        }
    }

    async fn each_coding_holds_the_same_bytes_under_a_tag_of_its_own(app: TestApp) {
        for path in PATHS {
            let plain = app.get(path).await;
            let mut tags = vec![plain.header("etag").unwrap().to_owned()];
            for coding in ["zstd", "br", "gzip"] {
                let coded = get_with(&app, path, "Accept-Encoding", coding).await;
                coded.assert_status(200);
                assert_eq!(coded.header("content-encoding"), Some(coding), "{path}");
                assert!(coded.header("vary").unwrap().contains("Accept-Encoding"));
                assert!(coded.body.len() < plain.body.len(), "{path} {coding}");
                assert_eq!(decode(coding, &coded.body), plain.body, "{path} {coding}");
                tags.push(coded.header("etag").unwrap().to_owned());
            }
            for tag in &tags {
                get_with(&app, path, "If-None-Match", tag).await.assert_status(304);
            }
            let all = tags.join(", ");
            get_with(&app, path, "If-None-Match", &all).await.assert_status(304);
            get_with(&app, path, "If-None-Match", "*").await.assert_status(304);
            tags.sort();
            tags.dedup();
            assert_eq!(tags.len(), 4, "{path}");
        }
    }

    async fn head_tells_the_same_without_the_body(app: TestApp) {
        for path in PATHS {
            let get = app.get(path).await;
            let head = Response::of(app.request(Method::HEAD, path)).await;
            head.assert_status(200);
            assert!(head.body.is_empty());
            for name in ["etag", "content-language", "cache-control", "vary", "content-length"] {
                assert_eq!(head.header(name), get.header(name), "{path} {name}");
            }
        }
    }

    async fn each_language_has_its_own_tag(app: TestApp) {
        let english = app.get("/v1/articles/wages-malaysia?lang=en").await;
        let vietnamese = app.get("/v1/articles/wages-malaysia?lang=vi").await;
        assert_ne!(english.header("etag"), vietnamese.header("etag"));
    }

    async fn other_methods_are_not_served(app: TestApp) {
        for path in PATHS {
            let path = path.split('?').next().unwrap();
            let response = app.post(path, &serde_json::json!({})).await;
            response.assert_problem(405, "method_not_allowed");
            assert_eq!(response.header("allow"), Some("GET, HEAD"), "{path}");
        }
    }
}
