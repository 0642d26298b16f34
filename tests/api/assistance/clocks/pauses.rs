//! Clocks that stand still.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::platform::clock::{Clock as _, Time};

use super::RECEIPT;
use crate::assistance::{least, steps};
use crate::harness::{Response, TestApp};
use crate::on_both;

const DAY: Duration = Duration::from_hours(24);

async fn due(app: &TestApp, code: &str) -> (Time, Value) {
    let seen = app.holder_of(code).get(RECEIPT).await.json();
    let by = Time::parse(seen["due"]["feedback_by"].as_str().unwrap()).unwrap();
    (by, seen["pause"].clone())
}

on_both! {
    async fn a_pause_has_a_reason_that_the_person_sees_and_moves_what_is_due(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let worker = app.case_worker(centre).await;
        let until = app.clock.now().plus(DAY * 30).to_string();
        let pause = json!({ "reason": "waiting_for_authority", "until": until, "text": "The court meets then." });
        worker.change(&filed.sub("pause"), "\"v1\"", &pause).await.assert_problem(409, "not_acknowledged");
        let tag = worker.move_through(&filed, "\"v1\"", &steps(&["acknowledged"])).await;
        let (before, none) = due(&app, &filed.code).await;
        assert_eq!(none, Value::Null);
        let paused = worker.change(&filed.sub("pause"), &tag, &pause).await;
        paused.assert_status(200);
        let (after, shown) = due(&app, &filed.code).await;
        assert!(after.since(before) >= DAY * 30);
        assert_eq!((&shown["reason"], &shown["reason_label"]),
            (&json!("waiting_for_authority"), &json!("We wait for an authority or a court")));
        let messages = app.holder_of(&filed.code).get(&format!("{RECEIPT}/messages")).await.json();
        assert_eq!(messages["items"][0]["body"], "The court meets then.");
        let tag = paused.header("etag").unwrap().to_owned();
        worker.change(&filed.sub("pause"), &tag, &pause).await.assert_problem(409, "paused_already");
        worker.change(&filed.sub("pause"), "\"v1\"", &pause).await.assert_problem(412, "stale");

        app.clock.advance(DAY * 10);
        let later = app.case_worker(centre).await;
        let request = later.request(Method::POST, &filed.sub("resume")).header("If-Match", &tag);
        let resumed = Response::of(request).await;
        resumed.assert_status(200);
        let (again, none) = due(&app, &filed.code).await;
        assert_eq!(none, Value::Null);
        let gained = again.since(before);
        assert!(gained >= DAY * 10 && gained < DAY * 11, "as long as it stood still");
        let tag = resumed.header("etag").unwrap();
        let request = later.request(Method::POST, &filed.sub("resume")).header("If-Match", tag);
        Response::of(request).await.assert_problem(409, "not_paused");
    }

    async fn a_pause_ends_by_itself_and_only_the_organisation_makes_one(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let worker = app.case_worker(centre).await;
        let tag = worker.move_through(&filed, "\"v1\"", &steps(&["acknowledged"])).await;
        for (until, fault) in [(app.clock.now().minus(DAY), "in_the_past"), (app.clock.now().plus(DAY * 200), "pause_too_long")] {
            let pause = json!({ "reason": "other", "until": until.to_string() });
            let refused = worker.change(&filed.sub("pause"), &tag, &pause).await;
            refused.assert_problem(422, "invalid_request");
            assert_eq!(refused.faults(), [("/until".to_owned(), fault.to_owned())]);
        }
        let pause = json!({ "reason": "other", "until": app.clock.now().plus(DAY * 100).to_string() });
        let elsewhere = app.organisation("Example Elsewhere", &["MY"], &["assistance"]).await;
        let stranger = app.case_worker(elsewhere).await;
        stranger.change(&filed.sub("pause"), &tag, &pause).await.assert_problem(404, "not_found");
        worker.change(&filed.sub("pause"), &tag, &pause).await.assert_status(200);
        app.clock.advance(DAY * 101);
        assert_eq!(due(&app, &filed.code).await.1, Value::Null);
        assert_eq!(app.tell().await, 0, "the months began later");
        app.clock.advance(DAY * 95);
        assert_eq!(app.tell().await, 1);
    }
}
