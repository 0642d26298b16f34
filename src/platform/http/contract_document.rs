//! Completes the OpenAPI document with what every operation has in common.
//!
//! Three rules decide most of it, and a test walks every operation to see that they are true:
//! `/v1/staff/…` needs a staff member's access token, `/v1/receipt/…` a receipt code, everything
//! else nothing; every unsafe request takes an `Idempotency-Key`; every refusal is a problem.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::contract_examples::Examples;
use crate::platform::code_lists::CodeLists;
use crate::platform::problem::{PLATFORM_PROBLEMS, ProblemCode};

/// Who may call an operation, by where it lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Who holds a receipt code.
    Receipt,
    /// Who has signed in.
    Staff,
}

impl Access {
    /// The access that a path template demands.
    pub fn of_path(path: &str) -> Self {
        let below = |root: &str| path == root || path.starts_with(&format!("{root}/"));
        if below("/v1/staff") {
            Self::Staff
        } else if below("/v1/receipt") {
            Self::Receipt
        } else {
            Self::Public
        }
    }
}

/// Turns the document that the code yields into the one that is published and enforced.
pub fn complete(mut document: Value, lists: &CodeLists, of_areas: &[&ProblemCode]) -> Value {
    let problems: BTreeMap<&str, &ProblemCode> = PLATFORM_PROBLEMS
        .iter()
        .chain(of_areas)
        .map(|code| (code.name, *code))
        .collect();
    name_codes(&mut document, lists);
    close_parameter_nulls(&mut document);
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        for (path, item) in paths.iter_mut() {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                complete_operation(path, method, operation, &problems);
            }
        }
    }
    add_security_schemes(&mut document);
    Examples::fill(&mut document);
    document
}

/// Puts the codes of its list into each schema that refers to one, wherever it stands: a type of its
/// own, or the names that the members of an object may have.
fn name_codes(document: &mut Value, lists: &CodeLists) {
    match document {
        Value::Object(schema) => {
            let list = schema.get("x-code-list").and_then(Value::as_str);
            if let Some(list) = list.and_then(|name| lists.find(name)) {
                let codes = list.codes.iter().map(|entry| entry.code.as_str());
                let codes: Vec<&str> = codes.collect();
                schema.insert("enum".to_owned(), json!(codes));
            }
            schema
                .values_mut()
                .for_each(|inner| name_codes(inner, lists));
        }
        Value::Array(inner) => inner.iter_mut().for_each(|inner| name_codes(inner, lists)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A query parameter that is optional is left out; it is never null.
fn close_parameter_nulls(document: &mut Value) {
    let operations = document.get_mut("paths").and_then(Value::as_object_mut);
    let items = operations.into_iter().flat_map(Map::values_mut);
    for operation in items
        .filter_map(Value::as_object_mut)
        .flat_map(Map::values_mut)
    {
        let parameters = operation
            .get_mut("parameters")
            .and_then(Value::as_array_mut);
        for schema in parameters
            .into_iter()
            .flatten()
            .filter_map(|p| p.get_mut("schema"))
        {
            without_null(schema);
        }
    }
}

fn without_null(schema: &mut Value) {
    if let Some(kinds) = schema.get_mut("type").and_then(Value::as_array_mut) {
        kinds.retain(|kind| kind != "null");
        if let [only] = kinds.as_slice() {
            let only = only.clone();
            if let Some(slot) = schema.get_mut("type") {
                *slot = only;
            }
        }
    }
    let branches = schema.get("oneOf").and_then(Value::as_array);
    let others = branches.map(|branches| {
        let is_null = |branch: &&Value| branch.get("type") != Some(&Value::from("null"));
        branches
            .iter()
            .filter(is_null)
            .cloned()
            .collect::<Vec<Value>>()
    });
    if let Some([only]) = others.as_deref() {
        *schema = only.clone();
    }
}

/// A string of RFC 8941 (section 3.3.3), or a bare word, as many clients send it.
const KEY_PATTERN: &str = r#"^("([ !#-\[\]-~]|\\["\\]){1,255}"|[A-Za-z0-9_.:~+/=-]{1,255})$"#;

fn complete_operation(
    path: &str,
    method: &str,
    operation: &mut Value,
    problems: &BTreeMap<&str, &ProblemCode>,
) {
    let Some(operation) = operation.as_object_mut() else {
        return;
    };
    let access = Access::of_path(path);
    let is_safe = matches!(method, "get" | "head");
    operation.insert("security".to_owned(), security(access));
    let own = take_own_problems(operation);
    let has_body = operation.contains_key("requestBody");
    let is_conditional = add_parameters(operation, access, is_safe);
    let mut names = common_problems(path, operation, is_safe, has_body);
    if is_conditional {
        names.extend(["stale", "precondition_required"]);
    }
    names.extend(own.iter().map(String::as_str));
    add_responses(operation, &names, problems, is_safe);
}

/// The problems that any operation may answer.
const ALWAYS: [&str; 5] = [
    "malformed_request",
    "method_not_allowed",
    "too_many_requests",
    "internal_error",
    "unavailable",
];

/// The problems that follow from where an operation lives and what it takes.
fn common_problems(
    path: &str,
    operation: &Map<String, Value>,
    is_safe: bool,
    has_body: bool,
) -> Vec<&'static str> {
    let access = Access::of_path(path);
    let mut names = ALWAYS.to_vec();
    if !is_safe {
        names.extend([
            "idempotency_key_malformed",
            "idempotency_key_reused",
            "in_progress",
        ]);
        if access == Access::Public {
            names.push("idempotency_key_missing");
        }
    }
    if has_body {
        names.extend([
            "invalid_request",
            "body_too_large",
            "unsupported_media_type",
        ]);
    }
    // An unknown code or a wrong format in the query is well-formed and still not valid.
    names.push("invalid_request");
    if path.contains('{') {
        names.push("not_found");
    }
    if operation
        .get("parameters")
        .is_some_and(|p| p.to_string().contains("\"cursor\""))
    {
        names.push("invalid_cursor");
    }
    match access {
        Access::Public => {}
        // A code that was issued for something else finds nothing here.
        Access::Receipt => {
            names.extend(["unauthenticated", "unknown_receipt", "not_found", "gone"]);
        }
        Access::Staff => names.extend(["unauthenticated", "invalid_token", "forbidden"]),
    }
    names
}

fn security(access: Access) -> Value {
    match access {
        Access::Public => json!([]),
        Access::Receipt => json!([{ "receipt": [] }]),
        Access::Staff => json!([{ "staff_token": [] }]),
    }
}

/// The problems that an operation itself names in `x-problems`.
fn take_own_problems(operation: &mut Map<String, Value>) -> Vec<String> {
    let own = operation.remove("x-problems");
    let names = own.as_ref().and_then(Value::as_array).into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Adds the parameters that are the same everywhere; says whether `If-Match` is among them.
fn add_parameters(operation: &mut Map<String, Value>, access: Access, is_safe: bool) -> bool {
    let conditional = operation.remove("x-if-match") == Some(Value::Bool(true));
    let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
    let Some(parameters) = parameters.as_array_mut() else {
        return conditional;
    };
    parameters.push(json!({
        "name": "lang", "in": "query", "required": false,
        "description": "The wished language, for clients that cannot set Accept-Language.",
        "schema": { "type": "string", "maxLength": 35, "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$" },
        "example": "fil"
    }));
    if !is_safe {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": access == Access::Public,
            "description": "A fresh random string for each new write, the same when it is repeated.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 512, "pattern": KEY_PATTERN },
            "example": "\"8e03978e-40d5-43dd-bc93-6894a57f9324\""
        }));
    }
    if conditional {
        parameters.push(json!({
            "name": "If-Match", "in": "header", "required": true,
            "description": "The ETag of the version that is being changed.",
            "schema": { "type": "string", "pattern": "^\"[A-Za-z0-9_.-]{1,60}\"$" },
            "example": "\"v1\""
        }));
    }
    conditional
}

