//! Establishments: the register of workplaces that labour inspectors keep.

mod changes;
mod concealment;
mod imports;
mod links;
mod matches;
mod outlines;
mod register;
mod risk;
mod search;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use crate::harness::{Person, Response, TestApp};

const ESTABLISHMENTS: &str = "/v1/staff/establishments";
const IMPORTS: &str = "/v1/staff/establishment-imports";
const MATCHES: &str = "/v1/staff/establishment-matches";
const MERGES: &str = "/v1/staff/establishment-merges";
const OUTLINES: &str = "/v1/staff/establishment-outlines";

/// An establishment with everything that can be known of it.
fn yard() -> Value {
    json!({
        "names": [{ "name": "Meridian Sample Yard", "language": "en" },
            { "name": "အလုပ်ရုံ မာရီဒီယန်", "language": "my" }],
        "identifiers": [{ "scheme": "company_register", "value": "2026-0077Z" }],
        "isic": ["4100"],
        "place": { "country": "MY", "subdivision": "MY-10", "precision": "exact", "text": "7 Sample Road, Klang",
            "point": { "type": "Point", "coordinates": [101.451_23, 3.043_21] } },
        "size_band": "medium",
        "workers": { "total": 120, "women": 30, "migrant": 90,
            "by_nationality": [{ "nationality": "BD", "band": "21_100" }] },
        "housing_provided": true,
        "hazard_codes": ["work_at_height"],
        "owners": [{ "name": "Meridian Sample Holding", "identifier": null }]
    })
}

/// The least that can be known of one.
fn named(name: &str) -> Value {
    json!({ "names": [{ "name": name }], "place": { "country": "MY", "precision": "country" } })
}

/// The same at a point east of Klang, so many thousandths of a degree.
fn placed(name: &str, thousandths: u32) -> Value {
    let longitude = 101.45 + f64::from(thousandths) / 1000.0;
    json!({ "names": [{ "name": name }], "place": { "country": "MY", "precision": "exact",
        "point": { "type": "Point", "coordinates": [longitude, 3.04] } } })
}

impl TestApp {
    /// A labour inspectorate of these countries.
    async fn labour_inspectorate(&self, countries: &[&str]) -> Id {
        let can = ["labour_inspection", "safety_inspection"];
        self.organisation("Labour Inspectorate (made up)", countries, &can)
            .await
    }

    /// A labour inspector of Malaysia.
    async fn labour_inspector(&self) -> Person<'_> {
        let inspectorate = self.labour_inspectorate(&["MY"]).await;
        self.member(inspectorate, &[Role::Inspector]).await
    }
}

impl Person<'_> {
    /// Registers an establishment; returns its id.
    async fn register(&self, new: &Value) -> String {
        let registered = self.post(ESTABLISHMENTS, new).await;
        registered.assert_status(201);
        // The one that was registered first stays when two are merged.
        self.app.clock.advance(std::time::Duration::from_secs(1));
        id_of(&registered)
    }

    /// An establishment's page.
    async fn establishment(&self, id: &str) -> Value {
        self.get(&path(id)).await.assert_status(200).json()
    }

    /// Its history, newest first.
    async fn events(&self, id: &str) -> Vec<Value> {
        let events = self.get(&format!("{}/events?limit=100", path(id))).await;
        items(&events)
    }

    /// The only open match.
    async fn only_match(&self) -> Value {
        let open = items(&self.get(MATCHES).await);
        assert_eq!(open.len(), 1, "{open:?}");
        open[0].clone()
    }

    /// Decides on the version that there is.
    async fn decide_now(&self, path: &str, verb: &str, body: &Value) -> Response {
        let tag = self.get(path).await.header("etag").unwrap().to_owned();
        self.decide(&format!("{path}/{verb}"), &tag, body).await
    }

    /// Decides that the two of the only open match are one; returns the merger.
    async fn merge(&self) -> String {
        let found = self.only_match().await;
        let path = format!("{MATCHES}/{}", found["id"].as_str().unwrap());
        let same = json!({ "decision": "same", "reason": "One gate, two signs." });
        let decided = self.decide_now(&path, "decide", &same).await;
        decided.assert_status(200);
        decided.json()["merge_id"].as_str().unwrap().to_owned()
    }

    /// Undoes a merger.
    async fn undo(&self, merge: &str) -> Response {
        let why = json!({ "reason": "Two gates after all." });
        self.decide_now(&format!("{MERGES}/{merge}"), "undo", &why)
            .await
    }

    /// Imports a list.
    async fn import(&self, query: &str, list: &str) -> Response {
        let key = format!("\"{}\"", self.app.shared.services.new_id());
        let request = self.request(reqwest::Method::POST, &format!("{IMPORTS}?{query}"));
        let request = request
            .header("Idempotency-Key", key)
            .header("Content-Type", "text/csv");
        Response::of(request.body(list.to_owned())).await
    }
}

fn path(id: &str) -> String {
    format!("{ESTABLISHMENTS}/{id}")
}

fn id_of(response: &Response) -> String {
    response.json()["id"].as_str().unwrap().to_owned()
}

fn items(response: &Response) -> Vec<Value> {
    response.assert_status(200);
    response.json()["items"].as_array().unwrap().clone()
}

fn names(found: &[Value]) -> Vec<String> {
    let name = |one: &Value| one["names"][0]["name"].as_str().unwrap().to_owned();
    found.iter().map(name).collect()
}

fn fault(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}
