//! Completes the OpenAPI document with what every operation has in common.
//!
//! Three rules decide most of it, and a test walks every operation to see that they are true:
//! `/v1/staff/…` and `/v1/sync/…` need a staff member's access token, `/v1/receipt/…` a receipt code, everything
//! else nothing; every unsafe request takes an `Idempotency-Key`, but for the questions below `/v1/checks`, which store nothing;
//! every refusal is a problem.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::contract_examples::{Examples, problem_examples};
use super::contract_headers::{
    Kind, add_components as add_header_components, add_response_headers, language_parameters,
    shared_parameters,
};
use super::contract_responses;
use crate::platform::code_lists::CodeLists;
use crate::platform::messages::Messages;
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
        if below("/v1/staff") || below("/v1/sync") {
            Self::Staff
        } else if below("/v1/receipt") {
            Self::Receipt
        } else {
            Self::Public
        }
    }
}

/// Whether what lives at a path asks something and stores nothing, although it takes a body: what is asked is too much, or too
/// private, for an address. It needs no `Idempotency-Key` and counts as reading.
pub fn is_question(path: &str) -> bool {
    path.starts_with("/v1/checks/")
}

/// Turns the document that the code yields into the one that is published and enforced.
pub fn complete(
    mut document: Value,
    lists: &CodeLists,
    of_areas: &[&ProblemCode],
    messages: &Messages,
) -> Value {
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
    add_components(&mut document, &problems, messages);
    Examples::fill(&mut document);
    contract_responses::share(&mut document);
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
    let is_safe = matches!(method, "get" | "head" | "options");
    // Where another protocol is spoken, its rules for repetitions stand.
    let is_foreign = operation.contains_key("x-protocol");
    let scope = operation.remove("x-client-scope");
    operation.insert("security".to_owned(), security(access, scope.as_ref()));
    let mut own = take_own_problems(operation);
    if operation.remove("x-second-step") == Some(Value::Bool(true)) {
        own.push("second_step_needed".to_owned());
        add_parameter(operation, "SecondStep");
    }
    let has_body = operation.contains_key("requestBody");
    let is_asked = is_question(path);
    let takes_no_key = is_foreign && method != "get" || is_asked;
    let is_conditional = add_parameters(operation, access, (is_safe, takes_no_key));
    if method == "patch" {
        name_merge_patch(operation);
    }
    let is_free = is_safe || is_foreign || is_asked;
    let mut names = common_problems(path, operation, is_free, has_body);
    if is_conditional {
        names.extend(["stale", "precondition_required"]);
    }
    names.extend(own.iter().map(String::as_str));
    let is_list = names.contains(&"invalid_cursor");
    let kind = Kind {
        access,
        is_safe,
        is_list,
        is_foreign,
        is_asked,
    };
    let is_bare = operation.remove("x-bare-304") == Some(Value::Bool(true));
    add_responses(operation, &names, problems, kind);
    if is_bare {
        leave_bare(operation);
    }
}

/// Where each byte counts, 304 says nothing but which version is current.
fn leave_bare(operation: &mut Map<String, Value>) {
    let responses = operation.get_mut("responses");
    let headers = responses.and_then(|all| all.pointer_mut("/304/headers"));
    if let Some(headers) = headers.and_then(Value::as_object_mut) {
        headers.retain(|name, _| name == "ETag");
    }
}

/// The problems that any operation may answer.
const ALWAYS: [&str; 5] = [
    "malformed_request",
    "method_not_allowed",
    "too_many_requests",
    "internal_error",
    "unavailable",
];

/// What has become of a code, and of what it opens.
const OF_RECEIPTS: [&str; 9] = [
    "unauthenticated",
    "unknown_receipt",
    "receipt_shows_status_only",
    "handover_code_only",
    "not_found",
    "gone",
    "receipt_rotated",
    "receipt_revoked",
    "receipt_expired",
];

/// What whoever calls as a member of staff may hear.
const OF_STAFF: [&str; 5] = [
    "unauthenticated",
    "invalid_token",
    "invalid_dpop_proof",
    "forbidden",
    "device_revoked",
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
            names.extend(["idempotency_key_missing", "proof_of_work_required"]);
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
            names.extend(OF_RECEIPTS);
        }
        Access::Staff => names.extend(OF_STAFF),
    }
    names
}

fn security(access: Access, client_scope: Option<&Value>) -> Value {
    match access {
        Access::Public => json!([]),
        Access::Receipt => json!([{ "receipt": [] }]),
        Access::Staff => match client_scope {
            None => json!([{ "staff_token": [] }]),
            Some(scope) => json!([{ "staff_token": [] }, { "client_token": [scope] }]),
        },
    }
}

