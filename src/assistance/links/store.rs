//! Queries.

use diesel::prelude::*;

use super::model::{Link, LinkDirection, LinkRelation, Member, OwnGroup};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::schema::{assistance_group_members as m, assistance_groups as g, assistance_links as l};

/// The links of a request, seen from it.
pub(super) fn list(conn: &mut Conn, request: Id) -> Result<Vec<Link>, DbError> {
    let from: Vec<(LinkRelation, Id, Time)> = l::table
        .filter(l::request_id.eq(request))
        .order((l::linked_at, l::other_id))
        .select((l::relation, l::other_id, l::linked_at))
        .load(conn)?;
    let to: Vec<(LinkRelation, Id, Time)> = l::table
        .filter(l::other_id.eq(request))
        .order((l::linked_at, l::request_id))
        .select((l::relation, l::request_id, l::linked_at))
        .load(conn)?;
    let shown = |direction| {
        move |(relation, request_id, linked_at): (LinkRelation, Id, Time)| Link {
            relation,
            direction,
            request_id,
            linked_at,
        }
    };
    let from = from.into_iter().map(shown(LinkDirection::FromThis));
    Ok(from
        .chain(to.into_iter().map(shown(LinkDirection::ToThis)))
        .collect())
}

/// Links two requests; a link that is there stays as it is.
pub(super) fn insert(
    conn: &mut Conn,
    (request, other, relation): (Id, Id, LinkRelation),
    (by, now): (Id, Time),
) -> Result<(), DbError> {
    let there: Option<Time> = l::table
        .find((request, other, relation))
        .select(l::linked_at)
        .first(conn)
        .optional()?;
    if there.is_none() {
        diesel::insert_into(l::table)
            .values((
                l::request_id.eq(request),
                l::other_id.eq(other),
                l::relation.eq(relation),
                l::linked_by.eq(by),
                l::linked_at.eq(now),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Takes every link between two requests away.
pub(super) fn unlink(conn: &mut Conn, one: Id, other: Id) -> Result<(), DbError> {
    for (from, to) in [(one, other), (other, one)] {
        let link = l::table
            .filter(l::request_id.eq(from))
            .filter(l::other_id.eq(to));
        diesel::delete(link).execute(conn)?;
    }
    Ok(())
}

/// Makes a group.
pub(super) fn insert_group(
    conn: &mut Conn,
    id: Id,
    organisation: Id,
    (by, now): (Id, Time),
) -> Result<(), DbError> {
    diesel::insert_into(g::table)
        .values((
            g::id.eq(id),
            g::organisation_id.eq(organisation),
            g::created_by.eq(by),
            g::created_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether an organisation has a group.
pub(super) fn has_group(conn: &mut Conn, organisation: Id, id: Id) -> Result<bool, DbError> {
    let found: Option<Id> = g::table
        .filter(g::id.eq(id))
        .filter(g::organisation_id.eq(organisation))
        .select(g::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Who is in a group, was asked, or left.
pub(super) fn list_members(conn: &mut Conn, group: Id) -> Result<Vec<Member>, DbError> {
    let rows: Vec<(Id, Time, Option<Time>, Option<Time>)> = m::table
        .filter(m::group_id.eq(group))
        .order((m::invited_at, m::request_id))
        .select((m::request_id, m::invited_at, m::joined_at, m::left_at))
        .load(conn)?;
    let show = |(request_id, invited_at, joined_at, left_at)| Member {
        request_id,
        invited_at,
        joined_at,
        left_at,
    };
    Ok(rows.into_iter().map(show).collect())
}

/// The groups that a request is asked to join or is in.
pub(super) fn list_own(conn: &mut Conn, request: Id) -> Result<Vec<OwnGroup>, DbError> {
    let rows: Vec<(Id, Time, Option<Time>, Option<Time>)> = m::table
        .filter(m::request_id.eq(request))
        .order((m::invited_at, m::group_id))
        .select((m::group_id, m::invited_at, m::joined_at, m::left_at))
        .load(conn)?;
    let show = |(id, invited_at, joined_at, left_at)| OwnGroup {
        id,
        invited_at,
        joined_at,
        left_at,
    };
    Ok(rows.into_iter().map(show).collect())
}

/// Asks somebody to join, who is in the group only once they agree.
pub(super) fn invite(conn: &mut Conn, group: Id, request: Id, now: Time) -> Result<(), DbError> {
    diesel::insert_into(m::table)
        .values((
            m::group_id.eq(group),
            m::request_id.eq(request),
            m::invited_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Remembers that somebody joined and has not left, or left.
pub(super) fn mark(
    conn: &mut Conn,
    (group, request): (Id, Id),
    joined_at: Option<Time>,
    left_at: Option<Time>,
) -> Result<(), DbError> {
    diesel::update(m::table.find((group, request)))
        .set((m::joined_at.eq(joined_at), m::left_at.eq(left_at)))
        .execute(conn)?;
    Ok(())
}

/// Deletes all of a request that is being erased. Groups stay: they say nothing of anybody.
pub(super) fn delete(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    let links = l::table.filter(l::request_id.eq(request).or(l::other_id.eq(request)));
    diesel::delete(links).execute(conn)?;
    diesel::delete(m::table.filter(m::request_id.eq(request))).execute(conn)?;
    Ok(())
}
