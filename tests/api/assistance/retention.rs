//! What is forgotten as time goes by.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Filed, NAME, QUEUE, RECEIPT, changed, request, steps};
use crate::harness::TestApp;
use crate::on_both;

async fn forget(app: &TestApp) -> usize {
    let services = app.shared.services.clone();
    let of_job = services.clone();
    let now = tulay::platform::clock::Clock::now(&*app.clock);
    let done = services
        .db
        .write(move |conn| tulay::assistance::forget_expired(conn, &of_job, now));
    done.await.unwrap()
}

/// A request whose person is known, closed at once.
async fn closed(app: &TestApp) -> Filed {
    let centre = app.centre().await;
    let worker = app.case_worker(centre).await;
    let consents = json!({ "organisation_id": centre.to_string(), "share_identity": true });
    let filed = app
        .ask_for_help(&changed(request(), &json!({ "consents": consents })))
        .await;
    let way = steps(&["acknowledged", "in_review", "accepted"]);
    let tag = worker.move_through(&filed, "\"v1\"", &way).await;
    let end = json!({ "status": "closed", "outcome": "information_given" });
    worker.move_through(&filed, &tag, &[end]).await;
    filed
}

const DAY: Duration = Duration::from_hours(24);

on_both! {
    async fn half_a_year_after_the_end_nobody_knows_who_it_was(app: TestApp) {
        let filed = closed(&app).await;
        let organisation = app.holder_of(&filed.code).get(RECEIPT).await.json();
        let centre = organisation["organisation"]["id"].as_str().unwrap().parse().unwrap();
        app.clock.advance(DAY * 180);
        assert_eq!(forget(&app).await, 0);
        let worker = app.case_worker(centre).await;
        let known = worker.get(&filed.path()).await;
        assert_eq!(known.json()["identity"]["name"], NAME);
        app.clock.advance(DAY * 10);
        assert_eq!(forget(&app).await, 1);
        assert_eq!(forget(&app).await, 0);
        let worker = app.case_worker(centre).await;
        let forgotten = worker.get_unless(&filed.path(), known.header("etag").unwrap()).await;
        forgotten.assert_status(200);
        let body = forgotten.json();
        assert_eq!(body["identity"], Value::Null);
        assert!(!body["content"].is_null(), "what was told is kept longer");
    }

    async fn two_years_after_the_end_nothing_is_left(app: TestApp) {
        let filed = closed(&app).await;
        app.clock.advance(DAY * 729);
        forget(&app).await;
        app.holder_of(&filed.code).get(RECEIPT).await.assert_status(200);
        app.clock.advance(DAY * 4);
        assert_eq!(forget(&app).await, 1);
        app.holder_of(&filed.code).get(RECEIPT).await.assert_problem(410, "gone");
    }

    async fn an_open_request_is_never_forgotten(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&request()).await;
        app.clock.advance(DAY * 1000);
        assert_eq!(forget(&app).await, 0);
        app.holder_of(&filed.code).get(RECEIPT).await.assert_status(200);
        let worker = app.case_worker(centre).await;
        assert_eq!(worker.get(QUEUE).await.json()["items"].as_array().unwrap().len(), 1);
    }
}
