//! Organisations keep their entries; those who keep the registers keep all.

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{ORGANISATIONS, SERVICES, office, shelter};
use crate::harness::Response;
use crate::on_both;

on_both! {
    async fn an_entry_is_made_changed_and_has_its_history(app: TestApp) {
        let (centre, chief) = app.helpers("Example Workers' Centre").await;
        let (organisation, id) = app.listed(&chief, shelter).await;
        let own = format!("{SERVICES}/{id}");
        let first = chief.get(&own).await;
        assert_eq!(first.header("cache-control"), Some("no-store"));
        let body = first.json();
        assert_eq!((&body["kept_by"], &body["entry"]["beds_free"]), (&json!(centre), &json!(3)));
        assert_eq!(body["entry"]["places"][0]["address"], "7 Nightjar Lane");
        assert!(body["entry"]["places"][0]["id"].is_string());
        let tag = first.header("etag").unwrap().to_owned();
        let change = json!({ "entry": { "beds_free": 1, "description": null, "serves": { "families": false } } });
        let missing = chief.send(Method::PATCH, &own, &change).await;
        missing.assert_problem(428, "precondition_required");
        let changed = chief.patch(&own, &tag, &change).await;
        changed.assert_status(200);
        let body = changed.json();
        assert_eq!((&body["entry"]["beds_free"], &body["entry"]["description"]), (&json!(1), &Value::Null));
        // A merge patch reaches into members.
        assert_eq!((&body["entry"]["serves"]["families"], &body["entry"]["serves"]["sexes"]), (&json!(false), &json!(["female"])));
        chief.patch(&own, &tag, &change).await.assert_problem(412, "stale");
        let events = chief.get(&format!("{own}/events")).await.json()["items"].clone();
        assert_eq!((&events[0]["act"], &events[1]["act"]), (&json!("changed"), &json!("created")));
        assert_eq!((&events[0]["before"]["beds_free"], &events[0]["after"]["beds_free"]), (&json!(3), &json!(1)));
        assert!(events[0]["before"].get("places").is_none());
        assert_eq!(events[0]["account_id"], json!(chief.account));
        let listed = chief.get(&format!("{SERVICES}?organisation_id={organisation}")).await.json();
        assert_eq!((&listed["items"][0]["id"], &listed["items"][0]["verified_on"]), (&json!(id), &json!("2026-11-20")));
        let acts = app.audited(chief.account.unwrap()).await;
        assert_eq!(acts.iter().filter(|act| act.contains("directory_changed")).count(), 3, "{acts:?}");
        // The same request again is the same answer, not another entry.
        let twice = async || {
            let request = chief.request(Method::POST, SERVICES).header("Idempotency-Key", "\"once\"");
            Response::of(request.json(&office(&organisation))).await
        };
        assert_eq!(twice().await.json()["id"], twice().await.json()["id"]);
    }

    async fn what_does_not_fit_is_told_with_its_place(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (organisation, id) = app.listed(&chief, office).await;
        let refused = async |change: fn(&mut Value)| {
            let mut body = office(&organisation);
            change(&mut body["entry"]);
            let refused = chief.post(SERVICES, &body).await;
            assert!(matches!(refused.status, 400 | 422), "{}", refused.status);
            refused.faults()
        };
        let one = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
        assert_eq!(refused(|e| e["time_zone"] = json!("Asia/Nowhere")).await, one("/entry/time_zone", "unknown_time_zone"));
        assert_eq!(refused(|e| e["time_zone"] = json!(null)).await, one("/entry/time_zone", "missing_member"));
        assert_eq!(refused(|e| e["service_types"] = json!(["magic"])).await, one("/entry/service_types/0", "unknown_code"));
        assert_eq!(refused(|e| e["places"][0]["subdivision"] = json!("SG-01")).await, one("/entry/places/0/subdivision", "not_in_country"));
        assert_eq!(refused(|e| e["places"][0]["id"] = json!("0195f1a2-7c3d-4b1e-9a55-3f0c8d2e4b60")).await, one("/entry/places/0/id", "unknown_place"));
        assert_eq!(refused(|e| e["closures"] = json!([{ "from": "2026-12-02", "to": "2026-12-01" }])).await, one("/entry/closures/0/to", "ends_before_it_begins"));
        assert_eq!(refused(|e| { e["minimum_age"] = json!(30); e["maximum_age"] = json!(20); }).await, one("/entry/maximum_age", "below_minimum_age"));
        assert_eq!(refused(|e| e["url"] = json!("javascript:alert(1)")).await, one("/entry/url", "malformed"));
        assert_eq!(refused(|e| e["bedsfree"] = json!(3)).await, one("/entry/bedsfree", "unknown_member"));
        let own = format!("{SERVICES}/{id}");
        let tag = chief.get(&own).await.header("etag").unwrap().to_owned();
        let refused = chief.patch(&own, &tag, &json!({ "entry": { "name": "" } })).await;
        assert_eq!(refused.faults()[0].0, "/entry/name");
        // An organisation of somebody else.
        let (_, other) = app.helpers("Example Abroad").await;
        let refused = other.post(SERVICES, &office(&organisation)).await;
        assert_eq!(refused.faults(), one("/entry/organisation_id", "unknown_organisation"));
        other.get(&format!("{ORGANISATIONS}/{organisation}")).await.assert_problem(404, "not_found");
    }

    async fn those_who_keep_the_registers_keep_all_and_it_is_in_the_log(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (organisation, id) = app.listed(&chief, shelter).await;
        let keepers = app.organisation("Example Registry", &["MY"], &["registers"]).await;
        let keeper = app.member(keepers, &[Role::Administrator]).await;
        let own = format!("{SERVICES}/{id}");
        let read = keeper.get(&own).await;
        read.assert_status(200);
        let acts = app.audited(keeper.account.unwrap()).await;
        assert!(acts.iter().any(|act| act.contains("opened")), "{acts:?}");
        let tag = read.header("etag").unwrap().to_owned();
        keeper.patch(&own, &tag, &json!({ "entry": { "status": "temporarily closed" } })).await.assert_status(200);
        let of = format!("{ORGANISATIONS}/{organisation}");
        let tag = keeper.get(&of).await.header("etag").unwrap().to_owned();
        keeper.patch(&of, &tag, &json!({ "entry": { "legal_status": "Association" } })).await.assert_status(200);
        assert_eq!(app.get(&format!("/v1/hsds/organizations/{organisation}")).await.json()["legal_status"], "Association");
        assert_eq!(app.get(&format!("/v1/hsds/services/{id}")).await.json()["open_now"], "closed");
        // A case worker of theirs keeps only their own.
        let worker = app.member(keepers, &[Role::CaseWorker]).await;
        worker.get(&own).await.assert_problem(404, "not_found");
    }
}
