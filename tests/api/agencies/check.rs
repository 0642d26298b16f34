//! Is it licensed today, says who, as of when?

use reqwest::Method;
use serde_json::{Value, json};

use super::register::{HEADER, MAPPING, Register, id_of, report};
use crate::harness::{Response, TestApp};
use crate::on_both;

async fn check(app: &TestApp, country: &str, number: &str) -> Value {
    let number: String = url::form_urlencoded::byte_serialize(number.as_bytes()).collect();
    let path = format!("/v1/agencies/check?country={country}&licence_number={number}");
    app.get(&path).await.assert_status(200).json()
}

fn warnings(answer: &Value) -> Vec<&str> {
    let all = answer["warnings"].as_array().unwrap();
    all.iter()
        .map(|warning| warning["code"].as_str().unwrap())
        .collect()
}

/// A register whose authority publishes a whole list.
fn official(list: &str) -> Register {
    let whole = MAPPING.replace(
        "licence_note",
        "official = true\ncomplete = true\nlicence_note",
    );
    let register = Register::with_mapping(&whole);
    register.put("list.csv", &format!("{HEADER}{list}"));
    register
}

on_both! {
    async fn a_number_is_found_however_it_is_written(app: TestApp) {
        for number in ["RL 10", "RL-0010", "0010", "10", "rl/10", "R.L. No. 10"] {
            let answer = check(&app, "BD", number).await;
            assert_eq!(answer["answer"], "licensed", "{number}");
            assert_eq!(answer["licence_number"], number);
            assert_eq!(answer["licences"][0]["name"], "Orchard International");
            let statement = answer["statement"].as_str().unwrap();
            assert!(statement.contains("Orchard International holds licence 0010."), "{statement}");
        }
        let answer = check(&app, "SG", "12c 5507").await;
        assert_eq!(answer["licences"][0]["licence_number"], "12C5507");
        // A copy of a part, by somebody else, that only lists: all of it is said.
        assert_eq!(answer["licences"][0]["as_of"], "2026-08-22");
        assert_eq!(
            warnings(&answer),
            ["list_is_old", "third_party_copy", "partial_list", "status_not_stated"]
        );
        let statement = answer["statement"].as_str().unwrap();
        assert!(statement.starts_with("By the list of 2026-08-22"), "{statement}");
        assert!(statement.contains("check with Ministry of Manpower"), "{statement}");
    }

    async fn an_unknown_number_is_never_called_unlicensed(app: TestApp) {
        for (country, number, expected) in [
            ("BD", "999999", "no_such_licence_in_the_lists_we_hold"),
            ("BD", "--", "no_such_licence_in_the_lists_we_hold"),
            ("VN", "10", "lists_without_licence_numbers"),
            ("PH", "10", "no_list_of_this_country"),
        ] {
            let answer = check(&app, country, number).await;
            assert_eq!(answer["answer"], expected, "{country} {number}");
            assert_eq!(answer["licences"], json!([]));
            assert!(answer["statement"].as_str().unwrap().contains("regulator"));
        }
        // The number of one country says nothing in another.
        assert_eq!(check(&app, "SG", "0010").await["answer"], "no_such_licence_in_the_lists_we_hold");
        let answer = check(&app, "BD", "999999").await;
        assert_eq!(warnings(&answer), ["third_party_copy", "partial_list"]);
        assert_eq!(answer["lists"][0]["register"], "bd_bmet");
    }

    async fn only_what_is_in_force_is_licensed(app: TestApp) {
        let register = official(
            "L1,Merantau Sample,1 Road,,,,2999-12-31,Aktif\n\
             L2,Bahtera Sample,2 Road,,,,2999-12-31,Digantung\n\
             L3,Cahaya Sample,3 Road,,,,2025-12-31,Aktif\n\
             L4,Delima Sample,4 Road,,,,2026-06-30,Aktif\n\
             L5,Enggang Sample,5 Road,,,,,Aktif\n",
        );
        report(&register.import(&app, &[]));
        report(&register.import_newer(&app, "2026-02-01",
            "L1,Merantau Sample,1 Road,,,,2999-12-31,Aktif\n\
             L2,Bahtera Sample,2 Road,,,,2999-12-31,Digantung\n\
             L3,Cahaya Sample,3 Road,,,,2025-12-31,Aktif\n\
             L4,Delima Sample,4 Road,,,,2026-06-30,Aktif\n"));
        for (number, expected) in [
            ("L1", "licensed"),
            ("L2", "not_licensed"),
            // The list was made after its end and has it still.
            ("L3", "not_licensed"),
            // The list was made before its end: it may have been renewed.
            ("L4", "unknown"),
            ("L5", "no_longer_listed"),
        ] {
            assert_eq!(check(&app, "MY", number).await["answer"], expected, "{number}");
        }
        let answer = check(&app, "MY", "L5").await;
        let statement = answer["statement"].as_str().unwrap();
        assert!(statement.contains("is not on the list of 2026-02-01"), "{statement}");
        assert_eq!(warnings(&answer), ["list_is_old"]);
        assert_eq!(answer["lists"][0]["is_official"], true);
        assert_eq!(check(&app, "MY", "L2").await["licences"][0]["status"], "suspended");
    }

    async fn of_several_with_one_number_none_is_chosen(app: TestApp) {
        let register = official(
            "LX-10,Merantau Sample,1 Road,,,,,Digantung\n10,Bahtera Overseas,2 Street,,,,,Aktif\n",
        );
        report(&register.import(&app, &[]));
        for number in ["10", "LX 10", "0010"] {
            let answer = check(&app, "MY", number).await;
            assert_eq!(answer["answer"], "ambiguous", "{number}");
            let answers: Vec<&Value> = answer["licences"].as_array().unwrap()
                .iter().map(|licence| &licence["answer"]).collect();
            assert_eq!(answers, ["licensed", "not_licensed"]);
        }
    }

    async fn a_number_that_went_to_somebody_else_makes_nobody_licensed(app: TestApp) {
        let register = official("L1,Merantau Sample,1 Road,,,,,Digantung\n");
        report(&register.import(&app, &[]));
        let old = id_of(&app, "L1").await;
        // The same number, and nothing else in common.
        let text = report(&register.import_newer(&app, "2026-02-01",
            "L1,Kencana Overseas Manpower,9 Street,,,,,Aktif\n"));
        assert!(text.contains("doubtful   line 2: Kencana Overseas Manpower may be Merantau Sample (`l1`): same_number"), "{text}");
        let answer = check(&app, "MY", "L1").await;
        assert_eq!(answer["answer"], "ambiguous");
        let page = app.get(&format!("/v1/agencies/{old}")).await.json();
        assert_eq!(page["name"], "Merantau Sample");
        assert_eq!(page["licence"]["status"], "suspended");
        assert_eq!(page["licence"]["missing_from_list_since"], "2026-02-01");
    }

    async fn an_agency_is_found_by_the_number_that_it_had(app: TestApp) {
        let register = official("L1,Merantau Sample,1 Road,,,,,Aktif\n");
        report(&register.import(&app, &[]));
        report(&register.import_newer(&app, "2026-02-01", "L7,Merantau Sample,1 Road,,,,,Aktif\n"));
        let answer = check(&app, "MY", "L1").await;
        assert_eq!(answer["answer"], "number_replaced");
        assert_eq!(answer["earlier_holders"][0]["licence_number"], "L7");
        let answer = check(&app, "MY", "L7").await;
        assert_eq!(answer["answer"], "licensed");
        // Somebody else gets the old number: who had it before is said.
        report(&register.import_newer(&app, "2026-03-01",
            "L7,Merantau Sample,1 Road,,,,,Aktif\nL1,Kencana Overseas,9 Street,,,,,Aktif\n"));
        let answer = check(&app, "MY", "L1").await;
        assert_eq!(answer["answer"], "licensed");
        assert_eq!(answer["licences"][0]["name"], "Kencana Overseas");
        assert_eq!(answer["earlier_holders"][0]["name"], "Merantau Sample");
        assert!(warnings(&answer).contains(&"number_had_another_holder"));
    }

    async fn the_answer_is_public_kept_and_in_the_callers_language(app: TestApp) {
        let path = "/v1/agencies/check?country=BD&licence_number=10";
        for (language, begins) in [
            ("fil", "Ayon sa listahan noong"), ("id", "Menurut daftar per"), ("vi", "Theo danh sách ngày"),
        ] {
            let request = app.request(Method::GET, path).header("Accept-Language", language);
            let response = Response::of(request).await;
            assert_eq!(response.header("content-language"), Some(language));
            let statement = response.json()["statement"].as_str().unwrap().to_owned();
            assert!(statement.starts_with(begins), "{statement}");
        }
        let first = app.get(path).await;
        assert!(first.header("cache-control").unwrap().starts_with("public, max-age="));
        let tag = first.header("etag").unwrap().to_owned();
        let before = app.shared.services.db.jobs_run().reads;
        let request = app.request(Method::GET, path).header("If-None-Match", tag);
        Response::of(request).await.assert_status(304);
        assert_eq!(app.shared.services.db.jobs_run().reads, before);
        let refused = app.get("/v1/agencies/check?country=XX").await;
        refused.assert_problem(422, "invalid_request");
    }
}
