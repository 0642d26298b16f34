//! Versions of articles: drafts, their review by a second person, what is published and what was.
//!
//! What the public reads is a projection of the version that is published; it is written anew with each publication.

pub(super) mod actions;
mod decide;
mod diff;
mod error;
pub(super) mod http;
pub(super) mod model;
pub(super) mod publish;
pub(super) mod store;

pub(super) use error::{EditorialError, PROBLEMS, RANGE_NOT_SATISFIABLE};
