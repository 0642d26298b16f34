//! Working days: weekends and public holidays by country, and what a deadline in working days is.
//!
//! A deadline of `n` working days ends on the n-th working day after the day from which it runs. What is not known is never taken for a
//! working year: a deadline that runs beyond the years that are held here is refused, and one that is counted across days of
//! which a holiday is missing is marked as provisional.

mod http;
mod model;

pub use http::routes;
pub use model::find;
