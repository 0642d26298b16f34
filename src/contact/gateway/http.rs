//! A gateway that is asked over HTTP.

use std::time::Duration;

use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::StatusCode;

use super::{GatewayFailure, TextGateway};
use crate::config::{TextGatewayForm, TextGatewaySettings};
use crate::contact::permit::Permit;
use crate::platform::ids::Id;
use crate::platform::outbound::{self, Patience, Reach};

/// How long the gateway may take.
const PATIENCE: Patience = Patience {
    whole: Duration::from_secs(20),
    connect: Duration::from_secs(5),
};
/// What it answers when a number or a text is refused for good.
const REFUSED: [StatusCode; 3] = [
    StatusCode::BAD_REQUEST,
    StatusCode::GONE,
    StatusCode::UNPROCESSABLE_ENTITY,
];

/// The gateway of the settings.
pub struct HttpGateway {
    settings: TextGatewaySettings,
    agent: Agent,
}

impl HttpGateway {
    /// The gateway of the settings. It stands where the operator says, and is asked over TLS unless it runs on this
    /// machine.
    pub fn new(settings: TextGatewaySettings) -> Self {
        Self {
            agent: outbound::agent(Reach::NamedByOperator, PATIENCE),
            settings,
        }
    }

    /// The body, and how the secret is shown.
    fn body(&self, permit: &Permit, text: &str, id: Id) -> (Value, &'static str) {
        let number = permit.number().as_str();
        match self.settings.form {
            TextGatewayForm::Json => (json!({ "id": id, "to": number, "text": text }), "Bearer"),
            TextGatewayForm::RapidPro => {
                let urns = [format!("tel:{number}")];
                (json!({ "urns": urns, "text": text }), "Token")
            }
        }
    }
}

impl TextGateway for HttpGateway {
    fn send(&self, permit: &Permit, text: &str, id: Id) -> Result<(), GatewayFailure> {
        let (body, scheme) = self.body(permit, text, id);
        let mut request = self
            .agent
            .post(&self.settings.url)
            .header("content-type", "application/json")
            .header("idempotency-key", format!("\"{id}\""));
        if let Some(secret) = &self.settings.secret {
            let shown = format!("{scheme} {}", secret.expose_secret());
            request = request.header("authorization", shown);
        }
        // What it answers besides, and the error itself, may repeat the number: neither is read nor logged.
        let status = match request.send(body.to_string().as_bytes()) {
            Ok(response) => response.status(),
            Err(_) => return Err(GatewayFailure::NotNow),
        };
        if status.is_success() {
            return Ok(());
        }
        tracing::warn!(status = status.as_u16(), "The gateway did not take a text");
        Err(if REFUSED.contains(&status) {
            GatewayFailure::Never
        } else {
            GatewayFailure::NotNow
        })
    }
}
