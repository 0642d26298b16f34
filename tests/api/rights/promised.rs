//! What is answered is what the contract promises.

use serde_json::{Value, json};

use super::read_in;
use crate::harness::{Database, TestApp};
use crate::on_both;

/// Paths of answers, each with the template under which the contract describes it.
const PATHS: [(&str, &str); 14] = [
    ("/v1/articles?limit=100", "/v1/articles"),
    ("/v1/articles?search=passport&lang=vi", "/v1/articles"),
    ("/v1/articles?search=zzzzqqq", "/v1/articles"),
    ("/v1/articles/wages-malaysia", "/v1/articles/{slug}"),
    ("/v1/articles/wages-malaysia?lang=th", "/v1/articles/{slug}"),
    (
        "/v1/articles/universal-declaration-work?lang=km",
        "/v1/articles/{slug}",
    ),
    ("/v1/emergency-numbers?limit=100", "/v1/emergency-numbers"),
    (
        "/v1/emergency-numbers?country=LA&lang=lo",
        "/v1/emergency-numbers",
    ),
    ("/v1/contacts?limit=100", "/v1/contacts"),
    ("/v1/contacts?limit=100&serves=KH&lang=km", "/v1/contacts"),
    ("/v1/code-lists", "/v1/code-lists"),
    ("/v1/code-lists/countries?lang=my", "/v1/code-lists/{name}"),
    ("/v1/code-lists/hazard_codes", "/v1/code-lists/{name}"),
    (
        "/v1/code-lists/ilo_indicators?labels=all",
        "/v1/code-lists/{name}",
    ),
];

/// The schema of an answer, with what it refers to; members that it does not name are refused.
fn schema_of(contract: &Value, template: &str) -> Value {
    let content = &contract["paths"][template]["get"]["responses"]["200"]["content"];
    let schema = &content["application/json"]["schema"];
    assert!(schema.is_object(), "{template}");
    let mut components = contract["components"].clone();
    for schema in components["schemas"].as_object_mut().unwrap().values_mut() {
        if schema.get("properties").is_some() {
            schema["unevaluatedProperties"] = json!(false);
        }
    }
    json!({ "allOf": [schema], "components": components })
}

on_both! {
    async fn every_answer_has_the_form_that_the_contract_names(app: TestApp) {
        let contract = app.get("/openapi.json").await.json();
        for (path, template) in PATHS {
            let answer = app.get(path).await;
            answer.assert_status(200);
            let validator = jsonschema::options()
                .with_draft(jsonschema::Draft::Draft202012)
                .should_validate_formats(true)
                .build(&schema_of(&contract, template))
                .unwrap();
            let answer = answer.json();
            let faults: Vec<String> = validator
                .iter_errors(&answer)
                .map(|fault| format!("{} {fault}", fault.instance_path()))
                .collect();
            assert!(faults.is_empty(), "{path}: {faults:?}");
        }
    }
}

#[actix_web::test]
async fn who_wishes_nothing_that_exists_gets_the_default_language_of_the_service() {
    let settings = [("TULAY_DEFAULT_LANGUAGE", "id")];
    for kind in [Database::Sqlite, Database::Postgres] {
        let Some(app) = TestApp::start_with(kind, &settings) else {
            eprintln!("not run: TULAY_TEST_POSTGRES_URL is not set");
            continue;
        };
        let served = async |slug: &str, accepted: &str| {
            let article = read_in(&app, &format!("/v1/articles/{slug}"), accepted)
                .await
                .json();
            article["language"].as_str().unwrap().to_owned()
        };
        assert_eq!(served("wages-malaysia", "km").await, "id");
        assert_eq!(served("wages-malaysia", "").await, "id");
        assert_eq!(served("wages-malaysia", "km, vi;q=0.1").await, "vi");
        // Not in Indonesian, so in English.
        assert_eq!(served("dismissal-malaysia", "km").await, "en");
    }
}
