//! How soon somebody should look: never a legal label, and never shown without its reasons.
//! By which rules it follows from what a person answers is data: see `triage`.

use crate::platform::code_lists::{Code, PriorityChangeReasons};
use crate::text_enum;

/// A code of the list `priority_change_reasons`.
pub type PriorityChangeReason = Code<PriorityChangeReasons>;

text_enum! {
    /// How urgent the person says it is (code list `urgency`).
    pub enum Urgency {
        /// Somebody is in danger now.
        DangerNow => "danger_now",
        /// Help is needed this week.
        ThisWeek => "this_week",
        /// It is not urgent.
        NotUrgent => "not_urgent",
    }
}

text_enum! {
    /// How soon somebody should look.
    pub enum Priority {
        /// At once.
        Critical => "critical",
        /// Today.
        High => "high",
        /// This week.
        Medium => "medium",
        /// In its turn.
        Low => "low",
    }
}

text_enum! {
    /// Who says how soon somebody should look.
    pub enum PrioritySource {
        /// The rules.
        Rules => "rules",
        /// A case worker.
        CaseWorker => "case_worker",
    }
}
