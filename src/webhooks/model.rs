//! Events, endpoints, deliveries; what is signed, and when it is tried again.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::platform::clock::Time;
use crate::platform::crypto::authenticate_message;
use crate::platform::ids::{Id, Randomness};
use crate::text_enum;

text_enum! {
    /// What happened. More types may come: pass over those that you do not know.
    pub enum EventType {
        /// A request for help has come to the organisation.
        AssistanceRequestAssigned => "assistance_request.assigned",
        /// The worker has written, or has added facts.
        AssistanceRequestMessageReceived => "assistance_request.message_received",
        /// The request has another status.
        AssistanceRequestStatusChanged => "assistance_request.status_changed",
        /// The worker has taken the request back.
        AssistanceRequestWithdrawn => "assistance_request.withdrawn",
        /// The request was erased.
        AssistanceRequestErased => "assistance_request.erased",
        /// Somebody may be in danger: the organisation's duty contact is called.
        DangerAlertRaised => "danger_alert.raised",
        /// Nobody has answered in time: the next ones are called.
        DangerAlertEscalated => "danger_alert.escalated",
        /// Another organisation asks this one to help somebody.
        ReferralReceived => "referral.received",
        /// What the organisation has referred was accepted, rejected, not answered, done, or taken back by the person.
        ReferralAnswered => "referral.answered",
        /// What was referred to the organisation was taken back, or its time ran out.
        ReferralRevoked => "referral.revoked",
        /// Somebody is in danger at work: the inspectorate's duty contact is called.
        SafetyAlertRaised => "safety_alert.raised",
        /// Nobody has answered in time: the next ones are called.
        SafetyAlertEscalated => "safety_alert.escalated",
        /// A safety report has come to the organisation.
        SafetyReportAssigned => "safety_report.assigned",
        /// The reporter has written, or has added facts.
        SafetyReportMessageReceived => "safety_report.message_received",
        /// The report has another status.
        SafetyReportStatusChanged => "safety_report.status_changed",
        /// The reporter has taken the report back.
        SafetyReportWithdrawn => "safety_report.withdrawn",
        /// The report was erased.
        SafetyReportErased => "safety_report.erased",
        /// Another endpoint of the organisation was disabled, because it failed for long or is gone.
        WebhookEndpointDisabled => "webhook_endpoint.disabled",
        /// An administrator tries the endpoint.
        WebhookEndpointTested => "webhook_endpoint.tested",
    }
}

impl EventType {
    /// What it is, for the contract. A new type is a line above and a line here.
    #[expect(clippy::too_many_lines, reason = "one line per type")]
    pub const fn about(self) -> &'static str {
        match self {
            Self::AssistanceRequestAssigned => "A request for help has come to the organisation.",
            Self::AssistanceRequestMessageReceived => {
                "The worker has written to the organisation, or has added facts."
            }
            Self::AssistanceRequestStatusChanged => "The request has another status.",
            Self::AssistanceRequestWithdrawn => {
                "The worker has taken the request back. Stop working on it; delete what you hold of it."
            }
            Self::AssistanceRequestErased => {
                "The request was erased. Delete whatever you hold of it."
            }
            Self::DangerAlertRaised => {
                "Somebody may be in danger, and the organisation's duty contact is called. Whoever is \
                 called finds the alert at /v1/staff/danger-alerts."
            }
            Self::DangerAlertEscalated => {
                "Nobody has answered an alert in time, and the next ones are called."
            }
            Self::ReferralReceived => {
                "Another organisation asks this one to help somebody. It is at \
                 /v1/staff/assistance-referrals."
            }
            Self::ReferralAnswered => {
                "What the organisation has referred was accepted, rejected, not answered in time, done, or \
                 taken back by the person."
            }
            Self::ReferralRevoked => {
                "What was referred to the organisation was taken back, or its time ran out. Stop working on \
                 it; delete what you hold of it."
            }
            Self::SafetyAlertRaised => {
                "Somebody is in danger at work, and the inspectorate's duty contact is called. Whoever is \
                 called finds the alert at /v1/staff/safety-alerts."
            }
            Self::SafetyAlertEscalated => {
                "Nobody has answered an alert about a safety report in time, and the next ones are called."
            }
            Self::SafetyReportAssigned => "A safety report has come to the organisation.",
            Self::SafetyReportMessageReceived => {
                "The reporter has written to the organisation, or has added facts."
            }
            Self::SafetyReportStatusChanged => "The report has another status.",
            Self::SafetyReportWithdrawn => {
                "The reporter has taken the report back. Stop working on it; delete what you hold of it."
            }
            Self::SafetyReportErased => "The report was erased. Delete whatever you hold of it.",
            Self::WebhookEndpointDisabled => {
                "Another endpoint of the organisation was disabled, because it failed for three days or \
                 answered 410."
            }
            Self::WebhookEndpointTested => "An administrator tries the endpoint.",
        }
    }

    /// What kind of thing the id in it names: what stands before the dot.
    pub fn subject_kind(self) -> &'static str {
        let word = self.as_str();
        word.split_once('.').map_or(word, |(kind, _)| kind)
    }
}

