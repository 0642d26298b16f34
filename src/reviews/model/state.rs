//! How far a review has come, and which ways lead on.

use super::{CommentText, Content, Language, Month, Relationship};
use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, ReviewRejectionReasons};
use crate::platform::ids::Id;
use crate::text_enum;

/// Why a review was not published, or no longer is.
pub type RejectionReason = Code<ReviewRejectionReasons>;

text_enum! {
    /// How far a review has come (code list `review_statuses`).
    pub enum ModerationStatus {
        /// Waiting for a moderator.
        Pending => "pending",
        /// A moderator let it through; it appears with the batch of a later day.
        Accepted => "accepted",
        /// Public.
        Published => "published",
        /// Not public, by a moderator's decision.
        Rejected => "rejected",
        /// Taken back by its author.
        Withdrawn => "withdrawn",
    }
}

text_enum! {
    /// Which reviews moderators see. What its author took back is no longer theirs to read.
    pub enum QueueStatus {
        /// Waiting for a moderator.
        Pending => "pending",
        /// Let through; it appears with the batch of a later day.
        Accepted => "accepted",
        /// Public.
        Published => "published",
        /// Not public, by a moderator's decision.
        Rejected => "rejected",
    }
}

impl From<QueueStatus> for ModerationStatus {
    fn from(status: QueueStatus) -> Self {
        match status {
            QueueStatus::Pending => Self::Pending,
            QueueStatus::Accepted => Self::Accepted,
            QueueStatus::Published => Self::Published,
            QueueStatus::Rejected => Self::Rejected,
        }
    }
}

/// What a moderator made public of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The name under which the public knows the review.
    pub public_id: Id,
    /// The month of publication: the day would help to guess who it was.
    pub month: Month,
    /// The comment as published; none when there is none or it was left out.
    pub text: Option<CommentText>,
    /// The language of that text. Of publications of before it was kept, none: it is then the comment's.
    pub language: Option<Language>,
}

impl ModerationStatus {
    /// The word in the table of reviews. There an accepted review is pending, with the day on which it appears: until
    /// then it is to the public and to every number what it was.
    pub const fn stored(self) -> Self {
        match self {
            Self::Accepted => Self::Pending,
            Self::Pending | Self::Published | Self::Rejected | Self::Withdrawn => self,
        }
    }

    /// What a word in the table means.
    pub const fn of_stored(self, appears_on: Option<Date>) -> Self {
        match (self, appears_on) {
            (Self::Pending, Some(_)) => Self::Accepted,
            (status, _) => status,
        }
    }
}

/// What is shown of a comment, and in which language, where that is known.
pub type ShownComment = (CommentText, Option<Language>);

/// The state of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Waiting for a moderator.
    Pending,
    /// Let through by a moderator, and not public yet.
    Accepted {
        /// The day with whose batch it appears.
        appears_on: Date,
        /// What of the comment is published then.
        text: Option<ShownComment>,
    },
    /// Public.
    Published(Publication),
    /// Not public, by a moderator's decision.
    Rejected {
        /// Why.
        reason: RejectionReason,
    },
    /// Taken back by its author.
    Withdrawn,
}

/// Why a review cannot be moved on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotMove {
    /// Its state has no such way on.
    #[error("a review that is {0} cannot be moved there")]
    From(ModerationStatus),
    /// Its author has an interest in the agency.
    #[error("the author declared an interest")]
    DeclaredInterest,
}

impl State {
    /// The state without its facts.
    pub const fn status(&self) -> ModerationStatus {
        match self {
            Self::Pending => ModerationStatus::Pending,
            Self::Accepted { .. } => ModerationStatus::Accepted,
            Self::Published(_) => ModerationStatus::Published,
            Self::Rejected { .. } => ModerationStatus::Rejected,
            Self::Withdrawn => ModerationStatus::Withdrawn,
        }
    }

    /// Published by a moderator, who may also take back a rejection.
    pub fn publish(self, content: &Content, publication: Publication) -> Result<Self, CannotMove> {
        self.let_through(content, Self::Published(publication))
    }

    /// Let through by a moderator, to appear on a later day.
    pub fn accept(
        self,
        content: &Content,
        appears_on: Date,
        text: Option<ShownComment>,
    ) -> Result<Self, CannotMove> {
        self.let_through(content, Self::Accepted { appears_on, text })
    }

    fn let_through(self, content: &Content, to: Self) -> Result<Self, CannotMove> {
        match self {
            Self::Pending | Self::Rejected { .. } => match content.relationship_declared {
                Relationship::Unrelated => Ok(to),
                Relationship::Employee
                | Relationship::Competitor
                | Relationship::RelativeOfAgency => Err(CannotMove::DeclaredInterest),
            },
            Self::Accepted { .. } | Self::Published(_) | Self::Withdrawn => {
                Err(CannotMove::From(self.status()))
            }
        }
    }

