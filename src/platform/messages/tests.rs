use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn language(tag: &str) -> Language {
    tag.parse().unwrap()
}

/// The arguments of each message and of each attribute of one, by name: `problem-blank`, `problem-blank.detail`.
fn arguments_of(source: &'static str) -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut found: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut message = String::new();
    let mut part = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
            message = name.to_owned();
            part.clone_from(&message);
            assert!(!found.contains_key(&part), "{part} comes twice");
        } else if let Some(attribute) = line.trim_start().strip_prefix('.') {
            let name = attribute.split(' ').next().unwrap();
            part = format!("{message}.{name}");
        }
        if line.trim().is_empty() {
            continue;
        }
        let arguments = found.entry(part.clone()).or_default();
        for after in line.split('$').skip(1) {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
            arguments.insert(&after[..end.unwrap_or(after.len())]);
        }
    }
    found
}

fn english() -> BTreeMap<String, BTreeSet<&'static str>> {
    arguments_of(SOURCES[0].1)
}

#[test]
fn four_languages_have_every_message() {
    let messages = Messages::load().unwrap();
    let complete: Vec<&str> = messages
        .complete_languages()
        .iter()
        .map(Language::as_str)
        .collect();
    assert_eq!(complete, ["en", "fil", "id", "vi"]);
    let english = english();
    assert!(english.len() > 100);
    for (tag, source) in &SOURCES[..COMPLETE] {
        let own = arguments_of(source);
        for name in english.keys() {
            assert!(own.contains_key(name), "{tag} lacks {name}");
        }
    }
}

#[test]
fn no_language_has_a_message_or_an_argument_that_english_has_not() {
    let english = english();
    assert!(english["problem-too_many_requests.detail"].contains("seconds"));
    for (tag, source) in SOURCES {
        for (name, arguments) in arguments_of(source) {
            let known = english.get(&name);
            let known = known.unwrap_or_else(|| panic!("{tag} has {name}, which English has not"));
            let unknown: Vec<&&str> = arguments.difference(known).collect();
            assert!(unknown.is_empty(), "{tag} {name}: {unknown:?}");
        }
    }
}

#[test]
fn every_language_of_the_articles_has_some_messages() {
    let messages = Messages::load().unwrap();
    assert_eq!(messages.languages().len(), 13);
    for language in messages.languages() {
        assert!(
            messages.has(language, "article-machine_translation"),
            "{language}"
        );
    }
}

#[test]
fn a_message_that_a_language_lacks_comes_from_the_next_one_along_its_chain() {
    let source =
        |tag: &'static str, source: &'static str| (tag.to_owned(), bundle(tag, source).unwrap());
    let bundles = [
        source("en", "a = A\n    .detail = More\nb = B\nc = C\n"),
        source("id", "a = A id\nb = B id\n"),
        source("ms", "a = A ms\n"),
    ];
    let messages = Messages {
        bundles: bundles.into(),
        languages: vec![language("en"), language("id"), language("ms")],
    };
    let say = |tag: &str, name: &str, attribute| {
        let (language, text) = messages.say(&language(tag), name, attribute, &Vec::new());
        format!("{language} {text}")
    };
    assert_eq!(say("ms", "a", None), "ms A ms");
    assert_eq!(say("ms-MY", "a", None), "ms A ms");
    assert_eq!(say("ms", "b", None), "id B id");
    assert_eq!(say("ms", "c", None), "en C");
    assert_eq!(say("ms", "a", Some("detail")), "en More");
    assert_eq!(say("jv", "a", None), "id A id");
    assert_eq!(say("vi", "d", None), "en d");
}

#[test]
fn values_and_plural_forms_are_filled_in() {
    let messages = Messages::load().unwrap();
    let english = Language::english();
    let detail = |seconds: &str| {
        let arguments = vec![("seconds", seconds.to_owned())];
        messages.text(
            &english,
            "problem-too_many_requests",
            Some("detail"),
            &arguments,
        )
    };
    assert_eq!(
        detail("1"),
        "Please wait one second and try again. Nothing is lost."
    );
    assert_eq!(
        detail("7"),
        "Please wait 7 seconds and try again. Nothing is lost."
    );
}
