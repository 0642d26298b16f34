//! How an organisation that knows a worker vouches for a review without learning which one it is.
//!
//! The worker's app makes a random message and blinds it; the organisation's desk has it signed with
//! the organisation's key of the month; the app takes the blinding off, and holds a token that is
//! redeemed with a review. The signatures are RSABSSA-SHA384-PSS-Randomized (RFC 9474), used as by
//! Privacy Pass (RFC 9578): whoever has seen all signing and all redeeming cannot tell which signing
//! a token comes from. See `docs/decisions/0019-proof-without-identity.md`.
//!
//! What must always be true:
//!
//! - Of a signing no more is kept than that the worker has a token, as a keyed hash of the
//!   organisation's own reference, and how many there were. What was signed is not kept, nor when
//!   beyond the audit log's entry that a member had something signed.
//! - A token is redeemed once. Of it a keyed hash is kept: neither the review nor the organisation.
//! - A public key that was published stays published. A private key ends with its month: nothing can
//!   be signed later as if it had been signed then.
//! - An organisation with an interest in an agency does not vouch for its workers. What it signed before is no longer taken
//!   once it claims any agency.

mod actions;
mod http;
mod keeping;
mod model;
mod store;

pub use actions::redeem;
pub use http::{PROBLEMS, routes};
pub use keeping::keep;
pub use model::{RedeemError, VouchingToken};