#[expect(clippy::too_many_lines, reason = "one rule after the other")]
fn add_responses(
    operation: &mut Map<String, Value>,
    names: &[&str],
    problems: &BTreeMap<&str, &ProblemCode>,
    is_safe: bool,
) {
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    let Some(responses) = responses.as_object_mut() else {
        return;
    };
    if is_safe && responses.contains_key("200") {
        responses.insert(
            "304".to_owned(),
            json!({ "description": "What you have (`If-None-Match`) is current." }),
        );
    }
    add_success_headers(responses, is_safe);
    for name in names {
        let Some(code) = problems.get(name) else {
            continue;
        };
        let response = responses.entry(code.status.to_string()).or_insert_with(|| {
            json!({ "description": "", "content": { "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" }, "examples": {} } } })
        });
        let description = response
            .get("description")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let known = description
            .split(", ")
            .any(|known| known == format!("`{name}`"));
        if known {
            continue;
        }
        let separator = if description.is_empty() { "" } else { ", " };
        let description = format!("{description}{separator}`{name}`");
        if let Some(slot) = response.get_mut("description") {
            *slot = Value::from(description);
        }
        let examples = response.pointer_mut("/content/application~1problem+json/examples");
        if let Some(examples) = examples.and_then(Value::as_object_mut) {
            examples.insert(
                (*name).to_owned(),
                json!({ "value": problem_example(code) }),
            );
        }
    }
}

fn add_success_headers(responses: &mut Map<String, Value>, is_safe: bool) {
    let header = |text: &str| json!({ "description": text, "schema": { "type": "string" } });
    for (status, response) in responses.iter_mut() {
        let Some(response) = response.as_object_mut() else {
            continue;
        };
        let headers = response.entry("headers").or_insert_with(|| json!({}));
        let Some(headers) = headers.as_object_mut() else {
            continue;
        };
        headers.insert(
            "X-Request-Id".to_owned(),
            header("Names this request in our log."),
        );
        match status.as_str() {
            "201" => {
                headers.insert("Location".to_owned(), header("Where the new thing is."));
            }
            "200" if is_safe => {
                headers.insert("ETag".to_owned(), header("Names this version (strong)."));
            }
            _ => {}
        }
    }
}

fn problem_example(code: &ProblemCode) -> Value {
    json!({
        "type": format!("https://tulay.example/problems/{}", code.name),
        "title": code.name,
        "status": code.status,
        "detail": "…",
        "instance": "urn:uuid:01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f"
    })
}

fn add_security_schemes(document: &mut Value) {
    let Some(document) = document.as_object_mut() else {
        return;
    };
    let components = document.entry("components").or_insert_with(|| json!({}));
    if let Some(components) = components.as_object_mut() {
        components.insert(
            "securitySchemes".to_owned(),
            json!({
                "staff_token": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": "An access token from `POST /v1/sessions`; good for 15 minutes." },
                "receipt": { "type": "http", "scheme": "Receipt",
                    "description": "`Authorization: Receipt XXXX-XXXX-XXXX-XXXX-XXXX`: the code that was shown once when something was filed. Never in a URL." }
            }),
        );
    }
}