text_enum! {
    /// Whether an endpoint is told anything.
    pub enum EndpointStatus {
        /// It is.
        Enabled => "enabled",
        /// It is not; what happens meanwhile can be replayed.
        Disabled => "disabled",
    }
}

text_enum! {
    /// Why an endpoint is told nothing.
    pub enum DisabledBecause {
        /// An administrator wished it.
        ByAdministrator => "by_administrator",
        /// It has taken nothing for three days.
        Failing => "failing",
        /// It answered 410.
        Gone => "gone",
    }
}

text_enum! {
    /// How far a delivery has come.
    pub enum DeliveryStatus {
        /// It will be tried, or tried again.
        Pending => "pending",
        /// The endpoint has taken it.
        Delivered => "delivered",
        /// It is not tried any more; it can be replayed.
        Dead => "dead",
    }
}

text_enum! {
    /// Why the last attempt failed.
    pub enum DeliveryFailure {
        /// The address leads to where only this service's neighbours are.
        AddressRefused => "address_refused",
        /// Nobody answered, or not in time.
        NotReached => "not_reached",
        /// It answered that it is elsewhere; nobody is followed.
        Redirected => "redirected",
        /// It answered with an error.
        Refused => "refused",
        /// It answered 410.
        Gone => "gone",
        /// The endpoint is disabled.
        EndpointDisabled => "endpoint_disabled",
    }
}

/// What is sealed of an endpoint.
#[derive(Clone, Serialize, Deserialize)]
pub struct Target {
    /// Where it is.
    pub url: String,
    /// The bytes with which deliveries are signed, in base64.
    pub secret: String,
    /// The secret before, for as long as both sign.
    #[serde(default)]
    pub previous: Option<String>,
}

/// Names what is sealed; it must never change.
pub const TARGET: &str = "webhook_endpoint.target";
/// How long the secret before goes on signing.
pub const OVERLAP: Duration = Duration::from_hours(24);
/// How long events are kept.
pub const KEPT: Duration = Duration::from_hours(24 * 30);
/// Endpoints that an organisation may have: each change writes a row for each of them.
pub const MOST_ENDPOINTS: usize = 10;

/// Bytes of a new secret, in base64.
pub fn new_secret(randomness: &dyn Randomness) -> String {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    randomness.fill(bytes.as_mut_slice());
    STANDARD.encode(bytes.as_slice())
}

/// A secret as its owner keeps it.
pub fn shown_secret(secret: &str) -> String {
    format!("whsec_{secret}")
}

/// What an endpoint is sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({ "type": "assistance_request.assigned", "timestamp": "2026-11-23T08:00:00Z",
    "data": { "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "kind": "assistance_request" } }))]
pub struct WebhookEvent {
    /// What happened.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// In which hour; nothing finer is kept.
    pub timestamp: Time,
    /// What it is about.
    pub data: WebhookEventData,
}

/// What an event is about: ids only. Ask for the rest with a credential that may read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookEventData {
    /// Its id.
    pub id: Id,
    /// What it is.
    #[schema(example = "assistance_request")]
    pub kind: String,
}

impl Target {
    /// The signatures of a message, `v1,…` each: the id, the seconds and the body, joined by full stops.
    pub fn sign(&self, event: Id, seconds: i64, body: &str, with_previous: bool) -> String {
        let content = format!("{event}.{seconds}.{body}");
        let previous = self.previous.iter().filter(|_| with_previous);
        let secrets = std::iter::once(&self.secret).chain(previous);
        let sign = |secret: &String| {
            let secret = Zeroizing::new(STANDARD.decode(secret).unwrap_or_default());
            let code = authenticate_message(&secret, content.as_bytes());
            format!("v1,{}", STANDARD.encode(code))
        };
        secrets.map(sign).collect::<Vec<_>>().join(" ")
    }
}

/// The full hour. A finer time could lead from a stolen database to whose telephone it was.
pub fn hour_of(time: Time) -> Time {
    time.hour()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_that_of_the_specification() {
        // The example of the specification's own libraries.
        let target = Target {
            url: String::new(),
            secret: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned(),
            previous: None,
        };
        let secret = STANDARD.decode(&target.secret).unwrap();
        let message = b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}";
        assert_eq!(
            STANDARD.encode(authenticate_message(&secret, message)),
            "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn an_event_is_about_what_stands_before_the_dot() {
        for event in EventType::ALL {
            assert!(event.about().ends_with('.'));
            assert!(event.as_str().contains('.'));
        }
        let kind = EventType::SafetyReportErased.subject_kind();
        assert_eq!(kind, "safety_report");
    }
}
