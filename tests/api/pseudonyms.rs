//! Pseudonymous accounts: one place for several receipts, which nobody needs.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Response, TestApp};
use crate::on_both;

const ACCOUNTS: &str = "/v1/pseudonyms";
const STATUS: &str = "/v1/pseudonyms/status";
const RECEIPTS: &str = "/v1/pseudonyms/receipts";
const REQUEST: &str = "/v1/receipt/assistance-request";

async fn account(app: &TestApp) -> Value {
    let made = app.post(ACCOUNTS, &json!({})).await;
    made.assert_status(201);
    made.json()
}

async fn request(app: &TestApp) -> String {
    let request = json!({ "for_whom": "self", "urgency": "not_urgent", "issue_codes": ["other"],
        "place": { "country": "SG", "precision": "country" }, "language": "en",
        "consents": { "share_identity": false } });
    let filed = app.post("/v1/assistance-requests", &request).await;
    filed.assert_status(201);
    filed.json()["receipt_code"].as_str().unwrap().to_owned()
}

async fn report(app: &TestApp) -> String {
    let report = json!({ "kind": "hazard", "danger_now": false, "description": "A loose cable",
        "place": { "country": "MY", "precision": "country" } });
    let filed = app.post("/v1/safety-reports", &report).await;
    filed.json()["receipt_code"].as_str().unwrap().to_owned()
}

async fn gather(app: &TestApp, account: &Value, code: &str) -> Response {
    app.post(
        RECEIPTS,
        &json!({ "account": account, "receipt_code": code }),
    )
    .await
}

async fn items(app: &TestApp, account: &Value) -> Vec<Value> {
    let seen = app.post(STATUS, account).await;
    seen.assert_status(200);
    seen.json()["items"].as_array().unwrap().clone()
}

async fn under(app: &TestApp, path: &str, key: &str, body: &Value) -> Response {
    let request = app.request(reqwest::Method::POST, path);
    Response::of(request.header("Idempotency-Key", key).json(body)).await
}

