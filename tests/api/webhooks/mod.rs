//! Webhooks: what an organisation's servers are told, and that nothing is lost, doubled or told to others.

mod delivering;
mod failing;
mod managing;

use serde_json::{Value, json};
use tulay::identity::permissions::Role;
use tulay::platform::ids::Id;
use tulay::platform::outbound::Reach;
use tulay::webhooks::Deliverer;

use crate::harness::{Person, Receiver, TestApp};

const ENDPOINTS: &str = "/v1/staff/webhook-endpoints";

/// All types that there are.
const ALL: [&str; 11] = [
    "assistance_request.assigned",
    "assistance_request.message_received",
    "assistance_request.status_changed",
    "assistance_request.withdrawn",
    "assistance_request.erased",
    "safety_report.assigned",
    "safety_report.message_received",
    "safety_report.status_changed",
    "safety_report.withdrawn",
    "safety_report.erased",
    "webhook_endpoint.disabled",
];

/// An endpoint that was made.
struct Endpoint {
    path: String,
    secret: String,
}

impl Endpoint {
    fn sub(&self, what: &str) -> String {
        format!("{}/{what}", self.path)
    }
}

impl Person<'_> {
    async fn endpoint(&self, name: &str, events: &[&str]) -> Endpoint {
        let url = format!("https://hooks.ngo.example/{name}");
        let body = json!({ "name": name, "url": url, "event_types": events });
        let made = self.post(ENDPOINTS, &body).await;
        made.assert_status(201);
        let made = made.json();
        Endpoint {
            path: format!("{ENDPOINTS}/{}", made["id"].as_str().unwrap()),
            secret: made["secret"].as_str().unwrap().to_owned(),
        }
    }

    async fn deliveries(&self, endpoint: &Endpoint, query: &str) -> Vec<Value> {
        let path = format!("{}?limit=100{query}", endpoint.sub("deliveries"));
        let found = self.get(&path).await;
        found.assert_status(200);
        found.json()["items"].as_array().unwrap().clone()
    }
}

impl TestApp {
    async fn chief_of(&self, organisation: Id) -> Person<'_> {
        self.member(organisation, &[Role::Administrator]).await
    }

    /// Does what the server does all the time.
    async fn deliver(&self, receiver: &Receiver) -> usize {
        let deliverer = Deliverer::new(Reach::OnlyLoopbackForTests(receiver.address));
        let services = self.shared.services.clone();
        let ticked = tokio::task::spawn_blocking(move || deliverer.tick(&services));
        ticked.await.unwrap()
    }

    /// Files a request for help in Singapore; its id and the receipt code.
    async fn need_help(&self) -> (String, String) {
        let filed = self.post("/v1/assistance-requests", &help()).await;
        filed.assert_status(201);
        let body = filed.json();
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        (text("id"), text("receipt_code"))
    }
}

fn help() -> Value {
    json!({
        "for_whom": "self", "urgency": "not_urgent", "issue_codes": ["other"],
        "narrative": "Planted narrative about the grey safe",
        "place": { "country": "SG", "precision": "country" }, "language": "en",
        "consents": { "share_identity": false }
    })
}
