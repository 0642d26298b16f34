//! Taking what other servers send.

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::peers::actions::{Correspondent, Received, Taken, own_address};
use crate::peers::keys::own_keys;
use crate::peers::model::{Letter, MOST_ORGANISATIONS, OrganisationList, PeerStatus, place_of};
use crate::peers::store::{self, ReceivedRow};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Problem;

/// A message whose signature was checked.
pub(in crate::peers) struct Incoming {
    /// From which server.
    pub peer: Id,
    /// Its name.
    pub message: Id,
    /// What was sent.
    pub sealed: Vec<u8>,
    /// When.
    pub now: Time,
}

/// What is answered.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::peers) enum Reply {
    /// It was taken, now or before.
    Taken,
    /// It is refused for good.
    Refused(String),
    /// A message of this name said something else.
    Reused,
    /// Nothing is exchanged with that server any more.
    Unknown,
}

/// The message cannot be opened, or says nothing that is understood.
const UNREADABLE: &str = "unreadable";
/// The last message about that was taken before.
const ENDED: &str = "ended";

/// Takes a message once: what it does, and that it was taken, are one transaction. Repeated, it is answered alike.
pub(in crate::peers) fn receive(
    conn: &mut Conn,
    services: &Services,
    correspondent: &Correspondent,
    incoming: &Incoming,
) -> Result<Reply, Problem> {
    let peer = store::lock_peer(conn, incoming.peer)?;
    let Some(peer) = peer.filter(|peer| peer.status == PeerStatus::Active) else {
        return Ok(Reply::Unknown);
    };
    let digest = Sha256::digest(&incoming.sealed).to_vec();
    if let Some(before) = store::find_received(conn, peer.id, incoming.message)? {
        return Ok(repeated(before, &digest));
    }
    let letter = open(conn, services, &peer.address, incoming)?;
    let ends = letter.as_ref().filter(|letter| letter.is_last);
    let ends = ends.map(|letter| letter.about);
    let taken = match letter {
        None => Taken::Refused(UNREADABLE),
        Some(letter) if store::has_ended(conn, peer.id, letter.about)? => Taken::Refused(ENDED),
        Some(letter) => {
            let received = Received {
                peer: peer.id,
                about: letter.about,
                kind: letter.kind,
                body: letter.body,
                now: incoming.now,
            };
            (correspondent.take)(conn, services, &received)?
        }
    };
    let refusal = match taken {
        Taken::Taken => None,
        Taken::Refused(word) => Some(word.to_owned()),
    };
    let row = ReceivedRow {
        peer_id: peer.id,
        message_id: incoming.message,
        digest,
        refusal: refusal.clone(),
        ends,
        received_on: incoming.now.date(),
    };
    store::insert_received(conn, &row)?;
    Ok(refusal.map_or(Reply::Taken, Reply::Refused))
}

/// What was said to a message of the same name.
fn repeated(before: ReceivedRow, digest: &[u8]) -> Reply {
    match before.refusal {
        _ if before.digest != digest => Reply::Reused,
        None => Reply::Taken,
        Some(refusal) => Reply::Refused(refusal),
    }
}

fn open(
    conn: &mut Conn,
    services: &Services,
    from: &str,
    incoming: &Incoming,
) -> Result<Option<Letter>, Problem> {
    let own = own_keys(conn, &services.vault, &own_address(services))?;
    let place = place_of(from, &incoming.message);
    let text: Option<Zeroizing<Vec<u8>>> = own.open(&place, &incoming.sealed);
    Ok(text.and_then(|text| serde_json::from_slice(&text).ok()))
}

/// This server's organisations that take referrals, as another is told.
pub(in crate::peers) fn list_own(
    conn: &mut Conn,
    correspondent: &Correspondent,
) -> Result<OrganisationList, DbError> {
    let mut items = (correspondent.organisations)(conn)?;
    items.truncate(MOST_ORGANISATIONS);
    Ok(OrganisationList { items })
}
