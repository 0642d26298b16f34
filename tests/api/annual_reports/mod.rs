//! Annual reports of inspectorates: counting, writing, publishing.

mod counting;
mod forms;
mod publishing;
mod written;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::clock::Time;
use tulay::platform::ids::Id;

use crate::harness::{Person, Response, TestApp};

const STAFF: &str = "/v1/staff/inspection-annual-reports";
const PUBLIC: &str = "/v1/inspection-annual-reports";
const VISITS: &str = "/v1/staff/visits";

/// A day of the year that is reported: ten in the morning in Malaysia.
const THEN: &str = "2027-06-10T02:00:00Z";
/// A day of the year after it.
const LATER: &str = "2028-02-01T02:00:00Z";

fn set_clock(app: &TestApp, at: &str) {
    app.clock.set(Time::parse(at).unwrap());
}

/// A labour inspectorate of Malaysia.
async fn inspectorate(app: &TestApp) -> Id {
    let can = ["labour_inspection", "safety_inspection"];
    app.organisation("Labour Inspectorate (made up)", &["MY"], &can)
        .await
}

async fn inspector(app: &TestApp, of: Id) -> Person<'_> {
    app.member(of, &[Role::Inspector]).await
}

fn id_of(response: &Response) -> String {
    response.assert_status(201);
    response.json()["id"].as_str().unwrap().to_owned()
}

/// A table of a report.
fn table(content: &Value, code: &str) -> Value {
    let tables = content["tables"].as_array().unwrap();
    let found = tables.iter().find(|table| table["code"] == code);
    found.unwrap_or_else(|| panic!("no table {code}")).clone()
}

/// What a table says in a row.
fn row(content: &Value, code: &str, row: &str) -> Value {
    let table = table(content, code);
    let rows = table["rows"].as_array().unwrap();
    let found = rows.iter().find(|own| own["code"] == row);
    found.map_or(Value::Null, |own| own["values"].clone())
}

fn total(content: &Value, code: &str) -> Value {
    table(content, code)["total"].clone()
}

/// The rows of every table add up to its total in every column.
fn assert_adds_up(content: &Value) {
    let tables = content["tables"].as_array().unwrap();
    assert!(tables.len() > 15, "only {} tables", tables.len());
    for table in tables {
        let columns = table["columns"].as_array().unwrap().len();
        assert_eq!(table["total"].as_array().unwrap().len(), columns);
        for at in 0..columns {
            let Some(total) = table["total"][at].as_i64() else {
                continue;
            };
            let rows = table["rows"].as_array().unwrap().iter();
            let sum: i64 = rows.map(|row| row["values"][at].as_i64().unwrap()).sum();
            assert_eq!(sum, total, "{} {at}: {table}", table["code"]);
        }
    }
}

impl Person<'_> {
    async fn annual(&self, query: &str) -> Value {
        let found = self.get(&format!("{STAFF}/2027?{query}")).await;
        found.assert_status(200);
        found.json()
    }

    async fn register_place(&self, more: Value) -> String {
        let mut new = json!({ "names": [{ "name": "Meridian Sample Yard" }],
            "place": { "country": "MY", "subdivision": "MY-10", "precision": "district" } });
        for (name, value) in more.as_object().unwrap() {
            new[name] = value.clone();
        }
        id_of(&self.post("/v1/staff/establishments", &new).await)
    }

    /// A visit that began at a time and is under way.
    async fn visit(&self, establishment: &str, kind: &str, started_at: &str) -> String {
        let new =
            json!({ "establishment_id": establishment, "kind": kind, "started_at": started_at });
        id_of(&self.post(VISITS, &new).await)
    }

    async fn write(&self, visit: &str, kind: &str, document: Value) -> String {
        let new = json!({ "kind": kind, "document": document });
        id_of(&self.post(&format!("{VISITS}/{visit}/records"), &new).await)
    }

    async fn change_latest(&self, path: &str, changes: &Value) -> Response {
        let tag = self.get(path).await.header("etag").unwrap().to_owned();
        self.patch(path, &tag, changes).await
    }

    async fn end(&self, visit: &str, more: Value) {
        let mut end = json!({ "status": "done", "ended_at": THEN, "outcome": "in_order" });
        for (name, value) in more.as_object().unwrap() {
            end[name] = value.clone();
        }
        let changed = self.change_latest(&format!("{VISITS}/{visit}"), &end).await;
        changed.assert_status(200);
    }

    /// Writes what the inspectorate says itself, on the version that there is.
    async fn state(&self, said: &Value) -> Response {
        let path = format!("{STAFF}/2027/statement");
        let tag = self.get(&path).await.header("etag").unwrap().to_owned();
        self.state_on(&tag, said).await
    }

    async fn state_on(&self, tag: &str, said: &Value) -> Response {
        let path = format!("{STAFF}/2027/statement");
        let key = format!("\"{}\"", self.app.shared.services.new_id());
        let request = self.request(Method::PUT, &path).header("If-Match", tag);
        Response::of(request.header("Idempotency-Key", key).json(said)).await
    }

    /// Publishes what the report says now.
    async fn publish(&self) -> Response {
        let read = self.annual("view=published").await;
        let body = json!({ "sha256": read["sha256"] });
        self.post(&format!("{STAFF}/2027/editions"), &body).await
    }
}

impl TestApp {
    /// Files a report of the kind of harm with other members; returns its receipt code.
    async fn harm(&self, kind: &str, more: Value) -> String {
        let mut report = json!({ "kind": kind, "danger_now": false, "description": "Planted words of a worker",
            "place": { "country": "MY", "precision": "country" } });
        for (name, value) in more.as_object().unwrap() {
            report[name] = value.clone();
        }
        let filed = self.post("/v1/safety-reports", &report).await;
        filed.assert_status(201);
        filed.json()["receipt_code"].as_str().unwrap().to_owned()
    }

    /// Injuries of an industry.
    async fn injuries(&self, number: usize, sector: &str) {
        for _ in 0..number {
            let more = json!({ "sector": sector, "injury": { "type": "fracture" }, "hazard_codes": ["work_at_height"] });
            self.harm("injury", more).await;
        }
    }
}
