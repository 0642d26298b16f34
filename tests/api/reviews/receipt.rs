//! What an author does with the receipt code.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::{Filed, PLANTED, agency_with, decide, file, moderator, publish, review, reviews_of};
use crate::harness::{Person, Response};
use crate::on_both;

const OWN: &str = "/v1/receipt/review";

async fn change(holder: &Person<'_>, body: &serde_json::Value) -> Response {
    let read = holder.get(OWN).await;
    let tag = read.assert_status(200).header("etag").unwrap().to_owned();
    holder.patch(OWN, &tag, body).await
}

on_both! {
    async fn the_author_sees_what_was_filed_and_what_became_of_it(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let holder = app.holder_of(&one.code);
        let own = holder.get(OWN).await;
        own.assert_status(200);
        let body = own.json();
        for (name, value) in review(2).as_object().unwrap() {
            if name != "scores" {
                assert_eq!(&body[name], value, "{name}");
            }
        }
        assert_eq!(body["scores"].as_array().unwrap().len(), 2);
        assert_eq!(body.get("receipt_code"), None);
        // Known already: nothing is sent.
        let request = holder.request(Method::GET, OWN).header("If-None-Match", own.header("etag").unwrap());
        Response::of(request).await.assert_status(304);

        let by = moderator(&app).await;
        decide(&by, &one, "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        let body = holder.get(OWN).await.json();
        assert_eq!(body["status"], "rejected");
        assert_eq!(body["rejection_reason"], "pii");
        let history = body["history"].as_array().unwrap();
        let kinds: Vec<_> = history.iter().map(|event| event["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["filed", "rejected"]);
        assert_eq!(history[1]["reason"], "pii");
    }

    async fn a_wrong_code_opens_nothing(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let mut letters: Vec<char> = one.code.chars().collect();
        letters[0] = if letters[0] == 'A' { 'B' } else { 'A' };
        let altered: String = letters.into_iter().collect();
        for code in [altered.as_str(), "nonsense"] {
            app.holder_of(code).get(OWN).await.assert_problem(401, "unknown_receipt");
        }
        app.get(OWN).await.assert_problem(401, "unauthenticated");
        let by = moderator(&app).await;
        by.get(OWN).await.assert_problem(401, "unauthenticated");
    }

    async fn a_change_is_a_merge_patch(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let holder = app.holder_of(&one.code);
        let changed = change(&holder, &json!({ "overall": 1, "occupation": null, "fee_items": [],
            "corridor": { "destination": "MY" }, "comment": { "language": "fil" } })).await;
        changed.assert_status(200);
        assert_eq!(changed.header("etag"), Some("\"v2\""));
        let body = holder.get(OWN).await.json();
        assert_eq!(body["overall"], 1);
        assert!(body["occupation"].is_null());
        assert_eq!(body["fee_items"], json!([]));
        assert_eq!(body["corridor"], json!({ "origin": "PH", "destination": "MY" }));
        assert_eq!(body["comment"], json!({ "text": PLANTED, "language": "fil" }));
        assert_eq!(body["stage"], "working");
        // Taking the comment out, and then half a comment.
        change(&holder, &json!({ "comment": null })).await.assert_status(200);
        let half = change(&holder, &json!({ "comment": { "text": "Again" }, "recruited_month": "2099-01" })).await;
        half.assert_problem(422, "invalid_request");
        assert_eq!(half.faults(), [
            ("/comment/language".to_owned(), "missing_member".to_owned()),
            ("/recruited_month".to_owned(), "in_the_future".to_owned()),
        ]);
        change(&holder, &json!({ "overall": null })).await.assert_problem(400, "malformed_request");
    }

    async fn a_change_is_made_on_the_version_that_was_read(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let holder = app.holder_of(&one.code);
        let none = holder.send(Method::PATCH, OWN, &json!({ "overall": 1 })).await;
        none.assert_problem(428, "precondition_required");
        let stale = holder.patch(OWN, "\"v7\"", &json!({ "overall": 1 })).await;
        stale.assert_problem(412, "stale");
        assert_eq!(stale.header("etag"), Some("\"v1\""));
        // A change of nothing is none.
        let same = holder.patch(OWN, "\"v1\"", &json!({ "overall": 2 })).await;
        assert_eq!(same.assert_status(200).header("etag"), Some("\"v1\""));
    }

    async fn a_changed_review_waits_again_and_stops_counting(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3]).await;
        assert_eq!(app.rating(agency).await["review_count"], 3);
        let changed = change(&app.holder_of(&all[0].code), &json!({ "overall": 5 })).await;
        assert_eq!(changed.json()["status"], "pending");
        assert_eq!(app.rating(agency).await["review_count"], 2);
        assert!(app.rating(agency).await["mean"].is_null());
        publish(&by, &all[0]).await;
        assert_eq!(app.rating(agency).await["distribution"], json!([0, 1, 1, 0, 1]));
    }

    async fn a_withdrawn_review_no_longer_counts(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3, 4]).await;
        let holder = app.holder_of(&all[3].code);
        let path = "/v1/receipt/review/withdraw";
        for _ in 0..2 {
            let taken_back = holder.post(path, &json!({})).await;
            assert_eq!(taken_back.assert_status(200).json()["status"], "withdrawn");
        }
        assert_eq!(app.rating(agency).await["distribution"], json!([1, 1, 1, 0, 0]));
        let list = app.get(&reviews_of(agency)).await.json();
        assert_eq!(list["items"].as_array().unwrap().len(), 3);
        // There is no way back, neither for the author nor for a moderator.
        change(&holder, &json!({ "overall": 5 })).await.assert_problem(409, "conflict");
        by.get(&format!("/v1/staff/reviews/{}", all[3].id)).await.assert_problem(404, "not_found");
        let publish = format!("/v1/staff/reviews/{}/publish", all[3].id);
        by.decide(&publish, "\"v3\"", &json!({})).await.assert_problem(409, "conflict");
    }

    async fn two_years_after_a_review_that_is_not_public_is_erased(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, published) = agency_with(&app, &by, &[1, 2, 3]).await;
        let pending = file(&app, agency, 4).await;
        let (withdrawn, rejected) = (file(&app, agency, 4).await, file(&app, agency, 5).await);
        let author = app.holder_of(&withdrawn.code);
        author.post("/v1/receipt/review/withdraw", &json!({})).await.assert_status(200);
        decide(&by, &rejected, "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        let forget = || async {
            let services = app.shared.services.clone();
            let now = services.clock.now();
            let of_job = services.clone();
            let done = services.db.write(move |conn| tulay::reviews::forget_expired(conn, &of_job, now));
            done.await.unwrap()
        };
        app.clock.advance(Duration::from_hours(24 * 729));
        assert_eq!(forget().await, 0);
        app.holder_of(&rejected.code).get(OWN).await.assert_status(200);
        app.clock.advance(Duration::from_hours(24 * 4));
        assert_eq!(forget().await, 2);
        assert_eq!(forget().await, 0);
        for gone in [&withdrawn, &rejected] {
            app.holder_of(&gone.code).get(OWN).await.assert_problem(410, "gone");
        }
        assert_eq!(app.rows_about(&withdrawn.id).await, ["receipts"]);
        assert_eq!(app.rows_about(&rejected.id).await, ["audit_entries", "receipts"]);
        for kept in [&pending, &published[0]] {
            app.holder_of(&kept.code).get(OWN).await.assert_status(200);
        }
        assert_eq!(app.rating(agency).await["distribution"], json!([1, 1, 1, 0, 0]));
    }

    async fn an_erased_review_is_gone(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3, 4]).await;
        let Filed { id, code } = &all[3];
        let holder = app.holder_of(code);
        holder.delete(OWN).await.assert_status(204);
        for path in [OWN, "/v1/receipt"] {
            holder.get(path).await.assert_problem(410, "gone");
        }
        holder.delete(OWN).await.assert_status(204);
        holder.get(OWN).await.assert_problem(410, "gone");
        by.get(&format!("/v1/staff/reviews/{id}")).await.assert_problem(404, "not_found");
        assert_eq!(app.rating(agency).await["distribution"], json!([1, 1, 1, 0, 0]));
        // The id stays taken: it is in the receipt.
        let mut again = review(5);
        again["id"] = json!(id);
        app.post(&reviews_of(agency), &again).await.assert_problem(409, "id_taken");
        assert_eq!(app.rows_about(id).await, ["audit_entries", "receipts"]);
    }
}
