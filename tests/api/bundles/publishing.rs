//! Each change is published once, and what has not changed is not.

use std::time::Duration;

use serde_json::{Value, json};

use super::{BUNDLE, Copy, edit_passport, publish};
use crate::on_both;

on_both! {
    async fn what_has_not_changed_is_the_same_to_the_byte(app: TestApp) {
        assert_eq!(publish(&app).await, 0);
        let first = Copy::of(&app, BUNDLE).await;
        for hours in [0, 24, 24 * 200] {
            app.clock.advance(Duration::from_hours(hours));
            assert_eq!(publish(&app).await, 0);
            assert_eq!(Copy::of(&app, BUNDLE).await.answer, first.answer);
        }
        assert_eq!(Copy::of(&app.another(), BUNDLE).await.answer, first.answer);
    }

    async fn several_instances_publish_a_change_once(app: TestApp) {
        let other = app.another();
        let (one, two) = tokio::join!(Copy::of(&app, BUNDLE), Copy::of(&other, BUNDLE));
        assert_eq!(one.answer, two.answer);
        Copy::of(&app, "/v1/bundles/ID-MY/id").await;
        app.clock.advance(Duration::from_mins(1));
        edit_passport(&app, "Keep a photo.");
        let (here, there) = tokio::join!(publish(&app), publish(&other));
        assert_eq!(here + there, 2);
        let (after, same) = (Copy::of(&app, BUNDLE).await, Copy::of(&other, BUNDLE).await);
        assert_eq!(after.answer, same.answer);
        assert_ne!(after.version(), one.version());
        assert_eq!(publish(&other).await, 0);
    }

    async fn the_list_says_what_can_be_had_and_how_big_it_is(app: TestApp) {
        let mut all: Vec<Value> = Vec::new();
        let mut next = "/v1/bundles?limit=100".to_owned();
        loop {
            let page = app.get(&next).await;
            page.assert_status(200);
            let page = page.json();
            all.extend(page["items"].as_array().unwrap().iter().cloned());
            let Some(cursor) = page["next"].as_str() else { break };
            next = format!("/v1/bundles?limit=100&cursor={cursor}");
        }
        let own = |all: &[Value]| all.iter().find(|one| one["href"] == BUNDLE).unwrap().clone();
        assert!(all.len() > 100, "{}", all.len());
        let places: Vec<&str> = all.iter().map(|one| one["href"].as_str().unwrap()).collect();
        assert!(places.windows(2).all(|two| two[0] < two[1]));
        assert_eq!((&own(&all)["version"], &own(&all)["bytes"]), (&Value::Null, &Value::Null));

        let copy = Copy::of(&app, BUNDLE).await;
        app.clock.advance(Duration::from_mins(2));
        let listed = app.get("/v1/bundles?origin=PH&destination=MY&limit=100").await.json();
        let listed = own(listed["items"].as_array().unwrap());
        assert_eq!((&listed["version"], &listed["bytes"]["plain"]), (&json!(copy.version()), &json!(copy.answer.len())));
        assert!(listed["bytes"]["zstd"].as_u64().unwrap() < 100_000);
    }
}
