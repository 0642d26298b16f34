//! What one operation takes.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::checker::Checker;
use super::document::{Components, read};

/// An operation, whose part of the document is read when it is first asked for.
pub(super) struct Operation {
    source: &'static RawValue,
    taken: OnceLock<Taken>,
}

/// What an operation takes.
pub(super) struct Taken {
    pub(super) body: Option<Checker>,
    /// Of each line, where the body is newline-delimited JSON.
    pub(super) line: Option<Checker>,
    pub(super) media_types: Vec<String>,
    pub(super) query: Checker,
    query_parameters: HashMap<String, Parameter>,
}

/// One query parameter's schema, for turning text into JSON.
struct Parameter {
    kinds: Vec<String>,
    is_list: bool,
}

impl Operation {
    pub(super) const fn new(source: &'static RawValue) -> Self {
        Self {
            source,
            taken: OnceLock::new(),
        }
    }

    pub(super) fn taken(&self, components: &Components<'_>) -> &Taken {
        let read = || Taken::of(components, &read(self.source));
        self.taken.get_or_init(read)
    }
}

impl Taken {
    fn of(components: &Components<'_>, operation: &Value) -> Self {
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut query_parameters = HashMap::new();
        let parameters = operation.get("parameters").and_then(Value::as_array);
        for parameter in parameters.into_iter().flatten() {
            let parameter = components.resolved(parameter);
            let text = |member: &str| parameter.get(member).and_then(Value::as_str);
            if text("in") != Some("query") {
                continue;
            }
            let name = text("name").unwrap_or_default();
            let schema = parameter.get("schema").cloned();
            let schema = schema.unwrap_or(Value::Bool(true));
            query_parameters.insert(name.to_owned(), Parameter::of(components, &schema));
            properties.insert(name.to_owned(), schema);
            if parameter.get("required") == Some(&Value::Bool(true)) {
                required.push(Value::from(name));
            }
        }
        let schema = json!({ "type": "object", "properties": properties, "required": required,
            "additionalProperties": false });
        let content = operation.pointer("/requestBody/content");
        let content = content.and_then(Value::as_object).into_iter().flatten();
        Self {
            body: body_of(operation),
            line: line_of(components, operation),
            media_types: content.map(|(name, _)| name.clone()).collect(),
            query: Checker::new(schema),
            query_parameters,
        }
    }

    /// Everything by which a part of a request is checked.
    pub(super) fn checkers(&self) -> impl Iterator<Item = &Checker> {
        let of_body = self.body.iter().chain(&self.line);
        of_body.chain([&self.query])
    }

    /// A query string as JSON, by the parameters' types.
    pub(super) fn query_as_json(&self, query: &str) -> Value {
        let mut object = Map::new();
        for (name, text) in url::form_urlencoded::parse(query.as_bytes()) {
            let parameter = self.query_parameters.get(name.as_ref());
            let value = parameter.map_or_else(|| Value::from(&*text), |p| p.read(&text));
            let is_list = parameter.is_some_and(|parameter| parameter.is_list);
            match object.get_mut(name.as_ref()) {
                Some(Value::Array(items)) if is_list => items.push(value),
                // A parameter that came twice is one of the wrong type, not the first or the last.
                Some(first) => *first = json!([first.take(), value]),
                None if is_list => drop(object.insert(name.into_owned(), json!([value]))),
                None => drop(object.insert(name.into_owned(), value)),
            }
        }
        Value::Object(object)
    }
}

impl Parameter {
    fn of(components: &Components<'_>, schema: &Value) -> Self {
        let schema = components.resolved(schema);
        let kinds = kinds(&schema);
        let is_list = kinds.iter().any(|kind| kind == "array");
        let of_items = schema.get("items").map(|items| components.resolved(items));
        Self {
            kinds: of_items
                .filter(|_| is_list)
                .map_or(kinds, |items| self::kinds(&items)),
            is_list,
        }
    }

    fn read(&self, text: &str) -> Value {
        let is = |kind: &str| self.kinds.iter().any(|own| own == kind);
        if is("integer")
            && let Ok(number) = text.parse::<i64>()
        {
            return Value::from(number);
        }
        if is("number")
            && let Ok(number) = text.parse::<f64>()
        {
            return Value::from(number);
        }
        match text {
            "true" if is("boolean") => Value::Bool(true),
            "false" if is("boolean") => Value::Bool(false),
            _ => Value::from(text),
        }
    }
}

/// What a JSON body is checked by.
fn body_of(operation: &Value) -> Option<Checker> {
    let schema = operation.pointer("/requestBody/content/application~1json/schema");
    schema.cloned().map(Checker::new)
}

/// What each line of a body of newline-delimited JSON is checked by. The schema of such a body is that of
/// the array of its lines (OpenAPI 3.2, section 4.14.1).
fn line_of(components: &Components<'_>, operation: &Value) -> Option<Checker> {
    let schema = operation.pointer("/requestBody/content/application~1x-ndjson/schema")?;
    let line = components.resolved(schema).get("items").cloned();
    line.map(Checker::new)
}

fn kinds(schema: &Value) -> Vec<String> {
    match schema.get("type") {
        Some(Value::String(kind)) => vec![kind.clone()],
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}
