//! The published contract, which is also what is enforced.
//!
//! The OpenAPI document comes from the code; here it gets what every operation has in common
//! (see [`complete`](super::contract_document::complete)) and is what requests are checked against. So a
//! limit is written once: what `/openapi.json` says is what a request is checked against, and all
//! faults are found at once.

mod checker;
mod faults;

use std::collections::HashMap;

use actix_web::http::Method;
use actix_web::web::Bytes;
use serde_json::{Map, Value, json};

use self::checker::{Checker, Schemas};
pub(super) use self::faults::escape;
use self::faults::{FaultReader, refuse};
use super::compress::Coded;
use super::etag::EntityTag;
use crate::platform::problem::{INTERNAL_ERROR, MALFORMED_REQUEST, Problem};

/// Why a contract cannot be enforced; only a broken build meets it.
#[derive(Debug, thiserror::Error)]
#[error("the contract of {operation} cannot be enforced: {reason}")]
pub struct ContractError {
    operation: String,
    reason: String,
}

/// One query parameter's schema, for turning text into JSON.
struct Parameter {
    kinds: Vec<String>,
    is_list: bool,
}

/// What one operation accepts.
struct Operation {
    body: Option<Checker>,
    /// Of each line, where the body is newline-delimited JSON.
    line: Option<Checker>,
    media_types: Vec<String>,
    query: Checker,
    query_parameters: HashMap<String, Parameter>,
}

/// The member of the document that names the schemas of what servers say to each other.
pub const MESSAGES: &str = "x-messages-between-servers";

/// The extension that names the schemas of documents which come in by more than one operation; the contract checks them by name.
pub const DOCUMENTS: &str = "x-documents";

/// The contract in force.
pub struct Contract {
    json: Coded,
    tag: EntityTag,
    operations: HashMap<(Method, String), Operation>,
    methods: Vec<(String, Vec<Method>)>,
    /// What servers say to each other, by the name of its schema.
    messages: HashMap<String, Checker>,
    schemas: Schemas,
    faults: FaultReader,
}

impl Contract {
    /// The contract that a complete document makes. Nothing is compiled yet: see [`Checker`].
    pub fn new(document: &Value) -> Self {
        let mut operations = HashMap::new();
        let mut methods = Vec::new();
        let paths = document.get("paths").and_then(Value::as_object);
        for (path, item) in paths.into_iter().flatten() {
            let mut of_path = Vec::new();
            for (name, operation) in item.as_object().into_iter().flatten() {
                let Ok(method) = Method::from_bytes(name.to_uppercase().as_bytes()) else {
                    continue;
                };
                let operation = Operation::of(document, operation);
                operations.insert((method.clone(), path.clone()), operation);
                of_path.push(method);
            }
            methods.push((path.clone(), of_path));
        }
        let lists = [MESSAGES, DOCUMENTS].into_iter();
        let named = lists.filter_map(|list| document.get(list).and_then(Value::as_array));
        let names = named.flatten().filter_map(Value::as_str);
        let json = Bytes::from(document.to_string());
        Self {
            tag: EntityTag::of_bytes(&json),
            json: Coded::new(json),
            operations,
            methods,
            messages: names.map(message).collect(),
            schemas: Schemas::of(document),
            faults: FaultReader::of(document),
        }
    }

    /// Compiles everything, for the test that proves that everything can be.
    pub fn compile_all(&self) -> Result<(), ContractError> {
        let of_operations = self.operations.iter().flat_map(|((method, path), own)| {
            let checkers = own.body.iter().chain(&own.line).chain([&own.query]);
            checkers.map(move |checker| (format!("{method} {path}"), checker))
        });
        let of_messages = self.messages.iter();
        let of_messages = of_messages.map(|(name, checker)| (name.clone(), checker));
        for (operation, checker) in of_operations.chain(of_messages) {
            let compiled = checker.validator(&self.schemas);
            compiled.map_err(|reason| ContractError {
                operation,
                reason: reason.to_owned(),
            })?;
        }
        Ok(())
    }

    /// The document as served.
    pub const fn json(&self) -> (&Coded, &EntityTag) {
        (&self.json, &self.tag)
    }

    /// The methods of each path template.
    pub fn methods(&self) -> &[(String, Vec<Method>)] {
        &self.methods
    }

    /// Checks a body; every fault is listed.
    pub fn check_body(&self, method: &Method, path: &str, body: &Value) -> Result<(), Problem> {
        let operation = self.operation(method, path);
        let checker = operation.and_then(|operation| operation.body.as_ref());
        checker.map_or(Ok(()), |checker| self.check(checker, body, ""))
    }

