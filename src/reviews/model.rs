//! Types and rules; nothing here knows HTTP or SQL.

mod appeal;
mod caps;
mod circumstances;
mod collected;
mod content;
mod costs;
mod crowd;
mod facts;
mod fees;
mod marks;
mod priors;
mod proof;
mod rating;
mod recording;
pub mod signals;
mod state;
mod statistics;
mod subject;
mod suspicion;
mod terms;
mod told;

pub use appeal::{
    Appeal, AppealStatement, AppealStatus, DAYS_TO_DECIDE, DAYS_TO_DECIDE_APPEAL, appeal_until,
    days_after,
};
pub use caps::{CapCheck, Charged, FeeCap, FeeLegalBasis, FeeVerdict, Lacking};
pub use circumstances::{Circumstances, Shown, shown};
pub use collected::{
    BatchStates, Collected, CollectedRow, FormReference, LEAST_TOLD, MOST_ROWS, ReceiptWish,
    ReviewChannel, ReviewRowOutcome, RowCounts, folded,
};
pub use content::{
    BrokenRule, CodeOfOccupation, Comment, CommentText, Content, Corridor, Country, Dimension,
    Language, Occupation, Relationship, Score, Stage, Stars,
};
pub use costs::{Assessment, Rates, assess, rates_for, rates_needed};
pub use facts::Facts;
pub use fees::{FeeItem, WrongRefund};
pub use marks::{CommentMark, marks, without};
pub use priors::{
    Hundredths, LEAST_AGENCIES, LEAST_REVIEWS, Priors, PriorsByKind, STRENGTH, Survey,
};
pub use proof::{
    AuthorSecret, DAYS_UNTIL_DECIDED, DecisionFacts, Document, DocumentFacts, DocumentKind,
    DocumentNumber, DocumentRefusal, DocumentStatus, Issuer, MOST_DOCUMENTS,
};
pub use rating::{HALF_LIFE_MONTHS, INTERVAL, METHOD, Tally, rate};
pub use recording::{LONGEST_RECORDING, Recording, RecordingFacts};
pub use state::{
    CannotMove, ModerationStatus, Publication, QueueStatus, RejectionReason, ShownComment, State,
};
pub use statistics::{Cell, ProofTier, Route, Statistics, cells_of};
pub use subject::Subject;
pub use suspicion::Suspicion;
pub use terms::{TermKind, Terms};
pub use told::{CostFigures, LEAST_OF_MONEY, Told, costs};

pub use crate::platform::clock::Month;

use crate::platform::clock::Date;
use crate::platform::ids::Id;
use crate::text_enum;

/// A review as the service knows it, what is sealed of it opened.
#[derive(Debug, Clone)]
pub struct Review {
    /// Its id; only its author and moderators know it.
    pub id: Id,
    /// What it is about.
    pub agency: Id,
    /// Counts its changes.
    pub version: i64,
    /// How far it has come.
    pub state: State,
    /// What its author says.
    pub content: Content,
    /// The day on which it was filed.
    pub filed_on: Date,
    /// How it is known that its author was recruited by the agency.
    pub proof: ProofTier,
    /// Whether it is under suspicion.
    pub suspicion: Suspicion,
    /// Counts what was found odd about it, for moderators.
    pub oddities: i64,
}

impl Review {
    /// Whether everybody may read it.
    pub const fn is_public(&self) -> bool {
        matches!(self.state, State::Published(_))
    }

    /// Whether it is among the reviews that make up the agency's rating and figures: one that is shown as being
    /// checked does not count while it waits.
    pub const fn counts(&self) -> bool {
        self.is_public() && self.suspicion.held_since.is_none()
    }
}

text_enum! {
    /// What can happen to a review.
    pub enum ReviewEventKind {
        /// Its author sent it.
        Filed => "filed",
        /// Its author changed it; it waits for a moderator again.
        Edited => "edited",
        /// A moderator published it.
        Published => "published",
        /// A moderator decided not to publish it.
        Rejected => "rejected",
        /// A moderator took it down after it had been published.
        Removed => "removed",
        /// Its author took it back.
        Withdrawn => "withdrawn",
    }
}
