//! Texts that wait to be sent.

use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{assistance_requests, outgoing_texts as t};

/// A text that waits.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = t)]
pub(in crate::contact) struct TextRow {
    pub id: Id,
    /// The case; `None` for an answer.
    pub request_id: Option<Id>,
    pub attempt_id: Option<Id>,
    pub sealed: Option<Vec<u8>>,
    pub number_hash: Option<Vec<u8>>,
    pub attempts: i64,
    pub created_at: Time,
    pub due_at: Time,
    pub trying_since: Option<Time>,
    pub leased_until: Option<Time>,
}

/// Locks the case, if there still is one; says which organisation has it. Before its texts are looked at, as whoever
/// changes a case locks it first.
pub(in crate::contact) fn lock_case(
    conn: &mut Conn,
    request: Id,
) -> Result<Option<Option<Id>>, DbError> {
    let found: Vec<Option<Id>> = crate::lock!(
        conn,
        assistance_requests::table
            .find(request)
            .select(assistance_requests::organisation_id)
    )?;
    Ok(found.into_iter().next())
}

/// Stores a text.
pub(in crate::contact) fn insert_text(conn: &mut Conn, row: &TextRow) -> Result<(), DbError> {
    diesel::insert_into(t::table).values(row).execute(conn)?;
    Ok(())
}

/// The text that waits for a case.
pub(in crate::contact) fn find_of_request(
    conn: &mut Conn,
    request: Id,
) -> Result<Option<TextRow>, DbError> {
    Ok(t::table
        .filter(t::request_id.eq(request))
        .select(TextRow::as_select())
        .first(conn)
        .optional()?)
}

/// Takes what is due and nobody else works on, for a while.
pub(in crate::contact) fn claim_due(
    conn: &mut Conn,
    most: i64,
    now: Time,
    until: Time,
) -> Result<Vec<TextRow>, DbError> {
    let due: Vec<TextRow> = crate::claim!(
        conn,
        t::table
            .filter(t::due_at.le(now))
            .filter(t::leased_until.is_null().or(t::leased_until.le(now)))
            .order(t::due_at)
            .limit(most)
            .select(TextRow::as_select())
    )?;
    for row in &due {
        diesel::update(t::table.find(row.id))
            .set(t::leased_until.eq(until))
            .execute(conn)?;
    }
    Ok(due)
}

/// A text as it is now, if it is still ours.
pub(in crate::contact) fn find_leased(
    conn: &mut Conn,
    id: Id,
    leased_until: Time,
) -> Result<Option<TextRow>, DbError> {
    Ok(t::table
        .filter(t::id.eq(id))
        .filter(t::leased_until.eq(leased_until))
        .select(TextRow::as_select())
        .first(conn)
        .optional()?)
}

/// Lets a text wait until its time; nothing was tried.
pub(in crate::contact) fn postpone(conn: &mut Conn, id: Id, until: Time) -> Result<(), DbError> {
    diesel::update(t::table.find(id))
        .set((
            t::due_at.eq(until),
            t::leased_until.eq(None::<Time>),
            t::trying_since.eq(None::<Time>),
            t::attempts.eq(0),
        ))
        .execute(conn)?;
    Ok(())
}

/// Lets a text wait that the gateway did not take.
pub(in crate::contact) fn take_back(
    conn: &mut Conn,
    row: &TextRow,
    since: Time,
    until: Time,
) -> Result<(), DbError> {
    diesel::update(t::table.find(row.id))
        .set((
            t::due_at.eq(until),
            t::leased_until.eq(None::<Time>),
            t::trying_since.eq(since),
            t::attempts.eq(row.attempts.saturating_add(1)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes a text.
pub(in crate::contact) fn delete_text(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    diesel::delete(t::table.find(id)).execute(conn)?;
    Ok(())
}

/// Deletes what waits for a case.
pub(in crate::contact) fn delete_of_request(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    diesel::delete(t::table.filter(t::request_id.eq(request))).execute(conn)?;
    Ok(())
}

/// Deletes the answers that wait for a number; returns their ids.
pub(in crate::contact) fn delete_of_number(
    conn: &mut Conn,
    hash: &[u8],
) -> Result<Vec<Id>, DbError> {
    let waiting = t::table.filter(t::number_hash.eq(hash));
    let ids: Vec<Id> = waiting.select(t::id).load(conn)?;
    for id in &ids {
        delete_text(conn, *id)?;
    }
    Ok(ids)
}
