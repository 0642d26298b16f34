//! Nothing says which visit somebody asked for (C081, Art. 15 c): two inspectorates do the same, in one a report asks for a visit,
//! and all that is stored and answered afterwards is compared.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use super::dump::{Dump, dump, names, normal, normal_dump};
use super::{CAPACITIES, DAY, Filed, PLANS, REPORTS, visits};
use crate::harness::{Database, Person, TestApp, promise};

/// One of the two runs.
struct Run {
    app: TestApp,
    inspectorate: Id,
    filed: Filed,
    establishment: String,
    plan: Value,
}

/// A report about one of eight workplaces that are alike; a month and a half later a plan that has room for all of them.
async fn run(kind: Database, visit: Value) -> Option<Run> {
    let app = TestApp::start(kind)?;
    let inspectorate = app.inspectorate_of(&["MY"]).await;
    let (filed, yards) = {
        let sita = app.member(inspectorate, &[Role::Inspector]).await;
        let chief = app.member(inspectorate, &[Role::Administrator]).await;
        let hook = json!({ "name": "all", "url": "https://hooks.ngo.example/all",
            "event_types": ["safety_report.assigned", "safety_report.status_changed"] });
        chief
            .post("/v1/staff/webhook-endpoints", &hook)
            .await
            .assert_status(201);
        let yards = sita.yards(8).await;
        let filed = app.reported_danger().await;
        sita.take(&filed).await;
        sita.place(&filed, &json!(yards[3]), &visit)
            .await
            .assert_status(200);
        (filed, yards)
    };
    app.clock.advance(DAY * 43);
    let plan = {
        let rani = app.member(inspectorate, &[Role::Inspector]).await;
        rani.take(&filed).await;
        rani.plan().await
    };
    let establishment = yards[3].clone();
    Some(Run {
        app,
        inspectorate,
        filed,
        establishment,
        plan,
    })
}

impl Run {
    /// The visit to the workplace of the report.
    fn visit(&self) -> String {
        let own = visits(&self.plan).iter();
        let mut own = own.filter(|visit| visit["establishment_id"] == json!(self.establishment));
        own.next().unwrap()["visit_id"].as_str().unwrap().to_owned()
    }

    /// Every answer that somebody of the inspectorate gets, without what differs by chance.
    async fn answers(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        let roles = [Role::Inspector, Role::Administrator, Role::CaseWorker];
        for role in roles {
            let person = self.app.member(self.inspectorate, &[role]).await;
            for (name, path) in self.paths() {
                let answer = person.get(&path).await;
                let body = normal(&String::from_utf8_lossy(&answer.body));
                // Lists whose order is that of made-up ids.
                let mut parts: Vec<&str> = body.split(['{', '}']).collect();
                parts.sort_unstable();
                all.insert(
                    format!("{role} {name}"),
                    format!("{} {}", answer.status, parts.join("\n")),
                );
            }
        }
        let own = self
            .app
            .holder_of(&self.filed.code)
            .get("/v1/receipt/safety-report")
            .await;
        all.insert(
            "receipt".to_owned(),
            normal(&String::from_utf8_lossy(&own.body)),
        );
        all
    }

    /// Every list of the interface, and the pages of the plan, the workplace and the report.
    fn paths(&self) -> Vec<(String, String)> {
        let document = promise::document();
        let paths = document["paths"].as_object().unwrap();
        let lists = paths
            .iter()
            .filter(|(path, item)| item.get("get").is_some() && !path.contains('{'));
        let mut all: Vec<(String, String)> = lists
            .map(|(path, _)| (path.clone(), path.clone()))
            .collect();
        // Signing keys and what is counted of the process are chance.
        all.retain(|(path, _)| path.starts_with("/v1/") && !path.contains("transparency"));
        let plan = self.plan["id"].as_str().unwrap();
        let establishment = format!("/v1/staff/establishments/{}", self.establishment);
        all.push(("plan".to_owned(), format!("{PLANS}/{plan}")));
        all.push(("workplace".to_owned(), establishment.clone()));
        all.push(("history".to_owned(), format!("{establishment}/events")));
        all.push(("report".to_owned(), format!("{REPORTS}/{}", self.filed.id)));
        all.push((
            "audit".to_owned(),
            "/v1/staff/audit-entries?limit=100".to_owned(),
        ));
        all.push(("capacities".to_owned(), CAPACITIES.to_owned()));
        all
    }

