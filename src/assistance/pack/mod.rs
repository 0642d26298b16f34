//! The evidence pack: what a person can lay before an office or a court, as JSON and as PDF.
//!
//! What must always be true: each part has its digest, and the whole has one over all of them; the
//! custody log tells who did what and when, by role and never by name; an organisation gets a pack
//! only with consent, and the audit log says so.

mod actions;
pub(in crate::assistance) mod http;
mod model;
mod pdf;
