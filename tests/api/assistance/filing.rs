//! `POST /v1/assistance-requests`.

use reqwest::Method;
use serde_json::{Value, json};

use super::{NARRATIVE, QUEUE, RECEIPT, changed, least, request, uuid};
use crate::harness::Response;
use crate::on_both;

on_both! {
    async fn whoever_files_is_told_what_happens_next(app: TestApp) {
        let centre = app.centre().await;
        let response = app.post("/v1/assistance-requests", &request()).await;
        response.assert_status(201);
        assert_eq!(response.header("location"), Some(RECEIPT));
        assert_eq!(response.header("cache-control"), Some("no-store"));
        let body = response.json();
        assert_eq!(body["status"], "received");
        assert_eq!(body["organisation"], json!({ "id": centre.to_string(), "name": "Example Workers' Centre" }));
        assert_eq!(body["receipt_code"].as_str().unwrap().len(), 24);
        let codes: Vec<&str> = body["next_steps"].as_array().unwrap().iter()
            .map(|step| step["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["keep_code", "organisation_reads", "feedback", "come_back"]);
        assert_eq!(body["next_steps"][1]["by"], body["due"]["acknowledge_by"]);
        assert_eq!(body["due"]["overdue"], false);
        assert_eq!(body["emergency_numbers"], json!([]));
        assert_eq!(body["contacts"], json!([]));
    }

    async fn it_is_kept_in_which_hour_it_was_filed_and_no_finer(app: TestApp) {
        app.centre().await;
        let filed = app.post("/v1/assistance-requests", &request()).await.json();
        let seen = app.holder_of(filed["receipt_code"].as_str().unwrap()).get(RECEIPT).await.json();
        for time in [
            &filed["filed_at"], &filed["due"]["acknowledge_by"], &filed["due"]["feedback_by"],
            &seen["filed_at"], &seen["history"][0]["at"], &seen["consents"][0]["given_at"],
        ] {
            assert!(time.as_str().unwrap().ends_with(":00:00Z"), "{time}");
        }
    }

    async fn next_steps_are_in_the_callers_language(app: TestApp) {
        app.centre().await;
        let request = app.request(Method::POST, "/v1/assistance-requests?lang=vi")
            .header("Idempotency-Key", "\"in-vietnamese\"").json(&least());
        let response = Response::of(request).await;
        response.assert_status(201);
        let body = response.json();
        let text = body["next_steps"][0]["text"].as_str().unwrap();
        assert!(text.starts_with("Hãy ghi mã biên nhận"), "{text}");
        let named = body["next_steps"][1]["text"].as_str().unwrap();
        assert!(named.contains("Example Workers' Centre"), "{named}");
    }

    async fn danger_is_answered_with_the_numbers_of_that_country(app: TestApp) {
        app.organisation("Example Shelter", &["MY"], &["assistance"]).await;
        let place = json!({ "country": "MY", "precision": "country" });
        let body = changed(least(), &json!({ "urgency": "danger_now", "place": place }));
        let response = app.post("/v1/assistance-requests", &body).await;
        response.assert_status(201);
        let body = response.json();
        assert_eq!(body["next_steps"][0]["code"], "danger");
        let numbers = body["emergency_numbers"].as_array().unwrap();
        assert!(numbers.iter().any(|number| number["number"] == "999"), "{numbers:?}");
        assert!(numbers.iter().all(|number| number["country"] == "MY"));
    }

    async fn where_nobody_works_the_answer_says_so(app: TestApp) {
        let response = app.post("/v1/assistance-requests", &request()).await;
        response.assert_status(201);
        let body = response.json();
        assert_eq!(body["organisation"], Value::Null);
        assert_eq!(body["next_steps"][1]["code"], "nobody_covers");
        let contacts = body["contacts"].as_array().unwrap();
        assert!(!contacts.is_empty());
        assert!(contacts.iter().all(|contact| contact["country"] == "SG"), "{contacts:?}");
        let code = body["receipt_code"].as_str().unwrap();
        let followed = app.holder_of(code).get(RECEIPT).await;
        followed.assert_status(200);
        assert_eq!(followed.json()["organisation"], Value::Null);
        assert!(!followed.json()["contacts"].as_array().unwrap().is_empty());
    }

    async fn the_competence_decides_and_then_the_load(app: TestApp) {
        let general = app.organisation("Example General", &["SG"], &["assistance"]).await;
        let wages = app.organisation("Example Wages", &["SG", "MY"], &["wage_recovery"]).await;
        let other_wages = app.organisation("Example Wages Too", &["SG"], &["wage_recovery"]).await;
        app.organisation("Example Abroad", &["ID"], &["wage_recovery", "assistance"]).await;
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..4 {
            let body = app.post("/v1/assistance-requests", &request()).await.json();
            *counts.entry(body["organisation"]["id"].as_str().unwrap().to_owned()).or_insert(0) += 1;
        }
        let expected = [(wages.to_string(), 2), (other_wages.to_string(), 2)];
        assert_eq!(counts, expected.into_iter().collect());
        let body = app.post("/v1/assistance-requests", &least()).await.json();
        assert_eq!(body["organisation"]["id"], general.to_string());
    }

    async fn the_person_may_choose_the_organisation(app: TestApp) {
        app.centre().await;
        let embassy = app.organisation("Example Embassy", &["PH"], &["repatriation"]).await;
        let consents = json!({ "organisation_id": embassy.to_string(), "share_identity": true });
        let body = changed(request(), &json!({ "consents": consents }));
        let response = app.post("/v1/assistance-requests", &body).await;
        response.assert_status(201);
        let body = response.json();
        assert_eq!(body["organisation"]["id"], embassy.to_string());
        let followed = app.holder_of(body["receipt_code"].as_str().unwrap()).get(RECEIPT).await.json();
        let consents: Vec<_> = followed["consents"].as_array().unwrap().iter()
            .map(|c| (c["purpose"].clone(), c["organisation_id"].clone(), c["withdrawn_at"].clone()))
            .collect();
        let embassy = json!(embassy.to_string());
        assert_eq!(consents, [
            (json!("handle_request"), embassy.clone(), Value::Null),
            (json!("know_identity"), embassy, Value::Null),
        ]);
    }

    async fn a_repetition_gives_the_same_code(app: TestApp) {
        app.centre().await;
        let send = || {
            let request = app.request(Method::POST, "/v1/assistance-requests")
                .header("Idempotency-Key", "\"one-and-the-same\"");
            Response::of(request.json(&least()))
        };
        let (first, again) = (send().await, send().await);
        first.assert_status(201);
        again.assert_status(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(first.body, again.body);
        let other = app.request(Method::POST, "/v1/assistance-requests")
            .header("Idempotency-Key", "\"one-and-the-same\"").json(&request());
        Response::of(other).await.assert_problem(422, "idempotency_key_reused");
    }

    async fn without_an_idempotency_key_nothing_is_stored(app: TestApp) {
        let centre = app.centre().await;
        let request = app.request(Method::POST, "/v1/assistance-requests").json(&least());
        Response::of(request).await.assert_problem(400, "idempotency_key_missing");
        let queue = app.case_worker(centre).await.get(QUEUE).await;
        assert_eq!(queue.json(), json!({ "items": [], "next": null }));
    }

    async fn an_id_of_the_apps_own_is_kept_and_used_once(app: TestApp) {
        app.centre().await;
        let id = uuid();
        let body = changed(least(), &json!({ "id": id }));
        let filed = app.ask_for_help(&body).await;
        assert_eq!(filed.id, id);
        app.post("/v1/assistance-requests", &body).await.assert_problem(409, "id_taken");
        app.holder_of(&filed.code).delete(RECEIPT).await.assert_status(204);
        app.post("/v1/assistance-requests", &body).await.assert_problem(409, "id_taken");
        let nil = changed(least(), &json!({ "id": "00000000-0000-0000-0000-000000000000" }));
        let refused = app.post("/v1/assistance-requests", &nil).await;
        refused.assert_problem(422, "invalid_request");
        assert_eq!(refused.faults(), [("/id".to_owned(), "malformed".to_owned())]);
    }

    async fn all_faults_are_told_at_once(app: TestApp) {
        let body = changed(request(), &json!({
            "urgency": "very", "issue_codes": ["nonsense"], "language": "not a language",
            "identity": { "phone": "9000" }, "indicators": { "nonsense": "yes", "isolation": "perhaps" },
            "place": { "country": "XX", "precision": "district",
                "point": { "type": "Point", "coordinates": [200, 1.3] } },
        }));
        let refused = app.post("/v1/assistance-requests", &body).await;
        refused.assert_problem(422, "invalid_request");
        let mut faults = refused.faults();
        faults.sort();
        let expected = [
            ("/identity/phone", "too_short"),
            ("/indicators/isolation", "unknown_value"),
            ("/indicators/nonsense", "unknown_code"),
            ("/issue_codes/0", "unknown_code"),
            ("/language", "malformed"),
            ("/place/country", "unknown_code"),
            ("/place/point/coordinates/0", "too_large"),
            ("/urgency", "unknown_value"),
        ];
        assert_eq!(faults, expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
    }

    async fn what_only_the_database_knows_is_told_with_all_faults_too(app: TestApp) {
        let moderators = app.organisation("Example Moderators", &["SG"], &["moderation"]).await;
        let mut body = changed(request(), &json!({
            "agency_id": uuid(),
            "place": { "country": "SG", "precision": "region", "subdivision": "MY-10" },
            "consents": { "organisation_id": moderators.to_string(), "share_identity": false },
        }));
        body["safe_contact"]["methods"][0]["windows"][0]["time_zone"] = json!("Asia/Nowhere");
        let refused = app.post("/v1/assistance-requests", &body).await;
        refused.assert_problem(422, "invalid_request");
        let expected = [
            ("/place/subdivision", "not_in_country"),
            ("/safe_contact/methods/0/windows/0/time_zone", "unknown_time_zone"),
            ("/agency_id", "unknown_agency"),
            ("/consents/organisation_id", "unknown_organisation"),
        ];
        assert_eq!(refused.faults(), expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
    }

    async fn unknown_members_and_wrong_types_are_faults_of_form(app: TestApp) {
        let body = changed(least(), &json!({ "narative": NARRATIVE, "language": 7 }));
        let refused = app.post("/v1/assistance-requests", &body).await;
        refused.assert_problem(400, "malformed_request");
        let mut faults = refused.faults();
        faults.sort();
        assert_eq!(faults, [
            ("/language".to_owned(), "wrong_type".to_owned()),
            ("/narative".to_owned(), "unknown_member".to_owned()),
        ]);
        let text = String::from_utf8(refused.body.clone()).unwrap();
        assert!(!text.contains("Planted"), "what was sent is never repeated");
    }
}
