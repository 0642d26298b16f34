//! Answers, findings, evidence: what fits and what does not.

use serde_json::json;

use super::{
    change, fault, finding, fixture, now, path, sha256, shipped, sita, visit, write, written,
};
use crate::harness::Response;
use crate::on_both;

on_both! {
    async fn an_answer_fits_its_item(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let answer = |code: &str, value: serde_json::Value| json!({ "item_code": code, "value": value });
        let refused = write(&sita, &id, "answer", answer("guards", json!("no"))).await;
        assert_eq!(refused.faults(), [fault("/document/checklist_hash", "missing_member")]);
        let hash = shipped(&sita, "general_safety").await;
        change(&sita, &path(&id), &json!({ "checklist_hash": hash })).await.assert_status(200);
        let cases = [("guards", json!("maybe")), ("workers_seen", json!("nine")), ("accident_book", json!("often"))];
        for (code, value) in cases {
            let refused = write(&sita, &id, "answer", answer(code, value)).await;
            assert_eq!(refused.faults(), [fault("/document/value", "wrong_answer")], "{code}");
        }
        let refused = write(&sita, &id, "answer", answer("colour", json!("yes"))).await;
        assert_eq!(refused.faults(), [fault("/document/item_code", "unknown_item")]);
        let refused = write(&sita, &id, "answer", json!({ "item_code": "workplace_photo" })).await;
        assert_eq!(refused.faults(), [fault("/document/evidence_ids", "missing_member")]);
        for (code, value) in [("guards", json!("no")), ("workers_seen", json!(41)), ("accident_book", json!("some"))] {
            write(&sita, &id, "answer", answer(code, value)).await.assert_status(201);
        }
        let photo = written(&sita, &id, "evidence", json!({ "kind": "photo", "caption": "Hall 2" })).await;
        let of_photo = json!({ "item_code": "workplace_photo", "evidence_ids": [photo] });
        let made = write(&sita, &id, "answer", of_photo).await;
        made.assert_status(201);
        // By which checklist it was answered is kept with it.
        assert_eq!(made.json()["document"]["checklist_hash"], json!(hash));
    }

    async fn a_checklist_is_known_and_holds_there(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let refused = change(&sita, &path(&id), &json!({ "checklist_hash": "0".repeat(64) })).await;
        assert_eq!(refused.faults(), [fault("/checklist_hash", "unknown_checklist")]);
        let malaysian = shipped(&sita, "malaysia_osha").await;
        change(&sita, &path(&id), &json!({ "checklist_hash": malaysian })).await.assert_status(200);
    }

    async fn a_finding_goes_its_way_and_no_other(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let mut new = finding();
        new["state"] = json!("upheld");
        let refused = write(&sita, &id, "finding", new).await;
        assert_eq!(refused.faults(), [fault("/document/state", "not_a_next_step")]);
        let own = written(&sita, &id, "finding", finding()).await;
        let at = format!("{}/records/{own}", path(&id));
        let refused = change(&sita, &at, &json!({ "state": "contested" })).await;
        assert_eq!(refused.faults(), [fault("/state", "not_a_next_step")]);
        for state in ["notified", "contested", "upheld", "annulled"] {
            let changed = change(&sita, &at, &json!({ "state": state })).await;
            changed.assert_status(200);
            assert_eq!(changed.json()["document"]["state"], json!(state));
        }
        let refused = change(&sita, &at, &json!({ "state": "draft" })).await;
        assert_eq!(refused.faults(), [fault("/state", "not_a_next_step")]);
    }

    async fn what_a_record_names_belongs_to_the_same_visit(app: TestApp) {
        let sita = sita(&app).await;
        let (here, there) = (visit(&sita).await, visit(&sita).await);
        let elsewhere = written(&sita, &there, "evidence", json!({ "kind": "photo" })).await;
        let mut new = finding();
        new["evidence_ids"] = json!([elsewhere]);
        let refused = write(&sita, &here, "finding", new.clone()).await;
        assert_eq!(refused.faults(), [fault("/document/evidence_ids/0", "not_of_this_visit")]);
        let own = written(&sita, &here, "evidence", json!({ "kind": "photo" })).await;
        new["evidence_ids"] = json!([own]);
        write(&sita, &here, "finding", new).await.assert_status(201);
        // A record is read within its visit only.
        let foreign = format!("{}/records/{elsewhere}", path(&here));
        sita.get(&foreign).await.assert_problem(404, "not_found");
    }

    async fn what_is_the_services_own_cannot_be_sent(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let file = json!({ "media_type": "image/jpeg", "bytes": 3, "sha256": "0".repeat(64),
            "received_sha256": "0".repeat(64), "received_at": now(&app) });
        let refused = write(&sita, &id, "evidence", json!({ "kind": "photo", "file": file })).await;
        assert_eq!(refused.faults(), [fault("/document/file", "set_by_the_service")]);
        let interview = json!({ "script_hash": "0".repeat(64), "taken_on": "2026-11-30", "risk_band": "high" });
        let refused = write(&sita, &id, "interview", interview).await;
        assert!(refused.faults().contains(&fault("/kind", "unknown_value")));
        let misspelt = write(&sita, &id, "finding", json!({ "legal_provision": "A", "severity": "grave" })).await;
        assert!(misspelt.faults().contains(&fault("/document/severity", "unknown_value")));
    }

    async fn the_file_of_evidence_is_cleaned_hashed_and_never_replaced(app: TestApp) {
        let sita = sita(&app).await;
        let id = visit(&sita).await;
        let own = written(&sita, &id, "evidence", json!({ "kind": "photo", "caption": "Hall 2" })).await;
        let at = format!("{}/records/{own}/file", path(&id));
        let photo = fixture("baseline.planted.jpg");
        let send = |body: Vec<u8>| {
            let request = sita.request(reqwest::Method::POST, &at).header("Content-Type", "image/jpeg");
            let key = format!("\"{}\"", app.shared.services.new_id());
            Response::of(request.header("Idempotency-Key", key).body(body))
        };
        send(b"no picture at all".to_vec()).await.assert_problem(415, "not_evidence");
        let added = send(photo.clone()).await;
        added.assert_status(201);
        let file = added.json()["document"]["file"].clone();
        let stored = sita.get(&at).await;
        stored.assert_status(200);
        assert_eq!(stored.header("content-type"), Some("image/jpeg"));
        assert_eq!((&file["received_sha256"], &file["sha256"]), (&json!(sha256(&photo)), &json!(sha256(&stored.body))));
        assert_ne!(file["sha256"], file["received_sha256"], "what the camera knew is gone");
        assert_eq!(send(photo).await.faults(), [fault("/file", "never_changes")]);
        // The record says so, and its history.
        let shown = sita.get(&path(&id)).await.json();
        assert_eq!(shown["records"][0]["document"]["file"], file);
        let stranger = super::sita(&app).await;
        stranger.get(&at).await.assert_problem(404, "not_found");
    }
}
