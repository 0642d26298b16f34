//! What the law gives to a worker in a form that can be compared, and three questions that compare: wages, fees, a contract.
//! And self-checks, of which only the questions are here.
//!
//! What must always be true:
//!
//! - An answer is never surer than what it rests on. What was not told makes a rule unknown, never broken or kept; a figure
//!   after which a newer one is to be expected says only what the newer one cannot change. What is not here is not known; it
//!   does not mean that anything is allowed.
//! - Each answer names its rule, where it stands, how it is known and for which day, and whom to ask.
//! - What is asked is not stored, logged or counted: a question holds a wage, a debt, a passport.
//! - Answers to a self-check never reach the server; there is no address to which they could go.
//! - Everything is read and checked as a whole at the start and then is the same until the next one.

mod bundled;
mod http;
mod model;
mod reader;

use crate::platform::problem::ProblemCode;

pub use http::routes;
pub use model::Library;
pub use reader::{Fault, Refused, read_library};

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[];
