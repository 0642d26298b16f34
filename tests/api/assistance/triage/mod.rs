//! By which rules a request gets its priority, and how it is decided again.

mod again;
mod rules;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;

use crate::harness::{Person, Response, TestApp};

const RULES: &str = "/v1/triage-rules";
const SETS: &str = "/v1/staff/triage-rule-sets";

impl TestApp {
    async fn authority(&self) -> Id {
        self.organisation("Example Ministry", &["SG"], &["triage_rules"])
            .await
    }

    /// Whoever may decide about the rules.
    async fn rule_maker(&self) -> Person<'_> {
        let authority = self.authority().await;
        self.member(authority, &[Role::Administrator]).await
    }
}

impl Person<'_> {
    async fn draft(&self, rules: &Value) -> Response {
        let body = json!({ "title": "Another order", "source": "Decision 7", "rules": rules });
        self.post(SETS, &body).await
    }

    /// Drafts rules and publishes them at once; returns their id.
    async fn put_in_force(&self, rules: &Value) -> String {
        let drafted = self.draft(rules).await;
        drafted.assert_status(201);
        let id = drafted.json()["id"].as_str().unwrap().to_owned();
        let published = self
            .post(&format!("{SETS}/{id}/publication"), &json!({}))
            .await;
        published.assert_status(200);
        id
    }
}

/// Rules by which danger comes first and nothing else counts but what is given.
fn rules(more: &[Value]) -> Value {
    let danger =
        json!({ "reason": "danger_now", "priority": "critical", "urgency": ["danger_now"] });
    let all: Vec<Value> = std::iter::once(danger)
        .chain(more.iter().cloned())
        .collect();
    json!({ "otherwise": "low", "rules": all })
}

/// What the first request of a queue says about its priority.
async fn first(person: &Person<'_>) -> Value {
    let page = person.get(super::QUEUE).await;
    page.assert_status(200);
    page.json()["items"][0].clone()
}
