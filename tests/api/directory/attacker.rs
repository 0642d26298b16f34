//! From the chair of whoever looks for her: nothing leads to a shelter's door.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{FOR_PARTNERS, HIDDEN, SERVICES, shelter};
use crate::harness::{Response, TestApp};
use crate::on_both;

/// The place's own id, which is that of the same house in another list.
const LOCATION: &str = "0195f1a2-7c3d-4b1e-9a55-3f0c8d2e4b99";

#[track_caller]
fn assert_without(body: &str, words: &[&str], path: &str) {
    for word in words {
        assert!(!body.contains(word), "{path} tells {word}:\n{body}");
    }
}

fn text(response: Response) -> String {
    response.assert_status(200);
    String::from_utf8(response.body).unwrap()
}

/// Everything that the public can ask.
fn public_paths(id: &str, place: &str) -> Vec<String> {
    let mut paths: Vec<String> = [
        "services?full=true&per_page=1000",
        "services?per_page=1000",
        "services?minimal=true&per_page=1000",
        "services?format=ndjson&full=true",
        "organizations?full=true&full_service=true&per_page=1000",
        "service_at_locations?full=true&per_page=1000",
        "service_at_locations?per_page=1000",
    ]
    .iter()
    .map(|path| format!("/v1/hsds/{path}"))
    .collect();
    paths.push(format!("/v1/hsds/services/{id}"));
    paths.push(format!("/v1/hsds/service_at_locations/{place}"));
    paths.push("/v1/services?country=MY&limit=100".to_owned());
    paths.push(
        "/v1/services?country=MY&longitude=101.7123&latitude=3.2123&within_km=1&limit=100"
            .to_owned(),
    );
    paths
}

/// What the public sees of the shelter's entry.
async fn shown(app: &TestApp, id: &str) -> Value {
    app.get(&format!("/v1/hsds/services/{id}")).await.json()
}

