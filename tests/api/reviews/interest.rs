//! Whoever has an interest in an agency does not moderate what is about it.

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{agency_with, file, moderator};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

const INTERESTS: &str = "/v1/staff/interests";
const QUEUE: &str = "/v1/staff/reviews";

async fn another_moderator(app: &TestApp) -> Person<'_> {
    let organisation = app
        .organisation("Second Reading Room", &["PH"], &["other"])
        .await;
    app.member(organisation, &[Role::Moderator]).await
}

async fn queue(by: &Person<'_>, query: &str) -> Vec<String> {
    let page = by.get(&format!("{QUEUE}?limit=100&{query}")).await;
    let page: Value = page.assert_status(200).json();
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["agency_id"].as_str().unwrap().to_owned())
        .collect()
}

async fn lift(by: &Person<'_>, interest: &Value) -> Response {
    let path = format!("{INTERESTS}/{}/lift", interest["id"].as_str().unwrap());
    Response::of(by.request(Method::POST, &path)).await
}

on_both! {
    async fn a_declared_interest_blocks_at_once(app: TestApp) {
        let by = moderator(&app).await;
        let (agency, all) = agency_with(&app, &by, &[1, 2, 3]).await;
        let pending = file(&app, agency, 2).await;
        let elsewhere = app.agency("Harbour Link (made up)").await;
        file(&app, elsewhere, 2).await;
        let body = json!({ "agency_id": agency, "reason": "I worked there until last year" });
        let declared = by.post(INTERESTS, &body).await;
        assert_eq!(declared.assert_status(201).json()["agency_id"], json!(agency));
        // Saying it twice changes nothing.
        assert_eq!(by.post(INTERESTS, &body).await.json()["id"], declared.json()["id"]);
        for review in [&pending, &all[0]] {
            let path = format!("{QUEUE}/{}", review.id);
            by.get(&path).await.assert_problem(404, "not_found");
            by.get(&format!("{path}/cluster")).await.assert_problem(404, "not_found");
            for (decision, body) in [
                ("publish", json!({})),
                ("reject", json!({ "reason": "pii" })),
                ("signals/clear", json!({ "reason": "I know that it is true" })),
            ] {
                let refused = by.decide(&format!("{path}/{decision}"), "\"v1\"", &body).await;
                refused.assert_problem(404, "not_found");
            }
        }
        assert_eq!(queue(&by, "").await, [elsewhere.to_string()]);
        assert!(queue(&by, "status=published").await.is_empty());
        assert!(queue(&by, "suspected=true").await.is_empty());
        // It is the account's own: a colleague goes on.
        assert_eq!(queue(&another_moderator(&app).await, "").await.len(), 2);
    }

    async fn only_somebody_else_lifts_it(app: TestApp) {
        let (by, other) = (moderator(&app).await, another_moderator(&app).await);
        let agency = app.agency("Sunrise Manpower (made up)").await;
        file(&app, agency, 2).await;
        let body = json!({ "agency_id": agency, "reason": "My brother owns it" });
        let declared = by.post(INTERESTS, &body).await.json();
        lift(&by, &declared).await.assert_problem(403, "own_interest");
        assert!(queue(&by, "").await.is_empty());
        let listed = other.get(INTERESTS).await.json();
        assert_eq!(listed["items"], json!([declared]));
        lift(&other, &declared).await.assert_status(204);
        lift(&other, &declared).await.assert_problem(404, "not_found");
        assert_eq!(queue(&by, "").await.len(), 1);
        assert_eq!(by.get(INTERESTS).await.json()["items"], json!([]));
        let done = app.audited(other.account.unwrap()).await;
        assert_eq!(done, ["declared moderator_interest lifted"]);
    }

    async fn who_is_in_the_business_moderates_nobody(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let rival = app.agency("Harbour Link (made up)").await;
        let waiting = file(&app, agency, 1).await;
        let organisation = app.organisation("Harbour Link", &["PH"], &[]).await;
        let roles = [Role::Moderator, Role::AgencyRepresentative];
        let one = app.member(organisation, &roles).await;
        let path = format!("{QUEUE}/{}", waiting.id);
        one.get(&path).await.assert_status(200);
        crate::replies::claim(&one, rival).await;
        one.get(&path).await.assert_problem(404, "not_found");
        let publish = one.decide(&format!("{path}/publish"), "\"v1\"", &json!({})).await;
        publish.assert_problem(404, "not_found");
        assert!(queue(&one, "").await.is_empty());
        for list in ["/v1/staff/replies", "/v1/staff/review-reports", crate::replies::CLAIMS] {
            assert_eq!(one.get(list).await.json()["items"], json!([]), "{list}");
        }
    }

    async fn interests_are_for_who_decides_about_agencies(app: TestApp) {
        let by = moderator(&app).await;
        let organisation = app.organisation("Help Desk", &["PH"], &["other"]).await;
        let other = app.member(organisation, &[Role::Inspector]).await;
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let body = json!({ "agency_id": agency, "reason": "I worked there" });
        other.post(INTERESTS, &body).await.assert_problem(403, "forbidden");
        other.get(INTERESTS).await.assert_problem(403, "forbidden");
        app.post(INTERESTS, &body).await.assert_problem(401, "unauthenticated");
        let nothing = json!({ "agency_id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "reason": "I worked there" });
        let unknown = by.post(INTERESTS, &nothing).await;
        unknown.assert_problem(422, "invalid_request");
        assert_eq!(unknown.faults(), [("/agency_id".to_owned(), "unknown_agency".to_owned())]);
        by.post(INTERESTS, &json!({ "agency_id": agency })).await.assert_problem(422, "invalid_request");
    }
}
