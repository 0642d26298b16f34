//! Checklists: what is asked at a visit, each question with the provision on which it rests.
//!
//! A checklist is published once and never changes: what is asked otherwise is a new version, and old versions are kept for ever,
//! by the hash of what they say. Some come with the program, as data; an inspectorate publishes its own.

mod http;
mod model;
mod shipped;
mod store;

pub use http::routes;
pub use store::{Known, known_to};
