use proptest::prelude::*;
use serde_json::json;

use super::*;

fn language(tag: &str) -> Language {
    tag.parse().unwrap()
}

fn languages(tags: &[&str]) -> Vec<Language> {
    tags.iter().map(|tag| language(tag)).collect()
}

/// What a caller with this header gets where five languages are at hand.
fn served(header: &str) -> String {
    let available = languages(&["en", "fil", "id", "vi", "zh-Hans"]);
    negotiate(Some(header), None, &available, &language("en")).to_string()
}

#[test]
fn a_tag_is_brought_into_canonical_form() {
    let cases = [
        ("EN-us", "en-US"),
        ("zh-hans-sg", "zh-Hans-SG"),
        ("tl", "fil"),
        ("tl-ph", "fil-PH"),
        ("in-ID", "id-ID"),
        ("iw", "he"),
        ("es-419", "es-419"),
    ];
    for (written, canonical) in cases {
        assert_eq!(language(written).as_str(), canonical);
    }
    assert_eq!(language("zh-Hans-SG").primary(), "zh");
}

#[test]
fn what_is_no_tag_is_refused() {
    for text in [
        "", "e", "english", "en_US", "en-", "-en", "en-US-", "*", "日本", "en US", "en-x-a",
    ] {
        assert_eq!(text.parse::<Language>(), Err(LanguageError), "{text}");
    }
    assert!(serde_json::from_value::<Language>(json!("e")).is_err());
    assert_eq!(serde_json::to_value(language("FIL")).unwrap(), json!("fil"));
}

#[test]
fn the_best_language_at_hand_is_served() {
    let cases = [
        ("vi", "vi"),
        ("fil-PH,fil;q=0.9,en-US;q=0.8", "fil"),
        ("tl-PH", "fil"),
        ("in", "id"),
        ("vi;q=0.2, id;q=0.8", "id"),
        ("VI-vn", "vi"),
        ("bn, vi;q=0.1", "vi"),
        ("bn", "en"),
        ("", "en"),
        ("*", "en"),
        ("zh-Hans-CN", "zh-Hans"),
        ("vi-VN-u-co-trad-x-private", "vi"),
    ];
    for (header, expected) in cases {
        assert_eq!(served(header), expected, "{header}");
    }
}

#[test]
fn another_form_of_the_language_is_better_than_another_language() {
    assert_eq!(served("zh-CN"), "zh-Hans");
    assert_eq!(served("zh"), "zh-Hans");
    // But a language that is at hand as asked for comes before it.
    assert_eq!(served("zh-CN, vi;q=0.1"), "vi");
}

#[test]
fn what_people_read_is_better_than_the_default() {
    assert_eq!(served("ceb-PH"), "fil");
    assert_eq!(served("jv, su"), "id");
    assert_eq!(served("ms-MY"), "id");
    assert_eq!(served("yue-HK"), "zh-Hans");
    // A language that somebody names is known to be read, one along a chain is a guess.
    assert_eq!(served("ceb, en;q=0.5"), "en");
    assert_eq!(served("ceb, fil;q=0"), "en");
    assert_eq!(served("ceb, vi;q=0.1"), "vi");
}

#[test]
fn a_quality_of_nought_keeps_a_language_out() {
    assert_eq!(served("en;q=0, *"), "fil");
    assert_eq!(served("vi;q=0, vi-VN"), "en");
    assert_eq!(served("*;q=0, id"), "id");
    assert_eq!(served("*;q=0"), "en");
    assert_eq!(served("zh-Hans;q=0.000, zh"), "en");
    let available = languages(&["en-GB", "en-US"]);
    let chosen = negotiate(Some("en-GB;q=0, *"), None, &available, &language("en-GB"));
    assert_eq!(chosen.as_str(), "en-US");
}

