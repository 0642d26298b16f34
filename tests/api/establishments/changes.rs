//! Changing, and what remains of what was.

use std::time::Duration;

use serde_json::{Value, json};

use super::{fault, path, yard};
use crate::on_both;

on_both! {
    async fn a_change_is_a_merge_patch_on_the_version_that_was_read(app: TestApp) {
        let sita = app.labour_inspector().await;
        let id = sita.register(&yard()).await;
        let tag = sita.get(&path(&id)).await.header("etag").unwrap().to_owned();
        let patch = json!({ "workers": { "total": 150, "women": null }, "size_band": null });
        let changed = sita.patch(&path(&id), &tag, &patch).await;
        changed.assert_status(200);
        let body = changed.json();
        assert_eq!(body["workers"], json!({ "total": 150, "women": null, "migrant": 90,
            "by_nationality": [{ "nationality": "BD", "band": "21_100" }] }));
        assert_eq!((&body["size_band"], &body["isic"]), (&Value::Null, &json!(["4100"])));
        sita.patch(&path(&id), &tag, &patch).await.assert_problem(412, "stale");
        let bare = sita.send(reqwest::Method::PATCH, &path(&id), &patch).await;
        bare.assert_problem(428, "precondition_required");
    }

    async fn nothing_is_overwritten_each_change_is_an_event(app: TestApp) {
        let sita = app.labour_inspector().await;
        let id = sita.register(&yard()).await;
        app.clock.advance(Duration::from_mins(1));
        let tag = sita.get(&path(&id)).await.header("etag").unwrap().to_owned();
        let patch = json!({ "size_band": "large" });
        sita.patch(&path(&id), &tag, &patch).await.assert_status(200);
        let events = sita.events(&id).await;
        let acts: Vec<&Value> = events.iter().map(|event| &event["act"]).collect();
        assert_eq!(acts, ["changed", "registered"]);
        let newest = &events[0];
        assert_eq!(newest["before"], json!({ "size_band": "medium" }));
        assert_eq!(newest["after"], json!({ "size_band": "large" }));
        assert_eq!(newest["account_id"], json!(sita.account.unwrap().to_string()));
        assert_eq!(newest["version"], 2);
        assert!(newest["at"].as_str() > events[1]["at"].as_str());
        assert_eq!(events[1]["after"]["names"], yard()["names"]);
        // Saying it again is no event.
        let tag = sita.get(&path(&id)).await.header("etag").unwrap().to_owned();
        sita.patch(&path(&id), &tag, &patch).await.assert_status(200);
        assert_eq!(sita.events(&id).await.len(), 2);
    }

    async fn what_would_not_be_registered_is_no_change(app: TestApp) {
        let sita = app.labour_inspector().await;
        let id = sita.register(&yard()).await;
        let tag = sita.get(&path(&id)).await.header("etag").unwrap().to_owned();
        for (patch, expected) in [
            (json!({ "workers": { "total": 20 } }),
                vec![fault("/workers/women", "more_than_total"), fault("/workers/migrant", "more_than_total")]),
            (json!({ "place": { "country": "SG", "subdivision": null } }),
                vec![fault("/place/country", "not_a_country_of_yours")]),
        ] {
            let refused = sita.patch(&path(&id), &tag, &patch).await;
            refused.assert_problem(422, "invalid_request");
            assert_eq!(refused.faults(), expected);
        }
        let refused = sita.patch(&path(&id), &tag, &json!({ "risk": { "value": 0 } })).await;
        refused.assert_problem(400, "malformed_request");
        assert_eq!(sita.events(&id).await.len(), 1);
    }

    async fn it_is_closed_and_opened_again_and_moves(app: TestApp) {
        let sita = app.labour_inspector().await;
        let id = sita.register(&yard()).await;
        let new = sita.register(&super::named("Meridian Sample Yard Two")).await;
        let set = |body: Value| {
            let sita = &sita;
            let id = id.clone();
            async move { sita.decide_now(&path(&id), "operating", &body).await }
        };
        let closed = set(json!({ "operating": "closed", "reason": "The site was empty." })).await;
        assert_eq!(closed.assert_status(200).json()["operating"], "closed");
        let refused = set(json!({ "operating": "moved_to" })).await;
        assert_eq!(refused.faults(), [fault("/moved_to_id", "missing_member")]);
        let refused = set(json!({ "operating": "moved_to", "moved_to_id": id })).await;
        assert_eq!(refused.faults(), [fault("/moved_to_id", "same_establishment")]);
        let refused = set(json!({ "operating": "closed", "moved_to_id": new })).await;
        assert_eq!(refused.faults(), [fault("/moved_to_id", "only_with")]);
        let moved = set(json!({ "operating": "moved_to", "moved_to_id": new })).await.json();
        assert_eq!(moved["moved_to_id"], json!(new));
        set(json!({ "operating": "open" })).await.assert_status(200);
        let events = sita.events(&id).await;
        assert_eq!(events[0]["before"], json!({ "operating": "moved_to", "moved_to_id": new }));
        assert_eq!(events[2]["reason"], "The site was empty.");
        assert_eq!(sita.establishment(&id).await["moved_to_id"], Value::Null);
    }
}
