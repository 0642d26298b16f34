//! Other servers of this kind, with which referrals are exchanged: that of the country from which a worker comes, or
//! to which she goes.
//!
//! What must always be true: only servers that an operator has added by hand are believed, and only what they have
//! signed; what is sent is sealed to the other server's key before it is stored, so that neither this server nor
//! anything on the way can read it; a message is stored in the transaction of what it is about, and is taken once
//! however often it is sent; messages about one referral are sent in their order, and after the last one nothing
//! that was still on its way is taken.

mod actions;
mod ask;
mod catalogue;
mod deliver;
mod http;
mod keys;
mod model;
mod store;

pub use actions::{
    Added, Correspondent, GivenUp, NewPeer, PeerError, Post, Received, Taken, add, find_recipient,
    is_waiting, look_up, ready_keys, remove, send,
};
pub use deliver::Deliverer;
pub use http::{PROBLEMS, between_servers_routes, routes};
pub use keys::{OwnKeys, forget_retired, rotate_own_keys};
pub use model::{
    Fingerprint, GivenUpBecause, NotAFingerprint, PeerKeys, PeerOrganisation, PeerStatus,
    address_of,
};
pub use store::{PeerRow, find_peer, forget_received, list_peers};
