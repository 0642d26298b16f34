//! Refusals that several operations have in common, told once: the contract stays small enough to read, and
//! generated clients get one type for each.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

const REFUSAL: &str = "application/problem+json";
/// What has not changed has no content to be named by.
const NOT_MODIFIED: (&str, &str) = ("304", "NotModified");

/// Moves each refusal that more than one operation gives into the components, under the names of its codes.
pub fn share(document: &mut Value) {
    let shared = find_shared(document);
    for responses in all_responses(document) {
        for (status, response) in responses.iter_mut() {
            let Some(name) = name_of(status, response) else {
                continue;
            };
            // Under one name there is one answer; what differs from it stays where it is.
            if shared.get(&name) == Some(response) {
                *response = json!({ "$ref": format!("#/components/responses/{name}") });
            }
        }
    }
    let components = document
        .get_mut("components")
        .and_then(Value::as_object_mut);
    if let Some(components) = components {
        components.insert("responses".to_owned(), json!(shared));
    }
}

/// The refusals that are given more than once; of several that would have one name the most frequent.
fn find_shared(document: &mut Value) -> BTreeMap<String, Value> {
    let mut found: BTreeMap<String, Vec<(Value, usize)>> = BTreeMap::new();
    for responses in all_responses(document) {
        for (status, response) in responses.iter() {
            let Some(name) = name_of(status, response) else {
                continue;
            };
            let alike = found.entry(name).or_default();
            match alike.iter_mut().find(|(known, _)| known == response) {
                Some((_, times)) => *times += 1,
                None => alike.push((response.clone(), 1)),
            }
        }
    }
    let most_frequent = |(name, alike): (String, Vec<(Value, usize)>)| {
        let (response, times) = alike.into_iter().max_by_key(|(_, times)| *times)?;
        (times > 1).then_some((name, response))
    };
    found.into_iter().filter_map(most_frequent).collect()
}

fn all_responses(document: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    let items = paths.into_iter().flat_map(Map::values_mut);
    let operations = items
        .filter_map(Value::as_object_mut)
        .flat_map(Map::values_mut);
    operations
        .filter_map(|operation| operation.get_mut("responses"))
        .filter_map(Value::as_object_mut)
}

/// What an answer is called by the codes in it; `None` when it is no refusal.
fn name_of(status: &str, response: &Value) -> Option<String> {
    if status == NOT_MODIFIED.0 {
        return Some(NOT_MODIFIED.1.to_owned());
    }
    let content = response.get("content")?.as_object()?;
    if content.len() != 1 {
        return None;
    }
    let codes = content.get(REFUSAL)?.get("examples")?.as_object()?;
    let names: Vec<String> = codes.keys().map(|code| camel_case(code)).collect();
    Some(names.join("Or"))
}

fn camel_case(code: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    code.split('_').map(capital).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(codes: &[&str]) -> Value {
        let examples: Map<String, Value> = codes
            .iter()
            .map(|code| ((*code).to_owned(), json!({})))
            .collect();
        json!({ "content": { "application/problem+json": { "examples": examples } } })
    }

    #[test]
    fn what_several_refuse_alike_is_told_once() {
        let (gone, taken) = (refusal(&["gone"]), refusal(&["id_taken", "in_progress"]));
        let other = json!({ "headers": {}, "content": gone["content"] });
        let mut document = json!({ "components": {}, "paths": {
            "/a": { "get": { "responses": { "200": {}, "410": gone } },
                "post": { "responses": { "409": taken, "410": gone } } },
            "/b": { "post": { "responses": { "410": other } } } } });
        share(&mut document);
        let at = |path: &str| document.pointer(path).unwrap().clone();
        let reference = json!({ "$ref": "#/components/responses/Gone" });
        assert_eq!(at("/components/responses"), json!({ "Gone": gone }));
        assert_eq!(at("/paths/~1a/get/responses/410"), reference);
        assert_eq!(at("/paths/~1a/post/responses/410"), reference);
        assert_eq!(at("/paths/~1a/post/responses/409"), taken);
        assert_eq!(at("/paths/~1b/post/responses/410"), other);
        assert_eq!(
            name_of("409", &taken).as_deref(),
            Some("IdTakenOrInProgress")
        );
    }
}
