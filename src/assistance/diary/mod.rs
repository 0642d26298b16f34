//! The diary of a person's work and pay, and the claim that follows from it.
//!
//! What must always be true: the diary is the person's, nobody else writes in it; what an entry said
//! before an edit stays readable; a claim is reckoned exactly, by a rule whose source is told, and
//! says what it assumes; nothing of it is in the clear.

mod actions;
pub(in crate::assistance) mod http;
mod model;
mod store;

pub(in crate::assistance) use self::actions::{Reckoned, all, claim_of, delete_all};
pub(in crate::assistance) use self::http::ClaimShown;
pub(in crate::assistance) use self::model::Entry;
