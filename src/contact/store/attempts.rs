//! Attempts to reach people.

use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use crate::contact::model::{ContactAttempt, ContactOutcome, ContactRefusal, Occasion};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::contact_attempts as a;

/// An attempt that is being written.
#[derive(Clone)]
pub(in crate::contact) struct NewAttempt {
    pub id: Id,
    pub request_id: Id,
    /// The hour.
    pub at: Time,
    pub occasion: Occasion,
    pub channel: Option<String>,
    pub to_trusted_person: bool,
    pub account_id: Option<Id>,
    pub outcome: ContactOutcome,
    pub refusal: Option<ContactRefusal>,
    pub not_before: Option<Time>,
}

type Row = (
    Id,
    Time,
    Occasion,
    Option<String>,
    bool,
    Option<Id>,
    ContactOutcome,
    Option<ContactRefusal>,
    Option<Time>,
);

fn shown(row: Row) -> ContactAttempt {
    let (id, at, occasion, channel, to_trusted_person, account, outcome, refusal, not_before) = row;
    ContactAttempt {
        id,
        at,
        occasion,
        channel,
        to_trusted_person,
        by_staff: account.is_some(),
        outcome,
        refusal,
        not_before,
    }
}

macro_rules! columns {
    () => {
        (
            a::id,
            a::at,
            a::occasion,
            a::channel,
            a::to_trusted_person,
            a::account_id,
            a::outcome,
            a::refusal,
            a::not_before,
        )
    };
}

/// Writes an attempt. The case is locked.
pub(in crate::contact) fn insert_attempt(
    conn: &mut Conn,
    attempt: &NewAttempt,
) -> Result<(), DbError> {
    let of_request = a::table.filter(a::request_id.eq(attempt.request_id));
    let last: Option<i64> = of_request.select(max(a::sequence)).first(conn)?;
    diesel::insert_into(a::table)
        .values((
            a::id.eq(attempt.id),
            a::request_id.eq(attempt.request_id),
            a::at.eq(attempt.at),
            a::sequence.eq(last.unwrap_or(0) + 1),
            a::occasion.eq(attempt.occasion),
            a::channel.eq(attempt.channel.as_deref()),
            a::to_trusted_person.eq(attempt.to_trusted_person),
            a::account_id.eq(attempt.account_id),
            a::outcome.eq(attempt.outcome),
            a::refusal.eq(attempt.refusal),
            a::not_before.eq(attempt.not_before),
        ))
        .execute(conn)?;
    Ok(())
}

/// The attempts of a case, the latest first.
pub(in crate::contact) fn list_attempts(
    conn: &mut Conn,
    request: Id,
    most: i64,
) -> Result<Vec<ContactAttempt>, DbError> {
    let rows: Vec<Row> = a::table
        .filter(a::request_id.eq(request))
        .order(a::sequence.desc())
        .limit(most)
        .select(columns!())
        .load(conn)?;
    Ok(rows.into_iter().map(shown).collect())
}

/// An attempt of a case.
pub(in crate::contact) fn find_attempt(
    conn: &mut Conn,
    request: Id,
    id: Id,
) -> Result<Option<ContactAttempt>, DbError> {
    let row: Option<Row> = a::table
        .filter(a::request_id.eq(request))
        .filter(a::id.eq(id))
        .select(columns!())
        .first(conn)
        .optional()?;
    Ok(row.map(shown))
}

/// How an attempt ended.
pub(in crate::contact) fn put_outcome(
    conn: &mut Conn,
    id: Id,
    (outcome, refusal): (ContactOutcome, Option<ContactRefusal>),
    at: Time,
) -> Result<(), DbError> {
    diesel::update(a::table.find(id))
        .set((
            a::outcome.eq(outcome),
            a::refusal.eq(refusal),
            a::at.eq(at),
            a::not_before.eq(None::<Time>),
        ))
        .execute(conn)?;
    Ok(())
}

/// When an attempt that waits goes on.
pub(in crate::contact) fn put_not_before(
    conn: &mut Conn,
    id: Id,
    not_before: Time,
) -> Result<(), DbError> {
    diesel::update(a::table.find(id))
        .set(a::not_before.eq(not_before))
        .execute(conn)?;
    Ok(())
}

/// Ends what waits for a case.
pub(in crate::contact) fn end_waiting(
    conn: &mut Conn,
    request: Id,
    because: ContactRefusal,
) -> Result<(), DbError> {
    let waiting = a::table
        .filter(a::request_id.eq(request))
        .filter(a::outcome.eq(ContactOutcome::Waiting));
    diesel::update(waiting)
        .set((
            a::outcome.eq(ContactOutcome::Refused),
            a::refusal.eq(because),
            a::not_before.eq(None::<Time>),
        ))
        .execute(conn)?;
    Ok(())
}

/// How many texts of a case were sent since an hour, that hour included.
pub(in crate::contact) fn count_sent_since(
    conn: &mut Conn,
    request: Id,
    since: Time,
) -> Result<i64, DbError> {
    Ok(a::table
        .filter(a::request_id.eq(request))
        .filter(a::outcome.eq(ContactOutcome::Sent))
        .filter(a::at.ge(since))
        .select(count_star())
        .first(conn)?)
}

/// The first of these.
pub(in crate::contact) fn first_sent_since(
    conn: &mut Conn,
    request: Id,
    since: Time,
) -> Result<Option<Time>, DbError> {
    Ok(a::table
        .filter(a::request_id.eq(request))
        .filter(a::outcome.eq(ContactOutcome::Sent))
        .filter(a::at.ge(since))
        .order(a::at)
        .select(a::at)
        .first(conn)
        .optional()?)
}

/// Whether somebody tried the person's own ways in vain since then.
pub(in crate::contact) fn has_failed_since(
    conn: &mut Conn,
    request: Id,
    since: Time,
) -> Result<bool, DbError> {
    let in_vain = [
        ContactOutcome::NoAnswer,
        ContactOutcome::SomebodyElse,
        ContactOutcome::NotInService,
    ];
    let found: i64 = a::table
        .filter(a::request_id.eq(request))
        .filter(a::to_trusted_person.eq(false))
        .filter(a::outcome.eq_any(in_vain))
        .filter(a::at.ge(since))
        .select(count_star())
        .first(conn)?;
    Ok(found > 0)
}

/// Deletes the attempts of a case.
pub(in crate::contact) fn delete_attempts(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    diesel::delete(a::table.filter(a::request_id.eq(request))).execute(conn)?;
    Ok(())
}
