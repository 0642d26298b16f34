//! Attempts to reach a person.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::text_enum;

text_enum! {
    /// What a contact is about (code list `contact_occasions`).
    pub enum Occasion {
        /// The organisation has written.
        Message => "message",
        /// A check-in is due.
        CheckIn => "check_in",
        /// The request needs the person.
        NeedInfo => "need_info",
        /// A member of staff wants to talk to the person.
        ByHand => "by_hand",
        /// The plan itself was changed.
        Plan => "plan",
    }
}

text_enum! {
    /// What became of it (code list `contact_outcomes`).
    pub enum ContactOutcome {
        /// A text waits to be sent.
        Waiting => "waiting",
        /// A text was handed to the gateway.
        Sent => "sent",
        /// A text that waits already stands for it.
        Folded => "folded",
        /// It was refused.
        Refused => "refused",
        /// A member of staff may make it; they have not noted yet how it went.
        Permitted => "permitted",
        /// The person was reached.
        Reached => "reached",
        /// Nobody answered.
        NoAnswer => "no_answer",
        /// Somebody else answered.
        SomebodyElse => "somebody_else",
        /// A message was left.
        MessageLeft => "message_left",
        /// The number or account leads nowhere.
        NotInService => "not_in_service",
        /// It was not made after all.
        NotMade => "not_made",
        /// The person has changed the plan.
        PlanChanged => "plan_changed",
        /// The person has taken the plan away.
        PlanRemoved => "plan_removed",
    }
}

text_enum! {
    /// How a contact that was permitted went.
    pub enum NotedOutcome {
        /// The person was reached.
        Reached => "reached",
        /// Nobody answered.
        NoAnswer => "no_answer",
        /// Somebody else answered.
        SomebodyElse => "somebody_else",
        /// A message was left.
        MessageLeft => "message_left",
        /// The number or account leads nowhere.
        NotInService => "not_in_service",
        /// It was not made after all.
        NotMade => "not_made",
    }
}

impl From<NotedOutcome> for ContactOutcome {
    fn from(noted: NotedOutcome) -> Self {
        match noted {
            NotedOutcome::Reached => Self::Reached,
            NotedOutcome::NoAnswer => Self::NoAnswer,
            NotedOutcome::SomebodyElse => Self::SomebodyElse,
            NotedOutcome::MessageLeft => Self::MessageLeft,
            NotedOutcome::NotInService => Self::NotInService,
            NotedOutcome::NotMade => Self::NotMade,
        }
    }
}

text_enum! {
    /// Why it was refused (code list `contact_refusals`).
    pub enum ContactRefusal {
        /// There is no plan.
        NoPlan => "no_plan",
        /// The person has not chosen that the service sends anything.
        NotChosen => "not_chosen",
        /// The person wants no contact.
        DoNotContact => "do_not_contact",
        /// The plan has no way by this channel.
        NoMethod => "no_method",
        /// No message may be left, and a text is one.
        NoMessage => "no_message",
        /// The telephone is the employer's.
        EmployersPhone => "employers_phone",
        /// The employer looks into the telephone.
        CheckedPhone => "checked_phone",
        /// The address is no number with its country's code.
        NoNumber => "no_number",
        /// The number has said that it wants no texts.
        Stopped => "stopped",
        /// It is outside the hours of the plan.
        OutsideHours => "outside_hours",
        /// The plan has no trusted person for it.
        NoTrustedPerson => "no_trusted_person",
        /// The person's own ways come first.
        OwnWaysFirst => "own_ways_first",
        /// The service has no gateway for texts.
        NoGateway => "no_gateway",
        /// The gateway did not take it for a day, or does not take this number.
        GatewayFailed => "gateway_failed",
        /// The person has taken the request back.
        Withdrawn => "withdrawn",
    }
}

/// An attempt to reach the person.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({ "id": "01938a4e-5c1b-7d30-9a52-1a2b3c4d5e6f", "at": "2026-11-29T06:00:00Z",
    "occasion": "message", "channel": "sms", "to_trusted_person": false, "by_staff": false, "outcome": "sent",
    "refusal": null, "not_before": null }))]
pub struct ContactAttempt {
    /// Its id.
    pub id: Id,
    /// In which hour; nothing finer is kept.
    pub at: Time,
    /// What it is about (`contact_occasions`).
    pub occasion: Occasion,
    /// By which channel (`safe_contact_channels`); null when none came into question.
    pub channel: Option<String>,
    /// Whether it went to the trusted person.
    pub to_trusted_person: bool,
    /// Whether a member of staff made it, by hand.
    pub by_staff: bool,
    /// What became of it (`contact_outcomes`).
    pub outcome: ContactOutcome,
    /// Why it was refused (`contact_refusals`).
    pub refusal: Option<ContactRefusal>,
    /// When it is sent at the earliest, or may be tried.
    pub not_before: Option<Time>,
}
