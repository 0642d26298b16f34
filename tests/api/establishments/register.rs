//! Registering, and who may.

use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{ESTABLISHMENTS, fault, id_of, named, path, yard};
use crate::on_both;

on_both! {
    async fn what_is_registered_is_read_again(app: TestApp) {
        let sita = app.labour_inspector().await;
        let registered = sita.post(ESTABLISHMENTS, &yard()).await;
        registered.assert_status(201);
        let id = id_of(&registered);
        assert_eq!(registered.header("location"), Some(path(&id).as_str()));
        let page = sita.get(&path(&id)).await;
        page.assert_status(200);
        assert!(page.header("etag").unwrap().starts_with("\"v1"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
        let body = page.json();
        assert_eq!(body, registered.json());
        for member in ["names", "identifiers", "isic", "place", "size_band", "workers", "housing_provided", "hazard_codes"] {
            assert_eq!(body[member], yard()[member], "{member}");
        }
        assert_eq!((&body["operating"], &body["links"], &body["merged_ids"]), (&json!("open"), &json!([]), &json!([])));
    }

    async fn a_client_may_choose_the_id_once(app: TestApp) {
        let sita = app.labour_inspector().await;
        let id = app.shared.services.new_id().to_string();
        let mut new = yard();
        new["id"] = json!(id);
        assert_eq!(sita.register(&new).await, id);
        sita.post(ESTABLISHMENTS, &new).await.assert_problem(409, "id_taken");
    }

    async fn what_does_not_fit_is_refused_with_every_fault(app: TestApp) {
        let sita = app.labour_inspector().await;
        let mut new = named("Sample");
        new["place"]["subdivision"] = json!("SG-01");
        new["workers"] = json!({ "total": 3, "women": 4, "migrant": 5 });
        new["employer_id"] = json!(app.shared.services.new_id().to_string());
        let refused = sita.post(ESTABLISHMENTS, &new).await;
        refused.assert_problem(422, "invalid_request");
        assert_eq!(refused.faults(), [
            fault("/place/subdivision", "not_in_country"), fault("/workers/women", "more_than_total"),
            fault("/workers/migrant", "more_than_total"), fault("/employer_id", "unknown_employer"),
        ]);
        let mut unknown = named("Sample");
        unknown["isic"] = json!(["4199"]);
        let refused = sita.post(ESTABLISHMENTS, &unknown).await;
        assert_eq!(refused.faults(), [fault("/isic/0", "unknown_value")]);
    }

    async fn it_names_its_employer_and_copies_nothing(app: TestApp) {
        let sita = app.labour_inspector().await;
        let employer = app.employer("Meridian Sample Holding (made up)").await;
        let mut new = named("Meridian Sample Yard");
        new["employer_id"] = json!(employer.to_string());
        let id = sita.register(&new).await;
        let shown = sita.establishment(&id).await["employer"].clone();
        assert_eq!(shown, json!({ "id": employer.to_string(), "name": "Meridian Sample Holding (made up)" }));
        // An agency is no employer.
        let agency = app.agency("Sunrise Manpower (made up)").await;
        new["employer_id"] = json!(agency.to_string());
        let refused = sita.post(ESTABLISHMENTS, &new).await;
        assert_eq!(refused.faults(), [fault("/employer_id", "unknown_employer")]);
    }

    async fn only_inspectors_of_an_inspectorate_of_the_country_see_it(app: TestApp) {
        let sita = app.labour_inspector().await;
        let id = sita.register(&yard()).await;
        // Another inspectorate of the same country sees it as well.
        let other = app.labour_inspectorate(&["SG", "MY"]).await;
        app.member(other, &[Role::Inspector]).await.get(&path(&id)).await.assert_status(200);
        let elsewhere = app.labour_inspectorate(&["SG"]).await;
        let elsewhere = app.member(elsewhere, &[Role::Inspector]).await;
        elsewhere.get(&path(&id)).await.assert_problem(404, "not_found");
        elsewhere.get(&format!("{}/events", path(&id))).await.assert_problem(404, "not_found");
        let refused = elsewhere.post(ESTABLISHMENTS, &yard()).await;
        assert_eq!(refused.faults(), [fault("/place/country", "not_a_country_of_yours")]);
        let union = app.organisation("A union (made up)", &["MY"], &["safety_inspection"]).await;
        let inspector = app.member(union, &[Role::Inspector]).await;
        inspector.get(&path(&id)).await.assert_problem(403, "forbidden");
        for role in [Role::CaseWorker, Role::Administrator] {
            let colleague = app.member(other, &[role]).await;
            colleague.get(ESTABLISHMENTS).await.assert_problem(403, "forbidden");
        }
        app.get(ESTABLISHMENTS).await.assert_problem(401, "unauthenticated");
    }

    async fn a_place_keeps_no_more_than_its_precision_promises(app: TestApp) {
        let sita = app.labour_inspector().await;
        let mut new = yard();
        new["place"]["precision"] = json!("district");
        let page: Value = sita.establishment(&sita.register(&new).await).await;
        assert_eq!(page["place"]["point"]["coordinates"], json!([101.45, 3.04]));
    }
}
