//! What moderators are shown to decide well, by when, and appeals against what they decided.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{decide, file, filed, moderator, review, reviews_of};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

const OWN: &str = "/v1/receipt/review";
const APPEAL: &str = "/v1/receipt/review/appeal";
const STATEMENT: &str = "Planted statement: Luz is the name of the town";

fn statement() -> Value {
    json!({ "statement": STATEMENT })
}

async fn another_moderator<'app>(app: &'app TestApp, room: &str) -> Person<'app> {
    let organisation = app.organisation(room, &["PH"], &["other"]).await;
    app.member(organisation, &[Role::Moderator]).await
}

async fn dismiss(by: &Person<'_>, review: &str) -> Response {
    let path = format!("/v1/staff/reviews/{review}");
    let read = by.get(&path).await;
    let tag = read.assert_status(200).header("etag").unwrap().to_owned();
    let key = format!("\"{}\"", by.account.unwrap());
    let request = by.request(Method::POST, &format!("{path}/dismiss-appeal"));
    Response::of(
        request
            .header("If-Match", tag)
            .header("Idempotency-Key", key),
    )
    .await
}

async fn queue(by: &Person<'_>, query: &str) -> Vec<Value> {
    let page = by.get(&format!("/v1/staff/reviews?{query}")).await;
    page.assert_status(200).json()["items"]
        .as_array()
        .unwrap()
        .clone()
}

