//! The refusals of referrals and consents.

use crate::platform::problem::{ProblemCode, problem_code};

/// No consent that stands covers all of it.
pub const CONSENT_NOT_COVERING: ProblemCode = problem_code("consent_not_covering", 409);
/// The person has excluded the recipient, or said no to it.
pub const RECIPIENT_REFUSED: ProblemCode = problem_code("recipient_refused", 409);
/// Nobody's life is known to be in danger.
pub const NO_DANGER_TO_LIFE: ProblemCode = problem_code("no_danger_to_life", 409);
/// The referral was answered, has lapsed or was revoked.
pub const REFERRAL_OVER: ProblemCode = problem_code("referral_over", 409);
/// The request is being handed over already.
pub const TRANSFER_OPEN: ProblemCode = problem_code("transfer_open", 409);
/// A consent that was refused or taken back is given by the person only.
pub const CONSENT_ENDED: ProblemCode = problem_code("consent_ended", 409);
/// The request has as many consents or referrals as it takes.
pub const TOO_MANY_CONSENTS: ProblemCode = problem_code("too_many_consents", 409);

/// The person has not let this be handed over with the request.
pub const NOT_HANDED_OVER: ProblemCode = problem_code("not_handed_over", 403);

/// The problems of this area.
pub const PROBLEMS: &[&ProblemCode] = &[
    &CONSENT_NOT_COVERING,
    &RECIPIENT_REFUSED,
    &NO_DANGER_TO_LIFE,
    &REFERRAL_OVER,
    &TRANSFER_OPEN,
    &CONSENT_ENDED,
    &TOO_MANY_CONSENTS,
    &NOT_HANDED_OVER,
];
