//! Several tablets against one server over a bad network, with a model of what must come out.
//!
//! Steps are drawn with a fixed seed: edits, pushes of some of what waits in any order, answers that are lost, requests
//! that are sent twice, pulls. In the end all tablets and the server say the same; each value that was written stands, is
//! in the history, or in a conflict; and no operation is lost.

use std::collections::BTreeSet;

use diesel::RunQueryDsl as _;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::simulated::Simulated;
use super::{Tablet, fresh, new_visit, said};
use crate::harness::{Database, TestApp};

/// Tablets of a case: two of one inspector, and one of a colleague.
const TABLETS: usize = 3;
const STEPS: usize = 60;

/// Something that happens.
#[derive(Debug, Clone)]
enum Step {
    /// Somebody makes an answer on a tablet.
    Make { tablet: usize },
    /// Somebody changes a member of a record that the tablet has.
    Edit {
        tablet: usize,
        record: usize,
        member: usize,
        value: u8,
    },
    /// A tablet sends some of what waits, in any order.
    Push {
        tablet: usize,
        chosen: u64,
        is_reversed: bool,
        is_lost: bool,
        is_twice: bool,
    },
    /// A tablet asks what has changed.
    Pull {
        tablet: usize,
        limit: i64,
        is_lost: bool,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let tablet = || 0..TABLETS;
    let step = prop_oneof![
        1 => tablet().prop_map(|tablet| Step::Make { tablet }),
        6 => (tablet(), 0..50_usize, 0..2_usize, 0..4_u8)
            .prop_map(|(tablet, record, member, value)| Step::Edit { tablet, record, member, value }),
        4 => (tablet(), any::<u64>(), any::<bool>(), prop::bool::weighted(0.3), prop::bool::weighted(0.2))
            .prop_map(|(tablet, chosen, is_reversed, is_lost, is_twice)| {
                Step::Push { tablet, chosen, is_reversed, is_lost, is_twice }
            }),
        3 => (tablet(), 1..6_i64, prop::bool::weighted(0.3))
            .prop_map(|(tablet, limit, is_lost)| Step::Pull { tablet, limit, is_lost }),
    ];
    prop::collection::vec(step, STEPS)
}

/// Makes an answer.
fn make(model: &mut Simulated<'_>, visit: &str) -> Value {
    let answer = fresh(model.tablet.app);
    model.make(("answer", &answer, visit), &said(&json!("first")))
}

/// Changes a member of one of the records that a tablet has.
fn edit(
    model: &mut Simulated<'_>,
    (record, member): (usize, usize),
    value: &Value,
) -> Option<Value> {
    let index = record % model.records().len().max(1);
    let id = model.records().nth(index)?.clone();
    let names = if model.kind(&id) == "visit" {
        ["announced", "planned_on"]
    } else {
        ["value", "note"]
    };
    let name = names[member];
    let length = value.as_str().unwrap().len();
    let value = match name {
        "announced" => json!(length.is_multiple_of(2)),
        "planned_on" => json!(format!("2026-12-{:02}", 1 + length % 28)),
        _ => value.clone(),
    };
    Some(model.edit(&id, &json!({ name: value })))
}

async fn push(model: &mut Simulated<'_>, mut sent: Vec<Value>, is_lost: bool, is_twice: bool) {
    if is_twice {
        sent.extend(sent.clone());
    }
    if sent.is_empty() {
        return;
    }
    let results = model.send(&sent).await;
    if !is_lost {
        model.learn(&results);
    }
}

async fn pull(model: &mut Simulated<'_>, limit: i64, is_lost: bool) {
    let page = model.ask(limit).await;
    if !is_lost {
        model.store(&page);
    }
}

/// A value that was written.
type Written = (String, String, Value);

fn note(written: &mut Vec<Written>, operation: &Value) {
    let record = operation["entity_id"].as_str().unwrap();
    for (name, value) in operation["fields_changed"].as_object().unwrap() {
        written.push((record.to_owned(), name.clone(), value.clone()));
    }
}

async fn take(models: &mut [Simulated<'_>], visit: &str, step: Step, written: &mut Vec<Written>) {
    match step {
        Step::Make { tablet } => note(written, &make(&mut models[tablet], visit)),
        Step::Edit {
            tablet,
            record,
            member,
            value,
        } => {
            let value = json!("x".repeat(usize::from(value) + 1));
            if let Some(operation) = edit(&mut models[tablet], (record, member), &value) {
                note(written, &operation);
            }
        }
        Step::Push {
            tablet,
            chosen,
            is_reversed,
            is_lost,
            is_twice,
        } => {
            let model = &mut models[tablet];
            let all = model.outbox.iter().enumerate();
            let some = all.filter(|(at, _)| (chosen >> (at % 64)) & 1 == 1);
            let mut sent: Vec<Value> = some.map(|(_, one)| one.clone()).take(90).collect();
            if is_reversed {
                sent.reverse();
            }
            push(model, sent, is_lost, is_twice).await;
        }
        Step::Pull {
            tablet,
            limit,
            is_lost,
        } => {
            pull(&mut models[tablet], limit, is_lost).await;
        }
    }
}

/// Lets everything arrive.
async fn calm(models: &mut [Simulated<'_>]) {
    for model in &mut *models {
        model.calm().await;
    }
    for model in models {
        model.hear(500).await;
        assert!(model.outbox.is_empty(), "{:#?}", model.outbox);
        let mut outcomes = model.outcomes.values();
        assert!(outcomes.all(|outcome| outcome != "rejected"));
    }
}

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = diesel::sql_types::Text)]
    whose: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    said: String,
}

