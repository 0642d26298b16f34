//! Who speaks for an agency: claims to a profile, and whose interest keeps them from moderating it.
//!
//! What must always be true:
//!
//! - Nobody speaks for an agency whom a moderator has not believed, and no more than one organisation
//!   does at a time. A claim changes nothing while it waits: who claims a competitor's profile gets
//!   nothing by it, and takes nothing from who holds it.
//! - An organisation that claims an agency's profile, or ever did, is in the business: it has an [interest](has_interest)
//!   in that agency and in its competitors, and for its staff nothing that is to be moderated is there. It does not end
//!   with the claim, or a refusal would make an impartial moderator of who was refused. A moderator may also declare
//!   an interest of their own, which only somebody else lifts who has none in that agency.
//! - What a claimant wrote and the reference of the evidence are sealed under the claim's own key;
//!   each opening is in the audit log.

mod actions;
mod follow;
mod http;
mod interests;
mod model;
mod store;

pub use follow::follow_agency;
pub use http::{PROBLEMS, routes};
pub use interests::{Interests, has_interest, interests, is_in_the_business, left_out};
pub use model::Standing;
pub use store::{find_speaker, find_standing, speaks_for_any};
