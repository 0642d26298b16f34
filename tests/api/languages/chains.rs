//! What somebody gets whose language something does not exist in, and that it is said.

use serde_json::Value;

use super::read_in;
use crate::on_both;

const ARTICLE: &str = "/v1/articles/wages-malaysia";

on_both! {
    async fn an_article_comes_in_what_its_reader_reads_best(app: TestApp) {
        for (wish, served) in [
            ("ceb-PH", "fil"), ("ilo", "fil"), ("jv", "id"), ("su-ID", "id"), ("min", "id"), ("iba", "ms"),
            ("shn", "my"), ("ksw", "my"), ("kac", "my"), ("yue-HK", "zh"), ("zh-HK", "zh"), ("zh-Hant-TW", "zh"),
            ("syl", "bn"), ("mai", "ne"), ("lo", "en"), ("fr", "en"),
        ] {
            let response = read_in(&app, ARTICLE, wish).await;
            response.assert_status(200);
            let article = response.json();
            assert_eq!(article["language"], served, "{wish}");
            assert_eq!(article["fallback_from"], wish, "{wish}");
            assert_eq!(article["notices"][0]["code"], "other_language", "{wish}");
            let said = response.header("content-language").unwrap();
            assert!(said.split(", ").any(|language| language == served), "{wish} {said}");
        }
        for (wish, served) in [("tl-PH", "fil"), ("ms-MY", "ms"), ("zh-CN", "zh"), ("zh-Hans-SG", "zh")] {
            let article = read_in(&app, ARTICLE, wish).await.json();
            assert_eq!((&article["language"], &article["fallback_from"]), (&served.into(), &Value::Null), "{wish}");
        }
    }

    async fn a_language_that_is_asked_for_comes_before_one_that_is_guessed(app: TestApp) {
        assert_eq!(read_in(&app, ARTICLE, "ceb, vi;q=0.3").await.json()["language"], "vi");
        assert_eq!(read_in(&app, ARTICLE, "ceb, fil;q=0").await.json()["language"], "en");
        let asked = read_in(&app, &format!("{ARTICLE}?lang=jv"), "vi").await.json();
        assert_eq!((&asked["language"], &asked["fallback_from"]), (&"vi".into(), &"jv".into()));
    }

    async fn code_lists_checks_and_entitlements_follow_the_same_chain(app: TestApp) {
        let list = read_in(&app, "/v1/code-lists/issue_codes", "hil").await;
        assert_eq!(list.json()["language"], "fil");
        assert_eq!(list.header("content-language"), Some("fil"));
        let checks = read_in(&app, "/v1/self-checks", "jv").await;
        assert_eq!(checks.json()["items"][0]["language"], "id");
        let entitlements = read_in(&app, "/v1/entitlements?limit=1", "ceb").await;
        let said = entitlements.header("content-language").unwrap();
        assert_eq!(said.split(", ").next(), Some("fil"), "{said}");
        let in_filipino = read_in(&app, "/v1/entitlements?limit=1", "fil").await.json();
        assert_eq!(entitlements.json()["items"][0]["kind_label"], in_filipino["items"][0]["kind_label"]);
    }

    async fn the_service_speaks_thirteen_languages_where_it_can(app: TestApp) {
        let mut titles = Vec::new();
        for language in ["en", "fil", "id", "vi", "ms", "th", "km", "my", "lo", "zh", "ta", "bn", "ne"] {
            let response = read_in(&app, "/v1/articles/no-such-article", language).await;
            let problem = response.assert_problem(404, "not_found");
            assert_eq!(response.header("content-language"), Some(language));
            titles.push(problem["title"].as_str().unwrap().to_owned());
        }
        titles.sort();
        titles.dedup();
        assert_eq!(titles.len(), 13);
        // And in another language it says what is nearest.
        let response = read_in(&app, "/v1/articles/no-such-article", "ceb").await;
        assert_eq!(response.header("content-language"), Some("fil"));
    }

    async fn what_is_not_translated_is_said_in_english_and_so_named(app: TestApp) {
        let method = read_in(&app, "/v1/methodology/ratings", "ar").await;
        method.assert_status(200);
        assert_eq!(method.header("content-language"), Some("en"));
        let english = read_in(&app, "/v1/methodology/ratings", "en").await;
        assert_eq!(method.json()["paragraphs"], english.json()["paragraphs"]);
    }
}
