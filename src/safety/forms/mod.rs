//! What is asked in a report of each kind: forms that are published, versioned and never change.
//!
//! They are part of the program and not of the reference data, so that every version that was ever
//! published stays valid wherever the program runs. See decision 39.

mod answers;
mod check;
mod model;
mod published;

pub use answers::Answers;
pub use check::{Asked, faults};
pub use model::Form;
pub use published::{all, find, newest};
