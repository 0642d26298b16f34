//! What a reporter sees of an alert.

use serde::Serialize;
use utoipa::ToSchema;

use crate::danger::Standing;
use crate::platform::clock::Time;
use crate::platform::http::Context;
use crate::rights::EmergencyNumberShown;

/// Who was called because somebody is in danger, and whether anybody has seen it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SafetyAlertOfReport, example = json!({ "alerted_at": "2026-11-30T08:15:30Z",
    "seen_at": null, "text": "Inspectors were called. Nobody has answered yet.", "emergency_numbers": [] }))]
pub(in crate::safety) struct AlertShown {
    /// When the first was called; null as long as nobody could be.
    alerted_at: Option<Time>,
    /// When somebody who was called has seen it; null as long as nobody has.
    seen_at: Option<Time>,
    /// The same, in the caller's language.
    text: String,
    /// The numbers to dial in that country, as long as nobody has seen it; otherwise empty.
    emergency_numbers: Vec<EmergencyNumberShown>,
}

impl AlertShown {
    /// How an alert stands, with the numbers of the country.
    pub(in crate::safety) fn of(
        context: &Context,
        standing: &Standing,
        numbers: &[EmergencyNumberShown],
    ) -> Self {
        let name = match (standing.acknowledged_at, standing.called_at) {
            (Some(_), _) => "safety-alert-seen",
            (None, Some(_)) => "safety-alert-called",
            (None, None) => "safety-alert-nobody",
        };
        let is_seen = standing.acknowledged_at.is_some();
        let numbers = numbers.iter().filter(|_| !is_seen);
        Self {
            alerted_at: standing.called_at,
            seen_at: standing.acknowledged_at,
            text: context.say(name, None, &Vec::new()),
            emergency_numbers: numbers.cloned().collect(),
        }
    }
}
