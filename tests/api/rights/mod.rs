//! Articles, contacts, emergency numbers and code lists.

mod articles;
mod audio;
mod code_lists;
mod contacts;
mod exported;
mod import;
mod kept;
mod links;
mod promised;
mod search;
mod translations;
mod versions;

use reqwest::Method;
use serde_json::Value;

use crate::harness::{Response, TestApp};

/// How many articles there are in the repository: one for each folder.
fn articles_in_the_data() -> usize {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rights");
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .filter(|entry| entry.as_ref().unwrap().path().is_dir())
        .count()
}

/// Reads a path as somebody whose phone says these languages.
async fn read_in(app: &TestApp, path: &str, accept_language: &str) -> Response {
    let request = app.request(Method::GET, path);
    Response::of(request.header("Accept-Language", accept_language)).await
}

/// The member `name` of every item of a page.
fn each(page: &Value, name: &str) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item[name].as_str().unwrap().to_owned())
        .collect()
}

/// The member `name` of every item of all pages, and how many pages there were.
async fn walk(app: &TestApp, path: &str, name: &str) -> (Vec<String>, usize) {
    let (mut all, mut pages) = (Vec::new(), 0);
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let response = app.get(&path).await;
        response.assert_status(200);
        let page = response.json();
        all.extend(each(&page, name));
        pages += 1;
        let link = response.header("link").map(|link| {
            let end = link.find('>').unwrap();
            link[1..end].to_owned()
        });
        assert_eq!(link.is_some(), page["next"].is_string());
        next = link;
    }
    (all, pages)
}