on_both! {
    async fn what_may_tell_who_somebody_is_is_marked_for_the_moderator_alone(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let mut body = review(2);
        body["comment"]["text"] = json!("Si Ate Rosalinda, tel. 0917 555 0123, ay may hawak ng pasaporte ko.");
        let one = filed(&app.post(&reviews_of(agency), &body).await);
        let by = moderator(&app).await;
        let read = by.get(&format!("/v1/staff/reviews/{}", one.id)).await.assert_status(200).json();
        assert_eq!(read["marks"], json!([{ "kind": "name", "from": 3, "to": 16 },
            { "kind": "phone", "from": 23, "to": 36 }]));
        assert_eq!(read["suggested_text"], "Si […], tel. […], ay may hawak ng pasaporte ko.");
        let own = app.holder_of(&one.code).get(OWN).await.json();
        assert_eq!(own.get("marks"), None);
        let plain = file(&app, agency, 3).await;
        let read = by.get(&format!("/v1/staff/reviews/{}", plain.id)).await.json();
        assert_eq!((&read["marks"], &read["suggested_text"]), (&json!([]), &Value::Null));
    }

    async fn author_and_moderator_see_by_when_a_review_is_decided_on(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let by = moderator(&app).await;
        let own = app.holder_of(&one.code).get(OWN).await.json();
        let queued = queue(&by, "").await;
        let filed_on: jiff::civil::Date = queued[0]["filed_on"].as_str().unwrap().parse().unwrap();
        let due = (filed_on + jiff::Span::new().days(7)).to_string();
        assert_eq!(queued[0]["decide_by"], due);
        assert_eq!(own["decide_by"], due);
        decide(&by, &one, "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        let own = app.holder_of(&one.code).get(OWN).await.json();
        assert_eq!(own["decide_by"], Value::Null);
        assert_eq!(own["may_appeal_until"], (filed_on + jiff::Span::new().days(90)).to_string());
    }

    async fn an_appeal_is_granted_by_another_moderator(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let (by, other) = (moderator(&app).await, another_moderator(&app, "Second Reading Room").await);
        decide(&by, &one, "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        assert_eq!(queue(&by, "appealed=true").await, Vec::<Value>::new());
        let holder = app.holder_of(&one.code);
        let filed = holder.post(APPEAL, &statement()).await;
        filed.assert_status(201);
        assert_eq!(filed.header("location"), Some(OWN));
        let own = holder.get(OWN).await.json();
        assert_eq!((&own["appeal"]["status"], &own["appeal"]["statement"]), (&json!("open"), &json!(STATEMENT)));
        assert_eq!((&own["may_appeal_until"], &own["status"]), (&Value::Null, &json!("rejected")));
        assert_eq!(queue(&other, "appealed=true").await.len(), 1);
        assert_eq!(app.where_is("Planted statement").await, Vec::<String>::new());

        // Whoever rejected it decides neither way.
        decide(&by, &one, "publish", &json!({})).await.assert_problem(403, "own_decision");
        dismiss(&by, &one.id).await.assert_problem(403, "own_decision");
        let read = other.get(&format!("/v1/staff/reviews/{}", one.id)).await.json();
        assert_eq!(read["appeal"]["statement"], STATEMENT);
        decide(&other, &one, "publish", &json!({})).await.assert_status(200);
        let own = holder.get(OWN).await.json();
        assert_eq!((&own["appeal"]["status"], &own["status"]), (&json!("granted"), &json!("published")));
        assert_eq!(queue(&other, "appealed=true").await, Vec::<Value>::new());
        assert_eq!(app.audited(by.account.unwrap()).await.iter().filter(|a| a.contains("published")).count(), 0);
    }

    async fn an_appeal_is_dismissed_and_the_rejection_stands(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let (by, other) = (moderator(&app).await, another_moderator(&app, "Second Reading Room").await);
        decide(&by, &one, "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        let holder = app.holder_of(&one.code);
        holder.post(APPEAL, &statement()).await.assert_status(201);
        dismiss(&other, &one.id).await.assert_status(200);
        let own = holder.get(OWN).await.json();
        assert_eq!((&own["appeal"]["status"], &own["status"]), (&json!("dismissed"), &json!("rejected")));
        assert!(own["appeal"]["decided_on"].is_string());
        // Once against each rejection.
        holder.post(APPEAL, &statement()).await.assert_problem(409, "cannot_appeal");
        // Without an open appeal there is nothing to dismiss.
        let third = another_moderator(&app, "Third Reading Room").await;
        dismiss(&third, &one.id).await.assert_problem(409, "conflict");
        let told = app.audited(other.account.unwrap()).await;
        assert!(told.iter().any(|entry| entry.contains("appeal_dismissed")), "{told:?}");
    }

    async fn only_a_rejection_can_be_appealed_against_and_only_for_a_while(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let by = moderator(&app).await;
        let pending = file(&app, agency, 2).await;
        app.holder_of(&pending.code).post(APPEAL, &statement()).await.assert_problem(409, "cannot_appeal");
        let late = file(&app, agency, 2).await;
        decide(&by, &late, "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        app.clock.advance(Duration::from_hours(24 * 91));
        let holder = app.holder_of(&late.code);
        assert_eq!(holder.get(OWN).await.json()["may_appeal_until"], Value::Null);
        holder.post(APPEAL, &statement()).await.assert_problem(409, "cannot_appeal");
        holder.post(APPEAL, &json!({ "statement": " " })).await.assert_problem(422, "invalid_request");
        app.post(APPEAL, &statement()).await.assert_problem(401, "unauthenticated");
    }

    async fn a_change_ends_the_appeal_and_a_new_rejection_can_be_appealed_against_anew(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let by = moderator(&app).await;
        decide(&by, &one, "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        let holder = app.holder_of(&one.code);
        holder.post(APPEAL, &statement()).await.assert_status(201);
        let tag = holder.get(OWN).await.header("etag").unwrap().to_owned();
        holder.patch(OWN, &tag, &json!({ "overall": 3 })).await.assert_status(200);
        assert_eq!(holder.get(OWN).await.json()["appeal"]["status"], "withdrawn");
        decide(&by, &one, "reject", &json!({ "reason": "other" })).await.assert_status(200);
        holder.post(APPEAL, &statement()).await.assert_status(201);
        // Erasing takes the appeal with it.
        holder.delete(OWN).await.assert_status(204);
        assert_eq!(queue(&by, "appealed=true").await, Vec::<Value>::new());
    }

    async fn without_an_appeal_a_moderator_may_take_back_a_rejection(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let one = file(&app, agency, 2).await;
        let by = moderator(&app).await;
        decide(&by, &one, "reject", &json!({ "reason": "pii" })).await.assert_status(200);
        decide(&by, &one, "publish", &json!({})).await.assert_status(200);
    }
}
