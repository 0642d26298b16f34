//! What a referral carries, who reads it, and what comes of it.

use serde_json::{Value, json};

use super::super::receipt::assert_in_no_table;
use super::super::staff::audit_of;
use super::super::{NAME, NARRATIVE, texts, uuid};
use super::{NOTE, REFERRALS, REPORT, Scene, members, say};
use crate::on_both;

on_both! {
    async fn a_case_file_holds_what_is_covered_and_nothing_else(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, referral) = scene.referred("referral", &["urgency", "issue_codes", "language"]).await;
        let opened = scene.shelter.get(&referral).await;
        let text = String::from_utf8(opened.assert_status(200).body.clone()).unwrap();
        let body = opened.json();
        assert_eq!(members(&body["case_file"]), ["issue_codes", "language", "note", "urgency"]);
        for word in [NARRATIVE, NAME, super::super::PLACE, super::super::EMPLOYER, super::super::PHONE, &scene.filed.id] {
            assert!(!text.contains(word), "{word}");
        }
        assert_eq!((&body["request_id"], &body["case_file"]["note"]), (&Value::Null, &json!(NOTE)));
        assert_in_no_table(&app, &[NOTE]).await;
        let log = audit_of(&app, referral.rsplit('/').next().unwrap()).await;
        assert_eq!(log, [("opened".to_owned(), "file".to_owned())]);
        assert!(audit_of(&app, &scene.filed.id).await.contains(&("referred".to_owned(), "referral".to_owned())));
    }

    async fn everything_that_is_covered_is_carried(app: TestApp) {
        let scene = Scene::set(&app).await;
        scene.person().post(&format!("{}/messages", super::RECEIPT), &json!({ "body": "Planted message" })).await.assert_status(201);
        let fields = ["urgency", "narrative", "place", "employer", "wants", "for_whom", "identity",
            "safe_contact", "indicators", "vulnerabilities", "messages", "agency"];
        let (_, referral) = scene.referred("referral", &fields).await;
        let file = scene.shelter.get(&referral).await.json()["case_file"].clone();
        assert_eq!((&file["narrative"], &file["identity"]["name"]), (&json!(NARRATIVE), &json!(NAME)));
        assert_eq!(file["messages"][0]["body"], "Planted message");
        assert_eq!(members(&file), ["employer", "for_whom", "identity", "indicators", "messages", "narrative",
            "note", "place", "safe_contact", "urgency", "vulnerabilities", "wants"]);
    }

    async fn nothing_is_referred_without_a_consent_that_fits(app: TestApp) {
        let scene = Scene::set(&app).await;
        let consent = scene.agree("referral", &["urgency"]).await;
        let fine = scene.wanted("referral", &consent, &["urgency"]);
        let with = |members: Value| super::super::changed(fine.clone(), &members);
        let other = app.organisation("Example Other", &["MY"], &["assistance"]).await;
        for wrong in [
            with(json!({ "consent_id": uuid() })),
            with(json!({ "fields": ["urgency", "identity"] })),
            with(json!({ "recipient": { "organisation_id": other.to_string() } })),
            with(json!({ "kind": "transfer" })),
        ] {
            scene.refer(&wrong).await.assert_problem(409, "consent_not_covering");
        }
        for (members, pointer, code) in [
            (json!({ "consent_id": null }), "/consent_id", "missing_member"),
            (json!({ "override_reason": "x".repeat(60) }), "/override_reason", "belongs_to"),
            (json!({ "fields": ["attachments"] }), "/fields/0", "belongs_to"),
            (json!({ "recipient": { "organisation_id": uuid() } }), "/recipient/organisation_id", "unknown_organisation"),
        ] {
            let refused = scene.refer(&with(members)).await;
            assert_eq!(refused.faults(), [(pointer.to_owned(), code.to_owned())]);
        }
        let path = scene.filed.sub("referrals");
        scene.centre.change(&path, "\"v1\"", &fine).await.assert_problem(412, "stale");
        scene.shelter.change(&path, "\"v1\"", &fine).await.assert_problem(404, "not_found");
        assert_eq!(scene.shelter.get(REFERRALS).await.json()["items"], json!([]));
        scene.refer(&fine).await.assert_status(201);
    }

    async fn what_came_of_it_is_told_to_the_sender_in_words_and_to_the_person_in_codes(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, referral) = scene.referred("referral", &["urgency"]).await;
        let done = json!({ "outcome": "service_given", "report": REPORT });
        let early = scene.shelter.post(&format!("{referral}/completion"), &done).await;
        early.assert_problem(409, "referral_over");
        for _ in 0..2 {
            let accepted = say(&scene.shelter, &format!("{referral}/acceptance")).await;
            assert_eq!(accepted.assert_status(200).json()["status"], "accepted");
        }
        let sent = scene.centre.get(&format!("{REFERRALS}?direction=sent&status=accepted")).await.json();
        assert_eq!(sent["items"][0]["request_id"], json!(scene.filed.id));
        for _ in 0..2 {
            scene.shelter.post(&format!("{referral}/completion"), &done).await.assert_status(200);
        }
        let told = scene.centre.get(&referral).await.json();
        assert_eq!((&told["report"], &told["outcome"], &told["case_file"]), (&json!(REPORT), &json!("service_given"), &Value::Null));
        assert_eq!(scene.shelter.get(&referral).await.json()["case_file"], Value::Null);
        let shown = scene.person().get(&super::own("")).await;
        assert!(!String::from_utf8(shown.body.clone()).unwrap().contains(REPORT));
        let shown = shown.json()["referrals"][0].clone();
        assert_eq!((&shown["outcome"], &shown["outcome_label"]), (&json!("service_given"), &json!("They have helped")));
        assert_in_no_table(&app, &[REPORT]).await;
        let late = scene.shelter.post(&format!("{referral}/rejection"), &json!({ "reason": "other" })).await;
        late.assert_problem(409, "referral_over");
        // The request itself goes on where it is.
        assert_eq!(scene.request().await["status"], "in_review");
    }

    async fn a_referral_is_for_its_two_sides_only(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, referral) = scene.referred("referral", &["urgency"]).await;
        let other = app.organisation("Example Other", &["MY"], &["assistance"]).await;
        let outsider = app.case_worker(other).await;
        outsider.get(&referral).await.assert_problem(404, "not_found");
        say(&outsider, &format!("{referral}/acceptance")).await.assert_problem(404, "not_found");
        say(&scene.centre, &format!("{referral}/acceptance")).await.assert_problem(404, "not_found");
        say(&scene.shelter, &format!("{referral}/revocation")).await.assert_problem(404, "not_found");
        app.get(&referral).await.assert_problem(401, "unauthenticated");
        scene.shelter.get(&scene.filed.path()).await.assert_problem(404, "not_found");
        assert_eq!(outsider.get(REFERRALS).await.json()["items"], json!([]));
        let events = "SELECT status AS one, kind AS two FROM assistance_referrals WHERE id = {id}";
        let id = referral.rsplit('/').next().unwrap();
        assert_eq!(texts(&app, events, id).await, [("offered".to_owned(), "referral".to_owned())]);
    }
}
