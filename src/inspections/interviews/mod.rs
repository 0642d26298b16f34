//! Interviews with workers, by recorded question and tap.
//!
//! What must always be true:
//!
//! - What a worker answers is sealed under a key of that interview. No member of staff is shown it: the inspector sees how great the
//!   risk is, and from five interviews on which answers were frequent, in groups of five and in shares that name nobody.
//! - The record of an interview, its events and whatever is made of them hold the risk and the day and nothing else.
//! - Whoever asks for help becomes an ordinary request for help, with a receipt of the worker's own. Nothing leads from one to the
//!   other, in neither direction.

mod actions;
mod http;
mod scripts;
mod store;

pub use http::routes;
