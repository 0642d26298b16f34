//! How published reviews are found in the transparency log.

use std::collections::BTreeMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::replies::delete_reply;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::reviews::model::ModerationStatus;
use crate::schema::{review_publications, reviews};

/// How a published review is found in the log.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = review_publications)]
pub struct PublicationRow {
    pub public_id: Id,
    pub agency_id: Id,
    pub salt: Vec<u8>,
    pub entry: Option<i64>,
}

/// Remembers a publication that goes into the log with the next batch.
pub fn insert_publication(
    conn: &mut Conn,
    public_id: Id,
    agency: Id,
    salt: &[u8],
) -> Result<(), DbError> {
    diesel::insert_into(review_publications::table)
        .values((
            review_publications::public_id.eq(public_id),
            review_publications::agency_id.eq(agency),
            review_publications::salt.eq(salt),
        ))
        .execute(conn)?;
    Ok(())
}

/// A publication, when the log has it or will have it.
pub fn publication(conn: &mut Conn, public_id: Id) -> Result<Option<PublicationRow>, DbError> {
    let row = review_publications::table.find(public_id);
    Ok(row
        .select(PublicationRow::as_select())
        .first(conn)
        .optional()?)
}

/// Forgets a publication that has ended, and returns its entry when it has one. Without its salt
/// nothing leads from the entry to what was shown. What an agency answered goes with it.
pub fn take_publication(conn: &mut Conn, public_id: Id) -> Result<Option<i64>, DbError> {
    let row = publication(conn, public_id)?;
    diesel::delete(review_publications::table.find(public_id)).execute(conn)?;
    delete_reply(conn, public_id)?;
    Ok(row.and_then(|row| row.entry))
}

/// Remembers the entry of a publication; it may have ended meanwhile.
pub fn set_entry(conn: &mut Conn, public_id: Id, entry: i64) -> Result<(), DbError> {
    diesel::update(review_publications::table.find(public_id))
        .set(review_publications::entry.eq(entry))
        .execute(conn)?;
    Ok(())
}

/// The publications of some reviews, by public id.
pub fn publications(conn: &mut Conn, of: Vec<Id>) -> Result<BTreeMap<Id, PublicationRow>, DbError> {
    let rows: Vec<PublicationRow> = review_publications::table
        .filter(review_publications::public_id.eq_any(of))
        .select(PublicationRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.public_id, row)).collect())
}

/// Published reviews of which the log knows nothing yet.
pub fn list_unlogged(conn: &mut Conn, rows: i64) -> Result<Vec<Id>, DbError> {
    let logged = review_publications::table.filter(
        review_publications::public_id
            .nullable()
            .eq(reviews::public_id),
    );
    Ok(reviews::table
        .filter(reviews::status.eq(ModerationStatus::Published))
        .filter(not(exists(logged)))
        .order(reviews::id)
        .limit(rows)
        .select(reviews::id)
        .load(conn)?)
}
