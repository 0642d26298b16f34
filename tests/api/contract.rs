//! The published contract is true, complete, and what is committed.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tulay::platform::code_lists::{CodeLists, REFERRED_LISTS};
use tulay::platform::http::contract::Contract;
use tulay::platform::messages::Messages;

use crate::harness::promise;

fn lists() -> CodeLists {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/code-lists");
    CodeLists::read_folder(&folder).unwrap()
}

fn operations(document: &'static Value) -> Vec<(String, &'static Value)> {
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        let item = item.as_object().unwrap().iter();
        item.map(move |(method, operation)| (format!("{method} {path}"), operation))
    });
    all.collect()
}

#[test]
fn the_committed_contract_is_what_the_code_says() {
    let generated = serde_json::to_string_pretty(promise::document()).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed.trim() == generated.trim(),
        "adopt the new contract with: cargo run -- openapi > openapi/openapi.json"
    );
}

#[test]
fn every_operation_says_all_that_a_client_needs() {
    let document = promise::document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for (name, operation) in operations(document) {
        assert!(operation["operationId"].is_string(), "{name}");
        assert!(operation["summary"].is_string(), "{name}");
        assert!(operation["security"].is_array(), "{name}");
        for (status, response) in promise::responses(operation) {
            for media in response["content"]
                .as_object()
                .into_iter()
                .flat_map(|c| c.values())
            {
                assert!(media["schema"].is_object(), "{name} {status}");
                let has_example = media.get("example").or(media.get("examples")).is_some();
                assert!(has_example, "{name} {status} has no example");
            }
        }
        if let Some(body) = operation.get("requestBody") {
            // A picture, a document, a recording or a list is its own example.
            let mut media_types = body["content"].as_object().unwrap().keys();
            let is_file = |kind: &String| {
                [
                    "image/",
                    "audio/",
                    "video/",
                    "application/pdf",
                    "application/offset+octet-stream",
                    "text/csv",
                ]
                .iter()
                .any(|file| kind.starts_with(file))
            };
            if media_types.all(is_file) {
                continue;
            }
            let media = &body["content"]["application/json"]["example"];
            let lines = &body["content"]["application/x-ndjson"]["example"];
            let has_example = media.is_object() || lines.is_array();
            assert!(has_example, "{name} has no example of its body");
        }
    }
}

/// The program compiles a schema when it first checks something by it: here all are.
#[test]
fn every_schema_of_the_contract_can_be_enforced() {
    let contract = Contract::of(promise::document()).unwrap();
    contract.compile_all().unwrap();
}

#[test]
fn every_problem_has_its_text_in_every_complete_language() {
    let messages = Messages::load().unwrap();
    let of_areas = tulay::app::area_problems();
    let all = tulay::platform::problem::PLATFORM_PROBLEMS
        .iter()
        .chain(of_areas.iter());
    for code in all {
        for language in messages.complete_languages() {
            let name = format!("problem-{}", code.name);
            assert!(messages.has(language, &name), "{language} lacks {name}");
        }
    }
}

#[test]
fn every_fault_that_the_code_finds_is_published_with_its_text() {
    let code = &promise::document()["components"]["schemas"]["Fault"]["properties"]["code"];
    let published: Vec<&str> = code["enum"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c.as_str().unwrap())
        .collect();
    let mut found = 0;
    for (_, source) in sources() {
        for made in ["Fault::new(", "ValidationError::new(", "limit(at, "] {
            for call in source.split(made).skip(1) {
                // The code is the last text among the arguments, if it stands there at all.
                let arguments = call.split(')').next().unwrap();
                let last = arguments
                    .rsplit(',')
                    .map(str::trim)
                    .find(|part| !part.is_empty());
                let text = last.and_then(|last| last.strip_prefix('"')?.strip_suffix('"'));
                if let Some(text) = text.filter(|text| !text.is_empty()) {
                    assert!(published.contains(&text), "{text} is not published");
                    found += 1;
                }
            }
        }
    }
    assert!(found > 20, "{found}");
}

