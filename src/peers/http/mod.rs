//! What servers say to each other, and what case workers see of that.

mod between;
mod staff;

use actix_web::web;

use crate::platform::http::Routes;
use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    staff::routes(config);
}

/// Adds the routes by which servers speak with each other, beside `/v1`: they are for no client, and what is asked
/// and answered there is signed.
pub fn between_servers_routes(config: &mut web::ServiceConfig) {
    between::routes(config);
}
