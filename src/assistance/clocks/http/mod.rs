//! Wire types and handlers.

mod escalations;
mod pause;
mod receipt;

pub use receipt::{EscalationShown, PauseShown};

/// Adds the routes of clocks.
use crate::platform::http::Routes;

pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(receipt::escalate_assistance_request)
        .service(escalations::list_assistance_escalations)
        .service(pause::pause_assistance_request)
        .service(pause::resume_assistance_request);
}
