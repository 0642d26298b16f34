//! Plans of visits.

mod accept;
pub mod http;
mod model;
mod propose;
pub mod rounds;
mod shapes;
mod store;

pub use model::Period;
pub use store::visits_of_campaign;

use super::planner::{Parameters, shipped};
use crate::inspections::error::InspectionError;

/// By which numbers visits are planned now.
pub fn parameters() -> Result<Parameters, InspectionError> {
    shipped().map_err(|error| InspectionError::Parameters(error.to_string()))
}
