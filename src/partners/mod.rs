//! Programs of partner organisations: OAuth 2.0 clients that call the service in their organisation's name.
//!
//! What must always be true: a client is never more than its scopes and its organisation, and at each request it is
//! asked anew whether it still has them; no scope opens anything sealed; a secret is stored only as a keyed hash, and
//! shown once; a signed assertion is taken once.

mod actions;
mod documented;
mod http;
mod model;
mod store;

pub use documented::document;
pub use http::{PROBLEMS, oauth_routes, routes};
pub use store::forget_expired;
