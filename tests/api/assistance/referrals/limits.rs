//! What a new owner may not read of the time before, by whatever door, and who the person is.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::{NAME, RECEIPT, steps};
use super::{Scene, own, say};
use crate::harness::Person;
use crate::on_both;

const WHY: &str = "Planted reason: they have a bed for you";
const WITNESS: &str = "Planted Witness Example";
const COURT: &str = "Planted Court, 12 of 2026";
const WEEK: Duration = Duration::from_hours(7 * 24);

impl Scene<'_> {
    /// The person says what she lets be known from now on.
    async fn agree_anew(&self, consent: &str, agreed: &Value) {
        let agreement = own(&format!("/{consent}/agreement"));
        let agreed = self.person().post(&agreement, agreed).await;
        agreed.assert_status(200);
    }

    /// Who the person is for the shelter.
    async fn identity(&self) -> Value {
        let opened = self.shelter.get(&self.filed.path()).await;
        opened.assert_status(200).json()["identity"].clone()
    }

    /// Whether the person sees that her consent to know who she is has ended.
    async fn identity_consent_ended(&self) -> bool {
        let seen = self.person().get(RECEIPT).await.json();
        let all = seen["consents"].as_array().unwrap().clone();
        let of = all.iter().find(|one| one["purpose"] == "know_identity");
        of.is_some_and(|one| !one["withdrawn_at"].is_null())
    }

    async fn tag_for(&self, who: &Person<'_>) -> String {
        let opened = who.get(&self.filed.path()).await;
        opened.header("etag").unwrap().to_owned()
    }

    /// The centre goes on until it watches what becomes of it, and the person is asked and says: revenge.
    async fn with_revenge(self) -> Self {
        let way = steps(&[
            "accepted",
            "remedy_proposed",
            "remedy_agreed",
            "remedy_received",
            "monitoring",
        ]);
        let tag = self.tag_for(&self.centre).await;
        self.centre.move_through(&self.filed, &tag, &way).await;
        self.app.clock.advance(WEEK);
        self.app.keep_house().await;
        let scene = self.later().await;
        let path = format!("{RECEIPT}/check-ins");
        let planned = scene.person().get(&path).await.json();
        let first = planned["check_ins"][0]["id"].as_str().unwrap().to_owned();
        let said = json!({ "answer": "retaliation" });
        let answered = scene
            .person()
            .post(&format!("{path}/{first}/answer"), &said)
            .await;
        answered.assert_status(201);
        let tag = scene.tag_for(&scene.centre).await;
        let back = steps(&["in_review"]);
        scene.centre.move_through(&scene.filed, &tag, &back).await;
        scene.app.clock.advance(Duration::from_mins(1));
        scene
    }

    /// The centre asks, writes down what was said before a witness, and holds the request for a court.
    async fn with_papers(&self) {
        let asked = json!({ "purpose": "referral", "recipient": self.recipient(),
            "fields": ["urgency"], "reason": WHY });
        let path = self.filed.sub("data-consent-questions");
        let question = self.centre.post(&path, &asked).await;
        let id = question.assert_status(201).json()["id"].clone();
        let no = own(&format!("/{}/withdrawal", id.as_str().unwrap()));
        say(&self.person(), &no).await.assert_status(200);
        let spoken = json!({ "purpose": "export", "recipient": self.recipient(),
            "fields": ["language"], "via": "witnessed", "witness_name": WITNESS });
        let path = self.filed.sub("data-consents");
        self.centre.post(&path, &spoken).await.assert_status(201);
        let until = self.app.shared.services.clock.now().plus(WEEK * 8).date();
        let hold =
            json!({ "reason": "court_order", "held_until": until.to_string(), "reference": COURT });
        let tag = self.tag_for(&self.centre).await;
        let placed = self
            .centre
            .change(&self.filed.sub("legal-hold"), &tag, &hold)
            .await;
        placed.assert_status(200);
        self.app.clock.advance(Duration::from_mins(1));
    }
}

