//! Showing something without consent: a life is in danger, the reason is written down, and the person reads it.

use serde_json::{Value, json};

use super::super::receipt::assert_in_no_table;
use super::super::staff::audit_of;
use super::super::{NAME, RECEIPT, changed};
use super::{REFERRALS, Scene, members, own, say};
use crate::harness::TestApp;
use crate::on_both;

const REASON: &str =
    "Planted override: she has called and the line broke off while somebody beat the door";

/// A referral without consent, to the recipient of a scene.
fn without_consent(scene: &Scene<'_>, change: &Value) -> Value {
    let wanted = json!({ "kind": "referral", "recipient": scene.recipient(), "service_type": "shelter",
        "fields": ["urgency", "place", "identity", "safe_contact"],
        "legitimate_basis": "vital_interests", "override_reason": REASON });
    changed(wanted, change)
}

/// The same scene, and somebody is in danger now.
async fn in_danger(app: &TestApp) -> Scene<'_> {
    let scene = Scene::set(app).await;
    let worse = json!({ "urgency": "danger_now" });
    let said = scene
        .person()
        .post(&format!("{RECEIPT}/triage-answers"), &worse)
        .await;
    said.assert_status(200);
    scene
}

on_both! {
    async fn an_override_is_shown_to_the_person_with_its_reason_and_is_in_the_audit_log(app: TestApp) {
        let scene = in_danger(&app).await;
        let made = scene.refer(&without_consent(&scene, &json!({}))).await;
        let made = made.assert_status(201).json();
        let referral = format!("{REFERRALS}/{}", made["id"].as_str().unwrap());
        let file = scene.shelter.get(&referral).await.json()["case_file"].clone();
        assert_eq!(members(&file), ["identity", "place", "safe_contact", "urgency"]);
        assert_eq!(file["identity"]["name"], NAME);
        let shown = scene.who_knows().await["referrals"][0].clone();
        assert_eq!((&shown["legitimate_basis"], &shown["override_reason"]), (&json!("vital_interests"), &json!(REASON)));
        assert_eq!((&shown["consent_id"], &shown["recipient"]), (&Value::Null, &json!("Example Shelter")));
        let followed = scene.person().get(RECEIPT).await.json();
        assert!(followed["next_steps"].as_array().unwrap().iter().any(|step| step["code"] == "consent_overridden"));
        let log = audit_of(&app, &scene.filed.id).await;
        assert!(log.contains(&("consent_overridden".to_owned(), "vital_interests".to_owned())));
        assert_in_no_table(&app, &[REASON]).await;
        // The reason is between the sender and the person.
        let opened = scene.shelter.get(&referral).await;
        assert!(!String::from_utf8(opened.body).unwrap().contains("Planted override"));
    }

    async fn consent_is_overridden_only_where_a_life_is_in_danger(app: TestApp) {
        let calm = Scene::set(&app).await;
        calm.refer(&without_consent(&calm, &json!({}))).await.assert_problem(409, "no_danger_to_life");
        let scene = in_danger(&app).await;
        for (members, pointer, code) in [
            (json!({ "override_reason": "She is in danger." }), "/override_reason", "too_short"),
            (json!({ "override_reason": null }), "/override_reason", "missing_member"),
            (json!({ "fields": ["messages"] }), "/fields/0", "belongs_to"),
            (json!({ "kind": "transfer" }), "/kind", "belongs_to"),
            (json!({ "consent_id": super::super::uuid() }), "/consent_id", "belongs_to"),
        ] {
            let refused = scene.refer(&without_consent(&scene, &members)).await;
            assert_eq!(refused.faults(), [(pointer.to_owned(), code.to_owned())]);
        }
        assert_eq!(scene.who_knows().await["referrals"], json!([]));
    }

    async fn whom_she_has_said_no_to_is_told_nothing_even_then(app: TestApp) {
        let scene = in_danger(&app).await;
        let consent = scene.agree("referral", &["urgency"]).await;
        say(&scene.person(), &own(&format!("/{consent}/withdrawal"))).await.assert_status(200);
        scene.refer(&without_consent(&scene, &json!({}))).await.assert_problem(409, "recipient_refused");
        let excluded = in_danger(&app).await;
        let ids = json!({ "organisation_ids": [excluded.shelter_id.to_string()] });
        excluded.person().post(&format!("{RECEIPT}/exclusions"), &ids).await.assert_status(200);
        excluded.refer(&without_consent(&excluded, &json!({}))).await.assert_problem(409, "recipient_refused");
        let consent = excluded.agree("referral", &["urgency"]).await;
        let wanted = excluded.wanted("referral", &consent, &["urgency"]);
        excluded.refer(&wanted).await.assert_problem(409, "recipient_refused");
    }

    async fn a_yes_to_something_else_does_not_undo_a_no(app: TestApp) {
        let scene = in_danger(&app).await;
        let consent = scene.agree("referral", &["urgency"]).await;
        say(&scene.person(), &own(&format!("/{consent}/withdrawal"))).await.assert_status(200);
        app.clock.advance(std::time::Duration::from_secs(1));
        scene.agree("export", &["language"]).await;
        scene.refer(&without_consent(&scene, &json!({}))).await.assert_problem(409, "recipient_refused");
    }

    async fn who_it_is_is_not_shown_by_who_may_not_know_it(app: TestApp) {
        let scene = in_danger(&app).await;
        let forgot = scene.person().delete(&format!("{RECEIPT}/identity")).await;
        forgot.assert_status(204);
        let made = scene.refer(&without_consent(&scene, &json!({}))).await;
        let referral = format!("{REFERRALS}/{}", made.json()["id"].as_str().unwrap());
        let opened = scene.shelter.get(&referral).await.json();
        assert_eq!((&opened["case_file"]["identity"], &opened["fields"]), (&Value::Null, &json!(["urgency", "place", "safe_contact"])));
    }
}
