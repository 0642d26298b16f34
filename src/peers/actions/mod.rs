//! What can be done with other servers.

mod manage;
mod receive;
mod send;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::{INTERNAL_ERROR, NOT_FOUND, Problem};
use crate::platform::vault::VaultError;

pub use manage::{Added, NewPeer, add, remove};
pub(super) use receive::{Incoming, Reply, list_own, receive};
pub(super) use send::reach_of;
pub use send::{Post, find_recipient, is_waiting, look_up, send};

use super::keys::{OwnKeys, make_own_keys, own_keys};
use super::model::{GivenUpBecause, PeerOrganisation, address_of};

/// Why something cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum PeerError {
    /// There is no such server, or nothing is exchanged with it any more.
    #[error("there is no such server")]
    NotFound,
    /// Another server has this key already.
    #[error("another server has this key already")]
    KeyTaken,
    /// What is to be said cannot be written.
    #[error("what is to be said cannot be written")]
    Unwritable,
    /// A key cannot be used.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<DbError> for PeerError {
    fn from(error: DbError) -> Self {
        Self::Vault(error.into())
    }
}

impl From<PeerError> for Problem {
    fn from(error: PeerError) -> Self {
        match error {
            PeerError::NotFound | PeerError::KeyTaken => Self::new(&NOT_FOUND),
            PeerError::Unwritable => Self::new(&INTERNAL_ERROR),
            PeerError::Vault(error) => error.into(),
        }
    }
}

/// A message of another server, opened and proved to be from it.
pub struct Received {
    /// From which server.
    pub peer: Id,
    /// The referral, as that server calls it.
    pub about: Id,
    /// What it is.
    pub kind: String,
    /// The rest, by its kind; nothing in it was checked.
    pub body: serde_json::Value,
    /// When it came.
    pub now: Time,
}

/// What became of a message of another server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It was taken, or had been before.
    Taken,
    /// It is refused for good, for a reason that is one word.
    Refused(&'static str),
}

/// A message that another server has not taken and will not take.
pub struct GivenUp {
    /// Which server.
    pub peer: Id,
    /// The referral.
    pub about: Id,
    /// What it was.
    pub kind: String,
    /// Why.
    pub because: GivenUpBecause,
    /// What the other server said, a word.
    pub refusal: Option<String>,
    /// When.
    pub now: Time,
}

/// The area that has something to say to other servers, for this one, which only carries it.
#[derive(Clone, Copy)]
pub struct Correspondent {
    /// Takes a message, in the transaction in which it is noted as taken.
    pub take: fn(&mut Conn, &Services, &Received) -> Result<Taken, Problem>,
    /// Is told that a message was given up, in the transaction in which it is.
    pub given_up: fn(&mut Conn, &Services, &GivenUp) -> Result<(), Problem>,
    /// The organisations that take referrals.
    pub organisations: fn(&mut Conn) -> Result<Vec<PeerOrganisation>, DbError>,
}

/// Where other servers reach this one.
pub(super) fn own_address(services: &Services) -> String {
    let url = &services.config.public_url;
    address_of(url).unwrap_or_else(|| url.clone())
}

/// This server's keys; made when they are needed for the first time. Blocks.
pub fn ready_keys(services: &Services) -> Result<OwnKeys, VaultError> {
    let (vault, address) = (services.vault.clone(), own_address(services));
    let read = {
        let (vault, address) = (vault.clone(), address.clone());
        move |conn: &mut Conn| own_keys(conn, &vault, &address)
    };
    match services.db.read_blocking(read) {
        Err(VaultError::Erased) => {
            let now = services.clock.now();
            let make = move |conn: &mut Conn| make_own_keys(conn, &vault, &address, now);
            services.db.write_blocking(make)
        }
        found => found,
    }
}
