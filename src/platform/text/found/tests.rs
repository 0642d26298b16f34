use proptest::prelude::*;

use super::*;
use crate::platform::text::query_terms;

/// The text with what was found in brackets.
fn found(query: &str, text: &str) -> String {
    let places = Places::of(text);
    let matches = places.find(&query_terms(query), Tolerance::Misspelt);
    let segments = places.show(&matches);
    let marked = segments.iter().map(|segment| {
        if segment.is_match {
            format!("[{}]", segment.text)
        } else {
            segment.text.clone()
        }
    });
    marked.collect()
}

#[test]
fn words_are_marked_as_they_are_written() {
    assert_eq!(
        found("passport", "My employer keeps my Passport"),
        "My employer keeps my [Passport]"
    );
    assert_eq!(
        found("ho chieu", "Chủ giữ hộ chiếu của tôi"),
        "Chủ giữ [hộ chiếu] của tôi"
    );
    assert_eq!(found("dien dan", "Điện dân"), "[Điện dân]");
    assert_eq!(
        found("keeps employer", "My employer keeps it"),
        "My [employer] [keeps] it"
    );
    assert_eq!(
        found("pasport", "Your passport is yours"),
        "Your [passport] is yours"
    );
    assert_eq!(found("nation", "international"), "international");
    assert_eq!(found("my", "myself and my own"), "myself and [my] own");
    assert_eq!(
        found("worker's", "The workers’ worker’s"),
        "The [workers]’ [worker’s]"
    );
}

#[test]
fn words_are_marked_in_scripts_without_spaces() {
    assert_eq!(
        found("ค่าจ้าง", "นายจ้างไม่จ่ายค่าจ้างให้ฉัน"),
        "นายจ้างไม่จ่าย[ค่าจ้าง]ให้ฉัน"
    );
    assert_eq!(found("น้ำ", "ดื่มน้ำมาก"), "ดื่ม[น้ำ]มาก");
    assert_eq!(
        found("ສິດເສລີພາບ", "ມະນຸດເກີດມາມີສິດເສລີພາບ"),
        "ມະນຸດເກີດມາມີ[ສິດເສລີພາບ]"
    );
    assert_eq!(
        found("សេរីភាព", "មនុស្សទាំងអស់មានសេរីភាព"),
        "មនុស្សទាំងអស់មាន[សេរីភាព]"
    );
    assert_eq!(found("လွတ်လပ်", "လူတိုင်းသည်တူညီလွတ်လပ်သော"), "လူတိုင်းသည်တူညီ[လွတ်လပ်]သော");
    assert_eq!(found("护照", "我的护照在老板手里"), "我的[护照]在老板手里");
}

#[test]
fn no_mark_is_parted_from_its_letter() {
    // The letter alone is not the letter with its vowel.
    assert_eq!(found("က", "ကို"), "ကို");
    assert_eq!(found("e\u{301}", "caf\u{65}\u{301}"), "caf\u{65}\u{301}");
    let family = "👩‍👩‍👧 passport";
    assert_eq!(found("passport", family), "👩‍👩‍👧 [passport]");
}

#[test]
fn a_long_text_is_cut_around_the_match_between_words() {
    let text = format!(
        "{}the passport is yours. {}",
        "One two three four. ".repeat(40),
        "Five six seven. ".repeat(40)
    );
    let shown = found("passport", &text);
    assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
    assert!(shown.contains("the [passport] is yours."), "{shown}");
    assert!(shown.chars().count() <= SHOWN + 4, "{shown}");
    assert!(
        !shown.contains("…ne ") && shown.trim_matches('…').starts_with(char::is_alphabetic),
        "{shown}"
    );
    let markup = found("alert", "<b>alert</b> & more");
    assert_eq!(markup, "<b>[alert]</b> & more");
}

proptest! {
    #[test]
    fn what_is_shown_of_a_short_text_is_the_text(text in "[ -~À-ỹก-๙က-႟ក-៹]{0,60}", query in "[a-zก-๙က-႟]{1,4}") {
        let places = Places::of(&text);
        let matches = places.find(&query_terms(&query), Tolerance::Misspelt);
        let segments = places.show(&matches);
        let whole: String = segments.iter().map(|segment| segment.text.as_str()).collect();
        prop_assert_eq!(&whole, &text);
        // Each piece ends where a character ends.
        let ends: Vec<usize> = GraphemeClusterSegmenter::new().segment_str(&text).collect();
        let mut at = 0;
        for segment in &segments {
            at += segment.text.len();
            prop_assert!(ends.contains(&at));
        }
    }
}
