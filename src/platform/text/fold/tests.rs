use proptest::prelude::*;

use super::*;

#[test]
fn alphabets_lose_case_and_diacritics() {
    let cases = [
        ("Công ty TNHH Bảo Thịnh", "cong ty tnhh bao thinh"),
        (
            "CÔNG TY CỔ PHẦN HỢP TÁC LAO ĐỘNG QUỐC TẾ",
            "cong ty co phan hop tac lao dong quoc te",
        ),
        ("Straße", "strasse"),
        ("Øresund Łódź İstanbul ışık", "oresund lodz istanbul isik"),
        ("Ελλάς ΣΊΣΥΦΟΣ", "ελλασ σισυφοσ"),
        ("Ёлка Україна", "елка украіна"),
        ("ﬁnance Ⅳ №７", "finance iv no7"),
        ("BAOTHINH INTRA CO.,LTD", "baothinh intra co ltd"),
        ("  Worker’s\u{A0}Centre\t(Dhaka) ", "workers centre dhaka"),
        ("الحَقّ", "الحق"),
    ];
    for (written, folded) in cases {
        assert_eq!(fold(written), folded);
    }
}

#[test]
fn digits_of_other_scripts_become_ascii() {
    assert_eq!(fold("১২৩ ၄၅ ๖๗ ៨៩ ٠١ ໒"), "123 45 67 89 01 2");
}

#[test]
fn vowel_signs_and_tone_marks_stay() {
    assert_eq!(fold("বাংলাদেশ"), "বাংলাদেশ");
    assert_eq!(fold("हिन्दी"), "हिन्दी");
    assert_eq!(fold("น้ำ"), "น้ำ");
    assert_ne!(fold("ป่า"), fold("ปา"));
    assert_ne!(fold("မြန်မာ"), fold("မြနမာ"));
    assert_eq!(fold("សិទ្ធិ"), "សិទ្ធិ");
    assert_eq!(fold("パスポート"), "パスポート");
    assert_eq!(fold("한국"), "한국");
}

#[test]
fn scripts_without_spaces_are_divided_into_words() {
    // Universal Declaration of Human Rights.
    let thai = fold("ทุกคนย่อมมีสิทธิและอิสรภาพ");
    assert!(thai.split(' ').any(|word| word == "สิทธิ"), "{thai}");
    assert!(thai.split(' ').any(|word| word == "และ"), "{thai}");

    let khmer = fold("មនុស្សទាំងអស់កើតមកមានសេរីភាព");
    assert!(khmer.split(' ').any(|word| word == "មនុស្ស"), "{khmer}");

    let burmese = fold("လူတိုင်းသည်တူညီလွတ်လပ်သော");
    assert!(burmese.split(' ').count() > 2, "{burmese}");

    let lao = fold("ມະນຸດເກີດມາມີສິດເສລີພາບ");
    assert!(lao.split(' ').count() > 2, "{lao}");

    let han = fold("外籍勞工權利");
    assert!(han.split(' ').count() > 1, "{han}");

    // No character but the spaces between words is added, and none is lost.
    assert_eq!(thai.replace(' ', ""), "ทุกคนย่อมมีสิทธิและอิสรภาพ");
}

/// Characters of the scripts that workers write in, and marks that combine with them.
fn script_text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        prop::char::range('\u{20}', '\u{24F}'),
        prop::char::range('\u{300}', '\u{36F}'),
        prop::char::range('\u{900}', '\u{9FF}'),
        prop::char::range('\u{E01}', '\u{E5B}'),
        prop::char::range('\u{E81}', '\u{EDF}'),
        prop::char::range('\u{1000}', '\u{109F}'),
        prop::char::range('\u{1780}', '\u{17F9}'),
        prop::char::range('\u{1E00}', '\u{1EFF}'),
        prop::char::range('\u{2000}', '\u{206F}'),
        prop::char::range('\u{3040}', '\u{30FF}'),
        prop::char::range('\u{4E00}', '\u{4EFF}'),
        any::<char>(),
    ];
    prop::collection::vec(character, 0..24).prop_map(|letters| letters.into_iter().collect())
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in script_text()) {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded.clone());
        prop_assert_eq!(folded.trim(), folded.as_str());
        prop_assert!(!folded.contains("  "));
    }

    #[test]
    fn case_and_normal_form_do_not_matter(text in "[A-Za-zÀ-ỹ ]{0,20}") {
        let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(&text).into_owned();
        prop_assert_eq!(fold(&decomposed), fold(&text));
        prop_assert_eq!(fold(&text.to_lowercase()), fold(&text));
    }
}
