//! What was done with entries; rows are only ever added.

use diesel::prelude::*;

use crate::directory::model::DirectoryAct;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::directory_events as e;

/// Something that has just happened.
#[derive(Insertable)]
#[diesel(table_name = e)]
pub struct NewEvent {
    pub id: Id,
    pub subject_id: Id,
    pub sequence: i64,
    pub act: DirectoryAct,
    pub at: Time,
    pub account_id: Option<Id>,
    pub organisation_id: Option<Id>,
    pub sealed_changes: Vec<u8>,
}

/// An event as it is stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = e)]
pub struct EventRow {
    pub id: Id,
    pub sequence: i64,
    pub act: DirectoryAct,
    pub at: Time,
    pub account_id: Option<Id>,
    pub organisation_id: Option<Id>,
    pub sealed_changes: Vec<u8>,
}

/// Adds an event.
pub fn append_event(conn: &mut Conn, event: NewEvent) -> QueryResult<()> {
    diesel::insert_into(e::table).values(event).execute(conn)?;
    Ok(())
}

/// The events of an entry before one of them, newest first.
pub fn list_events(
    conn: &mut Conn,
    subject: Id,
    before: Option<i64>,
    rows: i64,
) -> QueryResult<Vec<EventRow>> {
    let mut query = e::table
        .filter(e::subject_id.eq(subject))
        .order(e::sequence.desc())
        .limit(rows)
        .select(EventRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(before) = before {
        query = query.filter(e::sequence.lt(before));
    }
    query.load(conn)
}
