//! Several tablets against one server over a bad network, with a model of what must come out.
//!
//! Steps are drawn with a fixed seed: edits, pushes of some of what waits in any order, answers that are lost, requests
//! that are sent twice, pulls. In the end all tablets and the server say the same; each value that was written stands, is
//! in the history, or in a conflict; and no operation is lost.

use std::collections::{BTreeMap, BTreeSet};

use diesel::RunQueryDsl as _;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use tulay::identity::permissions::Role;

use super::{PULL, PUSH, Tablet, after, change, new_answer, new_visit};
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

/// A record as a tablet has it.
#[derive(Debug, Clone)]
struct Held {
    /// The last that the server said of it.
    told: Value,
    /// The newest operation of the branch that is open.
    newest: Option<Value>,
    /// The greatest version that the server has answered to an operation.
    answered: i64,
}

/// The app on a tablet, and what it keeps.
struct Model<'app> {
    tablet: Tablet<'app>,
    cursor: Value,
    held: BTreeMap<String, Held>,
    outbox: Vec<Value>,
}

/// Whether a result is for good.
fn is_final(result: &Value) -> bool {
    let outcome = match result["outcome"].as_str().unwrap() {
        "duplicate" => result["first_outcome"].as_str().unwrap(),
        outcome => outcome,
    };
    outcome != "held"
}

impl<'app> Model<'app> {
    fn new(tablet: Tablet<'app>) -> Self {
        Self {
            tablet,
            cursor: Value::Null,
            held: BTreeMap::new(),
            outbox: Vec::new(),
        }
    }

    fn make(&mut self, visit: &str) -> Value {
        let made = new_answer(self.tablet.app, visit, &json!("first"));
        let held = Held {
            told: Value::Null,
            newest: Some(made.clone()),
            answered: 0,
        };
        self.held
            .insert(made["entity_id"].as_str().unwrap().to_owned(), held);
        self.outbox.push(made.clone());
        made
    }

    fn edit(&mut self, record: usize, member: usize, value: &Value) -> Option<Value> {
        let index = record % self.held.len().max(1);
        let (id, held) = self.held.iter_mut().nth(index)?;
        let is_visit = match &held.newest {
            Some(newest) => newest["kind"] == "visit",
            None => held.told["kind"] == "visit",
        };
        let names = if is_visit {
            ["announced", "planned_on"]
        } else {
            ["value", "note"]
        };
        let name = names[member];
        let value = match name {
            "announced" => json!(value.as_str().unwrap().len().is_multiple_of(2)),
            "planned_on" => json!(format!(
                "2026-12-{:02}",
                1 + value.as_str().unwrap().len() % 28
            )),
            _ => value.clone(),
        };
        let fields = json!({ name: value });
        let operation = if let Some(newest) = &held.newest {
            after(self.tablet.app, newest, &fields)
        } else {
            let like = json!({ "entity": "record", "entity_id": id, "visit_id": held.told["visit_id"],
                "kind": held.told["kind"], "client_time": "2026-11-23T08:15:30Z" });
            let version = held.told["version"].as_i64().unwrap();
            change(self.tablet.app, &like, version, &fields)
        };
        held.newest = Some(operation.clone());
        self.outbox.push(operation.clone());
        Some(operation)
    }

    async fn push(&mut self, mut sent: Vec<Value>, is_lost: bool, is_twice: bool) {
        if is_twice {
            sent.extend(sent.clone());
        }
        if sent.is_empty() {
            return;
        }
        let pushed = self.tablet.post(PUSH, &json!({ "operations": sent })).await;
        let results = pushed.assert_status(200).json()["results"].clone();
        if is_lost {
            return;
        }
        for result in results.as_array().unwrap() {
            assert_ne!(result["outcome"], "rejected", "{result:#} of {sent:#?}");
            assert_ne!(result["first_outcome"], "rejected", "{result:#}");
            if is_final(result) {
                self.settle(&result["op_id"], result["version"].as_i64().unwrap_or(0));
            }
        }
    }

    /// Takes an operation out of what is to be sent.
    fn settle(&mut self, operation: &Value, version: i64) {
        let Some(at) = self
            .outbox
            .iter()
            .position(|one| one["op_id"] == *operation)
        else {
            return;
        };
        let operation = self.outbox.remove(at);
        let held = self
            .held
            .get_mut(operation["entity_id"].as_str().unwrap())
            .unwrap();
        held.answered = held.answered.max(version);
        self.close_branches();
    }

    /// A branch ends once everything of it was answered and what came out was told.
    fn close_branches(&mut self) {
        for (id, held) in &mut self.held {
            let waits = self.outbox.iter().any(|one| one["entity_id"] == **id);
            let told = held.told["version"].as_i64().unwrap_or(0);
            if !waits && told > 0 && told >= held.answered {
                held.newest = None;
            }
        }
    }

    /// Asks for a page; says whether there was anything in it.
    async fn pull(&mut self, limit: i64, is_lost: bool) -> bool {
        let wanted = json!({ "cursor": self.cursor, "limit": limit });
        let page = self
            .tablet
            .post(PULL, &wanted)
            .await
            .assert_status(200)
            .json();
        if is_lost {
            return true;
        }
        for told in page["changes"].as_array().unwrap() {
            if let Some(record) = told.get("record") {
                let id = told["id"].as_str().unwrap().to_owned();
                let held = self.held.entry(id).or_insert(Held {
                    told: Value::Null,
                    newest: None,
                    answered: 0,
                });
                held.told = record.clone();
            }
            if let Some(result) = told.get("operation") {
                assert_ne!(result["outcome"], "rejected", "{result:#}");
                let version = result["version"].as_i64().unwrap_or(0);
                self.settle(&result["op_id"], version);
            }
        }
        self.cursor = page["cursor"].clone();
        self.close_branches();
        !page["changes"].as_array().unwrap().is_empty()
    }

    fn told(&self) -> BTreeMap<&String, &Value> {
        self.held
            .iter()
            .map(|(id, held)| (id, &held.told))
            .collect()
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

async fn take(models: &mut [Model<'_>], visit: &str, step: Step, written: &mut Vec<Written>) {
    match step {
        Step::Make { tablet } => note(written, &models[tablet].make(visit)),
        Step::Edit {
            tablet,
            record,
            member,
            value,
        } => {
            let value = json!("x".repeat(usize::from(value) + 1));
            if let Some(operation) = models[tablet].edit(record, member, &value) {
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
            model.push(sent, is_lost, is_twice).await;
        }
        Step::Pull {
            tablet,
            limit,
            is_lost,
        } => {
            models[tablet].pull(limit, is_lost).await;
        }
    }
}

/// Lets everything arrive.
async fn calm(models: &mut [Model<'_>]) {
    for model in &mut *models {
        for part in model.outbox.clone().chunks(100).rev() {
            model.push(part.to_vec(), false, false).await;
        }
    }
    for model in models {
        while model.pull(500, false).await {}
        assert!(model.outbox.is_empty(), "{:#?}", model.outbox);
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
    let mut models: Vec<Model<'_>> = [first, other, third].into_iter().map(Model::new).collect();
    for model in &mut models {
        model.pull(100, false).await;
    }
    let mut written = Vec::new();
    for step in steps {
        take(&mut models, &visit, step, &mut written).await;
    }
    // Whatever is written late by one reaches all.
    calm(&mut models).await;
    calm(&mut models).await;
    let fresh = Tablet::of(app, organisation, models[2].tablet.account).await;
    let mut fresh = Model::new(fresh);
    while fresh.pull(7, false).await {}
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
