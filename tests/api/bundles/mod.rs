//! What a phone carries along: content, proof, changes, transport, and that each change is published once.

mod changes;
mod content;
mod proof;
mod publishing;
mod sizes;
mod transport;

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use serde_json::{Map, Value, json};
use tulay::bundles::Publisher;
use tulay::platform::canonical_json::canonical;
use tulay::platform::crypto::PublicKey;

use crate::harness::{Response, TestApp, Underway};

pub const BUNDLE: &str = "/v1/bundles/PH-MY/fil";

/// Does once what the server does each minute; how many bundles were published anew.
pub async fn publish(app: &TestApp) -> usize {
    let publisher = Publisher::new(app.shared.services.clone(), app.shared.library.clone());
    let tick = move || publisher.tick();
    actix_web::rt::task::spawn_blocking(tick).await.unwrap()
}

/// An answer with a header of the request.
pub async fn get_with(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = app.request(Method::GET, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Response::of(request).await
}

/// A whole bundle, as its bytes came.
pub struct Copy {
    pub answer: Vec<u8>,
}

impl Copy {
    pub async fn of(app: &TestApp, path: &str) -> Self {
        let answer = app.get(path).await;
        answer.assert_status(200);
        Self {
            answer: answer.body,
        }
    }

    /// The bytes that are signed: what stands between the names of the two members.
    pub fn document(&self) -> &str {
        let text = std::str::from_utf8(&self.answer).unwrap();
        let (document, _) = text
            .strip_prefix("{\"bundle\":")
            .unwrap()
            .rsplit_once(",\"signature\":")
            .unwrap();
        document
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(self.document()).unwrap()
    }

    pub fn version(&self) -> String {
        self.json()["version"].as_str().unwrap().to_owned()
    }

    pub fn signature(&self) -> String {
        let answer: Value = serde_json::from_slice(&self.answer).unwrap();
        answer["signature"].as_str().unwrap().to_owned()
    }

    /// The content of an item.
    pub fn content(&self, id: &str) -> Option<Value> {
        let bundle = self.json();
        let mut items = bundle["items"].as_array().unwrap().iter();
        let found = items.find(|item| item["id"] == id)?;
        Some(found["content"].clone())
    }
}

/// What an app does with a change; from the text of the document that it has to that of the new one.
pub fn apply(document: &str, delta: &Value) -> String {
    let bundle: Value = serde_json::from_str(document).unwrap();
    assert_eq!(bundle["version"], delta["base"]);
    let listed = |list: &Value| -> BTreeMap<String, Value> {
        let items = list.as_array().unwrap().iter();
        items
            .map(|item| (item["id"].as_str().unwrap().to_owned(), item.clone()))
            .collect()
    };
    let mut items = listed(&bundle["items"]);
    for id in delta["removed"].as_array().unwrap() {
        assert!(items.remove(id.as_str().unwrap()).is_some(), "{id}");
    }
    items.extend(listed(&delta["changed"]));
    for told in delta
        .get("spliced")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let item = items.get_mut(told["id"].as_str().unwrap()).unwrap();
        splice(item, told);
    }
    let of_delta = ["base", "changed", "removed", "spliced"];
    let mut whole: Map<String, Value> = delta
        .as_object()
        .unwrap()
        .iter()
        .filter(|(name, _)| !of_delta.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    whole.insert(
        "items".to_owned(),
        json!(items.into_values().collect::<Vec<_>>()),
    );
    canonical(&Value::Object(whole))
}

/// Cuts and puts in from the last place to the first, so that the places stay where they are.
fn splice(item: &mut Value, told: &Value) {
    let mut content = canonical(&item["content"]).into_bytes();
    for place in told["splices"].as_array().unwrap().iter().rev() {
        let number = |at: usize| usize::try_from(place[at].as_u64().unwrap()).unwrap();
        let (at, cut) = (number(0), number(1));
        content.splice(at..at + cut, place[2].as_str().unwrap().bytes());
    }
    item["content"] = serde_json::from_slice(&content).unwrap();
    item["hash"] = told["hash"].clone();
}

/// Whether a published key has signed these bytes.
pub async fn is_signed(app: &TestApp, document: &str, signature: &str) -> bool {
    let (protected, signed) = signature.split_once("..").unwrap();
    let header: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(protected).unwrap()).unwrap();
    assert_eq!(
        (&header["alg"], &header["b64"]),
        (&json!("EdDSA"), &json!(false))
    );
    assert_eq!(header["crit"], json!(["b64"]));
    let keys = app.get("/.well-known/jwks.json").await.json();
    let mut keys = keys["keys"].as_array().unwrap().iter();
    let Some(key) = keys.find(|key| key["kid"] == header["kid"]) else {
        return false;
    };
    let key = PublicKey::from_jwk(key).unwrap();
    let signature: [u8; 64] = URL_SAFE_NO_PAD.decode(signed).unwrap().try_into().unwrap();
    key.has_signed(format!("{protected}.{document}").as_bytes(), &signature)
}

/// Changes what is published, as somebody else would.
pub fn change(app: &TestApp, sql: &str) {
    let mut underway = Underway::begin(app);
    underway.change(sql);
    underway.commit();
}

/// One statement says something else.
pub fn edit_passport(app: &TestApp, sentence: &str) {
    change(
        app,
        &format!(
            "UPDATE article_texts SET body = body || '\n\n{sentence}' WHERE slug = 'passport-malaysia'"
        ),
    );
}
