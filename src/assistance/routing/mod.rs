//! Who is asked to take a request, and in which order, until somebody has it.
//!
//! What must always be true: an open request has an owner, or one open offer with a time by which it is
//! answered; nobody is asked twice, or at all whom the person has excluded; the last stop is the
//! operator's desk, if there is one. An organisation that was only asked reads nothing that was told.

mod answer;
mod apply;
mod choice;
mod competences;
mod coverage;
pub(super) mod http;
mod job;
mod need;
mod plan;
mod rank;
mod store;

pub use answer::PROBLEMS;
pub(super) use apply::{
    Filed, forget, hasten, key_holders, offered_to, stop, take_transferred, withdraw_keys,
    write_filed,
};
pub(super) use choice::{exclude, takes_requests};
pub(super) use competences::all;
pub use job::route_unassigned;
pub(super) use need::{Facts, Need};
pub(super) use plan::plan;
pub(super) use store::{OfferRow, insert_exclusions, list_exclusions, list_offers};
