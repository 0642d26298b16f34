//! Organisations that take up requests and reports: NGOs, unions, embassies, inspectorates.
//!
//! What must always be true: an organisation is given only what lies in a country and a competence
//! of its own.

mod store;

pub use store::{NewOrganisation, find_covering, find_name, has_competence, insert};

use utoipa_actix_web::service_config::ServiceConfig;

use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];

/// Adds the routes of this area.
pub fn routes(_config: &mut ServiceConfig<'_>) {}
