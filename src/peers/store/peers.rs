//! Other servers.

use diesel::prelude::*;

use crate::peers::model::{PeerKeys, PeerOrganisation, PeerStatus};
use crate::platform::clock::Time;
use crate::platform::crypto::{PublicKey, SealingPublicKey};
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::peers;

/// Another server as it is stored.
#[derive(Queryable, Selectable, Insertable, Debug, Clone)]
#[diesel(table_name = peers)]
pub struct PeerRow {
    /// What it is called here.
    pub id: Id,
    /// Its name, as the operator chose it.
    pub name: String,
    /// The country for which it stands.
    pub country: String,
    /// Where it is reached.
    pub address: String,
    /// Verifies what it signs.
    pub signing_key: Vec<u8>,
    /// Seals what only it shall read.
    pub sealing_key: Vec<u8>,
    /// Whether anything is exchanged with it.
    pub status: PeerStatus,
    organisations: Json,
    /// When it last said which of its organisations take referrals.
    pub organisations_read_at: Option<Time>,
    pub(in crate::peers) due_at: Time,
    pub(in crate::peers) failures: i64,
    pub(in crate::peers) added_at: Time,
}

impl PeerRow {
    /// One that is added now; it is asked at once for its organisations.
    pub(in crate::peers) fn added(
        (id, name, country): (Id, String, String),
        keys: &PeerKeys,
        now: Time,
    ) -> Result<Self, DbError> {
        Ok(Self {
            id,
            name,
            country,
            address: keys.address.clone(),
            signing_key: keys.signing.as_bytes().to_vec(),
            sealing_key: keys.sealing.as_bytes().to_vec(),
            status: PeerStatus::Active,
            organisations: written(&[])?,
            organisations_read_at: None,
            due_at: now,
            failures: 0,
            added_at: now,
        })
    }

    /// Its keys; nothing when they are not keys.
    pub fn keys(&self) -> Option<PeerKeys> {
        Some(PeerKeys {
            address: self.address.clone(),
            signing: PublicKey::from_bytes(&self.signing_key).ok()?,
            sealing: SealingPublicKey::from_bytes(&self.sealing_key).ok()?,
        })
    }

    /// Its organisations that take referrals, as it last told them.
    pub fn organisations(&self) -> Result<Vec<PeerOrganisation>, DbError> {
        let unreadable = |error| diesel::result::Error::DeserializationError(Box::new(error));
        Ok(self.organisations.read().map_err(unreadable)?)
    }
}

fn written(organisations: &[PeerOrganisation]) -> Result<Json, DbError> {
    let unwritable = |error| diesel::result::Error::SerializationError(Box::new(error));
    Ok(Json::of(organisations).map_err(unwritable)?)
}

/// Every server that was ever added, the oldest first.
pub fn list_peers(conn: &mut Conn) -> Result<Vec<PeerRow>, DbError> {
    Ok(peers::table
        .order(peers::id)
        .select(PeerRow::as_select())
        .load(conn)?)
}

/// A server, removed or not.
pub fn find_peer(conn: &mut Conn, id: Id) -> Result<Option<PeerRow>, DbError> {
    Ok(peers::table
        .find(id)
        .select(PeerRow::as_select())
        .first(conn)
        .optional()?)
}

/// The server at an address.
pub(in crate::peers) fn find_by_address(
    conn: &mut Conn,
    address: &str,
) -> Result<Option<PeerRow>, DbError> {
    Ok(peers::table
        .filter(peers::address.eq(address))
        .select(PeerRow::as_select())
        .first(conn)
        .optional()?)
}

/// The server that signs with this key.
pub(in crate::peers) fn find_by_signing_key(
    conn: &mut Conn,
    key: &[u8],
) -> Result<Option<PeerRow>, DbError> {
    Ok(peers::table
        .filter(peers::signing_key.eq(key))
        .select(PeerRow::as_select())
        .first(conn)
        .optional()?)
}

/// A server, so that its messages are taken one after the other.
pub(in crate::peers) fn lock_peer(conn: &mut Conn, id: Id) -> Result<Option<PeerRow>, DbError> {
    let rows: Vec<PeerRow> = crate::lock!(
        conn,
        peers::table
            .filter(peers::id.eq(id))
            .select(PeerRow::as_select())
    )?;
    Ok(rows.into_iter().next())
}

/// Stores a server.
pub(in crate::peers) fn insert_peer(conn: &mut Conn, row: &PeerRow) -> Result<(), DbError> {
    diesel::insert_into(peers::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Gives a server other keys, another name, country or status.
pub(in crate::peers) fn update_peer(conn: &mut Conn, row: &PeerRow) -> Result<(), DbError> {
    diesel::update(peers::table.find(row.id))
        .set((
            peers::name.eq(&row.name),
            peers::country.eq(&row.country),
            peers::signing_key.eq(&row.signing_key),
            peers::sealing_key.eq(&row.sealing_key),
            peers::status.eq(row.status),
            peers::due_at.eq(row.due_at),
            peers::failures.eq(row.failures),
        ))
        .execute(conn)?;
    Ok(())
}

/// A server that is due to be asked for its organisations; nobody else asks it before `again`.
pub(in crate::peers) fn claim_peer(
    conn: &mut Conn,
    now: Time,
    again: Time,
) -> Result<Option<PeerRow>, DbError> {
    let due: Vec<PeerRow> = crate::claim!(
        conn,
        peers::table
            .filter(peers::status.eq(PeerStatus::Active))
            .filter(peers::due_at.le(now))
            .order(peers::due_at)
            .limit(1)
            .select(PeerRow::as_select())
    )?;
    let Some(peer) = due.into_iter().next() else {
        return Ok(None);
    };
    diesel::update(peers::table.find(peer.id))
        .set(peers::due_at.eq(again))
        .execute(conn)?;
    Ok(Some(peer))
}

/// Keeps what a server said of its organisations.
pub(in crate::peers) fn put_organisations(
    conn: &mut Conn,
    id: Id,
    organisations: &[PeerOrganisation],
    (now, due_at): (Time, Time),
) -> Result<(), DbError> {
    diesel::update(peers::table.find(id))
        .set((
            peers::organisations.eq(written(organisations)?),
            peers::organisations_read_at.eq(now),
            peers::due_at.eq(due_at),
            peers::failures.eq(0),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes that a server did not say which organisations it has.
pub(in crate::peers) fn note_failure(
    conn: &mut Conn,
    id: Id,
    failures: i64,
    due_at: Time,
) -> Result<(), DbError> {
    diesel::update(peers::table.find(id))
        .set((peers::due_at.eq(due_at), peers::failures.eq(failures)))
        .execute(conn)?;
    Ok(())
}
