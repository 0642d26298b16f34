//! "I saw it too".

use serde_json::{Value, json};

use super::boards::board;
use super::{DESCRIPTION, Filed, QUEUE, RECEIPT, changed, least, report, texts};
use crate::harness::TestApp;
use crate::on_both;

const CORROBORATIONS: &str = "/v1/safety-corroborations";
const REFERENCE: &str = "/v1/receipt/safety-report/reference";
const WORDS: &str = "Planted words of somebody who works at the same press";

/// The secret of an app.
fn app_secret(number: u8) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode([number; 32])
}

async fn reference(app: &TestApp, filed: &Filed) -> String {
    let made = app.holder_of(&filed.code).post(REFERENCE, &json!({})).await;
    made.assert_status(201);
    made.json()["reference"].as_str().unwrap().to_owned()
}

async fn saw_it_too(app: &TestApp, number: u8, members: Value) -> Filed {
    let body = changed(json!({ "witness_secret": app_secret(number) }), members);
    let response = app.post(CORROBORATIONS, &body).await;
    response.assert_status(201);
    let body = response.json();
    Filed {
        id: body["id"].as_str().unwrap().to_owned(),
        code: body["receipt_code"].as_str().unwrap().to_owned(),
    }
}

on_both! {
    async fn who_saw_it_too_has_a_receipt_and_is_counted_once(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let own = changed(report(), json!({ "witness_secret": app_secret(1) }));
        let filed = app.report(&own).await;
        let passed = reference(&app, &filed).await;
        let via = |words: Value| json!({ "reference": passed, "description": words });
        let second = saw_it_too(&app, 2, via(json!(WORDS))).await;
        app.clock.advance(std::time::Duration::from_secs(1));
        // The same person again, and the reporter: neither counts.
        saw_it_too(&app, 2, via(Value::Null)).await;
        saw_it_too(&app, 1, via(Value::Null)).await;
        saw_it_too(&app, 3, via(Value::Null)).await;
        let opened = inspector.get(&filed.path()).await.json();
        assert_eq!(opened["corroborations"], 2);
        let merged = opened["merged"].as_array().unwrap();
        assert_eq!(merged.len(), 4, "what each of them wrote can be read");
        assert!(merged.iter().all(|one| one["origin"] == "reference"));
        // They are worked on together: one entry in the queue.
        let queue = inspector.get(QUEUE).await.json();
        assert_eq!(texts(&queue["items"], "id"), [filed.id.as_str()]);
        assert_eq!(queue["items"][0]["corroborations"], 2);
        let content = inspector.get(&second.path()).await.json();
        assert_eq!(content["content"]["description"], WORDS);
        assert_eq!(content["merged_into"], filed.id);
        let without = inspector.get(&format!("{QUEUE}/{}", merged[1]["report_id"].as_str().unwrap())).await.json();
        assert_eq!(without["content"]["description"], Value::Null);
        // Who takes it back does not count.
        app.holder_of(&second.code).post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
        assert_eq!(inspector.get(&filed.path()).await.json()["corroborations"], 1);
    }

    async fn the_reporter_sees_a_band_and_nobody_sees_who(app: TestApp) {
        app.inspectorate().await;
        let filed = app.report(&report()).await;
        let passed = reference(&app, &filed).await;
        let band = async || app.holder_of(&filed.code).get(RECEIPT).await.json()["corroborations"].clone();
        for number in 0..5 {
            assert_eq!(band().await, "fewer_than_5", "{number}");
            saw_it_too(&app, number + 10, json!({ "reference": passed })).await;
        }
        assert_eq!(band().await, "5_to_19");
    }

    async fn a_bait_catches_nobody(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let (_, token) = board(&inspector).await;
        let at_board = json!({ "board_token": token, "hazard_codes": ["noise"] });
        let bait = app.report(&changed(least(), json!({ "place": null, "board_token": token,
            "hazard_codes": ["noise"] }))).await;
        for number in 2..9 {
            saw_it_too(&app, number, at_board.clone()).await;
        }
        assert_eq!(inspector.get(&bait.path()).await.json()["corroborations"], 7);
        let shown = app.holder_of(&bait.code).get(RECEIPT).await.json();
        assert_eq!(shown["corroborations"], "fewer_than_5", "of those who scanned the board the reporter learns nothing");
    }

    async fn what_somebody_learns_does_not_depend_on_whether_it_was_reported(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let (_, token) = board(&inspector).await;
        let at_board = |hazard: &str| json!({ "board_token": token, "hazard_codes": [hazard] });
        let first = app.report(&changed(least(), json!({ "place": null, "board_token": token,
            "hazard_codes": ["moving_machinery"] }))).await;
        // It was taken up before anybody else saw it.
        inspector.post_if_match(&first.sub("status"), "\"v1\"", &json!({ "status": "investigating" })).await.assert_status(200);
        app.clock.advance(std::time::Duration::from_mins(1));
        let same = saw_it_too(&app, 2, at_board("moving_machinery")).await;
        let other = saw_it_too(&app, 3, at_board("noise")).await;
        let follow = async |filed: &Filed| {
            let mut shown = app.holder_of(&filed.code).get(RECEIPT).await.json();
            shown.as_object_mut().unwrap().remove("id");
            shown
        };
        assert_eq!(follow(&same).await, follow(&other).await, "an employer who tries learns nothing");
        assert_eq!(follow(&same).await["status"], "received");
        // One stands behind the report, the other is a report of its own.
        let queue = inspector.get(QUEUE).await.json();
        let ids = texts(&queue["items"], "id");
        assert!(!ids.contains(&same.id) && ids.contains(&other.id), "{ids:?}");
        // From now on both see what is done.
        app.clock.advance(std::time::Duration::from_mins(1));
        let tag = inspector.get(&first.path()).await.header("etag").unwrap().to_owned();
        inspector.post_if_match(&first.sub("status"), &tag, &json!({ "status": "in_progress" })).await.assert_status(200);
        let seen = follow(&same).await;
        assert_eq!(seen["status"], "in_progress");
        assert_eq!(texts(&seen["history"], "to"), ["received", "in_progress"]);
        assert_eq!(seen["due"]["acknowledged_at"], seen["history"][1]["at"]);
    }

    async fn who_is_in_danger_now_is_seen_for_themselves(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let filed = app.report(&report()).await;
        let passed = reference(&app, &filed).await;
        let danger = saw_it_too(&app, 2, json!({ "reference": passed, "danger_now": true })).await;
        let queue = inspector.get(QUEUE).await.json();
        assert_eq!(texts(&queue["items"], "id"), [danger.id.as_str(), filed.id.as_str()]);
        // So is what was seen after the danger was thought to be gone.
        let tag = inspector.get(&filed.path()).await.header("etag").unwrap().to_owned();
        inspector.post_if_match(&filed.sub("status"), &tag, &json!({ "status": "not_responsible" })).await.assert_status(200);
        let later = saw_it_too(&app, 3, json!({ "reference": passed })).await;
        let queue = inspector.get(QUEUE).await.json();
        assert!(texts(&queue["items"], "id").contains(&later.id));
    }

    async fn a_danger_that_others_saw_does_not_go_with_one_who_falls_silent(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        for erase in [false, true] {
            let filed = app.report(&report()).await;
            let passed = reference(&app, &filed).await;
            let second = saw_it_too(&app, 2, json!({ "reference": passed })).await;
            let holder = app.holder_of(&filed.code);
            if erase {
                holder.delete(RECEIPT).await.assert_status(204);
            } else {
                holder.post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
            }
            let queue = inspector.get(QUEUE).await.json();
            assert!(texts(&queue["items"], "id").contains(&second.id));
            let opened = inspector.get(&second.path()).await.json();
            assert_eq!(opened["merged_into"], Value::Null);
            assert_eq!(opened["content"]["place"]["country"], "MY", "it has a place of its own");
            let body = json!({ "reference": passed, "witness_secret": app_secret(4) });
            let refused = app.post(CORROBORATIONS, &body).await;
            assert_eq!(refused.faults(), [("/reference".to_owned(), "unknown_reference".to_owned())]);
        }
    }

    async fn a_reference_can_be_replaced_and_taken_back(app: TestApp) {
        app.inspectorate().await;
        let filed = app.report(&report()).await;
        let holder = app.holder_of(&filed.code);
        let first = reference(&app, &filed).await;
        let second = reference(&app, &filed).await;
        let refused = async |passed: &str| {
            let body = json!({ "reference": passed, "witness_secret": app_secret(2) });
            let answer = app.post(CORROBORATIONS, &body).await;
            answer.assert_problem(422, "invalid_request");
            assert_eq!(answer.faults(), [("/reference".to_owned(), "unknown_reference".to_owned())]);
        };
        refused(&first).await;
        saw_it_too(&app, 2, json!({ "reference": second })).await;
        for _ in 0..2 {
            holder.delete(REFERENCE).await.assert_status(204);
        }
        refused(&second).await;
        app.post(REFERENCE, &json!({})).await.assert_problem(401, "unauthenticated");
    }

    async fn it_is_said_by_one_way_and_no_other(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let (_, token) = board(&app.inspector(inspectorate).await).await;
        let filed = app.report(&report()).await;
        let passed = reference(&app, &filed).await;
        for (members, status, at, code) in [
            (json!({}), 422, "/reference", "missing_member"),
            (json!({ "reference": passed, "board_token": token }), 422, "/reference", "given_twice"),
            (json!({ "board_token": token }), 422, "/hazard_codes", "missing_member"),
            (json!({ "reference": passed, "witness_secret": null }), 422, "/witness_secret", "missing_member"),
            (json!({ "board_token": "AAAAAAAAAAAAAAAAAAAAAA", "hazard_codes": ["noise"] }), 422, "/board_token", "unknown_board"),
            (json!({ "reference": passed, "name": "x" }), 400, "/name", "unknown_member"),
        ] {
            let body = changed(json!({ "witness_secret": app_secret(2) }), members);
            let refused = app.post(CORROBORATIONS, &body).await;
            refused.assert_status(status);
            assert_eq!(refused.faults(), [(at.to_owned(), code.to_owned())], "{body}");
        }
    }

    async fn a_person_cannot_be_followed_from_one_report_to_another(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let mut counts = Vec::new();
        for _ in 0..2 {
            let filed = app.report(&report()).await;
            let passed = reference(&app, &filed).await;
            saw_it_too(&app, 7, json!({ "reference": passed })).await;
            counts.push(inspector.get(&filed.path()).await.json()["corroborations"].clone());
        }
        assert_eq!(counts, [1, 1], "of another report the same person is counted");
        assert_eq!(super::merging::equal_witnesses(&app).await, 0, "and no two hashes are the same");
        let opened = inspector.get(QUEUE).await;
        assert!(!String::from_utf8_lossy(&opened.body).contains(DESCRIPTION));
    }
}
