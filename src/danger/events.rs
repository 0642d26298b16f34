//! The one place where it is told that something happened to an alert.
//!
//! The log hears of it, and the systems of the organisation that has what it is about. Nothing but ids and
//! words of closed lists goes in.

use super::store::AlertRow;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::text_enum;
use crate::webhooks::{self, Happening};

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
pub fn announce(
    conn: &mut Conn,
    event: AlertEvent,
    alert: &AlertRow,
    now: Time,
) -> Result<(), DbError> {
    let (alert_id, stop) = (alert.id, alert.stop);
    match event {
        AlertEvent::Unheard => {
            tracing::error!(%event, %alert_id, %stop, "A danger alert reaches nobody");
        }
        AlertEvent::Raised | AlertEvent::Escalated => {
            tracing::warn!(%event, %alert_id, %stop, "A danger alert calls somebody");
        }
        AlertEvent::Acknowledged | AlertEvent::Closed => {
            tracing::info!(%event, %alert_id, %stop, "A danger alert is over");
        }
    }
    let (raised, escalated) = alert.duty.events();
    let told = match event {
        AlertEvent::Raised => raised,
        AlertEvent::Escalated | AlertEvent::Unheard => escalated,
        AlertEvent::Acknowledged | AlertEvent::Closed => return Ok(()),
    };
    let happening = Happening {
        event: told,
        organisation: alert.organisation_id,
        subject: alert.id,
        occurrence: stop.as_str(),
        at: now,
    };
    webhooks::announce(conn, &happening)
}
