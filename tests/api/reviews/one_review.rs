//! One review of each author, agency and recruitment.

use reqwest::Method;
use serde_json::{Value, json};
use tulay::platform::ids::Id;

use super::{agency_with, filed, moderator, publish, review, reviews_of};
use crate::harness::{Response, TestApp};
use crate::on_both;

const OWN: &str = "/v1/receipt/review";
/// Made by two apps.
const SECRET: &str = "S2FsYXlhYW4tU3RyZWV0LXNlY3JldC1vZi1vbmUtYXA";
const OTHER: &str = "b3RoZXItc2VjcmV0LW9mLWFub3RoZXItd29ya2VyLTE";

fn by_author(secret: &str, month: Option<&str>) -> Value {
    let mut body = review(2);
    body["author_secret"] = json!(secret);
    body["recruited_month"] = json!(month);
    body
}

async fn file_by(app: &TestApp, agency: Id, secret: &str, month: Option<&str>) -> Response {
    app.post(&reviews_of(agency), &by_author(secret, month))
        .await
}

on_both! {
    async fn an_author_reviews_a_recruitment_once(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let elsewhere = app.agency("Moonlight Staffing (made up)").await;
        let month = Some("2025-09");
        let first = file_by(&app, agency, SECRET, month).await;
        assert_eq!(first.assert_status(201).json().get("author_secret"), None);
        for _ in 0..2 {
            let again = file_by(&app, agency, SECRET, month).await;
            let problem = again.assert_problem(409, "review_duplicate");
            assert!(problem["detail"].as_str().unwrap().contains("receipt code"), "{problem}");
        }
        // Another recruitment, one of which no month is told, another agency, another author.
        filed(&file_by(&app, agency, SECRET, Some("2025-10")).await);
        filed(&file_by(&app, agency, SECRET, None).await);
        file_by(&app, agency, SECRET, None).await.assert_problem(409, "review_duplicate");
        filed(&file_by(&app, elsewhere, SECRET, month).await);
        filed(&file_by(&app, agency, OTHER, month).await);
        // Nobody has to.
        filed(&app.post(&reviews_of(agency), &review(3)).await);
        for wrong in ["short", "S2FsYXlhYW4tU3RyZWV0LXNlY3JldC1vZi1vbmUtYX!"] {
            file_by(&app, agency, wrong, month).await.assert_problem(422, "invalid_request");
        }
    }

    async fn a_repetition_is_no_second_review(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let body = by_author(SECRET, Some("2025-09"));
        let send = || app.request(Method::POST, &reviews_of(agency)).header("Idempotency-Key", "\"lost\"").json(&body);
        let (first, second) = (Response::of(send()).await, Response::of(send()).await);
        assert_eq!(first.assert_status(201).json(), second.assert_status(201).json());
    }

    async fn a_review_that_ends_makes_room_for_another(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let month = Some("2025-09");
        let first = filed(&file_by(&app, agency, SECRET, month).await);
        let taken_back = app.holder_of(&first.code).post("/v1/receipt/review/withdraw", &json!({})).await;
        taken_back.assert_status(200);
        let second = filed(&file_by(&app, agency, SECRET, month).await);
        file_by(&app, agency, SECRET, month).await.assert_problem(409, "review_duplicate");
        app.holder_of(&second.code).delete(OWN).await.assert_status(204);
        filed(&file_by(&app, agency, SECRET, month).await);
    }

    async fn it_is_edited_with_the_receipt_and_moderated_again(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[3, 3, 3]).await;
        let one = filed(&file_by(&app, agency, SECRET, Some("2025-09")).await);
        publish(&by, &one).await;
        let holder = app.holder_of(&one.code);
        let tag = holder.get(OWN).await.header("etag").unwrap().to_owned();
        // The month is what it is one of.
        for month in [json!("2025-08"), Value::Null] {
            let moved = holder.patch(OWN, &tag, &json!({ "recruited_month": month })).await;
            moved.assert_problem(409, "recruitment_fixed");
        }
        let changed = holder.patch(OWN, &tag, &json!({ "overall": 5, "recruited_month": "2025-09" })).await;
        assert_eq!(changed.assert_status(200).json()["status"], "pending");
        assert_eq!(app.rating(agency).await["distribution"], json!([0, 0, 3, 0, 0]));
        publish(&by, &one).await;
        assert_eq!(app.rating(agency).await["distribution"], json!([0, 0, 3, 0, 1]));
        // Without a secret the month can be changed as before.
        let free = filed(&app.post(&reviews_of(agency), &review(2)).await);
        let moved = app.holder_of(&free.code).patch(OWN, "\"v1\"", &json!({ "recruited_month": null })).await;
        moved.assert_status(200);
    }

    async fn the_secret_is_not_kept(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        filed(&file_by(&app, agency, SECRET, Some("2025-09")).await);
        for text in [SECRET, "Kalayaan-Street-secret-of-one-ap"] {
            let found = app.where_is(text).await;
            assert_eq!(found, Vec::<String>::new(), "{text}");
        }
    }
}
