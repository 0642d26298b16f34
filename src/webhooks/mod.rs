//! What organisations' systems are told, after the Standard Webhooks specification.
//!
//! What must always be true: an event is written in the transaction of the change that it is about, so that none
//! is lost and none is sent for a change that was undone; it holds ids and never what somebody told; it goes only
//! to endpoints of the organisation whose record it is about; the id of an event follows from what happened, so
//! that the same thing is never announced twice, however often it is sent.

mod actions;
mod announce;
mod deliver;
mod documented;
mod http;
mod model;
mod store;

pub use announce::{Happening, announce};
pub use deliver::Deliverer;
pub use documented::document;
pub use http::{PROBLEMS, routes};
pub use model::{EventType, WebhookEvent};
pub use store::forget_old;
