//! How clients get in, in the published contract.

use serde_json::{Map, Value, json};

use crate::identity::permissions::Scope;

/// What a scope lets a client do, for the contract.
const fn about(scope: Scope) -> &'static str {
    match scope {
        Scope::AssistanceReadStatus => {
            "List the requests for help of the own organisation, without anything sealed."
        }
        Scope::SafetyReadStatus => {
            "List the safety reports of the own organisation, without anything sealed."
        }
        Scope::WebhooksRead => "List what became of webhooks.",
        Scope::WebhooksReplay => "Have webhooks sent again.",
        Scope::DirectoryReadPartner => {
            "Read what the service directory shows to organisations that help."
        }
    }
}

/// Adds the way in to the document's security schemes.
pub fn document(contract: &mut Value) {
    let schemes = contract.pointer_mut("/components/securitySchemes");
    let Some(schemes) = schemes.and_then(Value::as_object_mut) else {
        return;
    };
    let scopes = Scope::ALL
        .iter()
        .map(|scope| (scope.as_str().to_owned(), json!(about(*scope))));
    let scheme = json!({
        "type": "oauth2",
        "description": "A token of a partner's program, good for 15 minutes, sent as `Authorization: Bearer …`. \
            `POST /oauth/token` speaks OAuth 2.0: forms, and refusals after RFC 6749.",
        "flows": { "clientCredentials": {
            "tokenUrl": "/oauth/token", "scopes": scopes.collect::<Map<_, _>>()
        } }
    });
    schemes.insert("client_token".to_owned(), scheme);
}
