//! Entitlements, the questions that are compared with them, and self-checks.

mod contract;
mod fees;
mod list;
mod reading;
mod self_checks;
mod vectors;
mod wages;

use reqwest::Method;
use serde_json::Value;

use crate::harness::{Response, TestApp};

/// Asks something, without an idempotency key.
async fn ask(app: &TestApp, path: &str, question: &Value) -> Response {
    Response::of(app.request(Method::POST, path).json(question)).await
}

/// The codes of a list of things with codes.
fn codes(list: &Value) -> Vec<&str> {
    let items = list.as_array().into_iter().flatten();
    items.map(|item| item["code"].as_str().unwrap()).collect()
}

/// The finding about a rule.
fn finding<'a>(findings: &'a Value, rule: &str) -> &'a Value {
    let mut all = findings.as_array().unwrap().iter();
    let found = all.find(|finding| finding["rule"]["code"] == rule);
    found.unwrap_or_else(|| panic!("nothing is said of {rule}: {findings:#}"))
}
