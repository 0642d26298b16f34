//! Campaigns: what is looked at first, how far it is, and what became of it.

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{CAMPAIGNS, inspector, visits};
use crate::on_both;

fn campaign(quota: u32, targets: &Value) -> Value {
    json!({ "title": "Work at height", "priority_topic": { "hazard_codes": ["work_at_height"], "isic": ["F"] },
        "first_day": "2020-01-01", "last_day": "2099-12-31", "targets": targets, "quota": quota,
        "source_mix": { "campaign_percent": 40 } })
}

on_both! {
    async fn a_campaign_is_planned_to_its_quota_and_counts_its_visits(app: TestApp) {
        let (_, sita) = inspector(&app).await;
        sita.yards(8).await;
        let targets = json!({ "filter": { "isic": ["F"], "subdivisions": ["MY-10"], "size_bands": ["medium"] } });
        let made = sita.post(CAMPAIGNS, &campaign(3, &targets)).await;
        made.assert_status(201);
        let made = made.json();
        assert_eq!(made["progress"], json!({ "planned": 0, "made": 0, "not_made": 0 }));
        let plan = sita.plan().await;
        let own: Vec<&Value> = visits(&plan).iter().filter(|visit| visit["campaign_id"] == made["id"]).collect();
        assert_eq!(own.len(), 3);
        assert!(own.iter().all(|visit| visit["kind"] == json!("campaign")));
        let path = format!("{CAMPAIGNS}/{}", made["id"].as_str().unwrap());
        assert_eq!(sita.get(&path).await.json()["progress"]["planned"], json!(3));
    }

    async fn each_change_is_in_its_history(app: TestApp) {
        let (inspectorate, sita) = inspector(&app).await;
        let yards = sita.yards(1).await;
        let made = sita.post(CAMPAIGNS, &campaign(3, &json!({ "establishment_ids": yards }))).await.json();
        let path = format!("{CAMPAIGNS}/{}", made["id"].as_str().unwrap());
        let change = |body: Value| {
            let (sita, path) = (&sita, path.clone());
            async move {
                let tag = sita.get(&path).await.header("etag").unwrap().to_owned();
                let request = sita.request(Method::PATCH, &path).header("If-Match", tag);
                let request = request.header("Content-Type", "application/merge-patch+json");
                crate::harness::Response::of(request.body(body.to_string())).await
            }
        };
        let changed = change(json!({ "quota": 5, "status": "ended" })).await;
        changed.assert_status(200);
        assert_eq!((&changed.json()["version"], &changed.json()["quota"]), (&json!(2), &json!(5)));
        let wrong = change(json!({ "last_day": "2019-12-31" })).await;
        assert_eq!(wrong.faults(), [("/last_day".to_owned(), "ends_before_it_begins".to_owned())]);
        let events = sita.get(&format!("{path}/events")).await.json();
        let newest = &events["items"][0];
        assert_eq!(newest["before"], json!({ "quota": 3, "status": "running" }));
        assert_eq!(newest["after"], json!({ "quota": 5, "status": "ended" }));
        assert_eq!(events["items"].as_array().unwrap().len(), 2);
        let other = app.inspectorate_of(&["MY"]).await;
        let other = app.member(other, &[Role::Inspector]).await;
        other.get(&path).await.assert_problem(404, "not_found");
        let chief = app.member(inspectorate, &[Role::Administrator]).await;
        chief.get(&path).await.assert_problem(403, "forbidden");
    }
}