#[test]
fn every_refusal_is_shown_as_it_is_answered() {
    let document = promise::document();
    let examples = document["components"]["examples"].as_object().unwrap();
    for (name, example) in examples {
        let (title, detail) = (&example["value"]["title"], &example["value"]["detail"]);
        assert!(title.as_str().unwrap().contains(' '), "{name}: {title}");
        assert!(detail.as_str().unwrap().ends_with('.'), "{name}: {detail}");
        assert!(!detail.as_str().unwrap().contains('{'), "{name}: {detail}");
    }
    for (name, operation) in operations(document) {
        for (status, response) in promise::responses(operation) {
            let content = &response["content"]["application/problem+json"];
            for shown in content["examples"]
                .as_object()
                .into_iter()
                .flat_map(|e| e.keys())
            {
                assert_eq!(
                    examples[shown]["value"]["status"].to_string(),
                    *status,
                    "{name}"
                );
            }
        }
    }
}

/// The names of the headers that an operation hears.
fn request_headers(operation: &'static Value) -> Vec<&'static str> {
    let all = operation["parameters"].as_array().unwrap().iter();
    all.map(promise::resolve)
        .filter(|parameter| parameter["in"] == "header")
        .map(|parameter| parameter["name"].as_str().unwrap())
        .collect()
}

/// Whether an operation speaks a protocol of its own, whose rules for repetitions and changes stand.
fn is_foreign(operation: &Value) -> bool {
    operation["x-protocol"].is_string()
}

/// Whether an operation asks something and stores nothing, so that there is nothing to do twice.
fn is_question(name: &str) -> bool {
    name.starts_with("post /v1/checks/")
}

#[test]
fn questions_are_no_others_than_these_and_take_no_key() {
    let all = operations(promise::document());
    let asked = all.iter().filter(|(name, _)| is_question(name));
    let names: Vec<&str> = asked.map(|(name, _)| name.as_str()).collect();
    let expected = ["contract", "fees", "wages"].map(|what| format!("post /v1/checks/{what}"));
    assert_eq!(names, expected);
    for (name, operation) in all.iter().filter(|(name, _)| is_question(name)) {
        assert_eq!(operation["security"], serde_json::json!([]), "{name}");
        let problems = operation["responses"].to_string();
        assert!(!problems.contains("idempotency"), "{name}");
    }
}

#[test]
fn operations_that_speak_tus_say_so_and_are_no_others() {
    let all = operations(promise::document());
    let foreign = all.iter().filter(|(_, operation)| is_foreign(operation));
    let names: Vec<&str> = foreign.map(|(name, _)| name.as_str()).collect();
    let expected = [
        "options /v1/receipt/uploads",
        "post /v1/receipt/uploads",
        "delete /v1/receipt/uploads/{upload_id}",
        "get /v1/receipt/uploads/{upload_id}",
        "patch /v1/receipt/uploads/{upload_id}",
        "options /v1/staff/visits/{id}/records/{record_id}/uploads",
        "post /v1/staff/visits/{id}/records/{record_id}/uploads",
        "delete /v1/staff/visits/{id}/records/{record_id}/uploads/{upload_id}",
        "get /v1/staff/visits/{id}/records/{record_id}/uploads/{upload_id}",
        "patch /v1/staff/visits/{id}/records/{record_id}/uploads/{upload_id}",
    ];
    let mut sorted = names.clone();
    sorted.sort_by_key(|name| expected.iter().position(|own| own == name));
    assert_eq!(sorted, expected);
    for (name, operation) in all.iter().filter(|(_, operation)| is_foreign(operation)) {
        assert_eq!(operation["x-protocol"], "tus-1.0.0", "{name}");
        let is_named = request_headers(operation).contains(&"Tus-Resumable");
        assert_eq!(is_named, !name.starts_with("options"), "{name}");
    }
}

#[test]
fn every_header_that_is_heard_is_in_the_contract() {
    for (name, operation) in operations(promise::document()) {
        let (named, responses) = (request_headers(operation), &operation["responses"]);
        let is_read = name.starts_with("get");
        let asked = promise::resolve(&responses["429"]);
        let asked = asked["description"].as_str().unwrap();
        let expected = [
            ("Accept-Language", true),
            ("If-None-Match", is_read),
            (
                "Idempotency-Key",
                !is_read && !is_foreign(operation) && !is_question(&name),
            ),
            (
                "If-Match",
                responses["412"].is_object() && !is_foreign(operation),
            ),
            (
                "Second-Step",
                promise::resolve(&responses["403"])["description"]
                    .as_str()
                    .is_some_and(|text| text.contains("second_step_needed")),
            ),
            ("Proof-Of-Work", asked.contains("proof_of_work_required")),
        ];
        for (header, is_heard) in expected {
            assert_eq!(named.contains(&header), is_heard, "{name} {header}");
        }
        if name.starts_with("patch") && !is_foreign(operation) {
            let content = &operation["requestBody"]["content"];
            assert!(
                content["application/merge-patch+json"].is_object(),
                "{name}"
            );
        }
    }
}

#[test]
fn every_header_that_is_sent_is_in_the_contract() {
    for (name, operation) in operations(promise::document()) {
        for (status, response) in promise::responses(operation) {
            let of_status: &[&str] = match status.as_str() {
                "200" if is_question(&name) => &["Content-Language"],
                "200" if response["content"]["application/json"].is_object() => &["ETag"],
                "201" if is_foreign(operation) => &["Location"],
                "204" | "412" if is_foreign(operation) => &[],
                "201" => &["Location", "Idempotency-Replayed"],
                "204" => &["Idempotency-Replayed"],
                "304" | "412" => &["ETag"],
                "401" => &["WWW-Authenticate"],
                "405" => &["Allow"],
                "409" | "429" | "503" => &["Retry-After"],
                _ => &[],
            };
            let always = ["X-Request-Id", "RateLimit", "RateLimit-Policy"];
            // Nothing new of what phones carry along: each byte counts.
            let is_bare = status == "304" && name.contains("/bundles/");
            let always = always.iter().filter(|_| !is_bare);
            let headers = &response["headers"];
            for header in of_status.iter().chain(always) {
                assert!(headers[*header].is_object(), "{name} {status} {header}");
            }
            for header in headers.as_object().unwrap().values() {
                let described = promise::resolve(header);
                assert!(described["description"].is_string(), "{name} {status}");
            }
        }
    }
}

#[test]
fn every_list_that_is_referred_to_exists_with_labels_in_four_languages() {
    let lists = lists();
    for name in REFERRED_LISTS {
        let list = lists
            .find(name)
            .unwrap_or_else(|| panic!("there is no list {name}"));
        for entry in &list.codes {
            for language in ["en", "fil", "id", "vi"] {
                assert!(
                    entry.label.contains_key(language),
                    "{name}/{} {language}",
                    entry.code
                );
            }
        }
    }
}

#[test]
fn the_readme_lists_every_setting() {
    let readme = include_str!("../../README.md");
    for setting in tulay::config::SETTINGS {
        let row = format!(
            "| `{}` | {} | {} |",
            setting.name, setting.default, setting.meaning
        );
        assert!(readme.contains(&row), "the README lacks: {row}");
    }
}

/// The names under which types of `source` stand in the contract, with those of [`text_enum!`].
fn schema_names(source: &str) -> Vec<String> {
    let (mut names, mut derives, mut renamed) = (Vec::new(), false, None);
    for line in source.lines().map(str::trim) {
        if line.starts_with("text_enum!") || line.contains("ToSchema") && line.contains("derive") {
            derives = true;
        }
        if let Some((_, rest)) = line.split_once("schema(as = ") {
            renamed = rest.split([',', ')']).next().map(str::to_owned);
        }
        let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        let mut words = words.skip_while(|word| !matches!(*word, "struct" | "enum"));
        if let (true, Some(_), Some(name)) = (derives, words.next(), words.next()) {
            names.push(renamed.take().unwrap_or_else(|| name.to_owned()));
            derives = false;
        }
    }
    names
}

/// The files of the program without their tests.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap();
            let published = source.split("#[cfg(test)]").next().unwrap_or_default();
            found.push((path, published.to_owned()));
        }
    }
    found
}

#[test]
fn no_two_schemas_have_the_same_name() {
    // Of two schemas with one name the contract would show one, and check the other's bodies by it.
    let mut seen = std::collections::BTreeMap::new();
    for (path, source) in sources() {
        for name in schema_names(&source) {
            let before = seen.insert(name.clone(), path.clone());
            assert!(before.is_none(), "{name} is in {path:?} and in {before:?}");
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
}
