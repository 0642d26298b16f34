//! Attachments.

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::assistance_attachments;

/// An attachment as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = assistance_attachments)]
pub(in crate::assistance) struct AttachmentRow {
    pub id: Id,
    pub request_id: Id,
    pub file_id: Id,
    pub sealed_facts: Vec<u8>,
    pub received_at: Time,
}

/// Stores that a file is in the store.
pub(in crate::assistance) fn insert_attachment(
    conn: &mut Conn,
    row: AttachmentRow,
) -> Result<(), DbError> {
    diesel::insert_into(assistance_attachments::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// How many attachments a request has.
pub(in crate::assistance) fn count_attachments(
    conn: &mut Conn,
    request: Id,
) -> Result<i64, DbError> {
    Ok(assistance_attachments::table
        .filter(assistance_attachments::request_id.eq(request))
        .select(count_star())
        .first(conn)?)
}

/// The attachments of a request, oldest first.
pub(in crate::assistance) fn list_attachments(
    conn: &mut Conn,
    request: Id,
) -> Result<Vec<AttachmentRow>, DbError> {
    Ok(assistance_attachments::table
        .filter(assistance_attachments::request_id.eq(request))
        .order((
            assistance_attachments::received_at,
            assistance_attachments::id,
        ))
        .select(AttachmentRow::as_select())
        .load(conn)?)
}

/// An attachment of a request.
pub(in crate::assistance) fn find_attachment(
    conn: &mut Conn,
    request: Id,
    id: Id,
) -> Result<Option<AttachmentRow>, DbError> {
    Ok(assistance_attachments::table
        .find(id)
        .filter(assistance_attachments::request_id.eq(request))
        .select(AttachmentRow::as_select())
        .first(conn)
        .optional()?)
}

/// Whether a row names this file.
pub(in crate::assistance) fn is_file_known(conn: &mut Conn, file: Id) -> Result<bool, DbError> {
    let found: Option<Id> = assistance_attachments::table
        .filter(assistance_attachments::file_id.eq(file))
        .select(assistance_attachments::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Deletes what is known of the attachments of a request; their files are noise by then.
pub(in crate::assistance) fn delete_attachments(
    conn: &mut Conn,
    request: Id,
) -> Result<(), DbError> {
    let of_request = assistance_attachments::request_id.eq(request);
    diesel::delete(assistance_attachments::table.filter(of_request)).execute(conn)?;
    Ok(())
}
