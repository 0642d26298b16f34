//! Registering a tablet, and trusting it no more.

use super::store::{self, DeviceRow, RevokedBecause};
use diesel::result::{DatabaseErrorKind, Error::DatabaseError};

use crate::identity::audit::{Action, Subject};
use crate::identity::caller::Caller;
use crate::identity::permissions::{CarryTablet, Role, SeeTablets};
use crate::identity::sessions;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;

/// Why something cannot be done with a tablet.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// There is none, or it is somebody else's.
    #[error("there is no such tablet")]
    NotFound,
    /// The session is bound to no key.
    #[error("the session is bound to no key")]
    NoKey,
    /// The key is that of a tablet which is registered.
    #[error("the key is in use")]
    KeyTaken,
    /// The chosen id is in use.
    #[error("the id is in use")]
    IdTaken,
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<diesel::result::Error> for DeviceError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// A tablet that is to be registered.
#[derive(Debug, Clone)]
pub struct NewDevice {
    pub id: Id,
    pub name: String,
}

/// Registers the tablet that asks, under the key to which its session is bound.
pub fn register(
    conn: &mut Conn,
    by: &Caller<CarryTablet>,
    new: NewDevice,
    now: Time,
) -> Result<DeviceRow, DeviceError> {
    let thumbprint = by.key_thumbprint().ok_or(DeviceError::NoKey)?;
    if store::find_by_key(conn, thumbprint)?.is_some() {
        return Err(DeviceError::KeyTaken);
    }
    let row = DeviceRow {
        id: new.id,
        account_id: by.account(),
        organisation_id: by.organisation(),
        name: new.name,
        key_thumbprint: thumbprint.to_owned(),
        registered_at: now,
        revoked_at: None,
        revoked_because: None,
    };
    // Another one with this key or id may come at the same moment.
    let inserted: Result<(), diesel::result::Error> =
        conn.attempt(|conn| store::insert(conn, &row));
    if let Err(error) = inserted {
        if store::find_by_key(conn, &row.key_thumbprint)?.is_some() {
            return Err(DeviceError::KeyTaken);
        }
        if matches!(&error, DatabaseError(DatabaseErrorKind::UniqueViolation, _)) {
            return Err(DeviceError::IdTaken);
        }
        return Err(error.into());
    }
    let what = (Action::DeviceChanged, Subject::Device);
    by.record(conn, now, what.0, what.1, row.id, Some("registered"))?;
    Ok(row)
}

/// Whose tablets a caller sees: an administrator those of the organisation, an inspector the own ones.
pub(in crate::identity) fn scope_of(by: &Caller<SeeTablets>) -> (Id, Option<Id>) {
    let is_administrator = by.roles().contains(&Role::Administrator);
    let account = (!is_administrator).then(|| by.account());
    (by.organisation(), account)
}

/// Trusts a tablet no more, for good: its sessions end, and whatever it asks from now on is answered with the instruction
/// to wipe.
pub fn revoke(
    conn: &mut Conn,
    by: &Caller<SeeTablets>,
    (id, because): (Id, RevokedBecause),
    now: Time,
) -> Result<DeviceRow, DeviceError> {
    let found = store::find(conn, scope_of(by), id)?;
    let found = found.ok_or(DeviceError::NotFound)?;
    let changed = store::put_revoked(conn, id, (now, by.account()), because)?;
    if changed {
        sessions::end_bound(conn, &found.key_thumbprint, now)?;
        let what = (Action::DeviceChanged, Subject::Device);
        by.record(conn, now, what.0, what.1, id, Some(because.as_str()))?;
    }
    let found = store::find(conn, scope_of(by), id)?;
    found.ok_or(DeviceError::NotFound)
}
