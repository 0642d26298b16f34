//! The right of reply: who speaks for an agency, what it answers, what it reports, who decides.

mod claims;
mod interest;
mod profile;
mod reply;
mod report;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use crate::harness::{Person, Response, TestApp};
use crate::reviews::reviews_of;

/// Words that are in no other text.
pub const SAID: &str = "Our cashier Teodoro has paid the deduction back";

pub const CLAIMS: &str = "/v1/staff/agency-claims";

/// A clerk of an agency that is an organisation here.
pub async fn clerk<'a>(app: &'a TestApp, name: &str) -> Person<'a> {
    let organisation = app.organisation(name, &["PH"], &[]).await;
    app.member(organisation, &[Role::AgencyRepresentative])
        .await
}

/// Claims an agency; returns the claim's id.
pub async fn claim(by: &Person<'_>, agency: Id) -> String {
    let body = json!({ "agency_id": agency, "statement": "I am its secretary",
        "evidence": "Certificate 00C0000" });
    let filed = by.post(CLAIMS, &body).await;
    filed.assert_status(201);
    filed.json()["id"].as_str().unwrap().to_owned()
}

/// Reads something in a queue and decides on what was read.
pub async fn decide(by: &Person<'_>, path: &str, decision: &str, body: &Value) -> Response {
    let read = by.get(path).await;
    read.assert_status(200);
    let tag = read.header("etag").unwrap().to_owned();
    by.decide(&format!("{path}/{decision}"), &tag, body).await
}

/// Decides on something without a body.
pub async fn decide_bare(by: &Person<'_>, path: &str, decision: &str) -> Response {
    let read = by.get(path).await;
    read.assert_status(200);
    let tag = read.header("etag").unwrap().to_owned();
    let request = by.request(reqwest::Method::POST, &format!("{path}/{decision}"));
    Response::of(request.header("If-Match", tag)).await
}

/// A clerk who speaks for an agency, and the claim by which.
pub async fn speaker<'a>(
    app: &'a TestApp,
    moderator: &Person<'_>,
    agency: Id,
) -> (Person<'a>, String) {
    let clerk = clerk(app, "Sunrise Manpower (made up)").await;
    let claim = format!("{CLAIMS}/{}", claim(&clerk, agency).await);
    decide_bare(moderator, &claim, "approve")
        .await
        .assert_status(200);
    (clerk, claim)
}

/// The public reviews of an agency.
pub async fn public(app: &TestApp, agency: Id) -> Vec<Value> {
    let list = app.get(&reviews_of(agency)).await.json();
    list["items"].as_array().unwrap().clone()
}

/// The public id of the first review that is shown.
pub async fn first_public(app: &TestApp, agency: Id) -> String {
    public(app, agency).await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

pub fn own_reviews(agency: Id) -> String {
    format!("/v1/staff/agencies/{agency}/reviews")
}

pub fn reply_path(agency: Id, review: &str) -> String {
    format!("/v1/staff/agencies/{agency}/reviews/{review}/reply")
}

pub fn reports_path(agency: Id, review: &str) -> String {
    format!("/v1/staff/agencies/{agency}/reviews/{review}/reports")
}

pub fn said(text: &str) -> Value {
    json!({ "text": text, "language": "en" })
}

/// Where a moderator decides about the reply that was just filed.
pub fn in_queue(reply: &Response) -> String {
    format!("/v1/staff/replies/{}", reply.json()["id"].as_str().unwrap())
}
