//! The queries about tablets.

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::Conn;
use crate::platform::ids::Id;
use crate::schema::devices;
use crate::text_enum;

text_enum! {
    /// Why a tablet is trusted no more.
    pub enum RevokedBecause {
        /// It was given back, or somebody else has it now.
        Revoked => "revoked",
        /// It was lost or stolen.
        Lost => "lost",
    }
}

/// A tablet.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = devices)]
pub struct DeviceRow {
    pub id: Id,
    pub account_id: Id,
    pub organisation_id: Id,
    pub name: String,
    pub key_thumbprint: String,
    pub registered_at: Time,
    pub revoked_at: Option<Time>,
    pub revoked_because: Option<RevokedBecause>,
}

/// A tablet of an organisation; only of one account, when one is given.
pub fn find(
    conn: &mut Conn,
    (organisation, account): (Id, Option<Id>),
    id: Id,
) -> QueryResult<Option<DeviceRow>> {
    let found = devices::table
        .find(id)
        .filter(devices::organisation_id.eq(organisation))
        .select(DeviceRow::as_select())
        .first(conn)
        .optional()?;
    Ok(found.filter(|row| account.is_none_or(|account| row.account_id == account)))
}

/// The tablet with a key.
pub fn find_by_key(conn: &mut Conn, thumbprint: &str) -> QueryResult<Option<DeviceRow>> {
    devices::table
        .filter(devices::key_thumbprint.eq(thumbprint))
        .select(DeviceRow::as_select())
        .first(conn)
        .optional()
}

/// Tablets of an organisation, newest first; only those of one account, when one is given.
pub fn list(
    conn: &mut Conn,
    (organisation, account): (Id, Option<Id>),
    before: Option<Id>,
    rows: i64,
) -> QueryResult<Vec<DeviceRow>> {
    let mut query = devices::table
        .filter(devices::organisation_id.eq(organisation))
        .order(devices::id.desc())
        .limit(rows)
        .select(DeviceRow::as_select())
        .into_boxed();
    if let Some(account) = account {
        query = query.filter(devices::account_id.eq(account));
    }
    if let Some(before) = before {
        query = query.filter(devices::id.lt(before));
    }
    query.load(conn)
}

/// Stores one that is new.
pub fn insert(conn: &mut Conn, row: &DeviceRow) -> QueryResult<()> {
    diesel::insert_into(devices::table)
        .values((
            devices::id.eq(row.id),
            devices::account_id.eq(row.account_id),
            devices::organisation_id.eq(row.organisation_id),
            devices::name.eq(&row.name),
            devices::key_thumbprint.eq(&row.key_thumbprint),
            devices::registered_at.eq(row.registered_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Locks a tablet until the commit, so that what it sends is treated in order.
pub fn lock(conn: &mut Conn, id: Id) -> QueryResult<()> {
    let _: Vec<Id> = crate::lock!(
        conn,
        devices::table
            .filter(devices::id.eq(id))
            .select(devices::id)
    )?;
    Ok(())
}

/// Says that a tablet is trusted no more; returns whether it was until now.
pub fn put_revoked(
    conn: &mut Conn,
    id: Id,
    (at, by): (Time, Id),
    because: RevokedBecause,
) -> QueryResult<bool> {
    let trusted = devices::table
        .filter(devices::id.eq(id))
        .filter(devices::revoked_at.is_null());
    let changed = diesel::update(trusted)
        .set((
            devices::revoked_at.eq(at),
            devices::revoked_by.eq(by),
            devices::revoked_because.eq(because),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}
