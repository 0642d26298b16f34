use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Form {
    name: Line<200>,
    other_names: Vec<Line<120>>,
    narrative: Option<Prose<4000>>,
}

/// The published pattern and length, as a validator reads them.
fn contract<T: ToSchema>() -> jsonschema::Validator {
    let schema = serde_json::to_value(T::schema()).unwrap();
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .build(&schema)
        .unwrap()
}

#[test]
fn text_is_trimmed_and_composed() {
    let line = Line::<20>::try_from("  Ba\u{309}o Thi\u{323}nh\u{3000}\u{FEFF}").unwrap();
    assert_eq!(line.as_str(), "B\u{1EA3}o Th\u{1ECB}nh");

    let prose = Prose::<40>::try_from("\r\n first\r\nsecond\tthird\rfourth\n").unwrap();
    assert_eq!(prose.into_inner(), "first\nsecond\tthird\nfourth");
}

#[test]
fn controls_of_direction_turn_nothing_round() {
    let line = Line::<40>::try_from("\u{202A}+65 9123 4567\u{202C}").unwrap();
    assert_eq!(line.as_str(), "+65 9123 4567");
    let line = Line::<40>::try_from("\u{2067} شركة\u{202E}abc").unwrap();
    assert_eq!(line.as_str(), "شركةabc");
    let prose = Prose::<40>::try_from("\u{202E}first\nsecond \u{2066}OK\u{2069}").unwrap();
    assert_eq!(prose.as_str(), "first\nsecond \u{2066}OK\u{2069}");
    for blank in ["\u{202A}", "\u{2066} \u{2069}", "\u{202E}\u{200B}"] {
        assert_eq!(Line::<5>::try_from(blank).unwrap_err(), TextError::Blank);
        assert_eq!(Prose::<5>::try_from(blank).unwrap_err(), TextError::Blank);
    }
}

#[test]
fn burmese_in_zawgyi_is_kept_in_unicode() {
    let zawgyi = "လူ႔အခြင့္အေရး";
    let line = Line::<40>::try_from(zawgyi).unwrap();
    assert_eq!(line.as_str(), "လူ့အခွင့်အရေး");
    let prose = Prose::<400>::try_from(format!("{zawgyi}\r\n{zawgyi}\n")).unwrap();
    assert_eq!(prose.as_str(), "လူ့အခွင့်အရေး\nလူ့အခွင့်အရေး");
    // What would grow beyond its field stays as it came.
    let kinzi = "ဘဂၤလားေဒရွ္႕";
    let length = kinzi.chars().count();
    assert_eq!(length, 12);
    assert_eq!(Line::<12>::try_from(kinzi).unwrap().as_str(), kinzi);
    assert_eq!(Line::<20>::try_from(kinzi).unwrap().as_str(), "ဘင်္ဂလားဒေရှ့်");
}

#[test]
fn what_does_not_fit_is_refused_with_its_reason() {
    let line = |text: &str| Line::<5>::try_from(text).unwrap_err();
    assert_eq!(line(""), TextError::Blank);
    assert_eq!(line(" \u{A0}\u{200B}"), TextError::Blank);
    assert_eq!(line("123456"), TextError::TooLong { max: 5 });
    assert_eq!(line("a\nb"), TextError::ControlCharacter);
    assert_eq!(line("a\u{2028}b"), TextError::ControlCharacter);
    assert_eq!(line("a\0b"), TextError::ControlCharacter);
    assert_eq!(
        Prose::<5>::try_from("a\0").unwrap_err(),
        TextError::ControlCharacter
    );
    assert_eq!(Prose::<5>::try_from("\n\t ").unwrap_err(), TextError::Blank);
    assert!(Line::<5>::try_from("ខ្មែរ").is_ok());
}

