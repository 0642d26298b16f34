//! Holds every answer that a test gets against the published contract: its status, its media type,
//! its headers and its body.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use jsonschema::Validator;
use reqwest::Method;
use serde_json::{Map, Value, json};
use tulay::platform::code_lists::CodeLists;
use tulay::platform::messages::Messages;

use super::Response;

/// The contract as the code makes it from the reference data.
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
        let lists = CodeLists::read_folder(&folder).unwrap();
        tulay::app::contract_document(&lists, &Messages::load().unwrap())
    })
}

/// Refuses an answer that the contract does not promise. What is no operation of the contract, or
/// was answered to the wrong method, promises nothing.
#[track_caller]
pub fn check(method: &Method, path: &str, response: &Response) {
    let Some((template, operation)) = find(method, path) else {
        return;
    };
    let name = format!("{method} {template} {}", response.status);
    let promised = resolve(&operation["responses"][response.status.to_string()]);
    assert!(promised.is_object(), "{name} is not in the contract");
    for (header, value) in promised["headers"].as_object().into_iter().flatten() {
        let value = resolve(value);
        let sent = response.header(header);
        let needed = value["required"] == true;
        assert!(sent.is_some() || !needed, "{name} lacks {header}");
        if let Some(pattern) = value.pointer("/schema/pattern") {
            let is_right =
                |sent| jsonschema::is_valid(&json!({ "pattern": pattern }), &json!(sent));
            assert!(sent.is_none_or(is_right), "{name}: {header}: {sent:?}");
        }
    }
    let Some(content) = promised["content"].as_object() else {
        assert!(response.body.is_empty(), "{name} has a body");
        return;
    };
    let media_type = response.header("content-type").unwrap_or_default();
    let media = content.get(media_type);
    let media = media.unwrap_or_else(|| panic!("{name}: {media_type} is not in the contract"));
    let is_json = media_type.ends_with("json") && !media_type.ends_with("ndjson");
    if is_json && response.header("content-encoding").is_none() {
        let key = format!("{name} {media_type}");
        assert_body(&key, &media["schema"], &response.json());
    }
}

#[track_caller]
fn assert_body(key: &str, schema: &Value, body: &Value) {
    static COMPILED: OnceLock<Mutex<HashMap<String, &'static Validator>>> = OnceLock::new();
    let compiled = COMPILED.get_or_init(Mutex::default);
    let known = compiled.lock().unwrap().get(key).copied();
    let validator = known.unwrap_or_else(|| {
        let mut schemas = Map::new();
        collect(schema, &mut schemas);
        let whole = json!({ "allOf": [schema], "components": { "schemas": schemas } });
        let options = jsonschema::options().should_validate_formats(true);
        let validator = &*Box::leak(Box::new(options.build(&whole).unwrap()));
        compiled.lock().unwrap().insert(key.to_owned(), validator);
        validator
    });
    let errors = validator.iter_errors(body);
    let errors: Vec<String> = errors
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{key}: {errors:#?}\n{body:#}");
}

/// The schemas to which a schema refers, directly or by another.
fn collect(schema: &Value, found: &mut Map<String, Value>) {
    let target = schema["$ref"].as_str().and_then(|r| r.rsplit('/').next());
    if let Some(name) = target.filter(|name| !found.contains_key(*name)) {
        let referred = &document()["components"]["schemas"][name];
        found.insert(name.to_owned(), referred.clone());
        collect(referred, found);
    }
    let members = schema.as_object().into_iter().flat_map(Map::values);
    for inner in members.chain(schema.as_array().into_iter().flatten()) {
        collect(inner, found);
    }
}

/// What a reference into the contract refers to; anything else is itself.
pub fn resolve(value: &'static Value) -> &'static Value {
    let target = value["$ref"].as_str().and_then(|r| r.strip_prefix('#'));
    target.map_or(value, |target| document().pointer(target).unwrap())
}

/// What an operation may answer, by status.
pub fn responses(
    operation: &'static Value,
) -> impl Iterator<Item = (&'static String, &'static Value)> {
    let responses = operation["responses"].as_object().unwrap().iter();
    responses.map(|(status, response)| (status, resolve(response)))
}

/// The operation that a request is for; a path that is written out comes before one with gaps.
fn find(method: &Method, path: &str) -> Option<(&'static str, &'static Value)> {
    let matching = |template: &str| {
        let (wanted, given) = (template.split('/'), path.split('/'));
        template.matches('/').count() == path.matches('/').count()
            && wanted.zip(given).all(|(w, g)| w == g || w.starts_with('{'))
    };
    let paths = document()["paths"].as_object().unwrap().iter();
    let found = paths.filter(|(template, _)| matching(template));
    let (template, item) = found.min_by_key(|(template, _)| template.matches('{').count())?;
    let operation = item.get(method.as_str().to_lowercase())?;
    Some((template, operation))
}
