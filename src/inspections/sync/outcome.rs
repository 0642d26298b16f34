//! What became of an operation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::platform::ids::Id;
use crate::platform::messages::Messages;
use crate::platform::problem::Fault;
use crate::text_enum;

text_enum! {
    /// What became of an operation, for good; only what is held changes once more.
    pub enum SyncOutcome {
        /// It was done.
        Applied => "applied",
        /// It was done, next to what others have changed meanwhile in other members.
        ParallelMerged => "parallel_merged",
        /// Some members were changed by somebody else first. Those stay; what you wrote is kept for a person. All other
        /// members were done.
        Conflict => "conflict",
        /// It cannot be done.
        Rejected => "rejected",
        /// It waits for the one on which it builds, or for what it needs.
        Held => "held",
    }
}

/// A fault as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFault {
    pointer: String,
    code: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    arguments: BTreeMap<String, String>,
}

/// Values that texts of faults mention.
const ARGUMENTS: [&str; 6] = ["answer", "expected", "item", "limit", "list", "years"];

impl KeptFault {
    /// To be kept.
    pub fn of(fault: &Fault) -> Self {
        let arguments = fault.arguments.iter();
        Self {
            pointer: fault.pointer.clone(),
            code: fault.code.to_owned(),
            arguments: arguments
                .map(|(name, value)| ((*name).to_owned(), value.clone()))
                .collect(),
        }
    }

    /// To be told, as far as its text still exists.
    pub fn read(&self, messages: &Messages) -> Fault {
        let known = messages
            .names_after("fault-")
            .find(|name| *name == self.code);
        let mut fault = Fault::new(self.pointer.clone(), known.unwrap_or("invalid"));
        for name in ARGUMENTS {
            if let Some(value) = self.arguments.get(name) {
                fault = fault.with(name, value);
            }
        }
        fault
    }
}

/// What became of an operation, with what there is to know about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// What became of it.
    pub outcome: SyncOutcome,
    /// The version of the record that it made, or found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// The conflict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<Id>,
    /// What was wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<KeptFault>,
}

impl Settled {
    /// It made this version of the record.
    pub const fn done(outcome: SyncOutcome, version: i64) -> Self {
        Self {
            outcome,
            version: Some(version),
            conflict: None,
            faults: Vec::new(),
        }
    }

    /// It cannot be done.
    pub fn rejected(faults: &[Fault]) -> Self {
        Self {
            outcome: SyncOutcome::Rejected,
            version: None,
            conflict: None,
            faults: faults.iter().map(KeptFault::of).collect(),
        }
    }

    /// It cannot be done for one reason.
    pub fn refused(pointer: &str, code: &'static str) -> Self {
        Self::rejected(&[Fault::new(pointer, code)])
    }

    /// It waits; what for, as far as it is known.
    pub fn held(faults: &[Fault]) -> Self {
        Self {
            outcome: SyncOutcome::Held,
            ..Self::rejected(faults)
        }
    }

    /// It has waited too long. What it was told to wait for is why it cannot be done.
    #[must_use]
    pub fn overdue(self) -> Self {
        if self.faults.is_empty() {
            return Self::refused("/base_version", "predecessor_missing");
        }
        Self {
            outcome: SyncOutcome::Rejected,
            ..self
        }
    }
}
