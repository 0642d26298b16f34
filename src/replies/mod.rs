//! What agencies answer to reviews, and which reviews they report.
//!
//! What must always be true:
//!
//! - An agency sees of its reviews exactly what the public sees, and answers and reports only what is
//!   shown; anything else is not there for it, not even whether it exists.
//! - Nothing of a reply is public before a moderator has read it, and what is published may differ
//!   from what was written: a reply that tells who wrote the review, or frightens, is the danger.
//!   The original stays sealed under the reply's own key.
//! - Each publication of a review is answered once. What its author changes is a new publication under
//!   another public id, and can be answered anew; the reply to the old one is gone with it.
//! - A report removes nothing. Who takes a review down is a moderator, the way every published review
//!   is taken down: counted in public and written into the transparency log.
//! - Whoever belongs to an organisation with an [interest](crate::claims::has_interest) in an agency
//!   moderates neither its replies nor its reports: they are not there.

mod actions;
mod follow;
mod http;
mod model;
mod store;

pub use follow::follow_agency;
pub use http::{PROBLEMS, forget_ended, routes};
