//! An employer's rating: its own expectation, its place in the log, and that it is counted right.

use std::time::Duration;

use serde_json::{Value, json};

use super::{employer_with, file, rating, review, reviews_of};
use crate::harness::{Person, TestApp};
use crate::on_both;
use crate::reviews::log::{a_day_goes_by, another_moderator, check, entries};
use crate::reviews::scores::{assert_sound, costs, keep, next_day};
use crate::reviews::{decide, filed, moderator, publish, reviews_of as reviews_of_agency};

/// Publishes reviews of an agency of the same corridor as those of employers.
async fn agency_of_corridor(app: &TestApp, by: &Person<'_>, scores: &[u8]) {
    let agency = app.agency("Sunrise Manpower (made up)").await;
    for score in scores {
        let one = filed(&app.post(&reviews_of_agency(agency), &review(*score)).await);
        publish(by, &one).await;
    }
}

async fn a_month_goes_by(app: &TestApp) {
    keep(app).await;
    app.clock.advance(Duration::from_hours(24 * 31));
    keep(app).await;
}

on_both! {
    async fn an_employer_is_rated_like_an_agency(app: TestApp) {
        let by = moderator(&app).await;
        let (employer, all) = employer_with(&app, &by, &[1, 2, 3]).await;
        let shown = rating(&app, employer).await;
        assert_eq!(shown["review_count"], 3);
        assert_eq!(shown["distribution"], json!([1, 1, 1, 0, 0]));
        assert_eq!(shown["dimensions"]["wages"]["review_count"], 3);
        assert_eq!(shown["corridors"][0]["destination"], "SG");
        let list = app.get("/v1/employers").await.json();
        assert_eq!(list["items"][0]["rating"]["review_count"], 3);
        assert_sound(&app);
        decide(&by, &all[0], "reject", &json!({ "reason": "fraud_suspected" })).await.assert_status(200);
        assert_eq!(rating(&app, employer).await["mean"], Value::Null);
        let page = app.get(&reviews_of(employer)).await.json();
        assert_eq!(page["removals"], json!([{ "reason": "fraud_suspected", "count": 1 }]));
        assert_sound(&app);
    }

    async fn nobody_expects_of_an_employer_what_agencies_are(app: TestApp) {
        let by = moderator(&app).await;
        for _ in 0..4 {
            agency_of_corridor(&app, &by, &[1, 1, 1, 1, 1]).await;
        }
        a_month_goes_by(&app).await;
        let by = moderator(&app).await;
        let (employer, _) = employer_with(&app, &by, &[5, 5, 5]).await;
        // (3 × 5 + 15) / 8: one imaginary review of each score, however bad the agencies are.
        assert_eq!(rating(&app, employer).await["mean"], 3.75);
        assert_sound(&app);
    }

    async fn employers_are_expected_to_be_like_employers_and_agencies_are_not(app: TestApp) {
        let by = moderator(&app).await;
        for _ in 0..4 {
            employer_with(&app, &by, &[1, 1, 1, 1, 1]).await;
        }
        a_month_goes_by(&app).await;
        let by = moderator(&app).await;
        let (employer, _) = employer_with(&app, &by, &[5, 5, 5]).await;
        let mean = rating(&app, employer).await["mean"].as_f64().unwrap();
        assert!(mean < 3.0, "{mean}");
        agency_of_corridor(&app, &by, &[5, 5, 5]).await;
        let agency = app.get("/v1/agencies?limit=1").await.json()["items"][0].clone();
        assert_eq!(agency["rating"]["mean"], 3.75);
        assert_sound(&app);
    }

    async fn costs_are_counted_with_agencies_alone(app: TestApp) {
        let by = moderator(&app).await;
        let employer = app.employer("Meridian Sample Yard (made up)").await;
        for _ in 0..5 {
            let mut body = review(2);
            body["corridor"]["origin"] = json!("PH");
            body["fee_items"] = json!([{ "category": "recruitment_fee", "paid_to": "employer",
                "paid": { "amount": "500.00", "currency": "USD" } }]);
            let one = filed(&app.post(&reviews_of(employer), &body).await);
            publish(&by, &one).await;
        }
        next_day(&app).await;
        assert_eq!(costs(&app, "").await["total_usd"], Value::Null);
        // On the employer's own page they stand all the same.
        let told = rating(&app, employer).await["told"].clone();
        assert_eq!(told["fees_usd"]["median"], 500.0);
    }

    async fn reviews_of_an_employer_are_in_the_log_and_checked_from_outside(app: TestApp) {
        let by = moderator(&app).await;
        let (employer, all) = employer_with(&app, &by, &[1, 2, 3, 4]).await;
        a_day_goes_by(&app).await;
        let found = check(&app, employer);
        assert_eq!((found.reviews, found.faults.len()), (4, 0), "{:?}", found.faults);
        let shown = app.get(&reviews_of(employer)).await.json()["items"][0].clone();
        assert_eq!(shown["transparency"]["agency_id"], json!(employer));
        let by = another_moderator(&app).await;
        decide(&by, &all[0], "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        a_day_goes_by(&app).await;
        let found = check(&app, employer);
        assert_eq!((found.reviews, found.faults.len()), (3, 0), "{:?}", found.faults);
        let decisions: Vec<Value> = entries(&app).await.iter().map(|e| e["decision"].clone()).collect();
        assert!(decisions.contains(&json!("taken_down")), "{decisions:?}");
    }

    async fn the_method_says_how_employers_are_rated(app: TestApp) {
        for (language, word) in [("en", "Employers"), ("fil", "employer"), ("id", "Majikan"), ("vi", "Chủ sử dụng")] {
            let page = app.get(&format!("/v1/methodology/ratings?lang={language}")).await;
            let method = page.assert_status(200).json();
            let paragraphs = method["paragraphs"].as_array().unwrap();
            let of_employers = paragraphs.iter().find(|p| p["topic"] == "employers").unwrap();
            assert!(of_employers["text"].as_str().unwrap().contains(word), "{of_employers}");
        }
    }

    async fn erasing_a_review_of_an_employer_takes_it_out(app: TestApp) {
        let by = moderator(&app).await;
        let (employer, all) = employer_with(&app, &by, &[1, 2, 3, 4]).await;
        let waiting = file(&app, employer, 5).await;
        app.holder_of(&all[3].code).delete("/v1/receipt/review").await.assert_status(204);
        app.holder_of(&waiting.code).delete("/v1/receipt/review").await.assert_status(204);
        assert_eq!(rating(&app, employer).await["distribution"], json!([1, 1, 1, 0, 0]));
        assert_sound(&app);
    }
}
