//! The programme of visits: plans, campaigns, and that nothing shows which visit somebody asked for.

mod bound;
mod campaigns;
mod dump;
mod plans;
mod rounds;
mod walk;
mod wishes;

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::clock::{Clock as _, Date};
use tulay::platform::ids::Id;

use crate::harness::{Person, Response, TestApp};

const PLANS: &str = "/v1/staff/visit-plans";
const CAMPAIGNS: &str = "/v1/staff/inspection-campaigns";
const CAPACITIES: &str = "/v1/staff/inspection-capacities";
const ROUNDS: &str = "/v1/staff/visit-rounds";
const REPORTS: &str = "/v1/staff/safety-reports";
const DAY: Duration = Duration::from_hours(24);

/// A report that was filed.
struct Filed {
    id: String,
    code: String,
}

impl Filed {
    fn at(&self) -> String {
        format!("{REPORTS}/{}", self.id)
    }

    fn site(&self) -> String {
        format!("{}/establishment", self.at())
    }
}

/// The first day of the period of planning after that of a day.
pub fn next_period(today: Date) -> Date {
    let first = today.as_day() - (today.as_day() - 4).rem_euclid(14);
    Date::from_day(first + 14).unwrap()
}

impl TestApp {
    async fn inspectorate_of(&self, countries: &[&str]) -> Id {
        let can = ["labour_inspection", "safety_inspection"];
        self.organisation("Labour Inspectorate (made up)", countries, &can)
            .await
    }

    fn today(&self) -> Date {
        self.clock.now().date()
    }

    fn next_period(&self) -> String {
        next_period(self.today()).to_string()
    }

    /// A danger that somebody has reported.
    async fn reported_danger(&self) -> Filed {
        let report = json!({ "kind": "hazard", "danger_now": false, "description": "A loose cable",
            "place": { "country": "MY", "precision": "country" } });
        let filed = self.post("/v1/safety-reports", &report).await;
        filed.assert_status(201);
        let text = |name: &str| filed.json()[name].as_str().unwrap().to_owned();
        Filed {
            id: text("id"),
            code: text("receipt_code"),
        }
    }
}

impl Person<'_> {
    /// Registers workplaces that are alike; returns their ids.
    async fn yards(&self, number: usize) -> Vec<String> {
        let yard = json!({ "names": [{ "name": "Meridian Sample Yard" }], "isic": ["4100"], "size_band": "medium",
            "place": { "country": "MY", "subdivision": "MY-10", "precision": "district" } });
        let mut all = Vec::new();
        for _ in 0..number {
            let registered = self.post("/v1/staff/establishments", &yard).await;
            registered.assert_status(201);
            all.push(registered.json()["id"].as_str().unwrap().to_owned());
        }
        all
    }

    /// Changes something on the version that there is.
    async fn on_version(
        &self,
        method: Method,
        (tagged, path): (&str, &str),
        body: &Value,
    ) -> Response {
        let tag = self.get(tagged).await.header("etag").unwrap().to_owned();
        let key = format!("\"{}\"", self.app.shared.services.new_id());
        let request = self.request(method, path).header("If-Match", tag);
        Response::of(request.header("Idempotency-Key", key).json(body)).await
    }

    /// Takes a report over.
    async fn take(&self, filed: &Filed) {
        let me = json!({ "assigned_to": self.account.unwrap().to_string() });
        let (at, path) = (filed.at(), format!("{}/assignment", filed.at()));
        self.on_version(Method::POST, (&at, &path), &me)
            .await
            .assert_status(200);
    }

    /// Says where a report's danger is, and which visit is wanted there.
    async fn place(&self, filed: &Filed, establishment: &Value, visit: &Value) -> Response {
        let body = json!({ "establishment_id": establishment, "visit": visit });
        let (at, path) = (filed.at(), filed.site());
        self.on_version(Method::PUT, (&at, &path), &body).await
    }

    /// What became of a wish.
    async fn wish(&self, filed: &Filed) -> Value {
        let site = self.get(&filed.site()).await;
        site.assert_status(200);
        site.json()["visit"].clone()
    }

    /// Draws the plan of the next period.
    async fn draw(&self) -> Response {
        let body = json!({ "country": "MY", "first_day": self.app.next_period() });
        self.post(PLANS, &body).await
    }

    /// Accepts a plan.
    async fn accept_plan(&self, plan: &Value) -> Response {
        let path = format!("{PLANS}/{}", plan["id"].as_str().unwrap());
        let tag = self.get(&path).await.header("etag").unwrap().to_owned();
        let key = format!("\"{}\"", self.app.shared.services.new_id());
        let request = self.request(Method::POST, &format!("{path}/accept"));
        Response::of(
            request
                .header("If-Match", tag)
                .header("Idempotency-Key", key),
        )
        .await
    }

    /// Draws the plan of the next period and accepts it.
    async fn plan(&self) -> Value {
        let drawn = self.draw().await;
        drawn.assert_status(201);
        let accepted = self.accept_plan(&drawn.json()).await;
        accepted.assert_status(200);
        accepted.json()
    }
}

/// The visits of a plan.
fn visits(plan: &Value) -> &Vec<Value> {
    plan["visits"].as_array().unwrap()
}

/// An inspectorate of Malaysia with one inspector.
async fn inspector(app: &TestApp) -> (Id, Person<'_>) {
    let inspectorate = app.inspectorate_of(&["MY"]).await;
    let person = app.member(inspectorate, &[Role::Inspector]).await;
    (inspectorate, person)
}