/// The id in a column, and the JSON in another one, of each row of a table.
async fn columns(app: &TestApp, (id, json, table): (&str, &str, &str)) -> Vec<(String, Value)> {
    let id = if app.database_url().starts_with("sqlite") {
        format!("lower(hex({id}))")
    } else {
        format!("replace(CAST({id} AS text), '-', '')")
    };
    let query = format!("SELECT {id} AS whose, CAST({json} AS TEXT) AS said FROM {table}");
    let read = app.shared.services.db.read(move |conn| {
        let rows: Vec<Row> = diesel::sql_query(query).load(conn)?;
        Ok::<_, tulay::platform::db::DbError>(rows)
    });
    let rows = read.await.unwrap().into_iter();
    rows.map(|row| (row.whose, serde_json::from_str(&row.said).unwrap()))
        .collect()
}

fn mark(record: &str, name: &str, value: &Value) -> String {
    format!("{} {name} {value}", record.replace('-', ""))
}

/// Every member and value that is kept somewhere of a record.
async fn kept(app: &TestApp) -> BTreeSet<String> {
    let mut kept = BTreeSet::new();
    for columns_of in [
        ("id", "document", "inspection_records"),
        ("record_id", "before", "inspection_record_events"),
        ("record_id", "after", "inspection_record_events"),
        ("record_id", "mine", "sync_conflicts"),
    ] {
        for (record, said) in columns(app, columns_of).await {
            for (name, value) in said.as_object().unwrap() {
                kept.insert(mark(&record, name, value));
            }
        }
    }
    kept
}

async fn run_case(app: &TestApp, steps: Vec<Step>) {
    let (first, desk, establishment) = app.tablet().await;
    let colleague = app.member(first.organisation, &[Role::Inspector]).await;
    let organisation = first.organisation;
    let other = Tablet::of(app, organisation, desk.account.unwrap()).await;
    let third = Tablet::of(app, organisation, colleague.account.unwrap()).await;
    let visit = new_visit(app, &establishment);
    first.push_one(&visit).await;
    let visit = visit["entity_id"].as_str().unwrap().to_owned();
    first
        .assign(&visit, &establishment, &[first.account, third.account])
        .await;
    let all = [first, other, third].into_iter();
    let mut models: Vec<Simulated<'_>> = all.map(Simulated::new).collect();
    for model in &mut models {
        let page = model.ask(100).await;
        model.store(&page);
    }
    let mut written = Vec::new();
    for step in steps {
        take(&mut models, &visit, step, &mut written).await;
    }
    // Whatever is written late by one reaches all.
    calm(&mut models).await;
    calm(&mut models).await;
    let fresh = Tablet::of(app, organisation, models[2].tablet.account).await;
    let mut fresh = Simulated::new(fresh);
    fresh.hear(7).await;
    for model in &models {
        assert_eq!(model.told(), fresh.told());
    }
    let kept = kept(app).await;
    for (record, name, value) in &written {
        let own = mark(record, name, value);
        assert!(kept.contains(&own), "{own} is nowhere");
    }
    let waiting = ("id", "result", "sync_operations WHERE outcome = 'held'");
    assert!(columns(app, waiting).await.is_empty());
}

async fn run_cases(database: Database, cases: usize) {
    let Some(app) = TestApp::start(database) else {
        eprintln!("not run: TULAY_TEST_POSTGRES_URL is not set");
        return;
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[29; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for _ in 0..cases {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        run_case(&app, steps).await;
    }
}

#[actix_web::test]
async fn tablets_and_server_end_alike_on_sqlite() {
    run_cases(Database::Sqlite, 24).await;
}

#[actix_web::test]
async fn tablets_and_server_end_alike_on_postgres() {
    run_cases(Database::Postgres, 6).await;
}
