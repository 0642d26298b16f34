//! What a phone carries along: for each corridor and language one signed document with everything that is public and matters
//! without the network.
//!
//! What must always be true:
//!
//! - A bundle holds what somebody without a name may read, and nothing more.
//! - The signature is over the bytes of the bundle itself, so that a copy that went from phone to phone proves what it is.
//! - A change gives, applied to the version before, byte for byte the whole new bundle, whose signature it brings along.
//! - The same content is never published twice; several instances publish a change once.
//! - Each item says in which language its text is and how that came about.

mod actions;
mod http;
mod model;
mod store;

pub use actions::{Publisher, Transfers};
pub use http::routes;

use crate::platform::problem::{ProblemCode, problem_code};

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[&UNKNOWN_CORRIDOR];
/// Nothing is known of where somebody comes from or goes.
const UNKNOWN_CORRIDOR: ProblemCode = problem_code("unknown_corridor", 404);
