//! Queries.

use diesel::prelude::*;

use super::model::{CheckIn, CheckInAnswer};
use crate::correspondence::Subject;
use crate::identity::SubjectKind;
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::check_ins as c;

type Row = (
    Id,
    i64,
    Time,
    Option<Time>,
    Option<CheckInAnswer>,
    Option<Time>,
);

/// The check-ins about something, in the order in which they are due.
pub fn list(conn: &mut Conn, subject: Subject) -> Result<Vec<CheckIn>, DbError> {
    let rows: Vec<Row> = c::table
        .filter(c::subject_id.eq(subject.id))
        .filter(c::subject_kind.eq(subject.kind))
        .order((c::due_at, c::id))
        .select((
            c::id,
            c::after_days,
            c::due_at,
            c::asked_at,
            c::answer,
            c::answered_at,
        ))
        .load(conn)?;
    let show = |(id, after_days, due_at, asked_at, answer, answered_at)| CheckIn {
        id,
        after_days,
        due_at,
        asked_at,
        answer,
        answered_at,
    };
    Ok(rows.into_iter().map(show).collect())
}

/// Plans a check-in.
pub(super) fn insert(
    conn: &mut Conn,
    id: Id,
    subject: Subject,
    after_days: i64,
    due_at: Time,
) -> Result<(), DbError> {
    diesel::insert_into(c::table)
        .values((
            c::id.eq(id),
            c::subject_kind.eq(subject.kind),
            c::subject_id.eq(subject.id),
            c::after_days.eq(after_days),
            c::due_at.eq(due_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Check-ins about things of a kind that are due and were not asked: their ids, and what they are about.
pub fn list_due(
    conn: &mut Conn,
    kind: SubjectKind,
    now: Time,
    most: i64,
) -> Result<Vec<(Id, Id)>, DbError> {
    Ok(c::table
        .filter(c::subject_kind.eq(kind))
        .filter(c::asked_at.is_null())
        .filter(c::due_at.le(now))
        .order((c::due_at, c::id))
        .select((c::id, c::subject_id))
        .limit(most)
        .load(conn)?)
}

/// Marks a check-in as asked; says whether it was this call that did.
pub fn mark_asked(conn: &mut Conn, id: Id, now: Time) -> Result<bool, DbError> {
    let unasked = c::table.filter(c::id.eq(id)).filter(c::asked_at.is_null());
    let marked = diesel::update(unasked)
        .set(c::asked_at.eq(now))
        .execute(conn)?;
    Ok(marked == 1)
}

/// Keeps when it was answered, and the answer, unless that is sealed elsewhere.
pub fn answer(
    conn: &mut Conn,
    id: Id,
    answer: Option<CheckInAnswer>,
    now: Time,
) -> Result<(), DbError> {
    diesel::update(c::table.find(id))
        .set((c::answer.eq(answer), c::answered_at.eq(now)))
        .execute(conn)?;
    Ok(())
}

/// Deletes what was not asked yet.
pub fn delete_unasked(conn: &mut Conn, subject: Subject) -> Result<(), DbError> {
    let unasked = c::table
        .filter(c::subject_id.eq(subject.id))
        .filter(c::subject_kind.eq(subject.kind))
        .filter(c::asked_at.is_null());
    diesel::delete(unasked).execute(conn)?;
    Ok(())
}

/// Deletes all about something that is being erased.
pub fn delete(conn: &mut Conn, subject: Subject) -> Result<(), DbError> {
    let all = c::table
        .filter(c::subject_id.eq(subject.id))
        .filter(c::subject_kind.eq(subject.kind));
    diesel::delete(all).execute(conn)?;
    Ok(())
}
