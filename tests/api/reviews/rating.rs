//! The rating of an agency follows its published reviews.

use std::time::Duration;

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Filed, agency_with, decide, file, moderator, publish};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

/// How long a client waits after 503.
const PATIENCE: Duration = Duration::from_millis(50);

/// Publishes a review that nobody has touched as a client does: again with the same key while the
/// server asks for patience.
async fn publish_patiently(app: &TestApp, by: &Person<'_>, review: &Filed) {
    let path = format!("/v1/staff/reviews/{}/publish", review.id);
    for _ in 0..20 {
        let request = app.request(Method::POST, &path);
        let request = request.header("Authorization", &by.authorization);
        let request = request.header("Idempotency-Key", format!("\"{}\"", review.id));
        let request = request.header("If-Match", "\"v1\"").json(&json!({}));
        let response = Response::of(request).await;
        if response.status != 503 {
            response.assert_status(200);
            return;
        }
        tokio::time::sleep(PATIENCE).await;
    }
    panic!("the server asked for patience for too long");
}

async fn withdraw_patiently(app: &TestApp, review: &Filed) {
    let holder = app.holder_of(&review.code);
    for _ in 0..20 {
        let response = holder.post("/v1/receipt/review/withdraw", &json!({})).await;
        if response.status != 503 {
            response.assert_status(200);
            return;
        }
        tokio::time::sleep(PATIENCE).await;
    }
    panic!("the server asked for patience for too long");
}

on_both! {
    async fn from_filing_to_the_rating(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = moderator(&app).await;
        for (number, score) in [(1, 5), (2, 4)] {
            publish(&by, &file(&app, agency, score).await).await;
            let rating = app.rating(agency).await;
            assert_eq!(rating["review_count"], number);
            assert_eq!(rating["minimum_reviews"], 3);
            assert_eq!(rating["dimensions"], json!({}));
            for hidden in ["mean", "interval_low", "interval_high", "distribution"] {
                assert_eq!(rating[hidden], Value::Null, "{hidden}");
            }
        }
        let pending = file(&app, agency, 1).await;
        assert_eq!(app.rating(agency).await["review_count"], 2);
        publish(&by, &pending).await;
        let rating = app.rating(agency).await;
        // (5 + 4 + 1 + 15) / 8
        assert_eq!(rating["mean"], 3.13);
        assert_eq!(rating["method"], "corridor-mean-3");
        assert_eq!(rating["distribution"], json!([1, 0, 0, 1, 1]));
        let (low, high) = (rating["interval_low"].as_f64(), rating["interval_high"].as_f64());
        assert!(low < Some(3.13) && high > Some(3.13), "{rating}");
        for (dimension, mean) in [("fees", 2.25), ("contract", 3.0)] {
            let side = &rating["dimensions"][dimension];
            assert_eq!((&side["review_count"], &side["mean"]), (&json!(3), &json!(mean)));
        }
        // Below the minimum again, nothing but the numbers is shown.
        decide(&by, &pending, "reject", &json!({ "reason": "fraud_suspected" })).await.assert_status(200);
        assert!(app.rating(agency).await["mean"].is_null());
        assert_eq!(app.rating(agency).await["dimensions"], json!({}));
    }

    async fn below_the_minimum_not_even_the_number_is_shown(app: TestApp) {
        let by = moderator(&app).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let shown = || async {
            let page = app.get(&format!("/v1/agencies/{agency}")).await;
            let list = app.get("/v1/agencies?country=PH&limit=100").await.json();
            let listed = list["items"].as_array().unwrap().iter();
            let listed = listed.filter(|one| one["id"] == agency.to_string());
            let rating = page.assert_status(200).json()["rating"].clone();
            let summary = listed.map(|one| one["rating"].clone()).next().unwrap();
            (page.header("etag").unwrap().to_owned(), rating, summary)
        };
        let none = shown().await;
        assert_eq!(none.1["review_count"], 0);
        assert_eq!(none.2, json!({ "review_count": 0, "minimum_reviews": 3, "mean": null }));
        let mut all = Vec::new();
        for score in [5, 4] {
            all.push(file(&app, agency, score).await);
            publish(&by, all.last().unwrap()).await;
            assert_eq!(shown().await, none);
        }
        all.push(file(&app, agency, 1).await);
        publish(&by, &all[2]).await;
        let (_, rating, summary) = shown().await;
        assert_eq!(rating["review_count"], 3);
        assert_eq!(summary, json!({ "review_count": 3, "minimum_reviews": 3, "mean": 3.13 }));
        app.holder_of(&all[0].code).delete("/v1/receipt/review").await.assert_status(204);
        assert_eq!(shown().await, none);
    }

    async fn publishing_at_once_loses_none(app: TestApp) {
        let by = moderator(&app).await;
        let other = app.another();
        // Whoever counts last repairs what was lost before, so it takes several tries to see a loss.
        for _ in 0..15 {
            let agency = app.agency("Sunrise Manpower (made up)").await;
            let (one, two) = (file(&app, agency, 1).await, file(&app, agency, 5).await);
            let here = publish_patiently(&app, &by, &one);
            let there = publish_patiently(&other, &by, &two);
            tokio::join!(here, there);
            assert_eq!(app.rating(agency).await["review_count"], 2);
        }
    }

    async fn many_publish_and_take_back_at_once_and_the_rating_agrees(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, published) = agency_with(&app, &by, &[1, 1, 1, 1, 1]).await;
        let mut pending = Vec::new();
        for _ in 0..20 {
            pending.push(file(&app, agency, 5).await);
        }
        let publishing = pending.iter().map(|one| publish_patiently(&app, &by, one));
        let taking_back = published.iter().map(|one| withdraw_patiently(&app, one));
        tokio::join!(join_all(publishing), join_all(taking_back));
        assert_eq!(app.rating(agency).await["distribution"], json!([0, 0, 0, 0, 20]));
    }
}
