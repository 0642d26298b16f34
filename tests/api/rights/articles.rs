//! `GET /v1/articles` and `GET /v1/articles/{slug}`.

use serde_json::{Value, json};

use super::{articles_in_the_data, each, read_in, walk};
use crate::harness::TestApp;
use crate::on_both;

async fn slugs(app: &TestApp, query: &str) -> Vec<String> {
    let response = app.get(&format!("/v1/articles?limit=100&{query}")).await;
    response.assert_status(200);
    each(&response.json(), "slug")
}

fn notice_codes(article: &Value) -> Vec<&str> {
    let notices = article["notices"].as_array().unwrap();
    notices
        .iter()
        .map(|notice| notice["code"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn an_article_says_where_it_comes_from_and_that_nobody_reviewed_it(app: TestApp) {
        let response = read_in(&app, "/v1/articles/wages-malaysia", "fil").await;
        response.assert_status(200);
        assert_eq!(response.header("content-language"), Some("fil"));
        let article = response.json();
        assert_eq!(article["language"], "fil");
        assert_eq!(article["fallback_from"], Value::Null);
        assert_eq!(article["translation_status"], "machine");
        assert_eq!(article["review_status"], "not_reviewed");
        assert_eq!(article["reviewed_by"], Value::Null);
        assert_eq!(article["reviewed_on"], Value::Null);
        assert_eq!(article["review_due"], "2027-11-23");
        assert_eq!(article["jurisdiction"], "MY");
        assert_eq!((&article["sexes"], &article["permit_types"]), (&json!([]), &json!([])));
        assert_eq!((&article["is_stale"], &article["audio"]), (&json!(false), &Value::Null));
        assert_eq!(article["reading"]["scale"], "lix");
        assert!(article["reading"]["grade"].as_f64().unwrap() > 10.0);
        assert_eq!(article["licence"]["name"], "CC BY 4.0");
        assert_eq!(notice_codes(&article), ["machine_translation", "not_reviewed"]);
        let notice = article["notices"][0]["text"].as_str().unwrap();
        assert!(notice.starts_with("Makina ang nagsalin"), "{notice}");
        let basis = article["legal_basis"].as_array().unwrap();
        assert!(!basis.is_empty());
        assert!(basis.iter().all(|b| b["url"].as_str().unwrap().starts_with("http")));
        assert!(article["body"].as_str().unwrap().starts_with("##")
            || article["body"].as_str().unwrap().len() > 200);
        let texts = article["texts"].as_array().unwrap();
        let languages: Vec<&str> =
            texts.iter().map(|text| text["language"].as_str().unwrap()).collect();
        assert!(languages.is_sorted() && ["en", "fil", "id", "vi"].iter().all(|tag| languages.contains(tag)), "{languages:?}");
        let english = texts.iter().find(|text| text["language"] == "en").unwrap();
        assert_eq!(english["translation_status"], "source");
        let vietnamese = texts.iter().find(|text| text["language"] == "vi").unwrap();
        assert_eq!(vietnamese["href"], "/v1/articles/wages-malaysia?lang=vi");
    }

    async fn each_language_variant_is_where_its_href_says(app: TestApp) {
        let article = app.get("/v1/articles/universal-declaration-work").await.json();
        for text in article["texts"].as_array().unwrap() {
            let response = app.get(text["href"].as_str().unwrap()).await;
            response.assert_status(200);
            let variant = response.json();
            assert_eq!(variant["language"], text["language"]);
            assert_eq!(variant["title"], text["title"]);
            assert!(!variant["body"].as_str().unwrap().is_empty());
        }
    }

    async fn an_official_wording_names_its_publisher_and_claims_no_review(app: TestApp) {
        let article = app.get("/v1/articles/universal-declaration-work?lang=th").await.json();
        assert_eq!(article["translation_status"], "human");
        assert_eq!(article["review_status"], "not_reviewed");
        assert!(article["published_by"].as_str().unwrap().contains("High Commissioner"));
        assert_ne!(article["licence"]["name"], "CC BY 4.0");
        assert_eq!(notice_codes(&article), Vec::<&str>::new());
    }

    async fn the_language_follows_the_callers_own_chain(app: TestApp) {
        let cases = [
            // (article, Accept-Language, served, what was wished instead)
            ("wages-malaysia", "th-TH;q=0.9, vi;q=0.8", "vi", Some("th-TH")),
            ("universal-declaration-work", "th-TH;q=0.9, vi;q=0.8", "th", None),
            ("wages-malaysia", "vi;q=0.8, id", "id", None),
            ("wages-malaysia", "tl", "fil", None),
            ("wages-malaysia", "tl-PH, en;q=0.1", "fil", None),
            ("wages-malaysia", "in", "id", None),
            ("wages-malaysia", "xx", "en", Some("xx")),
            ("wages-malaysia", "km", "en", Some("km")),
            ("wages-malaysia", "en-GB", "en", None),
            ("wages-malaysia", "*", "en", None),
            ("wages-malaysia", "", "en", None),
            ("wages-malaysia", "not a language, ;;q=x", "en", None),
            ("wages-malaysia", "en;q=0, th", "en", Some("th")),
            ("fees-viet-nam", "fil, id;q=0.5", "en", Some("fil")),
            ("universal-declaration-work", "my-MM", "my", None),
        ];
        for (slug, accepted, served, wished) in cases {
            let response = read_in(&app, &format!("/v1/articles/{slug}"), accepted).await;
            response.assert_status(200);
            let article = response.json();
            assert_eq!(article["language"], served, "{slug} {accepted}");
            assert_eq!(article["fallback_from"], json!(wished), "{slug} {accepted}");
            assert_eq!(response.header("content-language"), Some(served));
            assert!(response.header("vary").unwrap().contains("Accept-Language"));
            assert!(article["body"].as_str().unwrap().len() > 100);
            let is_told = notice_codes(&article).contains(&"other_language");
            assert_eq!(is_told, wished.is_some(), "{slug} {accepted}");
        }
    }

    async fn lang_overrides_the_header_and_falls_back_on_it(app: TestApp) {
        let path = "/v1/articles/wages-malaysia";
        let vietnamese = read_in(&app, &format!("{path}?lang=vi"), "fil").await.json();
        assert_eq!(vietnamese["language"], "vi");
        // The same `lang` with another header is another answer, also when answers are kept.
        let filipino = read_in(&app, &format!("{path}?lang=th"), "fil").await.json();
        assert_eq!((&filipino["language"], &filipino["fallback_from"]), (&json!("fil"), &json!("th")));
        let indonesian = read_in(&app, &format!("{path}?lang=th"), "id").await.json();
        assert_eq!(indonesian["language"], "id");
    }

    async fn a_fallback_is_told_in_the_callers_language(app: TestApp) {
        let notice = |article: Value| article["notices"][0]["text"].as_str().unwrap().to_owned();
        let article = read_in(&app, "/v1/articles/fees-viet-nam", "id").await.json();
        assert_eq!(
            notice(article),
            "Belum ada teks dalam bahasa Indonesia. Anda membacanya dalam bahasa Inggris."
        );
        let article = read_in(&app, "/v1/articles/fees-philippines", "vi").await.json();
        assert_eq!(
            notice(article),
            "Chưa có bản bằng Tiếng Việt. Bạn đang đọc bản bằng Tiếng Anh."
        );
        let article = read_in(&app, "/v1/articles/wages-malaysia", "ar").await.json();
        assert_eq!(
            notice(article),
            "There is no text in Arabic yet. You are reading it in English."
        );
    }

    async fn what_does_not_exist_is_not_found(app: TestApp) {
        for slug in ["no-such-article", "Wages-Malaysia", "wages%00malaysia", "..%2fpasswd", "%F0%9F"] {
            let response = app.get(&format!("/v1/articles/{slug}")).await;
            response.assert_problem(404, "not_found");
        }
    }

    async fn the_list_shows_what_is_urgent_first_in_the_readers_language(app: TestApp) {
        let response = read_in(&app, "/v1/articles?limit=100", "vi").await;
        response.assert_status(200);
        let page = response.json();
        let items = page["items"].as_array().unwrap();
        assert_eq!(items.len(), articles_in_the_data());
        let urgent: Vec<bool> = items.iter().map(|item| item["urgent"].as_bool().unwrap()).collect();
        assert!(urgent.is_sorted_by(|a, b| a >= b), "{urgent:?}");
        let names = each(&page, "slug");
        let first_calm = urgent.iter().position(|urgent| !urgent).unwrap();
        assert!(names[..first_calm].is_sorted() && names[first_calm..].is_sorted());
        let wages = items.iter().find(|item| item["slug"] == "wages-singapore").unwrap();
        assert_eq!(wages["language"], "vi");
        let languages = wages["languages"].as_array().unwrap();
        assert!(["en", "fil", "id", "vi"].iter().all(|tag| languages.contains(&json!(tag))), "{languages:?}");
        assert_eq!(wages["review_status"], "not_reviewed");
        assert_eq!(wages["translation_status"], "machine");
        assert_eq!(wages["href"], "/v1/articles/wages-singapore");
        assert!(wages["updated_on"].as_str().unwrap().len() == 10);
        let dismissal = items.iter().find(|item| item["slug"] == "dismissal-malaysia").unwrap();
        assert_eq!((&dismissal["language"], &dismissal["fallback_from"]), (&json!("en"), &json!("vi")));
        assert!(items.iter().all(|item| !item["title"].as_str().unwrap().is_empty()));
        let spoken = response.header("content-language").unwrap();
        assert!(spoken.contains("vi") && spoken.contains("en"), "{spoken}");
    }

    async fn a_corridor_finds_what_holds_for_it(app: TestApp) {
        let found = slugs(&app, "origin=PH&destination=MY").await;
        for expected in ["fees-philippines", "wages-malaysia", "check-the-licence",
            "universal-declaration-work", "violence-and-harassment"] {
            assert!(found.iter().any(|slug| slug == expected), "{expected} {found:?}");
        }
        for other in ["fees-viet-nam", "fees-indonesia", "wages-singapore"] {
            assert!(found.iter().all(|slug| slug != other), "{other}");
        }
        let elsewhere = slugs(&app, "origin=LK&destination=QA").await;
        assert_eq!(elsewhere, ["universal-declaration-work"]);
    }

    async fn the_other_filters_narrow_the_list(app: TestApp) {
        let fees = slugs(&app, "topic=recruitment_fees&origin=VN").await;
        assert!(fees.contains(&"fees-viet-nam".to_owned()) && !fees.contains(&"fees-philippines".to_owned()));
        let deciding = slugs(&app, "stage=deciding").await;
        assert!(deciding.contains(&"check-the-licence".to_owned()));
        assert!(!deciding.contains(&"injury-malaysia".to_owned()));
        let households = slugs(&app, "sector=T&destination=SG&topic=hours_rest").await;
        assert!(households.contains(&"rest-day-singapore-domestic".to_owned()), "{households:?}");
        let construction = slugs(&app, "sector=F&destination=SG&topic=hours_rest").await;
        assert_eq!(construction, ["hours-and-overtime-singapore"]);
        let malaysian = slugs(&app, "jurisdiction=MY").await;
        assert!(malaysian.contains(&"wages-malaysia".to_owned()));
        assert!(malaysian.iter().all(|slug| !slug.ends_with("singapore") && slug != "universal-declaration-work"));
        assert!(slugs(&app, "jurisdiction=international").await.contains(&"universal-declaration-work".to_owned()));
        let men = slugs(&app, "sex=male&destination=HK").await;
        let women = slugs(&app, "sex=female&destination=HK").await;
        assert!(women.contains(&"pregnancy-hong-kong".to_owned()));
        assert!(!men.contains(&"pregnancy-hong-kong".to_owned()) && men.contains(&"wages-hong-kong".to_owned()));
        let permit = slugs(&app, "permit_type=work_permit_singapore&destination=SG").await;
        assert!(permit.contains(&"wages-singapore".to_owned()));
        app.get("/v1/articles?jurisdiction=Malaysia").await.assert_problem(422, "invalid_request");
        let urgent = slugs(&app, "urgent=true").await;
        let calm = slugs(&app, "urgent=false").await;
        assert_eq!(urgent.len() + calm.len(), articles_in_the_data());
        assert!(urgent.contains(&"leave-danger-singapore".to_owned()));
        assert!(calm.contains(&"going-home-singapore".to_owned()));
    }

    async fn pages_follow_each_other_without_gap_or_repetition(app: TestApp) {
        let whole = slugs(&app, "").await;
        let (walked, pages) = walk(&app, "/v1/articles?limit=5", "slug").await;
        assert_eq!((&walked, pages), (&whole, articles_in_the_data().div_ceil(5)));
        let whole = slugs(&app, "search=malaysia").await;
        let (walked, _) = walk(&app, "/v1/articles?limit=3&search=malaysia", "slug").await;
        assert_eq!(walked, whole);
    }

    async fn a_marker_belongs_to_its_filter(app: TestApp) {
        let page = app.get("/v1/articles?limit=2&destination=MY").await.json();
        let next = page["next"].as_str().unwrap();
        let other = app.get(&format!("/v1/articles?limit=2&destination=SG&cursor={next}")).await;
        other.assert_problem(400, "invalid_cursor");
        // Another language is the same list.
        let same = format!("/v1/articles?limit=2&destination=MY&lang=vi&cursor={next}");
        app.get(&same).await.assert_status(200);
    }

    async fn what_the_contract_forbids_is_refused_with_its_place(app: TestApp) {
        let response = app.get("/v1/articles?topic=money&origin=ZZ&limit=0").await;
        let body = response.assert_problem(422, "invalid_request");
        let faults = response.faults();
        for fault in [("/query/topic", "unknown_code"), ("/query/origin", "unknown_code"), ("/query/limit", "too_small")] {
            assert!(faults.contains(&(fault.0.to_owned(), fault.1.to_owned())), "{faults:?}");
        }
        assert!(body.to_string().contains("rights_topics") && body.to_string().contains("countries"));
        app.get("/v1/articles?topics=wages").await.assert_problem(400, "malformed_request");
        app.get("/v1/articles?urgent=maybe").await.assert_problem(400, "malformed_request");
        let long = "x".repeat(101);
        app.get(&format!("/v1/articles?search={long}")).await.assert_problem(422, "invalid_request");
        app.get("/v1/articles?search=%20").await.assert_problem(422, "invalid_request");
        app.get("/v1/articles/wages-malaysia?languge=vi").await.assert_problem(400, "malformed_request");
    }
}
