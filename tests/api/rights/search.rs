//! Searching articles.

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
            assert_eq!(find(&app, title).await, ["universal-declaration-work"], "{title}");
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
}
