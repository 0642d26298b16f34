//! What happens when a text comes in.

mod case;
mod keep;
mod take;

pub use keep::forget_expired;
pub use take::{Outcome, take};
