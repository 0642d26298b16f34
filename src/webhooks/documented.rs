//! Webhooks in the published contract.

use serde_json::{Map, Value, json};

use super::model::EventType;

/// Adds each event to the document's `webhooks`.
pub fn document(contract: &mut Value) {
    let Some(contract) = contract.as_object_mut() else {
        return;
    };
    let described = EventType::ALL.iter().map(|event| {
        (
            event.as_str().to_owned(),
            json!({ "post": describe(*event) }),
        )
    });
    contract.insert(
        "webhooks".to_owned(),
        Value::Object(described.collect::<Map<_, _>>()),
    );
}

fn describe(event: EventType) -> Value {
    let header = |name: &str, about: &str, schema: Value| json!({ "name": name, "in": "header", "required": true, "description": about, "schema": schema });
    let text = || json!({ "type": "string" });
    json!({
        "operationId": format!("on_{}", event.as_str().replace('.', "_")),
        "summary": event.about(),
        "tags": ["webhooks"],
        "security": [],
        "parameters": [
            header("webhook-id", "Names the event; the same at each repetition: take it once.",
                json!({ "type": "string", "format": "uuid" })),
            header("webhook-timestamp", "When this attempt was made, in seconds since 1970; refuse what is \
                older than five minutes.", json!({ "type": "integer" })),
            header("webhook-signature", "One or several signatures, separated by spaces: `v1,` and the HMAC-SHA-256 of \
                `{webhook-id}.{webhook-timestamp}.{body}` under the endpoint's secret, in base64.", text()),
        ],
        "requestBody": { "required": true, "content": { "application/json": {
            "schema": { "$ref": "#/components/schemas/WebhookEvent" },
            "example": { "type": event.as_str(), "timestamp": "2026-11-23T08:00:00Z",
                "data": { "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "kind": event.subject_kind() } }
        } } },
        "responses": {
            "2XX": { "description": "Taken. Anything else is tried again for three days." },
            "410": { "description": "The endpoint is gone: it is disabled." }
        }
    })
}
