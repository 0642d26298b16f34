//! How files come in part by part (tus 1.0), and who had them in their hands.
//!
//! What must always be true:
//! - Whole or in parts, a file goes the same way ([`intake`](crate::platform::intake)): told by its content, cleaned,
//!   hashed as it came, sealed. Nothing reads it before.
//! - What has come in of it is sealed as well, under the key of what it is for; it is on the disk before the offset
//!   that counts it.
//! - An upload is heard with the receipt code of what it is for only, or from the inspector who began it, as long as
//!   the visit is theirs; and it ends: finished, given up, or in time.
//! - Each hand that a kept file goes through is in its custody log, which is erased with it.

mod actions;
pub mod custody;
mod destination;
mod http;
mod keeper;
mod model;
mod problems;
mod store;

pub use actions::Desk;
pub use destination::{Destination, Destinations, FileOwner, Holder, Owner, TakesFromHolders};
pub use http::{FilePart, UploadShown, headers, protocol, routes};
pub use keeper::UploadKeeper;
pub use problems::PROBLEMS;
pub use store::let_go;
