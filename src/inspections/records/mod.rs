//! Records: what inspectors write down, one document each, and every change of it.

mod kinds;
mod notebook;
mod store;

pub use kinds::{
    Answer, AppealDecision, Evidence, EvidenceFile, Finding, FindingSeverity, FindingState,
    Interview, InterviewRiskBand, Measure, MeasureCompliance, MeasureKind, NotDoneReason,
    ObstructionCode, RecordKind, RemediationAction, SCHEMAS, Visit, VisitKind, VisitOutcome,
    VisitStatus,
};
pub use notebook::{Entry, Hand, Notebook, Record, named_in};
pub use store::{
    EventRow, Found, RecordRow, TeamChange, VisitFilter, assign, events_after, find,
    find_elsewhere, list_events, list_team_changes, list_visits, read_all, team_of, teams_of,
    tell_of_establishments,
};
