//! An agency's page.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::agencies::{Rating, Score, put_rating};
use tulay::platform::db::DbError;
use tulay::platform::ids::Id;

use super::items;
use super::register::{Register, agencies, report};
use crate::harness::{Response, TestApp};
use crate::on_both;

async fn id_of(app: &TestApp, search: &str) -> String {
    let found = items(&app.get(&format!("/v1/agencies?search={search}")).await);
    found[0]["id"].as_str().unwrap().to_owned()
}

async fn page(app: &TestApp, id: &str, language: &str) -> Response {
    let request = app.request(Method::GET, &format!("/v1/agencies/{id}"));
    Response::of(request.header("Accept-Language", language)).await
}

fn rating(review_count: u32) -> Rating {
    let side = |review_count| Score {
        review_count,
        effective_count: None,
        mean: 2.5,
        interval_low: None,
        interval_high: None,
        distribution: None,
    };
    Rating {
        review_count,
        minimum_reviews: 3,
        mean: Some(2.75),
        interval_low: Some(2.0),
        interval_high: Some(3.5),
        distribution: Some([1, 1, 1, 1, 0]),
        dimensions: BTreeMap::from([
            ("fees".to_owned(), side(4)),
            ("contract".to_owned(), side(2)),
        ]),
        method: "test".to_owned(),
        ..Rating::of_few(3)
    }
}

async fn put(app: &TestApp, id: &str, rating: Rating) {
    let agency = Id::parse(id).unwrap();
    let stored = app
        .shared
        .services
        .db
        .write(move |conn| -> Result<(), DbError> { put_rating(conn, agency, &rating) });
    stored.await.unwrap();
    app.shared.services.public.forget();
}

#[expect(clippy::too_many_lines, reason = "a whole page")]
fn expected_page(id: &str) -> Value {
    json!({
            "id": id,
            "merged_into": null,
            "name": "Merantau Sample",
            "alternate_names": [],
            "name_language": "ms",
            "names": [{ "name": "Merantau Sample", "language": "ms", "kind": "registered",
                "kind_label": "Registered name" }],
            "badges": [],
            "predecessors": [],
            "successors": [],
            "country": "MY",
            "licence": {
                "number": "LX-0042",
                "status": "valid",
                "status_label": "Valid",
                "status_in_register": "Aktif",
                "status_basis": "stated",
                "valid_from": "2025-01-01",
                "expires_on": "2999-12-31",
                "missing_from_list_since": null,
                "register": "my_test",
                "register_title": "Register of sample agencies",
                "regulator": "Sample Authority",
                "regulator_url": "https://authority.example/",
                "note": "This is a copy of the register “Register of sample agencies” of 2026-01-10. \
                    A licence can have ended since. Check with Sample Authority before you pay or sign anything."
            },
            "source": {
                "name": "A sample",
                "url": "https://register.example/list",
                "licence_note": "Invented for a test.",
                "retrieved_on": "2026-01-10"
            },
            "destinations": ["MY", "SG"],
            "sectors": ["F"],
            "address": "1 Road, Klang",
            "telephones": [
                { "number": "03-2345 6789", "e164": "+60323456789", "remark": "Off." },
                { "number": "12345", "e164": null, "remark": null }
            ],
            "website": "https://sample.example",
            "replies": { "claimed": false, "answered_share": null, "answered_soon_share": null },
            "rating": {
                "review_count": 0, "minimum_reviews": 3, "mean": null, "interval_low": null,
                "interval_high": null, "distribution": null, "dimensions": {}, "method": "none",
            "effective_count": null, "proof_mix": {}, "corridors": [], "as_of": null,
            "told": { "fees_usd": null, "over_limit": null, "contract_substitution": null }
            },
            "links": {
                "self": format!("/v1/agencies/{id}"),
                "licences": format!("/v1/agencies/{id}/licences"),
                "reviews": format!("/v1/agencies/{id}/reviews"),
                "names": format!("/v1/agencies/{id}/names"),
                "branches": format!("/v1/agencies/{id}/branches"),
                "sub_agents": format!("/v1/agencies/{id}/sub-agents"),
                "principals": format!("/v1/agencies/{id}/principals"),
                "job_orders": format!("/v1/agencies/{id}/job-orders"),
                "sanctions": format!("/v1/agencies/{id}/sanctions"),
                "certificates": format!("/v1/agencies/{id}/certificates")
            }
    })
}

