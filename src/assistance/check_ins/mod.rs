//! Asking 7, 30 and 90 days after things were settled whether somebody takes revenge on the person; what is shared with
//! safety reports is in [`crate::check_ins`].
//!
//! What must always be true: each check-in is asked exactly once, however many instances run and
//! however often they start; asking opens nothing sealed; who answers that somebody takes revenge
//! stands first in the queue.

mod actions;
pub(in crate::assistance) mod http;

pub(in crate::assistance) use self::actions::{ask_due, cancel, delete, follow_step};
