//! How far a review has come, and which ways lead on.

use super::{CommentText, Content, Month, Relationship};
use crate::platform::code_lists::{Code, ReviewRejectionReasons};
use crate::platform::ids::Id;
use crate::text_enum;

/// Why a review was not published, or no longer is.
pub type RejectionReason = Code<ReviewRejectionReasons>;

text_enum! {
    /// How far a review has come (code list `review_statuses`).
    pub enum ReviewStatus {
        /// Waiting for a moderator.
        Pending => "pending",
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
        /// Public.
        Published => "published",
        /// Not public, by a moderator's decision.
        Rejected => "rejected",
    }
}

impl From<QueueStatus> for ReviewStatus {
    fn from(status: QueueStatus) -> Self {
        match status {
            QueueStatus::Pending => Self::Pending,
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
}

/// The state of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Waiting for a moderator.
    Pending,
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
    From(ReviewStatus),
    /// Its author has an interest in the agency.
    #[error("the author declared an interest")]
    DeclaredInterest,
}

impl State {
    /// The state without its facts.
    pub const fn status(&self) -> ReviewStatus {
        match self {
            Self::Pending => ReviewStatus::Pending,
            Self::Published(_) => ReviewStatus::Published,
            Self::Rejected { .. } => ReviewStatus::Rejected,
            Self::Withdrawn => ReviewStatus::Withdrawn,
        }
    }

    /// Published by a moderator, who may also take back a rejection.
    pub fn publish(self, content: &Content, publication: Publication) -> Result<Self, CannotMove> {
        match self {
            Self::Pending | Self::Rejected { .. } => match content.relationship_declared {
                Relationship::Unrelated => Ok(Self::Published(publication)),
                Relationship::Employee
                | Relationship::Competitor
                | Relationship::RelativeOfAgency => Err(CannotMove::DeclaredInterest),
            },
            Self::Published(_) | Self::Withdrawn => Err(CannotMove::From(self.status())),
        }
    }

    /// Rejected by a moderator, also after it had been published.
    pub fn reject(self, reason: RejectionReason) -> Result<Self, CannotMove> {
        match self {
            Self::Pending | Self::Published(_) => Ok(Self::Rejected { reason }),
            Self::Rejected { .. } | Self::Withdrawn => Err(CannotMove::From(self.status())),
        }
    }

    /// Changed by its author: what nobody has read yet is not public.
    pub fn revise(self) -> Result<Self, CannotMove> {
        match self {
            Self::Pending | Self::Published(_) | Self::Rejected { .. } => Ok(Self::Pending),
            Self::Withdrawn => Err(CannotMove::From(ReviewStatus::Withdrawn)),
        }
    }

    /// Taken back by its author, from wherever it is.
    pub fn withdraw(self) -> Self {
        match self {
            Self::Pending | Self::Published(_) | Self::Rejected { .. } | Self::Withdrawn => {
                Self::Withdrawn
            }
        }
    }
}
