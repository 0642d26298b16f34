//! About what people are called, and whom each kind calls.

use crate::identity::permissions::Role;
use crate::platform::ids::Id;
use crate::text_enum;
use crate::webhooks::EventType;

text_enum! {
    /// For what people are on duty.
    pub enum Duty {
        /// Requests for help.
        AssistanceRequests => "assistance_request",
        /// Reports of dangers at work.
        SafetyReports => "safety_report",
    }
}

text_enum! {
    /// Who is called, in this order.
    pub enum Stop {
        /// Whoever is first on duty.
        DutyContact => "duty_contact",
        /// Whoever is next on duty.
        NextDutyContact => "next_duty_contact",
        /// Every case worker of the organisation, about a request for help.
        CaseWorkers => "case_workers",
        /// Every inspector of the organisation, about a report of a danger.
        Inspectors => "inspectors",
        /// The organisation's administrators.
        Administrators => "administrators",
        /// Whoever runs the service.
        OperatorDesk => "operator_desk",
    }
}

text_enum! {
    /// Why nobody is called any more.
    pub enum ClosedBecause {
        /// The person has taken it back.
        Withdrawn => "withdrawn",
        /// The work on it ended.
        Ended => "ended",
        /// A case worker found that it is not critical.
        Lowered => "lowered",
        /// An organisation was found, and is called instead.
        HandedOn => "handed_on",
    }
}

text_enum! {
    /// How an alert stands.
    pub enum AlertState {
        /// Nobody has answered.
        Open => "open",
        /// Somebody has answered.
        Acknowledged => "acknowledged",
        /// Nobody needs to answer any more.
        Closed => "closed",
    }
}

/// What somebody is called about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endangered {
    /// What kind of thing it is.
    pub duty: Duty,
    /// Which one.
    pub id: Id,
}

impl Endangered {
    /// A request for help.
    pub const fn request(id: Id) -> Self {
        Self {
            duty: Duty::AssistanceRequests,
            id,
        }
    }

    /// A report of a danger at work.
    pub const fn report(id: Id) -> Self {
        Self {
            duty: Duty::SafetyReports,
            id,
        }
    }
}

impl Duty {
    /// The role of those who are on duty.
    pub const fn role(self) -> Role {
        match self {
            Self::AssistanceRequests => Role::CaseWorker,
            Self::SafetyReports => Role::Inspector,
        }
    }

    /// Who is called, in this order.
    pub const fn stops(self) -> [Stop; 5] {
        let everybody = match self {
            Self::AssistanceRequests => Stop::CaseWorkers,
            Self::SafetyReports => Stop::Inspectors,
        };
        [
            Stop::DutyContact,
            Stop::NextDutyContact,
            everybody,
            Stop::Administrators,
            Stop::OperatorDesk,
        ]
    }

    /// The fault of an account that cannot be on duty.
    pub const fn not_a_member(self) -> &'static str {
        match self {
            Self::AssistanceRequests => "not_a_case_worker",
            Self::SafetyReports => "not_an_inspector",
        }
    }

    /// What the organisation's systems are told when somebody is called, and when others are.
    pub const fn events(self) -> (EventType, EventType) {
        match self {
            Self::AssistanceRequests => (
                EventType::DangerAlertRaised,
                EventType::DangerAlertEscalated,
            ),
            Self::SafetyReports => (
                EventType::SafetyAlertRaised,
                EventType::SafetyAlertEscalated,
            ),
        }
    }
}
