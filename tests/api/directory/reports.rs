//! This is wrong, or they did not help me: it reaches who looks after the entry, and nobody else.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tulay::identity::permissions::Role;

use super::shelter;
use crate::harness::{Response, TestApp};
use crate::on_both;

const REPORTS: &str = "/v1/staff/directory/reports";
const WORDS: &str = "Nobody answered for two days.";

async fn report(app: &TestApp, id: &str) -> String {
    let said = json!({ "kind": "did_not_help", "words": WORDS });
    let filed = app.post(&format!("/v1/services/{id}/reports"), &said).await;
    filed.assert_status(201);
    super::id_of(&filed.json())
}

on_both! {
    async fn a_report_is_read_and_closed_by_who_looks_after_the_entry(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (_, service) = app.listed(&chief, shelter).await;
        let id = report(&app, &service).await;
        assert!(app.where_is(WORDS).await.is_empty());
        let listed = chief.get(&format!("{REPORTS}?state=open")).await.json();
        assert_eq!((&listed["items"][0]["id"], &listed["items"][0]["service_id"]), (&json!(id), &json!(service)));
        assert!(listed["items"][0].get("words").is_none());
        let path = format!("{REPORTS}/{id}");
        let read = chief.get(&path).await;
        assert_eq!((&read.json()["words"], &read.json()["kind"]), (&json!(WORDS), &json!("did_not_help")));
        let tag = read.header("etag").unwrap().to_owned();
        let closing = json!({ "outcome": "talked_to_the_service", "note": "The line was down." });
        let closed = chief.decide(&format!("{path}/close"), &tag, &closing).await;
        closed.assert_status(200);
        assert_eq!((&closed.json()["state"], &closed.json()["note"]), (&json!("closed"), &json!("The line was down.")));
        let tag = closed.header("etag").unwrap().to_owned();
        chief.decide(&format!("{path}/close"), &tag, &closing).await.assert_problem(409, "conflict");
        assert_eq!(chief.get(&format!("{REPORTS}?state=open")).await.json()["items"], json!([]));
        assert!(app.where_is("The line was down.").await.is_empty());
    }

    async fn nobody_else_reads_it(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (_, service) = app.listed(&chief, shelter).await;
        let before = app.get(&format!("/v1/hsds/services/{service}")).await.json();
        let id = report(&app, &service).await;
        // What everybody sees does not change.
        assert_eq!(app.get(&format!("/v1/hsds/services/{service}")).await.json(), before);
        let (_, other) = app.helpers("Example Abroad").await;
        assert_eq!(other.get(REPORTS).await.json()["items"], json!([]));
        other.get(&format!("{REPORTS}/{id}")).await.assert_problem(404, "not_found");
        let closing = json!({ "outcome": "was_right" });
        other.decide(&format!("{REPORTS}/{id}/close"), "\"v1\"", &closing).await.assert_problem(404, "not_found");
        app.get(&format!("{REPORTS}/{id}")).await.assert_problem(401, "unauthenticated");
        // Who keeps the registers does: it must not be read only by whom it is about.
        let keepers = app.organisation("Example Registry", &["MY"], &["registers"]).await;
        let keeper = app.member(keepers, &[Role::Administrator]).await;
        assert_eq!(keeper.get(&format!("{REPORTS}/{id}")).await.json()["words"], WORDS);
    }

    async fn a_report_is_filed_once_on_what_there_is(app: TestApp) {
        let said = json!({ "kind": "wrong_information" });
        let nowhere = "/v1/services/0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61/reports";
        app.post(nowhere, &said).await.assert_problem(404, "not_found");
        // A contact that comes with the program.
        let found = app.get("/v1/hsds/services?search=embassy%20jakarta").await.json();
        let path = format!("/v1/services/{}/reports", found["contents"][0]["id"].as_str().unwrap());
        let without = Response::of(app.request(Method::POST, &path).json(&said)).await;
        without.assert_problem(400, "idempotency_key_missing");
        let send = async || {
            let request = app.request(Method::POST, &path).header("Idempotency-Key", "\"lost signal\"");
            Response::of(request.json(&said)).await
        };
        assert_eq!(send().await.json()["id"], send().await.json()["id"]);
        let keepers = app.organisation("Example Registry", &["MY"], &["registers"]).await;
        let keeper = app.member(keepers, &[Role::Administrator]).await;
        assert_eq!(keeper.get(REPORTS).await.json()["items"].as_array().unwrap().len(), 1);
    }

    async fn what_is_over_is_forgotten_with_its_key(app: TestApp) {
        let (centre, chief) = app.helpers("Example Workers' Centre").await;
        let (_, service) = app.listed(&chief, shelter).await;
        let id = report(&app, &service).await;
        let closing = json!({ "outcome": "cannot_be_checked" });
        chief.decide(&format!("{REPORTS}/{id}/close"), "\"v1\"", &closing).await.assert_status(200);
        let open = report(&app, &service).await;
        let tidy = async || {
            let services = app.shared.services.clone();
            let (now, of_job) = (services.clock.now(), services.clone());
            let done = services.db.write(move |conn| tulay::directory::forget_reports(conn, &of_job, now));
            done.await.unwrap();
        };
        let left = async || {
            let again = app.member(centre, &[Role::Administrator]).await;
            let all = again.get(REPORTS).await.json()["items"].clone();
            all.as_array().unwrap().iter().map(super::id_of).collect::<Vec<String>>()
        };
        tidy().await;
        assert_eq!(left().await.len(), 2);
        app.clock.advance(Duration::from_hours(24 * 181));
        tidy().await;
        assert_eq!(left().await, [open]);
        app.clock.advance(Duration::from_hours(24 * 550));
        tidy().await;
        assert_eq!(left().await, Vec::<String>::new());
    }
}
