//! Requests that belong together, and cases of several people.
//!
//! What must always be true: links and groups stay inside one organisation and are shown to its staff
//! alone; nobody is in a group without having agreed with their own receipt code; no member learns of
//! another.

mod actions;
pub(in crate::assistance) mod http;
mod model;
mod store;

pub(in crate::assistance) use self::actions::{delete, leave_all};
