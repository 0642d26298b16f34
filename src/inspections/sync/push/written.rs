//! What is written about operations.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{HELD_DAYS, Pushed, Tablet};
use crate::inspections::error::InspectionError;
use crate::inspections::sync::operation::SyncOperation;
use crate::inspections::sync::outcome::Settled;
use crate::inspections::sync::store::OperationRow;
use crate::platform::clock::Time;
use crate::platform::db::Json;
use crate::platform::ids::Id;
use crate::platform::problem::Fault;

/// Most operations of a tablet that wait at one time.
pub(super) const MOST_WAITING: usize = 2000;

/// Whether an operation came with this push or waited for it.
pub(super) enum Origin {
    New,
    Waited,
}

/// Rows that are to be written.
pub(super) struct Written {
    pub(super) tablet: Tablet,
    pub(super) now: Time,
    /// Those that waited and have not been settled here.
    pub(super) waited: BTreeMap<Id, OperationRow>,
    pub(super) of_old: Vec<OperationRow>,
    pub(super) of_new: Vec<OperationRow>,
}

impl Written {
    /// One that was done, or cannot be.
    pub(super) fn settled(
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
    pub(super) fn left(
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
