//! How great the risk of an establishment is: a value, its band, and the factors behind it.
//!
//! What must always be true: the value follows from what is known and the published method alone; every version of the
//! method stays readable; reports count only from [`FEWEST_REPORTS`](super::model::FEWEST_REPORTS) on and as of the end
//! of the month before, so that nothing that is shown or stored changes when somebody speaks.

mod method;
mod versions;

pub use method::{Circumstances, FactorWeight, Method};
pub use versions::{MethodError, MethodRow, ensure_method, list_methods, method_in_force};
