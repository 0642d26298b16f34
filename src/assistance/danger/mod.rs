//! Alerts: when a request is critical, somebody is called at once, and others when nobody answers.
//!
//! What must always be true: a critical request and its alert are stored together or not at all;
//! each step of an escalation happens once, however many instances run; an alert ends with an
//! acknowledgement or with the danger to the person, never by itself; it holds nothing that was told.

mod actions;
mod escalation;
mod events;
pub(super) mod http;
mod roster;
mod stops;
mod store;

pub use actions::PROBLEMS;
pub(super) use actions::{Alarm, Standing, close, forget, hand_on, raise, standing};
pub use escalation::escalate_due;
pub(super) use store::ClosedBecause;
