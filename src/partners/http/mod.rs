//! How clients are looked after, and how they get their tokens.

mod manage;
mod shapes;
mod token;

use actix_web::web;

use super::actions::{CLIENT_AUTHENTICATES_OTHERWISE, CLIENT_REVOKED};
use crate::platform::http::Routes;
use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[&CLIENT_REVOKED, &CLIENT_AUTHENTICATES_OTHERWISE];

/// Adds the routes of this area.
pub fn routes(config: &mut Routes<'_, '_>) {
    manage::routes(config);
}

/// Adds the routes that speak OAuth 2.0 and live beside `/v1`, whose conventions OAuth does not follow.
pub fn oauth_routes(config: &mut web::ServiceConfig) {
    config
        .service(token::issue_token)
        .service(token::get_metadata);
}
