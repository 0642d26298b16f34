//! The person says that it does not go on.

use std::time::Duration;

use serde_json::json;

use super::{RECEIPT, pairs};
use crate::assistance::{least, steps};
use crate::on_both;

const DAY: Duration = Duration::from_hours(24);

on_both! {
    async fn the_person_escalates_once_in_a_while(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let path = format!("{RECEIPT}/escalations");
        let holder = app.holder_of(&filed.code);
        let said = holder.post(&path, &json!({ "reason": "nothing_happens" })).await;
        let seen = said.assert_status(200).json();
        assert_eq!(seen["escalations"][0]["level"], "administrators");
        assert!(seen["escalations"][0]["text"].as_str().unwrap().contains("organisation"));
        let told = app.administrator_of(centre).await.escalations("").await;
        assert_eq!((&told[0]["clock"], &told[0]["reason"]), (&json!("worker"), &json!("nothing_happens")));
        holder.post(&path, &json!({})).await.assert_problem(409, "escalated_already");
        app.clock.advance(DAY * 3);
        assert_eq!(app.tell().await, 1);
        assert_eq!(app.told(&filed).await, pairs(&[("worker", "administrators"), ("worker", "operator_desk")]));
        holder.post(&path, &json!({})).await.assert_status(200);
        holder.post(&path, &json!({ "reason": "nonsense" })).await.assert_problem(422, "invalid_request");
    }

    async fn what_nobody_has_goes_to_the_operator_at_once(app: TestApp) {
        let filed = app.ask_for_help(&least()).await;
        let path = format!("{RECEIPT}/escalations");
        let holder = app.holder_of(&filed.code);
        holder.post(&path, &json!({})).await.assert_status(200);
        assert_eq!(app.told(&filed).await, pairs(&[("worker", "operator_desk")]));
        let service = app.organisation("Example Operator", &["PH"], &["registers"]).await;
        assert_eq!(app.administrator_of(service).await.escalations("").await.len(), 1);
    }

    async fn what_has_ended_is_not_escalated(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let worker = app.case_worker(centre).await;
        worker.move_through(&filed, "\"v1\"", &steps(&["spam_closed"])).await;
        let path = format!("{RECEIPT}/escalations");
        let holder = app.holder_of(&filed.code);
        holder.post(&path, &json!({})).await.assert_problem(409, "request_ended");
        holder.post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
        holder.post(&path, &json!({})).await.assert_problem(409, "request_withdrawn");
    }
}
