//! Whether somebody takes revenge on a reporter.

use std::time::Duration;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{Filed, QUEUE, RECEIPT, REPORTS, changed, least, texts};
use crate::assistance::texts as rows;
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

const DAY: Duration = Duration::from_hours(24);

/// What the reporter is asked: the check-ins, and whether one waits.
async fn asked(holder: &Person<'_>) -> (Vec<Value>, bool) {
    let shown = holder.get(RECEIPT).await.json();
    let check_ins = shown["check_ins"].as_array().unwrap().clone();
    (check_ins, !shown["check_in_question"].is_null())
}

async fn answer(holder: &Person<'_>, check_in: &Value, word: &str) -> Response {
    let id = check_in["id"].as_str().unwrap();
    let path = format!("{RECEIPT}/check-ins/{id}/answer");
    holder.post(&path, &json!({ "answer": word })).await
}

/// Says after a week that somebody takes revenge.
async fn revenge(app: &TestApp, filed: &Filed) {
    let holder = app.holder_of(&filed.code);
    let (check_ins, _) = asked(&holder).await;
    answer(&holder, &check_ins[0], "retaliation")
        .await
        .assert_status(201);
}

async fn order(person: &Person<'_>) -> Vec<String> {
    texts(&person.get(QUEUE).await.json()["items"], "id")
}

/// A report because of revenge for another.
fn because_of(code: &str) -> Value {
    changed(
        least(),
        json!({ "description": "Planted words on revenge", "retaliation_for": code }),
    )
}

/// A request for help because of revenge for a report.
fn help_because_of(code: &str) -> Value {
    crate::assistance::changed(
        crate::assistance::least(),
        &json!({ "retaliation_for": code }),
    )
}

async fn assign(person: &Person<'_>, filed: &Filed) {
    let tag = person
        .get(&filed.path())
        .await
        .header("etag")
        .unwrap()
        .to_owned();
    let me = json!({ "assigned_to": person.account.unwrap().to_string() });
    person
        .post_if_match(&filed.sub("assignment"), &tag, &me)
        .await
        .assert_status(200);
}

async fn put_behind(person: &Person<'_>, one: &Filed, lead: &Filed) {
    let tag = person
        .get(&one.path())
        .await
        .header("etag")
        .unwrap()
        .to_owned();
    let wish = json!({ "into_report_id": lead.id });
    let merged = person.post_if_match(&one.sub("merge"), &tag, &wish).await;
    merged.assert_status(200);
}

async fn confirm(person: &Person<'_>, filed: &Filed) {
    let tag = person
        .get(&filed.path())
        .await
        .header("etag")
        .unwrap()
        .to_owned();
    let step = json!({ "status": "confirmed" });
    let done = person
        .post_if_match(&filed.sub("status"), &tag, &step)
        .await;
    done.assert_status(200);
}

async fn said(person: &Person<'_>, filed: &Filed) -> Value {
    person.get(&filed.path()).await.json()["retaliation"].clone()
}

