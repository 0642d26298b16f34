//! Searching articles.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

use super::import::{copy_of_the_data, edit, import};
use super::{each, read_in};
use crate::harness::TestApp;
use crate::on_both;

async fn find(app: &TestApp, words: &str) -> Vec<String> {
    let query: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
    let response = app
        .get(&format!("/v1/articles?limit=100&search={query}"))
        .await;
    response.assert_status(200);
    each(&response.json(), "slug")
}

/// The entry of an article in what a search finds for a reader of a language.
async fn shown(app: &TestApp, words: &str, language: &str, slug: &str) -> Value {
    let query: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
    let path = format!("/v1/articles?limit=100&search={query}");
    let page = read_in(app, &path, language).await.json();
    let items = page["items"].as_array().unwrap();
    let found = items.iter().find(|item| item["slug"] == slug);
    found
        .unwrap_or_else(|| panic!("{words} does not find {slug}"))
        .clone()
}

/// A snippet with what matches in brackets.
fn pieces(item: &Value) -> String {
    let segments = item["snippet"]["segments"].as_array();
    let segments = segments.unwrap_or_else(|| panic!("no snippet: {item}"));
    let shown = segments.iter().map(|segment| {
        let text = segment["text"].as_str().unwrap();
        if segment["is_match"].as_bool().unwrap() {
            format!("[{text}]")
        } else {
            text.to_owned()
        }
    });
    shown.collect()
}

