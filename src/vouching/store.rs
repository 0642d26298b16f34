//! Queries.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::model::{COMPETENCE, VouchingKey};
use crate::platform::clock::{Date, Month};
use crate::platform::db::{Conn, DbError, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::{
    organisation_competences, organisations, spent_vouching_tokens, vouched_workers, vouching_days,
    vouching_keys,
};

type KeyRow = (Id, Id, String, Vec<u8>, Option<Vec<u8>>);

fn read(
    (id, organisation, month, public_key, sealed_private_key): KeyRow,
) -> Result<VouchingKey, DbError> {
    let broken = |error| diesel::result::Error::DeserializationError(Box::new(error));
    Ok(VouchingKey {
        id,
        organisation,
        month: month.parse().map_err(broken)?,
        public_key,
        sealed_private_key,
    })
}

/// The key of this name.
pub fn find_key(conn: &mut Conn, key_id: &[u8]) -> Result<Option<VouchingKey>, DbError> {
    let row: Option<KeyRow> = vouching_keys::table
        .filter(vouching_keys::key_id.eq(key_id))
        .select((
            vouching_keys::id,
            vouching_keys::organisation_id,
            vouching_keys::month,
            vouching_keys::public_key,
            vouching_keys::sealed_private_key,
        ))
        .first(conn)
        .optional()?;
    row.map(read).transpose()
}

/// Stores a key that has signed nothing yet.
pub fn insert_key(conn: &mut Conn, key: &VouchingKey, key_id: &[u8]) -> Result<(), DbError> {
    diesel::insert_into(vouching_keys::table)
        .values((
            vouching_keys::id.eq(key.id),
            vouching_keys::organisation_id.eq(key.organisation),
            vouching_keys::month.eq(key.month.to_string()),
            vouching_keys::key_id.eq(key_id),
            vouching_keys::public_key.eq(&key.public_key),
            vouching_keys::sealed_private_key.eq(&key.sealed_private_key),
            vouching_keys::issued.eq(0_i64),
        ))
        .execute(conn)?;
    Ok(())
}

/// A key in public.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = vouching_keys)]
pub struct PublishedRow {
    pub organisation_id: Id,
    #[diesel(select_expression = organisations::name)]
    pub organisation_name: String,
    pub month: String,
    pub key_id: Vec<u8>,
    pub public_key: Vec<u8>,
    pub issued: i64,
}

/// Keys after a position, latest month first.
pub fn list_keys(
    conn: &mut Conn,
    organisation: Option<Id>,
    after: Option<(String, Id)>,
    rows: i64,
) -> Result<Vec<PublishedRow>, DbError> {
    let mut query = vouching_keys::table
        .inner_join(organisations::table)
        .into_boxed::<MultiBackend>();
    if let Some(organisation) = organisation {
        query = query.filter(vouching_keys::organisation_id.eq(organisation));
    }
    if let Some((month, id)) = after {
        let earlier = vouching_keys::month.lt(month.clone());
        let same = vouching_keys::month.eq(month);
        query = query.filter(earlier.or(same.and(vouching_keys::organisation_id.gt(id))));
    }
    Ok(query
        .order((vouching_keys::month.desc(), vouching_keys::organisation_id))
        .limit(rows)
        .select(PublishedRow::as_select())
        .load(conn)?)
}

/// Organisations that vouch and have no key for a month.
pub fn list_without_key(conn: &mut Conn, month: Month, rows: i64) -> Result<Vec<Id>, DbError> {
    let has_key = vouching_keys::table
        .filter(vouching_keys::month.eq(month.to_string()))
        .select(vouching_keys::organisation_id);
    let vouches = organisation_competences::table
        .filter(organisation_competences::organisation_id.eq(organisations::id))
        .filter(organisation_competences::competence.eq(COMPETENCE));
    Ok(organisations::table
        .filter(organisations::status.eq("active"))
        .filter(exists(vouches))
        .filter(organisations::id.ne_all(has_key))
        .order(organisations::id)
        .limit(rows)
        .select(organisations::id)
        .load(conn)?)
}

/// Keys of months that are over whose private parts are still there.
pub fn list_ended(conn: &mut Conn, month: Month) -> Result<Vec<Id>, DbError> {
    Ok(vouching_keys::table
        .filter(vouching_keys::month.lt(month.to_string()))
        .filter(vouching_keys::sealed_private_key.is_not_null())
        .select(vouching_keys::id)
        .load(conn)?)
}

/// Forgets the private part of a key.
pub fn end_key(conn: &mut Conn, key: Id) -> Result<(), DbError> {
    diesel::update(vouching_keys::table.find(key))
        .set(vouching_keys::sealed_private_key.eq(None::<Vec<u8>>))
        .execute(conn)?;
    Ok(())
}

/// Counts a token that was signed.
pub fn count_issued(conn: &mut Conn, key: Id) -> Result<(), DbError> {
    diesel::update(vouching_keys::table.find(key))
        .set(vouching_keys::issued.eq(vouching_keys::issued + 1))
        .execute(conn)?;
    Ok(())
}

/// Remembers that a worker has a token.
pub fn insert_worker(conn: &mut Conn, hash: &[u8], month: Month) -> Result<(), DbError> {
    diesel::insert_into(vouched_workers::table)
        .values((
            vouched_workers::worker_hash.eq(hash),
            vouched_workers::month.eq(month.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Counts another token of a member today, unless there have been `most`; says whether it did.
pub fn count_today(conn: &mut Conn, account: Id, today: Date, most: i64) -> Result<bool, DbError> {
    let row = vouching_days::table.find((account, today));
    let counted = diesel::update(row.filter(vouching_days::signed.lt(most)))
        .set(vouching_days::signed.eq(vouching_days::signed + 1))
        .execute(conn)?;
    if counted == 1 {
        return Ok(true);
    }
    let there: Option<i64> = row.select(vouching_days::signed).first(conn).optional()?;
    if there.is_some() {
        return Ok(false);
    }
    diesel::insert_into(vouching_days::table)
        .values((
            vouching_days::account_id.eq(account),
            vouching_days::day.eq(today),
            vouching_days::signed.eq(1_i64),
        ))
        .execute(conn)?;
    Ok(true)
}

/// Remembers that a token was redeemed.
pub fn insert_spent(conn: &mut Conn, hash: &[u8], month: Month) -> Result<(), DbError> {
    diesel::insert_into(spent_vouching_tokens::table)
        .values((
            spent_vouching_tokens::token_hash.eq(hash),
            spent_vouching_tokens::month.eq(month.to_string()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets what is no longer needed: counts of days that are over, tokens of keys before `tokens`, which
/// are no longer taken, and workers of keys before `workers`.
pub fn forget(conn: &mut Conn, today: Date, tokens: Month, workers: Month) -> Result<(), DbError> {
    let days = vouching_days::table.filter(vouching_days::day.lt(today));
    diesel::delete(days).execute(conn)?;
    let spent = spent_vouching_tokens::month.lt(tokens.to_string());
    diesel::delete(spent_vouching_tokens::table.filter(spent)).execute(conn)?;
    let vouched = vouched_workers::month.lt(workers.to_string());
    diesel::delete(vouched_workers::table.filter(vouched)).execute(conn)?;
    Ok(())
}
