//! What puts a person at a greater risk, and a priority that is decided again.

use serde_json::{Value, json};

use super::first;
use crate::assistance::{RECEIPT, changed, least, request, steps, texts};
use crate::on_both;

fn answers() -> String {
    format!("{RECEIPT}/triage-answers")
}

on_both! {
    async fn what_puts_a_person_at_risk_is_sealed_and_counts(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&changed(least(), &json!({ "vulnerabilities": ["pregnant"] }))).await;
        let worker = app.case_worker(centre).await;
        let queued = first(&worker).await;
        assert_eq!(queued["priority"], "high");
        assert_eq!(queued["priority_reasons"], json!(["vulnerable_person"]));
        assert!(!queued.to_string().contains("pregnant"));
        let query = "SELECT CAST(priority_reasons AS TEXT) AS one, priority_source AS two \
            FROM assistance_requests WHERE id = {id}";
        assert!(!texts(&app, query, &filed.id).await[0].0.contains("pregnant"));
        let opened = worker.get(&filed.path()).await.json();
        assert_eq!(opened["content"]["vulnerabilities"], json!(["pregnant"]));
        let refused = app.post("/v1/assistance-requests",
            &changed(least(), &json!({ "vulnerabilities": ["rich"] }))).await;
        refused.assert_problem(422, "invalid_request");
        assert_eq!(refused.faults(), [("/vulnerabilities/0".to_owned(), "unknown_code".to_owned())]);
    }

    async fn what_has_changed_raises_the_priority_and_never_lowers_it(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&changed(request(), &json!({ "urgency": "not_urgent" }))).await;
        let (worker, holder) = (app.case_worker(centre).await, app.holder_of(&filed.code));
        let worse = json!({ "urgency": "this_week", "issue_codes": ["violence"],
            "indicators": { "physical_and_sexual_violence": "yes", "isolation": "yes" },
            "vulnerabilities": ["minor"] });
        let followed = holder.post(&answers(), &worse).await;
        followed.assert_status(200);
        assert!(!followed.json().to_string().contains("physical_and_sexual_violence"), "a found code shows nothing of it");
        let queued = first(&worker).await;
        assert_eq!((&queued["priority"], &queued["urgency"]), (&json!("critical"), &json!("this_week")));
        assert_eq!(queued["priority_reasons"][0], "violence_and_confinement");
        assert_eq!(queued["issue_codes"], json!(["passport_held", "unpaid_wages", "violence"]));
        assert!(!queued["unanswered_since"].is_null());
        let content = worker.get(&filed.path()).await.json()["content"].clone();
        assert_eq!(content["indicators"]["isolation"], "yes");
        assert_eq!(content["indicators"]["retention_of_identity_documents"], "yes");
        assert_eq!(content["vulnerabilities"], json!(["minor"]));
        assert_eq!(content["narrative"], crate::assistance::NARRATIVE);
        let better = json!({ "urgency": "not_urgent", "indicators": { "isolation": "no",
            "physical_and_sexual_violence": "no" } });
        holder.post(&answers(), &better).await.assert_status(200);
        let queued = first(&worker).await;
        assert_eq!((&queued["priority"], &queued["urgency"]), (&json!("critical"), &json!("this_week")));
    }

    async fn danger_that_comes_later_is_due_within_a_day(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let holder = app.holder_of(&filed.code);
        let before = holder.get(RECEIPT).await.json();
        let after = holder.post(&answers(), &json!({ "urgency": "danger_now" })).await.json();
        assert!(after["due"]["acknowledge_by"].as_str() < before["due"]["acknowledge_by"].as_str());
        assert_eq!(after["next_steps"][0]["code"], "danger");
        assert!(!after["emergency_numbers"].as_array().unwrap().is_empty());
        let worker = app.case_worker(centre).await;
        assert_eq!(first(&worker).await["priority_reasons"], json!(["danger_now"]));
    }

    async fn what_was_taken_back_is_not_decided_again(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let holder = app.holder_of(&filed.code);
        holder.post(&answers(), &json!({})).await.assert_problem(422, "invalid_request");
        holder.post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
        let danger = json!({ "urgency": "danger_now" });
        holder.post(&answers(), &danger).await.assert_problem(409, "request_withdrawn");
        let worker = app.case_worker(centre).await;
        let tag = worker.get(&filed.path()).await.header("etag").unwrap().to_owned();
        let by_hand = json!({ "priority": "high", "because": "other" });
        worker.change(&filed.sub("priority"), &tag, &by_hand).await
            .assert_problem(409, "request_withdrawn");
        app.post(&answers(), &danger).await.assert_problem(401, "unauthenticated");
    }

    async fn a_case_worker_sets_a_priority_with_a_reason(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&request()).await;
        let worker = app.case_worker(centre).await;
        let by_hand = json!({ "priority": "low", "because": "others_help" });
        let set = worker.change(&filed.sub("priority"), "\"v1\"", &by_hand).await;
        set.assert_status(200);
        let shown = set.json();
        assert_eq!((&shown["priority"], &shown["priority_source"]), (&json!("low"), &json!("case_worker")));
        assert_eq!(shown["priority_set_because"], "others_help");
        assert!(!shown["priority_reasons"].as_array().unwrap().is_empty(), "what the rules found stays");
        worker.change(&filed.sub("priority"), "\"v1\"", &by_hand).await.assert_problem(412, "stale");
        let unknown = json!({ "priority": "low", "because": "mood" });
        worker.change(&filed.sub("priority"), set.header("etag").unwrap(), &unknown).await
            .assert_problem(422, "invalid_request");
        let query = "SELECT action AS one, detail AS two FROM audit_entries WHERE subject_id = {id}";
        assert_eq!(texts(&app, query, &filed.id).await, [("prioritised".to_owned(), "low".to_owned())]);
        let elsewhere = app.organisation("Example Elsewhere", &["SG"], &["wage_recovery"]).await;
        let stranger = app.case_worker(elsewhere).await;
        stranger.change(&filed.sub("priority"), "\"v2\"", &by_hand).await.assert_problem(404, "not_found");

        // What the person says later counts more, where it is more pressing.
        let danger = json!({ "urgency": "danger_now" });
        app.holder_of(&filed.code).post(&answers(), &danger).await.assert_status(200);
        let shown = first(&worker).await;
        assert_eq!((&shown["priority"], &shown["priority_source"]), (&json!("critical"), &json!("rules")));
        assert_eq!(shown["priority_set_because"], Value::Null);
    }

    async fn a_priority_that_was_set_does_not_bring_back_what_has_ended(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let worker = app.case_worker(centre).await;
        let tag = worker.move_through(&filed, "\"v1\"", &steps(&["spam_closed"])).await;
        let by_hand = json!({ "priority": "critical", "because": "danger_found" });
        let set = worker.change(&filed.sub("priority"), &tag, &by_hand).await;
        set.assert_status(200);
        assert_eq!(set.json()["status"], "spam_closed");
    }
}
