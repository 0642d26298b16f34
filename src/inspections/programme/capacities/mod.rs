//! When inspectors work outside, and where their days begin.

pub mod http;
mod model;
mod store;

pub use model::Capacity;
pub use store::of_inspectorate;
