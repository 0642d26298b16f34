//! Lists of agencies: by name, by search, filtered, page by page.

use std::collections::BTreeSet;

use serde_json::Value;

use super::register::{Register, agencies, report};
use super::{items, names, walk};
use crate::harness::{Database, Response, TestApp};
use crate::on_both;

async fn first(app: &TestApp, search: &str) -> Value {
    let search: String = url::form_urlencoded::byte_serialize(search.as_bytes()).collect();
    let found = items(&app.get(&format!("/v1/agencies?search={search}")).await);
    found.into_iter().next().unwrap_or_default()
}

on_both! {
    async fn a_name_is_found_in_any_spelling(app: TestApp) {
        let bao_thinh = "Công ty TNHH thương mại Quốc tế Bảo Thịnh";
        for search in [
            "bao thinh", "Bảo Thịnh", "thinh bao", "BAO  THINH", "baothinh", "bao thịnh tnhh",
            "bao thnh", "công ty bảo thịnh",
        ] {
            assert_eq!(first(&app, search).await["name"], bao_thinh, "{search}");
        }
        for search in ["orchrd", "Orchard International", "international orchard", "orchad internatonal"] {
            assert_eq!(first(&app, search).await["name"], "Orchard International", "{search}");
        }
        for search in ["best maid", "godwin", "maid best", "Godwin (Best Maid)"] {
            assert_eq!(first(&app, search).await["name"], "GODWIN EMPLOYMENT AGENCY", "{search}");
        }
        assert_eq!(first(&app, "T&T").await["name"], "Công ty cổ phần quốc tế T&T Hà Nội");
    }

    async fn a_licence_number_is_found_however_it_is_written(app: TestApp) {
        for search in ["RL 10", "rl-0010", "0010", "RL0010", "10", "R.L. No. 10", "licence number 0010"] {
            assert_eq!(first(&app, search).await["licence_number"], "0010", "{search}");
        }
        for search in ["12C5507", "12c 5507", "12c-5507"] {
            assert_eq!(first(&app, search).await["licence_number"], "12C5507", "{search}");
        }
        // A number inside a name is a name.
        let named = first(&app, "VTC1").await;
        assert!(named["name"].as_str().unwrap().ends_with("QUỐC TẾ VTC1"), "{named}");
    }

    async fn signs_find_nothing_and_one_letter_finds_only_itself(app: TestApp) {
        for search in ["%25", "_", "%21%3F", "--", "*", "%27%3B", "%22"] {
            let none = app.get(&format!("/v1/agencies?search={search}")).await;
            none.assert_status(200);
            assert_eq!(none.json(), serde_json::json!({ "items": [], "next": null }), "{search}");
        }
        let found = items(&app.get("/v1/agencies?search=o").await);
        assert_eq!(found.len(), 3);
        assert!(names(&found).contains(&"Công ty cổ phần phát triển dịch vụ C.E.O".to_owned()));
        let found = items(&app.get("/v1/agencies?search=kt").await);
        assert!(names(&found).iter().all(|name| name.to_lowercase().contains("kt")), "{found:?}");
        assert_eq!(items(&app.get("/v1/agencies?search=zzzzqqqq").await).len(), 0);
    }

    async fn every_agency_is_on_exactly_one_page(app: TestApp) {
        let all = walk(&app, "/v1/agencies?limit=37").await;
        assert_eq!(all.len(), 249 + 13 + 180);
        let ids: BTreeSet<&str> = all.iter().map(|agency| agency["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), all.len());
        for search in ["international", "cong+ty", "al", "gulf", "RL+10"] {
            let whole = items(&app.get(&format!("/v1/agencies?limit=100&search={search}")).await);
            let paged = walk(&app, &format!("/v1/agencies?limit=7&search={search}")).await;
            let ids: BTreeSet<&str> = paged.iter().map(|a| a["id"].as_str().unwrap()).collect();
            assert_eq!(ids.len(), paged.len(), "{search}");
            let shorter = whole.len().min(paged.len());
            assert!(shorter > 1, "{search}");
            assert_eq!(whole[..shorter], paged[..shorter], "{search}");
        }
    }

    async fn where_many_recruit_for_a_country_the_same_are_found(app: TestApp) {
        app.many_agencies(1_010).await;
        let names = async |query: &str| -> Vec<String> {
            let all = walk(&app, &format!("/v1/agencies?limit=100&{query}")).await;
            all.iter().map(|agency| agency["name"].as_str().unwrap().to_owned()).collect()
        };
        let many: Vec<String> = (0..1_010).map(|number| format!("Many {number:05}")).collect();
        assert_eq!(names("destination=QA").await, many);
        assert_eq!(names("destination=QA&sector=T&country=PH").await, many);
        assert_eq!(names("destination=QA&country=SG").await, Vec::<String>::new());
        // Many are in the sector, few recruit for Singapore, and nobody does both.
        assert_eq!(names("sector=T").await.len(), 1_010 + 13);
        assert_eq!(names("destination=SG&sector=T").await.len(), 13);
    }

    async fn filters_narrow_lists_and_searches(app: TestApp) {
        let count = async |query: &str| walk(&app, &format!("/v1/agencies?limit=100&{query}")).await.len();
        assert_eq!(count("country=SG").await, 13);
        assert_eq!(count("licence_status=valid").await, 442);
        assert_eq!(count("licence_status=revoked").await, 0);
        // Only Singapore's register tells where its agencies place workers, and in what.
        assert_eq!(count("destination=SG").await, 13);
        assert_eq!(count("destination=SG&sector=T&country=SG&licence_status=valid").await, 13);
        assert_eq!(count("destination=MY").await, 0);
        assert_eq!(count("sector=F").await, 0);
        let found = items(&app.get("/v1/agencies?search=employment&country=BD").await);
        assert!(!found.is_empty() && found.iter().all(|agency| agency["country"] == "BD"));
        let found = items(&app.get("/v1/agencies?search=0010&country=VN").await);
        assert!(found.iter().all(|agency| agency["country"] == "VN"));
    }

    async fn a_licence_whose_last_day_is_over_has_expired(app: TestApp) {
        let register = Register::with_list(
            "L1,Merantau Sample,,,,2020-01-01,2020-12-31,Aktif\n\
             L2,Bahtera Sample,,,,,2999-12-31,Aktif\n\
             L3,Cahaya Sample,,,,,2020-12-31,Digantung\n",
        );
        report(&register.import(&app, &[]));
        let found = async |status: &str| {
            let path = format!("/v1/agencies?country=MY&licence_status={status}");
            let all = items(&app.get(&path).await);
            all.iter().map(|a| a["licence_number"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found("expired").await, ["L1"]);
        assert_eq!(found("valid").await, ["L2"]);
        assert_eq!(found("suspended").await, ["L3"]);
        let all = agencies(&app).await;
        assert_eq!(all[2]["licence_status"], "expired");
        assert_eq!(all[2]["licence_status_label"], "Expired");
    }

    async fn markers_belong_to_one_list(app: TestApp) {
        let page = app.get("/v1/agencies?country=BD&limit=2").await;
        let next = page.json()["next"].as_str().unwrap().to_owned();
        for path in [
            "/v1/agencies?country=VN&limit=2", "/v1/agencies?limit=2",
            "/v1/agencies?country=BD&limit=2&search=al",
        ] {
            let refused = app.get(&format!("{path}&cursor={next}")).await;
            refused.assert_problem(400, "invalid_cursor");
        }
        let found = app.get("/v1/agencies?search=al&limit=2").await;
        let of_search = found.json()["next"].as_str().unwrap().to_owned();
        let other = app.get(&format!("/v1/agencies?search=as&limit=2&cursor={of_search}")).await;
        other.assert_problem(400, "invalid_cursor");
        let altered = format!("{}A", &next[..next.len() - 1]);
        for cursor in [altered.as_str(), "nonsense", "%20"] {
            let refused = app.get(&format!("/v1/agencies?country=BD&cursor={cursor}")).await;
            refused.assert_problem(400, "invalid_cursor");
        }
        // The number of entries may change from page to page.
        let second = app.get(&format!("/v1/agencies?country=BD&limit=5&cursor={next}")).await;
        assert_eq!(items(&second).len(), 5);
    }

    async fn what_is_not_known_is_refused_with_all_faults(app: TestApp) {
        let path = "/v1/agencies?country=XX&licence_status=fine&destination=bd&sector=ZZ&limit=101&search=%20";
        let refused = app.get(path).await;
        let body = refused.assert_problem(422, "invalid_request");
        let mut faults = refused.faults();
        faults.sort();
        let expected = [
            ("/query/country", "unknown_code"),
            ("/query/destination", "unknown_code"),
            ("/query/licence_status", "unknown_code"),
            ("/query/limit", "too_large"),
            ("/query/search", "blank"),
            ("/query/sector", "unknown_code"),
        ];
        assert_eq!(faults, expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
        let details = body["errors"].to_string();
        assert!(details.contains("countries") && details.contains("licence_statuses"), "{details}");
        let unknown = app.get("/v1/agencies?contry=BD").await;
        unknown.assert_problem(400, "malformed_request");
        assert_eq!(unknown.faults(), [("/query/contry".to_owned(), "unknown_member".to_owned())]);
        let long = app.get(&format!("/v1/agencies?search={}", "a".repeat(201))).await;
        long.assert_problem(422, "invalid_request");
    }

    async fn a_list_is_confirmed_without_asking_the_database(app: TestApp) {
        for path in ["/v1/agencies?search=bao+thinh", "/v1/agencies?country=SG"] {
            let first = app.get(path).await;
            first.assert_status(200);
            assert!(first.header("cache-control").unwrap().starts_with("public, max-age="));
            let tag = first.header("etag").unwrap().to_owned();
            let before = app.shared.services.db.jobs_run().reads;
            let request = app.request(reqwest::Method::GET, path).header("If-None-Match", tag);
            let again = Response::of(request).await;
            again.assert_status(304);
            assert!(again.body.is_empty());
            assert_eq!(app.shared.services.db.jobs_run().reads, before);
        }
    }

    async fn statuses_are_labelled_in_the_callers_language(app: TestApp) {
        for (language, served, label) in [
            ("fil", "fil", "May bisa"), ("vi-VN", "vi", "Còn hiệu lực"), ("id", "id", "Berlaku"),
            ("km, en;q=0.5", "km", "មានសុពលភាព"), ("de, en;q=0.5", "en", "Valid"),
        ] {
            let request = app.request(reqwest::Method::GET, "/v1/agencies?limit=1");
            let response = Response::of(request.header("Accept-Language", language)).await;
            assert_eq!(response.header("content-language"), Some(served));
            assert_eq!(items(&response)[0]["licence_status_label"], label);
        }
        let by_query = app.get("/v1/agencies?limit=1&lang=fil").await;
        assert_eq!(items(&by_query)[0]["licence_status_label"], "May bisa");
    }
}

#[actix_web::test]
async fn both_databases_answer_in_the_same_order() {
    let Some(postgres) = TestApp::start(Database::Postgres) else {
        eprintln!("not run: TULAY_TEST_POSTGRES_URL is not set");
        return;
    };
    let sqlite = TestApp::start(Database::Sqlite).unwrap();
    for query in [
        "",
        "search=bao+thinh",
        "search=international",
        "search=cong+ty+co+phan",
        "search=al",
        "search=RL+10",
        "search=gulf+asociate",
        "search=viet+nam&country=VN",
        "destination=SG",
        "search=%E0%A6%A2%E0%A6%BE%E0%A6%95%E0%A6%BE",
        "country=BD",
    ] {
        let path = format!("/v1/agencies?limit=100&{query}");
        let shown = |all: Vec<Value>| -> Vec<(Value, Value)> {
            let pair = |agency: &Value| (agency["name"].clone(), agency["licence_number"].clone());
            all.iter().map(pair).collect()
        };
        let here = shown(walk(&sqlite, &path).await);
        let there = shown(walk(&postgres, &path).await);
        assert_eq!(here, there, "{query}");
    }
}
