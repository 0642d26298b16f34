//! Taken back, rejected, not answered: unreadable, and back with whoever made it.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::{NAME, NARRATIVE, RECEIPT};
use super::{Scene, own, say};
use crate::on_both;

const TWO: [&str; 2] = ["narrative", "identity"];

on_both! {
    async fn what_was_revoked_is_read_by_nobody(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (consent, by_sender) = scene.referred("referral", &TWO).await;
        assert_ne!(scene.keys(&by_sender).await, "0");
        for _ in 0..2 {
            say(&scene.centre, &format!("{by_sender}/revocation")).await.assert_status(200);
        }
        app.clock.advance(Duration::from_secs(1));
        let by_person = {
            let made = scene.refer(&scene.wanted("referral", &consent, &TWO)).await;
            format!("{}/{}", super::REFERRALS, made.json()["id"].as_str().unwrap())
        };
        say(&scene.shelter, &format!("{by_person}/acceptance")).await.assert_status(200);
        assert_eq!(scene.shelter.get(&by_person).await.json()["case_file"]["narrative"], NARRATIVE);
        say(&scene.person(), &own(&format!("/{consent}/withdrawal"))).await.assert_status(200);
        for (referral, who) in [(&by_sender, "sender"), (&by_person, "person")] {
            for side in [&scene.shelter, &scene.centre] {
                let opened = side.get(referral).await;
                let body = opened.assert_status(200).json();
                assert_eq!((&body["status"], &body["revoked_by"], &body["case_file"]), (&json!("revoked"), &json!(who), &Value::Null));
            }
            assert_eq!(scene.keys(referral).await, "0");
            say(&scene.shelter, &format!("{referral}/acceptance")).await.assert_problem(409, "referral_over");
        }
        assert_eq!(scene.request().await["attention"], "referral_returned");
        let shown = scene.who_knows().await["referrals"][1].clone();
        assert_eq!((&shown["status"], &shown["revoked_by"]), (&json!("revoked"), &json!("person")));
    }

    async fn what_is_narrowed_is_gone_for_who_had_it(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (consent, referral) = scene.referred("referral", &["narrative", "identity", "urgency"]).await;
        let file = scene.shelter.get(&referral).await.json()["case_file"].clone();
        assert_eq!(file["identity"]["name"], NAME);
        let less = json!({ "fields": ["urgency", "narrative"] });
        scene.person().post(&own(&format!("/{consent}/agreement")), &less).await.assert_status(200);
        assert_eq!(scene.keys(&referral).await, "1", "who it is was destroyed at once");
        let file = scene.shelter.get(&referral).await.json()["case_file"].clone();
        assert_eq!((&file["identity"], &file["narrative"]), (&Value::Null, &json!(NARRATIVE)));
        let least = json!({ "fields": ["urgency"] });
        scene.person().post(&own(&format!("/{consent}/agreement")), &least).await.assert_status(200);
        for side in [&scene.shelter, &scene.centre] {
            let file = side.get(&referral).await.json()["case_file"].clone();
            assert_eq!((&file["narrative"], &file["urgency"]), (&Value::Null, &json!("this_week")));
        }
        // What was destroyed does not come back with another word.
        let more = json!({ "fields": ["urgency", "narrative", "identity"] });
        scene.person().post(&own(&format!("/{consent}/agreement")), &more).await.assert_status(200);
        assert_eq!(scene.shelter.get(&referral).await.json()["case_file"]["narrative"], Value::Null);
    }

    async fn who_it_is_is_forgotten_wherever_it_was_shown(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, referral) = scene.referred("referral", &TWO).await;
        scene.person().delete(&format!("{RECEIPT}/identity")).await.assert_status(204);
        let file = scene.shelter.get(&referral).await.json()["case_file"].clone();
        assert_eq!((&file["identity"], &file["narrative"]), (&Value::Null, &json!(NARRATIVE)));
        assert_eq!(scene.keys(&referral).await, "1");
    }

    async fn a_rejected_referral_comes_back_with_its_reason(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, referral) = scene.referred("referral", &TWO).await;
        let no = json!({ "reason": "no_capacity" });
        for _ in 0..2 {
            let rejected = scene.shelter.post(&format!("{referral}/rejection"), &no).await;
            assert_eq!(rejected.assert_status(200).json()["reason"], "no_capacity");
        }
        assert_eq!(scene.keys(&referral).await, "0");
        let queue = scene.centre.get("/v1/staff/assistance-requests?attention=referral_returned").await.json();
        assert_eq!(queue["items"][0]["id"], json!(scene.filed.id));
        let shown = scene.who_knows().await["referrals"][0].clone();
        assert_eq!((&shown["status"], &shown["reason"]), (&json!("rejected"), &json!("no_capacity")));
        assert!(shown["reason_label"].is_string());
        // A step of the organisation ends it.
        let tag = scene.centre.get(&scene.filed.path()).await.header("etag").unwrap().to_owned();
        scene.centre.change(&scene.filed.sub("status"), &tag, &json!({ "status": "accepted" })).await.assert_status(200);
        assert_eq!(scene.request().await["attention"], Value::Null);
    }

    async fn an_accepted_referral_can_be_given_back(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, referral) = scene.referred("referral", &TWO).await;
        say(&scene.shelter, &format!("{referral}/acceptance")).await.assert_status(200);
        scene.shelter.post(&format!("{referral}/rejection"), &json!({ "reason": "other" })).await.assert_status(200);
        assert_eq!(scene.request().await["attention"], "referral_returned");
    }

    async fn silence_brings_a_referral_back(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, referral) = scene.referred("referral", &TWO).await;
        app.clock.advance(Duration::from_hours(6 * 24));
        let scene = scene.later().await;
        app.keep_house().await;
        assert_eq!(scene.centre.get(&referral).await.json()["status"], "offered");
        app.clock.advance(Duration::from_hours(2 * 24));
        let scene = scene.later().await;
        for _ in 0..2 {
            app.keep_house().await;
            let lapsed = scene.centre.get(&referral).await.json();
            assert_eq!((&lapsed["status"], &lapsed["answer_by"]), (&json!("lapsed"), &Value::Null));
        }
        assert_eq!(scene.keys(&referral).await, "0");
        assert_eq!(scene.request().await["attention"], "referral_returned");
        say(&scene.shelter, &format!("{referral}/acceptance")).await.assert_problem(409, "referral_over");
    }

    async fn taking_the_request_back_or_erasing_it_ends_every_referral(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, referral) = scene.referred("referral", &TWO).await;
        say(&scene.shelter, &format!("{referral}/acceptance")).await.assert_status(200);
        say(&scene.person(), &format!("{RECEIPT}/withdraw")).await.assert_status(200);
        assert_eq!(scene.shelter.get(&referral).await.json()["case_file"], Value::Null);
        assert_eq!(scene.who_knows().await["consents"][0]["state"], "withdrawn");
        let other = Scene::set(&app).await;
        let (_, erased) = other.referred("referral", &TWO).await;
        other.person().delete(RECEIPT).await.assert_status(204);
        other.shelter.get(&erased).await.assert_problem(404, "not_found");
        for gone in [&referral, &erased] {
            assert_eq!(scene.keys(gone).await, "0");
        }
        let left = "SELECT cast(count(*) AS text) AS one, '' AS two FROM assistance_data_consents WHERE request_id = {id}";
        assert_eq!(super::super::texts(&app, left, &other.filed.id).await[0].0, "0");
    }

    async fn who_no_longer_has_the_request_has_nothing_referred(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (_, referral) = scene.referred("referral", &TWO).await;
        let next = app.organisation("Example Next", &["SG"], &["assistance"]).await;
        let chosen = json!({ "organisation_id": next.to_string() });
        scene.person().post(&format!("{RECEIPT}/organisation"), &chosen).await.assert_status(200);
        let over = scene.shelter.get(&referral).await.json();
        assert_eq!((&over["status"], &over["revoked_by"]), (&json!("revoked"), &json!("service")));
    }
}
