//! In which language things are said, and in which direction it is written.

mod chains;
mod directions;

use reqwest::Method;

use crate::harness::{Response, TestApp};

/// Reads a path as somebody whose phone says these languages.
async fn read_in(app: &TestApp, path: &str, accept_language: &str) -> Response {
    let request = app.request(Method::GET, path);
    Response::of(request.header("Accept-Language", accept_language)).await
}
