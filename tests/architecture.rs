//! The walls between the areas: the platform uses no area, and areas use each other only through
//! what their `mod.rs` shows.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};

/// Folders below `src` that are not areas of the domain.
const NOT_AREAS: &[&str] = &["platform", "cli"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn areas() -> Vec<String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folders = std::fs::read_dir(src).unwrap().map(|entry| entry.unwrap());
    let folders = folders.filter(|entry| entry.path().is_dir());
    let names = folders.map(|entry| entry.file_name().into_string().unwrap());
    names
        .filter(|name| !NOT_AREAS.contains(&name.as_str()))
        .collect()
}

#[test]
fn the_platform_uses_no_area() {
    let areas = areas();
    assert!(areas.contains(&"identity".to_owned()));
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/platform")) {
        let text = std::fs::read_to_string(&file).unwrap();
        for area in &areas {
            let used = text.contains(&format!("crate::{area}::"));
            assert!(!used, "{} uses the area {area}", file.display());
        }
    }
}

#[test]
fn areas_use_each_other_through_their_front_doors_only() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&src) {
        let text = std::fs::read_to_string(&file).unwrap();
        for area in areas() {
            if file.starts_with(src.join(&area)) {
                continue;
            }
            for inner in ["store", "model", "actions"] {
                let used = text.contains(&format!("crate::{area}::{inner}::"));
                assert!(!used, "{} reaches into {area}::{inner}", file.display());
            }
        }
    }
}

/// Whether a file belongs to one of these areas.
fn is_within(file: &Path, areas: &[&str]) -> bool {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    areas.iter().any(|area| file.starts_with(src.join(area)))
}

/// What only the area of contact may name: what hands a text over, and a permit by a plan.
const SENDING: &[&str] = &["by_plan(", "HttpGateway", "gateway.send("];

#[test]
fn only_one_area_can_send_anything_to_a_worker() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&src) {
        let text = std::fs::read_to_string(&file).unwrap();
        for word in SENDING {
            let is_area = is_within(&file, &["contact"]);
            assert!(
                is_area || !text.contains(word),
                "{} names {word}",
                file.display()
            );
        }
        let may_answer = is_within(&file, &["contact", "texting"]);
        let answers = text.contains("Permit::to_answer(");
        assert!(may_answer || !answers, "{} answers a text", file.display());
        let may_call = is_within(&file, &["contact", "danger"]);
        let calls = text.contains("call_duty(");
        assert!(may_call || !calls, "{} calls to duty", file.display());
        let is_settings = file.ends_with("config.rs") || file.ends_with("gateway/http.rs");
        let names_it = text.contains("NamedByOperator") && !file.ends_with("outbound/mod.rs");
        assert!(
            is_settings || !names_it,
            "{} reaches the gateway",
            file.display()
        );
    }
}

/// What can make a permit: to answer, to call staff to their duty, by a plan, and an answer again out of the outbox, within
/// the area.
#[test]
fn a_permit_is_made_in_no_other_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/contact");
    let permit = std::fs::read_to_string(src.join("permit.rs")).unwrap();
    let body = permit.split("impl Permit {").nth(1).unwrap();
    let makers = body.split("fn ").filter(|rest| {
        let head = rest.split('{').next().unwrap();
        head.contains("-> Self") || head.contains("-> Option<Self>")
    });
    let names: Vec<&str> = makers.filter_map(|rest| rest.split('(').next()).collect();
    assert_eq!(
        names,
        [
            "to_answer",
            "that_confirms_stop",
            "to_duty",
            "by_plan",
            "again"
        ]
    );
    assert!(permit.contains("pub(super) const fn to_duty"));
    assert!(permit.contains("pub(super) fn by_plan"));
    assert!(permit.contains("pub(super) const fn again"));
    for file in sources(&src) {
        let text = std::fs::read_to_string(&file).unwrap();
        let in_one_place = file.ends_with("permit.rs") || !text.contains("Permit {");
        assert!(in_one_place, "{} makes a permit", file.display());
    }
}

/// `file.rs::name` as a document names a test.
fn named_tests(document: &str) -> Vec<(String, String)> {
    let quoted = document.split('`').skip(1).step_by(2);
    let pairs = quoted.filter_map(|quoted| quoted.split_once("::"));
    let of_tests = pairs.filter(|(file, _)| file.starts_with("tests/") || file.starts_with("src/"));
    of_tests
        .map(|(file, name)| (file.to_owned(), name.to_owned()))
        .collect()
}

/// How many tests a document names, each of which must exist.
fn assert_tests_exist(document: &str) -> usize {
    let named = named_tests(document);
    for (file, name) in &named {
        let source = std::fs::read_to_string(root().join(file)).unwrap_or_default();
        let is_there = source.contains(&format!("fn {name}("));
        assert!(is_there, "there is no {file}::{name}");
    }
    named.len()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_threat_model_names_tests_that_exist() {
    let document = std::fs::read_to_string(root().join("docs/threat-model.md")).unwrap();
    let named = assert_tests_exist(&document);
    assert!(named > 40, "only {named} tests are named");
}

/// The verification standard has so many requirements of its levels 1 and 2.
const REQUIREMENTS: usize = 253;

#[test]
fn each_requirement_of_security_is_answered_once_with_what_exists() {
    let document = std::fs::read_to_string(root().join("docs/security.md")).unwrap();
    assert!(assert_tests_exist(&document) > 100);
    let mut numbers = std::collections::BTreeSet::new();
    for line in document.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.split(" | ").collect();
        let number = cells[0].trim_start_matches("| ");
        if !number.starts_with(|first: char| first.is_ascii_digit()) {
            continue;
        }
        assert!(numbers.insert(number.to_owned()), "{number} comes twice");
        let state = cells[3];
        let is_known = ["met", "**not met**", "n/a"].contains(&state);
        assert!(is_known, "{number} is {state}");
        let is_shown = state != "met" || line.contains('`');
        assert!(is_shown, "{number} is met by nothing");
    }
    assert_eq!(numbers.len(), REQUIREMENTS);
    for quoted in document.split('`').skip(1).step_by(2) {
        let is_file = ["docs/", "tests/", "src/", "clients/"]
            .iter()
            .any(|folder| quoted.starts_with(folder));
        let file = quoted.split("::").next().unwrap_or(quoted);
        assert!(!is_file || root().join(file).exists(), "{file} is missing");
    }
}
