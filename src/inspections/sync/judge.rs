//! What becomes of an operation, decided in memory.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::operation::SyncOperation;
use super::outcome::{Settled, SyncOutcome};
use super::push::Tablet;
use super::store::{ConflictRow, SyncConflictReason};
use crate::inspections::error::InspectionError;
use crate::inspections::feed::{FeedEntity, Telling};
use crate::inspections::records::{Entry, EventRow, Notebook, Record, RecordKind};
use crate::platform::db::Json;
use crate::platform::ids::Id;
use crate::platform::problem::Fault;

/// The member of a visit that says where it is made, and never changes.
const ESTABLISHMENT: &str = "establishment_id";

/// A change of a record.
pub struct Change {
    version: i64,
    /// The branch of the tablet that made it.
    branch: Option<Id>,
    /// Its members, as they were before.
    before: Map<String, Value>,
}

impl Change {
    /// One that is stored.
    pub fn of(event: &EventRow, branches: &BTreeMap<Id, Id>) -> Result<Self, InspectionError> {
        let operation = event.operation_id.as_ref();
        Ok(Self {
            version: event.version,
            branch: operation.and_then(|id| branches.get(id)).copied(),
            before: event.before.read()?,
        })
    }
}

/// What an operation is judged by.
pub struct Judge<'a> {
    /// The records that the operations touch.
    pub notebook: Notebook<'a>,
    /// The tablet.
    pub tablet: Tablet,
    /// Visits that are the inspector's.
    pub own: BTreeSet<Id>,
    /// Visits that were.
    pub former: BTreeSet<Id>,
    /// Ids that belong to others.
    pub elsewhere: BTreeSet<Id>,
    /// Establishments that may be visited.
    pub establishments: BTreeSet<Id>,
    /// Places of operations that were settled.
    pub places: BTreeSet<(Id, Id, i64)>,
    /// What became of the records, oldest first.
    pub history: BTreeMap<Id, Vec<Change>>,
    /// What a person has to decide.
    pub conflicts: Vec<ConflictRow>,
    /// What operations wait for that are not done yet.
    pub lacking: BTreeMap<Id, Vec<Fault>>,
}

/// How things stand for an operation before it is done.
enum Standing {
    /// It can be tried.
    Ready,
    /// What it builds on has not come.
    Waits,
    /// The visit was given to somebody else meanwhile.
    Lost,
    /// It cannot be done.
    Refused(Settled),
}

fn refused(pointer: &str, code: &'static str) -> Standing {
    Standing::Refused(Settled::refused(pointer, code))
}

/// Whether all that is wrong is that something has not come: a finding whose measure was sent first, or the evidence of an answer
/// of a visit that is done.
fn is_early(faults: &[Fault]) -> bool {
    let is_missing = |fault: &Fault| {
        matches!(
            fault.code,
            "not_of_this_visit" | "no_visit_there" | "evidence_needed"
        )
    };
    !faults.is_empty() && faults.iter().all(is_missing)
}

