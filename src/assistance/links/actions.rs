//! Linking requests, and cases of several people.

use super::model::{Link, LinkRelation, Member, NewLink, OwnGroup};
use super::store;
use crate::assistance::actions::{ensure_consent, not_found, record, write};
use crate::assistance::model::AssistanceStatus;
use crate::assistance::problems::REQUEST_WITHDRAWN;
use crate::assistance::store::{find, find_locked, find_of, find_of_locked};
use crate::identity::audit::Action;
use crate::identity::permissions::HandleAssistance;
use crate::identity::{AssistanceRequests, Caller, ReceiptHolder};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, DbError};
use crate::platform::ids::Id;
use crate::platform::problem::{Fault, Problem};

type Handler = Caller<HandleAssistance>;
type Holder = ReceiptHolder<AssistanceRequests>;

/// The links of a request; the audit log says so.
pub(super) fn list(
    conn: &mut Conn,
    caller: &Handler,
    id: Id,
    now: Time,
) -> Result<Vec<Link>, Problem> {
    let row = find_of(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let links = store::list(conn, row.id)?;
    record(conn, caller, now, Action::Opened, id, "links")?;
    Ok(links)
}

/// Links a request to another of the organisation.
pub(super) fn link(
    conn: &mut Conn,
    caller: &Handler,
    (id, new): (Id, &NewLink),
    now: Time,
) -> Result<Vec<Link>, Problem> {
    let row = find_of_locked(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    ensure_consent(conn, caller, id)?;
    let other = find_of(conn, caller.organisation(), new.request_id)?;
    let Some(other) = other.filter(|other| other.id != row.id) else {
        let fault = Fault::new("/request_id", "unknown_request");
        return Err(Problem::invalid(vec![fault]));
    };
    ensure_consent(conn, caller, other.id)?;
    let by = (caller.account(), now);
    store::insert(conn, (row.id, other.id, new.relation), by)?;
    let links = store::list(conn, row.id)?;
    record(conn, caller, now, Action::Stated, id, word(new.relation))?;
    Ok(links)
}

const fn word(relation: LinkRelation) -> &'static str {
    match relation {
        LinkRelation::Group => "link_group",
        LinkRelation::SameEmployer => "link_same_employer",
        LinkRelation::RetaliationOf => "link_retaliation_of",
        LinkRelation::TransferOf => "link_transfer_of",
    }
}

/// Takes every link between two requests away. Doing it again changes nothing.
pub(super) fn unlink(
    conn: &mut Conn,
    caller: &Handler,
    (id, other): (Id, Id),
    now: Time,
) -> Result<(), Problem> {
    let row = find_of_locked(conn, caller.organisation(), id)?.ok_or_else(not_found)?;
    store::unlink(conn, row.id, other)?;
    record(conn, caller, now, Action::Withdrawn, id, "link")
}

/// Makes a group, which has nobody in it.
pub(super) fn create_group(
    conn: &mut Conn,
    caller: &Handler,
    id: Id,
    now: Time,
) -> Result<(), Problem> {
    let by = (caller.account(), now);
    Ok(store::insert_group(conn, id, caller.organisation(), by)?)
}

/// Who is in a group, was asked, or left; the audit log of each says so.
pub(super) fn list_members(
    conn: &mut Conn,
    caller: &Handler,
    group: Id,
    now: Time,
) -> Result<Vec<Member>, Problem> {
    ensure_group(conn, caller, group)?;
    let members = store::list_members(conn, group)?;
    for member in &members {
        record(
            conn,
            caller,
            now,
            Action::Opened,
            member.request_id,
            "group",
        )?;
    }
    Ok(members)
}

/// Asks the person of a request to join; asked twice is asked once.
pub(super) fn invite(
    conn: &mut Conn,
    caller: &Handler,
    (group, request): (Id, Id),
    now: Time,
) -> Result<Vec<Member>, Problem> {
    ensure_group(conn, caller, group)?;
    let Some(mut row) = find_of_locked(conn, caller.organisation(), request)? else {
        let fault = Fault::new("/request_id", "unknown_request");
        return Err(Problem::invalid(vec![fault]));
    };
    ensure_consent(conn, caller, request)?;
    let members = store::list_members(conn, group)?;
    if !members.iter().any(|member| member.request_id == request) {
        store::invite(conn, group, request, now)?;
        write(conn, &mut row)?;
    }
    let members = store::list_members(conn, group)?;
    record(
        conn,
        caller,
        now,
        Action::Stated,
        request,
        "group_invitation",
    )?;
    Ok(members)
}

fn ensure_group(conn: &mut Conn, caller: &Handler, group: Id) -> Result<(), Problem> {
    if store::has_group(conn, caller.organisation(), group)? {
        Ok(())
    } else {
        Err(not_found())
    }
}

/// The groups that the person is asked to join or is in.
pub(super) fn list_own(conn: &mut Conn, holder: &Holder) -> Result<Vec<OwnGroup>, Problem> {
    let row = find(conn, holder.subject())?.ok_or_else(not_found)?;
    Ok(store::list_own(conn, row.id)?)
}

/// What the person does with a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Will {
    /// To be in it.
    Join,
    /// Not to be in it.
    Leave,
}

/// Joins or leaves a group that the person was asked to join. Doing it again changes nothing.
pub(super) fn decide(
    conn: &mut Conn,
    holder: &Holder,
    (group, will): (Id, Will),
    now: Time,
) -> Result<OwnGroup, Problem> {
    let mut row = find_locked(conn, holder.subject())?.ok_or_else(not_found)?;
    if row.status == AssistanceStatus::Withdrawn && will == Will::Join {
        return Err(Problem::new(&REQUEST_WITHDRAWN));
    }
    let groups = store::list_own(conn, row.id)?;
    let found = groups.into_iter().find(|own| own.id == group);
    let mut own = found.ok_or_else(not_found)?;
    let is_in = own.joined_at.is_some() && own.left_at.is_none();
    match will {
        Will::Join if !is_in => (own.joined_at, own.left_at) = (Some(now), None),
        Will::Leave if own.left_at.is_none() => own.left_at = Some(now),
        Will::Join | Will::Leave => return Ok(own),
    }
    store::mark(conn, (group, row.id), own.joined_at, own.left_at)?;
    write(conn, &mut row)?;
    Ok(own)
}

/// Leaves every group: the person has taken the request back.
pub(in crate::assistance) fn leave_all(
    conn: &mut Conn,
    request: Id,
    now: Time,
) -> Result<(), DbError> {
    for own in store::list_own(conn, request)? {
        let left_at = own.left_at.or(Some(now));
        store::mark(conn, (own.id, request), own.joined_at, left_at)?;
    }
    Ok(())
}

/// Deletes all of a request that is being erased.
pub(in crate::assistance) fn delete(conn: &mut Conn, request: Id) -> Result<(), DbError> {
    store::delete(conn, request)
}
