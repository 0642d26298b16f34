//! What an alert is, who sees it and how it ends.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::ALERTS;
use crate::assistance::{RECEIPT, changed, least, request, steps, texts};
use crate::on_both;

on_both! {
    async fn danger_calls_whoever_is_on_duty_at_once(app: TestApp) {
        let all = app.everybody().await;
        let filed = app.ask_for_help(&changed(request(), &json!({ "urgency": "danger_now" }))).await;
        assert_eq!(app.called(&all).await, ["first"]);
        let alert = app.alerts_of(&all.first).await.remove(0);
        assert_eq!((&alert["request_id"], &alert["state"]), (&json!(filed.id), &json!("open")));
        assert_eq!((&alert["country"], &alert["stop"]), (&json!("SG"), &json!("duty_contact")));
        assert_eq!(alert["reasons"][0], "danger_now");
        assert_eq!(alert["organisation_name"], "Example Workers' Centre");
        assert!(!alert["escalates_at"].is_null());
        assert!(alert["raised_at"].as_str().unwrap().ends_with(":00:00Z"), "the hour, not the minute");
        for word in [crate::assistance::NARRATIVE, crate::assistance::PLACE, "violence", "passport"] {
            assert!(!alert.to_string().contains(word), "{word}");
        }
        let seen = app.holder_of(&filed.code).get(RECEIPT).await.json();
        assert_eq!(seen["danger_alert"]["acknowledged_at"], Value::Null);
        assert!(seen["danger_alert"]["text"].as_str().unwrap().contains("emergency number"));
        assert_eq!(seen["next_steps"][0]["code"], "danger");
        all.first.get(&filed.path()).await.assert_status(200);
    }

    async fn an_acknowledgement_ends_the_calling(app: TestApp) {
        let all = app.everybody().await;
        let filed = app.danger().await;
        let alert = app.alerts_of(&all.first).await.remove(0);
        all.second.acknowledge(&alert).await.assert_problem(404, "not_found");
        let answered = all.first.acknowledge(&alert).await;
        answered.assert_status(200);
        let body = answered.json();
        assert_eq!((&body["state"], &body["escalates_at"]), (&json!("acknowledged"), &Value::Null));
        assert_eq!(body["acknowledged_by"], all.first.account.unwrap().to_string());
        assert_eq!(all.first.acknowledge(&alert).await.json(), body, "again changes nothing");
        app.clock.advance(super::STEP * 6);
        assert_eq!(app.escalate().await, 0);
        assert_eq!(app.called(&all).await, ["first"]);
        let seen = app.holder_of(&filed.code).get(RECEIPT).await.json();
        assert!(!seen["danger_alert"]["acknowledged_at"].is_null());
        let query = "SELECT action AS one, subject_kind AS two FROM audit_entries WHERE subject_id = {id}";
        let audit = texts(&app, query, alert["id"].as_str().unwrap()).await;
        assert_eq!(audit, [("acknowledged".to_owned(), "danger_alert".to_owned())]);
        let first = app.again(&all.first).await;
        for (state, count) in [("open", 0), ("acknowledged", 1), ("closed", 0)] {
            let listed = first.get(&format!("{ALERTS}?state={state}")).await.json();
            assert_eq!(listed["items"].as_array().unwrap().len(), count, "{state}");
        }
    }

    async fn somebody_else_who_was_called_may_answer_and_then_nobody_else(app: TestApp) {
        let all = app.everybody().await;
        app.danger().await;
        app.clock.advance(super::STEP);
        assert_eq!(app.escalate().await, 1);
        let alert = app.alerts_of(&all.second).await.remove(0);
        app.again(&all.second).await.acknowledge(&alert).await.assert_status(200);
        app.again(&all.first).await.acknowledge(&alert).await.assert_problem(409, "alert_acknowledged");
    }

    async fn only_staff_who_were_called_see_alerts(app: TestApp) {
        let all = app.everybody().await;
        app.danger().await;
        let alert = app.alerts_of(&all.first).await.remove(0);
        let inspector = app.member(all.centre, &[Role::Inspector, Role::Editor]).await;
        inspector.get(ALERTS).await.assert_problem(403, "forbidden");
        inspector.acknowledge(&alert).await.assert_problem(403, "forbidden");
        app.get(ALERTS).await.assert_problem(401, "unauthenticated");
        all.operator.acknowledge(&alert).await.assert_problem(404, "not_found");
        let refused = all.first.get(&format!("{ALERTS}?state=nonsense")).await;
        assert!(matches!(refused.status, 400 | 422));
    }

    async fn what_is_not_critical_calls_nobody(app: TestApp) {
        let all = app.everybody().await;
        let filed = app.ask_for_help(&request()).await;
        assert_eq!(app.called(&all).await, Vec::<&str>::new());
        let seen = app.holder_of(&filed.code).get(RECEIPT).await.json();
        assert_eq!(seen["danger_alert"], Value::Null);
    }

    async fn a_request_that_is_taken_back_or_erased_calls_nobody_any_more(app: TestApp) {
        let all = app.everybody().await;
        let filed = app.danger().await;
        let holder = app.holder_of(&filed.code);
        let alert = app.alerts_of(&all.first).await.remove(0);
        holder.post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
        let closed = app.alerts_of(&all.first).await.remove(0);
        assert_eq!((&closed["state"], &closed["closed_because"]), (&json!("closed"), &json!("withdrawn")));
        all.first.acknowledge(&alert).await.assert_problem(409, "alert_closed");
        assert_eq!(holder.get(RECEIPT).await.json()["danger_alert"], Value::Null);
        app.clock.advance(super::STEP * 2);
        assert_eq!(app.escalate().await, 0);
        holder.delete(RECEIPT).await.assert_status(204);
        assert_eq!(app.alerts_of(&all.first).await, Vec::<Value>::new());
        let erased = app.danger().await;
        app.holder_of(&erased.code).delete(RECEIPT).await.assert_status(204);
        assert_eq!(app.called(&all).await, Vec::<&str>::new());
    }

    async fn what_has_ended_calls_nobody_any_more(app: TestApp) {
        let all = app.everybody().await;
        let filed = app.danger().await;
        all.first.move_through(&filed, "\"v1\"", &steps(&["spam_closed"])).await;
        let closed = app.alerts_of(&all.first).await.remove(0);
        assert_eq!(closed["closed_because"], "ended");
    }

    async fn a_priority_that_rises_later_calls_somebody(app: TestApp) {
        let all = app.everybody().await;
        let filed = app.ask_for_help(&least()).await;
        let by_hand = |priority: &str| json!({ "priority": priority, "because": "danger_found" });
        let raised = all.colleague.change(&filed.sub("priority"), "\"v1\"", &by_hand("critical")).await;
        raised.assert_status(200);
        assert_eq!(app.called(&all).await, ["first"]);
        let tag = raised.header("etag").unwrap().to_owned();
        all.colleague.change(&filed.sub("priority"), &tag, &by_hand("high")).await.assert_status(200);
        let alerts = app.alerts_of(&all.first).await;
        assert_eq!(alerts[0]["closed_because"], "lowered");

        let holder = app.holder_of(&filed.code);
        let (path, danger) = (format!("{RECEIPT}/triage-answers"), json!({ "urgency": "danger_now" }));
        holder.post(&path, &danger).await.assert_status(200);
        holder.post(&path, &danger).await.assert_status(200);
        let open = all.first.get(&format!("{ALERTS}?state=open")).await.json();
        assert_eq!(open["items"].as_array().unwrap().len(), 1, "one at a time");
        all.first.acknowledge(&open["items"][0]).await.assert_status(200);
        let answered = holder.post(&path, &danger).await.json();
        assert_eq!(answered["danger_alert"]["acknowledged_at"], Value::Null, "danger again calls again");
    }

    async fn the_same_filing_sent_twice_calls_once(app: TestApp) {
        let all = app.everybody().await;
        let body = changed(least(), &json!({ "urgency": "danger_now" }));
        for _ in 0..2 {
            let request = app.request(reqwest::Method::POST, "/v1/assistance-requests");
            let request = request.header("Idempotency-Key", "\"danger\"").json(&body);
            crate::harness::Response::of(request).await.assert_status(201);
        }
        assert_eq!(app.alerts_of(&all.first).await.len(), 1);
    }
}
