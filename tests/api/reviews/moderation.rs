//! The queue of moderators and what they decide.

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{PLANTED, agency_with, decide, file, filed, moderator, publish, review, reviews_of};
use crate::harness::Response;
use crate::on_both;

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    async fn the_queue_is_read_oldest_first_by_pages_and_filters(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let other = app.agency("Harbour Link (made up)").await;
        let mut all = Vec::new();
        for _ in 0..3 {
            all.push(file(&app, agency, 2).await.id);
            app.clock.advance(std::time::Duration::from_hours(24));
        }
        let mut silent = review(4);
        silent["comment"] = Value::Null;
        all.push(filed(&app.post(&reviews_of(other), &silent).await).id);

        let by = moderator(&app).await;
        let first = by.get("/v1/staff/reviews?limit=3").await;
        first.assert_status(200);
        assert_eq!(ids(&first.json()), all[..3]);
        assert_eq!(first.json()["items"][0]["agency_name"], "Sunrise Manpower (made up)");
        let link = first.header("link").unwrap();
        let next = link.trim_start_matches('<').split('>').next().unwrap();
        let last = by.get(next).await.json();
        assert_eq!(ids(&last), all[3..]);
        assert!(last["next"].is_null());

        let of_other = by.get(&format!("/v1/staff/reviews?agency_id={other}")).await.json();
        assert_eq!(ids(&of_other), all[3..]);
        let in_english = by.get("/v1/staff/reviews?language=en&status=pending").await.json();
        assert_eq!(ids(&in_english), all[..3]);
        assert_eq!(ids(&by.get("/v1/staff/reviews?status=published").await.json()), [""; 0]);
        // A marker belongs to its filter.
        let stolen = next.replace("limit=3", "limit=3&status=published");
        by.get(&stolen).await.assert_problem(400, "invalid_cursor");
        by.get("/v1/staff/reviews?status=withdrawn").await.assert_problem(422, "invalid_request");
        // What is sealed is not in the queue, nor is when exactly it was filed.
        let text = String::from_utf8(first.body).unwrap();
        assert!(!text.contains("Rosalinda") && !text.contains("filed_at"));
    }

    async fn only_moderators_moderate(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let organisation = app.organisation("Help Desk", &["PH"], &["other"]).await;
        let roles = [Role::CaseWorker, Role::Inspector, Role::Editor, Role::Administrator];
        let other = app.member(organisation, &roles).await;
        let path = format!("/v1/staff/reviews/{}", one.id);
        let publish = format!("{path}/publish");
        let reject = format!("{path}/reject");
        for read in ["/v1/staff/reviews", path.as_str()] {
            other.get(read).await.assert_problem(403, "forbidden");
            app.get(read).await.assert_problem(401, "unauthenticated");
            app.holder_of(&one.code).get(read).await.assert_problem(401, "unauthenticated");
        }
        other.decide(&publish, "\"v1\"", &json!({})).await.assert_problem(403, "forbidden");
        let reason = json!({ "reason": "pii" });
        other.decide(&reject, "\"v1\"", &reason).await.assert_problem(403, "forbidden");
        // Not even whether there is such a review.
        let nothing = "/v1/staff/reviews/01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f";
        other.get(nothing).await.assert_problem(403, "forbidden");
        moderator(&app).await.get(nothing).await.assert_problem(404, "not_found");
    }

    async fn opening_shows_the_comment_and_is_written_down(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let by = moderator(&app).await;
        let opened = by.get(&format!("/v1/staff/reviews/{}", one.id)).await;
        opened.assert_status(200);
        assert_eq!(opened.json()["comment"]["text"], PLANTED);
        assert!(opened.header("etag").unwrap().starts_with("\"v1."));
        assert_eq!(opened.header("cache-control"), Some("no-store"));
        let bare = one.code.replace('-', "");
        let text = String::from_utf8(opened.body).unwrap();
        assert!(!text.contains(&one.code) && !text.contains(&bare) && !text.contains("receipt_code"));
        decide(&by, &one, "publish", &json!({})).await.assert_status(200);
        decide(&by, &one, "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        let account = by.account.unwrap();
        assert_eq!(app.audited(account).await, [
            "opened review", "opened review", "moderated review published",
            "opened review", "moderated review removed",
        ]);
    }

    async fn what_is_published_may_differ_from_what_was_written(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[3, 3]).await;
        let one = file(&app, agency, 2).await;
        let edited = json!({ "published_text": "[a name] was told to pay before the medical" });
        decide(&by, &one, "publish", &edited).await.assert_status(200);
        let published = by.get(&format!("/v1/staff/reviews/{}", one.id)).await.json();
        assert_eq!(published["published_text"], edited["published_text"]);
        assert_eq!(published["comment"]["text"], PLANTED);
        let silent = file(&app, agency, 1).await;
        decide(&by, &silent, "publish", &json!({ "published_text": null })).await.assert_status(200);

        let list = app.get(&reviews_of(agency)).await.json();
        let of_score = |score: u8| {
            let items = list["items"].as_array().unwrap();
            items.iter().find(|item| item["overall"] == score).unwrap().clone()
        };
        assert_eq!(of_score(2)["comment"], json!({ "language": "en", "text": edited["published_text"] }));
        assert_eq!(of_score(1)["comment"], Value::Null);
        assert_eq!(of_score(3)["comment"]["text"], PLANTED);
        // No moderator puts words into the mouth of somebody who wrote none.
        let mut without = review(2);
        without["comment"] = Value::Null;
        let without = filed(&app.post(&reviews_of(agency), &without).await);
        let refused = decide(&by, &without, "publish", &edited).await;
        refused.assert_problem(422, "invalid_request");
        assert_eq!(refused.faults(), [("/published_text".to_owned(), "invalid".to_owned())]);
    }

    async fn a_stored_answer_to_a_decision_says_nothing_of_what_the_author_wrote(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = moderator(&app).await;
        for (decision, body) in [("publish", json!({})), ("reject", json!({ "reason": "pii" }))] {
            let one = file(&app, agency, 2).await;
            let decide = || async {
                let path = format!("/v1/staff/reviews/{}/{decision}", one.id);
                let request = by.request(Method::POST, &path).header("If-Match", "\"v1\"");
                let key = format!("\"{decision} it\"");
                Response::of(request.header("Idempotency-Key", key).json(&body)).await
            };
            let first = decide().await;
            first.assert_status(200);
            assert_eq!(first.header("etag"), Some("\"v2\""));
            app.holder_of(&one.code).delete("/v1/receipt/review").await.assert_status(204);
            let again = decide().await;
            assert_eq!(again.assert_status(200).header("idempotency-replayed"), Some("true"));
            assert_eq!(again.json(), first.json());
            let mut members: Vec<_> = again.json().as_object().unwrap().keys().cloned().collect();
            members.sort();
            assert_eq!(members, ["agency_id", "id", "rejection_reason", "status"]);
        }
    }

    async fn a_state_has_only_its_own_ways_on(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let by = moderator(&app).await;
        publish(&by, &one).await;
        decide(&by, &one, "publish", &json!({})).await.assert_problem(409, "conflict");
        let reason = json!({ "reason": "off_topic" });
        decide(&by, &one, "reject", &reason).await.assert_status(200);
        decide(&by, &one, "reject", &reason).await.assert_problem(409, "conflict");
        // A rejection can be taken back.
        publish(&by, &one).await;
        let unknown = decide(&by, &one, "reject", &json!({ "reason": "dislike" })).await;
        unknown.assert_problem(422, "invalid_request");
        assert_eq!(unknown.faults(), [("/reason".to_owned(), "unknown_code".to_owned())]);
    }

    async fn a_decision_rests_on_the_version_that_was_read(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let by = moderator(&app).await;
        let path = format!("/v1/staff/reviews/{}/publish", one.id);
        by.post(&path, &json!({})).await.assert_problem(428, "precondition_required");
        let holder = app.holder_of(&one.code);
        let change = json!({ "comment": { "text": "Something that nobody has read" } });
        holder.patch("/v1/receipt/review", "\"v1\"", &change).await.assert_status(200);
        by.decide(&path, "\"v1\"", &json!({})).await.assert_problem(412, "stale");
    }

    async fn who_has_an_interest_is_never_published(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let mut partial = review(5);
        partial["relationship_declared"] = json!("employee");
        let one = filed(&app.post(&reviews_of(agency), &partial).await);
        let by = moderator(&app).await;
        decide(&by, &one, "publish", &json!({})).await.assert_problem(409, "declared_interest");
        let reason = json!({ "reason": "conflict_of_interest" });
        decide(&by, &one, "reject", &reason).await.assert_status(200);
    }

    async fn taking_a_published_review_down_is_counted_in_public(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3, 4]).await;
        let pending = file(&app, agency, 5).await;
        decide(&by, &pending, "reject", &json!({ "reason": "off_topic" })).await.assert_status(200);
        let order = json!({ "reason": "legal_order" });
        decide(&by, &all[0], "reject", &order).await.assert_status(200);
        let own = app.holder_of(&all[0].code).get("/v1/receipt/review").await.json();
        assert_eq!(own["history"][2]["kind"], "removed");
        let page = || async { app.get(&reviews_of(agency)).await.json() };
        assert_eq!(page().await["removals"], json!([{ "reason": "legal_order", "count": 1 }]));
        assert_eq!(app.rating(agency).await["distribution"], json!([0, 1, 1, 1, 0]));
        // Whatever becomes of the review.
        app.holder_of(&all[0].code).delete("/v1/receipt/review").await.assert_status(204);
        assert_eq!(page().await["removals"], json!([{ "reason": "legal_order", "count": 1 }]));
    }
}
