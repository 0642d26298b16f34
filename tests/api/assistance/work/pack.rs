//! The evidence pack, as JSON and on paper.

use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::super::attachments::attach_named;
use super::super::staff::audit_of;
use super::super::{RECEIPT, uuid};
use super::{dollars, own, under_way};
use crate::harness::Response;
use crate::on_both;

/// A value with sorted members and no blanks, as anybody can write it.
fn canonical(value: &Value) -> String {
    let items = |items: Vec<String>| items.join(",");
    match value {
        Value::Object(members) => {
            let sorted: std::collections::BTreeMap<&String, &Value> = members.iter().collect();
            let one =
                |(name, value): (&String, &Value)| format!("{}:{}", json!(name), canonical(value));
            format!(
                "{{{}}}",
                items(
                    sorted
                        .into_iter()
                        .map(|(name, value)| one((name, value)))
                        .collect()
                )
            )
        }
        Value::Array(list) => format!("[{}]", items(list.iter().map(canonical).collect())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

/// The digest of a value.
fn digest(value: &Value) -> String {
    hex(canonical(value).as_bytes())
}

fn hex(bytes: &[u8]) -> String {
    let digits = Sha256::digest(bytes);
    let digits: Vec<String> = digits.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

fn part<'p>(pack: &'p Value, name: &str) -> &'p Value {
    let parts = pack["parts"].as_array().unwrap();
    parts
        .iter()
        .find(|part| part["name"] == name)
        .unwrap_or_else(|| panic!("no {name}"))
}

on_both! {
    async fn a_pack_holds_what_was_written_and_anybody_can_check_it(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let filed = under_way(&app, &worker).await.0;
        let holder = app.holder_of(&filed.code).stepped().await;
        let entry = json!({ "date": "2026-03-18", "start": "08:00", "end": "16:00", "task": "งานเชื่อม" });
        let batch = json!({ "entries": [{ "id": uuid(), "entered_at": "2026-03-18T10:00:00Z", "entry": entry }] });
        holder.post(&own("diary"), &batch).await.assert_status(200);
        let rule = json!({ "currency": "SGD", "agreed_rate": { "amount": "10.00", "currency": "SGD", "per": "hour" },
            "hours_per_day": "8", "overtime_multiplier": "1.5", "rest_day_multiplier": "2", "source": "Made-up Act" });
        holder.send(Method::PUT, &own("claim-rule"), &rule).await.assert_status(200);
        let sent = holder.post(&own("messages"), &json!({ "body": "ကျွန်တော့် လစာ" })).await.json();
        holder.post(&own("messages"), &json!({ "body": "Not chosen" })).await.assert_status(201);
        // What she wrote counts as a change.
        let tag = worker.get(&filed.path()).await.header("etag").unwrap().to_owned();
        worker.move_through(&filed, &tag, &[json!({ "status": "remedy_proposed", "amounts": { "agreed": dollars("70.00") } })]).await;
        worker.get(&filed.path()).await.assert_status(200);
        let chosen = sent["id"].as_str().unwrap();
        let pack = holder.get(&own(&format!("evidence-pack?message_id={chosen}"))).await.json();
        assert_eq!((&pack["form"], &pack["made_for"]), (&json!("tulay.evidence-pack/1"), &json!("reporter")));
        for part in pack["parts"].as_array().unwrap() {
            assert_eq!(part["sha256"], digest(&part["content"]), "{part}");
        }
        let mut whole = pack.clone();
        whole.as_object_mut().unwrap().remove("sha256");
        assert_eq!(pack["sha256"], digest(&whole));
        assert_eq!(part(&pack, "claim")["content"]["total"]["owed"], dollars("80.00"));
        assert_eq!(part(&pack, "diary")["content"]["entries"][0]["entry"]["task"], "งานเชื่อม");
        let messages = part(&pack, "messages")["content"]["messages"].as_array().unwrap();
        assert_eq!((messages.len(), &messages[0]["body"]), (1, &json!("ကျွန်တော့် လစာ")));
        assert_eq!(part(&pack, "outcome")["content"]["statements"][0]["amounts"]["agreed"], dollars("70.00"));
        let log = part(&pack, "custody_log")["content"]["entries"].clone();
        let acts: Vec<(&str, &str)> = log.as_array().unwrap().iter()
            .map(|entry| (entry["role"].as_str().unwrap(), entry["action"].as_str().unwrap())).collect();
        for expected in [("reporter", "status_changed"), ("reporter", "diary_entry_recorded"),
            ("organisation", "outcome_stated"), ("case_worker", "opened"), ("case_worker", "moved_on")] {
            assert!(acts.contains(&expected), "{expected:?} {acts:?}");
        }
        assert!(!pack.to_string().contains(&worker.account.unwrap().to_string()), "roles, not people");
    }

    async fn a_pack_lists_each_attachment_and_its_person_downloads_the_file_that_it_names(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (filed, _) = under_way(&app, &worker).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        let sent = attach_named(&holder, "Planted payslip March.jpg").await.json();
        let id = sent["id"].as_str().unwrap();
        worker.get(&filed.sub(&format!("attachments/{id}"))).await.assert_status(200);
        let pack = holder.get(&own("evidence-pack")).await.json();
        let listed = &part(&pack, "attachments")["content"]["attachments"][0];
        assert_eq!((&listed["id"], &listed["file_name"]), (&sent["id"], &json!("Planted payslip March.jpg")));
        assert_eq!((&listed["bytes"], &listed["received_sha256"], &listed["received_at"]),
            (&sent["bytes"], &sent["received_sha256"], &sent["received_at"]));
        let file = holder.get(&own(&format!("attachments/{id}"))).await;
        file.assert_status(200);
        assert_eq!(file.header("content-type"), Some("image/jpeg"));
        assert_eq!(listed["sha256"], hex(&file.body));
        let log = part(&pack, "custody_log")["content"]["entries"].clone();
        let log = log.as_array().unwrap();
        let received = log.iter().find(|entry| entry["action"] == "attachment_received").unwrap();
        assert_eq!((&received["role"], &received["attachment_id"], &received["at"]),
            (&json!("reporter"), &sent["id"], &sent["received_at"]));
        assert!(log.iter().any(|entry| entry["action"] == "downloaded" && entry["detail"] == "attachment"));
        let pdf = holder.get(&own("evidence-pack/pdf")).await;
        pdf.assert_status(200);
        let of_staff = worker.get(&filed.sub("evidence-pack")).await.json();
        assert_eq!(part(&of_staff, "attachments")["content"], part(&pack, "attachments")["content"]);
        let other = under_way(&app, &worker).await.0;
        let stranger = app.holder_of(&other.code).stepped().await;
        stranger.get(&own(&format!("attachments/{id}"))).await.assert_problem(404, "not_found");
    }

    async fn the_pdf_has_the_json_in_it(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (filed, _) = under_way(&app, &worker).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        let long = "ทำงานทุกวันไม่มีวันหยุด ".repeat(40);
        let words = format!("{long}\nငါ့နာမည် မောင်မောင်\nខ្ញុំឈ្មោះ សុខ\nاسمي محمد 123 abc\n漢字 {}", "x".repeat(300));
        let sent = holder.post(&own("messages"), &json!({ "body": words })).await.json();
        let chosen = sent["id"].as_str().unwrap();
        for lang in ["en", "vi"] {
            let pdf = holder.get(&own(&format!("evidence-pack/pdf?message_id={chosen}&lang={lang}"))).await;
            pdf.assert_status(200);
            assert_eq!(pdf.header("content-type"), Some("application/pdf"));
            assert_eq!(pdf.header("cache-control"), Some("no-store"));
            assert!(pdf.body.starts_with(b"%PDF-"));
            let name = b"evidence-pack.json";
            assert!(pdf.body.windows(name.len()).any(|window| window == name));
        }
        let pdf = worker.get(&filed.sub("evidence-pack/pdf")).await;
        pdf.assert_status(200);
    }

    async fn an_organisation_gets_a_pack_with_consent_only_and_the_log_says_so(app: TestApp) {
        let centre = app.centre().await;
        let worker = app.case_worker(centre).await;
        let (filed, _) = under_way(&app, &worker).await;
        let holder = app.holder_of(&filed.code).stepped().await;
        let pack = worker.get(&filed.sub("evidence-pack")).await;
        pack.assert_status(200);
        assert_eq!(pack.json()["made_for"], "organisation");
        assert_eq!(audit_of(&app, &filed.id).await.last(), Some(&("downloaded".to_owned(), "evidence_pack".to_owned())));
        let next = worker.get(&filed.sub("evidence-pack")).await.json();
        let log = part(&next, "custody_log")["content"]["entries"].to_string();
        assert!(log.contains("\"downloaded\""), "{log}");
        let unknown = holder.get(&own(&format!("evidence-pack?message_id={}", uuid()))).await;
        assert_eq!(unknown.faults(), [("/query/message_id".to_owned(), "unknown_message".to_owned())]);
        let elsewhere = app.organisation("Example Elsewhere", &["MY"], &["assistance"]).await;
        let stranger = app.case_worker(elsewhere).await;
        Response::of(holder.request(Method::POST, &own("withdraw"))).await.assert_status(200);
        for path in ["evidence-pack", "evidence-pack/pdf"] {
            stranger.get(&filed.sub(path)).await.assert_problem(404, "not_found");
            worker.get(&filed.sub(path)).await.assert_problem(403, "consent_withdrawn");
        }
        holder.delete(RECEIPT).await.assert_status(204);
        holder.get(&own("evidence-pack")).await.assert_problem(410, "gone");
    }
}
