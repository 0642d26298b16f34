//! Queries.

pub mod replies;
pub mod reports;