#[test]
fn rubbish_is_passed_over() {
    let cases = [
        (";;;,,,", "en"),
        ("vi;q=2", "en"),
        ("vi;q=0.1234", "en"),
        ("vi;q=-1, id", "id"),
        ("vi;level=1, id;q=0.1", "id"),
        ("\u{0}\u{1F4A9}, id", "id"),
        ("!!, fil", "fil"),
    ];
    for (header, expected) in cases {
        assert_eq!(served(header), expected, "{header}");
    }
    assert_eq!(served(&"x-".repeat(5000)), "en");
}

#[test]
fn the_override_comes_before_the_header() {
    let available = languages(&["en", "fil", "vi"]);
    let with = |tag| negotiate(Some("vi, fil;q=0"), Some(tag), &available, &language("en"));
    assert_eq!(with("fil").as_str(), "fil");
    assert_eq!(with("tl-PH").as_str(), "fil");
    assert_eq!(with("bn").as_str(), "vi");
    assert_eq!(with("?").as_str(), "vi");
    assert_eq!(negotiate(None, None, &[], &language("en")).as_str(), "en");
}

#[test]
fn a_chain_gets_shorter_and_ends_in_english() {
    let chain = |tag| {
        fallback_chain(&language(tag))
            .iter()
            .map(Language::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(chain("fil-PH"), ["fil-PH", "fil", "en"]);
    assert_eq!(chain("zh-Hans-SG"), ["zh-Hans-SG", "zh-Hans", "zh", "en"]);
    assert_eq!(chain("en-GB"), ["en-GB", "en"]);
    assert_eq!(chain("en"), ["en"]);
}

#[test]
fn the_contract_and_the_type_agree() {
    let schema = serde_json::to_value(Language::schema()).unwrap();
    let contract = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .build(&schema)
        .unwrap();
    let tag = prop_oneof![
        "[a-zA-Z]{1,9}(-[a-zA-Z0-9]{1,9}){0,4}",
        "[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?(-[a-z0-9]{4,8}){0,3}",
        ".{0,12}",
    ];
    proptest!(|(tag in tag)| {
        prop_assert_eq!(contract.is_valid(&json!(tag)), tag.parse::<Language>().is_ok());
    });
}

proptest! {
    #[test]
    fn any_header_gets_an_answer(header in ".{0,60}", tag in ".{0,20}") {
        let available = languages(&["en", "vi"]);
        let chosen = negotiate(Some(&header), Some(&tag), &available, &language("en"));
        prop_assert!(available.contains(&chosen));
    }

    #[test]
    fn a_tag_is_its_own_canonical_form(tag in "[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?(-[a-z0-9]{5,8}){0,2}") {
        let read = language(&tag);
        prop_assert_eq!(language(read.as_str()), read);
    }
}

#[test]
fn the_first_wish_is_known_also_when_nothing_exists_in_it() {
    let first = |header, lang| first_wish(header, lang).map(|wish| wish.to_string());
    assert_eq!(
        first(Some("th-TH;q=0.9, vi;q=0.8"), None),
        Some("th-TH".to_owned())
    );
    assert_eq!(
        first(Some("vi;q=0.8, *, tl;q=0.9"), None),
        Some("fil".to_owned())
    );
    assert_eq!(first(Some("vi"), Some("km")), Some("km".to_owned()));
    assert_eq!(first(Some("*"), None), None);
    assert_eq!(first(Some("en;q=0"), None), None);
    assert_eq!(first(None, None), None);
}

#[test]
fn a_shorter_form_satisfies_a_wish_and_a_longer_one_does_not() {
    assert!(language("th").satisfies(&language("th-TH")));
    assert!(language("fil").satisfies(&language("tl")));
    assert!(!language("zh-Hant").satisfies(&language("zh")));
    assert!(language("zh").satisfies(&language("zh-Hans-SG")));
    for wish in ["zh-Hant", "zh-HK", "zh-TW", "zh-MO", "zh-Hant-HK"] {
        assert!(!language("zh").satisfies(&language(wish)), "{wish}");
    }
    assert!(language("zh-Hant").satisfies(&language("zh-Hant-HK")));
    assert!(!language("en").satisfies(&language("th")));
}
