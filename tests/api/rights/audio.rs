//! Recordings of articles: reviewed like texts, and delivered in parts.

use reqwest::Method;
use serde_json::{Value, json};

use super::versions::{editor, publish, tag, text, write};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

/// A recording of one second, with a tag that must not stay.
fn wav() -> Vec<u8> {
    let mut body = b"fmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0".to_vec();
    body.extend(b"LIST\x0e\0\0\0INFOIART\x02\0\0\0ME");
    body.extend(b"data");
    body.extend(16_000_u32.to_le_bytes());
    body.extend((0..16_000_u32).map(|at| at.to_le_bytes()[0]));
    [b"RIFF\0\0\0\0WAVE", body.as_slice()].concat()
}

async fn upload(by: &Person<'_>, at: &str, tag: &str, file: Vec<u8>) -> Response {
    let request = by.request(Method::PUT, &format!("{at}/texts/fil/audio"));
    let request = request
        .header("If-Match", tag)
        .header("Content-Type", "audio/wav");
    let key = format!("\"{}\"", by.app.shared.services.new_id());
    Response::of(request.header("Idempotency-Key", key).body(file)).await
}

async fn begin(by: &Person<'_>) -> (String, String) {
    let begun = by
        .post("/v1/staff/articles/wages-malaysia/versions", &json!({}))
        .await;
    begun.assert_status(201);
    (begun.header("location").unwrap().to_owned(), tag(&begun))
}

const AUDIO: &str = "/v1/articles/wages-malaysia/audio?lang=fil";

async fn part(app: &TestApp, headers: &[(&str, &str)]) -> Response {
    let mut request = app.request(Method::GET, AUDIO);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Response::of(request).await
}

on_both! {
    async fn a_recording_is_heard_when_its_version_is_published_and_as_long_as_the_words_stay(app: TestApp) {
        let by = editor(&app).await;
        let (at, begun) = begin(&by).await;
        let added = upload(&by, &at, &begun, wav()).await;
        added.assert_status(200);
        app.get(AUDIO).await.assert_problem(404, "not_found");
        let heard = by.get(&format!("{at}/texts/fil/audio")).await;
        heard.assert_status(200);
        assert!(!heard.body.windows(4).any(|four| four == b"LIST"));
        publish(&app, &by, &at, &tag(&added)).await;
        let article = app.get("/v1/articles/wages-malaysia?lang=fil").await.json();
        assert_eq!(article["audio"]["href"], AUDIO);
        assert_eq!((&article["audio"]["seconds"], &article["audio"]["media_type"]), (&json!(1), &json!("audio/wav")));
        let whole = app.get(AUDIO).await;
        whole.assert_status(200);
        assert_eq!(whole.body, heard.body);
        assert_eq!(whole.header("content-language"), Some("fil"));

        // Another status of the same words keeps it, other words do not.
        let (at, begun) = begin(&by).await;
        let shown = by.get(&at).await.json();
        let filipino = shown["texts"].as_array().unwrap().iter().find(|one| one["language"] == "fil").unwrap().clone();
        let same = json!({ "title": filipino["title"], "summary": filipino["summary"], "body": filipino["body"],
            "translation_status": "human" });
        let written = write(&by, &at, &begun, "fil", &same).await;
        written.assert_status(200);
        let recording = |shown: Value| {
            let mut texts = shown["texts"].as_array().unwrap().iter();
            texts.find(|one| one["language"] == "fil").unwrap()["audio"].clone()
        };
        assert!(recording(written.json()).is_object());
        let other = text("Iba", "Ibang salita.", "human");
        let written = write(&by, &at, &tag(&written), "fil", &other).await;
        assert!(recording(written.json()).is_null());
        publish(&app, &by, &at, &tag(&written)).await;
        app.get(AUDIO).await.assert_problem(404, "not_found");
    }

    async fn what_a_bad_network_cut_off_goes_on_where_it_was(app: TestApp) {
        let by = editor(&app).await;
        let (at, begun) = begin(&by).await;
        let added = upload(&by, &at, &begun, wav()).await;
        publish(&app, &by, &at, &tag(&added)).await;
        let whole = app.get(AUDIO).await;
        let etag = whole.header("etag").unwrap();
        assert_eq!(whole.header("accept-ranges"), Some("bytes"));
        let first = part(&app, &[("Range", "bytes=0-999")]).await;
        first.assert_status(206);
        assert_eq!(first.header("content-range"), Some(format!("bytes 0-999/{}", whole.body.len()).as_str()));
        let rest = part(&app, &[("Range", "bytes=1000-"), ("If-Range", etag)]).await;
        rest.assert_status(206);
        assert_eq!([first.body, rest.body].concat(), whole.body);
        let other = part(&app, &[("Range", "bytes=1000-"), ("If-Range", "\"other\"")]).await;
        other.assert_status(200);
        part(&app, &[("If-None-Match", etag)]).await.assert_status(304);
        let beyond = part(&app, &[("Range", "bytes=999999-")]).await;
        beyond.assert_problem(416, "range_not_satisfiable");
        let nothing = app.get("/v1/articles/wages-singapore/audio").await;
        nothing.assert_problem(404, "not_found");
    }

    async fn what_is_no_whole_recording_is_refused(app: TestApp) {
        let by = editor(&app).await;
        let (at, begun) = begin(&by).await;
        upload(&by, &at, &begun, b"MZ a program".to_vec()).await.assert_problem(415, "not_an_article_recording");
        upload(&by, &at, &begun, wav()[..60].to_vec()).await.assert_problem(422, "damaged_article_recording");
        upload(&by, &at, "\"v9\"", wav()).await.assert_problem(412, "stale");
        let added = upload(&by, &at, &begun, wav()).await;
        let path = format!("{at}/texts/fil/audio");
        let removed = by.request(Method::DELETE, &path).header("If-Match", tag(&added));
        Response::of(removed).await.assert_status(200);
        by.get(&path).await.assert_problem(404, "not_found");
    }
}
