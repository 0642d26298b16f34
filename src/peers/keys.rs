//! This server's own keys for speaking with others: in the database, sealed, so that every instance has the same.

use std::time::Duration;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::model::PeerKeys;
use crate::platform::clock::Time;
use crate::platform::crypto::{Class, OpeningKey, PublicKey, SealingPublicKey, SigningKey};
use crate::platform::db::Conn;
use crate::platform::db::dialect::one_at_a_time;
use crate::platform::ids::Id;
use crate::platform::vault::{Vault, VaultError};
use crate::schema::peer_own_keys;

const FIELD: &str = "peer_own_keys";
/// How long a retired key opens what others had sealed to it: longer than a message is tried.
const OPENS_FOR: Duration = Duration::from_hours(24 * 14);
/// The turn in which instances make the first keys.
const TURN: i64 = 0x7065_6572;

/// The private parts, as they are sealed.
#[derive(Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
struct Private {
    signing: Vec<u8>,
    opening: Vec<u8>,
}

/// This server's keys, ready to sign and open.
pub struct OwnKeys {
    /// Signs what is sent.
    pub signing: SigningKey,
    /// What others may know.
    pub public: PeerKeys,
    /// Open what others sealed, the newest first.
    opening: Vec<OpeningKey>,
}

impl OwnKeys {
    /// Opens what another server sealed for this place.
    pub fn open(&self, place: &[&[u8]], sealed: &[u8]) -> Option<zeroize::Zeroizing<Vec<u8>>> {
        let mut keys = self.opening.iter();
        keys.find_map(|key| key.open_text(place, sealed).ok())
    }
}

type KeyRow = (Id, Vec<u8>, Vec<u8>, Vec<u8>);

fn list(conn: &mut Conn) -> Result<Vec<KeyRow>, VaultError> {
    use peer_own_keys as k;
    Ok(k::table
        .order((k::created_at.desc(), k::id.desc()))
        .select((
            k::id,
            k::signing_key,
            k::sealing_key,
            k::sealed_private_keys,
        ))
        .load(conn)?)
}

/// This server's keys; `address` is where others reach it. [`VaultError::Erased`] when there are none yet.
pub fn own_keys(conn: &mut Conn, vault: &Vault, address: &str) -> Result<OwnKeys, VaultError> {
    let form = |_| VaultError::Form;
    let mut found = None;
    let mut opening = Vec::new();
    for (id, signing, sealing, sealed) in list(conn)? {
        let key = vault.key(conn, id, Class::Account)?;
        let private: Private = key.open_json(id, FIELD, &sealed)?;
        opening.push(OpeningKey::from_bytes(&private.opening)?);
        if found.is_none() {
            let public = PeerKeys {
                address: address.to_owned(),
                signing: PublicKey::from_bytes(&signing).map_err(form)?,
                sealing: SealingPublicKey::from_bytes(&sealing)?,
            };
            let signing = SigningKey::from_pkcs8(&private.signing).map_err(form)?;
            found = Some((signing, public));
        }
    }
    let (signing, public) = found.ok_or(VaultError::Erased)?;
    Ok(OwnKeys {
        signing,
        public,
        opening,
    })
}

/// Makes new keys. From now on this server signs with them, so others must add it anew; what they have sealed
/// to the keys before is opened for two weeks.
pub fn rotate_own_keys(conn: &mut Conn, vault: &Vault, now: Time) -> Result<Id, VaultError> {
    let randomness = vault.randomness();
    let id = Id::from_parts(now, randomness);
    let signing = SigningKey::generate(randomness).map_err(|_| VaultError::Form)?;
    let opening = OpeningKey::generate(randomness);
    let private = Private {
        signing: signing.expose_pkcs8().to_vec(),
        opening: opening.expose().to_vec(),
    };
    let sealing = vault.create_key(conn, id, Class::Account, now)?;
    let sealed = sealing.seal_json(id, FIELD, &private)?;
    let current = peer_own_keys::table.filter(peer_own_keys::retired_at.is_null());
    diesel::update(current)
        .set(peer_own_keys::retired_at.eq(now))
        .execute(conn)?;
    diesel::insert_into(peer_own_keys::table)
        .values((
            peer_own_keys::id.eq(id),
            peer_own_keys::signing_key.eq(signing.public().as_bytes().as_slice()),
            peer_own_keys::sealing_key.eq(opening.public()?.as_bytes().to_vec()),
            peer_own_keys::sealed_private_keys.eq(sealed),
            peer_own_keys::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(id)
}

/// This server's keys; the first ones are made.
pub(super) fn make_own_keys(
    conn: &mut Conn,
    vault: &Vault,
    address: &str,
    now: Time,
) -> Result<OwnKeys, VaultError> {
    one_at_a_time(conn, TURN)?;
    let count: i64 = peer_own_keys::table.count().get_result(conn)?;
    if count == 0 {
        rotate_own_keys(conn, vault, now)?;
    }
    own_keys(conn, vault, address)
}

/// Destroys keys that were retired long ago; what was sealed to them is noise from then on.
pub fn forget_retired(conn: &mut Conn, vault: &Vault, now: Time) -> Result<(), VaultError> {
    let old: Vec<Id> = peer_own_keys::table
        .filter(peer_own_keys::retired_at.lt(now.minus(OPENS_FOR)))
        .select(peer_own_keys::id)
        .load(conn)?;
    for id in old {
        vault.destroy_class(conn, id, Class::Account)?;
        diesel::delete(peer_own_keys::table.find(id)).execute(conn)?;
    }
    Ok(())
}
