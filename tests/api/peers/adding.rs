//! Servers add each other by hand, and say which organisations they have.

use serde_json::json;

use super::{Pair, Site};
use crate::on_both;

const ORGANISATIONS: &str = "/v1/staff/peer-organisations";

on_both! {
    async fn servers_that_added_each_other_know_their_organisations(app: TestApp) {
        let pair = Pair::start(&app).await;
        let worker = pair.origin.case_worker().await;
        let found = worker.get(ORGANISATIONS).await;
        found.assert_status(200);
        let items = found.json()["items"].clone();
        assert_eq!(items.as_array().unwrap().len(), 1, "{items}");
        let shelter = &items[0];
        assert_eq!(shelter["id"], json!(pair.destination.organisation));
        assert_eq!(shelter["name"], pair.destination.name);
        assert_eq!(shelter["peer_country"], "SG");
        assert_eq!(shelter["competences"], json!(["assistance"]));
        // It is asked once a day.
        assert_eq!(pair.origin.deliver().await, 0);

        pair.origin.remove(pair.there).await;
        let worker = pair.origin.case_worker().await;
        assert_eq!(worker.get(ORGANISATIONS).await.json()["items"], json!([]));
    }

    async fn both_sides_must_add_each_other(app: TestApp) {
        let origin = Site::start(&app, "Example Desk in Cebu", "PH").await;
        let destination = Site::start(&app, "Example Shelter in Singapore", "SG").await;
        origin.add(&destination).await;
        // It is asked, and tells a stranger nothing.
        assert_eq!(origin.deliver().await, 1);
        let worker = origin.case_worker().await;
        assert_eq!(worker.get(ORGANISATIONS).await.json()["items"], json!([]));

        destination.add(&origin).await;
        assert_eq!(origin.deliver().await, 0);
        origin.app.clock.advance(std::time::Duration::from_secs(10));
        assert_eq!(origin.deliver().await, 1);
        let worker = origin.case_worker().await;
        let found = worker.get(ORGANISATIONS).await.json();
        assert_eq!(found["items"].as_array().unwrap().len(), 1);
    }
}
