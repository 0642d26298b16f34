//! The refusals of this area.

use crate::platform::intake::Refusals;
use crate::platform::problem::{
    Fault, GONE, ID_TAKEN, NOT_FOUND, Problem, ProblemCode, STALE, problem_code,
};
use crate::safety::model::{CannotMove, Contradiction, MOST_PHOTOS, SafetyError};

/// The state of the report does not lead to the one that was asked for.
const REPORT_STATUS_NOT_REACHABLE: ProblemCode = problem_code("report_status_not_reachable", 409);
/// The reporter took the report back.
const REPORT_WITHDRAWN: ProblemCode = problem_code("report_withdrawn", 409);
/// The report stands behind another, and is worked on there.
const REPORT_MERGED: ProblemCode = problem_code("report_merged", 409);
/// The report may not be shown in public.
const REPORT_NOT_PUBLISHABLE: ProblemCode = problem_code("report_not_publishable", 409);
/// The report has as many photos as it may have.
const TOO_MUCH_EVIDENCE: ProblemCode = problem_code("too_much_evidence", 409);
/// What was sent is no picture that is taken.
const NOT_EVIDENCE: ProblemCode = problem_code("not_evidence", 415);
/// The picture is cut off or damaged.
const DAMAGED_EVIDENCE: ProblemCode = problem_code("damaged_evidence", 422);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[
    &REPORT_STATUS_NOT_REACHABLE,
    &REPORT_WITHDRAWN,
    &REPORT_MERGED,
    &REPORT_NOT_PUBLISHABLE,
    &TOO_MUCH_EVIDENCE,
    &NOT_EVIDENCE,
    &DAMAGED_EVIDENCE,
];

impl From<CannotMove> for Problem {
    fn from(refused: CannotMove) -> Self {
        let next: Vec<&str> = refused.from.next().iter().map(|s| s.as_str()).collect();
        let next = if next.is_empty() {
            "-".to_owned()
        } else {
            next.join(", ")
        };
        Self::new(&REPORT_STATUS_NOT_REACHABLE)
            .with("from", refused.from)
            .with("next", next)
    }
}

fn at(pointer: &str, code: &'static str) -> Problem {
    Problem::invalid(vec![Fault::new(pointer, code)])
}

impl From<SafetyError> for Problem {
    fn from(error: SafetyError) -> Self {
        match error {
            SafetyError::IdTaken => Self::new(&ID_TAKEN),
            SafetyError::NotFound => Self::new(&NOT_FOUND),
            SafetyError::Erased => Self::new(&GONE),
            SafetyError::Withdrawn => Self::new(&REPORT_WITHDRAWN),
            SafetyError::CannotMove(refused) => refused.into(),
            SafetyError::Overtaken => Self::new(&STALE),
            SafetyError::TooMuchEvidence => {
                Self::new(&TOO_MUCH_EVIDENCE).with("limit", MOST_PHOTOS)
            }
            SafetyError::Merged => Self::new(&REPORT_MERGED),
            SafetyError::NotPublishable => Self::new(&REPORT_NOT_PUBLISHABLE),
            SafetyError::UnknownLead => at("/into_report_id", "unknown_report"),
            SafetyError::UnknownBoard => at("/board_token", "unknown_board"),
            SafetyError::UnknownReference => at("/reference", "unknown_reference"),
            SafetyError::NotAnInspector => {
                Self::invalid(vec![Fault::new("/assigned_to", "not_an_inspector")])
            }
            SafetyError::NotItsInspector => at("/visit", "not_its_inspector"),
            SafetyError::NowhereToGo => at("/establishment_id", "missing_member"),
            SafetyError::WantedInThePast => at("/visit/wanted_by", "in_the_past"),
            SafetyError::UnknownEstablishment => Self::invalid(vec![Fault::new(
                "/establishment_id",
                "unknown_establishment",
            )]),
            SafetyError::Refused(problem) => problem,
            SafetyError::Vault(error) => error.into(),
        }
    }
}

/// How what is no photo is refused.
pub const OF_FILES: Refusals = Refusals {
    unsupported: &NOT_EVIDENCE,
    damaged: &DAMAGED_EVIDENCE,
};

impl From<Contradiction> for Fault {
    fn from(contradiction: Contradiction) -> Self {
        match contradiction {
            Contradiction::InjuryMissing => Self::new("/injury", "missing_member"),
            Contradiction::InjuryDoesNotFitKind => Self::new("/injury", "does_not_fit_kind"),
            Contradiction::FatalButNotFatality | Contradiction::FatalityButNotFatal => {
                Self::new("/injury/days_lost", "does_not_fit_kind")
            }
            Contradiction::PublicationDoesNotFitKind => {
                Self::new("/may_be_published", "does_not_fit_kind")
            }
            Contradiction::DangerDoesNotFitKind => Self::new("/danger_now", "does_not_fit_kind"),
            Contradiction::OccurredTwice => Self::new("/occurred_at", "given_twice"),
            Contradiction::OccurredAtInTheFuture => Self::new("/occurred_at", "in_the_future"),
            Contradiction::OccurredOnInTheFuture => Self::new("/occurred_on", "in_the_future"),
            Contradiction::PrecisionWithoutDay => Self::new("/occurred_on", "missing_member"),
        }
    }
}
