//! Whom the person excludes: whatever was shown to it, or offered, ends.

use serde_json::{Value, json};

use super::super::RECEIPT;
use super::super::sealed::{handler, sealed};
use super::{REFERRALS, Scene, say};
use crate::on_both;

impl Scene<'_> {
    async fn exclude_the_shelter(&self) {
        let ids = json!({ "organisation_ids": [self.shelter_id.to_string()] });
        let excluded = self
            .person()
            .post(&format!("{RECEIPT}/exclusions"), &ids)
            .await;
        excluded.assert_status(200);
    }

    async fn is_taken_back(&self, referral: &str) {
        let shown = self.shelter.get(referral).await.assert_status(200).json();
        assert_eq!(
            (&shown["status"], &shown["revoked_by"], &shown["case_file"]),
            (&json!("revoked"), &json!("person"), &Value::Null)
        );
        assert_eq!(self.keys(referral).await, "0");
        let late = say(&self.shelter, &format!("{referral}/acceptance")).await;
        late.assert_problem(409, "referral_over");
        assert_eq!(self.request().await["attention"], "referral_returned");
    }
}

on_both! {
    async fn a_transfer_that_was_offered_to_it_is_over(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, transfer) = scene.referred("transfer", &["urgency"]).await;
        scene.exclude_the_shelter().await;
        scene.is_taken_back(&transfer).await;
        assert_eq!(scene.request().await["status"], "returned");
        scene.shelter.get(&scene.filed.path()).await.assert_problem(404, "not_found");
    }

    async fn it_loses_the_key_in_sealed_mode(app: TestApp) {
        let app = sealed(&app);
        let (one, other) = (app.centre().await, app.shelter().await);
        let (_, sita) = handler(&app, one, "sita").await;
        let (_, joy) = handler(&app, other, "joy").await;
        let scene = Scene::of(&app, (one, sita), (other, joy)).await;
        scene.referred("transfer", &["narrative"]).await;
        scene.exclude_the_shelter().await;
        let holders = "SELECT holder_kind AS one, '' AS two FROM case_key_holders WHERE case_id = {id} AND holder_kind = 'handler'";
        assert_eq!(super::super::texts(&app, holders, &scene.filed.id).await.len(), 1);
    }

    async fn what_it_was_shown_ends_with_or_without_consent(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, referral) = scene.referred("referral", &["narrative", "identity"]).await;
        say(&scene.shelter, &format!("{referral}/acceptance")).await.assert_status(200);
        scene.exclude_the_shelter().await;
        scene.is_taken_back(&referral).await;

        let scene = Scene::set(&app).await;
        let worse = json!({ "urgency": "danger_now" });
        scene.person().post(&format!("{RECEIPT}/triage-answers"), &worse).await.assert_status(200);
        let vital = json!({ "kind": "referral", "recipient": scene.recipient(), "service_type": "shelter",
            "fields": ["urgency", "place"], "legitimate_basis": "vital_interests",
            "override_reason": "Planted: the line broke off while somebody beat the door" });
        let made = scene.refer(&vital).await.assert_status(201).json();
        let referral = format!("{REFERRALS}/{}", made["id"].as_str().unwrap());
        say(&scene.shelter, &format!("{referral}/acceptance")).await.assert_status(200);
        scene.exclude_the_shelter().await;
        scene.is_taken_back(&referral).await;
    }
}
