//! Asking, giving, narrowing, refusing and taking back.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::attachments::attach_named;
use super::super::receipt::{assert_in_no_table, assert_nowhere};
use super::super::staff::audit_of;
use super::super::uuid;
use super::{Scene, own, say};
use crate::on_both;

const WHY: &str = "Planted reason: they have a bed for you tonight";
const WITNESS: &str = "Planted Witness Example";

on_both! {
    async fn a_case_worker_asks_and_the_person_narrows(app: TestApp) {
        let scene = Scene::set(&app).await;
        let asked = json!({ "purpose": "referral", "recipient": scene.recipient(),
            "fields": ["urgency", "narrative", "language"], "reason": WHY });
        let made = scene.centre.post(&scene.filed.sub("data-consent-questions"), &asked).await;
        let question = made.assert_status(201).json();
        assert_eq!((&question["state"], &question["given_at"]), (&json!("asked"), &Value::Null));
        scene.person().get(&own("")).await.assert_problem(403, "second_step_needed");
        let shown = scene.who_knows().await;
        assert_eq!(shown["consents"][0]["reason"], WHY);
        assert_eq!(shown["consents"][0]["recipient"]["name"], "Example Shelter");
        let steps = |followed: Value| followed["next_steps"].as_array().unwrap().iter().map(|step| step["code"].clone()).collect::<Vec<_>>();
        assert!(steps(scene.person().get(super::RECEIPT).await.json()).contains(&json!("consent_asked")));
        let id = question["id"].as_str().unwrap().to_owned();
        let before = scene.refer(&scene.wanted("referral", &id, &["urgency"])).await;
        before.assert_problem(409, "consent_not_covering");
        let agreed = scene.person().post(&own(&format!("/{id}/agreement")), &json!({ "fields": ["urgency"] })).await;
        assert_eq!(agreed.assert_status(200).json()["state"], "given");
        let more = scene.refer(&scene.wanted("referral", &id, &["urgency", "narrative"])).await;
        more.assert_problem(409, "consent_not_covering");
        scene.refer(&scene.wanted("referral", &id, &["urgency"])).await.assert_status(201);
        let listed = scene.centre.get(&scene.filed.sub("data-consents")).await.json();
        assert_eq!((&listed["consents"][0]["state"], &listed["consents"][0]["given_via"]), (&json!("given"), &json!("receipt")));
        let log = audit_of(&app, &scene.filed.id).await;
        assert!(log.contains(&("stated".to_owned(), "consent_asked".to_owned())));
        assert_nowhere(&app, &[WHY]);
        assert_in_no_table(&app, &[WHY]).await;
    }

    async fn what_was_refused_is_given_by_the_person_only(app: TestApp) {
        let scene = Scene::set(&app).await;
        let asked = json!({ "purpose": "referral", "recipient": scene.recipient(),
            "fields": ["urgency"], "reason": WHY });
        let made = scene.centre.post(&scene.filed.sub("data-consent-questions"), &asked).await;
        let id = made.json()["id"].as_str().unwrap().to_owned();
        for _ in 0..2 {
            let refused = say(&scene.person(), &own(&format!("/{id}/withdrawal"))).await;
            assert_eq!(refused.assert_status(200).json()["state"], "refused");
        }
        let spoken = json!({ "purpose": "referral", "recipient": scene.recipient(),
            "fields": ["urgency"], "via": "witnessed", "witness_name": WITNESS });
        let path = scene.filed.sub("data-consents");
        scene.centre.post(&path, &spoken).await.assert_problem(409, "consent_ended");
        app.clock.advance(Duration::from_secs(1));
        scene.agree("referral", &["urgency"]).await;
        scene.centre.post(&path, &spoken).await.assert_status(201);
    }

    async fn she_is_not_asked_until_she_gives_in(app: TestApp) {
        let scene = Scene::set(&app).await;
        let path = scene.filed.sub("data-consent-questions");
        let asked = |purpose: &str| json!({ "purpose": purpose, "recipient": scene.recipient(),
            "fields": ["urgency"], "reason": WHY });
        for _ in 0..2 {
            let made = scene.centre.post(&path, &asked("referral")).await.assert_status(201).json();
            let no = own(&format!("/{}/withdrawal", made["id"].as_str().unwrap()));
            say(&scene.person(), &no).await.assert_status(200);
        }
        scene.centre.post(&path, &asked("referral")).await.assert_problem(409, "consent_ended");
        scene.centre.post(&path, &asked("transfer")).await.assert_status(201);
        scene.agree("referral", &["urgency"]).await;
    }

    async fn questions_leave_room_for_her_own_words(app: TestApp) {
        let scene = Scene::set(&app).await;
        let path = scene.filed.sub("data-consent-questions");
        let asked = json!({ "purpose": "referral", "recipient": scene.recipient(),
            "fields": ["urgency"], "reason": WHY });
        for _ in 0..50 {
            let made = scene.centre.post(&path, &asked).await.assert_status(201).json();
            let yes = own(&format!("/{}/agreement", made["id"].as_str().unwrap()));
            scene.person().post(&yes, &json!({ "fields": ["urgency"] })).await.assert_status(200);
        }
        scene.centre.post(&path, &asked).await.assert_problem(409, "too_many_consents");
        scene.agree("referral", &["urgency"]).await;
    }

    async fn a_no_is_a_no_whatever_else_she_allows(app: TestApp) {
        let scene = Scene::set(&app).await;
        let no = scene.agree("referral", &["urgency"]).await;
        say(&scene.person(), &own(&format!("/{no}/withdrawal"))).await.assert_status(200);
        app.clock.advance(Duration::from_secs(1));
        scene.agree("export", &["language"]).await;
        let path = scene.filed.sub("data-consents");
        let spoken = |purpose: &str, fields: Value| json!({ "purpose": purpose, "recipient": scene.recipient(),
            "fields": fields, "via": "witnessed", "witness_name": WITNESS });
        let invented = scene.centre.post(&path, &spoken("referral", json!(["identity"]))).await;
        invented.assert_problem(409, "consent_ended");
        // What she has not ticked is not spoken, either.
        let more = scene.centre.post(&path, &spoken("export", json!(["language", "place"]))).await;
        more.assert_problem(409, "consent_ended");
        scene.centre.post(&path, &spoken("export", json!(["language"]))).await.assert_status(201);
        scene.centre.post(&path, &spoken("transfer", json!(["place"]))).await.assert_status(201);
    }

    async fn what_she_narrows_is_not_written_down_anew(app: TestApp) {
        let scene = Scene::set(&app).await;
        let consent = scene.agree("referral", &["urgency", "narrative"]).await;
        app.clock.advance(Duration::from_secs(1));
        let less = json!({ "fields": ["urgency"] });
        scene.person().post(&own(&format!("/{consent}/agreement")), &less).await.assert_status(200);
        let spoken = json!({ "purpose": "referral", "recipient": scene.recipient(),
            "fields": ["narrative"], "via": "witnessed", "witness_name": WITNESS });
        let invented = scene.centre.post(&scene.filed.sub("data-consents"), &spoken).await;
        invented.assert_problem(409, "consent_ended");
    }

    async fn a_spoken_consent_needs_evidence_and_is_seen_and_taken_back(app: TestApp) {
        let scene = Scene::set(&app).await;
        let path = scene.filed.sub("data-consents");
        let spoken = |members: Value| {
            let mut body = json!({ "purpose": "referral", "recipient": scene.recipient(), "fields": ["language"] });
            body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
            body
        };
        for (members, pointer, code) in [
            (json!({ "via": "spoken" }), "/evidence_attachment_id", "missing_member"),
            (json!({ "via": "witnessed" }), "/witness_name", "missing_member"),
            (json!({ "via": "spoken", "evidence_attachment_id": uuid(), "witness_name": WITNESS }), "/witness_name", "belongs_to"),
            (json!({ "via": "spoken", "evidence_attachment_id": uuid() }), "/evidence_attachment_id", "unknown_attachment"),
            (json!({ "via": "witnessed", "witness_name": WITNESS, "expires_at": "2020-01-01T00:00:00Z" }), "/expires_at", "in_the_past"),
        ] {
            let refused = scene.centre.post(&path, &spoken(members)).await;
            assert_eq!(refused.faults(), [(pointer.to_owned(), code.to_owned())]);
        }
        let written = scene.centre.post(&path, &spoken(json!({ "via": "witnessed", "witness_name": WITNESS }))).await;
        let photo = attach_named(&scene.person(), "said.jpg").await.assert_status(201).json()["id"].clone();
        let proved = spoken(json!({ "via": "spoken", "evidence_attachment_id": photo }));
        let proved = scene.centre.post(&path, &proved).await.assert_status(201).json();
        assert_eq!((&proved["given_via"], &proved["evidence_attachment_id"]), (&json!("spoken"), &photo));
        let id = written.assert_status(201).json()["id"].as_str().unwrap().to_owned();
        let all = scene.who_knows().await["consents"].as_array().unwrap().clone();
        let shown = all.iter().find(|consent| consent["id"] == id.as_str()).unwrap();
        assert_eq!((&shown["given_via"], &shown["witness_name"]), (&json!("witnessed"), &json!(WITNESS)));
        assert_in_no_table(&app, &[WITNESS]).await;
        say(&scene.person(), &own(&format!("/{id}/withdrawal"))).await.assert_status(200);
        let late = scene.refer(&scene.wanted("referral", &id, &["language"])).await;
        late.assert_problem(409, "consent_not_covering");
    }

    async fn a_consent_ends_by_itself(app: TestApp) {
        let scene = Scene::set(&app).await;
        let until = app.shared.services.clock.now().plus(Duration::from_hours(24)).to_string();
        let given = json!({ "purpose": "referral", "recipient": scene.recipient(),
            "fields": ["urgency"], "expires_at": until });
        let given = scene.person().post(&own(""), &given).await.json();
        let id = given["id"].as_str().unwrap().to_owned();
        let wanted = scene.wanted("referral", &id, &["urgency"]);
        let made = scene.refer(&wanted).await;
        let referral = format!("{}/{}", super::REFERRALS, made.json()["id"].as_str().unwrap());
        assert_eq!(scene.shelter.get(&referral).await.json()["case_file"]["urgency"], "this_week");
        app.clock.advance(Duration::from_hours(25));
        let scene = scene.later().await;
        assert_eq!(scene.shelter.get(&referral).await.json()["case_file"], Value::Null);
        let accepted = say(&scene.shelter, &format!("{referral}/acceptance")).await;
        accepted.assert_problem(409, "consent_not_covering");
        scene.refer(&wanted).await.assert_problem(409, "consent_not_covering");
        assert_eq!(scene.who_knows().await["consents"][0]["has_expired"], true);
    }

    async fn who_may_know_what_is_one_answer(app: TestApp) {
        let scene = Scene::set(&app).await;
        let (consent, _) = scene.referred("referral", &["urgency", "language"]).await;
        let all = scene.who_knows().await;
        let purposes: Vec<&Value> = all["handling"].as_array().unwrap().iter().map(|one| &one["purpose"]).collect();
        assert_eq!(purposes, [&json!("handle_request"), &json!("know_identity")]);
        assert_eq!(all["handling"][0]["organisation"]["name"], "Example Workers' Centre");
        assert_eq!(all["consents"][0]["id"], json!(consent));
        let referral = &all["referrals"][0];
        assert_eq!((&referral["sender"], &referral["recipient"]), (&json!("Example Workers' Centre"), &json!("Example Shelter")));
        assert_eq!((&referral["fields"], &referral["status"]), (&json!(["urgency", "language"]), &json!("offered")));
        assert_eq!((&referral["consent_id"], &referral["override_reason"]), (&json!(consent), &Value::Null));
    }

    async fn others_neither_ask_nor_answer(app: TestApp) {
        let scene = Scene::set(&app).await;
        let asked = json!({ "purpose": "referral", "recipient": scene.recipient(), "fields": ["urgency"], "reason": WHY });
        let path = scene.filed.sub("data-consent-questions");
        scene.shelter.post(&path, &asked).await.assert_problem(404, "not_found");
        scene.shelter.get(&scene.filed.sub("data-consents")).await.assert_problem(404, "not_found");
        app.post(&path, &asked).await.assert_problem(401, "unauthenticated");
        let nobody = json!({ "purpose": "referral", "recipient": { "organisation_id": uuid() }, "fields": ["urgency"], "reason": WHY });
        let fault = |response: crate::harness::Response| response.faults();
        let unknown = [("/recipient/organisation_id".to_owned(), "unknown_organisation".to_owned())];
        assert_eq!(fault(scene.centre.post(&path, &nobody).await), unknown);
        let peer = json!({ "purpose": "referral", "recipient": { "organisation_id": uuid(), "peer_id": uuid() }, "fields": ["urgency"], "reason": WHY });
        assert_eq!(fault(scene.centre.post(&path, &peer).await), unknown);
        say(&scene.person(), &own(&format!("/{}/withdrawal", uuid()))).await.assert_problem(404, "not_found");
        let other = Scene::set(&app).await;
        let id = other.agree("referral", &["urgency"]).await;
        say(&scene.person(), &own(&format!("/{id}/withdrawal"))).await.assert_problem(404, "not_found");
        scene.refer(&scene.wanted("referral", &id, &["urgency"])).await.assert_problem(409, "consent_not_covering");
    }
}
