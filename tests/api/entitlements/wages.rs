//! `POST /v1/checks/wages`.

use reqwest::Method;
use serde_json::{Value, json};

use super::{ask, codes, finding};
use crate::harness::{Response, TestApp};
use crate::on_both;

const PATH: &str = "/v1/checks/wages";

/// A question about somebody in a factory near Kuala Lumpur.
fn in_selangor(wage: &Value) -> Value {
    json!({ "place_of_work": { "country": "MY", "subdivision": "MY-10" }, "on": "2026-11-30",
        "circumstances": { "sector": "C", "origin": "BD" }, "wage": wage })
}

fn monthly(amount: &str, currency: &str) -> Value {
    json!({ "amount": amount, "currency": currency, "per": "month" })
}

fn hourly(amount: &str, currency: &str) -> Value {
    json!({ "amount": amount, "currency": currency, "per": "hour" })
}

async fn answered(app: &TestApp, question: &Value) -> Value {
    let response = ask(app, PATH, question).await;
    response.assert_status(200);
    response.json()
}

on_both! {
    async fn a_wage_at_the_rule_is_kept_and_one_sen_below_is_a_breach(app: TestApp) {
        let rule = "my_minimum_wage_month_2025_08";
        let kept = answered(&app, &in_selangor(&json!({ "wages": [monthly("1700.00", "MYR")] }))).await;
        assert_eq!(finding(&kept["answers"][0]["findings"], rule)["verdict"], "kept");
        let below = answered(&app, &in_selangor(&json!({ "wages": [monthly("1699.99", "MYR")] }))).await;
        assert_eq!(below["verdict"], "breach");
        let first = &below["answers"][0]["findings"][0];
        assert_eq!((&first["rule"]["code"], &first["verdict"]), (&json!(rule), &json!("breach")));
        assert_eq!(first["difference"]["money"], json!({ "amount": "0.01", "currency": "MYR" }));
        assert_eq!(first["rule"]["effective_from"], "2025-08-01");
        assert!(first["rule"]["legal_basis"]["instrument"].as_str().unwrap().contains("Malaysia"));
        assert!(below["caution"].as_str().unwrap().contains("not a decision"));
        assert!(!below["statement"].as_str().unwrap().contains("crime"));
    }

    async fn what_was_not_told_makes_it_unknown_and_is_asked_for(app: TestApp) {
        let mut question = in_selangor(&json!({ "wages": [monthly("1000.00", "MYR")] }));
        question["circumstances"] = json!({});
        let request = app.request(Method::POST, PATH).header("Accept-Language", "id").json(&question);
        let response = Response::of(request).await;
        response.assert_status(200);
        assert!(response.header("content-language").unwrap().starts_with("id"));
        let answer = response.json();
        assert_eq!(answer["verdict"], "unknown");
        let about = finding(&answer["answers"][0]["findings"], "my_minimum_wage_month_2025_08");
        assert_eq!(about["verdict"], "unknown");
        assert_eq!(codes(&about["to_tell"]), ["sector"]);
        assert_eq!(about["to_tell"][0]["label"], "Di bidang usaha apa Anda bekerja?");
        assert_eq!(codes(&about["why_unknown"]), ["not_told"]);
        assert!(codes(&answer["to_tell"]).contains(&"sector"));
    }

    async fn a_wage_below_the_lowest_of_four_regions_is_a_breach_whichever_it_is(app: TestApp) {
        let asked = |amount: &str| json!({ "place_of_work": { "country": "VN" }, "on": "2026-11-30",
            "wage": { "wages": [monthly(amount, "VND")] } });
        let answer = answered(&app, &asked("3699999")).await;
        let first = &answer["answers"][0]["findings"][0];
        assert_eq!(first["rule"]["code"], "vn_minimum_wage_month_region_4_2026");
        assert_eq!(first["verdict"], "breach");
        assert_eq!(first["or_else"].as_array().unwrap().len(), 3);
        assert_eq!(first["difference"]["money"]["amount"], "1");
        assert_eq!(codes(&first["to_tell"]), ["wage_region"]);
        let answer = answered(&app, &asked("3700000")).await;
        assert_eq!(answer["verdict"], "unknown");
        let findings = answer["answers"][0]["findings"].as_array().unwrap();
        assert!(findings.iter().all(|finding| finding["verdict"] == "unknown"));
    }

    async fn overtime_is_reckoned_by_the_formula_of_the_law(app: TestApp) {
        let asked = |paid: &str| in_selangor(&json!({ "wages": [monthly("1700.00", "MYR")], "normal_hours_per_day": "8",
            "overtime": [{ "day": "normal_day", "hours": "2", "paid": { "amount": paid, "currency": "MYR" } }] }));
        let answer = answered(&app, &asked("15.00")).await;
        assert_eq!(answer["answers"][1]["about"], "/overtime/0");
        let about = finding(&answer["answers"][1]["findings"], "my_overtime_normal_day");
        assert_eq!(about["verdict"], "breach");
        assert_eq!(about["due"], json!({ "exact": "1275/52", "money": { "amount": "24.52", "currency": "MYR" }, "is_rounded": true }));
        assert_eq!(about["difference"]["money"]["amount"], "9.52");
        assert!(about["rule"]["formula_words"].as_str().unwrap().len() > 10);
        // Nobody can pay less than a sen.
        let answer = answered(&app, &asked("24.52")).await;
        assert_eq!(finding(&answer["answers"][1]["findings"], "my_overtime_normal_day")["verdict"], "kept");
    }

    async fn a_rate_that_rises_counts_each_hour_at_its_step(app: TestApp) {
        let asked = |paid: &str| json!({ "place_of_work": { "country": "ID" }, "on": "2026-11-30", "circumstances": { "sector": "C" },
            "wage": { "wages": [monthly("5190000", "IDR")],
                "overtime": [{ "day": "normal_day", "hours": "2.5", "paid": { "amount": paid, "currency": "IDR" } }] } });
        // 5,190,000 / 173 = 30,000; the first hour 1.5, an hour and a half at 2.
        let answer = answered(&app, &asked("135000")).await;
        let about = finding(&answer["answers"][1]["findings"], "id_overtime_normal_day");
        assert_eq!((&about["verdict"], &about["due"]["exact"]), (&json!("kept"), &json!("135000")));
        let answer = answered(&app, &asked("134999.99")).await;
        assert_eq!(answer["verdict"], "breach");
    }

    async fn a_basis_that_nobody_told_is_asked_for(app: TestApp) {
        let question = in_selangor(&json!({ "wages": [monthly("1700.00", "MYR")],
            "overtime": [{ "day": "rest_day", "hours": "8", "paid": { "amount": "1.00", "currency": "MYR" } }] }));
        let answer = answered(&app, &question).await;
        let about = finding(&answer["answers"][1]["findings"], "my_overtime_rest_day");
        assert_eq!(about["verdict"], "unknown");
        assert_eq!(codes(&about["to_tell"]), ["normal_hours_per_day"]);
    }

    async fn below_the_lowest_rate_is_certain_and_nothing_else_is(app: TestApp) {
        let asked = |amount: &str| json!({ "place_of_work": { "country": "JP", "subdivision": "JP-27" }, "on": "2026-05-01",
            "circumstances": { "sector": "C" }, "wage": { "wages": [hourly(amount, "JPY")] } });
        assert_eq!(answered(&app, &asked("1022")).await["verdict"], "breach");
        let answer = answered(&app, &asked("1023")).await;
        let about = finding(&answer["answers"][0]["findings"], "jp_minimum_wage_lowest_2025");
        assert_eq!(about["verdict"], "unknown");
        assert_eq!(codes(&about["why_unknown"]), ["lowest_rate_only"]);
    }

    async fn where_a_newer_figure_is_to_be_expected_only_a_breach_is_certain(app: TestApp) {
        let asked = |amount: &str| json!({ "place_of_work": { "country": "KR" }, "on": "2027-02-01",
            "circumstances": { "sector": "C" }, "wage": { "wages": [hourly(amount, "KRW")] } });
        assert_eq!(answered(&app, &asked("10319")).await["verdict"], "breach");
        let answer = answered(&app, &asked("10320")).await;
        let about = finding(&answer["answers"][0]["findings"], "kr_minimum_wage_2026");
        assert_eq!((&about["verdict"], codes(&about["why_unknown"])), (&json!("unknown"), vec!["newer_figure_expected"]));
    }

    async fn what_is_cut_and_when_it_is_paid_is_compared(app: TestApp) {
        let question = in_selangor(&json!({ "wages_of_month": { "amount": "1700.00", "currency": "MYR" }, "days_until_paid": 10,
            "deductions": [{ "reason": "all", "amount": { "amount": "900.00", "currency": "MYR" } }] }));
        let answer = answered(&app, &question).await;
        assert_eq!(answer["verdict"], "breach");
        let cut = finding(&answer["answers"][0]["findings"], "my_deduction_cap");
        assert_eq!(cut["difference"]["money"]["amount"], "50.00");
        let late = finding(&answer["answers"][1]["findings"], "my_wage_payment");
        assert_eq!((&late["verdict"], &late["difference"]["exact"]), (&json!("breach"), &json!("3")));
    }

    async fn where_nothing_is_known_it_says_so_and_names_whom_to_ask(app: TestApp) {
        let question = json!({ "place_of_work": { "country": "KH" }, "wage": { "wages": [monthly("1", "USD")] } });
        let answer = answered(&app, &question).await;
        assert_eq!((&answer["verdict"], &answer["answers"][0]["is_known"]), (&json!("unknown"), &json!(false)));
        assert!(answer["statement"].as_str().unwrap().contains("does not mean that it is allowed"));
        let answer = answered(&app, &in_selangor(&json!({ "wages": [monthly("900.00", "MYR")] }))).await;
        let whom = &answer["whom_to_ask"];
        assert_eq!(whom["is_urgent"], false);
        assert!(!whom["contacts"].as_array().unwrap().is_empty());
        assert!(whom["contacts"].as_array().unwrap().iter().all(|contact| contact["country"] == "MY"));
        assert_eq!(whom["articles"][0]["slug"], "wages-malaysia");
    }
}