    /// Public from now on, because its day has come.
    pub fn appear(self, public_id: Id, month: Month) -> Result<Self, CannotMove> {
        match self {
            Self::Accepted { text, .. } => {
                let (text, language) = text.unzip();
                Ok(Self::Published(Publication {
                    public_id,
                    month,
                    text,
                    language: language.flatten(),
                }))
            }
            Self::Pending | Self::Published(_) | Self::Rejected { .. } | Self::Withdrawn => {
                Err(CannotMove::From(self.status()))
            }
        }
    }

    /// Rejected by a moderator, also after it had been published.
    pub fn reject(self, reason: RejectionReason) -> Result<Self, CannotMove> {
        match self {
            Self::Pending | Self::Accepted { .. } | Self::Published(_) => {
                Ok(Self::Rejected { reason })
            }
            Self::Rejected { .. } | Self::Withdrawn => Err(CannotMove::From(self.status())),
        }
    }

    /// Changed by its author: what nobody has read yet is not public.
    pub fn revise(self) -> Result<Self, CannotMove> {
        match self {
            Self::Pending | Self::Accepted { .. } | Self::Published(_) | Self::Rejected { .. } => {
                Ok(Self::Pending)
            }
            Self::Withdrawn => Err(CannotMove::From(ModerationStatus::Withdrawn)),
        }
    }

    /// Taken back by its author, from wherever it is.
    pub fn withdraw(self) -> Self {
        match self {
            Self::Pending
            | Self::Accepted { .. }
            | Self::Published(_)
            | Self::Rejected { .. }
            | Self::Withdrawn => Self::Withdrawn,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reviews::model::{Corridor, Stars};

    fn content(relationship_declared: Relationship) -> Content {
        let country = |code: &str| Code::known(code.to_owned());
        Content {
            stage: Code::known("working".to_owned()),
            corridor: Corridor {
                origin: country("PH"),
                destination: country("SG"),
            },
            occupation: None,
            recruited_month: None,
            overall: Stars::try_from(3).unwrap(),
            scores: Vec::new(),
            fee_items: Vec::new(),
            facts: None,
            terms: None,
            contract_months: None,
            first_month_income: None,
            would_recommend: None,
            comment: None,
            relationship_declared,
        }
    }

    fn publication() -> Publication {
        Publication {
            public_id: Id::parse("8e03978e-40d5-43dd-bc93-6894a57f9324").unwrap(),
            month: Month::of(Date::parse("2026-11-24").unwrap()),
            text: None,
            language: None,
        }
    }

    fn reason() -> RejectionReason {
        Code::known("pii".to_owned())
    }

    fn state(status: ModerationStatus) -> State {
        match status {
            ModerationStatus::Pending => State::Pending,
            ModerationStatus::Accepted => State::Accepted {
                appears_on: Date::parse("2026-11-25").unwrap(),
                text: None,
            },
            ModerationStatus::Published => State::Published(publication()),
            ModerationStatus::Rejected => State::Rejected { reason: reason() },
            ModerationStatus::Withdrawn => State::Withdrawn,
        }
    }

    #[test]
    fn every_state_has_exactly_these_ways_on() {
        use ModerationStatus::{Accepted, Pending, Published, Rejected, Withdrawn};
        let unrelated = content(Relationship::Unrelated);
        let appears_on = Date::parse("2026-11-25").unwrap();
        for (from, publish, reject, revise) in [
            (Pending, Some(Published), Some(Rejected), Some(Pending)),
            (Accepted, None, Some(Rejected), Some(Pending)),
            (Published, None, Some(Rejected), Some(Pending)),
            (Rejected, Some(Published), None, Some(Pending)),
            (Withdrawn, None, None, None),
        ] {
            let to = |moved: Result<State, CannotMove>| moved.ok().map(|state| state.status());
            let published = state(from).publish(&unrelated, publication());
            assert_eq!(to(published), publish, "{from}");
            assert_eq!(to(state(from).reject(reason())), reject, "{from}");
            assert_eq!(to(state(from).revise()), revise, "{from}");
            assert_eq!(state(from).withdraw(), State::Withdrawn, "{from}");
            let accepted = state(from).accept(&unrelated, appears_on, None);
            assert_eq!(to(accepted).is_some(), publish.is_some(), "{from}");
            let appeared = state(from).appear(publication().public_id, publication().month);
            assert_eq!(to(appeared).is_some(), from == Accepted, "{from}");
        }
    }

    #[test]
    fn who_has_an_interest_is_never_published() {
        for relationship in Relationship::ALL {
            let moved = State::Pending.publish(&content(*relationship), publication());
            assert_eq!(moved.is_ok(), *relationship == Relationship::Unrelated);
        }
    }
}
