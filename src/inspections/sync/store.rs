//! Operations of tablets.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::upsert::excluded;

use super::outcome::SyncOutcome;
use crate::inspections::records::RecordKind;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;
use crate::schema::{sync_conflicts as conflicts, sync_operations as operations};
use crate::text_enum;

/// Rows in one statement.
const ROWS_AT_ONCE: usize = 1500;

/// An operation as it is stored.
#[derive(Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = operations, treat_none_as_default_value = false)]
pub struct OperationRow {
    pub organisation_id: Id,
    pub id: Id,
    pub account_id: Id,
    pub device_id: Id,
    pub record_id: Id,
    pub visit_id: Id,
    pub branch_id: Id,
    pub base_version: i64,
    pub fingerprint: Vec<u8>,
    pub outcome: SyncOutcome,
    pub result: Json,
    pub held: Option<Json>,
    pub held_until: Option<Time>,
    pub received_at: Time,
    pub settled_at: Option<Time>,
}

/// Operations of an inspectorate by their numbers.
pub fn find(conn: &mut Conn, organisation: Id, ids: &[Id]) -> QueryResult<Vec<OperationRow>> {
    operations::table
        .filter(operations::organisation_id.eq(organisation))
        .filter(operations::id.eq_any(ids.to_vec()))
        .select(OperationRow::as_select())
        .load(conn)
}

/// The places of what was settled in these branches of these records.
pub fn find_places(
    conn: &mut Conn,
    organisation: Id,
    (branches, records): (&BTreeSet<Id>, &BTreeSet<Id>),
) -> QueryResult<Vec<(Id, Id, i64)>> {
    let branches: Vec<Id> = branches.iter().copied().collect();
    let records: Vec<Id> = records.iter().copied().collect();
    operations::table
        .filter(operations::branch_id.eq_any(branches))
        .filter(operations::record_id.eq_any(records))
        .filter(operations::organisation_id.eq(organisation))
        .filter(operations::outcome.ne(SyncOutcome::Held))
        .select((
            operations::branch_id,
            operations::record_id,
            operations::base_version,
        ))
        .load(conn)
}

/// The branches to which these operations belong.
pub fn branches_of(conn: &mut Conn, organisation: Id, ids: &[Id]) -> QueryResult<Vec<(Id, Id)>> {
    operations::table
        .filter(operations::organisation_id.eq(organisation))
        .filter(operations::id.eq_any(ids.to_vec()))
        .select((operations::id, operations::branch_id))
        .load(conn)
}

/// What waits of a tablet, locked until the commit.
pub fn find_waiting(
    conn: &mut Conn,
    organisation: Id,
    device: Id,
) -> QueryResult<Vec<OperationRow>> {
    crate::lock!(
        conn,
        operations::table
            .filter(operations::device_id.eq(device))
            .filter(operations::held_until.is_not_null())
            .filter(operations::organisation_id.eq(organisation))
            .order((operations::received_at, operations::id))
            .select(OperationRow::as_select())
    )
}

/// Operations that have waited too long and that nobody else is treating, locked until the commit.
pub fn claim_overdue(conn: &mut Conn, now: Time, most: i64) -> QueryResult<Vec<OperationRow>> {
    crate::claim!(
        conn,
        operations::table
            .filter(operations::held_until.le(now))
            .order((operations::held_until, operations::id))
            .limit(most)
            .select(OperationRow::as_select())
    )
}

/// Stores operations that are new.
pub fn insert(conn: &mut Conn, rows: &[OperationRow]) -> QueryResult<()> {
    for part in rows.chunks(ROWS_AT_ONCE) {
        let insert = diesel::insert_into(operations::table).values(part.to_vec());
        crate::native!(conn, native => insert.execute(native))?;
    }
    Ok(())
}

