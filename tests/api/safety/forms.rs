//! `/v1/safety-report-forms`, and reports that name the form with which they were told.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::{QUEUE, REPORTS, changed, hexadecimal, least};
use crate::harness::TestApp;
use crate::on_both;

const FORMS: &str = "/v1/safety-report-forms";
/// Kind, version and hash of every form that was ever published.
const PUBLISHED: &str = include_str!("../../../data/safety-forms/published.txt");

/// The hash of the form of a kind, of this version.
async fn hash_of(app: &TestApp, kind: &str, version: u32) -> String {
    let forms = app
        .get(&format!("{FORMS}?kind={kind}&all_versions=true"))
        .await
        .json();
    let found = forms["items"].as_array().unwrap().iter();
    let mut found = found.filter(|item| item["form"]["version"] == version);
    found.next().unwrap()["form_hash"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// A report of a place where people live.
async fn housing(app: &TestApp, version: u32, answers: Value) -> Value {
    changed(
        least(),
        json!({ "kind": "housing", "answers": answers,
        "form_hash": hash_of(app, "housing", version).await }),
    )
}

fn faults(found: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(at, code): &(&str, &str)| ((*at).to_owned(), (*code).to_owned());
    found.iter().map(owned).collect()
}

on_both! {
    async fn every_kind_has_a_form_and_the_hash_is_that_of_its_content(app: TestApp) {
        let kinds = app.get("/v1/code-lists/safety_report_kinds").await.json();
        let mut kinds = super::texts(&kinds["codes"], "code");
        kinds.sort();
        let forms = app.get(FORMS).await;
        assert!(forms.header("cache-control").unwrap().starts_with("public"));
        let forms = forms.json();
        let items = forms["items"].as_array().unwrap();
        let of_forms: Vec<&str> = items.iter().map(|item| item["form"]["kind"].as_str().unwrap()).collect();
        assert_eq!(of_forms, kinds);
        let all = app.get(&format!("{FORMS}?all_versions=true")).await.json();
        assert_eq!(all["items"].as_array().unwrap().len(), PUBLISHED.lines().count());
        assert_eq!(PUBLISHED.lines().count(), 2 * kinds.len());
        for item in all["items"].as_array().unwrap() {
            let hash = item["form_hash"].as_str().unwrap();
            let canonical = serde_json::to_vec(&item["form"]).unwrap();
            assert_eq!(hexadecimal(&Sha256::digest(&canonical)), hash);
            assert_eq!(&app.get(&format!("{FORMS}/{hash}")).await.json(), item);
            assert_eq!(item["is_newest"], item["form"]["version"] == 2);
            let (kind, version) = (item["form"]["kind"].as_str().unwrap(), &item["form"]["version"]);
            let line = format!("{kind} {version} {hash}");
            assert!(PUBLISHED.lines().any(|published| published == line), "{line} was published otherwise");
        }
        app.get(&format!("{FORMS}/{}", "0".repeat(64))).await.assert_problem(404, "not_found");
        app.get(&format!("{FORMS}?kind=gossip")).await.assert_problem(422, "invalid_request");
    }

    async fn every_field_of_a_form_is_a_member_of_the_request_and_every_list_is_there(app: TestApp) {
        let document = app.get("/openapi.json").await.json();
        let members = &document["components"]["schemas"]["NewSafetyReport"]["properties"];
        let injury = &document["components"]["schemas"]["Injury"]["properties"];
        let all = app.get(&format!("{FORMS}?all_versions=true")).await.json();
        for item in all["items"].as_array().unwrap() {
            for field in item["form"]["fields"].as_array().unwrap() {
                let at = field["at"].as_str().unwrap();
                let parts: Vec<&str> = at.split('/').skip(1).collect();
                match parts.as_slice() {
                    ["answers", _] => {}
                    ["injury", member] => assert!(injury.get(member).is_some(), "{at}"),
                    [member] => assert!(members.get(member).is_some(), "{at}"),
                    _ => panic!("{at}"),
                }
                if let Some(list) = field["code_list"].as_str() {
                    app.get(&format!("/v1/code-lists/{list}")).await.assert_status(200);
                }
            }
        }
    }

    async fn what_was_told_answers_the_form_or_is_told_what_does_not(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let answers = json!({ "people_in_room": 14, "exits_open": false, "drinking_water": true });
        let body = housing(&app, 2, answers.clone()).await;
        let filed = app.report(&body).await;
        let inspector = app.inspector(inspectorate).await;
        let content = inspector.get(&filed.path()).await.json()["content"].clone();
        assert_eq!((&content["answers"], &content["form_hash"]), (&answers, &body["form_hash"]));

        let wrong = json!({ "people_in_room": 900, "exits_open": "no", "windows": 2 });
        let wrong = changed(housing(&app, 2, wrong).await, json!({ "told_employer": "yes" }));
        let refused = app.post(REPORTS, &wrong).await;
        refused.assert_problem(422, "invalid_request");
        assert_eq!(refused.faults(), faults(&[
            ("/answers/people_in_room", "wrong_answer"),
            ("/answers/exits_open", "wrong_answer"),
            ("/told_employer_result", "missing_member"),
            ("/answers/windows", "unknown_question"),
        ]));
        for (members, fault) in [
            (json!({ "kind": "heat" }), ("/form_hash", "does_not_fit_kind")),
            (json!({ "form_hash": "0".repeat(64) }), ("/form_hash", "unknown_form")),
            (json!({ "form_hash": null }), ("/form_hash", "missing_member")),
        ] {
            let refused = app.post(REPORTS, &changed(body.clone(), members)).await;
            refused.assert_problem(422, "invalid_request");
            assert_eq!(refused.faults(), faults(&[fault]));
        }
    }

    async fn an_app_that_was_offline_for_a_year_still_files_with_its_old_form(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        // What the second version asks for is simply missing.
        let old = changed(least(), json!({ "kind": "heat", "told_employer": "yes",
            "form_hash": hash_of(&app, "heat", 1).await }));
        app.clock.advance(std::time::Duration::from_hours(24 * 365));
        let filed = app.report(&old).await;
        let content = app.inspector(inspectorate).await.get(&filed.path()).await.json()["content"].clone();
        assert_eq!(content["form_hash"], old["form_hash"]);
        assert_eq!((&content["told_employer_result"], &content["answers"]), (&Value::Null, &json!({})));
        // The old form asks nothing that only the new one asks.
        let mixed = changed(old.clone(), json!({ "answers": { "rest_in_shade": true } }));
        let refused = app.post(REPORTS, &mixed).await;
        assert_eq!(refused.faults(), faults(&[("/answers/rest_in_shade", "unknown_question")]));
        // An injury without its kind is refused by the oldest form as well.
        let hurt = changed(least(), json!({ "kind": "injury", "form_hash": hash_of(&app, "injury", 1).await }));
        let refused = app.post(REPORTS, &hurt).await;
        assert_eq!(refused.faults(), faults(&[("/injury", "missing_member"), ("/injury/type", "missing_member")]));
    }

    async fn every_version_of_every_form_can_be_filed_with(app: TestApp) {
        let all = app.get(&format!("{FORMS}?all_versions=true")).await.json();
        for item in all["items"].as_array().unwrap() {
            let kind = item["form"]["kind"].as_str().unwrap();
            let injury = (kind == "injury").then(|| json!({ "type": "burn" }));
            let body = changed(least(), json!({ "kind": kind, "form_hash": item["form_hash"], "injury": injury }));
            app.report(&body).await;
        }
    }

    async fn the_risk_follows_from_the_table_and_danger_outweighs_it(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let with = |severity: &str, likelihood: &str, danger: bool| {
            changed(least(), json!({ "severity": severity, "likelihood": likelihood, "danger_now": danger }))
        };
        for (body, band) in [
            (with("first_aid", "very_unlikely", false), json!("low")),
            (with("hospital", "possible", false), json!("medium")),
            (with("lasting_harm", "likely", false), json!("high")),
            (with("death", "very_likely", false), json!("extreme")),
            (with("first_aid", "very_unlikely", true), json!("extreme")),
            (least(), Value::Null),
        ] {
            let filed = app.report(&body).await;
            let opened = inspector.get(&filed.path()).await.json();
            assert_eq!(opened["risk_band"], band, "{body}");
            assert_eq!(opened["content"]["severity"], body["severity"], "{body}");
        }
        for (band, count) in [("low", 1), ("extreme", 2)] {
            let page = inspector.get(&format!("{QUEUE}?risk_band={band}")).await.json();
            assert_eq!(page["items"].as_array().unwrap().len(), count, "{band}");
        }
        inspector.get(&format!("{QUEUE}?risk_band=gossip")).await.assert_problem(422, "invalid_request");
    }
}
