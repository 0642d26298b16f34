//! Wire types and handlers.

mod alerts;
mod roster;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes of danger alerts.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(roster::get_duty_roster)
        .service(roster::put_duty_roster)
        .service(alerts::list_danger_alerts)
        .service(alerts::acknowledge_danger_alert);
}
