//! Writing messages into the outbox, and finding to whom.

use std::io::Read as _;
use std::time::Duration;

use url::Url;
use zeroize::Zeroizing;

use crate::peers::actions::{PeerError, own_address};
use crate::peers::model::{KEYS_PATH, Letter, PeerKeys, PeerOrganisation, PeerStatus, place_of};
use crate::peers::store::{self, NewMessage, PeerRow};
use crate::platform::clock::Time;
use crate::platform::crypto::SealingPublicKey;
use crate::platform::db::{Conn, DbError};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::outbound::{self, Patience, Reach, is_of_this_machine};
use crate::platform::outbox::PATIENCE;
use crate::platform::vault::VaultError;

/// Something that is to be said to another server.
pub struct Post<'a> {
    /// To which.
    pub peer: Id,
    /// The referral, as the server that began it calls it.
    pub about: Id,
    /// What it is.
    pub kind: &'a str,
    /// Whether nothing comes after it about that: it takes the place of all that still waits, and the other server
    /// refuses what was on its way.
    pub is_last: bool,
    /// Whether it is tried for four weeks instead of three days: nobody else can say it.
    pub is_patient: bool,
    /// The rest.
    pub body: serde_json::Value,
}

/// Seals a message to another server and writes it into the outbox, in the transaction of what it is about.
pub fn send(
    conn: &mut Conn,
    services: &Services,
    post: Post<'_>,
    now: Time,
) -> Result<(), PeerError> {
    let peer = store::find_peer(conn, post.peer)?;
    let peer = peer.filter(|peer| peer.status == PeerStatus::Active);
    let peer = peer.ok_or(PeerError::NotFound)?;
    if post.is_last {
        store::delete_about(conn, (peer.id, post.about))?;
    }
    let randomness = &*services.randomness;
    let id = Id::random(randomness);
    let letter = Letter {
        kind: post.kind.to_owned(),
        about: post.about,
        is_last: post.is_last,
        body: post.body,
    };
    let text = Zeroizing::new(serde_json::to_vec(&letter).map_err(|_| VaultError::Form)?);
    let key = SealingPublicKey::from_bytes(&peer.sealing_key).map_err(VaultError::from)?;
    let own = own_address(services);
    let sealed = key.seal_text(randomness, &place_of(&own, &id), &text);
    let new = NewMessage {
        id,
        peer: peer.id,
        about: post.about,
        kind: post.kind,
        sealed: sealed.map_err(VaultError::from)?,
        give_up_at: now.plus(if post.is_last || post.is_patient {
            LONG_PATIENCE
        } else {
            PATIENCE
        }),
    };
    Ok(store::insert_message(conn, new, now)?)
}

/// Whether something about a referral waits to be taken by a server.
pub fn is_waiting(conn: &mut Conn, (peer, about): (Id, Id)) -> Result<bool, DbError> {
    store::is_waiting(conn, (peer, about))
}

/// An organisation of another server that takes referrals, with that server.
pub fn find_recipient(
    conn: &mut Conn,
    peer: Id,
    organisation: Id,
) -> Result<Option<(PeerRow, PeerOrganisation)>, DbError> {
    let peer = store::find_peer(conn, peer)?;
    let Some(peer) = peer.filter(|peer| peer.status == PeerStatus::Active) else {
        return Ok(None);
    };
    let mut organisations = peer.organisations()?.into_iter();
    let found = organisations.find(|one| one.id == organisation);
    Ok(found.map(|found| (peer, found)))
}

/// How long the last word about a referral is tried, which tells another server to destroy what it holds, and an answer,
/// without which whoever referred somebody believes that nobody helps.
const LONG_PATIENCE: Duration = Duration::from_hours(24 * 28);

const ANSWERS_WITHIN: Patience = Patience {
    whole: Duration::from_secs(15),
    connect: Duration::from_secs(5),
};
/// The largest document of keys that is read.
const MOST_BYTES: u64 = 16 * 1024;

/// How far one must reach to ask at an address.
pub(in crate::peers) fn reach_of(address: &str) -> Reach {
    let url = Url::parse(address).ok();
    if url.is_some_and(|url| is_of_this_machine(&url)) {
        Reach::ThisMachine
    } else {
        Reach::Public
    }
}

/// Asks a server for its keys, which nobody has compared yet. Blocks. The refusal is for the operator.
pub fn look_up(address: &str) -> Result<PeerKeys, String> {
    let agent = outbound::agent(reach_of(address), ANSWERS_WITHIN);
    let asked = agent.get(format!("{address}{KEYS_PATH}")).call();
    let mut answer = asked.map_err(|error| error.to_string())?;
    if !answer.status().is_success() {
        return Err(format!("it answered {}", answer.status()));
    }
    let mut document = Vec::new();
    let mut body = answer.body_mut().as_reader().take(MOST_BYTES);
    let read = body.read_to_end(&mut document);
    read.map_err(|error| error.to_string())?;
    let keys = PeerKeys::of_document(&document)
        .ok_or("what it says of its keys cannot be read".to_owned())?;
    if keys.address != address {
        return Err(format!(
            "it says that its address is {} (TULAY_PUBLIC_URL there)",
            keys.address
        ));
    }
    Ok(keys)
}
