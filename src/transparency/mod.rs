//! The public log of what moderators decide, so that nothing can be taken down quietly.
//!
//! An append-only Merkle tree (RFC 9162, section 2.1) with signed tree heads, served in the form of
//! C2SP tlog-tiles, so that tools which exist can watch it. Each entry says what was decided, why,
//! in which month, and whether a legal order demanded it; never on whom. A publication commits to
//! what is shown, salted; who sees the review can check it, and sees in the log when it ends.
//!
//! What must always be true:
//!
//! - A decision is noted in the transaction that makes it, and every publication that ends has an
//!   entry that says how.
//! - An entry is never changed nor taken out, and each tree head is a prefix of all later ones.
//! - Decisions of a day go into the log together, after the day is over and in random order: the log
//!   must not tell when a review was published ([`append_due`]).
//! - Before a review is in public, nothing leads from its entry to the agency.

mod http;
mod model;
mod store;
mod tree;
mod verify;

pub use http::{PROBLEMS, routes};
pub use model::{Commitment, Decision, DecisionKind, ORIGIN_PATH, Shown};
pub use store::{Pending, note};
pub use tree::{TreeError, append_due};
pub use verify::{Order, Verification, VerifyError, verify};

pub(crate) use model::LogKey;
