//! Silence is told to others by itself.

use std::time::Duration;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{ESCALATIONS, RECEIPT, pairs};
use crate::assistance::{least, steps, texts};
use crate::on_both;

const DAY: Duration = Duration::from_hours(24);

on_both! {
    async fn silence_goes_to_the_administrators_and_then_to_the_desk(app: TestApp) {
        let desk = app.organisation("Example Desk", &["PH"], &["assistance"]).await;
        let app = app.another_with(&[("TULAY_OPERATOR_DESK", &desk.to_string())]);
        let centre = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        app.clock.advance(Duration::from_hours(7 * 24 - 1));
        assert_eq!(app.tell().await, 0);
        app.clock.advance(Duration::from_hours(2));
        assert_eq!(app.tell().await, 1);
        assert_eq!(app.tell().await, 0);
        assert_eq!(app.told(&filed).await, pairs(&[("acknowledgement", "administrators")]));
        let told = app.administrator_of(centre).await.escalations("?open=true").await;
        assert_eq!((&told[0]["request_id"], &told[0]["status"]), (&json!(filed.id), &json!("received")));
        assert_eq!(app.administrator_of(desk).await.escalations("").await, Vec::<Value>::new());
        app.clock.advance(DAY * 3);
        assert_eq!(app.tell().await, 1);
        assert_eq!(app.tell().await, 0);
        let told = app.administrator_of(desk).await.escalations("").await;
        assert_eq!((told.len(), &told[0]["level"]), (1, &json!("operator_desk")));
        assert_eq!(told[0]["organisation_id"], centre.to_string());
        let log = texts(&app, "SELECT action AS one, detail AS two FROM audit_entries \
            WHERE subject_id = {id} ORDER BY sequence", &filed.id).await;
        assert_eq!(log, pairs(&[("escalated", "administrators"), ("escalated", "operator_desk")]));
        // The desk is told, and reads nothing for it.
        let worker = app.case_worker(desk).await;
        worker.get(&filed.path()).await.assert_problem(404, "not_found");
    }

    async fn whoever_does_something_ends_it(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        app.clock.advance(DAY * 8);
        assert_eq!(app.tell().await, 1);
        let worker = app.case_worker(centre).await;
        worker.move_through(&filed, "\"v1\"", &steps(&["acknowledged"])).await;
        app.clock.advance(DAY * 10);
        assert_eq!(app.tell().await, 0);
        let chief = app.administrator_of(centre).await;
        assert_eq!(chief.escalations("?open=true").await, Vec::<Value>::new());
        assert_ne!(chief.escalations("?open=false").await[0]["settled_at"], Value::Null);
        // Three months on, the next clock has run out.
        app.clock.advance(DAY * 80);
        assert_eq!(app.tell().await, 1);
        assert_eq!(app.told(&filed).await,
            pairs(&[("acknowledgement", "administrators"), ("feedback", "administrators")]));
    }

    async fn of_several_instances_one_tells_each(app: TestApp) {
        app.centre().await;
        for _ in 0..4 {
            app.ask_for_help(&least()).await;
        }
        let other = app.another();
        app.clock.advance(DAY * 8);
        let (a, b, c, d) = tokio::join!(app.tell(), other.tell(), app.tell(), other.tell());
        assert_eq!(a + b + c + d, 4);
        app.clock.advance(DAY * 3);
        let (a, b, c, d) = tokio::join!(app.tell(), other.tell(), app.tell(), other.tell());
        assert_eq!(a + b + c + d, 4);
        // As after a restart.
        assert_eq!(app.another().tell().await, 0);
    }

    async fn the_times_are_a_policy_and_what_is_erased_is_told_to_nobody(app: TestApp) {
        let centre = app.centre().await;
        let quick = app.another_with(&[("TULAY_ACKNOWLEDGE_DAYS", "2"), ("TULAY_FEEDBACK_MONTHS", "1")]);
        let filed = quick.ask_for_help(&least()).await;
        let kept = quick.ask_for_help(&least()).await;
        let due = quick.holder_of(&filed.code).get(RECEIPT).await.json()["due"].clone();
        let parse = |member: &str| tulay::platform::clock::Time::parse(due[member].as_str().unwrap()).unwrap();
        assert!(parse("feedback_by").since(parse("acknowledge_by")) < DAY * 30);
        quick.clock.advance(DAY * 2);
        assert_eq!(quick.tell().await, 2);
        quick.holder_of(&filed.code).delete(RECEIPT).await.assert_status(204);
        let chief = app.administrator_of(centre).await;
        assert_eq!(chief.escalations("").await.len(), 1);
        quick.holder_of(&kept.code).post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
        quick.clock.advance(DAY * 4);
        assert_eq!(quick.tell().await, 0);
    }

    async fn only_who_leads_or_handles_sees_what_is_late(app: TestApp) {
        let centre = app.centre().await;
        let elsewhere = app.organisation("Example Elsewhere", &["MY"], &["assistance"]).await;
        app.ask_for_help(&least()).await;
        app.clock.advance(DAY * 8);
        assert_eq!(app.tell().await, 1);
        assert_eq!(app.administrator_of(elsewhere).await.escalations("").await, Vec::<Value>::new());
        let inspector = app.member(centre, &[Role::Inspector]).await;
        inspector.get(ESCALATIONS).await.assert_problem(403, "forbidden");
        app.get(ESCALATIONS).await.assert_problem(401, "unauthenticated");
    }

    async fn who_no_longer_has_it_does_not_follow_it(app: TestApp) {
        let desk = app.organisation("Example Desk", &["PH"], &["assistance"]).await;
        let app = app.another_with(&[("TULAY_OPERATOR_DESK", &desk.to_string())]);
        let centre = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        app.clock.advance(DAY * 8);
        app.tell().await;
        app.clock.advance(DAY * 3);
        app.tell().await;
        let union = app.organisation("Example Union", &["SG"], &["legal_aid"]).await;
        let chosen = json!({ "organisation_id": union.to_string() });
        app.holder_of(&filed.code).post(&format!("{RECEIPT}/organisation"), &chosen).await.assert_status(200);
        let before = app.administrator_of(centre).await.escalations("").await;
        assert_eq!((&before[0]["request_id"], &before[0]["clock"]), (&json!(filed.id), &json!("acknowledgement")));
        assert_eq!((&before[0]["status"], &before[0]["priority"]), (&Value::Null, &Value::Null));
        let of_desk = app.administrator_of(desk).await.escalations("").await;
        assert_eq!(of_desk[0]["status"], "received");
    }
}
