//! Recruitment agencies: what the registers of licences say, and how workers rate them.
//!
//! What must always be true: whatever an agency's page says of its licence names the register and
//! the day on which that was retrieved; no row of a register is lost or cut without being told.

mod rating;

pub use rating::{DimensionRating, Rating, exists, put_rating};
pub use rating::{lock_rating, names};

use utoipa_actix_web::service_config::ServiceConfig;

use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];

/// Adds the routes of this area.
pub fn routes(_config: &mut ServiceConfig<'_>) {}
