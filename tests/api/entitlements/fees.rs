//! `POST /v1/checks/fees`.

use serde_json::{Value, json};

use super::{ask, codes, finding};
use crate::harness::TestApp;
use crate::on_both;

const PATH: &str = "/v1/checks/fees";

fn fee(category: &str, amount: &str, currency: &str) -> Value {
    json!({ "category": category, "paid_to": "agency", "paid": { "amount": amount, "currency": currency } })
}

fn in_singapore(items: &Value) -> Value {
    json!({ "charged_in": "SG", "place_of_work": { "country": "SG" }, "on": "2026-11-30", "fee_items": items })
}

async fn answered(app: &TestApp, question: &Value) -> Value {
    let response = ask(app, PATH, question).await;
    response.assert_status(200);
    response.json()
}

on_both! {
    async fn more_than_the_limit_is_a_breach_and_the_sum_is_told(app: TestApp) {
        let mut question = in_singapore(&json!([fee("recruitment_fee", "1500.00", "SGD"), fee("recruitment_fee", "700.00", "SGD")]));
        question["agreed_wage"] = json!({ "amount": "1000.00", "currency": "SGD" });
        question["circumstances"] = json!({ "contract_months": 24 });
        let answer = answered(&app, &question).await;
        assert_eq!(answer["verdict"], "breach");
        let limit = &answer["limits"][0];
        assert_eq!((&limit["limit"], &limit["verdict"]), (&json!("sg_agency_fee"), &json!("over_limit")));
        assert_eq!(limit["charged"], json!({ "amount": "2200.00", "currency": "SGD" }));
        assert_eq!(limit["allowed"], json!({ "amount": "2000.00", "currency": "SGD" }));
        assert_eq!(limit["items"], json!([0, 1]));
        assert_eq!(answer["whom_to_ask"]["articles"][0]["slug"], "fees-singapore-agency");
        question["fee_items"] = json!([fee("recruitment_fee", "2000.00", "SGD")]);
        let answer = answered(&app, &question).await;
        assert_eq!((&answer["verdict"], &answer["without_limit"]), (&json!("kept"), &json!([])));
    }

    async fn without_the_wage_it_cannot_be_told(app: TestApp) {
        let answer = answered(&app, &in_singapore(&json!([fee("recruitment_fee", "1.00", "SGD")]))).await;
        assert_eq!(answer["verdict"], "unknown");
        assert_eq!((&answer["limits"][0]["verdict"], &answer["limits"][0]["lacking"]), (&json!("cannot_tell"), &json!("wage")));
    }

    async fn where_nothing_may_be_charged_everything_is_too_much(app: TestApp) {
        let question = json!({ "charged_in": "ID", "place_of_work": { "country": "MY" }, "on": "2026-11-30",
            "fee_items": [fee("recruitment_fee", "1", "IDR")] });
        assert_eq!(answered(&app, &question).await["verdict"], "breach");
    }

    async fn an_item_without_a_known_limit_is_named_and_nothing_is_said_of_it(app: TestApp) {
        let question = json!({ "charged_in": "KH", "place_of_work": { "country": "TH" }, "on": "2026-11-30",
            "fee_items": [fee("medical", "40.00", "USD")] });
        let answer = answered(&app, &question).await;
        assert_eq!((&answer["verdict"], &answer["without_limit"]), (&json!("unknown"), &json!([0])));
        assert!(answer["statement"].as_str().unwrap().contains("does not mean that it is allowed"));
    }

    async fn a_deposit_is_compared_with_what_prohibits_it(app: TestApp) {
        let question = |origin: &str, country: &str| json!({ "charged_in": "VN", "place_of_work": { "country": country },
            "on": "2026-11-30", "circumstances": { "origin": origin }, "fee_items": [fee("bond", "1000000", "VND")] });
        let at_home = answered(&app, &question("VN", "TH")).await;
        assert_eq!(at_home["verdict"], "breach");
        let deposit = at_home["findings"].as_array().unwrap().iter().find(|f| f["rule"]["jurisdiction"] == "TH").unwrap();
        assert_eq!(deposit["verdict"], "breach");
        let abroad = at_home["findings"].as_array().unwrap().iter().find(|f| f["rule"]["jurisdiction"] == "VN").unwrap();
        assert_eq!(codes(&abroad["why_unknown"]), ["under_conditions"]);
        let costs = answered(&app, &question("VN", "SA")).await;
        let shown = costs["findings"].as_array().unwrap().iter().filter(|f| f["rule"]["kind"] == "recruitment_costs");
        assert!(shown.count() > 0);
    }

    async fn a_fee_needs_something_that_was_charged(app: TestApp) {
        ask(&app, PATH, &in_singapore(&json!([]))).await.assert_problem(422, "invalid_request");
        let odd = in_singapore(&json!([fee("present", "1.00", "SGD")]));
        ask(&app, PATH, &odd).await.assert_problem(422, "invalid_request");
        let costs = answered(&app, &in_singapore(&json!([fee("recruitment_fee", "1.00", "SGD")]))).await;
        let rule = costs["findings"].as_array().unwrap().iter().find(|f| f["rule"]["kind"] == "recruitment_costs").unwrap();
        let code = rule["rule"]["code"].as_str().unwrap();
        assert_eq!(finding(&costs["findings"], code)["verdict"], Value::Null);
    }
}
