//! The kinds of records, what is said in each, and what must fit together.

mod answer;
mod visit;

use serde_json::{Map, Value};

pub use answer::Answer;
pub use visit::{Visit, VisitKind, VisitStatus};

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

/// What does not fit in a document of this kind.
pub fn faults_in(kind: RecordKind, document: &Map<String, Value>) -> Vec<Fault> {
    match kind {
        RecordKind::Visit => visit::faults_in(document),
        RecordKind::Answer => answer::faults_in(document),
        // Not offered yet: nothing that comes in has one of these kinds.
        RecordKind::Finding
        | RecordKind::Measure
        | RecordKind::RemediationAction
        | RecordKind::Interview
        | RecordKind::Evidence => vec![Fault::new("/kind", "unknown_kind")],
    }
}
