//! What the person decides.

use serde_json::{Value, json};

use super::{RECEIPT, changed, least, outcomes, request};
use crate::assistance::{NAME, steps};
use crate::on_both;

on_both! {
    async fn excluded_organisations_are_not_asked(app: TestApp) {
        let embassy = app.declared("Example Embassy", &json!({ "languages": ["en"] })).await;
        app.declared("Example Centre", &json!({})).await;
        let consents = json!({ "share_identity": false, "excluded_organisation_ids": [embassy.to_string()] });
        let filed = app.ask_for_help(&changed(least(), &json!({ "consents": consents }))).await;
        assert_eq!(app.asked(&filed).await, outcomes(&[("Example Centre", None)]));
        let nobody = app.shared.services.new_id().to_string();
        let consents = json!({ "share_identity": false, "excluded_organisation_ids": [nobody] });
        let refused = app.post("/v1/assistance-requests", &changed(least(), &json!({ "consents": consents }))).await;
        assert_eq!(refused.faults(),
            [("/consents/excluded_organisation_ids/0".to_owned(), "unknown_organisation".to_owned())]);
    }

    async fn who_is_excluded_later_loses_the_request(app: TestApp) {
        let one = app.centre().await;
        let filed = app.ask_for_help(&least()).await;
        let two = app.declared("Example Two", &json!({ "languages": ["en"] })).await;
        let three = app.declared("Example Three", &json!({})).await;
        let holder = app.holder_of(&filed.code);
        let path = format!("{RECEIPT}/exclusions");
        let excluded = holder.post(&path, &json!({ "organisation_ids": [one.to_string()] })).await;
        excluded.assert_status(200);
        app.case_worker(one).await.get(&filed.path()).await.assert_problem(404, "not_found");
        assert_eq!(app.asked(&filed).await,
            outcomes(&[("Example Workers' Centre", Some("withdrawn")), ("Example Two", None)]));
        let asked = app.case_worker(two).await;
        let offer = asked.offer().await;
        holder.post(&path, &json!({ "organisation_ids": [two.to_string()] })).await.assert_status(200);
        asked.accept(&offer).await.assert_problem(409, "offer_over");
        assert_eq!(app.case_worker(three).await.offers().await.len(), 1);
        let unknown = json!({ "organisation_ids": [app.shared.services.new_id().to_string()] });
        holder.post(&path, &unknown).await.assert_problem(422, "invalid_request");
    }

    async fn a_chosen_one_has_it_at_once_and_nobody_else_if_so_wished(app: TestApp) {
        let chosen = app.declared("Example Chosen", &json!({ "capacity": 0 })).await;
        app.declared("Example Other", &json!({})).await;
        let consents = json!({ "organisation_id": chosen.to_string(), "only_this_organisation": true,
            "share_identity": true });
        let filed = app.ask_for_help(&changed(request(), &json!({ "consents": consents }))).await;
        assert_eq!(app.asked(&filed).await, outcomes(&[("Example Chosen", Some("given"))]));
        let worker = app.case_worker(chosen).await;
        let refused = worker.change(&filed.sub("pass-on"), "\"v1\"", &json!({ "reason": "no_capacity" })).await;
        refused.assert_problem(409, "nobody_else");

        let consents = json!({ "organisation_id": chosen.to_string(), "share_identity": true });
        let free = app.ask_for_help(&changed(request(), &json!({ "consents": consents }))).await;
        let passed = worker.change(&free.sub("pass-on"), "\"v1\"", &json!({ "reason": "no_capacity" })).await;
        passed.assert_status(204);
        let consents = app.holder_of(&free.code).get(RECEIPT).await.json()["consents"].clone();
        let of = |purpose: &str| {
            let mut all = consents.as_array().unwrap().iter();
            all.find(|one| one["purpose"] == purpose).unwrap().clone()
        };
        assert_eq!(of("handle_request")["withdrawn_at"], Value::Null);
        assert_ne!(of("know_identity")["withdrawn_at"], Value::Null, "that was for the chosen one");
        let only = json!({ "only_this_organisation": true, "share_identity": false });
        let refused = app.post("/v1/assistance-requests", &changed(least(), &json!({ "consents": only }))).await;
        refused.assert_problem(422, "invalid_request");
    }

    async fn after_a_refusal_the_person_chooses_another_one(app: TestApp) {
        let centre = app.centre().await;
        let filed = app.ask_for_help(&request()).await;
        let union = app.organisation("Example Union", &["SG"], &["legal_aid"]).await;
        let worker = app.case_worker(centre).await;
        let mut all = steps(&["acknowledged", "in_review"]);
        all.push(json!({ "status": "declined", "decline_reason": "no_capacity" }));
        worker.move_through(&filed, "\"v1\"", &all).await;
        let holder = app.holder_of(&filed.code);
        let path = format!("{RECEIPT}/organisation");
        let choice = json!({ "organisation_id": union.to_string(), "share_identity": true });
        let chosen = holder.post(&path, &choice).await.assert_status(200).json();
        assert_eq!((&chosen["status"], &chosen["organisation"]["name"]), (&json!("received"), &json!("Example Union")));
        assert_eq!(chosen["due"]["overdue"], false);
        worker.get(&filed.path()).await.assert_problem(404, "not_found");
        let opened = app.case_worker(union).await.get(&filed.path()).await.assert_status(200).json();
        assert_eq!(opened["identity"]["name"], NAME);
        let nobody = json!({ "organisation_id": app.shared.services.new_id().to_string() });
        let refused = holder.post(&path, &nobody).await;
        assert_eq!(refused.faults(), [("/organisation_id".to_owned(), "unknown_organisation".to_owned())]);
        holder.post(&format!("{RECEIPT}/withdraw"), &json!({})).await.assert_status(200);
        holder.post(&path, &choice).await.assert_problem(409, "request_withdrawn");
    }

    async fn who_she_is_goes_to_no_other_organisation_unless_she_says_so(app: TestApp) {
        let centre = app.centre().await;
        let union = app.organisation("Example Union", &["SG"], &["legal_aid"]).await;
        let to_centre = json!({ "organisation_id": centre.to_string(), "share_identity": true });
        let routed = json!({ "share_identity": true });
        for (consents, declines) in [(to_centre, true), (routed.clone(), true), (routed, false)] {
            let filed = app.ask_for_help(&changed(request(), &json!({ "consents": consents }))).await;
            let worker = app.case_worker(centre).await;
            assert_eq!(worker.get(&filed.path()).await.json()["identity"]["name"], NAME);
            if declines {
                let mut all = steps(&["acknowledged", "in_review"]);
                all.push(json!({ "status": "declined", "decline_reason": "no_capacity" }));
                worker.move_through(&filed, "\"v1\"", &all).await;
            }
            let holder = app.holder_of(&filed.code);
            let choice = json!({ "organisation_id": union.to_string() });
            holder.post(&format!("{RECEIPT}/organisation"), &choice).await.assert_status(200);
            let chosen = app.case_worker(union).await;
            let opened = chosen.get(&filed.path()).await.assert_status(200).json();
            assert_eq!(opened["identity"], Value::Null, "{declines}");
            let yes = json!({ "organisation_id": union.to_string(), "share_identity": true });
            holder.post(&format!("{RECEIPT}/organisation"), &yes).await.assert_status(200);
            assert_eq!(chosen.get(&filed.path()).await.json()["identity"]["name"], NAME);
        }
    }
}
