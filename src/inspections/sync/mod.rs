//! How tablets and the service tell each other what has changed, whatever the network does in between.
//!
//! What must always be true:
//!
//! - Each operation of a tablet is done once, and gets the same result however often it is sent.
//! - In whatever order operations come, the end is the same: one that comes before the one on which it builds waits for it.
//! - What an inspector wrote stands, or is in the history of its record, or waits in a conflict for a person. It is
//!   never lost, and one operation that cannot be done holds up no other.
//! - A push and a pull take a fixed number of queries.

mod conflicts;
mod held;
mod http;
mod judge;
mod operation;
mod outcome;
mod pull;
mod push;
mod store;

pub use held::reject_overdue;
pub use http::routes;
pub use operation::SyncOperation;
