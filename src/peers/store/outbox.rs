//! Messages that wait to be taken.

use diesel::dsl::max;
use diesel::prelude::*;

use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::peer_messages;

/// A message as it is stored.
#[derive(Queryable, Selectable, Clone)]
#[diesel(table_name = peer_messages)]
pub(in crate::peers) struct MessageRow {
    pub id: Id,
    pub peer_id: Id,
    pub about: Id,
    pub sequence: i64,
    pub kind: String,
    pub sealed: Vec<u8>,
    pub attempts: i64,
    pub give_up_at: Time,
}

/// A message that is being written.
pub(in crate::peers) struct NewMessage<'a> {
    pub id: Id,
    pub peer: Id,
    pub about: Id,
    pub kind: &'a str,
    pub sealed: Vec<u8>,
    pub give_up_at: Time,
}

/// Stores a message behind those about the same referral.
pub(in crate::peers) fn insert_message(
    conn: &mut Conn,
    new: NewMessage<'_>,
    now: Time,
) -> Result<(), DbError> {
    use peer_messages as m;
    let last: Option<i64> = m::table
        .filter(m::peer_id.eq(new.peer))
        .filter(m::about.eq(new.about))
        .select(max(m::sequence))
        .first(conn)?;
    diesel::insert_into(m::table)
        .values((
            m::id.eq(new.id),
            m::peer_id.eq(new.peer),
            m::about.eq(new.about),
            m::sequence.eq(last.unwrap_or(0).saturating_add(1)),
            m::kind.eq(new.kind),
            m::sealed.eq(new.sealed),
            m::attempts.eq(0),
            m::give_up_at.eq(new.give_up_at),
            m::due_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether messages about a referral wait for a server.
pub(in crate::peers) fn is_waiting(
    conn: &mut Conn,
    (peer, about): (Id, Id),
) -> Result<bool, DbError> {
    let count: i64 = peer_messages::table
        .filter(peer_messages::peer_id.eq(peer))
        .filter(peer_messages::about.eq(about))
        .count()
        .get_result(conn)?;
    Ok(count > 0)
}

/// Destroys all messages about a referral that wait for a server.
pub(in crate::peers) fn delete_about(
    conn: &mut Conn,
    (peer, about): (Id, Id),
) -> Result<(), DbError> {
    let waiting = peer_messages::table
        .filter(peer_messages::peer_id.eq(peer))
        .filter(peer_messages::about.eq(about));
    diesel::delete(waiting).execute(conn)?;
    Ok(())
}

/// How often it is looked for something that can be sent, when what is due waits for what comes before it.
const ROUNDS: u32 = 20;

/// Takes what is due and nobody else works on, for a while: of each referral the first message only.
pub(in crate::peers) fn claim_due(
    conn: &mut Conn,
    most: i64,
    now: Time,
    until: Time,
) -> Result<Vec<MessageRow>, DbError> {
    use peer_messages as m;
    let mut taken = Vec::new();
    for _ in 0..ROUNDS {
        let due: Vec<MessageRow> = crate::claim!(
            conn,
            m::table
                .filter(m::due_at.le(now))
                .filter(m::leased_until.is_null().or(m::leased_until.le(now)))
                .order((m::due_at, m::sequence))
                .limit(most)
                .select(MessageRow::as_select())
        )?;
        let is_all = i64::try_from(due.len()).unwrap_or(most) < most;
        for row in due {
            if is_first(conn, &row)? {
                diesel::update(m::table.find(row.id))
                    .set(m::leased_until.eq(until))
                    .execute(conn)?;
                taken.push(row);
            }
        }
        if is_all || !taken.is_empty() {
            break;
        }
    }
    Ok(taken)
}

/// Whether a message is the first about its referral. One that is not waits with the first, and stands in nobody's way
/// meanwhile.
fn is_first(conn: &mut Conn, row: &MessageRow) -> Result<bool, DbError> {
    use peer_messages as m;
    let (first, due_at, leased_until): (i64, Time, Option<Time>) = m::table
        .filter(m::peer_id.eq(row.peer_id))
        .filter(m::about.eq(row.about))
        .order(m::sequence)
        .select((m::sequence, m::due_at, m::leased_until))
        .first(conn)?;
    if first == row.sequence {
        return Ok(true);
    }
    let due_at = leased_until.map_or(due_at, |until| until.max(due_at));
    diesel::update(m::table.find(row.id).filter(m::due_at.lt(due_at)))
        .set(m::due_at.eq(due_at))
        .execute(conn)?;
    Ok(false)
}

/// Makes due what waits about a referral: what was before it has arrived.
pub(in crate::peers) fn let_next_come(
    conn: &mut Conn,
    (peer, about): (Id, Id),
    now: Time,
) -> Result<(), DbError> {
    use peer_messages as m;
    let waiting = m::table
        .filter(m::peer_id.eq(peer))
        .filter(m::about.eq(about))
        .filter(m::leased_until.is_null())
        .filter(m::due_at.gt(now));
    diesel::update(waiting)
        .set(m::due_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Whether a message is still there and still ours.
pub(in crate::peers) fn is_ours(
    conn: &mut Conn,
    id: Id,
    leased_until: Time,
) -> Result<bool, DbError> {
    let found: Option<Id> = peer_messages::table
        .find(id)
        .filter(peer_messages::leased_until.eq(leased_until))
        .select(peer_messages::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Destroys a message that was taken, or was given up; says whether it was there and ours.
pub(in crate::peers) fn delete_message(
    conn: &mut Conn,
    id: Id,
    leased_until: Time,
) -> Result<bool, DbError> {
    let ours = peer_messages::table
        .filter(peer_messages::id.eq(id))
        .filter(peer_messages::leased_until.eq(leased_until));
    Ok(diesel::delete(ours).execute(conn)? == 1)
}

/// How an attempt ended after which the message goes on waiting.
pub(in crate::peers) struct Settled {
    pub attempts: i64,
    pub due_at: Time,
    pub failure: &'static str,
}

/// Writes how an attempt ended and gives the message back, if it is still ours.
pub(in crate::peers) fn settle(
    conn: &mut Conn,
    id: Id,
    leased_until: Time,
    settled: &Settled,
) -> Result<(), DbError> {
    use peer_messages as m;
    let ours = m::table
        .filter(m::id.eq(id))
        .filter(m::leased_until.eq(leased_until));
    diesel::update(ours)
        .set((
            m::attempts.eq(settled.attempts),
            m::due_at.eq(settled.due_at),
            m::failure.eq(settled.failure),
            m::leased_until.eq(None::<Time>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Gives back what was not tried, because the server does not answer at all.
pub(in crate::peers) fn give_back(
    conn: &mut Conn,
    id: Id,
    leased_until: Time,
    due_at: Time,
) -> Result<(), DbError> {
    use peer_messages as m;
    let ours = m::table
        .filter(m::id.eq(id))
        .filter(m::leased_until.eq(leased_until));
    diesel::update(ours)
        .set((m::leased_until.eq(None::<Time>), m::due_at.eq(due_at)))
        .execute(conn)?;
    Ok(())
}

/// Lets what else is due for a server wait: it does not take anything now.
pub(in crate::peers) fn postpone(conn: &mut Conn, peer: Id, until: Time) -> Result<(), DbError> {
    use peer_messages as m;
    let waiting: Vec<Id> = m::table
        .filter(m::peer_id.eq(peer))
        .filter(m::due_at.lt(until))
        .filter(m::leased_until.is_null())
        .select(m::id)
        .load(conn)?;
    for id in waiting {
        diesel::update(m::table.find(id))
            .set(m::due_at.eq(until))
            .execute(conn)?;
    }
    Ok(())
}
