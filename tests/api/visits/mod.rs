//! Visits of labour inspectors, and everything that is written down about them.

mod checklists;
mod files;
mod history;
mod interviews;
mod making;
mod measures;
mod records;
mod reports;
mod shown;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tulay::identity::permissions::Role;
use tulay::platform::clock::{Clock, Time};
use tulay::platform::ids::Id;

use crate::harness::{Person, Response, TestApp};

const VISITS: &str = "/v1/staff/visits";
const CHECKLISTS: &str = "/v1/staff/checklists";

/// The day of these tests.
const TODAY: &str = "2026-11-30T02:00:00Z";

/// The time as the app sees it.
fn now(app: &TestApp) -> String {
    Clock::now(&*app.clock).to_string()
}

/// A labour inspectorate of Malaysia, on the day of these tests.
async fn inspectorate(app: &TestApp) -> Id {
    inspectorate_on(app, TODAY).await
}

async fn inspectorate_on(app: &TestApp, day: &str) -> Id {
    app.clock.set(Time::parse(day).unwrap());
    let can = ["labour_inspection", "safety_inspection"];
    app.organisation("Labour Inspectorate (made up)", &["MY"], &can)
        .await
}

/// One of its inspectors.
async fn inspector(app: &TestApp, inspectorate: Id) -> Person<'_> {
    app.member(inspectorate, &[Role::Inspector]).await
}

/// An inspector of an inspectorate of her own.
async fn sita(app: &TestApp) -> Person<'_> {
    let own = inspectorate(app).await;
    inspector(app, own).await
}

/// An establishment in Klang.
async fn workplace(sita: &Person<'_>) -> String {
    let new = json!({ "names": [{ "name": "Meridian Sample Yard" }],
        "place": { "country": "MY", "subdivision": "MY-10", "precision": "street", "text": "7 Sample Road, Klang" } });
    let registered = sita.post("/v1/staff/establishments", &new).await;
    registered.assert_status(201);
    id_of(&registered)
}

fn id_of(response: &Response) -> String {
    response.json()["id"].as_str().unwrap().to_owned()
}

fn items(response: &Response) -> Vec<Value> {
    response.assert_status(200);
    response.json()["items"].as_array().unwrap().clone()
}

fn fault(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

fn path(visit: &str) -> String {
    format!("{VISITS}/{visit}")
}

/// A visit that is under way.
async fn visit(sita: &Person<'_>) -> String {
    let establishment = workplace(sita).await;
    begin(sita, &establishment).await
}

async fn begin(sita: &Person<'_>, establishment: &str) -> String {
    let new = json!({ "establishment_id": establishment, "kind": "routine",
        "started_at": now(sita.app) });
    let made = sita.post(VISITS, &new).await;
    made.assert_status(201);
    id_of(&made)
}

/// Writes something down about a visit.
async fn write(sita: &Person<'_>, visit: &str, kind: &str, document: Value) -> Response {
    let new = json!({ "kind": kind, "document": document });
    sita.post(&format!("{}/records", path(visit)), &new).await
}

/// The same; returns its id.
async fn written(sita: &Person<'_>, visit: &str, kind: &str, document: Value) -> String {
    let made = write(sita, visit, kind, document).await;
    made.assert_status(201);
    id_of(&made)
}

/// Changes something on the version that there is.
async fn change(sita: &Person<'_>, path: &str, changes: &Value) -> Response {
    let tag = sita.get(path).await.header("etag").unwrap().to_owned();
    sita.patch(path, &tag, changes).await
}

fn finding() -> Value {
    json!({ "legal_provision": "OSHA 1994, s. 15 (2) (a)", "severity": "serious", "state": "draft",
        "description": "The guard of the press in hall 2 was taken off.", "workers_affected": 12 })
}

/// The hash of a checklist that comes with the service.
async fn shipped(sita: &Person<'_>, code: &str) -> String {
    let found = items(&sita.get(&format!("{CHECKLISTS}?code={code}")).await);
    found[0]["checklist_hash"].as_str().unwrap().to_owned()
}

fn sha256(bytes: &[u8]) -> String {
    tulay::platform::encoded::hexadecimal(&Sha256::digest(bytes))
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/photos");
    std::fs::read(folder.join(name)).unwrap()
}
