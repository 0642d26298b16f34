//! Legal holds.

use serde_json::{Value, json};

use super::{DAY, assert_gone, closed, forget, known, next_codes, seen};
use crate::assistance::{Filed, RECEIPT, steps};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

/// A day so many days from now.
fn day(app: &TestApp, days: u32) -> String {
    let now = tulay::platform::clock::Clock::now(&*app.clock);
    now.plus(DAY * days).date().to_string()
}

fn hold(reason: &str, until: &str) -> Value {
    json!({ "reason": reason, "held_until": until, "reference": "Planted Court, 12 of 2026" })
}

async fn tag(worker: &Person<'_>, filed: &Filed) -> String {
    let opened = worker.get(&filed.path()).await;
    opened.header("etag").unwrap().to_owned()
}

fn assert_fault(response: &Response, pointer: &str, code: &str) {
    let problem = response.assert_problem(422, "invalid_request");
    let fault = &problem["errors"][0];
    assert_eq!(
        (fault["pointer"].as_str(), fault["code"].as_str()),
        (Some(pointer), Some(code))
    );
}

async fn place(worker: &Person<'_>, filed: &Filed, hold: &Value) -> Response {
    let seen = tag(worker, filed).await;
    worker.change(&filed.sub("legal-hold"), &seen, hold).await
}

on_both! {
    async fn what_is_held_outlives_its_time(app: TestApp) {
        let (filed, centre) = closed(&app, "duplicate").await;
        let worker = app.case_worker(centre).await;
        let placed = place(&worker, &filed, &hold("pending_proceedings", &day(&app, 400))).await;
        placed.assert_status(200);
        assert_eq!(placed.json()["reference"], "Planted Court, 12 of 2026");
        let opened = worker.get(&filed.path()).await;
        let version = placed.header("etag").unwrap().trim_end_matches('"');
        assert!(opened.header("etag").unwrap().starts_with(version));
        assert_eq!(opened.json()["legal_hold"], placed.json());
        let shown = seen(&app, &filed).await;
        assert_eq!(shown["legal_hold"]["reason_label"], "Proceedings are under way");
        assert_eq!(shown["legal_hold"].get("reference"), None, "staff only");
        assert!(next_codes(&shown).contains(&"held"));
        for days in [100, 200] {
            app.clock.advance(DAY * days);
            assert_eq!(forget(&app).await, 0);
        }
        let worker = app.case_worker(centre).await;
        let opened = worker.get(&filed.path()).await.json();
        assert_ne!(opened["identity"], Value::Null, "who it is is held as well");
        app.clock.advance(DAY * 101);
        // The hold ends, and everything that it held goes at once.
        assert!(forget(&app).await > 0);
        assert_gone(&app, &filed).await;
    }

    async fn a_hold_is_lifted(app: TestApp) {
        let (filed, centre) = closed(&app, "duplicate").await;
        let worker = app.case_worker(centre).await;
        place(&worker, &filed, &hold("authority_request", &day(&app, 1800))).await.assert_status(200);
        for _ in 0..2 {
            worker.delete(&filed.sub("legal-hold")).await.assert_status(204);
        }
        assert_eq!(seen(&app, &filed).await["legal_hold"], Value::Null);
        app.clock.advance(DAY * 70);
        forget(&app).await;
        app.clock.advance(DAY * 31);
        assert_eq!(forget(&app).await, 1);
    }

    async fn the_wish_of_the_person_outweighs_proceedings(app: TestApp) {
        let (filed, centre) = known(&app).await;
        let worker = app.case_worker(centre).await;
        place(&worker, &filed, &hold("pending_proceedings", &day(&app, 100))).await.assert_status(200);
        app.holder_of(&filed.code).delete(RECEIPT).await.assert_status(204);
        assert_gone(&app, &filed).await;
    }

    async fn a_court_order_delays_the_wish_and_nobody_reads_meanwhile(app: TestApp) {
        let (filed, centre) = known(&app).await;
        let worker = app.case_worker(centre).await;
        place(&worker, &filed, &hold("court_order", &day(&app, 100))).await.assert_status(200);
        let waits = app.holder_of(&filed.code).delete(RECEIPT).await;
        waits.assert_status(202);
        let waits = waits.json();
        assert_eq!(waits["status"], "withdrawn");
        assert_ne!(waits["legal_hold"]["erasure_wished_at"], Value::Null);
        let opened = worker.get(&filed.path()).await.json();
        assert_eq!((&opened["content"], &opened["identity"]), (&Value::Null, &Value::Null));
        assert_eq!(opened["legal_hold"]["reference"], "Planted Court, 12 of 2026");
        // Once more changes nothing, and no other reason takes the order's place.
        app.holder_of(&filed.code).delete(RECEIPT).await.assert_status(202);
        let weaker = place(&worker, &filed, &hold("authority_request", &day(&app, 100))).await;
        weaker.assert_problem(409, "erasure_waits");
        app.clock.advance(DAY * 99);
        assert_eq!(forget(&app).await, 0);
        app.clock.advance(DAY * 2);
        forget(&app).await;
        assert_gone(&app, &filed).await;
    }

    async fn lifting_an_order_fulfils_the_wish(app: TestApp) {
        let (filed, centre) = known(&app).await;
        let worker = app.case_worker(centre).await;
        place(&worker, &filed, &hold("court_order", &day(&app, 100))).await.assert_status(200);
        app.holder_of(&filed.code).delete(RECEIPT).await.assert_status(202);
        worker.delete(&filed.sub("legal-hold")).await.assert_status(204);
        assert_gone(&app, &filed).await;
    }

    async fn a_hold_that_cannot_be_is_refused(app: TestApp) {
        let (filed, centre) = known(&app).await;
        let worker = app.case_worker(centre).await;
        let place = |hold| async { let hold = hold; place(&worker, &filed, &hold).await };
        let past = place(hold("court_order", "2020-01-01")).await;
        assert_fault(&past, "/held_until", "in_the_past");
        let far = place(hold("court_order", &day(&app, 1900))).await;
        assert_fault(&far, "/held_until", "too_far_ahead");
        let unknown = place(hold("a_favour", &day(&app, 10))).await;
        assert_fault(&unknown, "/reason", "unknown_code");
        let path = filed.sub("legal-hold");
        let whole = hold("court_order", &day(&app, 10));
        worker.change(&path, "\"v9\"", &whole).await.assert_problem(412, "stale");
        let elsewhere = app.organisation("Another Example Centre", &["MY"], &["assistance"]).await;
        let stranger = app.case_worker(elsewhere).await;
        stranger.change(&path, "\"v1\"", &whole).await.assert_problem(404, "not_found");
        stranger.delete(&path).await.assert_problem(404, "not_found");
    }

    async fn five_years_count_from_the_first_day(app: TestApp) {
        let (filed, centre) = known(&app).await;
        let worker = app.case_worker(centre).await;
        place(&worker, &filed, &hold("court_order", &day(&app, 300))).await.assert_status(200);
        app.clock.advance(DAY * 200);
        let worker = app.case_worker(centre).await;
        let longer = place(&worker, &filed, &hold("court_order", &day(&app, 1800))).await;
        assert_fault(&longer, "/held_until", "too_far_ahead");
        place(&worker, &filed, &hold("court_order", &day(&app, 1500))).await.assert_status(200);
        let seen = tag(&worker, &filed).await;
        worker.move_through(&filed, &seen, &steps(&["acknowledged"])).await;
    }
}
