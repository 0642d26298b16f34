//! What workers say about agencies, its moderation, and what follows for an agency's rating.
//!
//! What must always be true: a review says nothing about who wrote it; what is public was published by a moderator; a rejected or withdrawn review no longer counts.

use utoipa_actix_web::service_config::ServiceConfig;

use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];

/// Adds the routes of this area.
pub fn routes(_config: &mut ServiceConfig<'_>) {}
