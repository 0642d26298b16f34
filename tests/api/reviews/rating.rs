//! The rating of an agency follows its published reviews.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{agency_with, decide, file, moderator, publish};
use crate::harness::{Person, Response};
use crate::on_both;

/// Sends a decision as a client does: again with the same key while the server asks for patience.
async fn decide_patiently(by: &Person<'_>, path: &str, key: &str, body: &Value) -> Response {
    for _ in 0..20 {
        let request = by
            .request(reqwest::Method::POST, path)
            .header("If-Match", "\"v1\"");
        let response = Response::of(request.header("Idempotency-Key", key).json(body)).await;
        if response.status != 503 {
            return response;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the server asked for patience for too long");
}

on_both! {
    async fn from_filing_to_the_rating(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = moderator(&app).await;
        assert_eq!(app.rating(agency).await, Value::Null);
        for (number, score) in [(1, 5), (2, 4)] {
            publish(&by, &file(&app, agency, score).await).await;
            let rating = app.rating(agency).await;
            assert_eq!(rating, json!({ "review_count": number, "minimum_reviews": 3, "mean": null,
                "interval_low": null, "interval_high": null, "distribution": null,
                "dimensions": {}, "method": "shrunken-mean-1" }));
        }
        let pending = file(&app, agency, 1).await;
        assert_eq!(app.rating(agency).await["review_count"], 2);
        publish(&by, &pending).await;
        let rating = app.rating(agency).await;
        // (5 + 4 + 1 + 15) / 8
        assert_eq!(rating["mean"], 3.13);
        assert_eq!(rating["distribution"], json!([1, 0, 0, 1, 1]));
        let (low, high) = (rating["interval_low"].as_f64(), rating["interval_high"].as_f64());
        assert!(low < Some(3.13) && high > Some(3.13), "{rating}");
        assert_eq!(rating["dimensions"]["fees"], json!({ "review_count": 3, "mean": 2.25 }));
        assert_eq!(rating["dimensions"]["contract"], json!({ "review_count": 3, "mean": 3.0 }));
        // Below the minimum again, nothing but the numbers is shown.
        decide(&by, &pending, "reject", &json!({ "reason": "fraud_suspected" })).await.assert_status(200);
        assert!(app.rating(agency).await["mean"].is_null());
        assert_eq!(app.rating(agency).await["dimensions"], json!({}));
    }

    async fn publishing_at_once_loses_none(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = moderator(&app).await;
        let mut paths = Vec::new();
        for number in 0..20_u8 {
            let one = file(&app, agency, 1 + number % 5).await;
            paths.push(format!("/v1/staff/reviews/{}/publish", one.id));
        }
        let keys: Vec<String> = (0..paths.len()).map(|number| format!("\"publish-{number}\"")).collect();
        let body = json!({});
        let all = paths.iter().zip(&keys).map(|(path, key)| decide_patiently(&by, path, key, &body));
        for response in join_all(all).await {
            response.assert_status(200);
        }
        let rating = app.rating(agency).await;
        assert_eq!(rating["review_count"], 20);
        assert_eq!(rating["distribution"], json!([4, 4, 4, 4, 4]));
        assert_eq!(rating["mean"], 3.0);
    }

    async fn publishing_and_taking_back_at_once_agree(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, published) = agency_with(&app, &by, &[1, 1, 1, 1, 1]).await;
        let mut paths = Vec::new();
        for _ in 0..5 {
            let one = file(&app, agency, 5).await;
            paths.push(format!("/v1/staff/reviews/{}/publish", one.id));
        }
        let keys: Vec<String> = (0..paths.len()).map(|number| format!("\"publish-{number}\"")).collect();
        let body = json!({});
        let publishing = paths.iter().zip(&keys).map(|(path, key)| decide_patiently(&by, path, key, &body));
        let holders: Vec<_> = published.iter().map(|one| app.holder_of(&one.code)).collect();
        let taking_back = holders.iter().map(|holder| async {
            for _ in 0..20 {
                let response = holder.post("/v1/receipt/review/withdraw", &json!({})).await;
                if response.status != 503 {
                    return response;
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            panic!("the server asked for patience for too long");
        });
        let (one, other) = tokio::join!(join_all(publishing), join_all(taking_back));
        for response in one.iter().chain(&other) {
            response.assert_status(200);
        }
        assert_eq!(app.rating(agency).await["distribution"], json!([0, 0, 0, 0, 5]));
    }
}
