//! Every answer with texts says in which language it is, whoever it is for.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Person, Response, TestApp};
use crate::on_both;
use crate::reviews;

const REVIEW: &str = "/v1/receipt/review";

/// Files something in a language, under a key.
async fn file_in(app: &TestApp, path: &str, body: &Value, language: &str, key: &str) -> Response {
    let request = app
        .request(Method::POST, path)
        .header("Accept-Language", language);
    Response::of(
        request
            .header("Idempotency-Key", format!("\"{key}\""))
            .json(body),
    )
    .await
}

async fn read_in(holder: &Person<'_>, path: &str, language: &str, known: Option<&str>) -> Response {
    let request = holder
        .request(Method::GET, path)
        .header("Accept-Language", language);
    let known = known.map(|tag| ("If-None-Match", tag.to_owned()));
    Response::of(
        known
            .into_iter()
            .fold(request, |request, (name, tag)| request.header(name, tag)),
    )
    .await
}

#[track_caller]
fn assert_in(response: &Response, language: &str) {
    // Parts may be in another language where nobody has translated them, and it says that too.
    let languages: Vec<&str> = response
        .header("content-language")
        .unwrap()
        .split(", ")
        .collect();
    assert!(languages.contains(&language), "{languages:?}");
    let vary = response.headers.get_all("vary").iter();
    let vary: Vec<&str> = vary
        .flat_map(|value| value.to_str().unwrap().split(", "))
        .collect();
    assert!(vary.contains(&"Accept-Language"), "{vary:?}");
}

fn request() -> Value {
    json!({ "for_whom": "self", "urgency": "danger_now", "issue_codes": ["other"],
        "place": { "country": "SG", "precision": "country" }, "language": "en",
        "consents": { "share_identity": false } })
}

fn report() -> Value {
    json!({ "kind": "hazard", "danger_now": true, "description": "A loose cable",
        "place": { "country": "MY", "precision": "country" } })
}

on_both! {
    async fn what_is_filed_is_answered_in_a_language_and_so_is_its_repetition(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let review = (reviews::reviews_of(agency), reviews::review(2));
        let request = ("/v1/assistance-requests".to_owned(), request());
        let report = ("/v1/safety-reports".to_owned(), report());
        for (path, body) in [review, request, report] {
            let first = file_in(&app, &path, &body, "fil", &path).await;
            assert_in(first.assert_status(201), "fil");
            // The first answer again, whatever is wished now: it may hold a receipt code.
            let again = file_in(&app, &path, &body, "vi", &path).await;
            assert_eq!(again.header("idempotency-replayed"), Some("true"));
            assert_in(again.assert_status(201), "fil");
            assert_eq!(again.body, first.body);
        }
    }

    async fn a_receipt_opens_the_same_version_in_another_language(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let filed = reviews::file(&app, agency, 2).await;
        let holder = app.holder_of(&filed.code);
        let fil = read_in(&holder, REVIEW, "fil", None).await;
        assert_in(fil.assert_status(200), "fil");
        let known = fil.header("etag");
        assert!(known.unwrap().starts_with("\"v1."));
        let same = read_in(&holder, REVIEW, "fil", known).await;
        assert_in(same.assert_status(304), "fil");
        let vi = read_in(&holder, REVIEW, "vi", known).await;
        assert_in(vi.assert_status(200), "vi");
        assert_ne!(vi.json()["what_happens_next"], fil.json()["what_happens_next"]);
        // Both languages are the same version to whoever changes it.
        holder.patch(REVIEW, known.unwrap(), &json!({ "overall": 1 })).await.assert_status(200);
        let late = holder.patch(REVIEW, vi.header("etag").unwrap(), &json!({ "overall": 2 })).await;
        late.assert_problem(412, "stale");
    }

    async fn requests_and_reports_are_read_in_a_language(app: TestApp) {
        for (path, own, body) in [
            ("/v1/assistance-requests", "/v1/receipt/assistance-request", request()),
            ("/v1/safety-reports", "/v1/receipt/safety-report", report()),
        ] {
            let filed = app.post(path, &body).await;
            let code = filed.assert_status(201).json()["receipt_code"].as_str().unwrap().to_owned();
            let holder = app.holder_of(&code);
            let fil = read_in(&holder, own, "fil", None).await;
            assert_in(fil.assert_status(200), "fil");
            let known = fil.header("etag");
            assert_in(read_in(&holder, own, "fil", known).await.assert_status(304), "fil");
            assert_in(read_in(&holder, own, "vi", known).await.assert_status(200), "vi");
        }
    }

    async fn what_has_no_texts_names_no_language(app: TestApp) {
        let filed = app.post("/v1/assistance-requests", &request()).await;
        let code = filed.assert_status(201).json()["receipt_code"].as_str().unwrap().to_owned();
        let messages = app.holder_of(&code).get("/v1/receipt/assistance-request/messages").await;
        assert_eq!(messages.assert_status(200).header("content-language"), None);
    }
}
