//! What is done well at work, shown in public.
//!
//! What must always be true: the reporter chose it and a person decided it; what is shown is that person's wording, a month
//! and a place on a grid of five kilometres, under an id that has nothing to do with the report's; it is gone when
//! the reporter takes the report back or erases it.

mod actions;
pub(in crate::safety) mod http;
pub(in crate::safety) mod outside;
mod store;

pub(in crate::safety) use actions::{forget, is_published};
pub(in crate::safety) use store::{GoodPractice, find, list};
