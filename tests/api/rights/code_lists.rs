//! `GET /v1/code-lists` and `GET /v1/code-lists/{name}`.

use serde_json::{Value, json};
use tulay::platform::code_lists::REFERRED_LISTS;

use super::{read_in, walk};
use crate::on_both;

on_both! {
    async fn every_list_in_use_is_listed_and_readable(app: TestApp) {
        let (names, pages) = walk(&app, "/v1/code-lists", "name").await;
        assert!(names.is_sorted() && pages > 1);
        for name in REFERRED_LISTS {
            assert!(names.iter().any(|listed| listed == name), "{name}");
        }
        for name in &names {
            let list = app.get(&format!("/v1/code-lists/{name}?labels=all")).await;
            list.assert_status(200);
            assert_eq!(list.header("content-language"), None);
            for code in list.json()["codes"].as_array().unwrap() {
                for language in ["en", "fil", "id", "vi"] {
                    assert!(code["labels"][language].is_string(), "{name} {code} {language}");
                }
                assert_eq!(code.get("label"), None);
            }
        }
    }

    async fn labels_come_in_the_callers_language(app: TestApp) {
        for (accepted, lang, expected) in [
            ("vi", "", "vi"), ("fil", "?lang=id", "id"), ("tl", "", "fil"), ("si", "", "en"),
        ] {
            let response = read_in(&app, &format!("/v1/code-lists/issue_codes{lang}"), accepted).await;
            response.assert_status(200);
            assert_eq!(response.header("content-language"), Some(expected));
            let nearest = response.json();
            assert_eq!(nearest["language"], expected);
            let all = app.get("/v1/code-lists/issue_codes?labels=all").await.json();
            assert_eq!(all["language"], Value::Null);
            let codes = nearest["codes"].as_array().unwrap();
            for (code, all) in codes.iter().zip(all["codes"].as_array().unwrap()) {
                assert_eq!(code["code"], all["code"]);
                assert_eq!(code["label"], all["labels"][expected]);
                assert_eq!(code.get("labels"), None);
            }
        }
    }

    async fn a_language_that_only_some_lists_have_is_used_there(app: TestApp) {
        let countries = read_in(&app, "/v1/code-lists/countries", "km").await;
        assert!(countries.header("content-language").unwrap().starts_with("km"));
        let countries = countries.json();
        let malaysia = countries["codes"].as_array().unwrap().iter().find(|c| c["code"] == "MY");
        assert_eq!(malaysia.unwrap()["label"], "ម៉ាឡេស៊ី");
    }

    async fn codes_of_several_levels_name_their_parent(app: TestApp) {
        let hazards = app.get("/v1/code-lists/hazard_codes").await.json();
        let codes = hazards["codes"].as_array().unwrap();
        let known = |code: &Value| codes.iter().any(|other| other["code"] == *code);
        let children: Vec<&Value> = codes.iter().filter_map(|code| code.get("parent")).collect();
        assert!(!children.is_empty() && children.into_iter().all(known));
    }

    async fn an_unknown_list_is_not_found(app: TestApp) {
        for name in ["no_such_list", "Countries", "%00", "..%2Fcountries"] {
            app.get(&format!("/v1/code-lists/{name}")).await.assert_problem(404, "not_found");
        }
        let refused = app.get("/v1/code-lists/countries?labels=some").await;
        refused.assert_problem(422, "invalid_request");
        assert_eq!(refused.faults(), [("/query/labels".to_owned(), "unknown_value".to_owned())]);
    }

    async fn the_label_says_its_language_only_where_it_differs(app: TestApp) {
        let list = app.get("/v1/code-lists/urgency?lang=vi").await.json();
        assert!(list["codes"].as_array().unwrap().iter().all(|code| code.get("language").is_none()));
        assert_eq!(list["name"], json!("urgency"));
    }
}
