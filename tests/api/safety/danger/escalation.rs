//! What happens when nobody answers.

use std::time::Duration;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use crate::assistance::danger::STEP;
use crate::assistance::texts;
use crate::harness::TestApp;
use crate::on_both;

async fn escalations(app: &TestApp, alert: &Value) -> Vec<String> {
    let query = "SELECT detail AS one, action AS two FROM audit_entries \
        WHERE subject_id = {id} AND action = 'escalated' ORDER BY sequence";
    let found = texts(app, query, alert["id"].as_str().unwrap()).await;
    found.into_iter().map(|(detail, _)| detail).collect()
}

on_both! {
    async fn without_an_answer_the_next_ones_are_called_within_the_hour(app: TestApp) {
        let all = app.on_duty().await;
        let filed = app.danger_at_work().await;
        let mut called = vec!["first"];
        for (stop, next) in [("next_duty_contact", "second"), ("inspectors", "colleague"),
            ("administrators", "chief"), ("operator_desk", "operator")] {
            app.clock.advance(STEP.saturating_sub(Duration::from_secs(1)));
            assert_eq!(app.escalate().await, 0, "not before its time");
            app.clock.advance(Duration::from_secs(1));
            assert_eq!(app.escalate().await, 1);
            called.push(next);
            assert_eq!(app.called_to_work(&all).await, called);
            assert_eq!(app.safety_alerts_of(&all.first).await[0]["stop"], stop);
        }
        let last = app.safety_alerts_of(&all.operator).await.remove(0);
        assert_eq!((&last["state"], &last["escalates_at"]), (&json!("open"), &Value::Null));
        app.clock.advance(STEP * 10);
        assert_eq!(app.escalate().await, 0, "it stays open at the last stop");
        assert_eq!(escalations(&app, &last).await,
            ["next_duty_contact", "inspectors", "administrators", "operator_desk"]);
        let operator = app.again(&all.operator).await;
        operator.acknowledge_danger(&last).await.assert_status(200);
        operator.get(&filed.path()).await.assert_problem(403, "forbidden");
    }

    async fn of_several_instances_one_takes_each_step(app: TestApp) {
        let all = app.on_duty().await;
        let other = app.another();
        for _ in 0..5 {
            app.danger_at_work().await;
        }
        app.clock.advance(STEP);
        let (one, two, three, four) =
            tokio::join!(app.escalate(), other.escalate(), app.escalate(), other.escalate());
        assert_eq!(one + two + three + four, 5);
        assert_eq!(app.escalate().await + other.escalate().await, 0);
        let alerts = app.safety_alerts_of(&all.second).await;
        assert_eq!(alerts.len(), 5);
        for alert in &alerts {
            assert_eq!(escalations(&app, alert).await, ["next_duty_contact"]);
        }
    }

    async fn where_no_inspectorate_is_whoever_runs_the_service_is_called_until_there_is_one(app: TestApp) {
        let service = app.organisation("Example Operator", &["PH"], &["registers"]).await;
        let operator = app.member(service, &[Role::Administrator]).await;
        let filed = app.danger_at_work().await;
        let alert = app.safety_alerts_of(&operator).await.remove(0);
        assert_eq!((&alert["stop"], &alert["organisation_id"]), (&json!("operator_desk"), &Value::Null));
        operator.acknowledge_danger(&alert).await.assert_status(200);
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        app.tidy_up().await;
        let alert = app.safety_alerts_of(&inspector).await.remove(0);
        assert_eq!((&alert["report_id"], &alert["state"]), (&json!(filed.id), &json!("open")));
        assert_eq!((&alert["stop"], &alert["organisation_id"]), (&json!("inspectors"), &json!(inspectorate)));
        app.tidy_up().await;
        assert_eq!(app.safety_alerts_of(&inspector).await.len(), 1, "once");
    }

    async fn alerts_about_requests_and_about_reports_do_not_hold_each_other_up(app: TestApp) {
        let all = app.on_duty().await;
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let worker = app.member(centre, &[Role::CaseWorker]).await;
        let request = crate::assistance::changed(crate::assistance::least(), &json!({ "urgency": "danger_now" }));
        app.ask_for_help(&request).await;
        app.danger_at_work().await;
        app.clock.advance(STEP);
        assert_eq!(app.escalate().await, 2, "each to the next who is there");
        assert_eq!(app.called_to_work(&all).await, ["first", "second"]);
        let listed = app.again(&worker).await.get("/v1/staff/danger-alerts").await.json();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    }
}
