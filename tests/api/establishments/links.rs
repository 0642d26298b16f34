//! Connections between establishments.

use serde_json::{Value, json};

use super::{fault, named, path};
use crate::harness::{Person, Response};
use crate::on_both;

async fn link(by: &Person<'_>, from: &str, to: &str, kind: &str) -> Response {
    let body = json!({ "kind": kind, "to": to });
    by.post(&format!("{}/links", path(from)), &body).await
}

fn factors(page: &Value) -> Vec<&str> {
    let factors = page["risk"]["factors"].as_array().unwrap().iter();
    factors
        .map(|factor| factor["factor"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn both_ends_show_a_connection_and_its_risk_follows(app: TestApp) {
        let sita = app.labour_inspector().await;
        let yard = sita.register(&named("Meridian Sample Yard")).await;
        let supplier = sita.register(&named("Bahtera Manpower")).await;
        let before = sita.establishment(&yard).await;
        assert!(factors(&before).is_empty());
        let linked = link(&sita, &supplier, &yard, "supplies_labour_to").await;
        let of_supplier = linked.assert_status(200).json()["links"][0].clone();
        assert_eq!((&of_supplier["direction"], &of_supplier["name"]), (&json!("outgoing"), &json!("Meridian Sample Yard")));
        let after = sita.establishment(&yard).await;
        assert_eq!(after["links"][0]["direction"], "incoming");
        assert_eq!(after["links"][0]["establishment_id"], json!(supplier));
        assert_eq!(factors(&after), ["labour_supplied"]);
        for id in [&yard, &supplier] {
            let newest = sita.events(id).await[0].clone();
            assert_eq!((&newest["act"], &newest["before"]), (&json!("linked"), &json!({ "link": null })));
        }
        link(&sita, &supplier, &yard, "supplies_labour_to").await.assert_problem(409, "conflict");

        let of_yard = format!("{}/links/{}", path(&yard), after["links"][0]["id"].as_str().unwrap());
        sita.delete(&of_yard).await.assert_status(204);
        sita.delete(&of_yard).await.assert_status(204);
        let without = sita.establishment(&yard).await;
        assert_eq!((&without["links"], factors(&without)), (&json!([]), vec![]));
        assert_eq!(sita.events(&supplier).await[0]["act"], "unlinked");
        assert_eq!(sita.events(&yard).await.len(), 3);
    }

    async fn what_is_not_there_is_not_connected(app: TestApp) {
        let sita = app.labour_inspector().await;
        let yard = sita.register(&named("Meridian Sample Yard")).await;
        let refused = link(&sita, &yard, &yard, "hosts").await;
        assert_eq!(refused.faults(), [fault("/to", "same_establishment")]);
        let nowhere = app.shared.services.new_id().to_string();
        let refused = link(&sita, &yard, &nowhere, "hosts").await;
        assert_eq!(refused.faults(), [fault("/to", "unknown_establishment")]);
        link(&sita, &nowhere, &yard, "hosts").await.assert_problem(404, "not_found");
    }
}
