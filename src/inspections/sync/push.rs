//! A push: everything is read, decided in memory, and written, by a fixed number of queries.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::Value;

use super::judge::{Change, Judge};
use super::operation::SyncOperation;
use super::outcome::{KeptFault, Settled};
use super::store::{self, ConflictRow, OperationRow};
use crate::establishments;
use crate::identity;
use crate::inspections::error::InspectionError;
use crate::inspections::feed::{self, FeedEntity, Telling};
use crate::inspections::records::{self, Hand, Notebook, RecordKind};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Fault;

/// Days for which an operation waits for the one on which it builds.
pub const HELD_DAYS: u64 = 5;
/// Most operations of a tablet that wait at one time.
const MOST_WAITING: i64 = 2000;

/// A tablet, and whose it is.
#[derive(Debug, Clone, Copy)]
pub struct Tablet {
    /// The inspector.
    pub account: Id,
    /// The inspectorate.
    pub organisation: Id,
    /// The tablet.
    pub device: Id,
}

/// What became of something that was sent.
pub struct Pushed {
    /// The tablet's number of it.
    pub id: Id,
    /// What became of it.
    pub settled: Settled,
    /// It was settled by an earlier push.
    pub is_duplicate: bool,
    /// Until when it waits.
    pub held_until: Option<Time>,
}

/// Does what a tablet has sent; each operation gets a result, in the order in which they were sent.
pub fn push(
    conn: &mut Conn,
    (services, now): (&Services, Time),
    tablet: Tablet,
    sent: &[(Id, Value)],
) -> Result<(Vec<Pushed>, Vec<ConflictRow>), InspectionError> {
    // Two pushes of one tablet come one after the other: what is repeated finds what was done.
    identity::lock_device(conn, tablet.device)?;
    let mut incoming = Incoming::read(conn, tablet.organisation, sent)?;
    if !incoming.new.is_empty() {
        let hand = Hand {
            services,
            now,
            account: Some(tablet.account),
            organisation: tablet.organisation,
            device: Some(tablet.device),
        };
        incoming.settle(conn, hand, tablet)?;
    }
    let ids: Vec<Id> = incoming
        .results
        .values()
        .filter_map(|pushed| pushed.settled.conflict)
        .collect();
    let conflicts = match ids.is_empty() {
        true => Vec::new(),
        false => store::find_conflicts(conn, tablet.organisation, &ids)?,
    };
    let mut seen = BTreeSet::new();
    let results = sent.iter().filter_map(|(id, _)| {
        let pushed = incoming.results.get(id)?;
        Some(Pushed {
            id: *id,
            settled: pushed.settled.clone(),
            is_duplicate: pushed.is_duplicate || !seen.insert(*id),
            held_until: pushed.held_until,
        })
    });
    Ok((results.collect(), conflicts))
}

/// What was sent, sorted into what is new and what is settled.
struct Incoming {
    new: BTreeMap<Id, SyncOperation>,
    /// The order in which the new ones came.
    order: Vec<Id>,
    results: BTreeMap<Id, Pushed>,
}

impl Incoming {
    fn read(
        conn: &mut Conn,
        organisation: Id,
        sent: &[(Id, Value)],
    ) -> Result<Self, InspectionError> {
        let ids: Vec<Id> = sent.iter().map(|(id, _)| *id).collect();
        let stored = store::find(conn, organisation, &ids)?;
        let stored: BTreeMap<Id, OperationRow> =
            stored.into_iter().map(|row| (row.id, row)).collect();
        let mut incoming = Self {
            new: BTreeMap::new(),
            order: Vec::new(),
            results: BTreeMap::new(),
        };
        for (id, value) in sent {
            incoming.sort(*id, value, stored.get(id))?;
        }
        Ok(incoming)
    }

    fn sort(
        &mut self,
        id: Id,
        sent: &Value,
        stored: Option<&OperationRow>,
    ) -> Result<(), InspectionError> {
        if self.new.contains_key(&id) || self.results.contains_key(&id) {
            return Ok(());
        }
        let operation = match SyncOperation::read(sent) {
            Ok(operation) => operation,
            Err(faults) => {
                let faults = faults.iter().map(KeptFault::of).collect();
                let settled = Settled {
                    faults,
                    ..Settled::rejected(&[])
                };
                self.results.insert(id, Pushed::now(id, settled));
                return Ok(());
            }
        };
        match stored {
            None => {
                self.order.push(id);
                self.new.insert(id, operation);
            }
            Some(row) if row.fingerprint == operation.fingerprint()? => {
                let pushed = Pushed {
                    id,
                    settled: row.result.read()?,
                    is_duplicate: true,
                    held_until: row.held_until,
                };
                self.results.insert(id, pushed);
            }
            Some(_) => {
                let settled = Settled::refused("/op_id", "id_in_use");
                self.results.insert(id, Pushed::now(id, settled));
            }
        }
        Ok(())
    }

