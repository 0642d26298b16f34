//! The one place where it is told that something happened to an alert.
//!
//! Whatever is to hear of it (the log today) is added here. Nothing but ids and words of closed lists
//! goes in.

use super::store::AlertRow;
use crate::text_enum;

text_enum! {
    /// What happened to an alert.
    pub enum AlertEvent {
        /// Somebody is called.
        Raised => "danger_alert_raised",
        /// Somebody further is called.
        Escalated => "danger_alert_escalated",
        /// Nobody could be called, not even at the last stop.
        Unheard => "danger_alert_unheard",
        /// Somebody has answered.
        Acknowledged => "danger_alert_acknowledged",
        /// Nobody needs to answer any more.
        Closed => "danger_alert_closed",
    }
}

/// Tells that something happened. It runs in the transaction of what happened.
pub fn announce(event: AlertEvent, alert: &AlertRow) {
    let (alert_id, stop) = (alert.id, alert.stop);
    match event {
        AlertEvent::Unheard => {
            tracing::error!(%event, %alert_id, %stop, "A danger alert reaches nobody")
        }
        AlertEvent::Raised | AlertEvent::Escalated => {
            tracing::warn!(%event, %alert_id, %stop, "A danger alert calls somebody");
        }
        AlertEvent::Acknowledged | AlertEvent::Closed => {
            tracing::info!(%event, %alert_id, %stop, "A danger alert is over");
        }
    }
}
