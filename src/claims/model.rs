//! Types and rules; nothing here knows HTTP or SQL.

use serde::{Deserialize, Serialize};

use crate::platform::code_lists::{AgencyClaimReasons, Code};
use crate::platform::ids::Id;
use crate::platform::text::{Line, Prose};
use crate::text_enum;

/// Why a claim was denied or revoked.
pub type ClaimReason = Code<AgencyClaimReasons>;
/// What a claimant writes.
pub type Statement = Prose<4000>;
/// Where the evidence is found.
pub type EvidenceReference = Line<500>;
/// What a moderator writes to the claimant.
pub type Note = Prose<1000>;

text_enum! {
    /// How far a claim has come.
    pub enum ClaimStatus {
        /// It waits for a moderator.
        Pending => "pending",
        /// The organisation speaks for the agency.
        Approved => "approved",
        /// It was not believed.
        Denied => "denied",
        /// The organisation no longer speaks for the agency.
        Revoked => "revoked",
    }
}

/// What is decided about a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The organisation speaks for the agency.
    Approve,
    /// It does not.
    Deny(Refusal),
    /// It no longer does.
    Revoke(Refusal),
}

/// Why an organisation does not speak for an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub reason: ClaimReason,
    /// More for the claimant to read.
    pub note: Option<Note>,
}

impl Verdict {
    /// The state that it leads to; none when a claim in this state has no such way on.
    pub const fn after(&self, status: ClaimStatus) -> Option<ClaimStatus> {
        match (self, status) {
            (Self::Approve, ClaimStatus::Pending) => Some(ClaimStatus::Approved),
            (Self::Deny(_), ClaimStatus::Pending) => Some(ClaimStatus::Denied),
            (Self::Revoke(_), ClaimStatus::Approved) => Some(ClaimStatus::Revoked),
            (
                Self::Approve | Self::Deny(_) | Self::Revoke(_),
                ClaimStatus::Pending
                | ClaimStatus::Approved
                | ClaimStatus::Denied
                | ClaimStatus::Revoked,
            ) => None,
        }
    }

    /// Why it is refused.
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Approve => None,
            Self::Deny(refusal) | Self::Revoke(refusal) => Some(refusal),
        }
    }
}

/// What of a claim is sealed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Content {
    /// What the claimant says.
    pub statement: String,
    /// Where the evidence is found.
    pub evidence: String,
}

/// The organisation that speaks for an agency, and the claim by which it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The approved claim.
    pub claim: Id,
    /// Who filed it.
    pub organisation: Id,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_exactly_these_ways_on() {
        use ClaimStatus::{Approved, Denied, Pending, Revoked};
        let refusal = || Refusal {
            reason: Code::known("other".to_owned()),
            note: None,
        };
        for (from, approve, deny, revoke) in [
            (Pending, Some(Approved), Some(Denied), None),
            (Approved, None, None, Some(Revoked)),
            (Denied, None, None, None),
            (Revoked, None, None, None),
        ] {
            assert_eq!(Verdict::Approve.after(from), approve, "{from}");
            assert_eq!(Verdict::Deny(refusal()).after(from), deny, "{from}");
            assert_eq!(Verdict::Revoke(refusal()).after(from), revoke, "{from}");
        }
    }
}
