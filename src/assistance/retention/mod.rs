//! For how long a request is kept once it has ended, and what must not be destroyed meanwhile.
//!
//! What must always be true: nothing is erased because its time is over before both sides were told
//! for a month; whatever is said meanwhile gives it another month; a legal hold keeps it, and only a
//! court's order keeps it against the wish of the person, whom then nobody reads any more.

mod actions;
mod hold;
pub(in crate::assistance) mod http;
mod model;
mod store;

pub use actions::forget_expired;
pub(in crate::assistance) use actions::{
    Kept, delete_all, follow_status, keep_open, kept, note_activity,
};
pub(in crate::assistance) use hold::{open_reference, wish_erasure};
pub(in crate::assistance) use store::warned;
