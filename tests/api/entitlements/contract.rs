//! `POST /v1/checks/contract`.

use reqwest::Method;
use serde_json::{Value, json};

use super::{ask, codes, finding};
use crate::harness::{Response, TestApp};
use crate::on_both;

const PATH: &str = "/v1/checks/contract";

/// A question about a contract in a household in Hong Kong.
fn in_hong_kong(contract: &Value) -> Value {
    json!({ "place_of_work": { "country": "HK" }, "on": "2026-03-01",
        "circumstances": { "sector": "T", "origin": "PH", "contract_signed_on": "2025-10-15" }, "contract": contract })
}

async fn answered(app: &TestApp, question: &Value) -> Value {
    let response = ask(app, PATH, question).await;
    response.assert_status(200);
    response.json()
}

/// The line about a member.
fn line<'a>(answer: &'a Value, member: &str) -> &'a Value {
    let mut lines = answer["lines"].as_array().unwrap().iter();
    let found = lines.find(|line| line["member"] == member);
    found.unwrap_or_else(|| panic!("there is no line about {member}: {answer:#}"))
}

on_both! {
    async fn a_wage_below_that_of_the_day_on_which_it_was_signed_is_a_breach(app: TestApp) {
        let wage = |amount: &str| json!({ "wage": { "amount": amount, "currency": "HKD", "per": "month" } });
        let answer = answered(&app, &in_hong_kong(&wage("5000.00"))).await;
        assert_eq!(answer["verdict"], "breach");
        let about = finding(&line(&answer, "wage")["findings"], "hk_domestic_minimum_wage_2025");
        assert_eq!(about["difference"]["money"], json!({ "amount": "100.00", "currency": "HKD" }));
        let answer = answered(&app, &in_hong_kong(&wage("5100.00"))).await;
        assert_eq!(line(&answer, "wage")["state"], "kept");
        let mut question = in_hong_kong(&wage("4000.00"));
        question["circumstances"]["contract_signed_on"].take();
        question["circumstances"].as_object_mut().unwrap().remove("contract_signed_on");
        let answer = answered(&app, &question).await;
        assert_eq!(line(&answer, "wage")["state"], "unknown");
        assert!(codes(&answer["to_tell"]).contains(&"contract_signed_on"));
    }

    async fn what_a_law_asks_for_and_the_contract_does_not_say_is_missing(app: TestApp) {
        let answer = answered(&app, &in_hong_kong(&json!({ "annual_leave_days": "", "may_go_out": "", "disputes": "" }))).await;
        let leave = line(&answer, "annual_leave_days");
        assert_eq!(leave["state"], "missing_required");
        assert_eq!(leave["asked_by"], json!(["hk_domestic_standard_contract", "ph_abroad_minimum_provisions"]));
        assert_eq!(line(&answer, "disputes")["asked_by"], json!(["ph_abroad_minimum_provisions"]));
        assert_eq!(line(&answer, "may_go_out")["state"], "missing");
        assert_eq!(answer["is_required_known"], true);
        let form = answer["requirements"].as_array().unwrap().iter().find(|r| r["code"] == "hk_domestic_standard_contract").unwrap();
        assert_eq!(form["standard_form"], "ID 407");
        assert_eq!(form["evidence"]["code"], "known");
        assert!(form["evidence"]["label"].as_str().unwrap().contains("please check"));
        let not_told = answer["not_told"].as_array().unwrap();
        assert!(not_told.contains(&json!("wage")) && !not_told.contains(&json!("disputes")));
        let nowhere = json!({ "place_of_work": { "country": "KH" }, "circumstances": { "origin": "KH" }, "contract": { "wage": "" } });
        let answer = answered(&app, &nowhere).await;
        assert_eq!((&answer["is_required_known"], &line(&answer, "wage")["state"]), (&json!(false), &json!("missing")));
    }

    async fn warning_signs_hold_in_any_country_and_a_breach_comes_first(app: TestApp) {
        let question = json!({ "place_of_work": { "country": "MY" }, "on": "2026-11-30", "reader_languages": ["bn"],
            "contract": { "passport_held_by": "employer", "may_go_out": false, "language": ["en", "ms"], "hours_day": "14",
                "employer_name": "made up", "visa_kind": "visit" } });
        let answer = answered(&app, &question).await;
        let members: Vec<&str> = answer["lines"].as_array().unwrap().iter().map(|line| line["member"].as_str().unwrap()).collect();
        assert_eq!(members[0], "passport_held_by");
        let passport = line(&answer, "passport_held_by");
        assert_eq!((&passport["state"], &passport["is_alarm"]), (&json!("breach"), &json!(true)));
        for member in ["may_go_out", "language", "hours_day", "visa_kind"] {
            assert_eq!(line(&answer, member)["state"], "alarm", "{member}");
        }
        assert_eq!(line(&answer, "employer_name")["state"], "told");
        let whom = &answer["whom_to_ask"];
        assert_eq!(whom["is_urgent"], true);
        assert!(whom["numbers"].as_array().unwrap().iter().any(|number| number["number"] == "999"));
        assert!(whom["articles"].as_array().unwrap().iter().any(|article| article["slug"] == "passport-malaysia"));
    }

    async fn a_rule_for_agencies_says_nothing_of_an_employer(app: TestApp) {
        let kept_by = |who: &str| in_hong_kong(&json!({ "passport_held_by": who }));
        let answer = answered(&app, &kept_by("agency")).await;
        assert_eq!(line(&answer, "passport_held_by")["state"], "breach");
        let answer = answered(&app, &kept_by("employer")).await;
        let passport = line(&answer, "passport_held_by");
        assert_eq!(passport["state"], "alarm");
        assert!(passport["findings"].as_array().unwrap().iter().all(|finding| finding["verdict"] != "breach"));
    }

    async fn what_is_allowed_under_conditions_is_never_a_breach_by_itself(app: TestApp) {
        let mut question = in_hong_kong(&json!({ "replaces_earlier": true }));
        question["promised"] = json!({});
        let answer = answered(&app, &question).await;
        let replaced = line(&answer, "replaces_earlier");
        assert_eq!(replaced["state"], "alarm");
        let all = replaced["findings"].as_array().unwrap();
        assert!(!all.is_empty() && all.iter().all(|finding| finding["verdict"] == "unknown"), "{replaced:#}");
        assert!(!all[0]["rule"]["allowed_when"].as_array().unwrap().is_empty());
        assert_eq!(codes(&all[0]["why_unknown"]), ["under_conditions"]);
    }

    async fn another_job_than_the_promised_one_breaks_the_law_of_the_country_of_origin(app: TestApp) {
        let asked = |job: &str| json!({ "place_of_work": { "country": "SA" }, "on": "2026-11-30", "circumstances": { "sector": "T", "origin": "PH" },
            "contract": { "job": job }, "promised": { "job": "5120" } });
        let answer = answered(&app, &asked("9111")).await;
        let states = ["breach", "unknown", "told"];
        assert!(states.contains(&line(&answer, "job")["state"].as_str().unwrap()));
        let same = answered(&app, &asked("51")).await;
        assert_ne!(line(&same, "job")["state"], "breach");
    }

    async fn what_no_contract_has_and_values_of_another_kind_are_refused(app: TestApp) {
        let question = in_hong_kong(&json!({ "wages": "5", "hours_day": { "count": 8, "unit": "days" }, "may_go_out": "no",
            "passport_held_by": "nobody", "accommodation": "tent", "days_week": 6, "start_date": "soon" }));
        let refused = ask(&app, PATH, &question).await;
        refused.assert_problem(422, "invalid_request");
        let mut faults = refused.faults();
        faults.sort();
        let fault = |member: &str, code: &str| (format!("/contract/{member}"), code.to_owned());
        assert_eq!(faults, [
            fault("accommodation", "wrong_contract_value"),
            fault("hours_day", "wrong_contract_value"),
            fault("may_go_out", "wrong_contract_value"),
            fault("passport_held_by", "wrong_contract_value"),
            fault("start_date", "wrong_contract_value"),
            fault("wages", "unknown_contract_member"),
        ]);
        let odd = in_hong_kong(&json!({ "wage": { "amount": "5", "currency": "HKD" } }));
        let status = ask(&app, PATH, &odd).await.status;
        assert!(matches!(status, 400 | 422), "{status}");
    }

    async fn labels_and_sentences_come_in_the_readers_language(app: TestApp) {
        let request = app.request(Method::POST, PATH).header("Accept-Language", "vi");
        let response = Response::of(request.json(&in_hong_kong(&json!({ "wage": "" })))).await;
        response.assert_status(200);
        assert!(response.header("content-language").unwrap().starts_with("vi"));
        let answer = response.json();
        assert_eq!(line(&answer, "wage")["label"], "Lương cơ bản");
        assert!(answer["caution"].as_str().unwrap().contains("không phải quyết định"));
    }
}
