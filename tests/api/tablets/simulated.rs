//! The app on a tablet, as `docs/tablets.md` tells apps to be built: what it keeps, and what it makes of answers. Which network
//! lies between it and the server is for those who use it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{PULL, PUSH, Tablet, after, change, operation};

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

/// The app on a tablet.
pub struct Simulated<'app> {
    pub tablet: Tablet<'app>,
    /// What was done and has no result that is for good.
    pub outbox: Vec<Value>,
    /// What became of operations, for good, by their number.
    pub outcomes: BTreeMap<String, String>,
    cursor: Value,
    held: BTreeMap<String, Held>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// What became of an operation, when it is for good.
fn for_good(result: &Value) -> Option<&str> {
    let outcome = match result["outcome"].as_str().unwrap() {
        "duplicate" => result["first_outcome"].as_str().unwrap(),
        outcome => outcome,
    };
    Some(outcome).filter(|outcome| *outcome != "held")
}

impl<'app> Simulated<'app> {
    pub fn new(tablet: Tablet<'app>) -> Self {
        Self {
            tablet,
            outbox: Vec::new(),
            outcomes: BTreeMap::new(),
            cursor: Value::Null,
            held: BTreeMap::new(),
        }
    }

    /// Makes a record of a visit; returns the operation.
    pub fn make(&mut self, what: (&str, &str, &str), fields: &Value) -> Value {
        let made = operation(self.tablet.app, what, fields);
        let held = Held {
            told: Value::Null,
            newest: Some(made.clone()),
            answered: 0,
        };
        self.held.insert(text(&made["entity_id"]), held);
        self.outbox.push(made.clone());
        made
    }

    /// Changes a record that the tablet has; returns the operation.
    pub fn edit(&mut self, record: &str, fields: &Value) -> Value {
        let held = self.held.get_mut(record).unwrap();
        let operation = if let Some(newest) = &held.newest {
            after(self.tablet.app, newest, fields)
        } else {
            let like = json!({ "entity": "record", "entity_id": record, "visit_id": held.told["visit_id"],
                "kind": held.told["kind"], "client_time": "2026-11-23T08:15:30Z" });
            let version = held.told["version"].as_i64().unwrap();
            change(self.tablet.app, &like, version, fields)
        };
        held.newest = Some(operation.clone());
        self.outbox.push(operation.clone());
        operation
    }

    /// The records that the tablet has.
    pub fn records(&self) -> impl ExactSizeIterator<Item = &String> {
        self.held.keys()
    }

    /// What kind a record is of that the tablet has.
    pub fn kind(&self, record: &str) -> String {
        let held = &self.held[record];
        text(match &held.newest {
            Some(newest) => &newest["kind"],
            None => &held.told["kind"],
        })
    }

    /// What the server last said of a record.
    pub fn told_of(&self, record: &str) -> Option<&Value> {
        let held = self.held.get(record)?;
        Some(&held.told).filter(|told| !told.is_null())
    }

    /// What the server last said of every record.
    pub fn told(&self) -> BTreeMap<&String, &Value> {
        let held = self.held.iter();
        held.map(|(id, held)| (id, &held.told)).collect()
    }

    /// Sends operations; returns the results, of which the tablet has learnt nothing yet.
    pub async fn send(&self, sent: &[Value]) -> Vec<Value> {
        let pushed = self.tablet.post(PUSH, &json!({ "operations": sent })).await;
        let pushed = pushed.assert_status(200).json();
        pushed["results"].as_array().unwrap().clone()
    }

    /// Makes what is to be made of results that have come.
    pub fn learn(&mut self, results: &[Value]) {
        for result in results {
            let version = result["version"].as_i64().unwrap_or(0);
            if let Some(outcome) = for_good(result) {
                self.settle(&text(&result["op_id"]), outcome, version);
            }
        }
    }

    /// Takes an operation out of what is to be sent.
    fn settle(&mut self, number: &str, outcome: &str, version: i64) {
        self.outcomes.insert(number.to_owned(), outcome.to_owned());
        let mut outbox = self.outbox.iter();
        let Some(at) = outbox.position(|one| one["op_id"] == *number) else {
            return;
        };
        let operation = self.outbox.remove(at);
        let record = operation["entity_id"].as_str().unwrap();
        if let Some(held) = self.held.get_mut(record) {
            held.answered = held.answered.max(version);
        }
        self.close_branches();
    }

    /// Ends branches all of whose operations have a result, when the tablet has been told what came out.
    fn close_branches(&mut self) {
        for (id, held) in &mut self.held {
            let waits = self.outbox.iter().any(|one| one["entity_id"] == **id);
            let told = held.told["version"].as_i64().unwrap_or(0);
            if !waits && told > 0 && told >= held.answered {
                held.newest = None;
            }
        }
    }

    /// What the tablet asks for.
    pub fn wanted(&self, limit: i64) -> Value {
        json!({ "cursor": self.cursor, "limit": limit })
    }

    /// Asks for a page.
    pub async fn ask(&self, limit: i64) -> Value {
        let page = self.tablet.post(PULL, &self.wanted(limit)).await;
        page.assert_status(200).json()
    }

    /// Stores a page that has come; says whether there was anything in it.
    pub fn store(&mut self, page: &Value) -> bool {
        for told in page["changes"].as_array().unwrap() {
            if let Some(record) = told.get("record") {
                let held = self.held.entry(text(&told["id"])).or_insert(Held {
                    told: Value::Null,
                    newest: None,
                    answered: 0,
                });
                held.told = record.clone();
            }
            if let Some(result) = told.get("operation") {
                self.learn(std::slice::from_ref(result));
            }
        }
        self.cursor = page["cursor"].clone();
        self.close_branches();
        !page["changes"].as_array().unwrap().is_empty()
    }

    /// Lets everything arrive, and hears everything.
    pub async fn calm(&mut self) {
        for part in self.outbox.clone().chunks(100).rev() {
            let results = self.send(part).await;
            self.learn(&results);
        }
        self.hear(500).await;
    }

    /// Hears everything that there is to be told, in pages of so many changes.
    pub async fn hear(&mut self, limit: i64) {
        loop {
            let page = self.ask(limit).await;
            if !self.store(&page) {
                return;
            }
        }
    }
}