on_both! {
    async fn the_plan_that_did_not_go_along_is_not_told_before_a_call(app: TestApp) {
        let scene = Scene::set(&app).await;
        scene.handed_over(&["urgency"]).await;
        let path = scene.filed.sub("contact-attempts");
        let refused = scene.shelter.post(&path, &json!({ "channel": "sms" })).await;
        refused.assert_problem(409, "contact_refused");
        let seen = scene.person().get(&format!("{RECEIPT}/contact-attempts")).await.json();
        assert_eq!(seen["attempts"][0]["refusal"], "no_plan");
    }

    async fn who_it_is_ends_with_the_consent_that_covers_it(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (consent, _) = scene.handed_over(&["urgency", "identity"]).await;
        assert_eq!(scene.identity().await["name"], NAME);
        scene.agree_anew(&consent, &json!({ "fields": ["urgency"] })).await;
        assert_eq!(scene.identity().await, Value::Null);
        assert!(scene.identity_consent_ended().await);
        scene.agree_anew(&consent, &json!({ "fields": ["urgency", "identity"] })).await;
        assert_eq!(scene.identity().await["name"], NAME);
        assert!(!scene.identity_consent_ended().await);
        let soon = app.shared.services.clock.now().plus(Duration::from_mins(1)).to_string();
        scene.agree_anew(&consent, &json!({ "fields": ["urgency", "identity"], "expires_at": soon })).await;
        app.clock.advance(Duration::from_mins(2));
        assert_eq!(scene.identity().await, Value::Null);
    }

    async fn after_the_end_she_takes_it_back_as_well(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (consent, _) = scene.handed_over(&["urgency", "identity"]).await;
        let mut way = steps(&["in_review"]);
        way.push(json!({ "status": "declined", "decline_reason": "no_capacity" }));
        let tag = scene.tag_for(&scene.shelter).await;
        scene.shelter.move_through(&scene.filed, &tag, &way).await;
        say(&scene.person(), &own(&format!("/{consent}/withdrawal"))).await.assert_status(200);
        assert_eq!(scene.identity().await, Value::Null);
        assert!(scene.identity_consent_ended().await);
    }

    async fn a_pack_names_no_attachments_that_did_not_go_along(app: TestApp) {
        let scene = Scene::set(&app).await;
        scene.with_a_past().await;
        scene.handed_over(&["diary", "outcome", "messages"]).await;
        let pack = scene.shelter.get(&scene.filed.sub("evidence-pack")).await;
        pack.assert_problem(403, "not_handed_over");
    }

    async fn what_she_answered_before_is_not_for_the_next_one(app: TestApp) {
        let scene = Scene::set(&app).await.with_revenge().await;
        let path = scene.filed.sub("check-ins");
        let before = scene.centre.get(&path).await.json();
        assert_eq!(before["check_ins"][0]["answer"], "retaliation");
        let (consent, _) = scene.handed_over(&["urgency"]).await;
        assert_eq!(scene.shelter.get(&path).await.json()["check_ins"], json!([]));
        scene.agree_anew(&consent, &json!({ "fields": ["urgency", "outcome"] })).await;
        assert_eq!(scene.shelter.get(&path).await.json()["check_ins"][0]["answer"], "retaliation");
        say(&scene.person(), &format!("{RECEIPT}/withdraw")).await.assert_status(200);
        scene.shelter.get(&path).await.assert_problem(403, "consent_withdrawn");
    }

    async fn reasons_witnesses_and_refusals_stay_with_whom_they_were_told(app: TestApp) {
        let scene = Scene::set(&app).await;
        scene.with_papers().await;
        let (consent, _) = scene.handed_over(&["urgency"]).await;
        let path = scene.filed.sub("data-consents");
        let listed = scene.shelter.get(&path).await.assert_status(200).json();
        let purposes: Vec<&Value> = listed["consents"].as_array().unwrap().iter().map(|one| &one["purpose"]).collect();
        assert_eq!(purposes, [&json!("export"), &json!("transfer")], "what stands");
        assert_eq!(listed["consents"][0]["witness_name"], Value::Null);
        let opened = scene.shelter.get(&scene.filed.path()).await.json();
        assert_eq!((&opened["legal_hold"]["reason"], &opened["legal_hold"]["reference"]), (&json!("court_order"), &Value::Null));
        scene.agree_anew(&consent, &json!({ "fields": ["urgency", "case_notes"] })).await;
        let listed = scene.shelter.get(&path).await.json();
        let all = listed["consents"].as_array().unwrap();
        let of = |purpose: &str| all.iter().find(|one| one["purpose"] == purpose).unwrap();
        assert_eq!((&of("referral")["reason"], &of("export")["witness_name"]), (&json!(WHY), &json!(WITNESS)));
        assert_eq!(scene.shelter.get(&scene.filed.path()).await.json()["legal_hold"]["reference"], COURT);
    }
}
