//! A code is shown until it is used, can be replaced and given up.

use serde_json::{Value, json};

use super::super::sealed::{filed_with, handler, sealed};
use super::super::{NARRATIVE, RECEIPT, least, texts};
use super::{REVOKE, ROTATE, code_in};
use crate::on_both;

const KEY: &str = "\"a-dead-zone\"";
const AGAIN: &str = "\"a-lost-answer\"";

fn understood() -> Value {
    json!({ "understood": "nobody_can_follow_any_more" })
}

on_both! {
    async fn a_code_is_repeated_until_it_is_used_and_never_again(app: TestApp) {
        app.centre().await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let review = json!({ "stage": "returned", "overall": 5,
            "corridor": { "origin": "VN", "destination": "MY" } });
        let report = json!({ "kind": "hazard", "danger_now": false, "description": "A loose cable",
            "place": { "country": "MY", "precision": "country" } });
        for (path, receipt, body) in [
            ("/v1/assistance-requests".to_owned(), RECEIPT, least()),
            (format!("/v1/agencies/{agency}/reviews"), "/v1/receipt/review", review),
            ("/v1/safety-reports".to_owned(), "/v1/receipt/safety-report", report),
        ] {
            let first = app.file_under(&path, KEY, &body).await;
            first.assert_status(201);
            let again = app.file_under(&path, KEY, &body).await;
            assert_eq!(first.body, again.body);
            app.holder_of(&code_in(&first)).get(receipt).await.assert_status(200);
            let late = app.file_under(&path, KEY, &body).await;
            late.assert_status(201);
            assert_eq!(late.header("idempotency-replayed"), Some("true"));
            let mut expected = first.json();
            expected["receipt_code"] = Value::Null;
            expected["receipt_code_digits"] = Value::Null;
            assert_eq!(late.json(), expected, "it was filed, and shows no code");
        }
        let left = "SELECT cast(count(*) AS text) AS one, \
            cast(count(answer_without_secret) AS text) AS two FROM idempotency";
        assert_eq!(texts(&app, left, "").await, [("3".to_owned(), "0".to_owned())]);
        let links = "SELECT cast(count(*) AS text) AS one, '' AS two FROM shown_once";
        assert_eq!(texts(&app, links, "").await, [("0".to_owned(), String::new())]);
    }

    async fn looking_with_a_wrong_code_uses_nothing_up(app: TestApp) {
        app.centre().await;
        let first = app.file_under("/v1/assistance-requests", KEY, &least()).await;
        app.holder_of("AAAA-BBBB-CCCC-DDDD-EEEE").get(RECEIPT).await
            .assert_problem(401, "unknown_receipt");
        let again = app.file_under("/v1/assistance-requests", KEY, &least()).await;
        assert_eq!(first.body, again.body);
    }

    async fn a_replaced_code_is_dead_at_once_and_a_lost_answer_is_repeated(app: TestApp) {
        app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let old = app.holder_of(&filed.code);
        old.post_bare(ROTATE, "not a key").await.assert_problem(400, "idempotency_key_malformed");
        let request = old.request(reqwest::Method::POST, ROTATE);
        crate::harness::Response::of(request).await.assert_problem(400, "idempotency_key_missing");
        let rotated = old.post_bare(ROTATE, AGAIN).await;
        rotated.assert_status(200);
        old.get(RECEIPT).await.assert_problem(410, "receipt_rotated");
        old.delete(RECEIPT).await.assert_problem(410, "receipt_rotated");
        let again = old.post_bare(ROTATE, AGAIN).await;
        assert_eq!(rotated.body, again.body, "the first answer was lost");
        old.post_bare(ROTATE, "\"another\"").await.assert_problem(410, "receipt_rotated");
        let new = app.holder_of(&code_in(&rotated));
        new.get(RECEIPT).await.assert_status(200);
        let late = old.post_bare(ROTATE, AGAIN).await;
        assert_eq!(late.json(), json!({ "receipt_code": null, "receipt_code_digits": null }), "the new code was used");
        let once_more = code_in(&new.post_bare(ROTATE, "\"a fresh key\"").await);
        app.holder_of(&once_more).delete(RECEIPT).await.assert_status(204);
        for code in [&filed.code, &code_in(&rotated), &once_more] {
            app.holder_of(code).get(RECEIPT).await.assert_problem(410, "gone");
        }
    }

    async fn whoever_gives_a_receipt_up_is_warned_and_nobody_follows_any_more(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = app.ask_for_help(&least()).await;
        let holder = app.holder_of(&filed.code);
        let opened = holder.get("/v1/receipt").await.json();
        assert!(opened["revoke_warning"].as_str().unwrap().contains("nobody can follow"));
        holder.post(REVOKE, &json!({})).await.assert_problem(422, "invalid_request");
        worker.post(REVOKE, &understood()).await.assert_problem(401, "unauthenticated");
        holder.get(RECEIPT).await.assert_status(200);
        holder.post(REVOKE, &understood()).await.assert_status(204);
        holder.get(RECEIPT).await.assert_problem(410, "receipt_revoked");
        holder.delete(RECEIPT).await.assert_problem(410, "receipt_revoked");
        holder.post_bare(ROTATE, AGAIN).await.assert_problem(410, "receipt_revoked");
        holder.post(REVOKE, &understood()).await.assert_status(204);
        worker.get(&filed.path()).await.assert_status(200);
    }

    async fn in_sealed_mode_the_new_code_opens_the_case_and_the_old_one_nothing(app: TestApp) {
        let app = sealed(&app);
        let centre = app.centre().await;
        let (_, worker) = handler(&app, centre, "one@centre.example").await;
        let filed = filed_with(&app, centre).await;
        let old = app.holder_of(&filed.code);
        let rotated = old.post_bare(ROTATE, AGAIN).await;
        rotated.assert_status(200);
        let code = code_in(&rotated);
        let new = app.holder_of(&code);
        let messages = format!("{RECEIPT}/messages");
        new.post(&messages, &json!({ "body": "From the new code" })).await.assert_status(201);
        assert_eq!(new.get(&messages).await.json()["items"][0]["body"], "From the new code");
        assert_eq!(worker.get(&filed.path()).await.json()["content"]["narrative"], NARRATIVE);
        let keys = "SELECT holder_kind AS one, cast(count(*) AS text) AS two FROM case_key_holders \
            WHERE holder_kind = 'receipt' GROUP BY holder_kind";
        assert_eq!(texts(&app, keys, "").await, [("receipt".to_owned(), "1".to_owned())]);
        new.post(REVOKE, &understood()).await.assert_status(204);
        assert_eq!(texts(&app, keys, "").await, []);
        assert_eq!(worker.get(&filed.path()).await.json()["content"]["narrative"], NARRATIVE);
    }
}
