//! The standard (Human Services Data Specification 3) as this service speaks it.

mod ids;
mod parts;
pub mod shapes;
mod shown;
pub mod taxonomy;

pub use ids::derived;
pub use shown::Stamps;
