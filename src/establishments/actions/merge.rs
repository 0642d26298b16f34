//! Merging two establishments that are one, and undoing it.
//!
//! A merger moves nothing: what belongs to the one that goes (connections, reports, rows of lists) goes on belonging to
//! it, and is read together with what belongs to the one that stays. So undoing gives each its own back, exactly. What
//! was attached or changed since then was attached to the one that stayed, and stays with it: nobody can know which of
//! the two was meant.

use serde_json::Value;

use super::desk::Desk;
use super::keep::{Cause, change, document, facts_of, get, note};
use super::reckon::reckon_again;
use crate::establishments::error::EstablishmentError;
use crate::establishments::matching::EstablishmentMatchStatus;
use crate::establishments::model::{EstablishmentAct, revert, united};
use crate::establishments::store::{self, EstablishmentRow, MatchRow, MergeRow};
use crate::platform::db::dialect::one_at_a_time;
use crate::platform::db::{Conn, Json};
use crate::platform::ids::Id;

/// The lock under which establishments are merged, one pair after the other.
const ADVISORY_LOCK: i64 = 0x6d65_7267_6573;

/// Carries out what somebody decided about two establishments; returns the merger, when they are one.
pub fn decide(
    conn: &mut Conn,
    desk: &Desk<'_>,
    row: &MatchRow,
    (status, by, reason): (EstablishmentMatchStatus, Id, String),
) -> Result<Option<Id>, EstablishmentError> {
    if row.status != EstablishmentMatchStatus::Open {
        return Err(EstablishmentError::Decided);
    }
    let merged = if status == EstablishmentMatchStatus::Same {
        one_at_a_time(conn, ADVISORY_LOCK)?;
        merge(conn, desk, row, (by, &reason))?
    } else {
        None
    };
    store::put_decision(conn, row, status, Some((desk.now, by, reason)))?;
    desk.record_change(conn, row.earlier_id, status.as_str())?;
    Ok(merged)
}

fn merge(
    conn: &mut Conn,
    desk: &Desk<'_>,
    row: &MatchRow,
    (by, reason): (Id, &str),
) -> Result<Option<Id>, EstablishmentError> {
    let Some((into, from)) = both(conn, desk, row)? else {
        return Ok(None);
    };
    let (stays, goes) = (facts_of(&into)?, facts_of(&from)?);
    let all = united(&stays, &goes);
    let cause = |other: Id| Cause {
        reason: Some(reason.to_owned()),
        other: Some(other),
        ..Cause::of(EstablishmentAct::Merged)
    };
    store::put_merged_into(conn, &from, Some(into.id), desk.now)?;
    note(
        conn,
        desk,
        (from.id, from.version + 1),
        cause(into.id),
        None,
    )?;
    let changed = change(conn, desk, &into, all, cause(from.id))?;
    let id = desk.services.new_id();
    let merger = MergeRow {
        id,
        match_id: row.id,
        country: into.country.clone(),
        from_id: from.id,
        into_id: into.id,
        into_version: changed.version,
        before: Json::of(&document(&stays)?)?,
        after: changed.facts,
        merged_at: desk.now,
        merged_by: by,
        reason: reason.to_owned(),
        undone_at: None,
        undone_by: None,
        undo_reason: None,
        version: 1,
    };
    store::insert_merge(conn, merger)?;
    Ok(Some(id))
}

/// The one that stays and the one that goes, locked; nothing when they are one already: either may have been merged
/// with a third one meanwhile.
fn both(
    conn: &mut Conn,
    desk: &Desk<'_>,
    row: &MatchRow,
) -> Result<Option<(EstablishmentRow, EstablishmentRow)>, EstablishmentError> {
    let into = store::find_current(conn, row.earlier_id, &desk.countries)?;
    let from = store::find_current(conn, row.later_id, &desk.countries)?;
    let (Some(into), Some(from)) = (into, from) else {
        return Err(EstablishmentError::NotFound);
    };
    if into.id == from.id {
        return Ok(None);
    }
    let mut pair = store::lock_pair(conn, (into.id, from.id), &desk.countries)?;
    let both = pair.remove(&into.id).zip(pair.remove(&from.id));
    both.map(Some).ok_or(EstablishmentError::NotFound)
}

/// Undoes a merger. The match is open again, so that somebody can decide anew.
pub fn undo(
    conn: &mut Conn,
    desk: &Desk<'_>,
    merger: &MergeRow,
    (by, reason): (Id, &str),
) -> Result<(), EstablishmentError> {
    if merger.undone_at.is_some() {
        return Err(EstablishmentError::Decided);
    }
    // In the order in which a decision takes its locks.
    let row = store::lock_match(conn, merger.match_id, &desk.countries)?;
    one_at_a_time(conn, ADVISORY_LOCK)?;
    let pair = (merger.into_id, merger.from_id);
    let mut pair = store::lock_pair(conn, pair, &desk.countries)?;
    let (Some(into), Some(from)) = (pair.remove(&merger.into_id), pair.remove(&merger.from_id))
    else {
        return Err(EstablishmentError::NotFound);
    };
    let newest = store::newest_merge_into(conn, into.id)?;
    if into.merged_into.is_some() || newest != Some(merger.id) {
        return Err(EstablishmentError::MergedSince);
    }
    let cause = |other: Id| Cause {
        reason: Some(reason.to_owned()),
        other: Some(other),
        ..Cause::of(EstablishmentAct::Unmerged)
    };
    store::put_merged_into(conn, &from, None, desk.now)?;
    note(
        conn,
        desk,
        (from.id, from.version + 1),
        cause(into.id),
        None,
    )?;
    take_back(conn, desk, &into, merger, cause(from.id))?;
    reckon_again(conn, desk.services, from.id, &facts_of(&from)?, desk.now)?;
    store::mark_undone(conn, merger, (desk.now, by), reason)?;
    if let Some(row) = row {
        store::put_decision(conn, &row, EstablishmentMatchStatus::Open, None)?;
    }
    Ok(desk.record_change(conn, into.id, "unmerged")?)
}

/// Gives the one that stayed what was known of it before, but for what was changed since.
fn take_back(
    conn: &mut Conn,
    desk: &Desk<'_>,
    into: &EstablishmentRow,
    merger: &MergeRow,
    cause: Cause,
) -> Result<(), EstablishmentError> {
    let now = facts_of(into)?;
    let mut current = document(&now)?;
    let (before, after): (Value, Value) = (merger.before.read()?, merger.after.read()?);
    revert(&mut current, &before, &after);
    let changed = change(
        conn,
        desk,
        into,
        serde_json::from_value(current)?,
        cause.clone(),
    )?;
    if changed.version == into.version {
        store::touch(conn, into, desk.now)?;
        note(conn, desk, (into.id, into.version + 1), cause, None)?;
    }
    let current = get(conn, desk, into.id)?;
    reckon_again(conn, desk.services, into.id, &facts_of(&current)?, desk.now)
}