    /// Checks one line of a body of newline-delimited JSON; every fault is listed.
    pub fn check_line(&self, method: &Method, path: &str, line: &Value) -> Result<(), Problem> {
        let operation = self.operation(method, path);
        let checker = operation.and_then(|operation| operation.line.as_ref());
        checker.map_or(Ok(()), |checker| self.check(checker, line, ""))
    }

    /// Checks what another server says, by the name of its schema; every fault is listed.
    pub fn check_message(&self, name: &str, message: &Value) -> Result<(), Problem> {
        let checker = self.messages.get(name);
        let checker = checker.ok_or(Problem::new(&MALFORMED_REQUEST))?;
        self.check(checker, message, "")
    }

    /// The faults are named by JSON pointers that begin with `base`.
    fn check(&self, checker: &Checker, value: &Value, base: &str) -> Result<(), Problem> {
        let validator = checker.validator(&self.schemas).map_err(|reason| {
            tracing::error!(reason, "A part of the contract cannot be enforced");
            Problem::new(&INTERNAL_ERROR)
        })?;
        let errors = validator.iter_errors(value);
        refuse(
            errors
                .flat_map(|error| self.faults.read(&error, base))
                .collect(),
        )
    }

    /// The media types in which an operation takes its body; none when it takes no body.
    pub fn media_types(&self, method: &Method, path: &str) -> &[String] {
        let operation = self.operation(method, path);
        operation.map_or(&[], |operation| operation.media_types.as_slice())
    }

    /// Turns a query string into JSON by the parameters' types and checks it.
    pub fn read_query(&self, method: &Method, path: &str, query: &str) -> Result<Value, Problem> {
        let Some(operation) = self.operation(method, path) else {
            return Ok(json!({}));
        };
        let value = operation.query_as_json(query);
        self.check(&operation.query, &value, "/query")?;
        Ok(value)
    }

    /// The routes of actix say of a variable that it may hold slashes; the contract cannot.
    fn operation(&self, method: &Method, path: &str) -> Option<&Operation> {
        let path = path.replace(":.*}", "}");
        self.operations.get(&(method.clone(), path))
    }
}

impl Operation {
    fn of(document: &Value, operation: &Value) -> Self {
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut query_parameters = HashMap::new();
        let parameters = operation.get("parameters").and_then(Value::as_array);
        for parameter in parameters.into_iter().flatten() {
            let parameter = resolve(document, parameter);
            let name = parameter
                .get("name")
                .and_then(Value::as_str)
                .unwrap_or_default();
            if parameter.get("in").and_then(Value::as_str) != Some("query") {
                continue;
            }
            let schema = parameter
                .get("schema")
                .cloned()
                .unwrap_or(Value::Bool(true));
            query_parameters.insert(name.to_owned(), Parameter::of(document, &schema));
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
            line: line_of(document, operation),
            media_types: content.map(|(name, _)| name.clone()).collect(),
            query: Checker::new(schema),
            query_parameters,
        }
    }

    fn query_as_json(&self, query: &str) -> Value {
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
    fn of(document: &Value, schema: &Value) -> Self {
        let schema = resolve(document, schema);
        let kinds = kinds(schema);
        let is_list = kinds.iter().any(|kind| kind == "array");
        let of_items = schema.get("items").map(|items| resolve(document, items));
        Self {
            kinds: of_items.filter(|_| is_list).map_or(kinds, self::kinds),
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

/// What another server's message is checked by, with its name.
fn message(name: &str) -> (String, Checker) {
    let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
    (name.to_owned(), Checker::new(schema))
}

/// What a JSON body is checked by.
fn body_of(operation: &Value) -> Option<Checker> {
    let schema = operation.pointer("/requestBody/content/application~1json/schema");
    schema.cloned().map(Checker::new)
}

/// What each line of a body of newline-delimited JSON is checked by. The schema of such a body is that of
/// the array of its lines (OpenAPI 3.2, section 4.14.1).
fn line_of(document: &Value, operation: &Value) -> Option<Checker> {
    let schema = operation.pointer("/requestBody/content/application~1x-ndjson/schema");
    let line = schema.and_then(|schema| resolve(document, schema).get("items"));
    line.cloned().map(Checker::new)
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

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let target = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|r| r.strip_prefix('#'));
    target
        .and_then(|pointer| document.pointer(pointer))
        .unwrap_or(schema)
}
