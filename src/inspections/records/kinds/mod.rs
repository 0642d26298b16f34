//! The kinds of records, what is said in each, and what must fit together.

mod answer;
mod around;
mod evidence;
mod finding;
mod interview;
mod measure;
mod remediation;
mod visit;

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub use answer::Answer;
pub use around::Around;
pub use evidence::{Evidence, EvidenceFile};
pub use finding::{Finding, FindingSeverity, FindingState};
pub use interview::{Interview, InterviewRiskBand};
pub use measure::{AppealDecision, Measure, MeasureCompliance, MeasureKind};
pub use remediation::RemediationAction;
pub use visit::{NotDoneReason, ObstructionCode, Visit, VisitKind, VisitOutcome, VisitStatus};

use super::notebook::Record;
use crate::platform::clock::Time;
use crate::platform::http::Services;
use crate::platform::ids::Id;
use crate::platform::problem::Fault;
use crate::text_enum;

text_enum! {
    /// What an inspector writes down, one record each.
    pub enum RecordKind {
        /// A visit to an establishment, planned or made.
        Visit => "visit",
        /// An answer to an item of the checklist.
        Answer => "answer",
        /// A violation that was found.
        Finding => "finding",
        /// What is done about it: advice, a notice, a fine, an order.
        Measure => "measure",
        /// What the employer does about it.
        RemediationAction => "remediation_action",
        /// What a worker answered, without a name.
        Interview => "interview",
        /// A photo or a paper.
        Evidence => "evidence",
    }
}

/// The schemas of documents, which the contract checks by name wherever a document comes from.
pub const SCHEMAS: &[&str] = &[
    "InspectionVisit",
    "InspectionAnswer",
    "InspectionFinding",
    "InspectionMeasure",
    "InspectionRemediationAction",
    "InspectionInterview",
    "InspectionEvidence",
];

impl RecordKind {
    /// The schema of its documents.
    pub const fn schema(self) -> &'static str {
        match self {
            Self::Visit => "InspectionVisit",
            Self::Answer => "InspectionAnswer",
            Self::Finding => "InspectionFinding",
            Self::Measure => "InspectionMeasure",
            Self::RemediationAction => "InspectionRemediationAction",
            Self::Interview => "InspectionInterview",
            Self::Evidence => "InspectionEvidence",
        }
    }
}

/// A record that is made or changed, and what it must fit.
pub struct Case<'a> {
    /// What it is.
    pub kind: RecordKind,
    /// The visit to which it belongs; a visit's own id.
    pub visit: Id,
    /// What it said; nothing when it is new.
    pub before: Option<&'a Map<String, Value>>,
    /// The records that were opened or made.
    pub records: &'a BTreeMap<Id, Record>,
    /// What else is known.
    pub around: &'a Around,
    /// What the service is made of.
    pub services: &'a Services,
    /// The time.
    pub now: Time,
    /// The service itself writes: members that are its own may be set.
    pub by_service: bool,
    /// Whoever writes plans visits as well.
    pub may_plan: bool,
}

/// The document as it is kept, with what the service reckons; or everything that does not fit.
pub fn fit(
    case: &Case<'_>,
    document: Map<String, Value>,
) -> Result<Map<String, Value>, Vec<Fault>> {
    let value = Value::Object(document);
    let contract = case.services.contract();
    contract
        .check_message(case.kind.schema(), &value)
        .map_err(|problem| problem.faults)?;
    match case.kind {
        RecordKind::Visit => case.fitted(value, visit::complete),
        RecordKind::Answer => case.fitted(value, answer::complete),
        RecordKind::Finding => case.fitted(value, finding::complete),
        RecordKind::Measure => case.fitted(value, measure::complete),
        RecordKind::RemediationAction => case.fitted(value, remediation::complete),
        RecordKind::Interview => case.fitted(value, interview::complete),
        RecordKind::Evidence => case.fitted(value, evidence::complete),
    }
}

/// Completes a document and adds what does not fit.
type Complete<T> = fn(&Case<'_>, Option<&T>, &mut T, &mut Vec<Fault>);

impl Case<'_> {
    fn fitted<T: DeserializeOwned + Serialize>(
        &self,
        value: Value,
        complete: Complete<T>,
    ) -> Result<Map<String, Value>, Vec<Fault>> {
        // The contract has let it in; what it cannot say of a text is told at the whole.
        let unread = |_| vec![Fault::new("", "invalid")];
        let mut document: T = serde_json::from_value(value).map_err(unread)?;
        let before = self.before.cloned().map(Value::Object);
        let before: Option<T> = before.and_then(|before| serde_json::from_value(before).ok());
        let mut faults = Vec::new();
        complete(self, before.as_ref(), &mut document, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        match serde_json::to_value(&document) {
            Ok(Value::Object(members)) => Ok(members),
            Ok(_) | Err(_) => Err(vec![Fault::new("", "invalid")]),
        }
    }

    /// The visit to which it belongs.
    fn of_visit(&self) -> Option<Visit> {
        let record = self.records.get(&self.visit)?;
        serde_json::from_value(Value::Object(record.document.clone())).ok()
    }

    /// The answers of the visit, as they are now.
    fn answers(&self) -> BTreeMap<Id, Answer> {
        let mut answers: BTreeMap<Id, Answer> = self.around.answers(self.visit).collect();
        let opened = self
            .records
            .values()
            .filter(|record| record.visit == self.visit && record.kind == RecordKind::Answer);
        for record in opened {
            let document = Value::Object(record.document.clone());
            if let Ok(answer) = serde_json::from_value(document) {
                answers.insert(record.id, answer);
            }
        }
        answers
    }

    /// What kind of record of the same visit has this id.
    fn kind_of(&self, id: Id) -> Option<RecordKind> {
        let made = self
            .records
            .get(&id)
            .map(|record| (record.kind, record.visit));
        let (kind, visit) = made.or_else(|| self.around.indexed(id))?;
        (visit == self.visit).then_some(kind)
    }

    /// Faults of ids that name no record of this kind of the same visit.
    fn check_ids(&self, at: &str, ids: &[Id], kind: RecordKind, faults: &mut Vec<Fault>) {
        for (number, id) in ids.iter().enumerate() {
            if self.kind_of(*id) != Some(kind) {
                let fault = Fault::new(format!("{at}/{number}"), "not_of_this_visit");
                faults.push(fault.with("expected", kind));
            }
        }
    }
}

/// A step from one state to another that is not among those that are allowed.
fn wrong_step<S: PartialEq + Copy>(before: Option<S>, after: S, steps: &[(S, S)]) -> bool {
    before.is_some_and(|before| before != after && !steps.contains(&(before, after)))
}
