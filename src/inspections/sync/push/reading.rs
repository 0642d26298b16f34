//! What operations are judged by.

use std::collections::{BTreeMap, BTreeSet};

use super::Tablet;
use crate::establishments;
use crate::inspections::error::InspectionError;
use crate::inspections::feed;
use crate::inspections::records::{self, Hand, Notebook};
use crate::inspections::sync::judge::{Change, Judge};
use crate::inspections::sync::operation::SyncOperation;
use crate::inspections::sync::store;
use crate::platform::db::Conn;
use crate::platform::ids::Id;

/// Reads everything by which these operations are judged.
pub(super) fn prepare<'a>(
    conn: &mut Conn,
    hand: Hand<'a>,
    tablet: Tablet,
    pending: &[SyncOperation],
) -> Result<Judge<'a>, InspectionError> {
    let organisation = tablet.organisation;
    let visits: BTreeSet<Id> = pending.iter().map(SyncOperation::visit).collect();
    let touched: BTreeSet<Id> = pending.iter().map(SyncOperation::record).collect();
    let branches: BTreeSet<Id> = pending.iter().map(|one| one.branch_id.into()).collect();
    let all: BTreeSet<Id> = visits.union(&touched).copied().collect();
    let to: Vec<Id> = pending
        .iter()
        .filter_map(SyncOperation::destination)
        .collect();
    let mut named = all.clone();
    named.extend(
        pending
            .iter()
            .flat_map(|one| records::named_in(&one.fields_changed)),
    );
    let notebook = Notebook::open(conn, hand, &named)?;
    let ids: Vec<Id> = all.iter().copied().collect();
    let elsewhere = records::find_elsewhere(conn, organisation, &ids)?;
    let places = store::find_places(conn, organisation, (&branches, &touched))?;
    let teams = records::teams_of(conn, &visits)?;
    let own = teams
        .into_iter()
        .filter(|(_, account)| *account == tablet.account);
    let wanted: Vec<Id> = visits.iter().copied().collect();
    let former = feed::ever_held(conn, tablet.account, &wanted)?;
    let history = history_of(conn, &notebook, organisation, pending)?;
    let known = establishments::find_known(conn, organisation, &to)?;
    Ok(Judge {
        notebook,
        tablet,
        own: own.map(|(visit, _)| visit).collect(),
        former: former.into_iter().collect(),
        elsewhere: elsewhere.into_iter().collect(),
        establishments: known.into_iter().collect(),
        places: places.into_iter().collect(),
        history,
        conflicts: Vec::new(),
        lacking: BTreeMap::new(),
    })
}

/// What became of those records that have changed since the tablet last heard of them.
fn history_of(
    conn: &mut Conn,
    notebook: &Notebook<'_>,
    organisation: Id,
    pending: &[SyncOperation],
) -> Result<BTreeMap<Id, Vec<Change>>, InspectionError> {
    let behind = pending.iter().filter(|operation| {
        let record = notebook.get(operation.record());
        record.is_some_and(|record| record.version > operation.trunk_version)
    });
    let behind: Vec<(Id, i64)> = behind
        .map(|operation| (operation.record(), operation.trunk_version))
        .collect();
    let ids: BTreeSet<Id> = behind.iter().map(|(id, _)| *id).collect();
    let ids: Vec<Id> = ids.into_iter().collect();
    let least = behind.iter().map(|(_, trunk)| *trunk).min().unwrap_or(0);
    let events = records::events_after(conn, &ids, least)?;
    let operations: Vec<Id> = events.iter().filter_map(|e| e.operation_id).collect();
    let branches = store::branches_of(conn, organisation, &operations)?;
    let branches: BTreeMap<Id, Id> = branches.into_iter().collect();
    let mut history: BTreeMap<Id, Vec<Change>> = BTreeMap::new();
    for event in &events {
        let of_record = history.entry(event.record_id).or_default();
        of_record.push(Change::of(event, &branches)?);
    }
    Ok(history)
}
