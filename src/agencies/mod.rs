//! Recruitment agencies: what the registers of licences say, and how workers rate them.
//!
//! What must always be true: whatever an agency's page says of its licence names the register and
//! the day on which that was retrieved; no row of a register is lost or cut without being told; an
//! agency keeps its id from one list to the next, and becomes another one only when a person says so;
//! what was known of a licence stays known; absence from a list is no delisting, and is never
//! answered as one.

mod check;
mod fetch;
mod history;
mod http;
mod matches;
mod model;
mod rating;
mod registers;
mod search;
mod store;

pub use fetch::{Fetcher, Reach};
pub use http::routes;
pub use matches::{Follow, Followers, Join};
pub use rating::{
    DimensionRating, Rating, current, exists, lock_rating, names, put_rating, resolve,
};
pub use registers::{
    ImportReport, Mapping, OtherList, RegisterError, Run, Told, import_folder, import_register,
    read_mappings,
};

use crate::platform::problem::ProblemCode;

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[&matches::BOTH_LISTED];
