//! Filing without an account.

use std::time::Duration;

use serde_json::json;
use tulay::platform::clock::Clock as _;

use super::{PLANTED, file, filed, review, reviews_of};
use crate::harness::Response;
use crate::on_both;

fn at(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

on_both! {
    async fn a_review_is_filed_and_its_author_gets_a_receipt(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let response = app.post(&reviews_of(agency), &review(2)).await;
        let one = filed(&response);
        assert_eq!(response.header("location"), Some("/v1/receipt/review"));
        assert_eq!(response.header("etag"), Some("\"v1\""));
        assert_eq!(response.header("cache-control"), Some("no-store"));
        let body = response.json();
        assert_eq!(body["status"], "pending");
        assert_eq!(body["agency_id"], agency.to_string());
        assert_eq!(body["fee_items"], review(2)["fee_items"]);
        assert_eq!(body["comment"], review(2)["comment"]);
        assert_eq!(body["history"][0]["kind"], "filed");
        assert!(body["what_happens_next"].as_str().unwrap().contains("moderator"));
        let opened = app.holder_of(&one.code).get("/v1/receipt").await;
        let opened = opened.json();
        assert_eq!((&opened["kind"], &opened["href"]), (&json!("review"), &json!("/v1/receipt/review")));
    }

    async fn only_what_is_needed_is_enough(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let id = "5e0f7b7e-6c0b-4b8e-9d3f-2f1d1c9b8a70";
        let least = json!({ "id": id, "stage": "returned", "overall": 5,
            "corridor": { "origin": "VN", "destination": "MY" } });
        let response = app.post(&reviews_of(agency), &least).await;
        assert_eq!(filed(&response).id, id);
        let body = response.json();
        for absent in ["occupation", "recruited_month", "would_recommend", "comment"] {
            assert!(body[absent].is_null(), "{absent}");
        }
        assert_eq!(body["relationship_declared"], "none");
        // The same id for something else.
        app.post(&reviews_of(agency), &least).await.assert_problem(409, "id_taken");
    }

    async fn every_fault_is_told_at_once(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let wrong = json!({ "id": "01938a4e-5c1b-1d30-9a52-1a2b3c4d5e6f", "stage": "dreaming",
            "corridor": { "origin": "PH" }, "recruited_month": "1989-12", "overall": 6,
            "scores": [{ "dimension": "weather", "score": 0 }],
            "fee_items": [{ "category": "medical", "paid_to": "clinic",
                "paid": { "amount": "12,50", "currency": "XXX" } }],
            "comment": { "text": " ", "language": "e" } });
        let response = app.post(&reviews_of(agency), &wrong).await;
        response.assert_problem(422, "invalid_request");
        let mut faults = response.faults();
        faults.sort();
        assert_eq!(faults, [
            at("/comment/language", "too_short"),
            at("/comment/text", "blank"),
            at("/corridor/destination", "missing_member"),
            at("/fee_items/0/paid/amount", "malformed"),
            at("/fee_items/0/paid/currency", "unknown_code"),
            at("/id", "malformed"),
            at("/overall", "too_large"),
            at("/recruited_month", "malformed"),
            at("/scores/0/dimension", "unknown_code"),
            at("/scores/0/score", "too_small"),
            at("/stage", "unknown_code"),
        ]);
    }

    async fn what_no_schema_can_say_is_told_at_once_too(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let mut wrong = review(3);
        wrong["recruited_month"] = json!("2099-01");
        wrong["scores"] = json!([{ "dimension": "fees", "score": 1 },
            { "dimension": "contract", "score": 1 }, { "dimension": "fees", "score": 2 }]);
        wrong["fee_items"][0]["paid"] = json!({ "amount": "1250.005", "currency": "SGD" });
        let response = app.post(&reviews_of(agency), &wrong).await;
        response.assert_problem(422, "invalid_request");
        assert_eq!(response.faults(), [
            at("/recruited_month", "in_the_future"),
            at("/scores/2/dimension", "duplicate_items"),
            at("/fee_items/0/paid/amount", "too_many_decimals"),
        ]);
        assert_eq!(response.json()["errors"][2]["detail"], "must have at most 2 decimals in this currency");
    }

    async fn typing_mistakes_and_wrong_types_are_malformed(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let mut wrong = review(3);
        wrong["coment"] = json!("x");
        wrong["overall"] = json!("3");
        let response = app.post(&reviews_of(agency), &wrong).await;
        response.assert_problem(400, "malformed_request");
        let mut faults = response.faults();
        faults.sort();
        assert_eq!(faults, [at("/coment", "unknown_member"), at("/overall", "wrong_type")]);
    }

    async fn an_unknown_agency_has_no_reviews(app: TestApp) {
        for agency in ["01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "nonsense"] {
            let path = format!("/v1/agencies/{agency}/reviews");
            app.post(&path, &review(3)).await.assert_problem(404, "not_found");
            app.get(&path).await.assert_problem(404, "not_found");
        }
    }

    async fn neither_comment_nor_month_nor_fees_nor_code_is_in_the_database(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let holder = app.holder_of(&one.code);
        let tag = holder.get("/v1/receipt/review").await.header("etag").unwrap().to_owned();
        let change = json!({ "comment": { "text": format!("{PLANTED}, twice") } });
        holder.patch("/v1/receipt/review", &tag, &change).await.assert_status(200);
        let bare = one.code.replace('-', "");
        // A month and a sum that are nowhere else.
        let mut rare = review(2);
        rare["recruited_month"] = json!("1993-07");
        rare["fee_items"][0]["paid"]["amount"] = json!("7654321.09");
        filed(&app.post(&reviews_of(agency), &rare).await);
        let rare = ["1993-07", "765432109", "7654321.09"];
        for secret in [PLANTED, "Rosalinda", &one.code, &bare].into_iter().chain(rare) {
            assert_eq!(app.where_is(secret).await, Vec::<String>::new(), "{secret}");
        }
        // The search itself finds what is there.
        assert!(!app.where_is("Sunrise Manpower (made up)").await.is_empty());
    }

    async fn nothing_that_is_stored_tells_the_hour_of_filing(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let day = Duration::from_hours(24);
        let now = app.clock.now();
        let tomorrow = now.plus(day).date();
        app.clock.advance(tomorrow.start().unwrap().since(now) + Duration::from_hours(9));
        let mut all = Vec::new();
        for hour in 0..3 {
            let id = file(&app, agency, 2).await.id;
            // Of a UUID of version 7 the first characters are the time.
            assert_eq!(&id[14..15], "4");
            app.clock.advance(Duration::from_mins(61 * hour));
            all.push(id);
        }
        for (of, column) in [("reviews.id", "filed_on"), ("reviews.id", "changed_on"),
            ("review_events.review_id", "happened_on"), ("data_keys.subject_id", "created_at"),
            ("receipts.subject_id", "created_at")] {
            let times = app.column_of(&all, of, column).await;
            assert_eq!(times.len(), 1, "{of} {column}: {times:?}");
        }
    }

    async fn texts_follow_the_callers_language(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let request = app.holder_of(&one.code).request(reqwest::Method::GET, "/v1/receipt/review");
        let response = Response::of(request.header("Accept-Language", "fil")).await;
        let next = response.json()["what_happens_next"].as_str().unwrap().to_owned();
        assert!(next.contains("Babasahin"), "{next}");
    }
}
