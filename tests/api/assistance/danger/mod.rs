//! Who is called when somebody is in danger, and what happens when nobody answers.

mod alerts;
mod escalation;
mod roster;

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tulay::identity::insert_session;
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use super::{Filed, changed, least};
use crate::harness::{Person, Response, TestApp};

const ALERTS: &str = "/v1/staff/danger-alerts";
const DUTY: &str = "/v1/staff/duty-contacts";
/// How long each step waits: five steps in the hour.
pub const STEP: Duration = Duration::from_mins(12);

/// Everybody who can be called, in the order in which they are.
struct Everybody<'app> {
    centre: Id,
    first: Person<'app>,
    second: Person<'app>,
    colleague: Person<'app>,
    chief: Person<'app>,
    operator: Person<'app>,
}

impl TestApp {
    /// A centre with two people on duty, and somebody who runs the service.
    async fn everybody(&self) -> Everybody<'_> {
        let centre = self.centre().await;
        let service = self
            .organisation("Example Operator", &["PH"], &["registers"])
            .await;
        let everybody = Everybody {
            centre,
            first: self.case_worker(centre).await,
            second: self.case_worker(centre).await,
            colleague: self.case_worker(centre).await,
            chief: self.member(centre, &[Role::Administrator]).await,
            operator: self.member(service, &[Role::Administrator]).await,
        };
        let (first, second) = (&everybody.first, &everybody.second);
        let contacts = json!([{ "account_id": first.account }, { "account_id": second.account }]);
        let written = everybody.chief.put_roster("\"v0\"", &contacts).await;
        written.assert_status(200);
        everybody
    }

    async fn danger(&self) -> Filed {
        let request = changed(least(), &json!({ "urgency": "danger_now" }));
        self.ask_for_help(&request).await
    }

    /// Does once what the server does each minute; says for how many alerts somebody was called.
    pub async fn escalate(&self) -> usize {
        let services = self.shared.services.clone();
        let (now, of_job) = (services.clock.now(), services.clone());
        let job = move |conn: &mut _| tulay::danger::escalate_due(conn, &of_job, now);
        services.db.write(job).await.unwrap()
    }

    /// The same person after signing in again: a token lasts for a quarter of an hour.
    pub async fn again(&self, person: &Person<'_>) -> Person<'_> {
        let services = self.shared.services.clone();
        let (now, session) = (services.clock.now(), services.new_id());
        let account = person.account.unwrap();
        let day = Duration::from_hours(24);
        let job = move |conn: &mut _| insert_session(conn, session, account, now, day);
        services.db.write(job).await.unwrap();
        let keys = &self.shared.token_keys;
        let token = keys
            .sign(&services.db, account, session, now)
            .await
            .unwrap();
        Person {
            app: self,
            authorization: format!("Bearer {token}"),
            account: Some(account),
            second_step: None,
        }
    }

    /// The alerts for which somebody was called.
    async fn alerts_of(&self, person: &Person<'_>) -> Vec<Value> {
        let listed = self.again(person).await.get(ALERTS).await;
        listed.assert_status(200);
        listed.json()["items"].as_array().unwrap().clone()
    }

    /// Which of them were called so far.
    async fn called(&self, all: &Everybody<'_>) -> Vec<&'static str> {
        let named = [
            ("first", &all.first),
            ("second", &all.second),
            ("colleague", &all.colleague),
            ("chief", &all.chief),
            ("operator", &all.operator),
        ];
        let mut called = Vec::new();
        for (name, person) in named {
            if !self.alerts_of(person).await.is_empty() {
                called.push(name);
            }
        }
        called
    }
}

impl Person<'_> {
    async fn put_roster(&self, tag: &str, contacts: &Value) -> Response {
        let request = self.request(Method::PUT, DUTY).header("If-Match", tag);
        Response::of(request.json(&json!({ "contacts": contacts }))).await
    }

    async fn acknowledge(&self, alert: &Value) -> Response {
        let id = alert["id"].as_str().unwrap();
        let path = format!("{ALERTS}/{id}/acknowledgement");
        Response::of(self.request(Method::POST, &path)).await
    }
}
