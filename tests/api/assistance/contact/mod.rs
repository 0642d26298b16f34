//! Reaching people: what is sent, what is refused, and who sees it.

mod answers;
mod by_hand;
mod plan;
mod refused;
mod sealed_mode;
mod sending;

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::platform::clock::Clock as _;

use super::{Filed, RECEIPT, changed, least};
use crate::harness::{Person, TestApp};

const NUMBER: &str = "+6590007777";
const OWN_WORDS: &str = "Kain tayo sa Linggo";
const OWN_CODE: &str = "planteddurian";
/// What goes out.
const OWN_TEXT: &str = "Kain tayo sa Linggo - planteddurian";
/// When the window of the plans opens on Sundays, in UTC: at two in the afternoon in Singapore.
const OPENS: u64 = 6;
/// When it closes.
const CLOSES: u64 = 9;

fn own(what: &str) -> String {
    format!("{RECEIPT}/{what}")
}

/// A way that the service may use on Sundays from two to five, in Singapore.
fn method() -> Value {
    json!({ "channel": "sms", "address": "+65 9000 7777", "owner": "self", "ok_to_leave_message": true,
        "message_text": OWN_WORDS, "code_word": OWN_CODE,
        "windows": [{ "days": ["sunday"], "from": "14:00", "until": "17:00", "time_zone": "Asia/Singapore" }] })
}

/// A plan with one way, some members of both changed; null takes one away.
fn plan(of_method: &Value, of_plan: &Value) -> Value {
    let mut way = changed(method(), of_method);
    way.as_object_mut()
        .unwrap()
        .retain(|_, value| !value.is_null());
    changed(
        json!({ "service_may_send": true, "methods": [way] }),
        of_plan,
    )
}

/// The plan as it is.
fn whole() -> Value {
    plan(&json!({}), &json!({}))
}

/// The plan without windows.
fn any_time() -> Value {
    plan(&json!({ "windows": null }), &json!({}))
}

/// A request with a plan.
fn asking(plan: &Value) -> Value {
    changed(least(), &json!({ "safe_contact": plan, "language": "fil" }))
}

impl TestApp {
    /// Lets it be the next Sunday at this time in UTC.
    fn on_sunday(&self, hour: u64, minute: u64) {
        let now = u64::try_from(self.clock.now().as_second()).unwrap();
        let (day, second) = (now / 86_400, now % 86_400);
        // The first of January 1970 was a Thursday.
        let mut days = (10 - day % 7) % 7;
        let wanted = hour * 3600 + minute * 60;
        if days == 0 && wanted <= second {
            days = 7;
        }
        let forward = days * 86_400 + wanted - second;
        self.clock.advance(Duration::from_secs(forward));
    }

    /// The time as the contract writes it, so many hours after the last midnight in UTC and so many days later.
    fn at(&self, days: u64, hour: u64) -> String {
        let midnight = self.clock.now().date().start().unwrap();
        midnight
            .plus(Duration::from_hours(days * 24 + hour))
            .to_string()
    }

    /// A request with a plan, and a case worker of the organisation that has it.
    async fn asks(&self, plan: &Value) -> (Filed, Person<'_>) {
        let centre = self.centre().await;
        let filed = self.ask_for_help(&asking(plan)).await;
        (filed, self.case_worker(centre).await)
    }
}

/// The case worker writes to the person.
async fn write_to(worker: &Person<'_>, filed: &Filed) {
    let message = json!({ "body": "Planted message of the centre" });
    worker
        .post(&filed.sub("messages"), &message)
        .await
        .assert_status(201);
}

/// The attempts as the person sees them, the latest first.
async fn attempts(app: &TestApp, filed: &Filed) -> Vec<Value> {
    let shown = app
        .holder_of(&filed.code)
        .get(&own("contact-attempts"))
        .await;
    shown.assert_status(200);
    shown.json()["attempts"].as_array().unwrap().clone()
}

/// What became of them, the latest first: `outcome` or `refused: why`.
async fn outcomes(app: &TestApp, filed: &Filed) -> Vec<String> {
    let word = |attempt: &Value| match attempt["refusal"].as_str() {
        Some(refusal) => format!("refused: {refusal}"),
        None => attempt["outcome"].as_str().unwrap().to_owned(),
    };
    attempts(app, filed).await.iter().map(word).collect()
}

/// The person says anew how they may be contacted.
async fn put_plan(app: &TestApp, filed: &Filed, plan: &Value) -> Value {
    let holder = app.holder_of(&filed.code);
    let put = holder
        .send(Method::PUT, &own("contact-plan"), &json!({ "plan": plan }))
        .await;
    put.assert_status(200);
    put.json()
}

/// How many rows a table has.
async fn rows(app: &TestApp, table: &str) -> usize {
    let query = format!("SELECT 'a' AS one, 'b' AS two FROM {table}");
    super::texts(app, &query, "00000000-0000-4000-8000-000000000000")
        .await
        .len()
}
