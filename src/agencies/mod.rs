//! Recruitment agencies: what the registers of licences say, and how workers rate them.
//!
//! What must always be true: whatever an agency's page says of its licence names the register and
//! the day on which that was retrieved; no row of a register is lost or cut without being told; an
//! agency keeps its id from one list to the next.

mod http;
mod model;
mod rating;
mod registers;
mod replies;
mod search;
mod store;

pub use http::routes;
pub use rating::{DimensionRating, Rating, country, exists, lock_rating, names, put_rating};
pub use registers::{
    ImportReport, Mapping, OtherList, RegisterError, Run, Told, import_folder, import_register,
    read_mappings,
};
pub use replies::{Replies, ReplyCounts, put_reply_counts};

use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];
