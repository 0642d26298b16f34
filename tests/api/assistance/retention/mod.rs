//! What is forgotten as time goes by.

mod hold;

use std::time::Duration;

use serde_json::{Value, json};
use tulay::platform::ids::Id;

use super::attachments::attach_named;
use super::{Filed, NAME, QUEUE, RECEIPT, changed, request, steps, uuid};
use crate::harness::{Database, TestApp};
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

/// A request whose person is known, at an organisation.
async fn known(app: &TestApp) -> (Filed, Id) {
    let centre = app.centre().await;
    let consents = json!({ "organisation_id": centre.to_string(), "share_identity": true });
    let filed = app
        .ask_for_help(&changed(request(), &json!({ "consents": consents })))
        .await;
    (filed, centre)
}

/// The same, closed at once.
async fn closed(app: &TestApp, outcome: &str) -> (Filed, Id) {
    let (filed, centre) = known(app).await;
    let worker = app.case_worker(centre).await;
    let way = steps(&["acknowledged", "in_review", "accepted"]);
    let tag = worker.move_through(&filed, "\"v1\"", &way).await;
    let end = json!({ "status": "closed", "outcome": outcome });
    worker.move_through(&filed, &tag, &[end]).await;
    (filed, centre)
}

/// What the person is shown.
async fn seen(app: &TestApp, filed: &Filed) -> Value {
    app.holder_of(&filed.code).get(RECEIPT).await.json()
}

/// The codes of what comes next.
fn next_codes(seen: &Value) -> Vec<&str> {
    let steps = seen["next_steps"].as_array().unwrap().iter();
    steps.map(|step| step["code"].as_str().unwrap()).collect()
}

async fn assert_gone(app: &TestApp, filed: &Filed) {
    let gone = app.holder_of(&filed.code).get(RECEIPT).await;
    gone.assert_problem(410, "gone");
}

const DAY: Duration = Duration::from_hours(24);

