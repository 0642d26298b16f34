//! Reviews: filed without an account, moderated, shown, and what follows for the rating.

mod appeals;
mod attack;
mod audio;
mod batch;
mod blinding;
mod delay;
mod documents;
mod facts;
mod filing;
mod interest;
pub mod log;
mod moderation;
mod one_review;
mod public;
mod rating;
mod receipt;
mod repetition;
pub mod scores;
mod signals;
mod vouching;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::crypto::ReceiptCode;
use tulay::platform::ids::Id;

use crate::harness::{Person, Response, TestApp};

/// Words that are in no other text.
pub const PLANTED: &str = "Rosalinda of Kalayaan Street was told to pay before the medical";

/// A review with everything in it.
pub fn review(overall: u8) -> Value {
    json!({
        "stage": "working",
        "corridor": { "origin": "PH", "destination": "SG" },
        "occupation": "5311",
        "recruited_month": "2025-09",
        "overall": overall,
        "scores": [{ "dimension": "fees", "score": 1 }, { "dimension": "contract", "score": 3 }],
        "fee_items": [{
            "category": "recruitment_fee",
            "paid": { "amount": "1250.00", "currency": "SGD" },
            "paid_to": "agency", "paid_how": "deduction", "receipt": "refused"
        }],
        "would_recommend": false,
        "comment": { "text": PLANTED, "language": "en" }
    })
}

/// Where reviews of an agency are filed and listed.
pub fn reviews_of(agency: Id) -> String {
    format!("/v1/agencies/{agency}/reviews")
}

/// A filed review: its id and its receipt code.
pub struct Filed {
    pub id: String,
    pub code: String,
}

pub fn filed(response: &Response) -> Filed {
    response.assert_status(201);
    let body = response.json();
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    assert_same_code(&text("receipt_code"), &text("receipt_code_digits"));
    Filed {
        id: text("id"),
        code: text("receipt_code"),
    }
}

/// The form in digits is the same code.
pub fn assert_same_code(code: &str, digits: &str) {
    let read = |text: &str| *ReceiptCode::parse(text).unwrap().as_bytes();
    assert_eq!(read(code), read(digits));
    assert!(
        digits
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_digit())
    );
}

pub async fn file(app: &TestApp, agency: Id, overall: u8) -> Filed {
    filed(&app.post(&reviews_of(agency), &review(overall)).await)
}

pub async fn moderator(app: &TestApp) -> Person<'_> {
    let organisation = app.organisation("Reading Room", &["PH"], &["other"]).await;
    app.member(organisation, &[Role::Moderator]).await
}

/// Reads a review and decides on what was read.
pub async fn decide(by: &Person<'_>, review: &Filed, decision: &str, body: &Value) -> Response {
    let path = format!("/v1/staff/reviews/{}", review.id);
    let read = by.get(&path).await;
    read.assert_status(200);
    let tag = read.header("etag").unwrap().to_owned();
    by.decide(&format!("{path}/{decision}"), &tag, body).await
}

pub async fn publish(by: &Person<'_>, review: &Filed) {
    decide(by, review, "publish", &json!({}))
        .await
        .assert_status(200);
}

/// An agency with published reviews of these overall scores.
pub async fn agency_with(app: &TestApp, by: &Person<'_>, scores: &[u8]) -> (Id, Vec<Filed>) {
    let agency = app.agency("Sunrise Manpower (made up)").await;
    let mut all = Vec::new();
    for score in scores {
        let one = file(app, agency, *score).await;
        publish(by, &one).await;
        all.push(one);
    }
    (agency, all)
}
