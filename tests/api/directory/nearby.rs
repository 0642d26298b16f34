//! Who helps here, as an app asks.

use serde_json::{Value, json};
use tulay::platform::clock::{Clock as _, Time};

use super::{office, shelter};
use crate::harness::TestApp;
use crate::on_both;

async fn ids(app: &TestApp, query: &str) -> Vec<String> {
    let found = app.get(&format!("/v1/services?{query}")).await;
    found.assert_status(200);
    found.json()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(super::id_of)
        .collect()
}

/// Moves the clock to a moment that lies ahead.
fn go_to(app: &TestApp, at: &str) {
    let ahead = Time::parse(at).unwrap().since(app.clock.now());
    app.clock.advance(ahead);
}

on_both! {
    async fn the_nearest_comes_first_and_what_fits_is_found(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (_, near) = app.listed(&chief, office).await;
        let (_, hidden) = app.listed(&chief, shelter).await;
        let (_, far) = app.listed(&chief, |of| {
            let mut body = office(of);
            body["entry"]["places"][0]["point"]["coordinates"] = json!([101.5, 3.0]);
            body
        }).await;
        let here = "longitude=101.70&latitude=3.15&within_km=60&limit=100";
        let found = ids(&app, here).await;
        assert_eq!(found, [near.clone(), far.clone()]);
        assert_eq!(ids(&app, "longitude=101.70&latitude=3.15&within_km=5").await, std::slice::from_ref(&near));
        let with_country = ids(&app, &format!("{here}&country=MY&service_type=shelter")).await;
        assert_eq!(with_country.last(), Some(&hidden));
        let first = app.get(&format!("/v1/services?{here}")).await.json()["items"][0].clone();
        assert!(first["distance_km"].as_f64().unwrap() < 2.0);
        assert_eq!((&first["address"], &first["organisation"]), (&json!("1 Sample Road, 50100, Sample Town"), &json!("Example Workers' Centre")));
        // A page ends where the next one begins.
        let page = app.get("/v1/services?longitude=101.70&latitude=3.15&within_km=60&limit=1").await.json();
        assert_eq!(page["items"][0]["id"], json!(near));
        let next = format!("/v1/services?longitude=101.70&latitude=3.15&within_km=60&limit=1&cursor={}", page["next"].as_str().unwrap());
        let page = app.get(&next).await.json();
        assert_eq!((&page["items"][0]["id"], &page["next"]), (&json!(far), &Value::Null));
        let half = app.get("/v1/services?longitude=101.70").await;
        assert_eq!(half.faults(), [("/query/latitude".to_owned(), "missing_member".to_owned())]);
    }

    async fn whom_a_service_helps_decides(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (_, hidden) = app.listed(&chief, shelter).await;
        let (_, papers) = app.listed(&chief, |of| {
            let mut body = office(of);
            body["entry"]["serves"] = json!({ "documented_status": "documented_only" });
            body["entry"]["areas"] = json!([{ "country": "MY", "subdivisions": ["MY-14"] }]);
            body
        }).await;
        let has = async |query: &str, id: &String| ids(&app, &format!("country=MY&limit=100&{query}")).await.contains(id);
        assert!(has("language=vi", &hidden).await && !has("language=vi", &papers).await);
        assert!(has("nationality=ID&sex=female", &hidden).await);
        assert!(!has("nationality=PH", &hidden).await && !has("sex=male", &hidden).await);
        assert!(has("nationality=PH&sex=male", &papers).await);
        assert!(has("without_papers=true", &hidden).await && !has("without_papers=true", &papers).await);
        assert!(has("subdivision=MY-14", &papers).await && !has("subdivision=MY-10", &papers).await);
        assert!(has("subdivision=MY-10", &hidden).await);
        assert!(!ids(&app, "country=SG&limit=100").await.contains(&hidden));
        // Closed for good is found no more, though it can be read.
        let own = format!("{}/{papers}", super::SERVICES);
        let tag = chief.get(&own).await.header("etag").unwrap().to_owned();
        chief.patch(&own, &tag, &json!({ "entry": { "status": "defunct" } })).await.assert_status(200);
        assert!(!has("within_km=50", &papers).await);
        app.get(&format!("/v1/hsds/services/{papers}")).await.assert_status(200);
    }

    async fn open_now_is_by_the_clocks_of_the_place(app: TestApp) {
        // A Friday in December 2027, nine hours before midnight in Malaysia; no holiday.
        go_to(&app, "2027-12-10T00:59:00Z");
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (_, unsure) = app.listed(&chief, office).await;
        let (_, id) = app.listed(&chief, |of| {
            let mut body = office(of);
            body["entry"]["closed_on_public_holidays"] = json!(false);
            body
        }).await;
        let open = "country=MY&service_type=wage_recovery&open_now=true";
        assert!(ids(&app, open).await.is_empty());
        app.clock.advance(std::time::Duration::from_mins(2));
        assert_eq!(ids(&app, open).await, std::slice::from_ref(&id));
        let shown = app.get(&format!("/v1/hsds/services/{id}")).await.json();
        assert_eq!(shown["open_now"], "open");
        // The holidays of that year are not all known, and this one closes on them.
        let shown = app.get(&format!("/v1/hsds/services/{unsure}")).await.json();
        assert_eq!(shown["open_now"], "unknown");
        go_to(&app, "2027-12-10T09:01:00Z");
        assert!(ids(&app, open).await.is_empty());
        // Saturday.
        go_to(&app, "2027-12-11T02:00:00Z");
        let shown = app.get(&format!("/v1/hsds/services/{id}")).await.json();
        assert_eq!(shown["open_now"], "closed");
    }
}
