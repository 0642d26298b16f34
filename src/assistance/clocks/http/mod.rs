//! Wire types and handlers.

mod escalations;
mod pause;
mod receipt;

pub use receipt::{EscalationShown, PauseShown};

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes of clocks.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(receipt::escalate_assistance_request)
        .service(escalations::list_assistance_escalations)
        .service(pause::pause_assistance_request)
        .service(pause::resume_assistance_request);
}
