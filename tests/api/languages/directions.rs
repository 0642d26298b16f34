//! In which direction texts are written.

use super::read_in;
use crate::on_both;

on_both! {
    async fn each_language_says_in_which_direction_it_is_written(app: TestApp) {
        let list = read_in(&app, "/v1/code-lists/languages", "ar").await;
        list.assert_status(200);
        let list = list.json();
        assert_eq!(list["language"], "ar");
        for code in list["codes"].as_array().unwrap() {
            let expected = if ["ar", "ur"].contains(&code["code"].as_str().unwrap()) { "rtl" } else { "ltr" };
            assert_eq!(code["direction"], expected, "{code}");
        }
        let others = read_in(&app, "/v1/code-lists/urgency?labels=all", "ar").await.json();
        assert!(others["codes"].as_array().unwrap().iter().all(|code| code.get("direction").is_none()));
    }

    async fn an_article_says_in_which_direction_it_is_written(app: TestApp) {
        let article = read_in(&app, "/v1/articles/wages-malaysia", "my").await.json();
        assert_eq!((&article["language"], &article["direction"]), (&"my".into(), &"ltr".into()));
        let items = read_in(&app, "/v1/articles?limit=5", "ur").await.json();
        for item in items["items"].as_array().unwrap() {
            assert_eq!(item["direction"], "ltr");
        }
    }
}
