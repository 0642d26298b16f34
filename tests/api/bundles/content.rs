//! What is in a bundle, and what never is.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tulay::platform::canonical_json::canonical;

use super::{BUNDLE, Copy, publish};
use crate::directory::{FOR_PARTNERS, HIDDEN, SERVICES, shelter};
use crate::on_both;

#[track_caller]
fn assert_no_nothing(value: &Value, at: &str) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let is_nothing = member.is_null() || *member == json!([]) || *member == json!({});
                assert!(!is_nothing, "{at}/{name}");
                assert_no_nothing(member, &format!("{at}/{name}"));
            }
        }
        Value::Array(all) => all.iter().for_each(|one| assert_no_nothing(one, at)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What every item must be.
fn assert_items_are_right(bundle: &Value) {
    let items = bundle["items"].as_array().unwrap();
    let ids: Vec<&str> = items
        .iter()
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    let sorted: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids, sorted.into_iter().collect::<Vec<_>>());
    for item in items {
        let (id, kind) = (item["id"].as_str().unwrap(), item["kind"].as_str().unwrap());
        assert!(id.is_ascii() && id.starts_with(&format!("{kind}/")), "{id}");
        let digest = Sha256::digest(canonical(&item["content"]).as_bytes());
        assert_eq!(item["hash"], URL_SAFE_NO_PAD.encode(&digest[..16]), "{id}");
        assert_no_nothing(&item["content"], id);
    }
}

