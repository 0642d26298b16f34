//! What of a request is shown to another organisation, and what that one answers.
//!
//! What must always be true: a case file carries what a consent covers and nothing else, or what protects a life in
//! danger, with a written reason that the person sees; the recipient reads what still is covered when it reads; what
//! was revoked, rejected or not answered is destroyed and comes back to who made it, so that nothing is unowned; a
//! transfer changes who has the request, and only by the recipient's word.
//!
//! Between two servers only [`outgoing`], what leaves, and [`between`], what comes, know of the other one.

mod actions;
mod between;
pub(super) mod http;
mod limits;
mod model;
pub(super) mod outgoing;
mod store;

pub(in crate::assistance) use actions::{
    after_consent, delete, follow_status, forget_identity, forget_reports, keep_house, leave_owner,
    lift, revoke_all, revoke_to,
};
pub use between::{CORRESPONDENT, MESSAGE_SCHEMAS, PeerAnswer, PeerReferral, PeerRevocation};
pub(in crate::assistance) use limits::{Limits, limits};
pub use model::PROBLEMS;
pub(in crate::assistance) use model::{CONSENT_ENDED, RevokedBy, TOO_MANY_CONSENTS};
pub(in crate::assistance) use store::{asked_to_take, has_by, list_readable, was_overridden};
