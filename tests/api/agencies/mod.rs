//! Recruitment agencies: their registers, finding them, and their pages.

pub mod behind;
mod check;
mod fetch;
mod import;
mod licences;
mod matches;
mod profile;
pub mod register;
mod search;

use serde_json::Value;

use crate::harness::{Response, TestApp};

/// The entries of a page.
pub fn items(response: &Response) -> Vec<Value> {
    response.assert_status(200);
    response.json()["items"].as_array().unwrap().clone()
}

pub fn names(items: &[Value]) -> Vec<String> {
    let name = |item: &Value| item["name"].as_str().unwrap().to_owned();
    items.iter().map(name).collect()
}

/// Every entry of a list, page by page.
async fn walk(app: &TestApp, path: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut address = path.to_owned();
    loop {
        let response = app.get(&address).await;
        all.extend(items(&response));
        let next = response.json()["next"].as_str().map(str::to_owned);
        let Some(next) = next else {
            assert_eq!(response.header("link"), None);
            return all;
        };
        let link = response.header("link").unwrap();
        assert!(link.contains(&format!("cursor={next}")) && link.ends_with("rel=\"next\""));
        let joint = if path.contains('?') { '&' } else { '?' };
        address = format!("{path}{joint}cursor={next}");
    }
}
