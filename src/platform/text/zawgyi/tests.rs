use super::*;

/// Myanmar Tools' documentation and the beginning of the Universal Declaration of Human Rights, article 1.
const PAIRS: [(&str, &str); 4] = [
    (
        "အျပည္ျပည္ဆိုင္ရာ လူ႔အခြင့္အေရး ေၾကညာစာတမ္း",
        "အပြည်ပြည်ဆိုင်ရာ လူ့အခွင့်အရေး ကြေညာစာတမ်း",
    ),
    (
        "လူတိုင္းသည္ တူညီ လြတ္လပ္ေသာ ဂုဏ္သိကၡာျဖင့္",
        "လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့်",
    ),
    ("ဘဂၤလားေဒရွ္႕", "ဘင်္ဂလားဒေရှ့်"),
    ("အလုပ္ရွင္က ႏိုင္ငံကူးလက္မွတ္ကို သိမ္းထားတယ္", "အလုပ်ရှင်က နိုင်ငံကူးလက်မှတ်ကို သိမ်းထားတယ်"),
];

#[test]
fn what_is_zawgyi_becomes_what_was_meant() {
    for (zawgyi, unicode) in PAIRS {
        assert_eq!(to_unicode(zawgyi).as_deref(), Some(unicode));
        assert_eq!(to_unicode(unicode), None, "{unicode}");
    }
}

#[test]
fn text_around_it_stays() {
    let (zawgyi, unicode) = PAIRS[3];
    let mixed = format!("Passport 123: {zawgyi} (2026)\n- {zawgyi}");
    assert_eq!(
        to_unicode(&mixed),
        Some(format!("Passport 123: {unicode} (2026)\n- {unicode}"))
    );
}

#[test]
fn other_languages_in_burmese_letters_stay_as_they_are() {
    // Mon, Sgaw Karen, Pali as Myanmar Tools tests them; Shan; and what is not Burmese at all.
    for text in [
        "ၚဉဳဗွဟ်ကျာ်",
        "တၢ်ကစီၣ်",
        "တၢ်ထံၣ်တၢ်ပာ်သး",
        "ၵႂၢမ်းတႆး မိူင်းတႆး",
        "လိၵ်ႈတႆး",
        "ပါရာဇိကပါဠိ",
        "ສະບາຍດີ",
        "passport",
        "၁၂၃၄",
    ] {
        assert_eq!(to_unicode(text), None, "{text}");
    }
}

#[test]
fn every_text_of_ours_in_burmese_is_unicode() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rights");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let Ok(text) = std::fs::read_to_string(entry.unwrap().path().join("my.md")) else {
            continue;
        };
        for line in text.lines() {
            assert_eq!(to_unicode(line), None, "{line}");
            seen += 1;
        }
    }
    assert!(seen > 100);
}

#[test]
fn a_long_text_is_cut_between_syllables_and_takes_no_longer_for_each() {
    let (zawgyi, unicode) = PAIRS[3];
    let (zawgyi, unicode) = (zawgyi.replace(' ', ""), unicode.replace(' ', ""));
    assert!(
        pieces(&zawgyi.repeat(40))
            .iter()
            .all(|piece| piece.chars().count() <= LONGEST)
    );
    assert_eq!(to_unicode(&zawgyi.repeat(40)), Some(unicode.repeat(40)));
    let nonsense = "\u{1039}".repeat(500);
    assert_eq!(pieces(&nonsense).len(), 4);
    assert_eq!(pieces(&nonsense).concat(), nonsense);
}
