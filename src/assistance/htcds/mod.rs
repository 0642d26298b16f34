//! Cases for the records of somebody else, in the Human Trafficking Case Data Standard (HTCDS) 2.0.
//!
//! What must always be true: a case is exported to a recipient only while a consent of its person stands for exactly this
//! purpose and this recipient, and of it only what the consent covers; nothing that somebody wrote is exported, nor who
//! they are; each case that was exported is in the audit log.

mod actions;
pub(super) mod http;
mod mapping;
mod model;
mod store;