on_both! {
    async fn no_public_answer_tells_what_is_hidden(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (_, id) = app.listed(&chief, shelter).await;
        let place = shown(&app, &id).await["service_at_locations"][0]["id"].as_str().unwrap().to_owned();
        for path in public_paths(&id, &place) {
            let body = text(app.get(&path).await);
            assert_without(&body, &HIDDEN, &path);
            assert_without(&body, &FOR_PARTNERS, &path);
            assert_without(&body, &[LOCATION], &path);
        }
        let shown = shown(&app, &id).await;
        let location = &shown["service_at_locations"][0]["location"];
        assert_eq!(location, &json!({ "id": place, "location_type": "physical", "visibility": "restricted", "redacted": true }));
        assert!(shown["service_at_locations"][0].get("phones").is_none());
        let hidden = &shown["phones"][1];
        assert_eq!((&hidden["number"], &hidden["redacted"], &hidden["visibility"]), (&json!(""), &json!(true), &json!("partner")));
        assert!(hidden.get("channel").is_none() && hidden.get("type").is_none());
        for contact in shown["contacts"].as_array().unwrap() {
            assert_eq!(contact["redacted"], true);
            assert_eq!(contact.as_object().unwrap().len(), 3, "{contact}");
        }
        assert_eq!(shown["phones"][0]["number"], "1800 555 0100");
        // Its own id is that of nothing here.
        app.get(&format!("/v1/hsds/service_at_locations/{LOCATION}")).await.assert_problem(404, "not_found");
    }

    async fn no_search_distance_count_or_order_gives_it_away(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (_, id) = app.listed(&chief, shelter).await;
        for query in ["services?search=nightjar", "services?search=hidden%20town", "services?search=warden",
            "services?search=blue%20gate", "services?search=5550%200199", "services?search=duty%20desk",
            "service_at_locations?search=hidden", "service_at_locations?postcode=QX991ZZ",
            "service_at_locations?postcode=QX991ZZ&proximity=1000000"] {
            let found = app.get(&format!("/v1/hsds/{query}")).await.json();
            assert_eq!(found["total_items"], 0, "{query}");
        }
        // Standing before its door, and on the other side of the country: it comes last, without a distance, both times.
        let at = async |longitude: f64, latitude: f64| {
            let path = format!("/v1/services?country=MY&service_type=shelter&longitude={longitude}&latitude={latitude}&within_km=1000&limit=100");
            app.get(&path).await.json()["items"].clone()
        };
        let (near, far) = (at(101.7123, 3.2123).await, at(116.07, 5.98).await);
        let own = |all: &Value| all.as_array().unwrap().iter().find(|one| one["id"] == json!(id)).unwrap().clone();
        assert_eq!(own(&near), own(&far));
        assert_eq!((&own(&near)["distance_km"], &own(&near)["address"], &own(&near)["place_hidden"]), (&Value::Null, &Value::Null, &json!(true)));
        // Without a country it is near nothing.
        let alone = "/v1/services?longitude=101.7123&latitude=3.2123&within_km=1000&service_type=shelter&limit=100";
        let alone = app.get(alone).await.json();
        assert!(alone["items"].as_array().unwrap().iter().all(|one| one["id"] != json!(id)));
    }

    async fn when_she_runs_away_nothing_public_changes(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (_, id) = app.listed(&chief, shelter).await;
        let path = format!("/v1/hsds/services/{id}");
        let before = app.get(&path).await;
        let tag = before.header("etag").unwrap().to_owned();
        let own = format!("{SERVICES}/{id}");
        for change in [json!({ "entry": { "beds_free": 2 } }),
            json!({ "entry": { "contacts": [{ "name": "Warden Other", "visibility": "restricted" },
                { "title": "Night desk", "email": "night@shelter.example", "visibility": "partner" }] } })] {
            app.clock.advance(Duration::from_mins(2));
            let seen = chief.get(&own).await.header("etag").unwrap().to_owned();
            chief.patch(&own, &seen, &change).await.assert_status(200);
            let after = app.get(&path).await;
            assert_eq!(after.json()["last_modified"], before.json()["last_modified"]);
            assert_eq!(after.header("etag"), Some(tag.as_str()));
        }
        // When the shelter moves, the public sees no move either.
        let mut moved = shelter("x")["entry"]["places"].clone();
        moved[0]["city"] = json!("Other Hidden Town");
        moved[0]["id"] = chief.get(&own).await.json()["entry"]["places"][0]["id"].clone();
        let seen = chief.get(&own).await.header("etag").unwrap().to_owned();
        chief.patch(&own, &seen, &json!({ "entry": { "places": moved } })).await.assert_status(200);
        assert_eq!(app.get(&path).await.header("etag"), Some(tag.as_str()));
        // What everybody sees is another time.
        let seen = chief.get(&own).await.header("etag").unwrap().to_owned();
        chief.patch(&own, &seen, &json!({ "entry": { "alert": "Full until Friday." } })).await.assert_status(200);
        assert_ne!(app.get(&path).await.json()["last_modified"], before.json()["last_modified"]);
    }

    async fn partners_see_what_is_for_them_and_no_door(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (_, id) = app.listed(&chief, shelter).await;
        let (partner, _) = app.helpers("Example Abroad").await;
        let worker = app.member(partner, &[Role::CaseWorker]).await;
        let program = crate::clients::with_every_scope(&app, partner).await;
        for path in [format!("/v1/staff/hsds/services/{id}"), "/v1/staff/hsds/services?full=true&per_page=1000".to_owned()] {
            let of_program = app.request(Method::GET, &path).header("Authorization", &program);
            for body in [text(worker.get(&path).await), text(Response::of(of_program).await)] {
                assert_without(&body, &HIDDEN, &path);
                assert_without(&body, &[LOCATION], &path);
                for word in FOR_PARTNERS { assert!(body.contains(word), "{word}"); }
            }
        }
        // Nor do they read or keep the entry itself.
        let own = format!("{SERVICES}/{id}");
        worker.get(&own).await.assert_problem(404, "not_found");
        worker.get(&format!("{own}/events")).await.assert_problem(404, "not_found");
        worker.patch(&own, "\"v1\"", &json!({ "entry": { "alert": "x" } })).await.assert_problem(404, "not_found");
        assert_eq!(worker.get(SERVICES).await.json()["items"], json!([]));
        let of_program = app.request(Method::GET, &own).header("Authorization", &program);
        Response::of(of_program).await.assert_problem(403, "forbidden");
    }

    async fn an_agency_that_signs_in_is_nobodys_partner(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (_, id) = app.listed(&chief, shelter).await;
        let agency = app.organisation("Example Agency (made up)", &["MY"], &[]).await;
        let staff = app.member(agency, &[Role::AgencyRepresentative, Role::Administrator, Role::CaseWorker]).await;
        for path in [format!("/v1/staff/hsds/services/{id}"), "/v1/staff/hsds/services".to_owned(),
            SERVICES.to_owned(), format!("{SERVICES}/{id}")] {
            staff.get(&path).await.assert_problem(403, "forbidden");
        }
        let inspector = app.organisation("Example Inspectorate", &["MY"], &["labour_inspection"]).await;
        let inspector = app.member(inspector, &[Role::Inspector]).await;
        inspector.get("/v1/staff/hsds/services").await.assert_problem(403, "forbidden");
        app.get("/v1/staff/hsds/services").await.assert_problem(401, "unauthenticated");
    }

    async fn a_thief_of_the_database_does_not_find_the_door(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (_, id) = app.listed(&chief, shelter).await;
        let own = format!("{SERVICES}/{id}");
        let seen = chief.get(&own).await.header("etag").unwrap().to_owned();
        chief.patch(&own, &seen, &json!({ "entry": { "contacts": [] } })).await.assert_status(200);
        for word in HIDDEN.iter().chain(&FOR_PARTNERS[..2]) {
            assert!(app.where_is(word).await.is_empty(), "{word}: {:?}", app.where_is(word).await);
        }
    }
}
