//! Alerts: when somebody is in danger, somebody is called at once, and others when nobody answers.
//!
//! It is the same for requests for help and for reports of dangers at work; the areas say what it is about
//! ([`Endangered`]) and show it in their own words.
//!
//! What must always be true: what is about danger and its alert are stored together or not at all; each step of an
//! escalation happens once, however many instances run; an alert ends with an acknowledgement or with the danger,
//! never by itself; it holds nothing that was told, and a text to a telephone on duty says that one is called and
//! nothing else.

mod actions;
mod escalation;
mod events;
pub mod http;
mod model;
mod roster;
mod stops;
mod store;

pub use actions::{Alarm, PROBLEMS, Standing, close, forget, hand_on, raise, standing};
pub use escalation::escalate_due;
pub use model::{AlertState, ClosedBecause, Duty, Endangered, Stop};
pub use roster::Roster;
pub use store::AlertRow;