on_both! {
    async fn an_account_gathers_receipts_and_shows_how_far_each_is(app: TestApp) {
        let account = account(&app).await;
        let (help, danger) = (request(&app).await, report(&app).await);
        for code in [&help, &danger, &help] {
            gather(&app, &account, code).await.assert_status(204);
        }
        let mut kinds: Vec<(String, String)> = items(&app, &account).await.iter()
            .map(|item| (item["kind"].as_str().unwrap().to_owned(), item["status"].as_str().unwrap().to_owned()))
            .collect();
        kinds.sort();
        let one = |kind: &str, status: &str| (kind.to_owned(), status.to_owned());
        assert_eq!(kinds, [one("assistance_request", "received"), one("safety_report", "received")]);
        app.holder_of(&help).delete(REQUEST).await.assert_status(204);
        let seen = items(&app, &account).await;
        let erased = seen.iter().find(|item| item["kind"] == "assistance_request").unwrap();
        assert_eq!((&erased["receipt_status"], &erased["status"]), (&json!("erased"), &Value::Null));
        gather(&app, &account, &help).await.assert_status(410);
        gather(&app, &account, "AAAA-BBBB-CCCC-DDDD-EEEE").await.assert_problem(401, "unknown_receipt");
    }

    async fn whoever_does_not_know_both_gets_nothing_and_guessing_costs_time(app: TestApp) {
        let one = account(&app).await;
        let other = account(&app).await;
        let crossed = json!({ "account_number": one["account_number"],
            "recovery_code": other["recovery_code"] });
        for _ in 0..20 {
            app.post(STATUS, &crossed).await.assert_problem(401, "unknown_pseudonym");
        }
        app.post(STATUS, &crossed).await.assert_problem(429, "too_many_requests");
        items(&app, &one).await;
    }

    async fn the_database_tells_neither_what_belongs_together_nor_what_opens_it(app: TestApp) {
        let account = account(&app).await;
        let code = request(&app).await;
        gather(&app, &account, &code).await.assert_status(204);
        let number = account["account_number"].as_str().unwrap();
        let recovery = account["recovery_code"].as_str().unwrap();
        for secret in [number, recovery, &code] {
            for text in [secret.to_owned(), secret.replace('-', "")] {
                assert_eq!(app.where_is(&text).await, Vec::<String>::new(), "{text}");
            }
        }
        // The right number alone opens nothing, whatever the case of the other's letters.
        let mut guess = account.clone();
        guess["recovery_code"] = json!(code);
        app.post(STATUS, &guess).await.assert_problem(401, "unknown_pseudonym");
        let mut small = account.clone();
        small["recovery_code"] = json!(recovery.to_lowercase().replace('-', " "));
        small["account_number"] = json!(number.replace('-', ""));
        assert_eq!(items(&app, &small).await.len(), 1);
    }

    async fn a_lost_paper_is_replaced_through_the_account(app: TestApp) {
        let account = account(&app).await;
        let code = request(&app).await;
        gather(&app, &account, &code).await.assert_status(204);
        let entry = items(&app, &account).await[0]["id"].clone();
        let body = json!({ "account": account, "id": entry });
        let path = format!("{RECEIPTS}/rotate");
        let rotated = under(&app, &path, "\"lost\"", &body).await;
        rotated.assert_status(200);
        assert_eq!(under(&app, &path, "\"lost\"", &body).await.body, rotated.body);
        app.holder_of(&code).get(REQUEST).await.assert_problem(410, "receipt_rotated");
        let new = rotated.json()["receipt_code"].as_str().unwrap().to_owned();
        app.holder_of(&new).get(REQUEST).await.assert_status(200);
        assert_eq!(items(&app, &account).await[0]["status"], "received");
        app.post(&format!("{RECEIPTS}/remove"), &body).await.assert_status(204);
        assert!(items(&app, &account).await.is_empty());
        app.holder_of(&new).get(REQUEST).await.assert_status(200);
    }

    async fn the_recovery_code_is_shown_until_it_is_used_and_can_be_replaced(app: TestApp) {
        let made = under(&app, ACCOUNTS, "\"made\"", &json!({})).await;
        let account = made.json();
        assert_eq!(under(&app, ACCOUNTS, "\"made\"", &json!({})).await.body, made.body);
        let code = request(&app).await;
        gather(&app, &account, &code).await.assert_status(204);
        let late = under(&app, ACCOUNTS, "\"made\"", &json!({})).await;
        assert_eq!(late.json(), json!({ "account_number": null, "recovery_code": null }));
        let path = format!("{ACCOUNTS}/recovery-code");
        let rotated = under(&app, &path, "\"lost\"", &account).await;
        rotated.assert_status(200);
        assert_eq!(under(&app, &path, "\"lost\"", &account).await.body, rotated.body);
        app.post(STATUS, &account).await.assert_problem(401, "unknown_pseudonym");
        let mut anew = account.clone();
        anew["recovery_code"] = rotated.json()["recovery_code"].clone();
        assert_eq!(items(&app, &anew).await.len(), 1);
    }

    async fn an_account_that_is_deleted_or_not_used_leaves_its_receipts(app: TestApp) {
        let (kept, deleted) = (account(&app).await, account(&app).await);
        let code = request(&app).await;
        for account in [&kept, &deleted] {
            gather(&app, account, &code).await.assert_status(204);
        }
        let path = format!("{ACCOUNTS}/delete");
        under(&app, &path, "\"gone\"", &deleted).await.assert_status(204);
        under(&app, &path, "\"gone\"", &deleted).await.assert_status(204);
        app.post(STATUS, &deleted).await.assert_problem(401, "unknown_pseudonym");
        app.clock.advance(Duration::from_hours(24 * 365));
        assert_eq!(items(&app, &kept).await.len(), 1);
        forget(&app).await;
        app.clock.advance(Duration::from_hours(24 * 700));
        forget(&app).await;
        assert_eq!(items(&app, &kept).await.len(), 1);
        app.clock.advance(Duration::from_hours(24 * 800));
        forget(&app).await;
        app.post(STATUS, &kept).await.assert_problem(401, "unknown_pseudonym");
        app.holder_of(&code).get(REQUEST).await.assert_status(200);
    }
}

async fn forget(app: &TestApp) {
    let now = tulay::platform::clock::Clock::now(&*app.clock);
    let forget = move |conn: &mut tulay::platform::db::Conn| {
        tulay::identity::forget_unused_pseudonyms(conn, now)
    };
    app.shared.services.db.write(forget).await.unwrap();
}
