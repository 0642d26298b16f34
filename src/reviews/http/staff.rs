//! What moderators read and decide.

pub mod decide;
pub mod queue;
pub mod read;

pub use decide::{DecidedReview, decided};
pub use queue::QueuedReview;
