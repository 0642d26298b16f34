//! Clocks: what was not done in time is told to the organisation's administrators, then to the operator's
//! desk; the person may do the same; a clock stands still only for a reason that the person sees.
//!
//! What must always be true: each escalation happens once, however many instances run; whoever pauses a clock
//! tells the person why and until when.

mod actions;
pub(super) mod http;
mod job;
mod pause;
mod store;

pub use actions::PROBLEMS;
pub(super) use actions::{forget, settle};
pub use job::escalate_silence;
pub(super) use store::{EscalationRow, PauseRow, list_of, list_pauses};
