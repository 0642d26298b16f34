//! What every app asks first: whether it is new enough, which languages there are, what this server does and how much it
//! takes, and what a quick exit shows.
//!
//! What must always be true:
//!
//! - A switch says what this server really does, as its settings are; the operator cannot promise anything in a file.
//! - What a quick exit shows names nothing that tells what the app is.
//! - The answer is the same for everybody who speaks the same language, so that it tells nothing about who asks.

mod http;
mod model;
mod reader;
mod store;

use crate::platform::problem::ProblemCode;

pub use http::routes;
pub use model::AppsFile;
pub use reader::{Refused, read_apps};
pub use store::replace_apps;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];
