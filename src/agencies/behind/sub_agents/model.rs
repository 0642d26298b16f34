//! How it stands with who is said to act for an agency; nothing here knows the database.

use serde::{Deserialize, Serialize};

use crate::agencies::behind::model::SourceOf;
use crate::platform::clock::Date;
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

/// How much what is said weighs: a public register more than the agency, the agency more than everybody
/// else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    Hearsay,
    Agency,
    Register,
}

impl Witness {
    /// How much their word weighs.
    pub const fn weight(self) -> Weight {
        match self {
            Self::Register => Weight::Register,
            Self::Agency => Weight::Agency,
            Self::SubAgent | Self::Worker => Weight::Hearsay,
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

/// How it stands, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::agencies) struct Stand {
    pub standing: SubAgentStanding,
    /// Who has written the name here: the agency, when nobody else has.
    pub said_by: Witness,
    pub answered_on: Option<Date>,
}

impl Stand {
    /// How much weighs what makes it stand so: an agency may have answered what others say.
    pub const fn weight(self) -> Weight {
        match (self.said_by, self.standing) {
            (Witness::Register, _) => Weight::Register,
            (_, SubAgentStanding::Confirmed | SubAgentStanding::Denied) => Weight::Agency,
            (_, SubAgentStanding::Claimed) => Weight::Hearsay,
        }
    }

    /// How it stands once this witness has spoken, too. Nobody is outweighed by who weighs less, and the
    /// agency may change its mind. Of a name that only the agency had written it is kept who else
    /// writes it.
    pub fn after(self, said_by: Witness, today: Date) -> Self {
        let outweighs = said_by.weight() > self.weight();
        let changes_its_mind = said_by == Witness::Agency && self.weight() == Weight::Agency;
        let writes_it_too = self.said_by == Witness::Agency && said_by != Witness::Agency;
        match said_by {
            Witness::Register if outweighs => Self {
                standing: SubAgentStanding::Confirmed,
                said_by,
                answered_on: None,
            },
            Witness::Agency if outweighs || changes_its_mind => self.answered(true, today),
            Witness::SubAgent | Witness::Worker if writes_it_too => Self { said_by, ..self },
            Witness::Register | Witness::Agency | Witness::SubAgent | Witness::Worker => self,
        }
    }

    /// How it stands once the agency has said yes or no; the same answer again changes nothing.
    pub fn answered(self, yes: bool, today: Date) -> Self {
        let standing = if yes {
            SubAgentStanding::Confirmed
        } else {
            SubAgentStanding::Denied
        };
        if self.standing == standing {
            return self;
        }
        Self {
            standing,
            answered_on: Some(today),
            ..self
        }
    }

    /// Whether this is the stronger of two statements about the same name: what weighs more, of two
    /// answers of an agency the newer, and of one day the denial, because that is what who pays must know.
    pub fn is_stronger_than(self, other: Self) -> bool {
        let rank = |one: Self| {
            let denies = one.standing == SubAgentStanding::Denied;
            (one.weight(), one.answered_on, denies)
        };
        rank(self) > rank(other)
    }

    /// Whether the name is listed: on a public register; or of a company, when the agency has answered and
    /// somebody else has written the name here. What only an agency has written may be a person's.
    pub const fn is_listed(self, is_person: bool) -> bool {
        match (self.said_by, self.standing) {
            (Witness::Register, _) => true,
            (Witness::Agency, _) | (_, SubAgentStanding::Claimed) => false,
            (
                Witness::SubAgent | Witness::Worker,
                SubAgentStanding::Confirmed | SubAgentStanding::Denied,
            ) => !is_person,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn stand(standing: SubAgentStanding, said_by: Witness, answered: Option<&str>) -> Stand {
        Stand {
            standing,
            said_by,
            answered_on: answered.map(day),
        }
    }

    #[test]
    fn a_register_outweighs_the_agency_and_the_agency_everybody_else() {
        use SubAgentStanding::{Claimed, Confirmed, Denied};
        let today = day("2026-11-24");
        let hearsay = stand(Claimed, Witness::Worker, None);
        let yes = stand(Confirmed, Witness::Worker, Some("2026-11-24"));
        let no = stand(Denied, Witness::Worker, Some("2026-11-24"));
        let listed = stand(Confirmed, Witness::Register, None);
        assert_eq!(hearsay.answered(false, today), no);
        for before in [hearsay, yes, no, listed] {
            assert_eq!(before.after(Witness::Register, today), listed);
            assert_eq!(before.after(Witness::Worker, today), before);
        }
        for before in [hearsay, yes, no] {
            assert_eq!(before.after(Witness::Agency, today), yes);
        }
        assert_eq!(listed.after(Witness::Agency, today), listed);
        assert_eq!(yes.answered(true, day("2026-12-01")), yes);
    }

    #[test]
    fn of_two_statements_the_stronger_wins_and_not_the_one_that_stays() {
        use SubAgentStanding::{Claimed, Confirmed, Denied};
        let ordered = [
            stand(Claimed, Witness::Worker, None),
            stand(Denied, Witness::Worker, Some("2026-10-01")),
            stand(Confirmed, Witness::Agency, Some("2026-11-24")),
            stand(Denied, Witness::SubAgent, Some("2026-11-24")),
            stand(Confirmed, Witness::Register, None),
        ];
        for (at, one) in ordered.into_iter().enumerate() {
            for (other_at, other) in ordered.into_iter().enumerate() {
                assert_eq!(
                    one.is_stronger_than(other),
                    at > other_at,
                    "{at} {other_at}"
                );
            }
        }
    }

    #[test]
    fn what_only_the_agency_has_written_is_not_listed_and_no_person_but_by_a_register() {
        use SubAgentStanding::{Claimed, Confirmed, Denied};
        assert!(stand(Confirmed, Witness::Register, None).is_listed(true));
        for standing in [Confirmed, Denied] {
            let answered = stand(standing, Witness::SubAgent, Some("2026-11-24"));
            assert!(answered.is_listed(false) && !answered.is_listed(true));
            let own = stand(standing, Witness::Agency, Some("2026-11-24"));
            assert!(!own.is_listed(false));
        }
        assert!(!stand(Claimed, Witness::Worker, None).is_listed(false));
    }
}
