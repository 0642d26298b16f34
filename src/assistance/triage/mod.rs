//! The rules by which a request gets its priority: data that an authority changes, in versions.
//!
//! What must always be true: every request gets a priority; who says that somebody is in danger now
//! is looked at first, whatever the rules are; what was published is never changed; nothing sealed
//! is opened to try rules.

mod actions;
mod built_in;
pub(super) mod http;
mod rules;
mod store;
mod trial;

pub use actions::PROBLEMS;
pub(super) use actions::{InForce, in_force};
pub use built_in::{BuiltInError, ensure_built_in};
pub(super) use rules::Answers;
pub use rules::ReasonCode;
