//! The report of a visit: what the employer gets. Signed by an inspector, printed in two languages, checked by anybody.
//!
//! What must always be true:
//!
//! - What is signed is what was read: whoever signs names its digest.
//! - A signed report never changes; what is changed afterwards makes another one, with the next number.
//! - It does not say why the workplace was visited, not even the kind of the visit, and nothing of interviews.

mod actions;
mod content;
mod http;
mod printing;
mod store;
mod words;

pub use http::routes;
pub(super) use words::{ReportLanguage, both};
