//! The work on a request: what came of it, the diary and the claim, and where it can stand.

mod check_ins;
mod diary;
mod groups;
mod outcome;
mod pack;
mod statuses;
mod written;

use serde_json::{Value, json};

use super::{Filed, RECEIPT, request, steps};
use crate::harness::{Person, TestApp};

/// A sum of money in Singapore.
fn dollars(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "SGD" })
}

/// A request that help is under way for, and the tag of its last version.
async fn under_way(app: &TestApp, worker: &Person<'_>) -> (Filed, String) {
    let filed = app.ask_for_help(&request()).await;
    let way = steps(&["acknowledged", "in_review", "accepted", "in_progress"]);
    let tag = worker.move_through(&filed, "\"v1\"", &way).await;
    (filed, tag)
}

pub(super) fn own(what: &str) -> String {
    format!("{RECEIPT}/{what}")
}
