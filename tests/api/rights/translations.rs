//! Translations remember of which English text they were made.

use serde_json::{Value, json};

use super::import::{copy_of_the_data, edit, import};
use super::versions::{editor, publish, tag, text, write};
use crate::harness::TestApp;
use crate::on_both;

async fn article(app: &TestApp, language: &str) -> Value {
    app.get(&format!("/v1/articles/wages-malaysia?lang={language}"))
        .await
        .json()
}

fn has_notice(article: &Value) -> bool {
    article["notices"].to_string().contains("stale_translation")
}

on_both! {
    async fn a_translation_whose_file_stays_while_the_english_one_changes_is_stale(app: TestApp) {
        let folder = copy_of_the_data();
        edit(&folder, "rights/wages-malaysia/en.md", "title = \"", "title = \"New: ");
        edit(&folder, "rights/wages-malaysia/vi.md", "title = \"", "title = \"Mới: ");
        import(&app, &folder).unwrap();
        let (vietnamese, filipino, english) =
            (article(&app, "vi").await, article(&app, "fil").await, article(&app, "en").await);
        assert_eq!((&vietnamese["is_stale"], has_notice(&vietnamese)), (&json!(false), false));
        assert_eq!((&filipino["is_stale"], has_notice(&filipino)), (&json!(true), true));
        assert_eq!(english["is_stale"], false);
        // Where it comes from is said as before.
        assert_eq!(filipino["translation_status"], "machine");
        let stale = |article: &Value| -> Vec<String> {
            let texts = article["texts"].as_array().unwrap().iter();
            let stale = texts.filter(|text| text["is_stale"] == true);
            stale.map(|text| text["language"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(stale(&english), ["bn", "fil", "id", "ms", "my", "ne", "ta", "zh"]);
        let item = app.get("/v1/articles?search=wages&lang=fil&limit=100").await.json();
        let mut items = item["items"].as_array().unwrap().iter();
        assert_eq!(items.find(|item| item["slug"] == "wages-malaysia").unwrap()["is_stale"], true);
        // The same files again change nothing; a file that is brought up to date does.
        import(&app, &folder).unwrap();
        assert_eq!(article(&app, "fil").await["is_stale"], true);
        edit(&folder, "rights/wages-malaysia/fil.md", "title = \"", "title = \"Bago: ");
        import(&app, &folder).unwrap();
        assert_eq!(stale(&article(&app, "en").await), ["bn", "id", "ms", "my", "ne", "ta", "zh"]);
    }

    async fn an_official_wording_is_never_stale(app: TestApp) {
        let folder = copy_of_the_data();
        edit(&folder, "rights/universal-declaration-work/en.md", "title = \"", "title = \"The ");
        import(&app, &folder).unwrap();
        let thai = app.get("/v1/articles/universal-declaration-work?lang=th").await.json();
        assert_eq!(thai["is_stale"], false);
    }

    async fn writing_the_english_text_makes_translations_stale_until_they_are_written_again(app: TestApp) {
        let by = editor(&app).await;
        let begun = by.post("/v1/staff/articles/wages-malaysia/versions", &json!({})).await;
        let at = begun.header("location").unwrap().to_owned();
        let english = text("My pay", "Pay is due within seven days.", "source");
        let written = write(&by, &at, &tag(&begun), "en", &english).await;
        let stale = |shown: &Value| -> Vec<String> {
            let texts = shown["texts"].as_array().unwrap().iter().filter(|text| text["is_stale"] == true);
            texts.map(|text| text["language"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(stale(&written.json()), ["bn", "fil", "id", "ms", "my", "ne", "ta", "vi", "zh"]);
        let vietnamese = text("Lương của tôi", "Lương phải được trả trong bảy ngày.", "machine");
        let written = write(&by, &at, &tag(&written), "vi", &vietnamese).await;
        assert_eq!(stale(&written.json()), ["bn", "fil", "id", "ms", "my", "ne", "ta", "zh"]);
        let lao = text("ຄ່າຈ້າງ", "ຄ່າຈ້າງຕ້ອງຈ່າຍ.", "machine");
        let written = write(&by, &at, &tag(&written), "lo", &lao).await;
        publish(&app, &by, &at, &tag(&written)).await;
        let path = "/v1/staff/article-translations?limit=100";
        let listed = by.get(&format!("{path}&state=stale")).await.json();
        let found: Vec<&str> = listed["items"].as_array().unwrap().iter()
            .map(|item| item["language"].as_str().unwrap()).collect();
        assert_eq!(found, ["bn", "fil", "id", "ms", "my", "ne", "ta", "zh"]);
        let missing = by.get(&format!("{path}&state=missing&language=lo")).await.json();
        let missing = missing["items"].as_array().unwrap();
        assert!(missing.iter().any(|item| item["slug"] == "wages-singapore"));
        assert!(missing.iter().all(|item| item["slug"] != "wages-malaysia"));
        let (walked, pages) = walk_as(&by, "/v1/staff/article-translations?limit=7&state=missing&language=lo").await;
        assert_eq!(walked, missing.len());
        assert_eq!(pages, missing.len().div_ceil(7));
    }
}

/// How many entries all pages have, and how many pages there are.
async fn walk_as(by: &crate::harness::Person<'_>, path: &str) -> (usize, usize) {
    let (mut entries, mut pages, mut next) = (0, 0, String::new());
    loop {
        let page = by.get(&format!("{path}{next}")).await.json();
        entries += page["items"].as_array().unwrap().len();
        pages += 1;
        match page["next"].as_str() {
            Some(marker) => next = format!("&cursor={marker}"),
            None => return (entries, pages),
        }
    }
}
