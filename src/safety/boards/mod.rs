//! Boards with a QR code at places of work.
//!
//! What must always be true: the token of a board leads to its place and to nothing else. Whether anybody ever reported
//! anything with it is told to nobody, neither to who scans it nor to the organisation that hung it up.

mod actions;
pub(in crate::safety) mod http;
mod model;
mod store;

pub(in crate::safety) use actions::find_by_token;
pub(in crate::safety) use model::{Board, BoardToken};
