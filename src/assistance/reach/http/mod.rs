//! Wire types and handlers.

mod receipt;
mod staff;

use serde::Serialize;
use utoipa::ToSchema;

use crate::contact::ContactAttempt;
use crate::correspondence::label;
use crate::platform::http::{Context, Routes};
use crate::platform::language::Language;

/// Adds the routes of contacts.
pub fn routes(config: &mut Routes<'_, '_>) {
    config
        .service(receipt::put_own_contact_plan)
        .service(receipt::remove_own_contact_plan)
        .service(receipt::list_own_contact_attempts)
        .service(staff::ask_for_contact)
        .service(staff::note_contact_outcome)
        .service(staff::list_contact_attempts);
}

/// An attempt to reach the person, with its words.
#[derive(Serialize, ToSchema)]
#[schema(as = ContactAttemptWithLabels)]
struct AttemptShown {
    #[serde(flatten)]
    attempt: ContactAttempt,
    /// What it is about, for people.
    occasion_label: String,
    /// What became of it, for people.
    outcome_label: String,
    /// Why it was refused, for people.
    refusal_label: Option<String>,
}

impl AttemptShown {
    fn of(context: &Context, attempt: ContactAttempt) -> Self {
        let refusal = attempt.refusal;
        Self {
            occasion_label: label(context, "contact_occasions", attempt.occasion.as_str()),
            outcome_label: label(context, "contact_outcomes", attempt.outcome.as_str()),
            refusal_label: refusal
                .map(|refusal| label(context, "contact_refusals", refusal.as_str())),
            attempt,
        }
    }
}

/// How the person was reached, or not.
#[derive(Serialize, ToSchema)]
#[schema(as = ContactAttempts)]
struct AttemptsShown {
    /// Whether the service itself may send texts by the plan.
    service_may_send: bool,
    /// The attempts, the latest first; 200 at most.
    attempts: Vec<AttemptShown>,
    /// The language of the labels.
    language: Language,
}

impl AttemptsShown {
    fn of(context: &Context, (service_may_send, attempts): (bool, Vec<ContactAttempt>)) -> Self {
        let attempts = attempts.into_iter();
        Self {
            service_may_send,
            attempts: attempts.map(|one| AttemptShown::of(context, one)).collect(),
            language: context.language(),
        }
    }
}