on_both! {
    async fn half_a_year_after_the_end_nobody_knows_who_it_was(app: TestApp) {
        let (filed, centre) = closed(&app, "information_given").await;
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
        let (filed, _) = closed(&app, "information_given").await;
        app.clock.advance(DAY * 705);
        forget(&app).await;
        app.clock.advance(DAY * 24);
        assert_eq!(forget(&app).await, 0);
        app.holder_of(&filed.code).get(RECEIPT).await.assert_status(200);
        app.clock.advance(DAY * 7);
        assert_eq!(forget(&app).await, 1);
        assert_gone(&app, &filed).await;
    }

    async fn an_open_request_is_never_forgotten(app: TestApp) {
        let (filed, centre) = known(&app).await;
        app.clock.advance(DAY * 1000);
        assert_eq!(forget(&app).await, 0);
        assert_eq!(seen(&app, &filed).await["retention"], Value::Null);
        let worker = app.case_worker(centre).await;
        assert_eq!(worker.get(QUEUE).await.json()["items"].as_array().unwrap().len(), 1);
    }

    async fn what_comes_of_nothing_is_kept_for_three_months(app: TestApp) {
        let (duplicate, centre) = closed(&app, "duplicate").await;
        let shown = seen(&app, &duplicate).await;
        assert_eq!(shown["retention"]["class"], "unsubstantiated");
        let withdrawn = app.ask_for_help(&request()).await;
        let back = app.holder_of(&withdrawn.code).post(&format!("{RECEIPT}/withdraw"), &json!({})).await;
        back.assert_status(200);
        assert_eq!(back.json()["retention"]["class"], "withdrawn");
        let spam = app.ask_for_help(&request()).await;
        let worker = app.case_worker(centre).await;
        worker.move_through(&spam, "\"v1\"", &steps(&["spam_closed"])).await;
        assert_eq!(seen(&app, &spam).await["retention"]["class"], "rejected_spam");
        forget(&app).await;
        assert_ne!(seen(&app, &spam).await["retention"]["warned_at"], Value::Null);
        app.clock.advance(DAY * 30);
        assert_eq!(forget(&app).await, 1);
        assert_gone(&app, &spam).await;
        app.clock.advance(DAY * 33);
        forget(&app).await;
        app.clock.advance(DAY * 30);
        assert_eq!(forget(&app).await, 2);
        assert_gone(&app, &duplicate).await;
        assert_gone(&app, &withdrawn).await;
    }

    async fn both_sides_are_told_for_a_month(app: TestApp) {
        let (filed, centre) = closed(&app, "duplicate").await;
        let worker = app.case_worker(centre).await;
        let before = worker.get(&filed.path()).await;
        assert_eq!(before.json()["retention"]["warned_at"], Value::Null);
        let soon = format!("{QUEUE}?erased_soon=true");
        assert_eq!(worker.get(&soon).await.json()["items"], json!([]));
        assert!(!next_codes(&seen(&app, &filed).await).contains(&"erasure_near"));
        // Nobody was there to tell them in time: the month begins when they are told.
        app.clock.advance(DAY * 100);
        assert_eq!(forget(&app).await, 0);
        let told = seen(&app, &filed).await;
        assert!(next_codes(&told).contains(&"erasure_near"));
        let worker = app.case_worker(centre).await;
        let listed = worker.get(&soon).await.json();
        assert_eq!(listed["items"][0]["id"], filed.id);
        let others = worker.get(&format!("{QUEUE}?erased_soon=false")).await.json();
        assert_eq!(others["items"], json!([]));
        let after = worker.get_unless(&filed.path(), before.header("etag").unwrap()).await;
        assert_eq!(after.json()["retention"], told["retention"]);
        app.clock.advance(DAY * 29);
        assert_eq!(forget(&app).await, 0);
        app.clock.advance(DAY);
        assert_eq!(forget(&app).await, 1);
        assert_gone(&app, &filed).await;
    }

    async fn whatever_is_written_gives_another_month(app: TestApp) {
        let (filed, centre) = closed(&app, "duplicate").await;
        let first = seen(&app, &filed).await["retention"].clone();
        app.clock.advance(DAY * 62);
        let message = json!({ "body": "I still need this" });
        let say = format!("{RECEIPT}/messages");
        app.holder_of(&filed.code).post(&say, &message).await.assert_status(201);
        let postponed = seen(&app, &filed).await["retention"].clone();
        assert_ne!(postponed["erased_after"], first["erased_after"]);
        assert_ne!(postponed["warned_at"], Value::Null, "both are told at once");
        app.clock.advance(DAY * 29);
        let worker = app.case_worker(centre).await;
        worker.post(&filed.sub("messages"), &message).await.assert_status(201);
        app.clock.advance(DAY * 29);
        assert_eq!(forget(&app).await, 0);
        app.clock.advance(DAY);
        assert_eq!(forget(&app).await, 1);
    }

    async fn a_diary_a_file_and_whatever_else_she_adds_gives_another_month(app: TestApp) {
        let entry = json!({ "date": "2026-03-18", "start": "08:00", "end": "16:00" });
        let entries = json!({ "entries": [{ "id": uuid(), "entered_at": "2026-03-18T10:00:00Z", "entry": entry }] });
        let worse = json!({ "urgency": "this_week" });
        let said = json!({ "resolved": "yes" });
        for what in ["diary", "outcome", "triage-answers", "attachments"] {
            let (filed, _) = closed(&app, "duplicate").await;
            let first = seen(&app, &filed).await["retention"]["erased_after"].clone();
            app.clock.advance(DAY * 75);
            let holder = app.holder_of(&filed.code);
            let path = format!("{RECEIPT}/{what}");
            let added = match what {
                "diary" => holder.post(&path, &entries).await,
                "outcome" => holder.post(&path, &said).await,
                "triage-answers" => holder.post(&path, &worse).await,
                _ => attach_named(&holder, "payslip.jpg").await,
            };
            assert!(added.status < 300, "{what}: {}", added.status);
            let kept = seen(&app, &filed).await["retention"].clone();
            assert_ne!(kept["erased_after"], first, "{what}");
            assert_ne!(kept["warned_at"], Value::Null, "{what}");
        }
    }

    async fn what_is_reopened_is_not_forgotten(app: TestApp) {
        let (filed, centre) = closed(&app, "duplicate").await;
        app.clock.advance(DAY * 70);
        forget(&app).await;
        let worker = app.case_worker(centre).await;
        let tag = worker.get(&filed.path()).await.header("etag").unwrap().to_owned();
        worker.move_through(&filed, &tag, &steps(&["in_review"])).await;
        assert_eq!(seen(&app, &filed).await["retention"], Value::Null);
        app.clock.advance(DAY * 100);
        assert_eq!(forget(&app).await, 0);
    }
}

#[actix_web::test]
async fn whoever_runs_the_service_may_keep_less() {
    for kind in [Database::Sqlite, Database::Postgres] {
        let months = ("TULAY_RETENTION_CASE_MONTHS", "6");
        let Some(app) = TestApp::start_with(kind, &[months]) else {
            continue;
        };
        let (filed, _) = closed(&app, "information_given").await;
        app.clock.advance(DAY * 155);
        forget(&app).await;
        app.clock.advance(DAY * 31);
        assert_eq!(forget(&app).await, 1);
        assert_gone(&app, &filed).await;
    }
}