on_both! {
    async fn the_best_match_comes_first(app: TestApp) {
        let passports = find(&app, "passport").await;
        let first_two = &passports[..2];
        assert!(first_two.iter().all(|slug| slug.starts_with("passport-")), "{passports:?}");
        assert_eq!(find(&app, "hurt at work malaysia").await[0], "injury-malaysia");
        assert_eq!(find(&app, "malaysia WORK hurt").await[0], "injury-malaysia");
    }

    async fn every_language_of_the_articles_is_searched(app: TestApp) {
        assert_eq!(find(&app, "nasaktan sa trabaho singapore").await[0], "injury-singapore");
        assert_eq!(find(&app, "hộ chiếu").await[..2].iter().filter(|s| s.starts_with("passport-")).count(), 2);
        // Without the diacritics that a small phone may lack.
        assert_eq!(find(&app, "ho chieu").await[..2].iter().filter(|s| s.starts_with("passport-")).count(), 2);
        assert!(find(&app, "paspor").await[..2].iter().all(|s| s.starts_with("passport-")));
    }

    async fn a_misspelt_word_is_found(app: TestApp) {
        for words in ["pasport", "passprt", "passaport"] {
            let found = find(&app, words).await;
            assert!(found.iter().any(|slug| slug.starts_with("passport-")), "{words} {found:?}");
        }
        let licence = find(&app, "agency lisence").await;
        assert!(licence.contains(&"check-the-licence".to_owned()), "{licence:?}");
    }

    async fn scripts_without_spaces_are_searched(app: TestApp) {
        let words = [
            // Thai: universal declaration, wage, out of work, human rights, rest.
            "ปฏิญญาสากล", "ค่าจ้าง", "ว่างงาน", "สิทธิมนุษยชน", "พักผ่อน",
            // Khmer: slavery, freedom, work.
            "ទាសភាព", "សេរីភាព", "ការងារ",
            // Burmese: slave, human rights, work.
            "ကျေးကျွန်", "လူ့အခွင့်အရေး", "အလုပ်",
        ];
        for word in words {
            let found = find(&app, word).await;
            assert!(found.contains(&"universal-declaration-work".to_owned()), "{word} {found:?}");
        }
        assert_eq!(find(&app, "ค่าจ้าง").await[0], "wages-thailand");
        for language in ["km", "my", "th"] {
            let article = app.get(&format!("/v1/articles/universal-declaration-work?lang={language}")).await.json();
            let title = article["title"].as_str().unwrap();
            assert_eq!(find(&app, title).await[0], "universal-declaration-work", "{title}");
        }
    }

    async fn what_nobody_wrote_is_not_found(app: TestApp) {
        for words in ["zzzzqqq", "???", "₿", "ខ្លាឃ្មុំ"] {
            let found = find(&app, words).await;
            assert!(found.is_empty(), "{words} {found:?}");
        }
    }

    async fn a_found_article_is_shown_in_the_readers_language(app: TestApp) {
        let response = read_in(&app, "/v1/articles?search=passport", "vi").await;
        assert_eq!(response.json()["items"][0]["language"], "vi");
        assert_eq!(response.header("content-language").map(|l| l.starts_with("vi")), Some(true));
    }

    async fn what_matches_is_shown_piece_by_piece(app: TestApp) {
        let response = read_in(&app, "/v1/articles?search=PASSPORT&jurisdiction=MY", "en").await;
        let first = response.json()["items"][0].clone();
        assert_eq!(first["slug"], "passport-malaysia");
        assert_eq!((&first["snippet"]["place"], &first["snippet"]["language"]), (&json!("title"), &json!("en")));
        assert_eq!(pieces(&first), "Your [passport] belongs to you in Malaysia");
        // Without diacritics, and in the language of the reader, whatever was asked in.
        let found = shown(&app, "ho chieu", "vi", "passport-malaysia").await;
        assert!(pieces(&found).to_lowercase().contains("[hộ chiếu]"), "{found}");
        let listed = app.get("/v1/articles?limit=1").await.json();
        assert_eq!(listed["items"][0]["snippet"], Value::Null);
    }

    async fn a_text_in_another_language_is_shown_where_only_it_matches(app: TestApp) {
        let response = read_in(&app, "/v1/articles?search=h%E1%BB%99%20chi%E1%BA%BFu&jurisdiction=MY", "en").await;
        let items = response.json();
        let found = items["items"].as_array().unwrap().iter().find(|item| item["slug"] == "passport-malaysia").unwrap();
        assert_eq!((&found["language"], &found["snippet"]["language"]), (&json!("en"), &json!("vi")));
        let said = response.header("content-language").unwrap();
        assert_eq!(said.split(", ").collect::<Vec<_>>().as_slice()[..2], ["en", "vi"]);
    }

    async fn words_without_spaces_are_shown_where_they_stand(app: TestApp) {
        for (words, language, slug) in [
            ("ค่าจ้าง", "th", "wages-thailand"), ("ຄ່າແຮງຂັ້ນຕ່ຳ", "lo", "wages-thailand"),
            ("ທາງອາຍາ", "lo", "passport-thailand"), ("ပတ်စပို့", "my", "passport-malaysia"),
            ("សេរីភាព", "km", "universal-declaration-work"), ("工资", "zh", "wages-malaysia"),
        ] {
            let found = shown(&app, words, language, slug).await;
            assert!(pieces(&found).contains(&format!("[{words}]")), "{words}: {found}");
            assert_eq!(found["snippet"]["language"], language);
        }
    }

    async fn burmese_in_zawgyi_finds_what_unicode_finds(app: TestApp) {
        let unicode = find(&app, "ပတ်စပို့ကို မသိမ်းထားရ").await;
        assert!(unicode[0].starts_with("passport-"), "{unicode:?}");
        assert_eq!(find(&app, "ပတ္စပို႔ကို မသိမ္းထားရ").await, unicode);
    }

    async fn a_d_with_a_stroke_is_a_d(app: TestApp) {
        let with = find(&app, "hợp đồng lao động").await;
        assert!(!with.is_empty());
        assert_eq!(find(&app, "HOP DONG LAO DONG").await, with);
    }

    async fn the_name_of_a_topic_finds_its_articles_after_those_with_the_word_in_the_title(app: TestApp) {
        let found = find(&app, "wages").await;
        for slug in ["wages-malaysia", "deductions-malaysia", "deductions-singapore"] {
            assert!(found.iter().any(|one| one == slug), "{slug} {found:?}");
        }
        let place = |slug: &str| found.iter().position(|one| one == slug).unwrap();
        assert!(place("wages-malaysia") < place("deductions-malaysia"), "{found:?}");
        // In the words of another language too.
        let upah = find(&app, "upah").await;
        assert!(upah.iter().any(|slug| slug == "deductions-malaysia"), "{upah:?}");
    }

    async fn of_equals_the_newest_comes_first(app: TestApp) {
        let folder = copy_of_the_data();
        for slug in ["zebra-one", "zebra-two"] {
            let from = folder.path().join("rights/payslip-singapore/en.md");
            let text = fs::read_to_string(from).unwrap();
            let title = text.lines().find(|line| line.starts_with("title = ")).unwrap();
            let text = text.replacen(title, "title = \"The zebra permit\"", 1);
            fs::create_dir_all(folder.path().join("rights").join(slug)).unwrap();
            fs::write(folder.path().join("rights").join(slug).join("en.md"), text).unwrap();
        }
        import(&app, &folder).unwrap();
        assert_eq!(find(&app, "zebra permit").await[..2], ["zebra-one", "zebra-two"]);
        app.clock.advance(Duration::from_hours(72));
        edit(&folder, "rights/zebra-two/en.md", "review_due = \"2027-11-30\"", "review_due = \"2027-12-01\"");
        import(&app, &folder).unwrap();
        assert_eq!(find(&app, "zebra permit").await[..2], ["zebra-two", "zebra-one"]);
        // Without a search the order is that of the names.
        let all = app.get("/v1/articles?limit=100&urgent=false").await.json();
        let zebras: Vec<String> = each(&all, "slug").into_iter().filter(|slug| slug.starts_with("zebra")).collect();
        assert_eq!(zebras, ["zebra-one", "zebra-two"]);
    }
}
