//! Workplace-safety reports and their evidence.
//!
//! What must always be true: a photo loses everything that says who took it, where and with what
//! before it is stored.

pub mod evidence;
pub mod photo;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];

/// Adds the routes of this area.
pub fn routes(_config: &mut ServiceConfig<'_>) {}
