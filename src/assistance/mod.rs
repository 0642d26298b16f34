//! Requests for help, from the first message to the remedy.
//!
//! What must always be true: what a person told is sealed; it is opened only with their receipt code or by the organisation that has the request, and then the audit log says so.

use utoipa_actix_web::service_config::ServiceConfig;

use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];

/// Adds the routes of this area.
pub fn routes(_config: &mut ServiceConfig<'_>) {}
