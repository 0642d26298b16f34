//! Who sees what of a report: `audiences.txt` is the table, one member a line.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use super::boards::board;
use super::practices::good;
use super::{Filed, RECEIPT, changed, report};
use crate::harness::{Person, Response, TestApp};
use crate::on_both;

/// Every member of a report that anybody is shown, and what each audience sees of it: `exact`, `reduced`, `-` (not shown,
/// or always null).
const TABLE: &str = include_str!("audiences.txt");

/// A report that says all that can be said.
fn everything(token: &str) -> Value {
    changed(
        report(),
        json!({
        "occurred_on": null, "occurred_precision": null, "occurred_at": "2026-01-05T10:15:00Z",
        "board_token": token, "severity": "lasting_harm", "likelihood": "likely",
        "vulnerable_exposed": ["young"], "controls_seen": ["ppe"], "told_employer": "yes",
        "told_employer_result": "promised", "stop_work": "punished",
        "principal_contractor": "Planted Builders Example", "activity": "Pressing", "sector": "C",
        "place": { "country": "MY", "subdivision": "MY-10", "precision": "exact", "text": "Planted place",
            "point": { "type": "Point", "coordinates": [101.518_31, 3.073_24] } } }),
    )
}

/// The members of an answer with their values, by their names; lists and what has members of its own are taken whole,
/// but what was told and its place are taken apart.
fn members(shown: &Value, prefix: &str, into: &mut BTreeMap<String, Value>) {
    for (name, value) in shown.as_object().unwrap() {
        let path = format!("{prefix}{name}");
        match name.as_str() {
            "content" | "place" if value.is_object() => members(value, &format!("{path}."), into),
            _ => {
                into.insert(path, value.clone());
            }
        }
    }
}

/// Says at which establishment the danger is.
async fn place_at_an_establishment(inspector: &Person<'_>, filed: &Filed) {
    let yard = json!({ "names": [{ "name": "Meridian Sample Yard", "language": "en" }],
        "place": { "country": "MY", "precision": "country" } });
    let registered = inspector.post("/v1/staff/establishments", &yard).await;
    registered.assert_status(201);
    let body = json!({ "establishment_id": registered.json()["id"] });
    let request = inspector.request(Method::PUT, &filed.sub("establishment"));
    let placed = Response::of(request.header("If-Match", "\"v2\"").json(&body)).await;
    assert!(placed.status < 300, "{}", placed.status);
}

async fn opened(person: &Person<'_>, filed: &Filed) -> BTreeMap<String, Value> {
    let shown = person.get(&filed.path()).await;
    shown.assert_status(200);
    let mut found = BTreeMap::new();
    members(&shown.json(), "", &mut found);
    found
}

/// What one audience sees of a member: nothing, the same as the inspector, or something else.
fn word(of_inspector: Option<&Value>, of_other: Option<&Value>) -> &'static str {
    let is_nothing = |value: &&Value| value.is_null();
    match (of_inspector, of_other.filter(|value| !is_nothing(value))) {
        (_, None) => "-",
        (Some(exact), Some(other)) if exact == other => "exact",
        (_, Some(_)) => "reduced",
    }
}

fn expected() -> Vec<String> {
    let lines = TABLE
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// What the reporter sees and what the public sees, by the same names as far as they have them.
async fn outside(
    app: &TestApp,
    inspector: &Person<'_>,
    filed: &Filed,
) -> [BTreeMap<String, Value>; 2] {
    let mut reporter = BTreeMap::new();
    members(
        &app.holder_of(&filed.code).get(RECEIPT).await.json(),
        "",
        &mut reporter,
    );
    let practice = app.report(&good()).await;
    let wording = json!({ "text": "A belt for everybody." });
    inspector
        .post(&practice.sub("publication"), &wording)
        .await
        .assert_status(201);
    let mut public = BTreeMap::new();
    let shown = app.get("/v1/good-practices").await.json();
    members(&shown["items"][0], "public.", &mut public);
    [reporter, public]
}

on_both! {
    async fn every_member_is_seen_by_whom_the_table_says_and_by_nobody_else(app: TestApp) {
        let competences = ["safety_inspection", "labour_inspection"];
        let inspectorate = app.organisation("Example Inspectorate", &["MY"], &competences).await;
        let (inspector, colleague) = (app.inspector(inspectorate).await, app.inspector(inspectorate).await);
        let (_, token) = board(&inspector).await;
        let filed = app.report(&everything(&token)).await;
        let me = json!({ "assigned_to": inspector.account.unwrap().to_string() });
        inspector.post_if_match(&filed.sub("assignment"), "\"v1\"", &me).await.assert_status(200);
        place_at_an_establishment(&inspector, &filed).await;
        let exact = opened(&inspector, &filed).await;
        let reduced = opened(&colleague, &filed).await;
        let [reporter, public] = outside(&app, &inspector, &filed).await;
        let mut names: Vec<&String> = exact.keys().chain(reporter.keys()).chain(public.keys()).collect();
        names.sort();
        names.dedup();
        let found: Vec<String> = names
            .into_iter()
            .map(|name| {
                let inspector = exact.get(name);
                let of = |other: &BTreeMap<String, Value>| word(inspector, other.get(name));
                format!("{name} {} {} {} {}", of(&exact), of(&reduced), of(&reporter), of(&public))
            })
            .collect();
        assert_eq!(found, expected(), "decide who sees it, and write it into audiences.txt:\n{}", found.join("\n"));
    }

    async fn nothing_that_leads_to_the_site_or_the_reporter_is_in_what_a_colleague_reads(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let (inspector, colleague) = (app.inspector(inspectorate).await, app.inspector(inspectorate).await);
        let (made, token) = board(&inspector).await;
        let filed = app.report(&everything(&token)).await;
        let shown = colleague.get(&filed.path()).await;
        let text = String::from_utf8_lossy(&shown.body).into_owned();
        for word in ["Planted place", "Planted Metal", "Planted Builders", "101.5", "2026-01-05T10", "coworker",
            made["id"].as_str().unwrap(), token.as_str()] {
            assert!(!text.contains(word), "{word}");
        }
        let body = shown.json();
        assert_eq!((&body["audience"], &body["content"]["near"]), (&json!("organisation"), &json!("Shah Alam")));
        assert_eq!(body["content"]["place"], json!({ "country": "MY", "subdivision": "MY-10", "precision": "district" }));
        assert_eq!(body["content"]["occurred_on"], "2026-01-05");
        assert_eq!(body["content"]["description"], super::DESCRIPTION);
    }

    async fn whoever_is_called_to_a_danger_finds_it(app: TestApp) {
        let inspectorate = app.inspectorate().await;
        let inspector = app.inspector(inspectorate).await;
        let danger = changed(report(), json!({ "danger_now": true }));
        let filed = app.report(&danger).await;
        let body = inspector.get(&filed.path()).await.json();
        assert_eq!((&body["audience"], &body["content"]["place"]["text"]), (&json!("inspector"), &json!(super::PLACE)));
        let end = json!({ "status": "not_responsible" });
        inspector.post_if_match(&filed.sub("status"), "\"v1\"", &end).await.assert_status(200);
        let body = inspector.get(&filed.path()).await.json();
        assert_eq!((&body["audience"], &body["content"]["place"]["text"]), (&json!("organisation"), &Value::Null));
    }
}
