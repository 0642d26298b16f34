//! What happens when nobody answers.

use std::time::Duration;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::STEP;
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
        let all = app.everybody().await;
        app.danger().await;
        let mut called = vec!["first"];
        for (stop, next) in [("next_duty_contact", "second"), ("case_workers", "colleague"),
            ("administrators", "chief"), ("operator_desk", "operator")] {
            app.clock.advance(STEP.saturating_sub(Duration::from_secs(1)));
            assert_eq!(app.escalate().await, 0, "not before its time");
            app.clock.advance(Duration::from_secs(1));
            assert_eq!(app.escalate().await, 1);
            called.push(next);
            assert_eq!(app.called(&all).await, called);
            assert_eq!(app.alerts_of(&all.first).await[0]["stop"], stop);
        }
        let last = app.alerts_of(&all.operator).await.remove(0);
        assert_eq!((&last["state"], &last["escalates_at"]), (&json!("open"), &Value::Null));
        app.clock.advance(STEP * 10);
        assert_eq!(app.escalate().await, 0, "it stays open at the last stop");
        assert_eq!(escalations(&app, &last).await,
            ["next_duty_contact", "case_workers", "administrators", "operator_desk"]);
        let operator = app.again(&all.operator).await;
        operator.acknowledge(&last).await.assert_status(200);
        let path = format!("{}/{}", crate::assistance::QUEUE, last["request_id"].as_str().unwrap());
        operator.get(&path).await.assert_problem(403, "forbidden");
    }

    async fn of_two_instances_one_takes_each_step(app: TestApp) {
        let all = app.everybody().await;
        let other = app.another();
        for _ in 0..5 {
            app.danger().await;
        }
        app.clock.advance(STEP);
        let (one, two, three, four) =
            tokio::join!(app.escalate(), other.escalate(), app.escalate(), other.escalate());
        assert_eq!(one + two + three + four, 5);
        assert_eq!(app.escalate().await + other.escalate().await, 0);
        let alerts = app.alerts_of(&all.second).await;
        assert_eq!(alerts.len(), 5);
        for alert in &alerts {
            assert_eq!(escalations(&app, alert).await, ["next_duty_contact"]);
        }
    }

    async fn after_a_time_in_which_nothing_ran_all_who_are_due_are_called_once(app: TestApp) {
        let all = app.everybody().await;
        app.danger().await;
        app.clock.advance(Duration::from_hours(3));
        let restarted = app.another();
        assert_eq!(restarted.escalate().await, 1);
        assert_eq!(restarted.escalate().await, 0);
        assert_eq!(app.called(&all).await, ["first", "second", "colleague", "chief", "operator"]);
        let alert = app.alerts_of(&all.first).await.remove(0);
        assert_eq!(escalations(&app, &alert).await, ["operator_desk"]);
    }

    async fn a_late_job_does_not_make_anybody_wait_longer(app: TestApp) {
        let all = app.everybody().await;
        app.danger().await;
        app.clock.advance(STEP + Duration::from_mins(5));
        assert_eq!(app.escalate().await, 1);
        app.clock.advance(STEP.saturating_sub(Duration::from_mins(5)));
        assert_eq!(app.escalate().await, 1);
        assert_eq!(app.called(&all).await, ["first", "second", "colleague"]);
    }

    async fn the_time_is_a_setting(app: TestApp) {
        let all = app.everybody().await;
        let quick = app.another_with(&[("TULAY_DANGER_MINUTES", "10")]);
        quick.danger().await;
        app.clock.advance(Duration::from_mins(2));
        assert_eq!(quick.escalate().await, 1);
        assert_eq!(app.called(&all).await, ["first", "second"]);
    }

    async fn without_a_roster_every_case_worker_is_called_at_once(app: TestApp) {
        let centre = app.centre().await;
        let (one, two) = (app.case_worker(centre).await, app.case_worker(centre).await);
        app.danger().await;
        for worker in [&one, &two] {
            assert_eq!(app.alerts_of(worker).await[0]["stop"], "case_workers");
        }
    }

    async fn where_nobody_works_the_last_stop_is_called_until_somebody_does(app: TestApp) {
        let service = app.organisation("Example Operator", &["PH"], &["moderation"]).await;
        let operator = app.member(service, &[Role::Administrator]).await;
        let filed = app.danger().await;
        let alert = app.alerts_of(&operator).await.remove(0);
        assert_eq!((&alert["stop"], &alert["organisation_id"]), (&json!("operator_desk"), &Value::Null));
        operator.acknowledge(&alert).await.assert_status(200);
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        assert_eq!(app.route().await, 1);
        let alert = app.alerts_of(&worker).await.remove(0);
        assert_eq!((&alert["request_id"], &alert["state"]), (&json!(filed.id), &json!("open")));
        assert_eq!(alert["organisation_id"], centre.to_string());
    }

    async fn an_organisation_that_is_found_is_called_instead(app: TestApp) {
        let service = app.organisation("Example Operator", &["PH"], &["moderation"]).await;
        let operator = app.member(service, &[Role::Administrator]).await;
        app.danger().await;
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        assert_eq!(app.route().await, 1);
        let closed = app.alerts_of(&operator).await.remove(0);
        assert_eq!(closed["closed_because"], "handed_on");
        assert_eq!(app.alerts_of(&worker).await.len(), 1);
    }

    async fn the_operators_desk_is_the_last_stop(app: TestApp) {
        let all = app.everybody().await;
        let desk = app.organisation("Example Desk", &["PH"], &["assistance"]).await;
        let at_desk = app.case_worker(desk).await;
        let running = app.another_with(&[("TULAY_OPERATOR_DESK", &desk.to_string())]);
        running.danger().await;
        app.clock.advance(Duration::from_hours(1));
        assert_eq!(running.escalate().await, 1);
        assert_eq!(app.alerts_of(&at_desk).await[0]["stop"], "operator_desk");
        assert_eq!(app.called(&all).await, ["first", "second", "colleague", "chief"]);
    }

    async fn an_alert_that_reaches_nobody_is_tried_again(app: TestApp) {
        app.danger().await;
        app.clock.advance(STEP);
        assert_eq!(app.escalate().await, 0, "there is still nobody");
        let service = app.organisation("Example Operator", &["PH"], &["moderation"]).await;
        let operator = app.member(service, &[Role::Administrator]).await;
        app.clock.advance(STEP);
        assert_eq!(app.escalate().await, 1);
        assert_eq!(app.alerts_of(&operator).await.len(), 1);
    }
}
