//! `POST /v1/safety-reports`.

use reqwest::Method;
use serde_json::{Value, json};

use super::{RECEIPT, REPORTS, changed, least, report, texts, uuid};
use crate::harness::Response;
use crate::on_both;

fn fault(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

on_both! {
    async fn a_report_is_stored_and_its_reporter_told_what_happens(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let response = app.post(REPORTS, &report()).await;
        response.assert_status(201);
        assert_eq!(response.header("location"), Some(RECEIPT));
        assert_eq!(response.header("cache-control"), Some("no-store"));
        let body = response.json();
        assert_eq!(body["status"], "received");
        assert_eq!(body["receipt_code"].as_str().unwrap().len(), 24);
        assert_eq!(body["organisation"], json!({ "id": inspectorate.to_string(), "name": "Example Inspectorate" }));
        assert_eq!(body["emergency_numbers"], json!([]));
        assert_eq!(
            texts(&body["next_steps"], "code"),
            ["keep_code", "organisation_reads", "feedback", "come_back"]
        );
        let reads = &body["next_steps"][1];
        assert!(reads["text"].as_str().unwrap().contains("Example Inspectorate"));
        assert_eq!(reads["by"], body["due"]["acknowledge_by"]);
        let (filed, due) = (body["filed_at"].as_str().unwrap(), body["due"]["acknowledge_by"].as_str().unwrap());
        assert!(due > filed);
        assert_eq!(body["language"], "en");
    }

    async fn danger_is_answered_at_once_with_the_numbers_of_the_country(app: TestApp) {
        app.inspectorate().await;
        let danger = changed(report(), json!({ "danger_now": true }));
        let request = app.request(Method::POST, REPORTS).json(&danger)
            .header("Idempotency-Key", format!("\"{}\"", uuid()))
            .header("Accept-Language", "vi");
        let response = Response::of(request).await;
        response.assert_status(201);
        let body = response.json();
        assert_eq!(
            texts(&body["next_steps"], "code"),
            ["danger", "call_emergency", "keep_code", "organisation_reads", "feedback", "come_back"]
        );
        assert_eq!(body["next_steps"][0]["by"], json!(null), "at once");
        assert!(body["next_steps"][0]["text"].as_str().unwrap().starts_with("Hãy rời xa nguy hiểm"));
        assert_eq!(body["language"], "vi");
        let numbers = texts(&body["emergency_numbers"], "number");
        assert!(numbers.contains(&"999".to_owned()), "{numbers:?}");
        let here = body["emergency_numbers"].as_array().unwrap();
        assert!(here.iter().all(|number| number["country"] == "MY"));
        assert!(here.iter().all(|number| number["source_url"].is_string()));
    }

    async fn it_is_said_when_nobody_reads_a_report_yet(app: TestApp) {
        app.organisation("Example Centre", &["MY"], &["assistance"]).await;
        app.organisation("Example Inspectorate Elsewhere", &["SG"], &["safety_inspection"]).await;
        let response = app.post(REPORTS, &least()).await;
        response.assert_status(201);
        let body = response.json();
        assert_eq!(body["organisation"], Value::Null);
        let contacts = body["contacts"].as_array().unwrap();
        assert!(!contacts.is_empty(), "somebody else can be turned to");
        assert!(contacts.iter().all(|contact| contact["country"] == "MY"));
        assert_eq!(texts(&body["next_steps"], "code"), ["keep_code", "nobody_covers", "come_back"]);
        let code = body["receipt_code"].as_str().unwrap();
        let seen = app.holder_of(code).get(RECEIPT).await.json();
        assert_eq!(seen["organisation"], Value::Null);
        assert_eq!(seen["status"], "received");
        // The first organisation that covers the country gets it.
        let inspectorate = app.inspectorate().await;
        app.tidy_up().await;
        let seen = app.holder_of(code).get(RECEIPT).await.json();
        assert_eq!(seen["organisation"]["id"], inspectorate.to_string());
        assert_eq!(seen["contacts"], json!([]));
        let queue = app.inspector(inspectorate).await.get(super::QUEUE).await.json();
        assert_eq!(queue["items"][0]["id"], body["id"]);
    }

    async fn of_several_organisations_the_least_busy_one_gets_it(app: TestApp) {
        let first = app.inspectorate().await;
        let second = app.inspectorate().await;
        let mut given = Vec::new();
        for _ in 0..4 {
            let body = app.post(REPORTS, &least()).await.json();
            given.push(body["organisation"]["id"].as_str().unwrap().to_owned());
        }
        // The older one first, which its id tells.
        let mut both = [first, second];
        both.sort();
        let [first, second] = both.map(|id| id.to_string());
        assert_eq!(given, [first.clone(), second.clone(), first, second]);
    }

    async fn filing_costs_no_more_where_thousands_are_open(app: TestApp) {
        app.inspectorate().await;
        app.inspectorate().await;
        let watched = app.watched();
        watched.statements();
        watched.app().report(&least()).await;
        let of_reports = |text: &String| text.contains("COUNT(*)") && text.contains("safety_reports");
        let counted: Vec<String> = watched.statements().into_iter().filter(of_reports).collect();
        // All that is asked for is in the index of the queue: no report is opened for it.
        let is_in_index = |text: &String| text.contains("queue_rank") && !text.contains("closed_at");
        assert!(!counted.is_empty());
        assert!(counted.iter().all(is_in_index), "{counted:#?}");
    }

    async fn where_one_inspectorate_covers_a_place_nothing_is_counted(app: TestApp) {
        app.inspectorate().await;
        let watched = app.watched();
        watched.statements();
        watched.app().report(&least()).await;
        let statements = watched.statements();
        let counts = |text: &&String| text.contains("COUNT(*)") && text.contains("safety_reports");
        assert!(!statements.is_empty());
        assert_eq!(statements.iter().find(counts), None);
    }

    async fn each_kind_has_its_rule_for_the_injury(app: TestApp) {
        let hurt = json!({ "type": "fracture" });
        for (kind, without, with) in [
            ("injury", Some("missing_member"), None),
            ("hazard", None, Some("does_not_fit_kind")),
            ("near_miss", None, Some("does_not_fit_kind")),
            ("good_practice", None, Some("does_not_fit_kind")),
            ("ill_health", None, None),
            ("fatality", None, None),
            ("violence_harassment", None, None),
            ("housing", None, None),
            ("transport", None, None),
            ("heat", None, None),
        ] {
            for (injury, expected) in [(Value::Null, without), (hurt.clone(), with)] {
                let body = changed(least(), json!({ "kind": kind, "injury": injury }));
                let response = app.post(REPORTS, &body).await;
                if let Some(code) = expected {
                    response.assert_problem(422, "invalid_request");
                    assert_eq!(response.faults(), [fault("/injury", code)], "{kind}");
                } else {
                    response.assert_status(201);
                }
            }
        }
    }

    async fn all_faults_are_told_at_once(app: TestApp) {
        let wrong = json!({
            "kind": "good_practice", "danger_now": true, "description": "x",
            "place": { "country": "MY", "subdivision": "SG-01", "precision": "city" },
            "injury": { "type": "other", "days_lost": "fatal" },
            "occurred_at": "2999-01-01T00:00:00Z", "occurred_on": "2999-01-01"
        });
        let response = app.post(REPORTS, &wrong).await;
        response.assert_problem(422, "invalid_request");
        assert_eq!(response.faults(), [
            fault("/injury", "does_not_fit_kind"),
            fault("/injury/days_lost", "does_not_fit_kind"),
            fault("/danger_now", "does_not_fit_kind"),
            fault("/occurred_at", "given_twice"),
            fault("/occurred_at", "in_the_future"),
            fault("/occurred_on", "in_the_future"),
            fault("/place/subdivision", "not_in_country"),
        ]);
        let light = changed(least(), json!({ "kind": "fatality",
            "injury": { "type": "burn", "days_lost": "1_3" }, "occurred_precision": "year" }));
        let response = app.post(REPORTS, &light).await;
        assert_eq!(response.faults(), [
            fault("/injury/days_lost", "does_not_fit_kind"),
            fault("/occurred_on", "missing_member"),
        ]);
    }

    async fn what_the_contract_forbids_is_refused(app: TestApp) {
        for (members, status, expected) in [
            (json!({ "kind": "gossip" }), 422, fault("/kind", "unknown_code")),
            (json!({ "hazard_codes": ["noise", "gossip"] }), 422, fault("/hazard_codes/1", "unknown_code")),
            (json!({ "hazard_codes": vec!["noise"; 11] }), 422, fault("/hazard_codes", "too_many_items")),
            (json!({ "description": "x".repeat(10_001) }), 422, fault("/description", "too_long")),
            (json!({ "description": " " }), 422, fault("/description", "blank")),
            (json!({ "description": null }), 422, fault("/description", "missing_member")),
            (json!({ "place": null }), 422, fault("/place", "missing_member")),
            (json!({ "id": "00000000-0000-1000-8000-000000000000" }), 422, fault("/id", "malformed")),
            (json!({ "occurred_on": "yesterday" }), 422, fault("/occurred_on", "malformed")),
            (json!({ "danger_now": "yes" }), 400, fault("/danger_now", "wrong_type")),
            (json!({ "reporter_name": "x" }), 400, fault("/reporter_name", "unknown_member")),
            (json!({ "place": { "country": "MY", "precision": "exact",
                "point": { "type": "Point", "coordinates": [181.0, 0.0] } } }),
                422, fault("/place/point/coordinates/0", "too_large")),
        ] {
            let response = app.post(REPORTS, &changed(least(), members.clone())).await;
            response.assert_status(status);
            assert_eq!(response.faults(), [expected], "{members}");
        }
        let request = app.request(Method::POST, REPORTS).json(&least());
        Response::of(request).await.assert_problem(400, "idempotency_key_missing");
    }

    async fn a_report_is_filed_once_however_often_it_is_sent(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let send = |body: Value| {
            let request = app.request(Method::POST, REPORTS).header("Idempotency-Key", "\"one-report\"");
            Response::of(request.json(&body))
        };
        let first = send(report()).await;
        first.assert_status(201);
        let again = send(report()).await;
        again.assert_status(201);
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.json(), first.json());
        send(least()).await.assert_problem(422, "idempotency_key_reused");
        let queue = app.inspector(inspectorate).await.get(super::QUEUE).await.json();
        assert_eq!(queue["items"].as_array().unwrap().len(), 1);
    }

    async fn a_phone_may_choose_the_id_but_not_that_of_another_report(app: TestApp) {
        let id = uuid();
        let chosen = changed(least(), json!({ "id": id }));
        let filed = app.report(&chosen).await;
        assert_eq!(filed.id, id);
        app.post(REPORTS, &chosen).await.assert_problem(409, "id_taken");
        // Neither may it take the id of one that was erased.
        app.holder_of(&filed.code).delete(RECEIPT).await.assert_status(204);
        app.post(REPORTS, &chosen).await.assert_problem(409, "id_taken");
    }
}
