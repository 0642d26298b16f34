//! Types and rules; nothing here knows HTTP or SQL.

use serde::{Deserialize, Serialize};

use crate::platform::code_lists::{Code, Countries, EmployerRefusalReasons, Sectors};
use crate::platform::text::Line;
use crate::text_enum;

/// The country in which the work is.
pub type Country = Code<Countries>;
/// The sector of the work.
pub type Sector = Code<Sectors>;
/// Why a proposed employer has no page.
pub type EmployerRefusal = Code<EmployerRefusalReasons>;
/// A name of an employer.
pub type EmployerName = Line<200>;
/// A city or an address.
pub type EmployerPlace = Line<200>;
/// What somebody says in a line.
pub type Remark = Line<300>;
/// A number in a register of companies.
pub type RegistrationNumber = Line<60>;

text_enum! {
    /// What became of an employer whom a worker has named.
    pub enum ProposalStatus {
        /// Nobody has decided.
        Open => "open",
        /// It has a page.
        Accepted => "accepted",
        /// It is an employer that was known.
        Joined => "joined",
        /// It has none.
        Refused => "refused",
    }
}

/// What of a proposal is sealed: all that could name a private person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Content {
    /// The name.
    pub name: String,
    /// The city or the address.
    pub place: String,
    /// What kind of place it is, in the worker's words.
    pub what_it_is: String,
    /// The sector of the work.
    pub sector: Option<String>,
    /// A website, or where else it can be found.
    pub found_at: Option<String>,
    /// Its number in a register of companies.
    pub registration_number: Option<String>,
}

/// What somebody decides about a proposal.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// It gets a page.
    Accept(Box<crate::agencies::LookedUp>),
    /// It is this employer.
    Join(crate::platform::ids::Id),
    /// It gets none.
    Refuse(EmployerRefusal),
}

impl Verdict {
    /// Whether something in this state can be so decided. Who turns out to be a private person loses the
    /// page again; nothing else is taken back.
    pub const fn fits(&self, status: ProposalStatus) -> bool {
        match (self, status) {
            (Self::Accept(_) | Self::Join(_) | Self::Refuse(_), ProposalStatus::Open)
            | (Self::Refuse(_), ProposalStatus::Accepted) => true,
            (
                Self::Accept(_) | Self::Join(_) | Self::Refuse(_),
                ProposalStatus::Accepted | ProposalStatus::Joined | ProposalStatus::Refused,
            ) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agencies::LookedUp;
    use crate::platform::ids::Id;

    #[test]
    fn every_state_has_exactly_these_ways_on() {
        use ProposalStatus::{Accepted, Joined, Open, Refused};
        let found = LookedUp {
            name: "Meridian Sample Shipyard".to_owned(),
            alternate_names: Vec::new(),
            place: None,
            sector: None,
            website: None,
            registration_number: None,
            source_name: "A register".to_owned(),
            source_url: "https://companies.example/".to_owned(),
        };
        let employer = Id::parse("01938a4e-5c1b-7d30-9a52-1a2b3c4d5e70").unwrap();
        let accept = Verdict::Accept(Box::new(found));
        let join = Verdict::Join(employer);
        let refuse = Verdict::Refuse(Code::known("other".to_owned()));
        for (status, expected) in [
            (Open, [true, true, true]),
            (Accepted, [false, false, true]),
            (Joined, [false; 3]),
            (Refused, [false; 3]),
        ] {
            let fits = [&accept, &join, &refuse].map(|verdict| verdict.fits(status));
            assert_eq!(fits, expected, "{status}");
        }
    }
}
