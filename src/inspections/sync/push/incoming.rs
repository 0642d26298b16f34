//! What was sent, sorted into what is new and what is settled, and done.

use std::collections::BTreeMap;

use serde_json::Value;

use super::reading::prepare;
use super::written::{MOST_WAITING, Origin, Written};
use super::{Pushed, Tablet};
use crate::inspections::error::InspectionError;
use crate::inspections::feed::{FeedEntity, Telling};
use crate::inspections::records::Hand;
use crate::inspections::sync::judge::Judge;
use crate::inspections::sync::operation::SyncOperation;
use crate::inspections::sync::outcome::{KeptFault, Settled};
use crate::inspections::sync::store::{self, OperationRow};
use crate::platform::db::Conn;
use crate::platform::ids::Id;

/// What was sent, sorted into what is new and what is settled.
pub(super) struct Incoming {
    new: BTreeMap<Id, SyncOperation>,
    /// The order in which the new ones came.
    order: Vec<Id>,
    /// What became of those that are settled.
    pub(super) results: BTreeMap<Id, Pushed>,
}

impl Incoming {
    /// Reads which of them were settled before.
    pub(super) fn read(
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

    /// Whether anything is to be done.
    pub(super) fn has_new(&self) -> bool {
        !self.new.is_empty()
    }

    /// Does what is new, and what waited for it.
    pub(super) fn settle(
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
        store::insert(conn, &written.of_new).map_err(InspectionError::of_new)?;
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
