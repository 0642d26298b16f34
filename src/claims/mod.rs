//! Who speaks for an agency: claims to a profile, and whose interest keeps them from moderating it.
//!
//! What must always be true:
//!
//! - Nobody speaks for an agency whom a moderator has not believed, and no more than one organisation
//!   does at a time. A claim changes nothing while it waits: who claims a competitor's profile gets
//!   nothing by it, and takes nothing from who holds it.
//! - An organisation that claims an agency's profile, or ever did, has an [interest](has_interest) in
//!   it: for its staff what is to be moderated about that agency is not there. It does not end with
//!   the claim, or a refusal would make an impartial moderator of who was refused.
//! - What a claimant wrote and the reference of the evidence are sealed under the claim's own key;
//!   each opening is in the audit log.

mod actions;
mod follow;
mod http;
mod model;
mod store;

pub use follow::follow_agency;
pub use http::{PROBLEMS, routes};
pub use model::Standing;
pub use store::{find_speaker, find_standing, has_interest, list_interests};
