//! Who takes up requests and reports, as the public sees it.

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use crate::harness::Response;
use crate::on_both;

/// So that the next id sorts after the ones before.
const TICK: std::time::Duration = std::time::Duration::from_millis(2);

fn names(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    async fn organisations_are_found_by_country_and_competence(app: TestApp) {
        let both = app.organisation("Test helpers", &["SG", "MY"], &["shelter", "assistance"]).await;
        app.clock.advance(TICK);
        app.organisation("Test lawyers", &["MY"], &["legal_aid"]).await;
        app.clock.advance(TICK);
        app.organisation("Test inspectors", &["SG"], &["safety_inspection"]).await;
        let all = app.get("/v1/organisations").await;
        all.assert_status(200);
        assert!(all.header("cache-control").unwrap().starts_with("public"));
        assert_eq!(names(&all.json()), ["Test helpers", "Test lawyers", "Test inspectors"]);
        assert_eq!(all.json()["items"][0], json!({ "id": both, "name": "Test helpers", "kind": "ngo",
            "countries": ["MY", "SG"], "competences": ["assistance", "shelter"] }));
        let found = app.get("/v1/organisations?country=MY").await.json();
        assert_eq!(names(&found), ["Test helpers", "Test lawyers"]);
        let found = app.get("/v1/organisations?country=MY&competence=shelter").await.json();
        assert_eq!(names(&found), ["Test helpers"]);
        let unknown = app.get("/v1/organisations?country=XX&competence=magic").await;
        unknown.assert_problem(422, "invalid_request");
        assert_eq!(unknown.faults().len(), 2);
    }

    async fn the_list_has_pages_and_one_can_be_shown(app: TestApp) {
        for number in 0..3 {
            app.organisation(&format!("Test helpers {number}"), &["MY"], &["assistance"]).await;
            app.clock.advance(TICK);
        }
        let first = app.get("/v1/organisations?limit=2").await.json();
        assert_eq!(first["items"].as_array().unwrap().len(), 2);
        let cursor = first["next"].as_str().unwrap();
        let second = app.get(&format!("/v1/organisations?limit=2&cursor={cursor}")).await.json();
        assert_eq!(names(&second), ["Test helpers 2"]);
        let path = format!("/v1/organisations/{}", second["items"][0]["id"].as_str().unwrap());
        let one = app.get(&path).await;
        assert_eq!(one.json(), second["items"][0]);
        let before = app.shared.services.db.jobs_run().reads;
        let again = app.request(Method::GET, &path).header("If-None-Match", one.header("etag").unwrap());
        Response::of(again).await.assert_status(304);
        assert_eq!(app.shared.services.db.jobs_run().reads, before);
        for id in ["0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61", "nonsense"] {
            let none = app.get(&format!("/v1/organisations/{id}")).await;
            none.assert_problem(404, "not_found");
        }
    }

    async fn staff_see_their_own_organisation(app: TestApp) {
        let organisation = app.organisation("Test helpers", &["MY"], &["assistance"]).await;
        app.organisation("Other helpers", &["MY"], &["assistance"]).await;
        let editor = app.member(organisation, &[Role::Editor]).await;
        let own = editor.get("/v1/staff/organisation").await;
        own.assert_status(200);
        assert_eq!(own.json()["id"], json!(organisation));
        assert_eq!(own.header("cache-control"), Some("no-store"));
    }
}
