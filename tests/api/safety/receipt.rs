//! What the holder of a receipt code can do.

use reqwest::Method;
use serde_json::{Value, json};

use super::{
    DESCRIPTION, EMPLOYER, EVIDENCE, PLACE, RECEIPT, changed, fixture, least, report, texts, uuid,
};
use crate::harness::Response;
use crate::on_both;

on_both! {
    async fn the_code_shows_how_it_stands_and_nothing_that_was_told(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let filed = app.report(&changed(report(), json!({ "danger_now": true }))).await;
        let request = app.holder_of(&filed.code).request(Method::GET, RECEIPT);
        let response = Response::of(request.header("Accept-Language", "fil")).await;
        response.assert_status(200);
        assert_eq!(response.header("cache-control"), Some("no-store"));
        let body = response.json();
        assert_eq!(body["id"], filed.id);
        assert_eq!(body["kind"], "injury");
        assert_eq!((&body["status"], &body["status_label"]), (&json!("received"), &json!("Natanggap")));
        assert_eq!(body["organisation"]["id"], inspectorate.to_string());
        assert_eq!(body["history"].as_array().unwrap().len(), 1);
        assert_eq!(body["history"][0]["to"], "received");
        assert_eq!(body["due"]["overdue"], false);
        assert_eq!(body["next_steps"][0]["code"], "danger");
        assert!(!body["emergency_numbers"].as_array().unwrap().is_empty());
        assert_eq!(
            texts(&body["left_when_erased"], "code"),
            ["statistics", "audit_log", "receipt_hash", "sealed_answers", "backups"]
        );
        let text = String::from_utf8_lossy(&response.body);
        for word in [DESCRIPTION, PLACE, EMPLOYER, "amputation", "moving_machinery", "afraid", &filed.code] {
            assert!(!text.contains(word), "{word}");
        }
        let opened = app.holder_of(&filed.code).get("/v1/receipt").await.json();
        assert_eq!((&opened["kind"], &opened["href"]), (&json!("safety_report"), &json!(RECEIPT)));
        app.clock.advance(std::time::Duration::from_hours(25));
        assert_eq!(app.holder_of(&filed.code).get(RECEIPT).await.json()["due"]["overdue"], true);
    }

    async fn wrong_codes_open_nothing(app: TestApp) {
        let filed = app.report(&least()).await;
        let mut altered: Vec<char> = filed.code.chars().collect();
        altered[0] = if altered[0] == '0' { '1' } else { '0' };
        let altered: String = altered.into_iter().collect();
        for path in ["", "/messages", "/evidence"] {
            let path = format!("{RECEIPT}{path}");
            app.get(&path).await.assert_problem(401, "unauthenticated");
            for code in [altered.as_str(), "nonsense"] {
                app.holder_of(code).get(&path).await.assert_problem(401, "unknown_receipt");
            }
        }
        let unknown = app.holder_of(&filed.code).get(&format!("{RECEIPT}?x=1")).await;
        unknown.assert_problem(400, "malformed_request");
    }

    async fn reporter_and_inspector_write_to_each_other(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let filed = app.report(&report()).await;
        let holder = app.holder_of(&filed.code);
        let path = format!("{RECEIPT}/messages");
        let asked = holder.post(&path, &json!({ "id": uuid(), "body": "Is somebody coming?" })).await;
        asked.assert_status(201);
        assert_eq!(asked.json()["author"], "reporter");
        app.clock.advance(std::time::Duration::from_mins(1));
        let answered = inspector.post(&filed.sub("messages"), &json!({ "body": "On Tuesday." })).await;
        answered.assert_status(201);
        assert_eq!(answered.json()["author"], "organisation");
        assert_eq!(answered.json()["account_id"], inspector.account.unwrap().to_string());
        let read = holder.get(&path).await.json();
        assert_eq!(texts(&read["items"], "body"), ["Is somebody coming?", "On Tuesday."]);
        assert!(read["items"][1].get("account_id").is_none(), "an organisation speaks");
        let first = holder.get(&format!("{path}?limit=1")).await.json();
        let next = format!("{path}?limit=1&cursor={}", first["next"].as_str().unwrap());
        let second = holder.get(&next).await.json();
        assert_eq!(texts(&second["items"], "body"), ["On Tuesday."]);
        assert_eq!(second["next"], Value::Null);
        let of_staff = inspector.get(&filed.sub("messages")).await.json();
        assert_eq!(texts(&of_staff["items"], "body"), ["Is somebody coming?", "On Tuesday."]);
        let taken = json!({ "id": asked.json()["id"], "body": "Again" });
        holder.post(&path, &taken).await.assert_problem(409, "id_taken");
        holder.post(&path, &json!({ "body": "" })).await.assert_problem(422, "invalid_request");
        holder.get(&format!("{path}?cursor=nonsense")).await.assert_problem(400, "invalid_cursor");
    }

    async fn a_message_that_is_sent_again_is_stored_once(app: TestApp) {
        let filed = app.report(&least()).await;
        let holder = app.holder_of(&filed.code);
        let path = format!("{RECEIPT}/messages");
        let send = || {
            let request = holder.request(Method::POST, &path).header("Idempotency-Key", "\"one-word\"");
            Response::of(request.json(&json!({ "body": "Hello" })))
        };
        let (first, again) = (send().await, send().await);
        first.assert_status(201);
        again.assert_status(201);
        assert_eq!(first.json(), again.json());
        assert_eq!(holder.get(&path).await.json()["items"].as_array().unwrap().len(), 1);
    }

    async fn facts_can_be_added(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let filed = app.report(&report()).await;
        let opened = inspector.get(&filed.path()).await;
        assert!(opened.header("etag").unwrap().starts_with("\"v1."));
        let added = app.holder_of(&filed.code)
            .post(&format!("{RECEIPT}/additions"), &json!({ "body": "It happened again today." })).await;
        added.assert_status(201);
        assert_eq!(added.header("location"), Some(RECEIPT));
        let read = inspector.get(&filed.sub("messages")).await.json();
        assert_eq!(read["items"][0]["kind"], "addition");
        assert_eq!(read["items"][0]["id"], added.json()["id"]);
        assert_eq!(read["items"][0]["body"], "It happened again today.");
        // Who read the report before has not read that.
        let stale = inspector.post_if_match(&filed.sub("status"), "\"v1\"", &json!({ "status": "confirmed" })).await;
        stale.assert_problem(412, "stale");
        let own = app.holder_of(&filed.code).get(&format!("{RECEIPT}/messages")).await.json();
        assert_eq!(own["items"], json!([]), "what was told is not repeated");
    }

    async fn a_report_can_be_taken_back(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let filed = app.report(&report()).await;
        let holder = app.holder_of(&filed.code);
        let photo = holder.add_photo("baseline.clean.jpg").await;
        let withdraw = format!("{RECEIPT}/withdraw");
        for _ in 0..2 {
            let response = Response::of(holder.request(Method::POST, &withdraw)).await;
            response.assert_status(200);
            let body = response.json();
            assert_eq!(body["status"], "withdrawn");
            assert_eq!(body["history"].as_array().unwrap().len(), 2, "a second time changes nothing");
            assert_eq!(body["history"][1]["by"], "reporter");
            assert_eq!(body["emergency_numbers"], json!([]));
        }
        let message = json!({ "body": "Hello" });
        for path in ["messages", "additions"] {
            let refused = holder.post(&format!("{RECEIPT}/{path}"), &message).await;
            refused.assert_problem(409, "report_withdrawn");
        }
        let refused = Response::of(holder.photo(&uuid(), fixture("grey.clean.jpg"))).await;
        refused.assert_problem(409, "report_withdrawn");
        assert_eq!(app.evidence_files().len(), 1);

        let opened = inspector.get(&filed.path()).await;
        opened.assert_status(200);
        assert_eq!(opened.json()["content"], Value::Null);
        assert_eq!(opened.json()["evidence"], json!([]));
        assert_eq!(opened.json()["next_statuses"], json!([]));
        let tag = opened.header("etag").unwrap();
        inspector.get(&filed.sub("messages")).await.assert_problem(409, "report_withdrawn");
        inspector.post(&filed.sub("messages"), &message).await.assert_problem(409, "report_withdrawn");
        let picture = filed.sub(&format!("evidence/{}", photo["id"].as_str().unwrap()));
        inspector.get(&picture).await.assert_problem(409, "report_withdrawn");
        let refused = inspector.post_if_match(&filed.sub("status"), tag, &json!({ "status": "confirmed" })).await;
        refused.assert_problem(409, "report_status_not_reachable");
        let refused = inspector.post_if_match(&filed.sub("assignment"), tag, &json!({ "assigned_to": null })).await;
        refused.assert_problem(409, "report_withdrawn");
    }

    async fn a_report_can_be_erased_for_good(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let filed = app.report(&report()).await;
        let other = app.report(&least()).await;
        let holder = app.holder_of(&filed.code);
        holder.add_photo("baseline.clean.jpg").await;
        app.holder_of(&other.code).add_photo("alpha.clean.png").await;
        holder.post(&format!("{RECEIPT}/messages"), &json!({ "body": "Hello" })).await.assert_status(201);
        assert_eq!(app.evidence_files().len(), 2);

        let erased = holder.delete(RECEIPT).await;
        erased.assert_status(204);
        assert!(erased.body.is_empty());
        let left = app.evidence_files();
        assert_eq!(left.len(), 1);
        assert!(left[0].display().to_string().contains(&other.id));
        for path in [RECEIPT.to_owned(), EVIDENCE.to_owned(), format!("{RECEIPT}/messages"), "/v1/receipt".to_owned()] {
            holder.get(&path).await.assert_problem(410, "gone");
        }
        holder.delete(RECEIPT).await.assert_status(204);
        holder.get(RECEIPT).await.assert_problem(410, "gone");
        Response::of(holder.photo(&uuid(), fixture("grey.clean.jpg"))).await.assert_problem(410, "gone");
        inspector.get(&filed.path()).await.assert_problem(404, "not_found");
        inspector.get(&filed.sub("messages")).await.assert_problem(404, "not_found");
        assert_eq!(texts(&inspector.get(super::QUEUE).await.json()["items"], "id"), [other.id.as_str()]);
        for (table, column) in [
            ("data_keys", "subject_id"), ("messages", "subject_id"), ("status_changes", "subject_id"),
            ("safety_reports", "id"), ("safety_report_hazards", "report_id"), ("safety_evidence", "report_id"),
            ("safety_tombstones", "id"),
        ] {
            assert_eq!(super::keeping::count(&app, table, column, &filed.id).await, 0, "{table}");
        }
        assert_eq!(super::keeping::count(&app, "data_keys", "subject_id", &other.id).await, 1);
    }
}
