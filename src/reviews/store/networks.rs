//! From which networks reviews come, and who speaks for agencies acts; as long as it is known.

use diesel::prelude::*;

use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{network_weeks, representative_networks, review_origins};

/// Remembers from which network a review came.
pub fn put_origin(conn: &mut Conn, review: Id, network: &[u8], today: Date) -> Result<(), DbError> {
    diesel::delete(review_origins::table.find(review)).execute(conn)?;
    diesel::insert_into(review_origins::table)
        .values((
            review_origins::review_id.eq(review),
            review_origins::network.eq(network),
            review_origins::noted_on.eq(today),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether it is known that an organisation acts from a network.
pub fn acts_from(conn: &mut Conn, organisation: Id, network: &[u8]) -> Result<bool, DbError> {
    let row = representative_networks::table.find((network, organisation));
    let known: Option<Date> = row
        .select(representative_networks::noted_on)
        .first(conn)
        .optional()?;
    Ok(known.is_some())
}

/// Remembers from which network an organisation acts.
pub fn put_representative(
    conn: &mut Conn,
    organisation: Id,
    network: &[u8],
    today: Date,
) -> Result<(), DbError> {
    diesel::insert_into(representative_networks::table)
        .values((
            representative_networks::organisation_id.eq(organisation),
            representative_networks::network.eq(network),
            representative_networks::noted_on.eq(today),
        ))
        .execute(conn)?;
    Ok(())
}

/// The organisations that act from a network.
pub fn acting_from(conn: &mut Conn, network: &[u8]) -> Result<Vec<Id>, DbError> {
    Ok(representative_networks::table
        .filter(representative_networks::network.eq(network))
        .select(representative_networks::organisation_id)
        .load(conn)?)
}

/// What was noted before a day is forgotten.
pub fn forget_networks(conn: &mut Conn, before: Date) -> Result<(), DbError> {
    let origins = review_origins::table.filter(review_origins::noted_on.lt(before));
    diesel::delete(origins).execute(conn)?;
    let acting = representative_networks::table;
    let acting = acting.filter(representative_networks::noted_on.lt(before));
    diesel::delete(acting).execute(conn)?;
    Ok(())
}

/// The secret of a week, sealed, with the name of its key.
pub fn find_week(conn: &mut Conn, begins_on: Date) -> Result<Option<(Id, Vec<u8>)>, DbError> {
    Ok(network_weeks::table
        .find(begins_on)
        .select((network_weeks::id, network_weeks::sealed_secret))
        .first(conn)
        .optional()?)
}

/// Stores the secret of a week.
pub fn insert_week(
    conn: &mut Conn,
    begins_on: Date,
    id: Id,
    sealed_secret: &[u8],
) -> Result<(), DbError> {
    diesel::insert_into(network_weeks::table)
        .values((
            network_weeks::begins_on.eq(begins_on),
            network_weeks::id.eq(id),
            network_weeks::sealed_secret.eq(sealed_secret),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes the secrets of weeks that began before a day; returns the names of their keys.
pub fn take_weeks(conn: &mut Conn, before: Date) -> Result<Vec<Id>, DbError> {
    let over = network_weeks::table.filter(network_weeks::begins_on.lt(before));
    let keys = over.select(network_weeks::id).load(conn)?;
    diesel::delete(over).execute(conn)?;
    Ok(keys)
}
