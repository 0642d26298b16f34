//! How it stands with who is said to act for an agency; nothing here knows the database.

use serde::{Deserialize, Serialize};

use crate::agencies::behind::model::SourceOf;
use crate::platform::phone::PhoneNumber;
use crate::text_enum;

text_enum! {
    /// How it stands with who is said to act for an agency.
    pub enum SubAgentStanding {
        /// Somebody says so.
        Claimed => "claimed",
        /// The agency or a public register says so.
        Confirmed => "confirmed",
        /// The agency says that it is not so.
        Denied => "denied",
    }
}

text_enum! {
    /// Who says that they act for an agency (code list `sub_agent_witnesses`).
    pub enum Witness {
        /// A public register.
        Register => "register",
        /// The agency itself.
        Agency => "agency",
        /// They themselves.
        SubAgent => "sub_agent",
        /// A worker.
        Worker => "worker",
    }
}

impl Witness {
    /// Whether what they say changes how it stands: the agency outweighs everybody but a register, a
    /// register everybody who only claims, and a denial stays until the agency itself says otherwise.
    pub const fn outweighs(self, standing: SubAgentStanding) -> bool {
        match (standing, self) {
            (SubAgentStanding::Claimed, Self::Register | Self::Agency)
            | (SubAgentStanding::Denied, Self::Agency) => true,
            (
                SubAgentStanding::Claimed | SubAgentStanding::Denied | SubAgentStanding::Confirmed,
                _,
            ) => false,
        }
    }

    /// How it stands when they alone say so.
    pub const fn standing(self) -> SubAgentStanding {
        match self {
            Self::Register | Self::Agency => SubAgentStanding::Confirmed,
            Self::SubAgent | Self::Worker => SubAgentStanding::Claimed,
        }
    }
}

/// What is sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::agencies) struct Named {
    pub name: String,
    pub telephone: Option<PhoneNumber>,
}

/// Who is said to act for an agency.
#[derive(Clone)]
pub(in crate::agencies) struct Said {
    pub named: Named,
    pub is_person: bool,
    pub by: Witness,
    pub source: SourceOf,
}
