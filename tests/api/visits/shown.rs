//! What an answer is shown by, before a visit is done; and to which campaign a visit counts.

use serde_json::{Value, json};

use super::{
    change, fault, inspector, inspectorate, now, path, shipped, sita, visit, write, written,
};
use crate::harness::{Person, Response};
use crate::on_both;

const CAMPAIGNS: &str = "/v1/staff/inspection-campaigns";

/// A visit under way with the general checklist, of which `guards` requires evidence and `chemicals` does not.
async fn with_checklist(sita: &Person<'_>) -> String {
    let id = visit(sita).await;
    let hash = shipped(sita, "general_safety").await;
    let taken = change(sita, &path(&id), &json!({ "checklist_hash": hash })).await;
    taken.assert_status(200);
    id
}

async fn end(sita: &Person<'_>, visit: &str) -> Response {
    let end = json!({ "status": "done", "ended_at": now(sita.app), "outcome": "violations_found" });
    change(sita, &path(visit), &end).await
}

async fn answer(sita: &Person<'_>, visit: &str, item: &str, value: &str) -> String {
    written(
        sita,
        visit,
        "answer",
        json!({ "item_code": item, "value": value }),
    )
    .await
}

async fn campaign(sita: &Person<'_>) -> Value {
    let new = json!({ "title": "Work at height", "priority_topic": { "isic": ["F"] }, "first_day": "2020-01-01",
        "last_day": "2099-12-31", "targets": {}, "quota": 3, "source_mix": { "campaign_percent": 40 } });
    let made = sita.post(CAMPAIGNS, &new).await;
    made.assert_status(201).json()["id"].clone()
}

on_both! {
    async fn a_visit_is_done_when_each_no_is_shown_or_says_why_not(app: TestApp) {
        let sita = sita(&app).await;
        let id = with_checklist(&sita).await;
        for (item, value) in [("exits", "yes"), ("heights", "na"), ("chemicals", "no")] {
            answer(&sita, &id, item, value).await;
        }
        let guards = answer(&sita, &id, "guards", "no").await;
        let electricity = answer(&sita, &id, "electricity", "no").await;
        let refused = end(&sita, &id).await;
        let needed = fault("/status", "evidence_needed");
        assert_eq!(refused.faults(), [needed.clone(), needed.clone()]);
        let told = refused.json()["errors"].to_string();
        for word in ["guards", "electricity", guards.as_str(), electricity.as_str()] {
            assert!(told.contains(word), "{word}: {told}");
        }
        assert_eq!(sita.get(&path(&id)).await.json()["visit"]["status"], "under_way");
        // A record of evidence is enough: its file may come when there is signal.
        let photo = written(&sita, &id, "evidence", json!({ "kind": "photo" })).await;
        let at = |record: &str| format!("{}/records/{record}", path(&id));
        change(&sita, &at(&guards), &json!({ "evidence_ids": [photo] })).await.assert_status(200);
        assert_eq!(end(&sita, &id).await.faults(), [needed]);
        let unsaid = change(&sita, &at(&electricity), &json!({ "no_evidence_reason": "other" })).await;
        assert_eq!(unsaid.faults(), [fault("/note", "missing_member")]);
        let why = json!({ "no_evidence_reason": "would_show_people" });
        change(&sita, &at(&electricity), &why).await.assert_status(200);
        end(&sita, &id).await.assert_status(200);
        // What is remembered later is written down as it is: no violation is lost because a photo is.
        let late = json!({ "item_code": "exits", "value": "no", "note": "The back door as well." });
        write(&sita, &id, "answer", late).await.assert_status(201);
        change(&sita, &path(&id), &json!({ "summary": "Three violations." })).await.assert_status(200);
    }

    async fn an_item_that_asks_for_photos_can_say_why_there_are_none(app: TestApp) {
        let sita = sita(&app).await;
        let id = with_checklist(&sita).await;
        let refused = write(&sita, &id, "answer", json!({ "item_code": "workplace_photo" })).await;
        assert_eq!(refused.faults(), [fault("/document/evidence_ids", "missing_member")]);
        let why = json!({ "item_code": "workplace_photo", "no_evidence_reason": "not_allowed" });
        write(&sita, &id, "answer", why).await.assert_status(201);
        end(&sita, &id).await.assert_status(200);
    }

    async fn a_visit_counts_to_a_campaign_of_its_inspectorate_only(app: TestApp) {
        let own = inspectorate(&app).await;
        let sita = inspector(&app, own).await;
        let id = visit(&sita).await;
        let elsewhere = campaign(&super::sita(&app).await).await;
        for wrong in [json!(id), elsewhere] {
            let refused = change(&sita, &path(&id), &json!({ "campaign_id": wrong })).await;
            assert_eq!(refused.faults(), [fault("/campaign_id", "unknown_campaign")]);
        }
        let right = campaign(&sita).await;
        let changed = change(&sita, &path(&id), &json!({ "campaign_id": right })).await;
        assert_eq!(changed.assert_status(200).json()["visit"]["campaign_id"], right);
        let counted = sita.get(&format!("{CAMPAIGNS}/{}", right.as_str().unwrap())).await;
        assert_eq!(counted.json()["progress"]["planned"], 1);
        let taken_off = change(&sita, &path(&id), &json!({ "campaign_id": null })).await;
        assert_eq!(taken_off.assert_status(200).json()["visit"].get("campaign_id"), None);
    }
}
