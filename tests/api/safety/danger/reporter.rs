//! What the reporter sees.

use std::time::Duration;

use serde_json::{Value, json};
use tulay::platform::clock::Clock as _;

use super::in_danger;
use crate::assistance::danger::STEP;
use crate::on_both;
use crate::safety::{RECEIPT, REPORTS};

on_both! {
    async fn the_reporter_sees_that_somebody_was_called_and_that_it_was_seen(app: TestApp) {
        let all = app.on_duty().await;
        let filed = app.post(REPORTS, &in_danger()).await;
        filed.assert_status(201);
        let body = filed.json();
        let at_once = &body["danger_alert"];
        assert_eq!((&at_once["alerted_at"], &at_once["seen_at"]), (&body["filed_at"], &Value::Null));
        let holder = app.holder_of(body["receipt_code"].as_str().unwrap());
        let seen = holder.get(RECEIPT).await.json()["danger_alert"].clone();
        assert_eq!(&seen, at_once);
        assert!(!seen["emergency_numbers"].as_array().unwrap().is_empty(), "nobody has seen it");
        assert!(seen["text"].as_str().unwrap().contains("emergency number"));

        app.clock.advance(Duration::from_mins(5));
        let alert = app.safety_alerts_of(&all.first).await.remove(0);
        all.first.acknowledge_danger(&alert).await.assert_status(200);
        let seen = holder.get(RECEIPT).await.json();
        let shown = &seen["danger_alert"];
        assert_eq!(shown["alerted_at"], body["filed_at"]);
        assert_eq!(shown["seen_at"], json!(app.clock.now()));
        assert_eq!(shown["emergency_numbers"], json!([]));
        assert!(!seen["emergency_numbers"].as_array().unwrap().is_empty(), "the danger is not over yet");
        assert!(!seen.to_string().contains(&all.first.account.unwrap().to_string()), "nobody of the staff is named");
    }

    async fn as_long_as_nobody_has_seen_it_the_numbers_stay(app: TestApp) {
        app.on_duty().await;
        let filed = app.danger_at_work().await;
        let holder = app.holder_of(&filed.code);
        for _ in 0..5 {
            app.clock.advance(STEP);
            app.escalate().await;
            let seen = holder.get(RECEIPT).await.json()["danger_alert"].clone();
            assert_eq!(seen["seen_at"], Value::Null);
            assert!(!seen["emergency_numbers"].as_array().unwrap().is_empty());
        }
    }

    async fn where_nobody_could_be_called_the_reporter_is_told_so(app: TestApp) {
        let filed = app.danger_at_work().await;
        let holder = app.holder_of(&filed.code);
        let seen = holder.get(RECEIPT).await.json()["danger_alert"].clone();
        assert_eq!((&seen["alerted_at"], &seen["seen_at"]), (&Value::Null, &Value::Null));
        assert!(seen["text"].as_str().unwrap().contains("Nobody could be called"));
        assert!(!seen["emergency_numbers"].as_array().unwrap().is_empty());
        let inspectorate = app.inspectorate().await;
        app.inspector(inspectorate).await;
        app.clock.advance(Duration::from_mins(3));
        app.tidy_up().await;
        let seen = holder.get(RECEIPT).await.json()["danger_alert"].clone();
        assert_eq!(seen["alerted_at"], json!(app.clock.now()), "when the first was called, not when it was filed");
    }
}
