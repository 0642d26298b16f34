//! Every answer of the standard's interface against the published schemas.

use std::path::Path;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::{office, shelter};
use crate::harness::TestApp;
use crate::on_both;

/// Takes the references between the files of the standard into one document.
fn within(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            // Notes for tables, not for validators.
            members.remove("$id");
            if let Some(Value::String(target)) = members.get_mut("$ref")
                && let Some(name) = target.strip_suffix(".json")
            {
                *target = format!("#/$defs/{name}");
            }
            members.values_mut().for_each(within);
        }
        Value::Array(items) => items.iter_mut().for_each(within),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn published(name: &str) -> Validator {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hsds/schema");
    let read = |path: std::path::PathBuf| -> Value {
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    };
    let mut all = json!({});
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "json") && !path.ends_with("openapi.json") {
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            all[stem] = read(path);
        }
    }
    let mut whole = if name.ends_with("_list") {
        read(folder.join(format!("compiled/{name}.json")))
    } else {
        json!({ "$ref": format!("{name}.json") })
    };
    whole["$defs"] = all;
    within(&mut whole);
    jsonschema::options()
        .should_validate_formats(true)
        .build(&whole)
        .unwrap()
}

#[track_caller]
fn assert_valid(schema: &Validator, value: &Value) {
    let faults: Vec<String> = schema
        .iter_errors(value)
        .map(|error| format!("{} {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}\n{value:#}");
}

/// The envelope as the standard's own OpenAPI document has it, with all of its members.
#[track_caller]
fn contents_of(body: &Value) -> Vec<Value> {
    let document = include_str!("../../fixtures/hsds/schema/openapi.json");
    let document: Value = serde_json::from_str(document).unwrap();
    let page = &document["components"]["schemas"]["Page"];
    assert_valid(&jsonschema::validator_for(page).unwrap(), body);
    for name in page["properties"].as_object().unwrap().keys() {
        assert!(body.get(name).is_some(), "{name}");
    }
    let contents = body["contents"].as_array().unwrap().clone();
    assert_eq!(body["size"], contents.len());
    assert_eq!(body["empty"], contents.is_empty());
    contents
}

async fn list(app: &TestApp, path: &str) -> Vec<Value> {
    let found = app.get(path).await;
    found.assert_status(200);
    contents_of(&found.json())
}

on_both! {
    async fn every_answer_is_as_the_published_schemas_have_it(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        app.listed(&chief, shelter).await;
        let (organisation, service) = app.listed(&chief, office).await;
        for (path, simple, full) in [("services", "service_list", "service"),
            ("organizations", "organization_list", "organization"),
            ("service_at_locations", "service_at_location_list", "service_at_location"),
            ("taxonomies", "taxonomy", "taxonomy"), ("taxonomy_terms", "taxonomy_term", "taxonomy_term")] {
            let (simple, full) = (published(simple), published(full));
            let all = list(&app, &format!("/v1/hsds/{path}?per_page=1000")).await;
            assert!(!all.is_empty(), "{path}");
            for one in &all { assert_valid(&simple, one); }
            for one in all.iter().step_by(40) {
                let one = app.get(&format!("/v1/hsds/{path}/{}", one["id"].as_str().unwrap())).await;
                one.assert_status(200);
                assert_valid(&full, &one.json());
            }
            if !path.starts_with("taxonom") {
                for one in list(&app, &format!("/v1/hsds/{path}?per_page=1000&full=true")).await {
                    assert_valid(&full, &one);
                }
            }
        }
        let own = app.get(&format!("/v1/hsds/organizations/{organisation}?full_service=true")).await.json();
        assert_valid(&published("organization"), &own);
        own["services"].as_array().unwrap().iter().for_each(|one| assert_valid(&published("service"), one));
        let shown = app.get(&format!("/v1/hsds/services/{service}")).await.json();
        assert_eq!(shown["organization"]["name"], "Example Workers' Centre");
        assert_eq!(shown["schedules"][0]["timezone"], 8.0);
        assert_eq!(shown["attributes"][0]["taxonomy_term"]["code"], "legal");
        assert_eq!(shown["service_at_locations"][0]["location"]["addresses"][0]["city"], "Sample Town");
    }

    async fn the_interface_says_what_it_is(app: TestApp) {
        let own = app.get("/v1/hsds/").await.json();
        assert_eq!(own["version"], "3.0");
        assert_eq!(own["profile"], "http://tulay.test/v1/hsds/profile");
        assert_eq!(own["openapi_url"], "http://tulay.test/openapi.json");
        let profile = app.get("/v1/hsds/profile").await.json();
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        app.listed(&chief, shelter).await;
        let of = |name: &str| {
            let mut whole = profile.clone();
            whole["$ref"] = json!(format!("#/$defs/{name}"));
            jsonschema::validator_for(&whole).unwrap()
        };
        for service in list(&app, "/v1/hsds/services?full=true&per_page=1000").await {
            assert_valid(&of("service"), &service);
            for (parts, name) in [("phones", "phone"), ("contacts", "contact"), ("service_areas", "service_area")] {
                service[parts].as_array().into_iter().flatten().for_each(|one| assert_valid(&of(name), one));
            }
        }
    }

    async fn pages_and_filters_are_those_of_the_standard(app: TestApp) {
        let (_, chief) = app.helpers("Example Workers' Centre").await;
        let (_, hidden) = app.listed(&chief, shelter).await;
        app.clock.advance(std::time::Duration::from_mins(5));
        let (organisation, service) = app.listed(&chief, office).await;
        let ids = |all: Vec<Value>| -> Vec<String> { all.iter().map(super::id_of).collect() };
        let first = app.get("/v1/hsds/services?per_page=1").await.json();
        assert_eq!((&first["page_number"], &first["first_page"], &first["last_page"]), (&json!(1), &json!(true), &json!(false)));
        let total = first["total_items"].as_u64().unwrap();
        assert_eq!(first["total_pages"], total);
        let last = app.get(&format!("/v1/hsds/services?per_page=1&page={total}")).await.json();
        assert_eq!((&last["last_page"], &last["empty"]), (&json!(true), &json!(false)));
        let beyond = app.get(&format!("/v1/hsds/services?per_page=1&page={}", total + 1)).await.json();
        assert_eq!((&beyond["empty"], &beyond["contents"]), (&json!(true), &json!([])));
        assert_eq!(ids(list(&app, "/v1/hsds/services?search=UNPAID%20wages").await), std::slice::from_ref(&service));
        assert_eq!(ids(list(&app, &format!("/v1/hsds/services?organization_id={organisation}")).await), std::slice::from_ref(&service));
        let terms = list(&app, "/v1/hsds/taxonomy_terms?search=wage_recovery").await;
        let term = super::id_of(&terms[0]);
        assert_eq!(ids(list(&app, &format!("/v1/hsds/services?taxonomy_term_id={term}")).await), std::slice::from_ref(&service));
        let modified = app.get(&format!("/v1/hsds/services/{service}")).await.json()["last_modified"].as_str().unwrap().to_owned();
        let since = ids(list(&app, &format!("/v1/hsds/services?modified_after={modified}&minimal=true&per_page=1000")).await);
        assert!(since.contains(&service) && !since.contains(&hidden));
        let minimal = list(&app, &format!("/v1/hsds/services?minimal=true&organization_id={organisation}")).await;
        assert_eq!(minimal, [json!({ "id": service, "modified_date": modified })]);
        let there = |query: &str| format!("/v1/hsds/service_at_locations?{query}");
        assert_eq!(list(&app, &there("postcode=501%2000")).await[0]["service"]["id"], json!(service));
        assert_eq!(list(&app, &there("postcode=50100&proximity=100")).await.len(), 1);
        assert!(list(&app, &there("postcode=12345")).await.is_empty());
        app.get(&there("proximity=100")).await.assert_problem(422, "invalid_request");
        let lines = app.get("/v1/hsds/services?format=ndjson").await;
        assert_eq!(lines.header("content-type"), Some("application/x-ndjson"));
        let lines = String::from_utf8(lines.body).unwrap();
        assert_eq!(u64::try_from(lines.lines().count()).unwrap(), total);
        assert!(lines.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
    }

    async fn the_contacts_that_come_with_the_program_are_in_it(app: TestApp) {
        let contacts = app.get("/v1/contacts?country=ID&kind=embassy&serves=PH").await.json();
        let all = contacts["items"].as_array().unwrap();
        let contact = all.iter().find(|one| one["serves"] == json!(["PH"])).unwrap();
        let found = list(&app, "/v1/hsds/services?search=embassy%20jakarta&full=true").await;
        let service = found.iter().find(|one| one["name"] == contact["name"]).unwrap();
        assert_eq!(service["taken_from"]["url"], contact["source_url"]);
        assert_eq!(service["serves"]["nationalities"], contact["serves"]);
        let email = contact["channels"].as_array().unwrap().iter().find(|one| one["channel"] == "email").unwrap();
        assert_eq!(service["email"], email["value"]);
        // The same id each time.
        let again = app.another().get(&format!("/v1/hsds/services/{}", service["id"].as_str().unwrap())).await;
        again.assert_status(200);
    }
}
