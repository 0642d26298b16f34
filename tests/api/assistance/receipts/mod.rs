//! Receipt codes: shown until they are used, replaced, and given up.

mod care;
mod digits;
mod handover;
mod narrative;
mod proofs;
mod second_step;

use reqwest::Method;
use serde_json::Value;

use crate::harness::{Person, Response, TestApp};

const ROTATE: &str = "/v1/receipt/rotate";
const REVOKE: &str = "/v1/receipt/revoke";

impl TestApp {
    /// Files something under a key of one's own.
    async fn file_under(&self, path: &str, key: &str, body: &Value) -> Response {
        let request = self
            .request(Method::POST, path)
            .header("Idempotency-Key", key);
        Response::of(request.json(body)).await
    }
}

impl Person<'_> {
    /// Posts without a body under a key of one's own.
    async fn post_bare(&self, path: &str, key: &str) -> Response {
        let request = self.request(Method::POST, path);
        Response::of(request.header("Idempotency-Key", key)).await
    }
}

/// A code in an answer.
fn code_in(answer: &Response) -> String {
    let answer = answer.json();
    answer["receipt_code"].as_str().unwrap().to_owned()
}