on_both! {
    async fn it_is_asked_after_7_30_and_90_days_behind_the_code(app: TestApp) {
        app.inspectorate().await;
        let filed = app.report(&least()).await;
        let holder = app.holder_of(&filed.code);
        assert_eq!(asked(&holder).await, (Vec::new(), false));
        for (days, after) in [(7, vec![7]), (23, vec![7, 30]), (60, vec![7, 30, 90])] {
            app.clock.advance(DAY * days);
            let (check_ins, waits) = asked(&holder).await;
            let found: Vec<i64> = check_ins.iter().map(|one| one["after_days"].as_i64().unwrap()).collect();
            assert_eq!((found, waits), (after, true));
            let last = check_ins.last().unwrap();
            assert_eq!((&last["asked_at"], &last["answered_at"]), (&last["due_at"], &Value::Null));
            let answered = answer(&holder, last, "fine").await;
            answered.assert_status(201);
            assert!(answered.json().get("answer").is_none(), "a found code does not tell what was answered");
            answer(&holder, last, "worse").await.assert_problem(409, "check_in_answered");
            assert!(!asked(&holder).await.1);
        }
        let nobodys = json!({ "id": "0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61" });
        answer(&holder, &nobodys, "fine").await.assert_problem(404, "not_found");
        let good = app.report(&super::practices::good()).await;
        app.clock.advance(DAY * 8);
        assert_eq!(asked(&app.holder_of(&good.code)).await, (Vec::new(), false), "nobody is afraid of it");
    }

    async fn only_its_inspector_reads_that_somebody_takes_revenge(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let (first, filed) = (app.report(&least()).await, app.report(&least()).await);
        app.clock.advance(DAY * 7);
        revenge(&app, &filed).await;
        let (inspector, colleague) = (app.inspector(inspectorate).await, app.inspector(inspectorate).await);
        assert_eq!(order(&colleague).await, [filed.id.clone(), first.id.clone()], "it comes first");
        assign(&inspector, &filed).await;
        let shown = said(&inspector, &filed).await;
        assert_eq!(shown, json!([{ "report_id": filed.id, "answer": "retaliation", "month": app.clock_month() }]));
        assert_eq!(said(&colleague, &filed).await, json!([]));
        for path in [QUEUE.to_owned(), filed.path()] {
            let text = colleague.get(&path).await.json().to_string();
            assert!(!text.contains("\"retaliation\":[{") && !text.contains("raised"), "{text}");
        }
        let body = colleague.get(&filed.path()).await.json();
        assert_eq!((&body["unanswered_since"], body["history"].as_array().unwrap().len()), (&Value::Null, 1));
        let tag = inspector.get(&filed.path()).await.header("etag").unwrap().to_owned();
        let step = json!({ "status": "confirmed" });
        inspector.post_if_match(&filed.sub("status"), &tag, &step).await.assert_status(200);
        assert_eq!(order(&colleague).await, [first.id, filed.id.clone()], "a step of the organisation ends it");
        assert_eq!(said(&inspector, &filed).await, shown, "what was said stays");
    }

    async fn whoever_files_because_of_revenge_says_so_with_the_code(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        app.member(centre, &[Role::CaseWorker]).await;
        let inspector = app.inspector(inspectorate).await;
        let other = app.report(&least()).await;
        let (one, two) = (app.report(&least()).await, app.report(&least()).await);
        assign(&inspector, &one).await;
        assign(&inspector, &two).await;
        app.post(REPORTS, &because_of(&one.code)).await.assert_status(201);
        app.post("/v1/assistance-requests", &help_because_of(&two.code)).await.assert_status(201);
        let mut first = order(&inspector).await;
        first.truncate(2);
        first.sort();
        let mut wanted = [one.id.clone(), two.id.clone()];
        wanted.sort();
        assert_eq!(first, wanted);
        for filed in [&one, &two] {
            assert_eq!(said(&inspector, filed).await[0]["answer"], "retaliation");
        }
        assert_eq!(said(&inspector, &other).await, json!([]));
    }

    async fn nothing_leads_from_one_to_the_other(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let centre = app.organisation("Example Workers' Centre", &["SG"], &["assistance"]).await;
        let (inspector, worker) = (app.inspector(inspectorate).await, app.member(centre, &[Role::CaseWorker]).await);
        let filed = app.report(&least()).await;
        assign(&inspector, &filed).await;
        let help = app.ask_for_help(&help_because_of(&filed.code)).await;
        let report = app.report(&because_of(&filed.code)).await;
        let of_report = inspector.get(&filed.path()).await.json().to_string();
        for id in [&help.id, &report.id, &help.code, &report.code] {
            assert!(!of_report.contains(id.as_str()));
        }
        let of_help = worker.get(&format!("/v1/staff/assistance-requests/{}", help.id)).await;
        of_help.assert_status(200);
        let of_other = inspector.get(&report.path()).await.json();
        let seen = [of_help.json().to_string(), of_other.to_string(), app.holder_of(&help.code).get("/v1/receipt/assistance-request").await.json().to_string()];
        for text in seen {
            for word in [filed.id.as_str(), filed.code.as_str(), "retaliation_for", "\"answer\":\"retaliation\""] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
        let query = "SELECT CAST(count(*) AS text) AS one, '' AS two FROM check_ins WHERE answer IS NOT NULL OR subject_id = {id}";
        assert_eq!(rows(&app, query, &help.id).await[0].0, "0");
    }

    async fn a_code_that_is_tried_tells_nothing(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let (filed, gone) = (app.report(&least()).await, app.report(&least()).await);
        let taken_back = app.holder_of(&gone.code).post(&format!("{RECEIPT}/withdraw"), &json!({})).await;
        taken_back.assert_status(200);
        let members = |response: &Response| {
            let body = response.json();
            let names: Vec<String> = body.as_object().unwrap().keys().cloned().collect();
            (response.status, names, body["status"].clone(), body["next_steps"].to_string())
        };
        let mut answers = Vec::new();
        for code in [filed.code.as_str(), gone.code.as_str(), "3M9C-1Z7V-5K2Q-8TWA-N4XJ", "0000 0000 0000 0000 0000"] {
            answers.push(members(&app.post(REPORTS, &because_of(code)).await));
        }
        assert!(answers.iter().all(|one| one == &answers[0]), "{answers:?}");
        assert_eq!(order(&inspector).await[0], filed.id);
        app.post(REPORTS, &because_of("short")).await.assert_problem(422, "invalid_request");
    }

    async fn what_was_over_or_stands_behind_another_comes_first_all_the_same(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let mut filed = Vec::new();
        for _ in 0..4 {
            filed.push(app.report(&least()).await);
            app.clock.advance(Duration::from_mins(1));
        }
        let [over, other, lead, behind] = <[Filed; 4]>::try_from(filed).ok().unwrap();
        let end = json!({ "status": "not_responsible" });
        inspector.post_if_match(&over.sub("status"), "\"v1\"", &end).await.assert_status(200);
        let wish = json!({ "into_report_id": lead.id });
        inspector.post_if_match(&behind.sub("merge"), "\"v1\"", &wish).await.assert_status(200);
        assert_eq!(order(&inspector).await, [other.id.clone(), lead.id.clone(), over.id.clone()]);
        app.clock.advance(DAY * 7);
        revenge(&app, &over).await;
        revenge(&app, &behind).await;
        let inspector = app.again(&inspector).await;
        let all = order(&inspector).await;
        assert_eq!(all[2], other.id);
        let page = inspector.get(&format!("{QUEUE}?limit=1")).await.json();
        let next = inspector.get(&format!("{QUEUE}?limit=5&cursor={}", page["next"].as_str().unwrap())).await.json();
        assert_eq!(texts(&next["items"], "id"), all[1..], "pages follow the same order");
        assign(&inspector, &lead).await;
        assert_eq!(said(&inspector, &lead).await[0]["report_id"], behind.id);
    }

    async fn behind_whatever_it_stands_the_one_that_is_worked_on_comes_first(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let mut filed = Vec::new();
        for _ in 0..5 {
            filed.push(app.report(&least()).await);
            app.clock.advance(Duration::from_mins(1));
        }
        let [first, lead, raised, between, last] = <[Filed; 5]>::try_from(filed).ok().unwrap();
        app.clock.advance(DAY * 7);
        revenge(&app, &raised).await;
        let inspector = app.again(&inspector).await;
        put_behind(&inspector, &raised, &lead).await;
        assert_eq!(order(&inspector).await[..2], [lead.id.clone(), first.id.clone()], "what was said before counts");
        // Behind one that itself stands behind another.
        put_behind(&inspector, &last, &between).await;
        put_behind(&inspector, &between, &first).await;
        confirm(&inspector, &lead).await;
        revenge(&app, &last).await;
        assert_eq!(order(&inspector).await, [first.id.clone(), lead.id.clone()]);
    }

    async fn who_takes_the_report_back_is_not_asked_and_nothing_is_left(app: TestApp) {
        app.inspectorate().await;
        let filed = app.report(&least()).await;
        let holder = app.holder_of(&filed.code);
        app.clock.advance(DAY * 7);
        let (check_ins, _) = asked(&holder).await;
        let stored = "SELECT CAST(count(*) AS text) AS one, '' AS two FROM check_ins WHERE subject_id = {id}";
        assert_eq!(rows(&app, stored, &filed.id).await[0].0, "3");
        holder.post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
        answer(&holder, &check_ins[0], "worse").await.assert_problem(409, "report_withdrawn");
        app.clock.advance(DAY * 90);
        assert_eq!(asked(&holder).await, (Vec::new(), false));
        let erased = app.report(&least()).await;
        app.holder_of(&erased.code).delete(RECEIPT).await.assert_status(204);
        for id in [&filed.id, &erased.id] {
            assert_eq!(rows(&app, stored, id).await[0].0, "0");
        }
    }
}
