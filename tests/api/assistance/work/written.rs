//! Plan, notes, tasks, services and appointments.

use reqwest::Method;
use serde_json::{Value, json};

use super::super::receipt::{assert_in_no_table, assert_nowhere};
use super::super::staff::audit_of;
use super::super::{RECEIPT, texts, uuid};
use super::{own, under_way};
use crate::harness::{Person, Response};
use crate::on_both;

const NOTE: &str = "Planted note on her room mate";
const PLAN: &str = "Planted plan for the labour office";

async fn put(worker: &Person<'_>, path: &str, version: i64, content: Value) -> Response {
    worker
        .send(
            Method::PUT,
            path,
            &json!({ "version": version, "content": content }),
        )
        .await
}

on_both! {
    async fn what_handlers_write_is_for_handlers_only(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (filed, _) = under_way(&app, &worker).await;
        let plan = json!({ "sub_status": "waiting", "risk_level": "high", "plan": PLAN });
        put(&worker, &filed.sub("work/plan"), 0, plan.clone()).await.assert_status(200);
        put(&worker, &filed.sub("work/plan"), 0, plan.clone()).await.assert_problem(409, "conflict");
        put(&worker, &filed.sub("work/plan"), 1, plan).await.assert_status(200);
        let note = filed.sub(&format!("work/notes/{}", uuid()));
        put(&worker, &note, 0, json!({ "text": NOTE })).await.assert_status(200);
        put(&worker, &note, 0, json!({ "text": "lost update" })).await.assert_problem(409, "conflict");
        let me = worker.account.unwrap().to_string();
        let task = filed.sub(&format!("work/tasks/{}", uuid()));
        put(&worker, &task, 0, json!({ "title": "Ask for payslips", "assigned_to": me, "due_on": "2026-12-01" })).await.assert_status(200);
        put(&worker, &task, 1, json!({ "title": "Ask for payslips", "done": true })).await.assert_status(200);
        let service = filed.sub(&format!("work/services/{}", uuid()));
        let legal = json!({ "service_type": "legal", "response_timeframe": "one_week", "implementing_organisation": "Example Legal Aid" });
        put(&worker, &service, 0, legal).await.assert_status(200);
        let work = worker.get(&filed.sub("work")).await.json();
        assert_eq!((&work["plan_version"], &work["plan"]["plan"]), (&json!(2), &json!(PLAN)));
        assert_eq!(work["notes"][0]["content"]["text"], NOTE);
        assert_eq!((&work["tasks"][0]["version"], &work["tasks"][0]["content"]["done"]), (&json!(2), &json!(true)));
        assert_eq!(work["services"][0]["content"]["service_type"], "legal");
        assert_eq!(audit_of(&app, &filed.id).await.last(), Some(&("opened".to_owned(), "work".to_owned())));
        let holder = app.holder_of(&filed.code);
        for path in [RECEIPT.to_owned(), own("messages"), own("appointments"), own("outcome"), own("evidence-pack"), own("check-ins")] {
            let shown = String::from_utf8(holder.get(&path).await.body).unwrap();
            for word in [NOTE, PLAN, "Ask for payslips", "Example Legal Aid"] {
                assert!(!shown.contains(word), "{path}: {word}");
            }
        }
        assert_nowhere(&app, &[NOTE, PLAN]);
        assert_in_no_table(&app, &[NOTE, PLAN]).await;
    }

    async fn an_appointment_is_shown_and_answered_and_asked_again_when_it_changes(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (filed, _) = under_way(&app, &worker).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        let id = uuid();
        let path = filed.sub(&format!("work/appointments/{id}"));
        let meeting = json!({ "starts_at": "2026-12-06T06:00:00Z", "purpose": "Going through the diary" });
        put(&worker, &path, 0, meeting.clone()).await.assert_status(200);
        let shown = holder.get(&own("appointments")).await.json();
        assert_eq!(shown["appointments"][0]["content"]["purpose"], "Going through the diary");
        let reply = own(&format!("appointments/{id}/reply"));
        let other = json!({ "reply": "other_time", "text": "Planted: only Sundays" });
        let kept = holder.post(&reply, &other).await;
        kept.assert_status(201);
        assert_eq!((&kept.json()["reply"], kept.json().get("content")), (&json!("other_time"), None));
        assert_nowhere(&app, &["Planted: only Sundays"]);
        let work = worker.get(&filed.sub("work")).await.json();
        assert_eq!((&work["appointments"][0]["reply"], &work["appointments"][0]["reply_text"]), (&json!("other_time"), &json!("Planted: only Sundays")));
        assert!(!worker.get(&filed.path()).await.json()["unanswered_since"].is_null());
        put(&worker, &path, 1, meeting).await.assert_status(200);
        assert_eq!(holder.get(&own("appointments")).await.json()["appointments"][0]["reply"], Value::Null);
        holder.post(&reply, &json!({ "reply": "confirmed" })).await.assert_status(201);
        holder.post(&own(&format!("appointments/{}/reply", uuid())), &json!({ "reply": "confirmed" })).await.assert_problem(404, "not_found");
        let wrong = holder.post(&reply, &json!({ "reply": "perhaps" })).await;
        assert_eq!(wrong.faults(), [("/reply".to_owned(), "unknown_value".to_owned())]);
    }

    async fn the_work_is_refused_to_others_and_erased_with_the_request(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let ((one, _), (other, _)) = (under_way(&app, &worker).await, under_way(&app, &worker).await);
        let id = uuid();
        put(&worker, &one.sub(&format!("work/notes/{id}")), 0, json!({ "text": NOTE })).await.assert_status(200);
        put(&worker, &other.sub(&format!("work/notes/{id}")), 1, json!({ "text": NOTE })).await.assert_problem(409, "id_taken");
        put(&worker, &one.sub(&format!("work/tasks/{id}")), 1, json!({ "title": NOTE })).await.assert_problem(409, "id_taken");
        put(&worker, &one.sub("work/notes/00000000-0000-0000-0000-000000000000"), 0, json!({ "text": NOTE })).await.assert_problem(404, "not_found");
        let stranger = uuid();
        let task = put(&worker, &one.sub(&format!("work/tasks/{}", uuid())), 0, json!({ "title": "x", "assigned_to": stranger })).await;
        assert_eq!(task.faults(), [("/content/assigned_to".to_owned(), "not_a_case_worker".to_owned())]);
        let service = put(&worker, &one.sub(&format!("work/services/{}", uuid())), 0, json!({ "service_type": "magic" })).await;
        assert_eq!(service.faults(), [("/content/service_type".to_owned(), "unknown_code".to_owned())]);
        let elsewhere = app.organisation("Example Elsewhere", &["MY"], &["assistance"]).await;
        let outsider = app.case_worker(elsewhere).await;
        outsider.get(&one.sub("work")).await.assert_problem(404, "not_found");
        put(&outsider, &one.sub(&format!("work/notes/{}", uuid())), 0, json!({ "text": NOTE })).await.assert_problem(404, "not_found");
        app.get(&one.sub("work")).await.assert_problem(401, "unauthenticated");
        let holder = app.holder_of(&one.code);
        Response::of(holder.request(Method::POST, &own("withdraw"))).await.assert_status(200);
        worker.get(&one.sub("work")).await.assert_problem(403, "consent_withdrawn");
        put(&worker, &one.sub("work/plan"), 0, json!({ "plan": PLAN })).await.assert_problem(403, "consent_withdrawn");
        holder.delete(RECEIPT).await.assert_status(204);
        let left = "SELECT cast(count(*) AS text) AS one, '' AS two FROM assistance_work_items";
        assert_eq!(texts(&app, left, "").await[0].0, "0");
    }
}
