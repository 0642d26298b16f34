//! What became of establishments; rows are only ever added.

use diesel::prelude::*;
use serde_json::{Map, Value};

use crate::establishments::model::EstablishmentAct;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError, Json, MultiBackend};
use crate::platform::ids::Id;
use crate::schema::establishment_events;

/// Something that has just happened.
pub struct NewEvent {
    pub id: Id,
    pub establishment: Id,
    /// The version that it made.
    pub sequence: i64,
    pub act: EstablishmentAct,
    pub at: Time,
    pub account: Option<Id>,
    pub organisation: Id,
    /// Members that are different now, as they were and as they are.
    pub members: Option<(Map<String, Value>, Map<String, Value>)>,
    pub reason: Option<String>,
    pub other: Option<Id>,
    pub import: Option<Id>,
}

/// An event as it is stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = establishment_events)]
pub struct EventRow {
    pub id: Id,
    pub sequence: i64,
    pub act: EstablishmentAct,
    pub at: Time,
    pub account_id: Option<Id>,
    pub organisation_id: Id,
    pub before: Option<Json>,
    pub after: Option<Json>,
    pub reason: Option<String>,
    pub other_id: Option<Id>,
    pub import_id: Option<Id>,
}

/// Adds an event.
pub fn append_event(conn: &mut Conn, event: NewEvent) -> Result<(), DbError> {
    let (before, after) = event.members.unzip();
    let written = |members: Option<Map<String, Value>>| {
        members
            .map(|members| Json::of(&members))
            .transpose()
            .map_err(|error| diesel::result::Error::SerializationError(Box::new(error)))
    };
    diesel::insert_into(establishment_events::table)
        .values((
            establishment_events::id.eq(event.id),
            establishment_events::establishment_id.eq(event.establishment),
            establishment_events::sequence.eq(event.sequence),
            establishment_events::act.eq(event.act),
            establishment_events::at.eq(event.at),
            establishment_events::account_id.eq(event.account),
            establishment_events::organisation_id.eq(event.organisation),
            establishment_events::before.eq(written(before)?),
            establishment_events::after.eq(written(after)?),
            establishment_events::reason.eq(event.reason),
            establishment_events::other_id.eq(event.other),
            establishment_events::import_id.eq(event.import),
        ))
        .execute(conn)?;
    Ok(())
}

/// The events of an establishment before one of them, newest first.
pub fn list_events(
    conn: &mut Conn,
    establishment: Id,
    before: Option<i64>,
    rows: i64,
) -> QueryResult<Vec<EventRow>> {
    let mut query = establishment_events::table
        .filter(establishment_events::establishment_id.eq(establishment))
        .order(establishment_events::sequence.desc())
        .limit(rows)
        .select(EventRow::as_select())
        .into_boxed::<MultiBackend>();
    if let Some(before) = before {
        query = query.filter(establishment_events::sequence.lt(before));
    }
    query.load(conn)
}
