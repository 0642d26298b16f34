//! Handing a request over: the new owner reads what was said since, and of the time before what is covered.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::super::attachments::attach_named;
use super::super::{NAME, NARRATIVE, RECEIPT, changed, texts, uuid};
use super::{Scene, own, say};
use crate::harness::Response;
use crate::on_both;

const SAID: &str = "Planted: said before";
const NOTE: &str = "Planted note of the first organisation";
pub(super) const EVERYTHING: [&str; 16] = [
    "urgency",
    "issue_codes",
    "narrative",
    "for_whom",
    "place",
    "employer",
    "wants",
    "language",
    "identity",
    "safe_contact",
    "indicators",
    "messages",
    "attachments",
    "diary",
    "outcome",
    "case_notes",
];

impl Scene<'_> {
    /// Something is said, noted and kept before the request is handed over.
    pub(super) async fn with_a_past(&self) {
        let path = format!("{RECEIPT}/messages");
        self.person()
            .post(&path, &json!({ "body": SAID }))
            .await
            .assert_status(201);
        attach_named(&self.person(), "before.jpg")
            .await
            .assert_status(201);
        let note = self.filed.sub(&format!("work/notes/{}", uuid()));
        let body = json!({ "version": 0, "content": { "text": NOTE } });
        self.centre
            .send(Method::PUT, &note, &body)
            .await
            .assert_status(200);
        let plan = json!({ "version": 0, "content": { "plan": NOTE } });
        self.centre
            .send(Method::PUT, &self.filed.sub("work/plan"), &plan)
            .await
            .assert_status(200);
        self.app.clock.advance(Duration::from_mins(1));
    }

    pub(super) async fn handed_over(&self, fields: &[&str]) -> (String, String) {
        let (consent, transfer) = self.referred("transfer", fields).await;
        assert_eq!(self.request().await["status"], "referred");
        say(&self.shelter, &format!("{transfer}/acceptance"))
            .await
            .assert_status(200);
        (consent, transfer)
    }

    async fn new_owner(&self) -> Value {
        self.person().get(RECEIPT).await.json()["organisation"]["name"].clone()
    }
}

