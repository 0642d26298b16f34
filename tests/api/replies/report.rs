//! Which reviews an agency reports.

use serde_json::json;

use super::{decide, decide_bare, first_public, own_reviews, public, reports_path, speaker};
use crate::on_both;
use crate::reviews::{agency_with, moderator, reviews_of};

const QUEUE: &str = "/v1/staff/review-reports";
const STATED: &str = "We have never sent anybody to that city";

fn because(reason: &str) -> serde_json::Value {
    json!({ "reason": reason, "statement": STATED })
}

on_both! {
    async fn a_report_removes_nothing_until_a_moderator_takes_the_review_down(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3, 4]).await;
        let (clerk, _) = speaker(&app, &by, agency).await;
        let review = first_public(&app, agency).await;
        let filed = clerk.post(&reports_path(agency, &review), &because("not_about_this_agency"))
            .await;
        filed.assert_status(201);
        assert_eq!(public(&app, agency).await.len(), 4);
        assert_eq!(app.where_is(STATED).await, [""; 0]);

        let queue = by.get(QUEUE).await.json();
        assert_eq!(queue["items"][0]["reason"], "not_about_this_agency");
        let entry = format!("{QUEUE}/{}", filed.json()["id"].as_str().unwrap());
        let opened = by.get(&entry).await.json();
        assert_eq!(opened["statement"], STATED);
        let staff_review = opened["staff_review_id"].as_str().unwrap().to_owned();
        by.get(&format!("/v1/staff/reviews/{staff_review}")).await.assert_status(200);
        by.post(&format!("{entry}/take-down"), &json!({ "reason": "off_topic" })).await
            .assert_problem(428, "precondition_required");
        let taken = decide(&by, &entry, "take-down", &json!({ "reason": "off_topic" })).await;
        assert_eq!(taken.assert_status(200).json()["status"], "taken_down");
        // As every published review that is taken down: counted, out of the rating, its author told.
        let list = app.get(&reviews_of(agency)).await.json();
        assert_eq!(list["items"].as_array().unwrap().len(), 3);
        assert_eq!(list["removals"], json!([{ "reason": "off_topic", "count": 1 }]));
        assert_eq!(app.rating(agency).await["review_count"], 3);
        let whole = by.get(&format!("/v1/staff/reviews/{staff_review}")).await.json();
        assert_eq!(whole["rejection_reason"], "off_topic");
        decide_bare(&by, &entry, "keep").await.assert_problem(409, "conflict");
        let audited = app.audited(by.account.unwrap()).await;
        for did in ["opened review_report", "moderated review removed",
            "moderated review_report taken_down"] {
            assert!(audited.contains(&did.to_owned()), "{did}");
        }
    }

    async fn a_kept_review_is_not_reported_again_for_the_same_reason(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let (clerk, _) = speaker(&app, &by, agency).await;
        let path = reports_path(agency, &first_public(&app, agency).await);
        let filed = clerk.post(&path, &because("false_statement")).await;
        // One is open at a time.
        clerk.post(&path, &because("pii")).await.assert_problem(409, "already_reported");
        let entry = format!("{QUEUE}/{}", filed.json()["id"].as_str().unwrap());
        let kept = decide_bare(&by, &entry, "keep").await;
        assert_eq!(kept.assert_status(200).json()["status"], "kept");
        assert_eq!(public(&app, agency).await.len(), 3);
        let again = clerk.post(&path, &because("false_statement")).await;
        again.assert_problem(409, "already_reported");
        clerk.post(&path, &because("legal_order")).await.assert_status(201);
        let own = clerk.get(&own_reviews(agency)).await.json();
        let mut states: Vec<_> = own["items"][0]["reports"].as_array().unwrap().iter()
            .map(|report| report["status"].as_str().unwrap()).collect();
        states.sort_unstable();
        assert_eq!(states, ["kept", "open"]);
        clerk.post(&path, &json!({ "reason": "dislike", "statement": "No" })).await
            .assert_problem(422, "invalid_request");
    }

    async fn reports_of_danger_are_due_first(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let (clerk, _) = speaker(&app, &by, agency).await;
        let shown = public(&app, agency).await;
        for (review, reason) in shown.iter().zip(["duplicate", "threat_or_insult", "false_statement"]) {
            let path = reports_path(agency, review["id"].as_str().unwrap());
            clerk.post(&path, &because(reason)).await.assert_status(201);
        }
        let queue = by.get(&format!("{QUEUE}?limit=1")).await.json();
        assert_eq!(queue["items"][0]["reason"], "threat_or_insult");
        assert!(queue["items"][0]["due_on"].as_str() > queue["items"][0]["filed_on"].as_str());
        let next = queue["next"].as_str().unwrap();
        let rest = by.get(&format!("{QUEUE}?cursor={next}")).await.json();
        assert_eq!(rest["items"].as_array().unwrap().len(), 2);
    }

    async fn an_agency_reports_ten_reviews_a_month_and_only_its_own(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, _) = agency_with(&app, &by, &[1; 11]).await;
        let (clerk, _) = speaker(&app, &by, agency).await;
        let shown = public(&app, agency).await;
        for (number, review) in shown.iter().enumerate() {
            let path = reports_path(agency, review["id"].as_str().unwrap());
            let filed = clerk.post(&path, &because("duplicate")).await;
            if number < 10 {
                filed.assert_status(201);
            } else {
                filed.assert_problem(409, "too_many_reports");
            }
        }
        let (other, _) = agency_with(&app, &by, &[1, 2, 3]).await;
        let path = reports_path(other, &first_public(&app, other).await);
        clerk.post(&path, &because("pii")).await.assert_problem(404, "not_found");
        clerk.get(QUEUE).await.assert_problem(403, "forbidden");
        by.post(&path, &because("pii")).await.assert_problem(403, "forbidden");
    }
}
