//! Adding and removing servers: what only an operator does.

use crate::identity::audit::{self, Action, Subject};
use crate::peers::actions::PeerError;
use crate::peers::model::{PeerKeys, PeerStatus};
use crate::peers::store::{self, PeerRow};
use crate::platform::clock::Time;
use crate::platform::crypto::ChainKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;

/// A server that is to be added.
pub struct NewPeer {
    /// What it is called here, if it is new.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// The country for which it stands.
    pub country: String,
    /// Its keys, which the operator has compared.
    pub keys: PeerKeys,
}

/// What adding a server did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    New,
    /// It was known; its keys, name and country are these now.
    Changed,
}

/// Adds a server, or gives one that is known at this address other keys.
pub fn add(
    conn: &mut Conn,
    chain: &ChainKey,
    new: NewPeer,
    now: Time,
) -> Result<(Id, Added), PeerError> {
    let known = store::find_by_address(conn, &new.keys.address)?;
    let same_key = store::find_by_signing_key(conn, new.keys.signing.as_bytes())?;
    let known_id = known.as_ref().map(|known| known.id);
    if same_key.is_some_and(|other| Some(other.id) != known_id) {
        return Err(PeerError::KeyTaken);
    }
    let id = known_id.unwrap_or(new.id);
    let row = PeerRow::added((id, new.name, new.country), &new.keys, now)?;
    let added = if known.is_some() {
        store::update_peer(conn, &row)?;
        Added::Changed
    } else {
        store::insert_peer(conn, &row)?;
        Added::New
    };
    record(conn, chain, (id, "added"), now)?;
    Ok((id, added))
}

/// Removes a server: nothing is sent to it and nothing of it is believed any more. What waits for it is given up.
pub fn remove(conn: &mut Conn, chain: &ChainKey, id: Id, now: Time) -> Result<PeerRow, PeerError> {
    let found = store::lock_peer(conn, id)?;
    let active = found.filter(|peer| peer.status == PeerStatus::Active);
    let mut peer = active.ok_or(PeerError::NotFound)?;
    peer.status = PeerStatus::Removed;
    store::update_peer(conn, &peer)?;
    record(conn, chain, (id, "removed"), now)?;
    Ok(peer)
}

/// No organisation's affair, so only the chain shows it.
fn record(
    conn: &mut Conn,
    chain: &ChainKey,
    (peer, detail): (Id, &'static str),
    now: Time,
) -> Result<(), DbError> {
    let entry = audit::Entry {
        at: now,
        account: None,
        organisation: None,
        action: Action::PeerChanged,
        subject: Subject::Peer,
        subject_id: peer,
        detail: Some(detail),
    };
    audit::record(conn, chain, &entry)
}
