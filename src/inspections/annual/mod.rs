//! The annual report of an inspectorate: what C081, Art. 21 asks for and R081, Par. 9 spells out, from the records.
//!
//! What must always be true:
//!
//! - Nothing is invented: what nobody has entered is null and named in `missing`; what is not known of a record is counted as
//!   unknown, so that the rows of every table add up to its total.
//! - A published edition never changes, whatever becomes of the records; what is published afterwards is another edition.
//! - Nothing that is published singles out a reporter or an establishment, or shows why a workplace was visited (C081, Art. 15 c):
//!   accidents and diseases that workers reported are published in whole groups of five, industries with fewer than five
//!   workplaces together. The rows add up all the same.

mod actions;
mod count;
mod http;
mod model;
mod printing;
mod public;
mod store;
mod table;
mod tally;
mod words;
mod written;

pub use http::routes;
