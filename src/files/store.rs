//! Uploads.

use diesel::prelude::*;

use super::destination::{FileOwner, Owner};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::uploads;

/// An upload as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = uploads)]
pub(super) struct UploadRow {
    pub id: Id,
    pub subject_kind: FileOwner,
    pub subject_id: Id,
    pub sealed_state: Vec<u8>,
    pub is_finished: bool,
    pub version: i64,
    pub expires_at: Time,
    pub account_id: Option<Id>,
}

impl UploadRow {
    fn is_of(&self, owner: Owner) -> bool {
        self.account_id == owner.account
    }
}

/// What is new of an upload.
pub(super) struct Change {
    pub sealed_state: Vec<u8>,
    pub is_finished: bool,
    pub expires_at: Time,
}

pub(super) fn insert(conn: &mut Conn, row: UploadRow) -> Result<(), DbError> {
    diesel::insert_into(uploads::table)
        .values(row)
        .execute(conn)?;
    Ok(())
}

/// An upload of this owner.
pub(super) fn find(conn: &mut Conn, owner: Owner, id: Id) -> Result<Option<UploadRow>, DbError> {
    let found = uploads::table
        .find(id)
        .filter(uploads::subject_kind.eq(owner.kind))
        .filter(uploads::subject_id.eq(owner.subject))
        .select(UploadRow::as_select())
        .first(conn)
        .optional()?;
    Ok(found.filter(|row: &UploadRow| row.is_of(owner)))
}

/// The unfinished uploads of an owner that have not expired, the first first.
pub(super) fn list_unfinished(
    conn: &mut Conn,
    owner: Owner,
    now: Time,
) -> Result<Vec<UploadRow>, DbError> {
    let mut found: Vec<UploadRow> = uploads::table
        .filter(uploads::subject_kind.eq(owner.kind))
        .filter(uploads::subject_id.eq(owner.subject))
        .filter(uploads::is_finished.eq(false))
        .filter(uploads::expires_at.gt(now))
        .order(uploads::id)
        .select(UploadRow::as_select())
        .load(conn)?;
    found.retain(|row| row.is_of(owner));
    Ok(found)
}

/// Changes an upload, unless somebody has changed it since it was read; says whether it was done.
pub(super) fn change(
    conn: &mut Conn,
    (id, version): (Id, i64),
    new: Change,
) -> Result<bool, DbError> {
    let row = uploads::table.find(id).filter(uploads::version.eq(version));
    let changed = diesel::update(row)
        .set((
            uploads::sealed_state.eq(new.sealed_state),
            uploads::is_finished.eq(new.is_finished),
            uploads::expires_at.eq(new.expires_at),
            uploads::version.eq(version + 1),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Deletes an upload; says whether it was there.
pub(super) fn delete(conn: &mut Conn, id: Id) -> Result<bool, DbError> {
    Ok(diesel::delete(uploads::table.find(id)).execute(conn)? == 1)
}

/// Lets go of the uploads for something that is being erased: nothing says any more what they were for, and their
/// parts, which have no key, go within a minute.
pub fn let_go(conn: &mut Conn, kind: FileOwner, subject: Id) -> Result<(), DbError> {
    let rows = uploads::table
        .filter(uploads::subject_kind.eq(kind))
        .filter(uploads::subject_id.eq(subject));
    diesel::update(rows)
        .set((
            uploads::subject_id.eq(uploads::id),
            uploads::sealed_state.eq(Vec::<u8>::new()),
            uploads::version.eq(uploads::version + 1),
            uploads::expires_at.eq(Time::EPOCH),
        ))
        .execute(conn)?;
    Ok(())
}

/// Uploads whose time is over.
pub(super) fn list_over(conn: &mut Conn, now: Time, most: i64) -> Result<Vec<Id>, DbError> {
    Ok(uploads::table
        .filter(uploads::expires_at.le(now))
        .order(uploads::expires_at)
        .limit(most)
        .select(uploads::id)
        .load(conn)?)
}

/// Deletes uploads whose time is over.
pub(super) fn delete_over(conn: &mut Conn, ids: &[Id], now: Time) -> Result<(), DbError> {
    for id in ids {
        let row = uploads::table.find(*id).filter(uploads::expires_at.le(now));
        diesel::delete(row).execute(conn)?;
    }
    Ok(())
}

/// Whether there is an upload of this id.
pub(super) fn is_known(conn: &mut Conn, id: Id) -> Result<bool, DbError> {
    let found: Option<Id> = uploads::table
        .find(id)
        .select(uploads::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}
