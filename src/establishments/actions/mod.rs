//! What can be done with establishments, one function per use case.

mod desk;
mod keep;
mod link;
mod merge;
mod read;
mod reckon;

pub use desk::Desk;
pub use keep::{Cause, change, document, facts_of, lock_standing, register, set_operating};
pub use link::{link, unlink};
pub use merge::{decide, undo};
pub use read::{Shown, show};
pub use reckon::keep_risks;