on_both! {
    async fn a_page_tells_what_the_register_says_and_where_that_is_from(app: TestApp) {
        let register = Register::with_list(
            "LX-0042,Merantau Sample,\"1 Road,\nKlang\",\"03-2345 6789 (Off.), 12345\",sample.example,2025-01-01,2999-12-31,Aktif\n",
        );
        report(&register.import(&app, &[]));
        let id = agencies(&app).await[0]["id"].as_str().unwrap().to_owned();
        let response = page(&app, &id, "en").await;
        response.assert_status(200);
        assert_eq!(response.header("content-language"), Some("en"));
        assert_eq!(response.json(), expected_page(&id));
    }

    async fn real_pages_keep_the_registers_words_and_leave_people_out(app: TestApp) {
        let viet_thang = page(&app, &id_of(&app, "phat+trien+quoc+te+viet+thang").await, "en").await.json();
        assert_eq!(viet_thang["licence"]["status"], "valid");
        assert_eq!(
            viet_thang["licence"]["status_in_register"],
            "Doanh nghiệp đang hoạt động; Doanh nghiệp đang đổi GP"
        );
        assert!(viet_thang["address"].as_str().unwrap().starts_with("KM8+500"));
        let orchard = page(&app, &id_of(&app, "RL+10").await, "en").await.json();
        assert_eq!(orchard["licence"]["status_basis"], "listed");
        assert_eq!(orchard["licence"]["status_in_register"], Value::Null);
        // A row of which everything in the telephone column is somebody's home.
        let micro = page(&app, &id_of(&app, "micro+export+house").await, "en").await.json();
        assert_eq!(micro["telephones"], json!([]));
        let udic = page(&app, &id_of(&app, "UDIC").await, "en").await.json();
        let address = udic["address"].as_str().unwrap();
        assert!(address.ends_with("Fax: 04.37731538)"), "{address}");
        let havaco = page(&app, &id_of(&app, "van+hoa+haiphong").await, "en").await.json();
        assert!(!havaco["address"].as_str().unwrap().contains('@'), "{havaco}");
    }

    async fn the_note_is_in_the_callers_language(app: TestApp) {
        let id = id_of(&app, "godwin").await;
        for (language, begins) in [
            ("en", "This is a copy of the register"),
            ("fil", "Kopya ito ng rehistrong"),
            ("id", "Ini salinan daftar"),
            ("vi", "Đây là bản sao của danh sách"),
        ] {
            let response = page(&app, &id, language).await;
            assert_eq!(response.header("content-language"), Some(language));
            let note = response.json()["licence"]["note"].as_str().unwrap().to_owned();
            assert!(note.starts_with(begins), "{note}");
            assert!(note.contains("2026-08-22") && note.contains("Ministry of Manpower"), "{note}");
        }
    }

    async fn an_agency_that_left_the_list_says_so_first(app: TestApp) {
        let register = Register::with_list("L1,Merantau Sample,,,,,,Aktif\nL2,Bahtera Sample,,,,,,Aktif\n");
        report(&register.import(&app, &[]));
        report(&register.import_newer(&app, "2026-02-01", "L2,Bahtera Sample,,,,,,Aktif\n"));
        let licence = page(&app, &id_of(&app, "merantau").await, "en").await.json()["licence"].clone();
        assert_eq!(licence["missing_from_list_since"], "2026-02-01");
        assert_eq!(licence["status"], "valid");
        let note = licence["note"].as_str().unwrap();
        assert!(note.starts_with("This agency is no longer on the list of 2026-02-01."), "{note}");
        assert!(note.contains("of 2026-01-10"), "{note}");
    }

    async fn a_rating_of_too_few_shows_nothing(app: TestApp) {
        let register = Register::with_list("L1,Merantau Sample,,,,,,Aktif\n");
        report(&register.import(&app, &[]));
        let id = id_of(&app, "merantau").await;
        put(&app, &id, rating(2)).await;
        let few = page(&app, &id, "en").await.json()["rating"].clone();
        assert_eq!(few, json!({
            "review_count": 0, "minimum_reviews": 3, "mean": null, "interval_low": null,
            "interval_high": null, "distribution": null, "dimensions": {}, "method": "none",
            "effective_count": null, "proof_mix": {}, "corridors": [], "as_of": null,
            "told": { "fees_usd": null, "over_limit": null, "contract_substitution": null }
        }));
        put(&app, &id, rating(4)).await;
        let enough = page(&app, &id, "en").await.json()["rating"].clone();
        assert_eq!(enough["mean"], 2.75);
        assert_eq!(enough["distribution"], json!([1, 1, 1, 1, 0]));
        let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&enough["dimensions"]), ["fees"]);
        assert_eq!(enough["dimensions"]["fees"]["mean"], 2.5);
        let listed = agencies(&app).await;
        assert_eq!(
            listed[0]["rating"],
            json!({ "review_count": 4, "minimum_reviews": 3, "mean": 2.75 })
        );
        // A newer list does not touch what workers said.
        report(&register.import_newer(&app, "2026-02-01", "L1,Merantau Baru Sample,,,,,,Aktif\n"));
        let renamed = page(&app, &id, "en").await.json();
        assert_eq!(renamed["name"], "Merantau Baru Sample");
        assert_eq!(renamed["rating"], enough);
    }

    async fn a_page_is_confirmed_without_asking_the_database(app: TestApp) {
        let path = format!("/v1/agencies/{}", id_of(&app, "godwin").await);
        let first = app.get(&path).await;
        let tag = first.header("etag").unwrap().to_owned();
        let before = app.shared.services.db.jobs_run().reads;
        let request = app.request(Method::GET, &path).header("If-None-Match", tag);
        Response::of(request).await.assert_status(304);
        assert_eq!(app.shared.services.db.jobs_run().reads, before);
    }

    async fn what_names_no_agency_is_not_there(app: TestApp) {
        for id in ["0195f1a2-7c3d-7b1e-9a55-3f0c8d2e4b61", "nonsense", "0010"] {
            app.get(&format!("/v1/agencies/{id}")).await.assert_problem(404, "not_found");
        }
        let unknown = app.get(&format!("/v1/agencies/{}?x=1", id_of(&app, "godwin").await)).await;
        unknown.assert_problem(400, "malformed_request");
    }
}
