//! Queries.

use diesel::prelude::*;

use super::model::{ClientAuthentication, ClientStatus};
use crate::identity::permissions::Scope;
use crate::platform::clock::{Date, Time};
use crate::platform::db::{Conn, DbError, Json};
use crate::platform::ids::Id;
use crate::schema::{client_assertions, client_secrets, clients, organisations};

/// A client as it is stored.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = clients)]
pub(super) struct ClientRow {
    pub id: Id,
    pub organisation_id: Id,
    pub name: String,
    pub scopes: Json,
    pub authentication: ClientAuthentication,
    pub public_key: Option<Json>,
    pub status: ClientStatus,
    pub version: i64,
    pub created_at: Time,
    pub last_used_on: Option<Date>,
}

impl ClientRow {
    pub fn scopes(&self) -> Result<Vec<Scope>, DbError> {
        let unreadable = |error| diesel::result::Error::DeserializationError(Box::new(error));
        Ok(self.scopes.read().map_err(unreadable)?)
    }
}

/// Stores a client.
pub(super) fn insert(conn: &mut Conn, row: ClientRow) -> Result<(), DbError> {
    diesel::insert_into(clients::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// Whether an id is a client's.
pub(super) fn exists(conn: &mut Conn, id: Id) -> Result<bool, DbError> {
    let found: Option<Id> = clients::table
        .find(id)
        .select(clients::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// A client of an organisation.
pub(super) fn find_of(
    conn: &mut Conn,
    organisation: Id,
    id: Id,
) -> Result<Option<ClientRow>, DbError> {
    Ok(clients::table
        .filter(clients::id.eq(id))
        .filter(clients::organisation_id.eq(organisation))
        .select(ClientRow::as_select())
        .first(conn)
        .optional()?)
}

/// A client of an organisation, locked until the commit.
pub(super) fn lock_of(
    conn: &mut Conn,
    organisation: Id,
    id: Id,
) -> Result<Option<ClientRow>, DbError> {
    let rows: Vec<ClientRow> =
        crate::lock!(conn, clients::table.find(id).select(ClientRow::as_select()))?;
    let row = rows.into_iter().next();
    Ok(row.filter(|row| row.organisation_id == organisation))
}

/// Clients of an organisation, newest first, from before this one on.
pub(super) fn list_of(
    conn: &mut Conn,
    organisation: Id,
    before: Option<Id>,
    rows: i64,
) -> Result<Vec<ClientRow>, DbError> {
    let mut query = clients::table
        .filter(clients::organisation_id.eq(organisation))
        .order(clients::id.desc())
        .limit(rows)
        .select(ClientRow::as_select())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(clients::id.lt(before));
    }
    Ok(query.load(conn)?)
}

/// Writes what can change of a client, which is locked; its version goes up.
pub(super) fn update(conn: &mut Conn, row: &ClientRow) -> Result<(), DbError> {
    diesel::update(clients::table.find(row.id))
        .set((
            clients::name.eq(&row.name),
            clients::scopes.eq(&row.scopes),
            clients::public_key.eq(row.public_key.as_ref()),
            clients::status.eq(row.status),
            clients::version.eq(row.version + 1),
        ))
        .execute(conn)?;
    Ok(())
}

/// A client that can be used, of an organisation that is active.
pub(super) fn find_usable(conn: &mut Conn, id: Id) -> Result<Option<ClientRow>, DbError> {
    Ok(clients::table
        .inner_join(organisations::table)
        .filter(clients::id.eq(id))
        .filter(clients::status.eq(ClientStatus::Active))
        .filter(organisations::status.eq("active"))
        .select(ClientRow::as_select())
        .first(conn)
        .optional()?)
}

/// Remembers on which day a client was used last; nothing is written when it is known.
pub(super) fn mark_used(conn: &mut Conn, row: &ClientRow, today: Date) -> Result<(), DbError> {
    if row.last_used_on == Some(today) {
        return Ok(());
    }
    diesel::update(clients::table.find(row.id))
        .set(clients::last_used_on.eq(today))
        .execute(conn)?;
    Ok(())
}

/// Stores the hash of a new secret.
pub(super) fn insert_secret(
    conn: &mut Conn,
    client: Id,
    hash: &[u8; 32],
    now: Time,
) -> Result<(), DbError> {
    diesel::insert_into(client_secrets::table)
        .values((
            client_secrets::secret_hash.eq(hash.as_slice()),
            client_secrets::client_id.eq(client),
            client_secrets::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lets the secret in use end at a time; those that were ending already end now.
pub(super) fn let_secrets_end(conn: &mut Conn, client: Id, at: Time) -> Result<(), DbError> {
    let ending = client_secrets::table
        .filter(client_secrets::client_id.eq(client))
        .filter(client_secrets::expires_at.is_not_null());
    diesel::delete(ending).execute(conn)?;
    let in_use = client_secrets::table.filter(client_secrets::client_id.eq(client));
    diesel::update(in_use)
        .set(client_secrets::expires_at.eq(at))
        .execute(conn)?;
    Ok(())
}

/// Forgets the secrets of a client.
pub(super) fn delete_secrets(conn: &mut Conn, client: Id) -> Result<(), DbError> {
    let own = client_secrets::table.filter(client_secrets::client_id.eq(client));
    diesel::delete(own).execute(conn)?;
    Ok(())
}

/// Whether a secret is one of a client's that are good.
pub(super) fn is_secret_of(
    conn: &mut Conn,
    client: Id,
    hash: &[u8; 32],
    now: Time,
) -> Result<bool, DbError> {
    let good = client_secrets::expires_at
        .is_null()
        .or(client_secrets::expires_at.gt(now));
    let found: Option<Id> = client_secrets::table
        .filter(client_secrets::secret_hash.eq(hash.as_slice()))
        .filter(client_secrets::client_id.eq(client))
        .filter(good)
        .select(client_secrets::client_id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Uses an assertion up; says whether it was unused.
pub(super) fn use_assertion(
    conn: &mut Conn,
    hash: &[u8; 32],
    expires_at: Time,
) -> Result<bool, DbError> {
    let inserted = conn.attempt(|conn| {
        diesel::insert_into(client_assertions::table)
            .values((
                client_assertions::assertion_hash.eq(hash.as_slice()),
                client_assertions::expires_at.eq(expires_at),
            ))
            .execute(conn)
            .map_err(DbError::from)
    });
    match inserted {
        Ok(_) => Ok(true),
        Err(error) if error.constraint().is_some() => Ok(false),
        Err(error) => Err(error),
    }
}

/// Forgets secrets and assertions whose time is over.
pub fn forget_expired(conn: &mut Conn, now: Time) -> Result<(), DbError> {
    let over = client_secrets::table.filter(client_secrets::expires_at.lt(now));
    diesel::delete(over).execute(conn)?;
    let over = client_assertions::table.filter(client_assertions::expires_at.lt(now));
    diesel::delete(over).execute(conn)?;
    Ok(())
}
