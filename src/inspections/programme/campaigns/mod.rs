//! Campaigns: what an inspectorate looks at first in a time, where, how often and by whom.

pub mod changes;
pub mod http;
mod model;
mod running;
mod store;

pub use running::{Running, divide, running};
pub use store::known as known_campaigns;
