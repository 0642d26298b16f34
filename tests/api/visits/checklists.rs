//! Checklists: those that come with the service, and an inspectorate's own.

use serde_json::{Value, json};

use super::{CHECKLISTS, change, fault, items, path, sita, visit};
use crate::on_both;

fn night_shift() -> Value {
    json!({ "code": "night_shift", "title": { "en": "Night shift" }, "source": "Labour Inspectorate (made up)",
        "jurisdiction": "MY", "valid_from": "2026-01-01",
        "items": [{ "code": "lighting", "text": { "en": "Are all ways lit?" }, "legal_provision": "ILO C120, Art. 9",
            "type": "yes_no_na", "criticality": "major", "evidence_required": false, "weight": 1 }] })
}

on_both! {
    async fn each_item_names_its_provision_and_the_hash_is_of_what_is_said(app: TestApp) {
        let sita = sita(&app).await;
        let found = items(&sita.get(CHECKLISTS).await);
        assert!(found.len() >= 4);
        for own in &found {
            // A value keeps its members sorted.
            let canonical = own["checklist"].to_string();
            let hash = super::sha256(canonical.as_bytes());
            assert_eq!(own["checklist_hash"], json!(hash));
            for item in own["checklist"]["items"].as_array().unwrap() {
                assert!(!item["legal_provision"].as_str().unwrap().is_empty());
            }
            let read = sita.get(&format!("{CHECKLISTS}/{hash}")).await;
            assert_eq!(&read.json(), own);
        }
        sita.get(&format!("{CHECKLISTS}/nothing")).await.assert_problem(404, "not_found");
    }

    async fn a_version_once_published_stays_as_it_is(app: TestApp) {
        let sita = sita(&app).await;
        let first = sita.post(CHECKLISTS, &night_shift()).await;
        first.assert_status(201);
        let mut other = night_shift();
        other["items"][0]["weight"] = json!(3);
        let second = sita.post(CHECKLISTS, &other).await;
        assert_eq!(second.json()["checklist"]["version"], 2);
        let all = items(&sita.get(&format!("{CHECKLISTS}?code=night_shift&all_versions=true")).await);
        assert_eq!(all.len(), 2);
        assert_eq!((&all[0]["is_newest"], &all[1]["is_newest"]), (&json!(false), &json!(true)));
        assert_eq!(all[0]["checklist"], first.json()["checklist"]);
        let by_version = items(&sita.get(&format!("{CHECKLISTS}?code=night_shift&version=1")).await);
        assert_eq!(by_version[0]["checklist_hash"], first.json()["checklist_hash"]);
        // A visit takes the older one and keeps it.
        let id = visit(&sita).await;
        let hash = first.json()["checklist_hash"].clone();
        change(&sita, &path(&id), &json!({ "checklist_hash": hash })).await.assert_status(200);
        // Another inspectorate does not see it.
        let stranger = super::sita(&app).await;
        let at = format!("{CHECKLISTS}/{}", hash.as_str().unwrap());
        stranger.get(&at).await.assert_problem(404, "not_found");
    }

    async fn a_checklist_that_makes_no_sense_is_refused_with_every_fault(app: TestApp) {
        let sita = sita(&app).await;
        let mut new = night_shift();
        new["code"] = json!("general_safety");
        new["valid_to"] = json!("2025-12-31");
        let twice = new["items"][0].clone();
        new["items"] = json!([twice, { "code": "lighting", "text": { "ms": "?" }, "legal_provision": "A",
            "type": "choice", "criticality": "minor" }]);
        let refused = sita.post(CHECKLISTS, &new).await;
        assert_eq!(refused.faults(), [
            fault("/valid_to", "ends_before_it_begins"), fault("/items/1/code", "given_twice"),
            fault("/items/1/text", "needs_english"), fault("/items/1/choices", "does_not_fit_type"),
            fault("/code", "code_of_the_service"),
        ]);
    }
}
