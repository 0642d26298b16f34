//! Visits: planned or made at once, written down by their team, read by the whole inspectorate.
//!
//! What must always be true: only the team of a visit writes about it; whatever is written goes through a
//! [`Notebook`](crate::inspections::records::Notebook), so that nothing is overwritten.

mod actions;
mod http;

pub use actions::{ensure_of_team, find, hand, members, places, tag_of};
pub use http::{VisitRecord, routes};
