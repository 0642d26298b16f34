//! On what agencies and employers are rated.

use serde_json::{Value, json};

use super::{file, review, reviews_of};
use crate::on_both;
use crate::reviews;

const OWN: &str = "/v1/receipt/review";

fn fault(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

/// A review with a score and facts on every dimension.
fn on_everything(dimensions: &[&str], facts: &[&str]) -> Value {
    let scores: Vec<Value> = dimensions
        .iter()
        .map(|dimension| json!({ "dimension": dimension, "score": 2 }))
        .collect();
    let mut body = review(2);
    body["scores"] = json!(scores);
    body["facts"] = json!({});
    for dimension in facts {
        body["facts"][*dimension] = json!({});
    }
    body
}

const OF_BOTH: [&str; 8] = [
    "fees",
    "deception",
    "contract",
    "documents",
    "treatment",
    "wages",
    "hours_rest",
    "living",
];
const OF_AGENCIES: [&str; 4] = ["orientation", "placement", "privacy", "help_after"];

on_both! {
    async fn an_employer_is_rated_on_its_own_dimensions(app: TestApp) {
        let employer = app.employer("Meridian Sample Yard (made up)").await;
        let facts: Vec<&str> = OF_BOTH.into_iter().filter(|d| *d != "deception").collect();
        let body = on_everything(&OF_BOTH, &facts);
        app.post(&reviews_of(employer), &body).await.assert_status(201);

        let body = on_everything(&OF_AGENCIES, &OF_AGENCIES);
        let refused = app.post(&reviews_of(employer), &body).await;
        refused.assert_problem(422, "invalid_request");
        let mut expected = Vec::new();
        for (index, dimension) in OF_AGENCIES.iter().enumerate() {
            expected.push(fault(&format!("/scores/{index}/dimension"), "not_rated_here"));
            expected.push(fault(&format!("/facts/{dimension}"), "not_rated_here"));
        }
        let mut found = refused.faults();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
    }

    async fn an_agency_is_rated_on_all_of_them(app: TestApp) {
        let agency = app.agency("Sunrise Manpower (made up)").await;
        let all: Vec<&str> = OF_BOTH.into_iter().chain(OF_AGENCIES).collect();
        let facts: Vec<&str> = all.iter().copied().filter(|d| *d != "deception").collect();
        let body = on_everything(&all, &facts);
        app.post(&reviews::reviews_of(agency), &body).await.assert_status(201);
    }

    async fn a_change_is_held_to_the_same(app: TestApp) {
        let employer = app.employer("Meridian Sample Yard (made up)").await;
        let one = file(&app, employer, 2).await;
        let holder = app.holder_of(&one.code);
        let own = holder.get(OWN).await;
        assert_eq!(own.json()["about"], "employer");
        let tag = own.header("etag").unwrap().to_owned();
        let change = json!({ "facts": { "help_after": { "asked": "yes" } } });
        let refused = holder.patch(OWN, &tag, &change).await;
        assert_eq!(refused.faults(), [fault("/facts/help_after", "not_rated_here")]);
        let change = json!({ "corridor": { "destination": "MY" } });
        let refused = holder.patch(OWN, &tag, &change).await;
        let elsewhere = fault("/corridor/destination", "not_where_the_employer_is");
        assert_eq!(refused.faults(), [elsewhere]);
        let change = json!({ "facts": { "living": { "problems": [] } } });
        holder.patch(OWN, &tag, &change).await.assert_status(200);
    }

    async fn the_corridor_leads_to_the_employer_and_fees_are_told(app: TestApp) {
        let employer = app.employer("Meridian Sample Yard (made up)").await;
        let mut body = review(2);
        body["corridor"]["destination"] = json!("MY");
        let refused = app.post(&reviews_of(employer), &body).await;
        let elsewhere = fault("/corridor/destination", "not_where_the_employer_is");
        assert_eq!(refused.faults(), [elsewhere]);
        let mut body = review(2);
        body["fee_items"] = json!([{ "category": "recruitment_fee", "paid_to": "employer",
            "paid": { "amount": "500.00", "currency": "SGD" }, "paid_how": "deduction" }]);
        app.post(&reviews_of(employer), &body).await.assert_status(201);
    }

    async fn the_code_list_says_what_applies_to_what(app: TestApp) {
        for query in ["", "?labels=all"] {
            let list = app.get(&format!("/v1/code-lists/review_dimensions{query}")).await;
            let list = list.assert_status(200).json();
            for entry in list["codes"].as_array().unwrap() {
                let code = entry["code"].as_str().unwrap();
                let both = json!(["recruitment_agency", "employer"]);
                let expected = if OF_BOTH.contains(&code) { both } else { json!(["recruitment_agency"]) };
                assert_eq!(entry["applies_to"], expected, "{code}");
            }
        }
        // Elsewhere it does not stand there at all.
        let other = app.get("/v1/code-lists/fee_receipts").await.json();
        assert_eq!(other["codes"][0].get("applies_to"), None);
    }
}
