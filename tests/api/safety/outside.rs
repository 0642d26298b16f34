//! Good practices for maps and spreadsheets.

use serde_json::{Value, json};

use super::practices::good;
use super::{changed, least, report};
use crate::harness::TestApp;
use crate::on_both;

const GEOJSON: &str = "/v1/good-practices/geojson";
const TABLE: &str = "/v1/good-practices/csv";

/// Files and publishes good practices with these words.
async fn published(app: &TestApp, words: &[&str]) {
    let inspectorate = app.inspectorate().await;
    let inspector = app.inspector(inspectorate).await;
    for text in words {
        let filed = app.report(&good()).await;
        let wording = json!({ "text": text });
        inspector
            .post(&filed.sub("publication"), &wording)
            .await
            .assert_status(201);
    }
}

/// The rows of a table, without the names.
fn rows(body: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(body);
    let read = |row: Result<csv::StringRecord, csv::Error>| {
        row.unwrap().iter().map(str::to_owned).collect()
    };
    reader.records().map(read).collect()
}

on_both! {
    async fn maps_get_the_point_of_the_grid_and_what_the_public_sees(app: TestApp) {
        published(&app, &["Everybody has a belt."]).await;
        app.report(&changed(report(), json!({ "danger_now": true }))).await;
        let answer = app.get(GEOJSON).await;
        answer.assert_status(200);
        assert_eq!(answer.header("content-type"), Some("application/geo+json"));
        let shown = app.get("/v1/good-practices").await.json()["items"][0].clone();
        let body = answer.json();
        assert_eq!((&body["type"], body["features"].as_array().unwrap().len()), (&json!("FeatureCollection"), 1));
        let feature = &body["features"][0];
        assert_eq!((&feature["type"], &feature["id"], &feature["geometry"]), (&json!("Feature"), &shown["id"], &shown["point"]));
        let said = json!({ "text": shown["text"], "hazard_codes": shown["hazard_codes"],
            "country": shown["country"], "month": shown["month"] });
        assert_eq!(feature["properties"], said, "and nothing else");
        assert_eq!(body["license"], "https://creativecommons.org/licenses/by/4.0/");
        assert!(!body["attribution"].as_str().unwrap().is_empty());
        assert!(answer.header("link").unwrap().contains("rel=\"license\""));
        assert!(!body.to_string().contains("Planted") && !body.to_string().contains("101.518"));
    }

    async fn a_table_is_safe_to_open(app: TestApp) {
        let words = ["=HYPERLINK(\"https://evil.example\")", "+1", "-1", "@SUM(A1)", "  =1", "A \"belt\", and a rope\nfor all"];
        published(&app, &words).await;
        let answer = app.get(&format!("{TABLE}?limit=100")).await;
        answer.assert_status(200);
        assert_eq!(answer.header("content-type"), Some("text/csv"));
        let table = rows(&answer.body);
        assert_eq!(table.len(), words.len());
        let shown = app.get("/v1/good-practices?limit=100").await.json();
        for (row, item) in table.iter().zip(shown["items"].as_array().unwrap()) {
            assert_eq!(row.len(), 9);
            assert_eq!((row[0].as_str(), row[1].as_str()), (item["id"].as_str().unwrap(), item["month"].as_str().unwrap()));
            let longitude = item["point"]["coordinates"][0].as_f64().unwrap();
            assert!((row[3].parse::<f64>().unwrap() - longitude).abs() < 1e-9);
            let text = item["text"].as_str().unwrap();
            let is_formula = text.trim_start().starts_with(['=', '+', '-', '@']);
            assert_eq!(row[6], if is_formula { format!("'{text}") } else { text.to_owned() });
            assert!(row[7].starts_with("https://creativecommons.org/") && !row[8].is_empty());
        }
    }

    async fn both_come_page_by_page_and_are_not_sent_twice(app: TestApp) {
        published(&app, &["One", "Two", "Three"]).await;
        for path in [GEOJSON, TABLE] {
            let first = app.get(&format!("{path}?limit=2")).await;
            let link = first.header("link").unwrap().to_owned();
            let next = link.split(['<', '>']).nth(1).unwrap().to_owned();
            assert!(link.contains("rel=\"next\"") && next.starts_with(path), "{link}");
            let second = app.get(&next).await;
            second.assert_status(200);
            let texts = |body: &[u8]| -> Vec<String> {
                if path == TABLE {
                    return rows(body).into_iter().map(|row| row[6].clone()).collect();
                }
                let body: Value = serde_json::from_slice(body).unwrap();
                let features = body["features"].as_array().unwrap().iter();
                features.map(|one| one["properties"]["text"].as_str().unwrap().to_owned()).collect()
            };
            let mut all = [texts(&first.body), texts(&second.body)].concat();
            all.sort();
            assert_eq!(all, ["One", "Three", "Two"]);
            let tag = first.header("etag").unwrap();
            let again = app.request(reqwest::Method::GET, &format!("{path}?limit=2")).header("If-None-Match", tag);
            crate::harness::Response::of(again).await.assert_status(304);
            app.get(&format!("{path}?cursor=nonsense")).await.assert_problem(400, "invalid_cursor");
            assert_eq!(app.get(&format!("{path}?country=SG")).await.status, 200);
        }
    }

    async fn what_nobody_published_is_in_neither(app: TestApp) {
        app.inspectorate().await;
        for body in [least(), report(), good()] {
            app.report(&body).await;
        }
        assert_eq!(app.get(GEOJSON).await.json()["features"], json!([]));
        assert!(rows(&app.get(TABLE).await.body).is_empty());
    }
}
