//! Who is called when somebody is in danger at work, what happens when nobody answers, and what the reporter sees of it.

mod alerts;
mod escalation;
mod reporter;
mod roster;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use super::{Filed, changed, least};
use crate::harness::{Person, Response, TestApp};

const ALERTS: &str = "/v1/staff/safety-alerts";
const DUTY: &str = "/v1/staff/inspection-duty-contacts";

/// Everybody who can be called, in the order in which they are.
struct Everybody<'app> {
    inspectorate: Id,
    first: Person<'app>,
    second: Person<'app>,
    colleague: Person<'app>,
    chief: Person<'app>,
    operator: Person<'app>,
}

impl TestApp {
    /// An inspectorate with two people on duty, and somebody who runs the service.
    async fn on_duty(&self) -> Everybody<'_> {
        let inspectorate = self.inspectorate().await;
        let service = self
            .organisation("Example Operator", &["PH"], &["registers"])
            .await;
        let everybody = Everybody {
            inspectorate,
            first: self.inspector(inspectorate).await,
            second: self.inspector(inspectorate).await,
            colleague: self.inspector(inspectorate).await,
            chief: self.member(inspectorate, &[Role::Administrator]).await,
            operator: self.member(service, &[Role::Administrator]).await,
        };
        let (first, second) = (&everybody.first, &everybody.second);
        let contacts = json!([{ "account_id": first.account }, { "account_id": second.account }]);
        let written = everybody.chief.put_duty("\"v0\"", &contacts).await;
        written.assert_status(200);
        everybody
    }

    /// A report of somebody who is in danger now.
    async fn danger_at_work(&self) -> Filed {
        self.report(&in_danger()).await
    }

    /// The alerts about reports for which somebody was called.
    async fn safety_alerts_of(&self, person: &Person<'_>) -> Vec<Value> {
        let listed = self.again(person).await.get(ALERTS).await;
        listed.assert_status(200);
        listed.json()["items"].as_array().unwrap().clone()
    }

    /// Which of them were called so far.
    async fn called_to_work(&self, all: &Everybody<'_>) -> Vec<&'static str> {
        let named = [
            ("first", &all.first),
            ("second", &all.second),
            ("colleague", &all.colleague),
            ("chief", &all.chief),
            ("operator", &all.operator),
        ];
        let mut called = Vec::new();
        for (name, person) in named {
            if !self.safety_alerts_of(person).await.is_empty() {
                called.push(name);
            }
        }
        called
    }
}

/// A report with somebody in danger now.
fn in_danger() -> Value {
    changed(least(), json!({ "danger_now": true }))
}

impl Person<'_> {
    async fn put_duty(&self, tag: &str, contacts: &Value) -> Response {
        let request = self.request(Method::PUT, DUTY).header("If-Match", tag);
        Response::of(request.json(&json!({ "contacts": contacts }))).await
    }

    async fn acknowledge_danger(&self, alert: &Value) -> Response {
        let id = alert["id"].as_str().unwrap();
        let path = format!("{ALERTS}/{id}/acknowledgement");
        Response::of(self.request(Method::POST, &path)).await
    }
}
