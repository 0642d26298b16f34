//! Queries.

use diesel::prelude::*;

use super::model::{Commitment, DecisionKind};
use crate::platform::clock::Date;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{
    transparency_checkpoints, transparency_entries, transparency_hashes, transparency_pending,
};

/// A decision that waits for the next batch.
#[derive(Debug, Clone)]
pub struct Pending {
    /// The day of the decision.
    pub noted_on: Date,
    /// What was decided.
    pub decision: DecisionKind,
    /// Why.
    pub reason: Option<String>,
    /// What a publication shows.
    pub commitment: Option<Commitment>,
    /// The publication that this is about, by its public id.
    pub subject: Option<Id>,
    /// The entry of the publication that this ends, when it has one already.
    pub ends_entry: Option<i64>,
}

/// Notes a decision, in the transaction that makes it. `id` must be random: the ids of a batch are
/// its order.
pub fn note(conn: &mut Conn, id: Id, pending: &Pending) -> Result<(), DbError> {
    let commitment = pending.commitment.map(|commitment| commitment.0.to_vec());
    diesel::insert_into(transparency_pending::table)
        .values((
            transparency_pending::id.eq(id),
            transparency_pending::noted_on.eq(pending.noted_on),
            transparency_pending::decision.eq(pending.decision),
            transparency_pending::reason.eq(pending.reason.clone()),
            transparency_pending::commitment.eq(commitment),
            transparency_pending::subject.eq(pending.subject),
            transparency_pending::ends_entry.eq(pending.ends_entry),
        ))
        .execute(conn)?;
    Ok(())
}

/// A waiting decision as it is stored.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = transparency_pending)]
pub struct PendingRow {
    pub id: Id,
    pub noted_on: Date,
    pub decision: DecisionKind,
    pub reason: Option<String>,
    pub commitment: Option<Vec<u8>>,
    pub subject: Option<Id>,
    pub ends_entry: Option<i64>,
}

/// Decisions that were noted before a day: publications, or all others.
pub fn list_due(
    conn: &mut Conn,
    before: Date,
    publications: bool,
    rows: i64,
) -> Result<Vec<PendingRow>, DbError> {
    let is_publication = transparency_pending::decision.eq(DecisionKind::Published);
    let others = transparency_pending::decision.ne(DecisionKind::Published);
    let due = transparency_pending::table
        .filter(transparency_pending::noted_on.lt(before))
        .order(transparency_pending::id)
        .limit(rows)
        .select(PendingRow::as_select());
    Ok(if publications {
        due.filter(is_publication).load(conn)?
    } else {
        due.filter(others).load(conn)?
    })
}

/// The decision is in the log.
pub fn delete_pending(conn: &mut Conn, id: Id) -> Result<(), DbError> {
    diesel::delete(transparency_pending::table.find(id)).execute(conn)?;
    Ok(())
}

/// Tells the decisions that end a publication which entry it is.
pub fn set_ended(conn: &mut Conn, subject: Id, entry: i64) -> Result<(), DbError> {
    let waiting = transparency_pending::table.filter(transparency_pending::subject.eq(subject));
    diesel::update(waiting)
        .set(transparency_pending::ends_entry.eq(entry))
        .execute(conn)?;
    Ok(())
}

/// An entry of the log.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = transparency_entries)]
pub struct EntryRow {
    pub entry: i64,
    pub leaf: String,
}

pub fn insert_entry(conn: &mut Conn, entry: i64, leaf: &str) -> Result<(), DbError> {
    diesel::insert_into(transparency_entries::table)
        .values((
            transparency_entries::entry.eq(entry),
            transparency_entries::leaf.eq(leaf),
        ))
        .execute(conn)?;
    Ok(())
}

/// Entries from one on.
pub fn entries(conn: &mut Conn, from: i64, rows: i64) -> Result<Vec<EntryRow>, DbError> {
    Ok(transparency_entries::table
        .filter(transparency_entries::entry.ge(from))
        .order(transparency_entries::entry)
        .limit(rows)
        .select(EntryRow::as_select())
        .load(conn)?)
}

pub fn insert_hash(conn: &mut Conn, position: i64, hash: &[u8]) -> Result<(), DbError> {
    diesel::insert_into(transparency_hashes::table)
        .values((
            transparency_hashes::position.eq(position),
            transparency_hashes::hash.eq(hash),
        ))
        .execute(conn)?;
    Ok(())
}

/// The hashes at some positions, by position.
pub fn hashes(conn: &mut Conn, positions: Vec<i64>) -> Result<Vec<(i64, Vec<u8>)>, DbError> {
    Ok(transparency_hashes::table
        .filter(transparency_hashes::position.eq_any(positions))
        .select((transparency_hashes::position, transparency_hashes::hash))
        .load(conn)?)
}

/// A signed tree head.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = transparency_checkpoints)]
pub struct CheckpointRow {
    pub size: i64,
    pub origin: String,
    pub root: Vec<u8>,
    pub note: String,
    pub signed_on: Date,
}

pub fn insert_checkpoint(conn: &mut Conn, head: &CheckpointRow) -> Result<(), DbError> {
    diesel::insert_into(transparency_checkpoints::table)
        .values((
            transparency_checkpoints::size.eq(head.size),
            transparency_checkpoints::origin.eq(&head.origin),
            transparency_checkpoints::root.eq(&head.root),
            transparency_checkpoints::note.eq(&head.note),
            transparency_checkpoints::signed_on.eq(head.signed_on),
        ))
        .execute(conn)?;
    Ok(())
}

/// The newest tree head; none while the log is empty.
pub fn head(conn: &mut Conn) -> Result<Option<CheckpointRow>, DbError> {
    Ok(transparency_checkpoints::table
        .order(transparency_checkpoints::size.desc())
        .select(CheckpointRow::as_select())
        .first(conn)
        .optional()?)
}
