//! Whether a reporter is punished for having reported: check-ins, and what is filed elsewhere and says so.
//!
//! What must always be true:
//! - What is kept is that it was said, and in which month; not by which way, and nothing that leads to the other request or
//!   report, in either direction.
//! - It is sealed under the report's key, and only the inspector who has the report reads it. For everybody else the report
//!   stands further up in the queue, as one in danger does, together with those behind which it stands or is put later.
//! - Whoever tries a receipt code learns nothing by it: the answer is the same whether it opens a report or not.

mod actions;
pub(in crate::safety) mod http;
mod model;
mod store;

pub use actions::note_by_code;
pub(in crate::safety) use actions::{
    Asked, asked_of, cancel, forget, plan, raise_leads, said_about,
};
pub(in crate::safety) use model::Said;
