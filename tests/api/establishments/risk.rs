//! The risk of an establishment: reckoned from what is known, by a published method.

use serde_json::{Value, json};

use super::{items, named, path, yard};
use crate::on_both;

const METHODS: &str = "/v1/staff/establishment-risk-methods";

on_both! {
    async fn a_risk_says_what_it_comes_from_and_follows_what_is_known(app: TestApp) {
        let sita = app.labour_inspector().await;
        let id = sita.register(&yard()).await;
        let risk = sita.establishment(&id).await["risk"].clone();
        assert_eq!((&risk["value"], &risk["band"], &risk["method_version"]), (&json!(80), &json!("extreme"), &json!(1)));
        assert_eq!(risk["factors"], json!([
            { "factor": "hazardous_industry", "weight": 25 }, { "factor": "grave_hazards", "weight": 15 },
            { "factor": "industry_of_forced_labour", "weight": 15 }, { "factor": "migrant_workforce", "weight": 15 },
            { "factor": "housing_provided", "weight": 10 },
        ]));
        let tag = sita.get(&path(&id)).await.header("etag").unwrap().to_owned();
        let fewer = json!({ "isic": ["4711"], "hazard_codes": [], "workers": { "migrant": 30 } });
        let changed = sita.patch(&path(&id), &tag, &fewer).await.json();
        assert_eq!((&changed["risk"]["value"], &changed["risk"]["band"]), (&json!(18), &json!("low")));
        let nothing = sita.register(&named("Sample")).await;
        assert_eq!(sita.establishment(&nothing).await["risk"]["factors"], json!([]));
    }

    async fn the_method_is_published_with_its_version(app: TestApp) {
        let sita = app.labour_inspector().await;
        let methods = items(&sita.get(METHODS).await);
        assert_eq!(methods.len(), 1);
        let method = &methods[0];
        assert_eq!(method["version"], 1);
        let rules = method["method"]["factors"].as_array().unwrap();
        let of_reports: Vec<&Value> =
            rules.iter().filter(|rule| !rule["reports_at_least"].is_null()).collect();
        assert!(!of_reports.is_empty());
        assert!(of_reports.iter().all(|rule| rule["reports_at_least"].as_i64() >= Some(5)));
        // A second start changes nothing.
        let services = app.shared.services.clone();
        let now = services.clock.now();
        let ensured = services.db.write(move |conn| tulay::establishments::ensure_method(conn, now));
        ensured.await.unwrap();
        assert_eq!(items(&sita.get(METHODS).await).len(), 1);
    }
}