on_both! {
    async fn a_question_is_stored_nowhere_and_needs_no_key(app: TestApp) {
        let question = in_selangor(&json!({ "wages": [monthly("1234.56", "MYR")] }));
        let before = app.shared.services.db.jobs_run().writes;
        let response = ask(&app, PATH, &question).await;
        response.assert_status(200);
        assert_eq!(app.shared.services.db.jobs_run().writes, before);
        assert_eq!(response.header("cache-control"), Some("no-store"));
        assert_eq!(response.header("idempotency-replayed"), None);
        // It counts as reading: who asks takes nothing from those who file.
        assert!(response.header("ratelimit-policy").unwrap().starts_with("\"anonymous\";"));
        for entry in std::fs::read_dir(app.data_dir()).unwrap() {
            let path = entry.unwrap().path();
            let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
            assert!(!bytes.windows(7).any(|window| window == b"1234.56"), "{}", path.display());
        }
    }

    async fn what_is_no_question_is_refused(app: TestApp) {
        let good = in_selangor(&json!({ "wages": [monthly("1700.00", "MYR")] }));
        let change = |at: &str, value: Value| {
            let mut question = good.clone();
            *question.pointer_mut(at).unwrap() = value;
            question
        };
        for (at, value) in [
            ("/place_of_work/subdivision", json!("SG-01")),
            ("/place_of_work/country", json!("QQ")),
            ("/circumstances/sector", json!("household")),
            ("/wage/wages/0/amount", json!("-1")),
            ("/wage/wages/0/amount", json!("1.7e3")),
            ("/on", json!("2026-02-30")),
        ] {
            let refused = ask(&app, PATH, &change(at, value)).await;
            let body = refused.assert_problem(422, "invalid_request");
            assert_eq!(body["errors"][0]["pointer"], at);
        }
        let refused = ask(&app, PATH, &change("/circumstances", json!({ "name": "x" }))).await;
        refused.assert_problem(400, "malformed_request");
        let empty = ask(&app, PATH, &json!({})).await.status;
        assert!(matches!(empty, 400 | 422), "{empty}");
        let text = app.request(Method::POST, PATH).header("Content-Type", "text/plain").body("1700");
        Response::of(text).await.assert_problem(415, "unsupported_media_type");
        app.get(PATH).await.assert_problem(405, "method_not_allowed");
    }
}