    /// Does what is new, and what waited for it.
    fn settle(
        &mut self,
        conn: &mut Conn,
        hand: Hand<'_>,
        tablet: Tablet,
    ) -> Result<(), InspectionError> {
        let (now, until) = (
            hand.now,
            hand.now.plus(Duration::from_hours(24 * HELD_DAYS)),
        );
        let visits: BTreeSet<Id> = self.new.values().map(SyncOperation::visit).collect();
        let whose = (tablet.organisation, tablet.device);
        let waiting = store::find_waiting(conn, whose, &visits)?;
        let mut rows: BTreeMap<Id, OperationRow> = BTreeMap::new();
        let mut pending = Vec::with_capacity(waiting.len() + self.order.len());
        for row in waiting {
            if let Some(held) = &row.held {
                pending.push(held.read::<SyncOperation>()?);
            }
            rows.insert(row.id, row);
        }
        pending.extend(self.order.iter().filter_map(|id| self.new.get(id)).cloned());
        pending.sort_by_key(|operation| operation.base_version);
        let mut judge = prepare(conn, hand, tablet, &pending)?;
        let (settled, left) = run(&mut judge, pending)?;
        let mut of_old = Vec::new();
        let mut of_new = Vec::new();
        for (operation, settled) in settled {
            match rows.remove(&operation.id()) {
                Some(row) => {
                    of_old.push(row.settled(&settled, now)?);
                    judge.notebook.tell(Telling {
                        account: tablet.account,
                        entity: FeedEntity::Operation,
                        entity_id: operation.id(),
                        is_gone: false,
                    });
                }
                None => {
                    of_new.push(OperationRow::new(
                        &operation,
                        tablet,
                        &settled,
                        (now, None),
                    )?);
                    self.results
                        .insert(operation.id(), Pushed::now(operation.id(), settled));
                }
            }
        }
        let mut room = MOST_WAITING - store::count_waiting(conn, tablet.device)?;
        for operation in left {
            if rows.contains_key(&operation.id()) {
                continue;
            }
            let (id, is_held) = (operation.id(), room > 0);
            room -= 1;
            let settled = match is_held {
                true => Settled::held(),
                false => {
                    let fault = Fault::new("/base_version", "too_many_items");
                    Settled::rejected(&[fault.with("limit", MOST_WAITING)])
                }
            };
            let until = is_held.then_some(until);
            if is_held {
                of_new.push(OperationRow::new(
                    &operation,
                    tablet,
                    &settled,
                    (now, until),
                )?);
            }
            let pushed = Pushed {
                held_until: until,
                ..Pushed::now(id, settled)
            };
            self.results.insert(id, pushed);
        }
        store::insert_conflicts(conn, &judge.conflicts)?;
        store::settle(conn, &of_old)?;
        store::insert(conn, &of_new)?;
        judge.notebook.close(conn)?;
        Ok(())
    }
}

impl Pushed {
    fn now(id: Id, settled: Settled) -> Self {
        Self {
            id,
            settled,
            is_duplicate: false,
            held_until: None,
        }
    }
}

impl OperationRow {
    fn new(
        operation: &SyncOperation,
        tablet: Tablet,
        settled: &Settled,
        (now, held_until): (Time, Option<Time>),
    ) -> Result<Self, InspectionError> {
        let held = match held_until {
            Some(_) => Some(Json::of(operation)?),
            None => None,
        };
        Ok(Self {
            organisation_id: tablet.organisation,
            id: operation.id(),
            account_id: tablet.account,
            device_id: tablet.device,
            record_id: operation.record(),
            visit_id: operation.visit(),
            branch_id: operation.branch_id.into(),
            base_version: operation.base_version,
            fingerprint: operation.fingerprint()?.to_vec(),
            outcome: settled.outcome,
            result: Json::of(settled)?,
            held,
            held_until,
            received_at: now,
            settled_at: held_until.is_none().then_some(now),
        })
    }

    /// The same, once it waits no more.
    pub fn settled(self, settled: &Settled, now: Time) -> Result<Self, InspectionError> {
        Ok(Self {
            outcome: settled.outcome,
            result: Json::of(settled)?,
            held: None,
            held_until: None,
            settled_at: Some(now),
            ..self
        })
    }
}

/// Does what can be done, until nothing more becomes possible; returns what was settled and what still waits.
#[expect(clippy::type_complexity, reason = "two lists, used in one place")]
fn run(
    judge: &mut Judge<'_>,
    mut pending: Vec<SyncOperation>,
) -> Result<(Vec<(SyncOperation, Settled)>, Vec<SyncOperation>), InspectionError> {
    let mut done = Vec::with_capacity(pending.len());
    loop {
        let before = pending.len();
        let mut left = Vec::new();
        for operation in pending {
            match judge.judge(&operation)? {
                Some(settled) => done.push((operation, settled)),
                None => left.push(operation),
            }
        }
        pending = left;
        if pending.is_empty() || pending.len() == before {
            return Ok((done, pending));
        }
    }
}

/// Reads everything by which these operations are judged.
fn prepare<'a>(
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
    let notebook = Notebook::open(conn, hand, &all)?;
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
    let to: Vec<Id> = pending.iter().filter_map(destination).collect();
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
    })
}

/// The establishment to which a visit is made.
fn destination(operation: &SyncOperation) -> Option<Id> {
    let said = operation.fields_changed.get("establishment_id")?;
    let id = Id::parse(said.as_str()?).ok()?;
    (operation.kind == RecordKind::Visit).then_some(id)
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
