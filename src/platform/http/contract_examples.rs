//! Examples for every body in the contract: written ones where a type has one, otherwise put
//! together from the examples of its parts.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::platform::language::Language;
use crate::platform::messages::{Arguments, Messages};
use crate::platform::problem::ProblemCode;

/// Deepest nesting of a made-up example; no type of the interface is deeper.
const DEPTH: u8 = 8;

/// Makes examples from the schemas of a document.
pub struct Examples {
    schemas: Map<String, Value>,
}

impl Examples {
    /// Gives every media type of the document an example that lacks one.
    pub fn fill(document: &mut Value) {
        let schemas = document
            .pointer("/components/schemas")
            .and_then(Value::as_object);
        let examples = Self {
            schemas: schemas.cloned().unwrap_or_default(),
        };
        let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else {
            return;
        };
        let operations = paths.values_mut().filter_map(Value::as_object_mut);
        for operation in operations.flat_map(Map::values_mut) {
            if let Some(content) = operation.pointer_mut("/requestBody/content") {
                examples.fill_content(content);
            }
            let responses = operation
                .get_mut("responses")
                .and_then(Value::as_object_mut);
            for response in responses.into_iter().flat_map(Map::values_mut) {
                if let Some(content) = response.get_mut("content") {
                    examples.fill_content(content);
                }
            }
        }
    }

    fn fill_content(&self, content: &mut Value) {
        for media in content
            .as_object_mut()
            .into_iter()
            .flat_map(Map::values_mut)
        {
            let Some(media) = media.as_object_mut() else {
                continue;
            };
            if media.contains_key("example") || media.contains_key("examples") {
                continue;
            }
            if let Some(example) = media.get("schema").and_then(|s| self.of(s, DEPTH)) {
                media.insert("example".to_owned(), example);
            }
        }
    }

    fn of(&self, schema: &Value, depth: u8) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        if let Some(example) = schema.get("example") {
            return Some(example.clone());
        }
        if let Some(first) = schema
            .pointer("/examples/0")
            .or_else(|| schema.pointer("/enum/0"))
        {
            return Some(first.clone());
        }
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            let name = name.rsplit('/').next()?;
            return self.of(self.schemas.get(name)?, depth);
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(branches) = schema.get(key).and_then(Value::as_array) {
                let real = branches
                    .iter()
                    .find(|b| b.get("type") != Some(&Value::from("null")));
                return self.of(real?, depth);
            }
        }
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            let mut whole = Map::new();
            for part in parts.iter().filter_map(|part| self.of(part, depth)) {
                whole.extend(part.as_object().cloned().unwrap_or_default());
            }
            return Some(Value::Object(whole));
        }
        self.of_type(schema, depth)
    }

    fn of_type(&self, schema: &Value, depth: u8) -> Option<Value> {
        let kind = schema.get("type")?;
        let kinds = kind
            .as_array()
            .map_or_else(|| std::slice::from_ref(kind), Vec::as_slice);
        let kind = kinds
            .iter()
            .filter_map(Value::as_str)
            .find(|kind| *kind != "null")?;
        match kind {
            "object" => Some(self.of_object(schema, depth)),
            "array" => {
                let item = schema.get("items").and_then(|items| self.of(items, depth));
                Some(Value::Array(item.into_iter().collect()))
            }
            "integer" | "number" => Some(schema.get("minimum").cloned().unwrap_or(json!(1))),
            "boolean" => Some(json!(true)),
            _ => Some(text(schema)),
        }
    }

    fn of_object(&self, schema: &Value, depth: u8) -> Value {
        let mut object = Map::new();
        for (name, property) in schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            if let Some(example) = self.of(property, depth) {
                object.insert(name.clone(), example);
            }
        }
        Value::Object(object)
    }
}

/// Each problem as it is answered, with its English texts.
pub fn problem_examples(problems: &BTreeMap<&str, &ProblemCode>, messages: &Messages) -> Value {
    let examples = problems.values().map(|code| {
        let example = json!({ "value": problem_example(code, messages) });
        (code.name.to_owned(), example)
    });
    Value::Object(examples.collect())
}

fn problem_example(code: &ProblemCode, messages: &Messages) -> Value {
    let english = Language::english();
    let name = format!("problem-{}", code.name);
    let arguments = example_arguments(code.name);
    let mut example = json!({
        "type": format!("https://tulay.example/problems/{}", code.name),
        "title": messages.text(&english, &name, None, &arguments),
        "status": code.status,
        "detail": messages.text(&english, &name, Some("detail"), &arguments),
        "instance": "urn:uuid:01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f"
    });
    let own = match code.name {
        "malformed_request" => Some(("errors", fault(messages, "/naem", "unknown_member"))),
        "invalid_request" => Some(("errors", fault(messages, "/narrative", "blank"))),
        "proof_of_work_required" => Some((
            "proof_of_work",
            json!({ "challenge": "v1.12.1790000000.AAAAAAAAAAAAAAAAAAAAAA",
                "algorithm": "sha-256", "zero_bits": 12, "expires_at": "2026-09-21T14:13:20Z" }),
        )),
        _ => None,
    };
    if let (Some((member, value)), Some(example)) = (own, example.as_object_mut()) {
        example.insert(member.to_owned(), value);
    }
    example
}

fn fault(messages: &Messages, pointer: &str, code: &str) -> Value {
    let text = messages.text(
        &Language::english(),
        &format!("fault-{code}"),
        None,
        &Vec::new(),
    );
    json!([{ "pointer": pointer, "code": code, "detail": text }])
}

/// What the texts of problems mention.
fn example_arguments(problem: &str) -> Arguments {
    let limit = if problem == "body_too_large" {
        "262144"
    } else {
        "10"
    };
    let arguments = [
        ("limit", limit),
        ("seconds", "7"),
        ("expected", "application/json"),
        ("from", "closed"),
        ("next", "reopened"),
        ("years", "5"),
        ("until", "2027"),
        ("reason", "outside_hours"),
        ("not_before", "2026-12-06T06:00:00Z"),
        ("into", "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f"),
        ("item", "guards"),
        ("answer", "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f"),
        ("cases", "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f"),
    ];
    arguments
        .map(|(name, value)| (name, value.to_owned()))
        .to_vec()
}

fn text(schema: &Value) -> Value {
    match schema.get("format").and_then(Value::as_str) {
        Some("date-time") => json!("2026-11-23T08:15:30Z"),
        Some("date") => json!("2026-11-23"),
        Some("uuid") => json!("01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f"),
        Some("uri") => json!("https://tulay.example/"),
        _ => json!("text"),
    }
}
