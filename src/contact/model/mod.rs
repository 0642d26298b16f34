//! Plans, attempts, and what a plan says of a time and a way.

mod attempt;
mod decide;
mod plan;
mod window;
mod words;

pub use attempt::{ContactAttempt, ContactOutcome, ContactRefusal, NotedOutcome, Occasion};
pub use decide::{ByHand, Verdict};
pub(super) use decide::{by_hand, by_text};
pub(super) use plan::SMS;
pub use plan::{ChannelCode, ContactMethod, Fallback, OwnerCode, SafeContact};
pub use window::{ClockTime, ContactWindow};
pub(super) use words::words;