impl Judge<'_> {
    /// Does an operation as far as it can be done; nothing when it has to wait.
    pub fn judge(&mut self, operation: &SyncOperation) -> Result<Option<Settled>, InspectionError> {
        let settled = match self.standing(operation) {
            Standing::Waits => return Ok(None),
            Standing::Refused(settled) => settled,
            Standing::Lost => {
                let reason = SyncConflictReason::NotAssigned;
                self.keep(operation, &operation.fields_changed, reason)?
            }
            Standing::Ready => match self.write(operation)? {
                Some(settled) => settled,
                None => return Ok(None),
            },
        };
        self.places.insert(operation.place());
        Ok(Some(settled))
    }

    fn standing(&self, operation: &SyncOperation) -> Standing {
        if self.elsewhere.contains(&operation.record()) {
            return refused("/entity_id", "id_in_use");
        }
        let builds_on = operation.builds_on();
        if builds_on.is_some_and(|place| !self.places.contains(&place)) {
            return Standing::Waits;
        }
        let visit = operation.visit();
        match self.notebook.get(visit) {
            None if operation.kind == RecordKind::Visit => {}
            None => return Standing::Waits,
            Some(found) if found.kind == RecordKind::Visit && self.own.contains(&visit) => {}
            Some(found) if found.kind == RecordKind::Visit && self.former.contains(&visit) => {
                return Standing::Lost;
            }
            Some(_) => return refused("/visit_id", "unknown_visit"),
        }
        match self.notebook.get(operation.record()) {
            None if operation.trunk_version > 0 => refused("/entity_id", "unknown_record"),
            None if operation.base_version > 0 => refused("/base_version", "predecessor_rejected"),
            Some(found) if found.kind != operation.kind => refused("/kind", "cannot_change"),
            Some(found) if found.visit != visit => refused("/visit_id", "cannot_change"),
            Some(found) if operation.trunk_version > found.version => {
                let fault = Fault::new("/trunk_version", "too_large").with("limit", found.version);
                Standing::Refused(Settled::rejected(&[fault]))
            }
            None | Some(_) => Standing::Ready,
        }
    }

    /// Writes an operation; nothing when it names what has not come.
    fn write(&mut self, operation: &SyncOperation) -> Result<Option<Settled>, InspectionError> {
        if let Some(fault) = self.place_fault(operation) {
            return Ok(Some(Settled::rejected(&[fault])));
        }
        let Some(record) = self.notebook.get(operation.record()).cloned() else {
            return self.make(operation);
        };
        let clashing = self.clashing(operation, &record);
        let mut clean = operation.fields_changed.clone();
        clean.retain(|name, _| !clashing.contains_key(name));
        let is_parallel = self.others(operation).next().is_some();
        let version = match self.change(operation, &record, clean) {
            Ok(version) => version,
            Err(InspectionError::Invalid(faults)) if is_early(&faults) => {
                self.lacking.insert(operation.id(), within(faults));
                return Ok(None);
            }
            Err(InspectionError::Invalid(faults)) if !is_parallel => {
                return Ok(Some(Settled::rejected(&within(faults))));
            }
            Err(InspectionError::Invalid(_)) => {
                let reason = if clashing.is_empty() {
                    SyncConflictReason::DoesNotFit
                } else {
                    SyncConflictReason::SameMember
                };
                let kept = self.keep(operation, &operation.fields_changed, reason);
                return kept.map(Some);
            }
            Err(error) => return Err(error),
        };
        if !clashing.is_empty() {
            let kept = self.keep(operation, &clashing, SyncConflictReason::SameMember);
            return kept.map(Some);
        }
        let outcome = if is_parallel {
            SyncOutcome::ParallelMerged
        } else {
            SyncOutcome::Applied
        };
        Ok(Some(Settled::done(outcome, version)))
    }

    /// A visit is made to an establishment that exists, and stays one to it.
    fn place_fault(&self, operation: &SyncOperation) -> Option<Fault> {
        let said = operation.fields_changed.get(ESTABLISHMENT)?;
        if operation.kind != RecordKind::Visit {
            return None;
        }
        let pointer = "/fields_changed/establishment_id";
        match self.notebook.get(operation.record()) {
            Some(record) if record.document.get(ESTABLISHMENT) != Some(said) => {
                Some(Fault::new(pointer, "cannot_change"))
            }
            Some(_) => None,
            None => {
                let id = operation.destination();
                let is_known = id.is_some_and(|id| self.establishments.contains(&id));
                (!is_known).then(|| Fault::new(pointer, "unknown_establishment"))
            }
        }
    }

    fn make(&mut self, operation: &SyncOperation) -> Result<Option<Settled>, InspectionError> {
        let entry = entry_of(operation, operation.fields_changed.clone());
        let made = self.notebook.make(operation.kind, operation.visit(), entry);
        let version = match made {
            Ok(record) => record.version,
            Err(InspectionError::Invalid(faults)) if is_early(&faults) => {
                self.lacking.insert(operation.id(), within(faults));
                return Ok(None);
            }
            Err(InspectionError::Invalid(faults)) => {
                return Ok(Some(Settled::rejected(&within(faults))));
            }
            Err(error) => return Err(error),
        };
        if operation.kind == RecordKind::Visit {
            self.own.insert(operation.visit());
            self.notebook.join(operation.visit(), self.tablet.account);
        }
        if let Some(establishment) = operation.destination() {
            self.notebook.tell(Telling {
                account: self.tablet.account,
                entity: FeedEntity::Establishment,
                entity_id: establishment,
                is_gone: false,
            });
        }
        let names = operation.fields_changed.keys().cloned();
        let before = names.map(|name| (name, Value::Null)).collect();
        self.note(operation, version, before);
        Ok(Some(Settled::done(SyncOutcome::Applied, version)))
    }

    /// Changes members of a record; returns its version.
    fn change(
        &mut self,
        operation: &SyncOperation,
        record: &Record,
        members: Map<String, Value>,
    ) -> Result<i64, InspectionError> {
        let before: Map<String, Value> = members
            .iter()
            .map(|(name, value)| (name, value, member(record, name)))
            .filter(|(_, value, was)| value != was)
            .map(|(name, _, was)| (name.clone(), was.clone()))
            .collect();
        let version = self.notebook.change(entry_of(operation, members))?.version;
        if version > record.version {
            self.note(operation, version, before);
        }
        Ok(version)
    }

    fn note(&mut self, operation: &SyncOperation, version: i64, before: Map<String, Value>) {
        let change = Change {
            version,
            branch: Some(operation.branch_id.into()),
            before,
        };
        let history = self.history.entry(operation.record()).or_default();
        history.push(change);
    }

    /// What others, or the same inspector elsewhere, have made of the record since the tablet last heard of it.
    fn others(&self, operation: &SyncOperation) -> impl Iterator<Item = &Change> {
        let branch = Some(Id::from(operation.branch_id));
        let trunk = operation.trunk_version;
        let history = self.history.get(&operation.record());
        history
            .into_iter()
            .flatten()
            .filter(move |change| change.version > trunk && change.branch != branch)
    }

    /// Members that somebody else has made different from what the tablet wants.
    fn clashing(&self, operation: &SyncOperation, record: &Record) -> Map<String, Value> {
        let touched: BTreeSet<&String> = self
            .others(operation)
            .flat_map(|change| change.before.keys())
            .collect();
        let members = operation.fields_changed.iter();
        members
            .filter(|(name, value)| touched.contains(name) && member(record, name) != *value)
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    /// Keeps members that cannot stand for a person.
    fn keep(
        &mut self,
        operation: &SyncOperation,
        mine: &Map<String, Value>,
        reason: SyncConflictReason,
    ) -> Result<Settled, InspectionError> {
        let record = self.notebook.get(operation.record());
        let (mut theirs, mut base) = (Map::new(), Map::new());
        for name in mine.keys() {
            let is = record.map_or(&Value::Null, |record| member(record, name));
            let first = self
                .others(operation)
                .find_map(|change| change.before.get(name));
            base.insert(name.clone(), first.unwrap_or(is).clone());
            theirs.insert(name.clone(), is.clone());
        }
        let hand = self.notebook.hand();
        let row = ConflictRow {
            id: hand.services.new_id(),
            organisation_id: self.tablet.organisation,
            record_id: operation.record(),
            visit_id: operation.visit(),
            kind: operation.kind,
            operation_id: operation.id(),
            account_id: self.tablet.account,
            device_id: self.tablet.device,
            reason,
            mine: Json::of(mine)?,
            theirs: Json::of(&theirs)?,
            base: Json::of(&base)?,
            client_time: operation.client_time,
            created_at: hand.now,
            resolved_at: None,
            resolved_by: None,
            taken: None,
        };
        let settled = Settled {
            outcome: SyncOutcome::Conflict,
            version: record.map(|record| record.version),
            conflict: Some(row.id),
            faults: Vec::new(),
        };
        self.conflicts.push(row);
        Ok(settled)
    }
}

fn member<'r>(record: &'r Record, name: &str) -> &'r Value {
    record.document.get(name).unwrap_or(&Value::Null)
}

fn entry_of(operation: &SyncOperation, fields: Map<String, Value>) -> Entry {
    Entry {
        id: operation.record(),
        fields,
        operation: Some(operation.id()),
        client_time: Some(operation.client_time),
    }
}

/// Faults of a document, as faults of the operation.
fn within(faults: Vec<Fault>) -> Vec<Fault> {
    let place = |fault: Fault| Fault {
        pointer: format!("/fields_changed{}", fault.pointer),
        ..fault
    };
    faults.into_iter().map(place).collect()
}
