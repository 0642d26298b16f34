//! Employers: rated by the same code as agencies, on their own dimensions, and named by workers.

mod at_once;
mod dimensions;
mod listing;
mod proposals;
mod ratings;
mod refused;
mod replies;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use crate::harness::{Person, Response, TestApp};
use crate::reviews::{Filed, filed, publish};

const EMPLOYERS: &str = "/v1/employers";
const QUEUE: &str = "/v1/staff/employers/proposals";

/// Words that are in no other text.
const PLANTED: &str = "Kapitan Vidalgo locked the gate of the yard at night";

/// A review of an employer.
fn review(overall: u8) -> Value {
    json!({
        "stage": "working",
        "corridor": { "origin": "BD", "destination": "SG" },
        "occupation": "7212",
        "overall": overall,
        "scores": [{ "dimension": "wages", "score": 1 }, { "dimension": "living", "score": overall }],
        "facts": { "wages": { "paid_in_full": "no" }, "hours_rest": { "hours_per_day": 12 } },
        "comment": { "text": PLANTED, "language": "en" }
    })
}

fn reviews_of(employer: impl std::fmt::Display) -> String {
    format!("{EMPLOYERS}/{employer}/reviews")
}

async fn file(app: &TestApp, employer: impl std::fmt::Display, overall: u8) -> Filed {
    filed(&app.post(&reviews_of(employer), &review(overall)).await)
}

/// An employer with published reviews of these overall scores.
async fn employer_with(app: &TestApp, by: &Person<'_>, scores: &[u8]) -> (Id, Vec<Filed>) {
    let employer = app.employer("Meridian Sample Yard (made up)").await;
    let mut all = Vec::new();
    for score in scores {
        let one = file(app, employer, *score).await;
        publish(by, &one).await;
        all.push(one);
    }
    (employer, all)
}

/// The rating on an employer's page.
async fn rating(app: &TestApp, employer: Id) -> Value {
    let page = app.get(&format!("{EMPLOYERS}/{employer}")).await;
    page.assert_status(200).json()["rating"].clone()
}

/// Somebody who looks employers up, and moderates.
async fn registrar(app: &TestApp) -> Person<'_> {
    let organisation = app.organisation("Registry", &["SG"], &["registers"]).await;
    app.member(organisation, &[Role::Moderator]).await
}

/// An employer as a worker names it.
fn named() -> Value {
    json!({
        "name": "Vidalgo Sample Shipyard", "country": "SG", "place": "Jurong Vidalgo Road",
        "what_it_is": "A shipyard", "sector": "C", "found_at": "https://vidalgo.example/",
        "registration_number": "2026-0077Z", "is_private_household": false
    })
}

/// Names an employer; returns its id.
async fn propose(app: &TestApp) -> String {
    let named = app.post(EMPLOYERS, &named()).await;
    named.assert_status(201);
    named.json()["id"].as_str().unwrap().to_owned()
}

/// What somebody writes who has looked it up.
fn looked_up() -> Value {
    json!({
        "name": "VIDALGO SAMPLE SHIPYARD PTE. LTD.", "alternate_names": ["Yard Bảo Thịnh"],
        "place": "Jurong", "sector": "C", "registration_number": "2026-0077Z",
        "source": { "name": "A register of companies", "url": "https://companies.example/77" }
    })
}

/// Opens a proposal and decides on what was read.
async fn decide(by: &Person<'_>, proposal: &str, decision: &str, body: &Value) -> Response {
    let path = format!("{QUEUE}/{proposal}");
    let read = by.get(&path).await;
    read.assert_status(200);
    let tag = read.header("etag").unwrap().to_owned();
    by.decide(&format!("{path}/{decision}"), &tag, body).await
}