/// Stores what became of operations that waited.
pub fn settle(conn: &mut Conn, rows: &[OperationRow]) -> QueryResult<()> {
    for part in rows.chunks(ROWS_AT_ONCE) {
        let insert = diesel::insert_into(operations::table).values(part.to_vec());
        crate::native!(conn, native => insert
            .on_conflict((operations::organisation_id, operations::id))
            .do_update()
            .set((
                operations::outcome.eq(excluded(operations::outcome)),
                operations::result.eq(excluded(operations::result)),
                operations::held.eq(excluded(operations::held)),
                operations::held_until.eq(excluded(operations::held_until)),
                operations::settled_at.eq(excluded(operations::settled_at)),
            ))
            .execute(native))?;
    }
    Ok(())
}

text_enum! {
    /// Why something that was written on a tablet does not stand.
    pub enum SyncConflictReason {
        /// Somebody else changed the same members first.
        SameMember => "same_member",
        /// It does not fit together with what others have changed meanwhile.
        DoesNotFit => "does_not_fit",
        /// The visit was given to somebody else meanwhile.
        NotAssigned => "not_assigned",
    }
}

/// A conflict as it is stored.
#[derive(Clone, Insertable, Queryable, Selectable)]
#[diesel(table_name = conflicts, treat_none_as_default_value = false)]
pub struct ConflictRow {
    pub id: Id,
    pub organisation_id: Id,
    pub record_id: Id,
    pub visit_id: Id,
    pub kind: RecordKind,
    pub operation_id: Id,
    pub account_id: Id,
    pub device_id: Id,
    pub reason: SyncConflictReason,
    pub mine: Json,
    pub theirs: Json,
    pub base: Json,
    pub client_time: Time,
    pub created_at: Time,
    pub resolved_at: Option<Time>,
    pub resolved_by: Option<Id>,
    pub taken: Option<Json>,
}

/// Stores conflicts.
pub fn insert_conflicts(conn: &mut Conn, rows: &[ConflictRow]) -> QueryResult<()> {
    for part in rows.chunks(ROWS_AT_ONCE) {
        let insert = diesel::insert_into(conflicts::table).values(part.to_vec());
        crate::native!(conn, native => insert.execute(native))?;
    }
    Ok(())
}

/// Conflicts of an inspectorate that nobody has decided yet, oldest first.
pub fn list_open_conflicts(
    conn: &mut Conn,
    organisation: Id,
    visit: Option<Id>,
    after: Option<Id>,
    most: i64,
) -> QueryResult<Vec<ConflictRow>> {
    let mut query = conflicts::table
        .filter(conflicts::organisation_id.eq(organisation))
        .filter(conflicts::resolved_at.is_null())
        .order(conflicts::id)
        .limit(most)
        .select(ConflictRow::as_select())
        .into_boxed();
    if let Some(visit) = visit {
        query = query.filter(conflicts::visit_id.eq(visit));
    }
    if let Some(after) = after {
        query = query.filter(conflicts::id.gt(after));
    }
    query.load(conn)
}

/// Conflicts by their ids.
pub fn find_conflicts(
    conn: &mut Conn,
    organisation: Id,
    ids: &[Id],
) -> QueryResult<Vec<ConflictRow>> {
    conflicts::table
        .filter(conflicts::id.eq_any(ids.to_vec()))
        .filter(conflicts::organisation_id.eq(organisation))
        .select(ConflictRow::as_select())
        .load(conn)
}

/// A conflict, locked until the commit.
pub fn lock_conflict(
    conn: &mut Conn,
    organisation: Id,
    id: Id,
) -> QueryResult<Option<ConflictRow>> {
    let found: Vec<ConflictRow> = crate::lock!(
        conn,
        conflicts::table
            .filter(conflicts::id.eq(id))
            .filter(conflicts::organisation_id.eq(organisation))
            .select(ConflictRow::as_select())
    )?;
    Ok(found.into_iter().next())
}

/// Stores what a person has decided.
pub fn put_decision(conn: &mut Conn, id: Id, (at, by): (Time, Id), taken: Json) -> QueryResult<()> {
    diesel::update(conflicts::table.find(id))
        .set((
            conflicts::resolved_at.eq(at),
            conflicts::resolved_by.eq(by),
            conflicts::taken.eq(taken),
        ))
        .execute(conn)?;
    Ok(())
}