/// The problems that an operation itself names in `x-problems`.
fn take_own_problems(operation: &mut Map<String, Value>) -> Vec<String> {
    let own = operation.remove("x-problems");
    let names = own.as_ref().and_then(Value::as_array).into_iter().flatten();
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Adds a parameter that is among the components.
fn add_parameter(operation: &mut Map<String, Value>, name: &str) {
    let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
    if let Some(parameters) = parameters.as_array_mut() {
        parameters.push(json!({ "$ref": format!("#/components/parameters/{name}") }));
    }
}

/// Adds the parameters that are the same everywhere; says whether `If-Match` is among them.
fn add_parameters(
    operation: &mut Map<String, Value>,
    access: Access,
    (is_safe, is_foreign): (bool, bool),
) -> bool {
    let is_conditional = operation.remove("x-if-match") == Some(Value::Bool(true));
    let needs_key = operation.remove("x-needs-key") == Some(Value::Bool(true));
    let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
    if let Some(parameters) = parameters.as_array_mut() {
        if is_foreign {
            parameters.extend(language_parameters());
            return false;
        }
        parameters.extend(shared_parameters(
            access,
            is_safe,
            is_conditional,
            needs_key,
        ));
    }
    is_conditional
}

/// A change is a merge patch; most clients call that `application/json`, which is taken, too.
fn name_merge_patch(operation: &mut Map<String, Value>) {
    let content = operation
        .get_mut("requestBody")
        .and_then(|body| body.get_mut("content"));
    let Some(content) = content.and_then(Value::as_object_mut) else {
        return;
    };
    if let Some(body) = content.get("application/json").cloned() {
        content.insert("application/merge-patch+json".to_owned(), body);
    }
}

/// Adds each refusal to the response of its status, in the order of the names.
fn add_responses(
    operation: &mut Map<String, Value>,
    names: &[&str],
    problems: &BTreeMap<&str, &ProblemCode>,
    kind: Kind,
) {
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    let Some(responses) = responses.as_object_mut() else {
        return;
    };
    if kind.is_safe && responses.contains_key("200") {
        responses.insert(
            "304".to_owned(),
            json!({ "description": "What you have (`If-None-Match`) is current." }),
        );
    }
    for code in names.iter().filter_map(|name| problems.get(name)) {
        let response = responses.entry(code.status.to_string()).or_insert_with(|| {
            json!({ "description": "", "content": { "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" }, "examples": {} } } })
        });
        add_problem(response, code.name);
    }
    add_response_headers(responses, kind);
}

fn add_problem(response: &mut Value, name: &str) {
    let examples = response.pointer_mut("/content/application~1problem+json/examples");
    if let Some(examples) = examples.and_then(Value::as_object_mut) {
        let reference = json!({ "$ref": format!("#/components/examples/{name}") });
        if examples.insert(name.to_owned(), reference).is_some() {
            return;
        }
    }
    let Some(Value::String(description)) = response.get_mut("description") else {
        return;
    };
    if !description.is_empty() {
        description.push_str(", ");
    }
    description.extend(["`", name, "`"]);
}

fn add_components(
    document: &mut Value,
    problems: &BTreeMap<&str, &ProblemCode>,
    messages: &Messages,
) {
    let Some(document) = document.as_object_mut() else {
        return;
    };
    let components = document.entry("components").or_insert_with(|| json!({}));
    if let Some(components) = components.as_object_mut() {
        let examples = problem_examples(problems, messages);
        components.insert("examples".to_owned(), examples);
        add_header_components(components);
        name_fault_codes(components, messages);
        components.insert(
            "securitySchemes".to_owned(),
            json!({
                "staff_token": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": "An access token from `POST /v1/sessions`; good for 15 minutes." },
                // `Receipt` is no scheme that generators of clients know: as a key in a header they can carry it.
                "receipt": { "type": "apiKey", "in": "header", "name": "Authorization",
                    "description": "`Authorization: Receipt XXXX-XXXX-XXXX-XXXX-XXXX`: the code that was shown once when something was filed, or the same code in 32 digits. Never in a URL." }
            }),
        );
    }
}

/// The codes of faults are those that have a text; others may come with a later version.
fn name_fault_codes(components: &mut Map<String, Value>, messages: &Messages) {
    let schemas = components.get_mut("schemas");
    let code = schemas.and_then(|schemas| schemas.pointer_mut("/Fault/properties/code"));
    if let Some(code) = code.and_then(Value::as_object_mut) {
        let codes: Vec<&str> = messages.names_after("fault-").collect();
        code.insert("enum".to_owned(), json!(codes));
    }
}
