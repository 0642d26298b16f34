//! Wire types and handlers.

mod alerts;
mod roster;

/// Adds the routes of danger alerts.
use crate::platform::http::Routes;

pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(roster::get_duty_roster)
        .service(roster::put_duty_roster)
        .service(alerts::list_danger_alerts)
        .service(alerts::acknowledge_danger_alert);
}
