//! Use cases.

mod answers;
mod by_hand;
mod duty;
mod occasions;
mod plan;
mod sending;
mod stops;

pub use answers::enqueue;
pub use by_hand::{
    HandMade, Permitted, RefusedContact, find, list, note_outcome, refuse_by_hand, try_by_hand,
};
pub use duty::call_duty;
pub use occasions::{Notice, notify};
pub(super) use plan::open_part;
pub use plan::{Foreseen, SendersPart, end, foresee, forget, keep, note_plan, sends};
pub(super) use sending::{Leased, prepare, settle};
pub(super) use stops::stopped_of;
pub use stops::{is_stopped, start_again, stop};