on_both! {
    async fn it_holds_what_matters_on_the_way_and_says_in_which_language_each_text_is(app: TestApp) {
        let copy = Copy::of(&app, BUNDLE).await;
        let bundle = copy.json();
        assert_eq!((&bundle["format"], &bundle["origin"], &bundle["destination"], &bundle["language"]),
            (&json!(1), &json!("PH"), &json!("MY"), &json!("fil")));
        assert_eq!(canonical(&bundle), copy.document());
        assert_items_are_right(&bundle);

        let passport = copy.content("article/passport-malaysia").unwrap();
        assert_eq!((&passport["language"], &passport["translation_status"]), (&json!("fil"), &json!("machine")));
        assert!(passport["body"].as_str().unwrap().len() > 500 && passport["legal_basis"][0]["url"].is_string());
        // There is no Filipino text of this one.
        let contract = copy.content("article/contract-malaysia").unwrap();
        assert_eq!((&contract["language"], &contract["translation_status"]), (&json!("en"), &json!("source")));
        assert!(copy.content("article/fees-philippines").is_some());
        assert!(copy.content("article/passport-singapore").is_none() && copy.content("article/fees-nepal").is_none());

        let wage = copy.content("entitlement/my_minimum_wage_month_2025_08").unwrap();
        assert_eq!((&wage["jurisdiction"], &wage["value"]["money"]["amount"]), (&json!("MY"), &json!("1700.00")));
        let check = copy.content("check/offer_safe").unwrap();
        assert_eq!(check["language"], "fil");
        assert!(check["questions"].as_array().unwrap().len() > 3 && check["texts"].as_object().unwrap().len() > 10);
        let asked = copy.content("check/contract").unwrap();
        let requirements = asked["requirements"].as_array().into_iter().flatten();
        assert!(requirements.clone().all(|one| ["MY", "PH"].contains(&one["jurisdiction"].as_str().unwrap())));
        assert!(asked["members"].as_array().unwrap().len() > 20);
        assert!(copy.content("procedure/my_dismissal").is_some() && copy.content("procedure/sg_salary_left").is_none());
        let kinds: BTreeSet<&str> = bundle["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect();
        for kind in ["article", "check", "code_list", "contact", "emergency_number", "entitlement", "fee_limit", "procedure"] {
            assert!(kinds.contains(kind), "{kind}");
        }
        // Labels of the codes that something uses, and of no others.
        let topics = copy.content("code_list/rights_topics").unwrap();
        let documents = topics["codes"].as_array().unwrap().iter().find(|one| one["code"] == "documents").unwrap();
        assert!(documents["label"].is_string() && documents.get("language").is_none());
        let countries = copy.content("code_list/countries").unwrap();
        assert_eq!(countries["codes"].as_array().unwrap().len(), 2);
        assert!(copy.content("code_list/review_signals").is_none());
    }

    async fn nobody_else_than_everybody_is_shown_where_a_shelter_is(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (_, id) = app.listed(&chief, shelter).await;
        let path = "/v1/bundles/ID-MY/id";
        let before = Copy::of(&app, path).await;
        let shown = before.content(&format!("service/{id}")).unwrap();
        assert_eq!((&shown["name"], &shown["phones"][0]["number"]), (&json!("Safe house for women"), &json!("1800 555 0100")));
        assert_eq!(shown["service_at_locations"][0]["location"]["redacted"], true);
        assert_eq!(shown["organization"]["name"], "Example Workers' Centre");

        // When it moves, and when a bed is free, nothing is published.
        app.clock.advance(std::time::Duration::from_mins(2));
        let own = format!("{SERVICES}/{id}");
        let mut moved = shelter("x")["entry"]["places"].clone();
        moved[0]["city"] = json!("Other Hidden Town");
        moved[0]["id"] = chief.get(&own).await.json()["entry"]["places"][0]["id"].clone();
        let seen = chief.get(&own).await.header("etag").unwrap().to_owned();
        let entry = json!({ "entry": { "places": moved, "beds_free": 1 } });
        chief.patch(&own, &seen, &entry).await.assert_status(200);
        assert_eq!(publish(&app).await, 0);
        // What everybody sees is.
        let seen = chief.get(&own).await.header("etag").unwrap().to_owned();
        chief.patch(&own, &seen, &json!({ "entry": { "alert": "Full until Friday." } })).await.assert_status(200);
        assert_eq!(publish(&app).await, 1);
        let delta = app.get(&format!("{path}?since={}", before.version())).await;
        let after = Copy::of(&app, path).await;
        for body in [&before.answer, &delta.body, &after.answer] {
            let text = String::from_utf8(body.clone()).unwrap();
            for word in HIDDEN.iter().chain(&FOR_PARTNERS).chain(&["Other Hidden Town", "0195f1a2-7c3d-4b1e-9a55-3f0c8d2e4b99"]) {
                assert!(!text.contains(word), "{word}");
            }
        }
        // It is for women of two countries, and not of this one.
        let other = Copy::of(&app, BUNDLE).await;
        assert!(other.content(&format!("service/{id}")).is_none());

        // Gone from the directory, gone from the phone.
        let seen = chief.get(&own).await.header("etag").unwrap().to_owned();
        chief.patch(&own, &seen, &json!({ "entry": { "status": "defunct" } })).await.assert_status(200);
        assert_eq!(publish(&app).await, 1);
        let delta = app.get(&format!("{path}?since={}", after.version())).await.json();
        let removed = delta["delta"]["removed"].as_array().unwrap();
        assert!(removed.contains(&json!(format!("service/{id}"))), "{removed:?}");
    }

    async fn the_language_is_the_nearest_and_falls_back_on_english(app: TestApp) {
        let filipino = Copy::of(&app, BUNDLE).await;
        for (wished, served) in [("fil-PH", "fil"), ("tl", "fil"), ("en-GB", "en"), ("sw", "en")] {
            let answer = app.get(&format!("/v1/bundles/PH-MY/{wished}")).await;
            answer.assert_status(200);
            assert_eq!(answer.json()["bundle"]["language"], served, "{wished}");
            assert_eq!(answer.header("content-language"), Some(served));
            if served == "fil" {
                assert_eq!(answer.body, filipino.answer);
            }
        }
    }

    async fn of_what_nothing_is_known_nothing_is_made_up(app: TestApp) {
        for corridor in ["ZZ-MY", "PH-ZZ", "PH-PH", "ph-my", "PH-MY-SG"] {
            let refused = app.get(&format!("/v1/bundles/{corridor}/en")).await;
            refused.assert_problem(404, "unknown_corridor");
        }
        app.get("/v1/bundles/PH-MY/0").await.assert_problem(404, "not_found");
        let refused = app.get("/v1/bundles/PH-MY/en?since=%22").await;
        assert_eq!(refused.faults(), [("/query/since".to_owned(), "malformed".to_owned())]);
        assert_eq!(app.get("/v1/bundles?origin=PH").await.json()["items"][0]["version"], Value::Null);
    }
}
