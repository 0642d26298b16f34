//! Who had a file in their hands.

use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::destination::FileOwner;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::{Id, Randomness};
use crate::schema::custody_entries;
use crate::text_enum;

text_enum! {
    /// What happened to a file.
    pub enum CustodyEvent {
        /// It came in, whole.
        Received => "received",
        /// It was cleaned and sealed; its two hashes are of before and after.
        Sealed => "sealed",
        /// A member of staff looked at a small picture of it.
        Opened => "opened",
        /// A member of staff downloaded it.
        Exported => "exported",
    }
}

/// A file of something.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    /// What it belongs to: its kind.
    pub kind: FileOwner,
    /// Which one.
    pub subject: Id,
    /// The file: the id of the evidence or of the attachment.
    pub id: Id,
}

/// One line of the log.
#[derive(Debug, Clone, Queryable, Serialize, ToSchema)]
#[schema(as = CustodyLogEntry)]
pub struct CustodyEntry {
    /// What happened.
    event: CustodyEvent,
    /// When.
    at: Time,
    /// The member of staff; null when nobody of the staff did it.
    account_id: Option<Id>,
}

/// The custody log of a file.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CustodyLog)]
pub struct CustodyLog {
    /// What happened to it, oldest first.
    items: Vec<CustodyEntry>,
}

/// Writes that something happened to a file.
pub fn note(
    conn: &mut Conn,
    randomness: &dyn Randomness,
    of: Item,
    (event, account): (CustodyEvent, Option<Id>),
    now: Time,
) -> Result<(), DbError> {
    diesel::insert_into(custody_entries::table)
        .values((
            custody_entries::id.eq(Id::from_parts(now, randomness)),
            custody_entries::subject_kind.eq(of.kind),
            custody_entries::subject_id.eq(of.subject),
            custody_entries::item_id.eq(of.id),
            custody_entries::event.eq(event),
            custody_entries::account_id.eq(account),
            custody_entries::at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Writes that a file came in, and who of the staff handed it in, and that it was sealed.
pub fn note_arrival(
    conn: &mut Conn,
    randomness: &dyn Randomness,
    (of, by): (Item, Option<Id>),
    now: Time,
) -> Result<(), DbError> {
    note(conn, randomness, of, (CustodyEvent::Received, by), now)?;
    note(conn, randomness, of, (CustodyEvent::Sealed, None), now)
}

/// What happened to a file, oldest first; of the same moment in the order in which it does happen.
pub fn list(conn: &mut Conn, of: Item) -> Result<CustodyLog, DbError> {
    let mut items: Vec<CustodyEntry> = custody_entries::table
        .filter(custody_entries::subject_kind.eq(of.kind))
        .filter(custody_entries::subject_id.eq(of.subject))
        .filter(custody_entries::item_id.eq(of.id))
        .select((
            custody_entries::event,
            custody_entries::at,
            custody_entries::account_id,
        ))
        .load(conn)?;
    items.sort_by_key(|entry| (entry.at, entry.event));
    Ok(CustodyLog { items })
}

/// Forgets the files of something that is being erased.
pub fn forget(conn: &mut Conn, kind: FileOwner, subject: Id) -> Result<(), DbError> {
    let rows = custody_entries::table
        .filter(custody_entries::subject_kind.eq(kind))
        .filter(custody_entries::subject_id.eq(subject));
    diesel::delete(rows).execute(conn)?;
    Ok(())
}
