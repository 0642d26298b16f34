//! Somebody files for another person, who takes over.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::sealed::sealed;
use super::super::{RECEIPT, changed, least, request, texts};
use super::code_in;
use crate::harness::{Response, TestApp};
use crate::on_both;

const TAKE_OVER: &str = "/v1/receipts/take-over";
const ANOTHER: &str = "/v1/receipt/handover-code";
const FILER: &str = "/v1/receipt/filer";
const MESSAGES: &str = "/v1/receipt/assistance-request/messages";

/// Files for a relative; the filer's code and that for the person.
async fn for_a_relative(app: &TestApp) -> (String, String) {
    let body = changed(request(), &json!({ "for_whom": "relative" }));
    let filed = app.post("/v1/assistance-requests", &body).await;
    filed.assert_status(201);
    assert_eq!(filed.json()["handover_required"], true);
    let handover = filed.json()["handover_code"].as_str().unwrap().to_owned();
    (code_in(&filed), handover)
}

async fn take_over(app: &TestApp, code: &str, keep_filer: bool) -> Response {
    let body = json!({ "handover_code": code, "keep_filer": keep_filer });
    app.post(TAKE_OVER, &body).await
}

on_both! {
    async fn who_files_for_oneself_has_nothing_to_hand_over(app: TestApp) {
        app.centre().await;
        let filed = app.post("/v1/assistance-requests", &least()).await;
        assert_eq!(filed.json()["handover_required"], false);
        assert_eq!(filed.json()["handover_code"], Value::Null);
        let holder = app.holder_of(&code_in(&filed));
        holder.post_bare(ANOTHER, "\"a\"").await.assert_problem(409, "nothing_to_hand_over");
        assert_eq!(holder.get(RECEIPT).await.json()["handover_required"], false);
    }

    async fn the_person_takes_over_and_who_filed_sees_nothing_any_more(app: TestApp) {
        app.centre().await;
        let (filer, handover) = for_a_relative(&app).await;
        let filers = app.holder_of(&filer);
        assert_eq!(filers.get(RECEIPT).await.json()["handover_required"], true);
        app.holder_of(&handover).get(RECEIPT).await.assert_problem(403, "handover_code_only");
        let body = json!({ "handover_code": handover });
        let taken = app.file_under(TAKE_OVER, "\"lost\"", &body).await;
        taken.assert_status(201);
        assert_eq!(taken.json()["href"], RECEIPT);
        let again = app.file_under(TAKE_OVER, "\"lost\"", &body).await;
        assert_eq!(taken.body, again.body, "the first answer was lost");
        app.post(TAKE_OVER, &body).await.assert_problem(409, "nothing_to_hand_over");
        filers.get(RECEIPT).await.assert_problem(410, "receipt_revoked");
        let person = app.holder_of(&code_in(&taken));
        let seen = person.get(RECEIPT).await.json();
        assert_eq!((&seen["handover_required"], &seen["filer_follows"]), (&json!(false), &json!(false)));
        person.post(MESSAGES, &json!({ "body": "It is I" })).await.assert_status(201);
        let late = app.file_under(TAKE_OVER, "\"lost\"", &body).await;
        assert_eq!(late.json()["receipt_code"], Value::Null);
        person.post_bare(ANOTHER, "\"b\"").await.assert_problem(409, "nothing_to_hand_over");
        person.delete(RECEIPT).await.assert_status(204);
        filers.get(RECEIPT).await.assert_problem(410, "gone");
        app.post(TAKE_OVER, &body).await.assert_problem(410, "gone");
    }

    async fn who_filed_may_go_on_seeing_how_far_it_is_as_long_as_the_person_wants(app: TestApp) {
        app.centre().await;
        let (filer, handover) = for_a_relative(&app).await;
        let taken = take_over(&app, &handover, true).await;
        taken.assert_status(201);
        assert_eq!(taken.json()["filer_follows"], true);
        let (filers, person) = (app.holder_of(&filer), app.holder_of(&code_in(&taken)));
        assert_eq!(filers.get("/v1/receipt").await.json()["shows"], "status");
        filers.get(RECEIPT).await.assert_status(200);
        for path in [MESSAGES, "/v1/receipt/assistance-request/attachments"] {
            filers.get(path).await.assert_problem(403, "receipt_shows_status_only");
        }
        filers.post("/v1/receipt/assistance-request/second-step", &json!({})).await
            .assert_problem(403, "receipt_shows_status_only");
        filers.delete(RECEIPT).await.assert_problem(403, "receipt_shows_status_only");
        filers.delete(FILER).await.assert_problem(403, "receipt_shows_status_only");
        person.get(MESSAGES).await.assert_status(200);
        assert_eq!(person.get(RECEIPT).await.json()["filer_follows"], true);
        person.delete(FILER).await.assert_status(204);
        person.delete(FILER).await.assert_status(204);
        filers.get(RECEIPT).await.assert_problem(410, "receipt_revoked");
        assert_eq!(person.get(RECEIPT).await.json()["filer_follows"], false);
    }

    async fn a_code_for_handing_over_is_good_for_90_days_and_can_be_made_anew(app: TestApp) {
        app.centre().await;
        let (filer, handover) = for_a_relative(&app).await;
        let filers = app.holder_of(&filer);
        app.clock.advance(Duration::from_hours(24 * 91));
        take_over(&app, &handover, false).await.assert_problem(410, "receipt_expired");
        let services = app.shared.services.clone();
        let now = tulay::platform::clock::Clock::now(&*app.clock);
        let expired = services.db.write(move |conn| tulay::identity::expire_handovers(conn, now));
        assert_eq!(expired.await.unwrap(), 1);
        take_over(&app, &handover, false).await.assert_problem(410, "receipt_expired");
        let anew = filers.post_bare(ANOTHER, "\"anew\"").await;
        anew.assert_status(200);
        let first = anew.json()["handover_code"].as_str().unwrap().to_owned();
        let anew = filers.post_bare(ANOTHER, "\"once more\"").await;
        let second = anew.json()["handover_code"].as_str().unwrap().to_owned();
        take_over(&app, &first, false).await.assert_problem(410, "receipt_expired");
        take_over(&app, &second, false).await.assert_status(201);
    }

    async fn other_codes_take_nothing_over_and_guessing_costs_time(app: TestApp) {
        app.centre().await;
        let (filer, _) = for_a_relative(&app).await;
        take_over(&app, &filer, false).await.assert_problem(401, "unknown_receipt");
        for _ in 0..19 {
            take_over(&app, "AAAA-BBBB-CCCC-DDDD-EEEE", false).await
                .assert_problem(401, "unknown_receipt");
        }
        take_over(&app, "AAAA-BBBB-CCCC-DDDD-EEEE", false).await
            .assert_problem(429, "too_many_requests");
    }

    async fn in_sealed_mode_the_case_opens_for_the_person_and_no_longer_for_who_filed(app: TestApp) {
        let app = sealed(&app);
        app.centre().await;
        let (filer, handover) = for_a_relative(&app).await;
        let filers = app.holder_of(&filer);
        filers.post(MESSAGES, &json!({ "body": "Before" })).await.assert_status(201);
        let taken = take_over(&app, &handover, true).await;
        taken.assert_status(201);
        let person = app.holder_of(&code_in(&taken));
        assert_eq!(person.get(MESSAGES).await.json()["items"][0]["body"], "Before");
        filers.get(RECEIPT).await.assert_status(200);
        let keys = "SELECT holder_kind AS one, cast(count(*) AS text) AS two FROM case_key_holders \
            WHERE holder_kind = 'receipt' GROUP BY holder_kind";
        assert_eq!(texts(&app, keys, "").await, [("receipt".to_owned(), "1".to_owned())]);
        let rotated = person.post_bare(super::ROTATE, "\"rotate\"").await;
        let person = app.holder_of(&code_in(&rotated));
        assert_eq!(person.get(MESSAGES).await.json()["items"][0]["body"], "Before");
        assert_eq!(texts(&app, keys, "").await, [("receipt".to_owned(), "1".to_owned())]);
    }
}