on_both! {
    async fn a_transfer_moves_the_request_and_only_what_is_covered(app: TestApp) {
        let scene = Scene::set(&app).await;
        scene.with_a_past().await;
        let (_, transfer) = scene.referred("transfer", &["urgency", "language"]).await;
        scene.shelter.get(&scene.filed.path()).await.assert_problem(404, "not_found");
        assert_eq!(scene.shelter.get(&transfer).await.json()["case_file"]["narrative"], Value::Null);
        for _ in 0..2 {
            say(&scene.shelter, &format!("{transfer}/acceptance")).await.assert_status(200);
        }
        assert_eq!(scene.new_owner().await, "Example Shelter");
        scene.centre.get(&scene.filed.path()).await.assert_problem(404, "not_found");
        assert_eq!(scene.centre.get(&transfer).await.json()["case_file"], Value::Null);
        let opened = scene.shelter.get(&scene.filed.path()).await;
        let body = opened.assert_status(200).json();
        assert_eq!((&body["status"], &body["identity"]), (&json!("acknowledged"), &Value::Null));
        let content = &body["content"];
        for member in ["narrative", "employer", "safe_contact", "agency_id"] {
            assert_eq!(content[member], Value::Null, "{member}");
        }
        assert_eq!((&content["indicators"], &content["wants"]), (&json!({}), &json!([])));
        assert_eq!(content["place"], json!({ "country": "SG", "precision": "country" }));
        let messages = scene.shelter.get(&scene.filed.sub("messages")).await.json();
        assert_eq!(messages["items"], json!([]));
        let work = scene.shelter.get(&scene.filed.sub("work")).await.json();
        assert_eq!((&work["notes"], &work["plan"]["plan"]), (&json!([]), &Value::Null));
        let attached = scene.shelter.get(&scene.filed.sub("attachments")).await.json();
        assert_eq!(attached["items"], json!([]));
        for closed in ["diary", "evidence-pack"] {
            scene.shelter.get(&scene.filed.sub(closed)).await.assert_problem(403, "not_handed_over");
        }
        let later = json!({ "body": "Planted: said later" });
        scene.person().post(&format!("{RECEIPT}/messages"), &later).await.assert_status(201);
        let messages = scene.shelter.get(&scene.filed.sub("messages")).await.json();
        assert_eq!(messages["items"].as_array().unwrap().len(), 1);
        assert_eq!(messages["items"][0]["body"], later["body"]);
    }

    async fn what_is_covered_goes_along(app: TestApp) {
        let scene = Scene::set(&app).await;
        scene.with_a_past().await;
        scene.handed_over(&EVERYTHING).await;
        let body = scene.shelter.get(&scene.filed.path()).await.json();
        assert_eq!((&body["content"]["narrative"], &body["identity"]["name"]), (&json!(NARRATIVE), &json!(NAME)));
        let messages = scene.shelter.get(&scene.filed.sub("messages")).await.json();
        assert_eq!(messages["items"][0]["body"], SAID);
        let work = scene.shelter.get(&scene.filed.sub("work")).await.json();
        assert_eq!((&work["notes"][0]["content"]["text"], &work["plan"]["plan"]), (&json!(NOTE), &json!(NOTE)));
        scene.shelter.get(&scene.filed.sub("diary")).await.assert_status(200);
        let attached = scene.shelter.get(&scene.filed.sub("attachments")).await.json();
        assert_eq!(attached["items"].as_array().unwrap().len(), 1);
        let statuses = "SELECT to_status AS one, changed_by AS two FROM status_changes WHERE subject_id = {id} ORDER BY sequence";
        let way: Vec<String> = texts(&app, statuses, &scene.filed.id).await.into_iter().map(|row| row.0).collect();
        assert_eq!(way, ["received", "acknowledged", "in_review", "referred", "accepted_elsewhere", "acknowledged"]);
    }

    async fn what_was_not_handed_over_is_not_exported_either(app: TestApp) {
        let scene = Scene::set(&app).await;
        scene.handed_over(&["urgency"]).await;
        let office = app.organisation("Example Records Office", &["SG"], &["assistance"]).await;
        let recipient = json!({ "organisation_id": office.to_string() });
        scene.agree_for(&recipient, "export", &["indicators", "place"]).await;
        let path = format!("/v1/staff/htcds-export?recipient_organisation_id={office}");
        let exported = scene.shelter.get(&path).await.assert_status(200).json();
        let case = exported["items"][0].as_object().unwrap().clone();
        let members: Vec<&String> = case.keys().collect();
        assert_eq!(members, ["con_Consent", "hte_Country", "id"]);
    }

    async fn the_person_widens_and_narrows_what_was_handed_over(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (consent, _) = scene.handed_over(&["urgency"]).await;
        let agreement = own(&format!("/{consent}/agreement"));
        for (fields, narrative) in [(json!(["urgency", "narrative"]), json!(NARRATIVE)), (json!(["urgency"]), Value::Null)] {
            scene.person().post(&agreement, &json!({ "fields": fields })).await.assert_status(200);
            assert_eq!(scene.shelter.get(&scene.filed.path()).await.json()["content"]["narrative"], narrative);
        }
        // Choosing the organisation gives it everything.
        let chosen = json!({ "organisation_id": scene.shelter_id.to_string() });
        scene.person().post(&format!("{RECEIPT}/organisation"), &chosen).await.assert_status(200);
        assert_eq!(scene.shelter.get(&scene.filed.path()).await.json()["content"]["narrative"], NARRATIVE);
    }

    async fn a_transfer_that_was_rejected_returns(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (consent, transfer) = scene.referred("transfer", &["urgency"]).await;
        let twice = scene.refer(&scene.wanted("transfer", &consent, &["urgency"])).await;
        twice.assert_problem(409, "transfer_open");
        let no = json!({ "reason": "out_of_scope" });
        scene.shelter.post(&format!("{transfer}/rejection"), &no).await.assert_status(200);
        let body = scene.request().await;
        assert_eq!((&body["status"], &body["attention"]), (&json!("returned"), &json!("referral_returned")));
        assert_eq!(scene.new_owner().await, "Example Workers' Centre");
    }

    async fn silence_returns_a_transfer_and_its_sender_can_take_it_back(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (consent, transfer) = scene.referred("transfer", &["urgency"]).await;
        say(&scene.centre, &format!("{transfer}/revocation")).await.assert_status(200);
        assert_eq!(scene.request().await["status"], "in_review");
        scene.refer(&scene.wanted("transfer", &consent, &["urgency"])).await.assert_status(201);
        app.clock.advance(Duration::from_hours(8 * 24));
        app.keep_house().await;
        let scene = scene.later().await;
        assert_eq!(scene.request().await["status"], "returned");
    }

    async fn moving_the_request_on_takes_an_open_transfer_back(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, transfer) = scene.referred("transfer", &["urgency"]).await;
        let tag = scene.centre.get(&scene.filed.path()).await.header("etag").unwrap().to_owned();
        let on = scene.centre.change(&scene.filed.sub("status"), &tag, &json!({ "status": "in_review" })).await;
        on.assert_status(200);
        assert_eq!(scene.centre.get(&transfer).await.json()["status"], "revoked");
        say(&scene.shelter, &format!("{transfer}/acceptance")).await.assert_problem(409, "referral_over");
    }

    async fn taking_the_consent_back_takes_the_request_away_again(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (consent, transfer) = scene.handed_over(&["urgency"]).await;
        let next = app.organisation("Example Next", &["SG"], &["assistance"]).await;
        say(&scene.person(), &own(&format!("/{consent}/withdrawal"))).await.assert_status(200);
        scene.shelter.get(&scene.filed.path()).await.assert_problem(404, "not_found");
        assert_eq!(scene.new_owner().await, "Example Next");
        assert_eq!(scene.shelter.get(&transfer).await.json()["case_file"], Value::Null);
        let owner = app.case_worker(next).await;
        assert_eq!(owner.get(&scene.filed.path()).await.json()["content"]["narrative"], NARRATIVE);
    }

    async fn not_from_every_status_and_not_to_oneself(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, transfer) = scene.handed_over(&EVERYTHING).await;
        // It was seen, and nobody has looked into it.
        let consent = scene.agree("transfer", &["urgency"]).await;
        let wanted = scene.wanted("transfer", &consent, &["urgency"]);
        let tag = scene.shelter.get(&scene.filed.path()).await.header("etag").unwrap().to_owned();
        let to_oneself = scene.shelter.change(&scene.filed.sub("referrals"), &tag, &wanted).await;
        assert_eq!(to_oneself.faults(), [("/recipient/organisation_id".to_owned(), "own_organisation".to_owned())]);
        let third = app.organisation("Example Third", &["MY"], &["assistance"]).await;
        let third = json!({ "organisation_id": third.to_string() });
        let consent = scene.agree_for(&third, "transfer", &["urgency"]).await;
        let wanted = changed(wanted, &json!({ "consent_id": consent, "recipient": third }));
        let tag = scene.shelter.get(&scene.filed.path()).await.header("etag").unwrap().to_owned();
        let early = scene.shelter.change(&scene.filed.sub("referrals"), &tag, &wanted).await;
        early.assert_problem(409, "status_not_reachable");
        // An accepted transfer is neither rejected nor revoked.
        scene.shelter.post(&format!("{transfer}/rejection"), &json!({ "reason": "other" })).await.assert_problem(409, "referral_over");
        let revoked = Response::of(scene.centre.request(Method::POST, &format!("{transfer}/revocation"))).await;
        revoked.assert_problem(409, "referral_over");
    }
}
