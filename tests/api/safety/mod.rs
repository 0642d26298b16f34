//! Reports of dangers at work: filing, photos, following up with the receipt code, and what
//! inspectors do.

mod audiences;
mod boards;
mod corroborating;
mod danger;
mod evidence;
mod filing;
mod forms;
pub mod keeping;
mod merging;
mod open311;
mod outside;
mod practices;
mod receipt;
mod retaliation;
mod staff;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tulay::identity::permissions::Role;
use tulay::platform::clock::{Clock as _, SystemClock};
use tulay::platform::ids::{Id, SystemRandomness};
use tulay::safety::Housekeeper;

use crate::harness::{Person, Response, TestApp};

const REPORTS: &str = "/v1/safety-reports";
const RECEIPT: &str = "/v1/receipt/safety-report";
const EVIDENCE: &str = "/v1/receipt/safety-report/evidence";
const QUEUE: &str = "/v1/staff/safety-reports";

/// Words that must be found nowhere in the clear.
const DESCRIPTION: &str = "Planted description: the guard of the press is missing";
const PLACE: &str = "Planted red hall behind the petrol station";
const EMPLOYER: &str = "Planted Metal Example";

/// A report with everything that can be told.
fn report() -> Value {
    json!({
        "kind": "injury", "hazard_codes": ["moving_machinery", "fire_explosion"],
        "danger_now": false, "happening": "repeated", "description": DESCRIPTION,
        "place": { "country": "MY", "subdivision": "MY-10", "precision": "district",
            "text": PLACE,
            "point": { "type": "Point", "coordinates": [101.518_347_1, 3.073_281_9] } },
        "people_exposed": "6_20", "employer": EMPLOYER,
        "injury": { "type": "amputation", "part_of_body": "fingers", "treatment": "hospital",
            "days_lost": "over_30" },
        "told_employer": "afraid", "reporter_relation": "coworker", "language": "id",
        "occurred_on": "2026-01-01", "occurred_precision": "month", "wants_update": true
    })
}

/// The least that can be told.
fn least() -> Value {
    json!({
        "kind": "hazard", "danger_now": false, "description": "A loose cable",
        "place": { "country": "MY", "precision": "country" }
    })
}

/// A body with some members changed; null takes a member out.
fn changed(mut body: Value, members: Value) -> Value {
    let Value::Object(members) = members else {
        panic!("members are an object");
    };
    for (name, value) in members {
        if value.is_null() {
            body.as_object_mut().unwrap().remove(&name);
        } else {
            body[name] = value;
        }
    }
    body
}

/// A report that was filed.
struct Filed {
    id: String,
    code: String,
}

impl Filed {
    fn path(&self) -> String {
        format!("{QUEUE}/{}", self.id)
    }

    fn sub(&self, what: &str) -> String {
        format!("{}/{what}", self.path())
    }
}

impl TestApp {
    async fn report(&self, report: &Value) -> Filed {
        let response = self.post(REPORTS, report).await;
        response.assert_status(201);
        let body = response.json();
        Filed {
            id: body["id"].as_str().unwrap().to_owned(),
            code: body["receipt_code"].as_str().unwrap().to_owned(),
        }
    }

    /// An organisation that inspects workplaces in Malaysia.
    async fn inspectorate(&self) -> Id {
        self.organisation("Example Inspectorate", &["MY"], &["safety_inspection"])
            .await
    }

    async fn inspector(&self, organisation: Id) -> Person<'_> {
        self.member(organisation, &[Role::Inspector]).await
    }

    /// The files in the evidence folder, without the small pictures beside them.
    fn evidence_files(&self) -> Vec<PathBuf> {
        let all = files_below(&self.data_dir().join("evidence"));
        let is_small =
            |path: &PathBuf| path.extension().is_some_and(|ending| ending == "thumbnail");
        let (small, files): (Vec<_>, Vec<_>) = all.into_iter().partition(is_small);
        assert!(small.len() <= files.len(), "a small picture is left alone");
        files
    }

    /// Does what the server does every minute.
    async fn tidy_up(&self) {
        let mut housekeeper = Housekeeper::new(self.shared.evidence.get_ref().clone());
        housekeeper.tidy_up(&self.shared.services).await;
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

impl Person<'_> {
    /// A photo on its way, with an idempotency key.
    fn photo(&self, key: &str, bytes: Vec<u8>) -> reqwest::RequestBuilder {
        self.request(Method::POST, EVIDENCE)
            .header("Idempotency-Key", format!("\"{key}\""))
            .header("Content-Type", "image/jpeg")
            .body(bytes)
    }

    /// Adds a photo, and returns what the answer says of it.
    async fn add_photo(&self, name: &str) -> Value {
        let response = Response::of(self.photo(&uuid(), fixture(name))).await;
        response.assert_status(201);
        response.json()
    }

    /// Posts a change of the version with this tag.
    async fn post_if_match(&self, path: &str, tag: &str, body: &Value) -> Response {
        let request = self.request(Method::POST, path).header("If-Match", tag);
        Response::of(request.json(body)).await
    }
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/photos");
    std::fs::read(folder.join(name)).unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

fn uuid() -> String {
    Id::from_parts(SystemClock.now(), &SystemRandomness).to_string()
}

fn texts(list: &Value, member: &str) -> Vec<String> {
    let items = list.as_array().unwrap().iter();
    items
        .map(|item| item[member].as_str().unwrap().to_owned())
        .collect()
}
