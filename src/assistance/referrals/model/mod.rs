//! Referrals, and what they carry.

mod case_file;
mod new;
mod problems;

pub use case_file::{CarriedAgency, CarriedMessage, CaseFile, MOST_MESSAGE_BYTES, MOST_MESSAGES};
pub use new::{NewReferral, Wanted};
pub use problems::*;

use crate::platform::code_lists::{Code, ReferralOutcomes, ServiceTypes};
use crate::text_enum;

/// A code of the list `referral_outcomes`.
pub type ReferralOutcome = Code<ReferralOutcomes>;
/// A code of the list `service_types`.
pub type ServiceType = Code<ServiceTypes>;

text_enum! {
    /// Whether the request itself goes along.
    pub enum ReferralKind {
        /// It stays where it is; the recipient helps with something.
        Referral => "referral",
        /// The recipient takes the request over.
        Transfer => "transfer",
    }
}

text_enum! {
    /// How far a referral has come (code list `referral_statuses`).
    pub enum ReferralStatus {
        /// The recipient has not answered yet.
        Offered => "offered",
        /// The recipient helps.
        Accepted => "accepted",
        /// The recipient does not help, and has said why.
        Rejected => "rejected",
        /// The recipient has not answered in time.
        Lapsed => "lapsed",
        /// The recipient has said what came of it.
        Done => "done",
        /// It was taken back.
        Revoked => "revoked",
    }
}

impl ReferralStatus {
    /// Whether the recipient may read the case file.
    pub const fn is_readable(self) -> bool {
        matches!(self, Self::Offered | Self::Accepted)
    }
}

text_enum! {
    /// By what right something is shown.
    pub enum LegitimateBasis {
        /// The person has agreed.
        Consent => "consent",
        /// The person's life is in danger and she could not be asked.
        VitalInterests => "vital_interests",
    }
}

text_enum! {
    /// Who took a referral back.
    pub enum RevokedBy {
        /// The organisation that made it.
        Sender => "sender",
        /// The person, by taking back the consent or the request.
        Person => "person",
        /// The service: the request was erased, or has ended.
        Service => "service",
    }
}
