//! `GET /v1/emergency-numbers` and `GET /v1/contacts`.

use serde_json::{Value, json};
use tulay::platform::db::DbError;
use tulay::rights::find_emergency_numbers;

use super::{each, read_in, walk};
use crate::on_both;

on_both! {
    async fn the_numbers_of_a_country_come_with_their_source(app: TestApp) {
        let response = read_in(&app, "/v1/emergency-numbers?country=MY", "id").await;
        response.assert_status(200);
        let page = response.json();
        let first = &page["items"][0];
        assert_eq!(first["number"], "999");
        assert_eq!((&first["country"], &first["country_label"]), (&json!("MY"), &json!("Malaysia")));
        assert_ne!(first["service_label"], first["service"]);
        assert_eq!(first["verified"], false);
        assert!(first["source_url"].as_str().unwrap().starts_with("https://"));
        assert_eq!(first["retrieved_on"], "2026-11-23");
        assert!(each(&page, "country").iter().all(|country| country == "MY"));
        assert!(response.header("content-language").unwrap().starts_with("id"));
    }

    async fn a_country_without_numbers_has_an_empty_page(app: TestApp) {
        let page = app.get("/v1/emergency-numbers?country=AQ").await.json();
        assert_eq!(page, json!({ "items": [], "next": null }));
        let refused = app.get("/v1/emergency-numbers?country=my").await;
        let body = refused.assert_problem(422, "invalid_request");
        assert!(body.to_string().contains("countries"));
    }

    async fn all_numbers_can_be_walked_through(app: TestApp) {
        let (countries, pages) = walk(&app, "/v1/emergency-numbers?limit=50", "country").await;
        assert_eq!((countries.len(), pages), (128, 3));
        assert!(countries.is_sorted());
    }

    async fn other_areas_find_the_same_numbers(app: TestApp) {
        let found = app.shared.services.db.read(|conn| -> Result<_, DbError> {
            find_emergency_numbers(conn, "MY")
        });
        let numbers: Vec<String> = found.await.unwrap().into_iter().map(|n| n.number).collect();
        let page = app.get("/v1/emergency-numbers?country=MY&limit=100").await.json();
        assert_eq!(numbers, each(&page, "number"));
    }

    async fn an_embassy_is_found_by_country_and_nationality(app: TestApp) {
        let response = read_in(&app, "/v1/contacts?country=ID&serves=PH&kind=embassy", "fil").await;
        response.assert_status(200);
        let page = response.json();
        assert_eq!(page["items"].as_array().unwrap().len(), 1);
        let embassy = &page["items"][0];
        assert_eq!(embassy["serves"], json!(["PH"]));
        assert_eq!(embassy["name"], "Embassy of the Philippines, Jakarta");
        assert_eq!(embassy["name_language"], "en");
        assert_eq!(embassy["verified"], false);
        assert!(embassy["source_name"].as_str().unwrap().contains("Commission on Filipinos Overseas"));
        assert_eq!(embassy["retrieved_on"], "2026-11-23");
        let channels = embassy["channels"].as_array().unwrap();
        assert!(channels.iter().all(|c| c["channel_label"] != c["channel"]), "{channels:?}");
        assert!(response.header("content-language").unwrap().contains("fil"));
    }

    async fn who_serves_anybody_is_found_for_each_nationality(app: TestApp) {
        let all = app.get("/v1/contacts?country=TH&limit=100").await.json();
        let of = |page: &Value, serves: &Value| {
            let items = page["items"].as_array().unwrap().iter();
            items.filter(|item| item["serves"] == *serves).count()
        };
        let khmer = app.get("/v1/contacts?country=TH&serves=KH&limit=100").await.json();
        let nepali = app.get("/v1/contacts?country=TH&serves=NP&limit=100").await.json();
        assert_eq!(of(&khmer, &json!([])), of(&all, &json!([])));
        assert_eq!(of(&khmer, &json!(["KH"])), of(&all, &json!(["KH"])));
        assert_eq!(nepali["items"].as_array().unwrap().len(), of(&all, &json!([])));
    }

    async fn names_come_in_the_nearest_language(app: TestApp) {
        let page = read_in(&app, "/v1/contacts?serves=KH&country=KH&limit=100", "km-KH").await.json();
        let items = page["items"].as_array().unwrap();
        assert!(!items.is_empty());
        assert!(items.iter().all(|item| item["name_language"] == "km"), "{items:?}");
    }

    async fn what_the_source_lacks_is_null_and_a_doubt_stays_with_its_number(app: TestApp) {
        let page = app.get("/v1/contacts?limit=100&serves=PH").await.json();
        let items = page["items"].as_array().unwrap();
        assert!(items.iter().all(|item| item["address"] != ""));
        assert!(items.iter().all(|item| item["verified"] == false));
        let page = app.get("/v1/contacts?limit=100&serves=KH").await.json();
        let noted = page["items"].as_array().unwrap().iter().any(|item| {
            item["channels"].as_array().unwrap().iter().any(|channel| channel["note"].is_string())
        });
        assert!(noted);
    }

    async fn all_contacts_can_be_walked_through(app: TestApp) {
        let (keys, pages) = walk(&app, "/v1/contacts?limit=40", "key").await;
        assert_eq!((keys.len(), pages), (174, 5));
        let mut unique = keys.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), 174);
        let refused = app.get("/v1/contacts?kind=spy").await;
        let body = refused.assert_problem(422, "invalid_request");
        assert!(body.to_string().contains("contact_kinds"));
    }
}
