//! Comments that are spoken.

use diesel::prelude::*;

use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::review_recordings;

/// A recording; what is known about it is sealed.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = review_recordings)]
pub struct RecordingRow {
    pub review_id: Id,
    pub file_id: Id,
    pub sealed_facts: Vec<u8>,
    pub has_own_key: bool,
}

/// The recording of a review.
pub fn find_recording(conn: &mut Conn, review: Id) -> Result<Option<RecordingRow>, DbError> {
    Ok(review_recordings::table
        .find(review)
        .select(RecordingRow::as_select())
        .first(conn)
        .optional()?)
}

/// Stores the recording of a review.
pub fn insert_recording(conn: &mut Conn, row: RecordingRow) -> Result<(), DbError> {
    diesel::insert_into(review_recordings::table)
        .values((
            review_recordings::review_id.eq(row.review_id),
            review_recordings::file_id.eq(row.file_id),
            review_recordings::sealed_facts.eq(row.sealed_facts),
            review_recordings::has_own_key.eq(row.has_own_key),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets the recording of a review.
pub fn delete_recording(conn: &mut Conn, review: Id) -> Result<(), DbError> {
    diesel::delete(review_recordings::table.find(review)).execute(conn)?;
    Ok(())
}

/// Whether a file is a recording of some review.
pub fn is_recording_known(conn: &mut Conn, file: Id) -> Result<bool, DbError> {
    let found: Option<Id> = review_recordings::table
        .filter(review_recordings::file_id.eq(file))
        .select(review_recordings::review_id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}
