//! How webhooks are managed over HTTP.

mod deliveries;
mod endpoints;
mod shapes;

use super::actions::{ENDPOINT_DISABLED, ENDPOINTS_FULL};
use crate::platform::http::Routes;
use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[&ENDPOINTS_FULL, &ENDPOINT_DISABLED];

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    endpoints::routes(config);
    deliveries::routes(config);
}
