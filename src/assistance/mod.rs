//! Requests for help, from the first message to the remedy.
//!
//! What must always be true: what a person told is sealed; it is opened only with their receipt
//! code or by the organisation to which they consented, and then the audit log says so; a request
//! that was taken back is no longer readable for the organisation, one that was erased for nobody.

mod actions;
mod check_ins;
mod diary;
mod http;
mod links;
mod model;
mod outcome;
mod pack;
mod problems;
mod routing;
mod store;
mod work;

pub use actions::{count_open, forget_expired, keep_house, route_unassigned};
pub use http::routes;
pub use problems::PROBLEMS;
