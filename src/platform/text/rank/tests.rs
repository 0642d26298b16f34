use proptest::prelude::*;

use super::*;

const NAMES: [&str; 11] = [
    "Công ty TNHH thương mại Quốc tế Bảo Thịnh",
    "CÔNG TY CỔ PHẦN HỢP TÁC LAO ĐỘNG QUỐC TẾ VINACO",
    "Công ty cổ phần LMK Việt Nam",
    "Công ty Cổ phần Thương mại và Đầu tư JV-System",
    "CÔNG TY CỔ PHẦN ĐẦU TƯ DU HỌC VÀ HỢP TÁC QUỐC TẾ VTC1",
    "BAOTHINH INTRA CO.,LTD",
    "NATION HUMAN RESOURCES PTE. LTD.",
    "UNIVERSAL EMPLOYMENT AGENCY PTE. LTD.",
    "BEST HOME EMPLOYMENT AGENCY PTE. LTD.",
    "Orchard International",
    "Reaz Overseas",
];

/// The names in the order in which a search shows them, those that do not match left out.
fn search(query: &str) -> Vec<&'static str> {
    let query = fold(query);
    let mut found: Vec<(u32, &str)> = NAMES
        .iter()
        .map(|name| (rank(&query, &fold(name)), *name))
        .filter(|(rank, _)| *rank > 0)
        .collect();
    found.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    found.into_iter().map(|(_, name)| name).collect()
}

#[test]
fn a_name_is_found_without_diacritics_with_typing_errors_and_in_any_order() {
    for query in [
        "Bảo Thịnh",
        "bao thinh",
        "BAO  THINH",
        "thinh bao",
        "bao thnh",
        "bao thịnh tnhh",
    ] {
        assert_eq!(search(query)[0], NAMES[0], "{query}");
    }
    assert_eq!(search("universal employmnet")[0], NAMES[7]);
    assert_eq!(search("home best")[0], NAMES[8]);
    assert_eq!(search("orch")[0], NAMES[9]);
    assert_eq!(search("jv system")[0], NAMES[3]);
}

#[test]
fn words_written_together_or_apart_are_the_same_name() {
    assert_eq!(search("baothinh")[..2], [NAMES[5], NAMES[0]]);
    assert!(search("bao thinh").contains(&NAMES[5]));
}

#[test]
fn corporate_forms_do_not_decide() {
    assert_eq!(search("cong ty co phan lmk")[0], NAMES[2]);
    assert_eq!(search("nation pte ltd"), [NAMES[6]]);
    assert_eq!(search("công ty tnhh vinaco")[0], NAMES[1]);
    // Someone who asks for nothing else gets them all the same.
    assert!(search("pte ltd").contains(&NAMES[6]));
}

#[test]
fn what_is_not_there_is_not_found() {
    assert_eq!(search("zzzz"), Vec::<&str>::new());
    assert_eq!(search("!?"), Vec::<&str>::new());
    assert_eq!(rank("bao", ""), 0);
}

#[test]
fn better_matches_rank_higher() {
    let texts = [
        "bao thinh",
        "bao thinh quoc te",
        "quoc te bao thinh",
        "bao thinhson",
        "bao thien",
    ];
    let ranks: Vec<u32> = texts.iter().map(|text| rank("bao thinh", text)).collect();
    assert!(ranks.is_sorted_by(|a, b| a > b), "{ranks:?}");
    assert_eq!(rank("bao thinh", "bao thinh"), 1000);
    assert_eq!(rank("bao thinh", "cong ty tnhh bao thinh"), 980);
}

#[test]
fn scripts_without_spaces_are_found_inside_a_sentence() {
    // Universal Declaration of Human Rights, article 1.
    let thai = fold("มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ");
    let burmese = fold("လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့် လည်းကောင်း၊ တူညီလွတ်လပ်သော အခွင့်အရေးများဖြင့်");
    let khmer = fold("មនុស្សទាំងអស់ កើតមកមានសេរីភាព និងសមភាព ក្នុងផ្នែកសេចក្ដីថ្លៃថ្នូរនិងសិទ្ធិ។");
    for (query, text) in [
        ("สิทธิ", &thai),
        ("อิสระ", &thai),
        ("အခွင့်အရေး", &burmese),
        ("သိက္ခာ", &burmese),
        ("សិទ្ធិ", &khmer),
        ("សេរីភាព", &khmer),
    ] {
        assert!(
            rank(&fold(query), text) >= 600,
            "{query}: {}",
            rank(&fold(query), text)
        );
    }
    assert!(rank(&fold("เครื่องบิน"), &thai) < 300);
}

#[test]
fn the_terms_of_a_query_are_few_and_each_comes_once() {
    assert_eq!(query_terms("Bảo  Thịnh, bao CO.,LTD"), ["bao", "thinh"]);
    assert_eq!(query_terms("công ty"), ["cong", "ty"]);
    assert!(query_terms(" ?! ").is_empty());
    assert_eq!(
        query_terms(&"ab cd ef gh ij kl mn op qr st uv wx yz".repeat(9)).len(),
        MOST_TERMS
    );
}

proptest! {
    #[test]
    fn a_rank_is_within_its_bounds(query in "[a-c ]{0,12}", text in "[a-c ]{0,16}") {
        prop_assert!(rank(&query, &text) <= 1000);
    }

    #[test]
    fn nothing_panics(query in ".{0,24}", text in ".{0,24}") {
        prop_assert!(rank(&fold(&query), &fold(&text)) <= 1000);
        prop_assert!(query_terms(&query).len() <= MOST_TERMS);
    }
}
