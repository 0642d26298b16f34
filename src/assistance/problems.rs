//! The refusals of this area.

use super::model::CannotMove;
use crate::platform::problem::{Problem, ProblemCode, problem_code};

/// The request cannot go from where it stands to where it was told to go.
pub const STATUS_NOT_REACHABLE: ProblemCode = problem_code("status_not_reachable", 409);
/// The person has taken the request back.
pub const REQUEST_WITHDRAWN: ProblemCode = problem_code("request_withdrawn", 409);
/// The person no longer allows the organisation to read it.
pub const CONSENT_WITHDRAWN: ProblemCode = problem_code("consent_withdrawn", 403);
/// The work on the request has ended.
pub const REQUEST_ENDED: ProblemCode = problem_code("request_ended", 409);
/// The person waits for the end of a court's order to have it erased.
pub const ERASURE_WAITS: ProblemCode = problem_code("erasure_waits", 409);

/// What was sent as an attachment is of no kind that is taken.
pub const NOT_AN_ATTACHMENT: ProblemCode = problem_code("not_an_attachment", 415);
/// The attachment is cut off or damaged.
pub const DAMAGED_ATTACHMENT: ProblemCode = problem_code("damaged_attachment", 422);
/// The request has as many attachments as it takes.
pub const TOO_MANY_ATTACHMENTS: ProblemCode = problem_code("too_many_attachments", 409);

/// Nobody has said yet what came of it.
pub const NO_OUTCOME_YET: ProblemCode = problem_code("no_outcome_yet", 409);
/// The person has said before how satisfied they are.
pub const SATISFACTION_GIVEN: ProblemCode = problem_code("satisfaction_given", 409);

/// The diary has as many entries as it takes.
pub const DIARY_FULL: ProblemCode = problem_code("diary_full", 409);
/// Nobody has said by what the claim is reckoned.
pub const NO_CLAIM_RULE: ProblemCode = problem_code("no_claim_rule", 409);
/// The amounts of the diary are beyond any reckoning.
pub const CLAIM_TOO_LARGE: ProblemCode = problem_code("claim_too_large", 409);

/// The person's safe-contact plan does not allow the contact.
pub const CONTACT_REFUSED: ProblemCode = problem_code("contact_refused", 409);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[
    &STATUS_NOT_REACHABLE,
    &REQUEST_WITHDRAWN,
    &CONSENT_WITHDRAWN,
    &REQUEST_ENDED,
    &ERASURE_WAITS,
    &NOT_AN_ATTACHMENT,
    &DAMAGED_ATTACHMENT,
    &TOO_MANY_ATTACHMENTS,
    &NO_OUTCOME_YET,
    &SATISFACTION_GIVEN,
    &DIARY_FULL,
    &NO_CLAIM_RULE,
    &CLAIM_TOO_LARGE,
    &CONTACT_REFUSED,
];

impl From<CannotMove> for Problem {
    fn from(refused: CannotMove) -> Self {
        let next = refused.from.next().iter().map(|status| status.as_str());
        let next: Vec<&str> = next.collect();
        Self::new(&STATUS_NOT_REACHABLE)
            .with("from", refused.from)
            .with(
                "next",
                if next.is_empty() {
                    "-".to_owned()
                } else {
                    next.join(", ")
                },
            )
    }
}
