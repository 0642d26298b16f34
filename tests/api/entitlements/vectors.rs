//! The reference by which a phone evaluates a self-check, and the vectors that every other implementation must give as well
//! (`tests/fixtures/self-checks.json`). It works on what `GET /v1/self-checks/{code}` answers and on nothing else.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::on_both;

/// The codes of the chosen options, by question.
type Answers = BTreeMap<String, Vec<String>>;

#[derive(Default)]
struct Counts {
    score: u64,
    grave: u64,
    unsure: u64,
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Whether one of the tables holds, and in it all members.
fn is_relevant(question: &Value, answers: &Answers, counts: &Counts) -> bool {
    let tables = list(&question["relevant"]);
    tables.is_empty() || tables.iter().any(|table| holds(table, answers, counts))
}

fn holds(table: &Value, answers: &Answers, counts: &Counts) -> bool {
    let named = table["answers"].as_object();
    let answered = named.into_iter().flatten().all(|(question, wanted)| {
        let given = answers.get(question);
        let is_wanted = |code: &String| list(wanted).iter().any(|one| text(one) == code);
        given.is_some_and(|codes| codes.iter().any(is_wanted))
    });
    let reaches =
        |member: &str, count: u64| table[member].as_u64().is_none_or(|least| count >= least);
    answered
        && reaches("score_at_least", counts.score)
        && reaches("grave_at_least", counts.grave)
        && reaches("unsure_at_least", counts.unsure)
}

/// What can come next: of the result, then of the options, each once; nothing without a result.
fn steps<'a>(result: Option<&'a Value>, of_options: Vec<&'a Value>) -> Vec<&'a Value> {
    let Some(result) = result else {
        return Vec::new();
    };
    let mut steps: Vec<&Value> = Vec::new();
    for route in list(&result["route_to"]).iter().chain(of_options) {
        if !steps.contains(&route) {
            steps.push(route);
        }
    }
    steps
}

/// What comes of these answers.
fn evaluate(check: &Value, given: &Answers) -> Value {
    let (mut answers, mut counts) = (Answers::new(), Counts::default());
    let (mut asked, mut warnings, mut routes) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_over = false;
    let questions = list(&check["questions"]);
    for question in questions
        .iter()
        .filter(|q| text(&q["type"]).starts_with("select_"))
    {
        if is_over || !is_relevant(question, &answers, &counts) {
            continue;
        }
        let code = text(&question["code"]);
        asked.push(code);
        let Some(chosen) = given.get(code).filter(|chosen| !chosen.is_empty()) else {
            continue;
        };
        answers.insert(code.to_owned(), chosen.clone());
        for option in list(&question["options"]) {
            if !chosen.iter().any(|code| code == text(&option["code"])) {
                continue;
            }
            counts.score += option["score"].as_u64().unwrap_or(0);
            counts.grave += u64::from(option["grave"] == true);
            counts.unsure += u64::from(option["code"] == "unsure");
            warnings.extend(option["warning"].as_str());
            routes.extend(list(&option["route_to"]));
            is_over |= option["ends"] == true;
        }
    }
    let mut result = questions
        .iter()
        .filter(|q| q["type"] == "result")
        .filter(|q| q["otherwise"] == true || is_relevant(q, &answers, &counts));
    let result = result.next().filter(|_| !answers.is_empty());
    let steps = steps(result, routes);
    json!({ "asked": asked, "warnings": warnings, "steps": steps, "result": result.map(|result| &result["code"]),
        "counts": { "score": counts.score, "grave": counts.grave, "unsure": counts.unsure } })
}

on_both! {
    async fn the_vectors_come_out_as_they_are_published(app: TestApp) {
        let file: Value = serde_json::from_str(include_str!("../../fixtures/self-checks.json")).unwrap();
        let mut served: BTreeMap<String, Value> = BTreeMap::new();
        let vectors = list(&file["vectors"]);
        assert!(vectors.len() > 100, "{}", vectors.len());
        for vector in vectors {
            let path = format!("/v1/self-checks/{}?hash={}", text(&vector["check"]), text(&vector["hash"]));
            if !served.contains_key(&path) {
                let response = app.get(&path).await;
                response.assert_status(200);
                served.insert(path.clone(), response.json());
            }
            let answers: Answers = serde_json::from_value(vector["answers"].clone()).unwrap();
            assert_eq!(evaluate(&served[&path], &answers), vector["expected"], "{answers:?}");
        }
    }

    async fn every_result_can_come_out(app: TestApp) {
        let file: Value = serde_json::from_str(include_str!("../../fixtures/self-checks.json")).unwrap();
        let came: Vec<&str> = list(&file["vectors"]).iter().map(|vector| text(&vector["expected"]["result"])).collect();
        for code in ["offer_safe", "forced_to_work"] {
            let check = app.get(&format!("/v1/self-checks/{code}")).await.json();
            for result in list(&check["questions"]).iter().filter(|question| question["type"] == "result") {
                assert!(came.contains(&text(&result["code"])), "{code} {result}");
            }
        }
    }
}