    /// Names of what is counted.
    async fn metrics(&self) -> Vec<String> {
        let text = String::from_utf8(self.app.get("/metrics").await.body).unwrap();
        let names = text
            .lines()
            .filter_map(|line| line.split_whitespace().next());
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.sort();
        names.dedup();
        names
    }
}

fn assert_same(one: &Dump, other: &Dump) {
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        other.keys().collect::<Vec<_>>()
    );
    for (table, rows) in one {
        // Signing keys are as long as chance wants it.
        if !table.contains("signing") {
            assert_eq!(rows, &other[table], "{table}");
        }
    }
}

/// In no row is both the report and the visit or the workplace, and the visit's rows look like those of others.
fn assert_no_row_knows(run: &Run, dump: &Dump) {
    let visit = run.visit();
    let all = visits(&run.plan);
    assert_eq!(all.len(), 8);
    let ids = all.iter().map(|visit| visit["visit_id"].as_str().unwrap());
    let mut ids = ids;
    let other = ids.rfind(|id| *id != visit).unwrap().to_owned();
    for (table, rows) in dump {
        let of = |id: &str| -> Vec<String> {
            let mut found: Vec<String> = rows
                .iter()
                .filter(|row| names(row, id))
                .map(|row| counted(row))
                .collect();
            found.sort();
            found
        };
        assert_eq!(of(&visit), of(&other), "{table} tells visits apart");
        for row in rows.iter().filter(|row| names(row, &run.filed.id)) {
            let both = names(row, &visit) || names(row, &run.establishment);
            assert!(!both, "{table} knows both: {row}");
        }
    }
}

/// A row whose numbers say no more than that they are there: tellings and changes are counted one after the other.
fn counted(row: &str) -> String {
    let numbers = regex::Regex::new(r"\b\d+\b").unwrap();
    numbers.replace_all(&normal(row), "<number>").into_owned()
}

async fn walk(kind: Database) {
    let asked_for = json!({ "urgency": "usual", "wanted_by": null });
    let Some(with) = run(kind, asked_for).await else {
        eprintln!("not run: TULAY_TEST_POSTGRES_URL is not set");
        return;
    };
    let without = run(kind, Value::Null).await.unwrap();
    let (one, other) = (dump(&with.app).await, dump(&without.app).await);
    assert!(
        one.len() > 100 && one["inspection_record_events"].len() == 8,
        "the walk sees the tables"
    );
    assert_eq!(one["inspection_wanted_visits"].len(), 1);
    assert_same(&normal_dump(&one), &normal_dump(&other));
    assert_no_row_knows(&with, &one);
    assert_eq!(with.metrics().await, without.metrics().await);
    let (answers, others) = (with.answers().await, without.answers().await);
    for (path, answer) in &answers {
        assert_eq!(answer, &others[path], "{path}");
    }
    assert_eq!(answers.len(), others.len());
    // It is not that nothing was asked for.
    let rani = with.app.member(with.inspectorate, &[Role::Inspector]).await;
    rani.take(&with.filed).await;
    assert_eq!(
        rani.wish(&with.filed).await["visit_id"],
        json!(with.visit())
    );
    taken_back(&with, &rani).await;
}

/// What was asked for is forgotten with the report, and no other row changes.
async fn taken_back(with: &Run, rani: &Person<'_>) {
    let tables = |dump: Dump| -> Dump {
        let kept = dump.into_iter();
        kept.filter(|(table, _)| {
            table.starts_with("inspection") || table.starts_with("establishment")
        })
        .collect()
    };
    let before = tables(dump(&with.app).await);
    let erased = with
        .app
        .holder_of(&with.filed.code)
        .delete("/v1/receipt/safety-report")
        .await;
    erased.assert_status(204);
    let mut after = tables(dump(&with.app).await);
    assert!(after["inspection_wanted_visits"].is_empty());
    after.insert(
        "inspection_wanted_visits".to_owned(),
        before["inspection_wanted_visits"].clone(),
    );
    assert_eq!(before, after);
    let gone = rani.request(Method::GET, &with.filed.site());
    crate::harness::Response::of(gone)
        .await
        .assert_problem(404, "not_found");
}

#[actix_web::test]
async fn nothing_says_which_visit_was_asked_for_on_sqlite() {
    walk(Database::Sqlite).await;
}

#[actix_web::test]
async fn nothing_says_which_visit_was_asked_for_on_postgres() {
    walk(Database::Postgres).await;
}
