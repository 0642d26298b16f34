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
use crate::inspections::records::{self, Hand, Notebook};
use crate::platform::clock::Time;
use crate::platform::db::{Conn, Json};
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Fault;

/// Days for which an operation waits for the one on which it builds.
pub const HELD_DAYS: u64 = 5;
/// Most operations of a tablet that wait at one time.
const MOST_WAITING: usize = 2000;

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
            // A tablet in the field carries out what was planned.
            may_plan: false,
        };
        incoming.settle(conn, hand, tablet)?;
    }
    let ids: Vec<Id> = incoming
        .results
        .values()
        .filter_map(|pushed| pushed.settled.conflict)
        .collect();
    let conflicts = if ids.is_empty() {
        Vec::new()
    } else {
        store::find_conflicts(conn, tablet.organisation, &ids)?
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
        let now = hand.now;
        let (waited, pending) = self.gather(conn, tablet)?;
        let mut judge = prepare(conn, hand, tablet, &pending)?;
        let Run { settled, left } = Run::of(&mut judge, pending)?;
        let room = MOST_WAITING.saturating_sub(waited.len());
        let mut written = Written {
            tablet,
            now,
            waited,
            of_old: Vec::new(),
            of_new: Vec::new(),
        };
        for (operation, settled) in settled {
            match written.settled(&operation, &settled)? {
                Origin::Waited => judge.notebook.tell(told(tablet, operation.id())),
                Origin::New => self.answer(Pushed::now(operation.id(), settled)),
            }
        }
        for operation in left {
            let lacking = judge.lacking.remove(&operation.id()).unwrap_or_default();
            if let Some(pushed) = written.left(&operation, &lacking, room)? {
                self.answer(pushed);
            }
        }
        store::insert_conflicts(conn, &judge.conflicts)?;
        store::settle(conn, &written.of_old)?;
        store::insert(conn, &written.of_new)?;
        judge.notebook.close(conn)?;
        Ok(())
    }

    fn answer(&mut self, pushed: Pushed) {
        self.results.insert(pushed.id, pushed);
    }

    /// What is new together with what waits, the earliest versions first. All that waits is looked at: a measure waits for
    /// the visit by which it is verified, which is another than its own.
    fn gather(
        &self,
        conn: &mut Conn,
        tablet: Tablet,
    ) -> Result<(BTreeMap<Id, OperationRow>, Vec<SyncOperation>), InspectionError> {
        let waiting = store::find_waiting(conn, tablet.organisation, tablet.device)?;
        let mut rows = BTreeMap::new();
        let mut pending = Vec::with_capacity(waiting.len() + self.order.len());
        for row in waiting {
            if let Some(held) = &row.held {
                pending.push(held.read::<SyncOperation>()?);
            }
            rows.insert(row.id, row);
        }
        pending.extend(self.order.iter().filter_map(|id| self.new.get(id)).cloned());
        pending.sort_by_key(|operation| operation.base_version);
        Ok((rows, pending))
    }
}

/// What the tablet is told of an operation that waited.
const fn told(tablet: Tablet, operation: Id) -> Telling {
    Telling {
        account: tablet.account,
        entity: FeedEntity::Operation,
        entity_id: operation,
        is_gone: false,
    }
}

/// Whether an operation came with this push or waited for it.
enum Origin {
    New,
    Waited,
}

/// Rows that are to be written.
struct Written {
    tablet: Tablet,
    now: Time,
    /// Those that waited and have not been settled here.
    waited: BTreeMap<Id, OperationRow>,
    of_old: Vec<OperationRow>,
    of_new: Vec<OperationRow>,
}

impl Written {
    fn settled(
        &mut self,
        operation: &SyncOperation,
        settled: &Settled,
    ) -> Result<Origin, InspectionError> {
        if let Some(row) = self.waited.remove(&operation.id()) {
            self.of_old.push(row.settled(settled, self.now)?);
            return Ok(Origin::Waited);
        }
        let when = (self.now, None);
        let row = OperationRow::new(operation, self.tablet, settled, when)?;
        self.of_new.push(row);
        Ok(Origin::New)
    }

    /// One that still has to wait; nothing of one that waited before.
    fn left(
        &mut self,
        operation: &SyncOperation,
        lacking: &[Fault],
        room: usize,
    ) -> Result<Option<Pushed>, InspectionError> {
        let id = operation.id();
        if self.waited.contains_key(&id) {
            return Ok(None);
        }
        let held = self.of_new.iter().filter(|row| row.held.is_some()).count();
        if held >= room {
            let fault = Fault::new("/base_version", "too_many_items");
            let settled = Settled::rejected(&[fault.with("limit", MOST_WAITING)]);
            return Ok(Some(Pushed::now(id, settled)));
        }
        let until = self.now.plus(Duration::from_hours(24 * HELD_DAYS));
        let (settled, when) = (Settled::held(lacking), (self.now, Some(until)));
        let row = OperationRow::new(operation, self.tablet, &settled, when)?;
        self.of_new.push(row);
        Ok(Some(Pushed {
            held_until: Some(until),
            ..Pushed::now(id, settled)
        }))
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

/// What came out of judging operations.
struct Run {
    settled: Vec<(SyncOperation, Settled)>,
    /// What has to wait.
    left: Vec<SyncOperation>,
}

impl Run {
    /// Does what can be done, until nothing more becomes possible.
    fn of(judge: &mut Judge<'_>, left: Vec<SyncOperation>) -> Result<Self, InspectionError> {
        let settled = Vec::with_capacity(left.len());
        let mut run = Self { settled, left };
        loop {
            while run.pass(judge, |operation| !operation.is_closing())? {}
            // The end of a visit comes when nothing else can be done: it depends on what is written down about it.
            if !run.pass(judge, SyncOperation::is_closing)? {
                return Ok(run);
            }
        }
    }

    /// Tries those that are wanted once; says whether one was settled.
    fn pass(
        &mut self,
        judge: &mut Judge<'_>,
        wanted: impl Fn(&SyncOperation) -> bool,
    ) -> Result<bool, InspectionError> {
        let before = self.settled.len();
        for operation in std::mem::take(&mut self.left) {
            let result = if wanted(&operation) {
                judge.judge(&operation)?
            } else {
                None
            };
            match result {
                Some(result) => self.settled.push((operation, result)),
                None => self.left.push(operation),
            }
        }
        Ok(self.settled.len() > before)
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