#[test]
fn nothing_of_the_text_reaches_a_log() {
    let line = Line::<20>::try_from("+6591234567").unwrap();
    assert_eq!(format!("{line:?}"), "Line(11 characters)");
    let prose = Prose::<20>::try_from("he took it").unwrap();
    assert_eq!(format!("{:?}", Some(prose)), "Some(Prose(10 characters))");

    let refused = serde_json::from_value::<Line<3>>(json!("+6591234567")).unwrap_err();
    assert_eq!(refused.to_string(), "must have at most 3 characters");
}

#[test]
fn a_text_that_grows_in_nfc_still_reads_back() {
    let grows = "\u{958}".repeat(4);
    let line = Line::<4>::try_from(grows).unwrap();
    let stored = serde_json::to_string(&line).unwrap();
    assert_eq!(serde_json::from_str::<Line<4>>(&stored).unwrap(), line);
}

#[test]
fn a_field_refers_to_a_component_named_by_its_limit() {
    let form = serde_json::to_value(Form::schema()).unwrap();
    assert_eq!(
        form["properties"]["name"]["$ref"],
        "#/components/schemas/Line200"
    );
    assert_eq!(
        form["properties"]["other_names"]["items"]["$ref"],
        "#/components/schemas/Line120"
    );
    let narrative = form["properties"]["narrative"].to_string();
    assert!(
        narrative.contains("#/components/schemas/Prose4000"),
        "{narrative}"
    );

    let mut components = Vec::new();
    Form::schemas(&mut components);
    let mut names: Vec<_> = components.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Line120", "Line200", "Prose4000"]);
}

#[test]
fn the_schema_states_the_limits() {
    let schema: Value = serde_json::to_value(Line::<200>::schema()).unwrap();
    assert_eq!(schema["type"], "string");
    assert_eq!(schema["minLength"], 1);
    assert_eq!(schema["maxLength"], 200);
}

/// Text in which blanks, controls and characters that change in NFC are common.
fn awkward() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        Just(' '),
        Just('\n'),
        Just('\r'),
        Just('\t'),
        Just('\u{85}'),
        Just('\u{2028}'),
        Just('\u{202B}'),
        Just('\u{202C}'),
        Just('\u{202E}'),
        Just('\u{2067}'),
        Just('\u{2069}'),
        Just('\u{200B}'),
        Just('\u{FEFF}'),
        Just('\u{958}'),
        Just('\u{301}'),
        Just('e'),
        any::<char>(),
    ];
    proptest::collection::vec(letter, 0..12).prop_map(|letters| letters.into_iter().collect())
}

#[test]
fn the_contract_and_the_type_agree() {
    let (line, prose) = (contract::<Line<8>>(), contract::<Prose<8>>());
    proptest!(|(text in awkward())| {
        let sent = json!(text);
        prop_assert_eq!(line.is_valid(&sent), Line::<8>::try_from(text.as_str()).is_ok());
        prop_assert_eq!(prose.is_valid(&sent), Prose::<8>::try_from(text.as_str()).is_ok());
    });
}

proptest! {
    #[test]
    fn what_was_accepted_is_accepted_again_unchanged(text in awkward()) {
        if let Ok(line) = Line::<8>::try_from(text.as_str()) {
            prop_assert_eq!(Line::<8>::try_from(line.as_str()).unwrap(), line);
        }
        if let Ok(prose) = Prose::<8>::try_from(text) {
            prop_assert_eq!(Prose::<8>::try_from(prose.as_str()).unwrap(), prose);
        }
    }
}

/// Burmese letters and signs, in any order, with spaces.
fn burmese() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        8 => prop::char::range('\u{1000}', '\u{109F}'),
        1 => Just(' '),
        1 => Just('\u{200B}'),
    ];
    proptest::collection::vec(letter, 1..40).prop_map(|letters| letters.into_iter().collect())
}

proptest! {
    #[test]
    fn what_was_converted_once_is_not_converted_again(text in burmese()) {
        if let Ok(line) = Line::<120>::try_from(text.as_str()) {
            prop_assert_eq!(Line::<120>::try_from(line.as_str()).unwrap(), line);
        }
    }
}
