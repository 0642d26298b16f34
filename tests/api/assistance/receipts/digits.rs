//! The form of a code in digits: the same code, wherever one is shown or taken.

use serde_json::{Value, json};

use super::ROTATE;
use crate::assistance::{RECEIPT, changed, least, request};
use crate::harness::Response;
use crate::on_both;

const TAKE_OVER: &str = "/v1/receipts/take-over";

fn digits_in(answer: &Response, name: &str) -> String {
    let digits = answer.json()[name].as_str().unwrap().to_owned();
    let groups: Vec<&str> = digits.split('-').collect();
    assert_eq!(groups.len(), 8, "{digits}");
    assert!(
        groups
            .iter()
            .all(|group| group.len() == 4 && group.parse::<u16>().is_ok())
    );
    digits
}

on_both! {
    async fn digits_open_what_the_code_opens(app: TestApp) {
        let filed = app.file_under("/v1/assistance-requests", "\"digits\"", &least()).await;
        let digits = digits_in(&filed, "receipt_code_digits");
        for written in [digits.clone(), digits.replace('-', " "), digits.replace('-', "")] {
            app.holder_of(&written).get(RECEIPT).await.assert_status(200);
        }
        let late = app.file_under("/v1/assistance-requests", "\"digits\"", &least()).await.json();
        assert_eq!((&late["receipt_code"], &late["receipt_code_digits"]), (&Value::Null, &Value::Null));
        let last = digits.chars().last().unwrap().to_digit(10).unwrap();
        let wrong = format!("{}{}", &digits[..digits.len() - 1], (last + 1) % 10);
        for wrong in [wrong.as_str(), &digits[..digits.len() - 1], &format!("{digits}0")] {
            app.holder_of(wrong).get(RECEIPT).await.assert_problem(401, "unknown_receipt");
        }
    }

    async fn a_replaced_code_has_digits_too(app: TestApp) {
        let filed = app.post("/v1/assistance-requests", &least()).await;
        let old = digits_in(&filed, "receipt_code_digits");
        let rotated = app.holder_of(&old).post_bare(ROTATE, "\"a\"").await;
        let new = digits_in(&rotated, "receipt_code_digits");
        app.holder_of(&old).get(RECEIPT).await.assert_problem(410, "receipt_rotated");
        app.holder_of(&new).get(RECEIPT).await.assert_status(200);
    }

    async fn a_code_is_handed_over_in_digits(app: TestApp) {
        let body = changed(request(), &json!({ "for_whom": "relative" }));
        let filed = app.post("/v1/assistance-requests", &body).await;
        let handover = digits_in(&filed, "handover_code_digits").replace('-', " ");
        let filers = app.holder_of(&digits_in(&filed, "receipt_code_digits")).post_bare("/v1/receipt/handover-code", "\"b\"").await;
        let second = digits_in(&filers, "handover_code_digits");
        let replaced = app.post(TAKE_OVER, &json!({ "handover_code": handover })).await;
        replaced.assert_problem(410, "receipt_expired");
        let taken = app.post(TAKE_OVER, &json!({ "handover_code": second })).await;
        taken.assert_status(201);
        app.holder_of(&digits_in(&taken, "receipt_code_digits")).get(RECEIPT).await.assert_status(200);
    }

    async fn a_safety_report_has_digits(app: TestApp) {
        let report = json!({
            "kind": "hazard", "danger_now": false, "description": "A loose cable",
            "place": { "country": "MY", "precision": "country" }
        });
        let filed = app.post("/v1/safety-reports", &report).await;
        let holder = digits_in(&filed, "receipt_code_digits");
        app.holder_of(&holder).get("/v1/receipt/safety-report").await.assert_status(200);
    }
}
