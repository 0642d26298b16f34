//! An author's appeal against a rejection.

use super::{Review, State};
use crate::platform::clock::Date;
use crate::platform::text::Prose;
use crate::text_enum;

/// What an author says against a rejection.
pub type AppealStatement = Prose<2000>;

/// Days within which a moderator decides on a review.
pub const DAYS_TO_DECIDE: i32 = 7;
/// Days within which another moderator decides on an appeal.
pub const DAYS_TO_DECIDE_APPEAL: i32 = 14;
/// Days after a rejection within which its author may appeal.
pub const DAYS_TO_APPEAL: i32 = 90;

text_enum! {
    /// How far an appeal has come (code list `appeal_statuses`).
    pub enum AppealStatus {
        /// It waits for another moderator.
        Open => "open",
        /// The review was published after all.
        Granted => "granted",
        /// The rejection stands.
        Dismissed => "dismissed",
        /// The author changed the review or took it back, so there is nothing to decide.
        Withdrawn => "withdrawn",
    }
}

/// An appeal; its statement opened.
#[derive(Debug, Clone)]
pub struct Appeal {
    /// How far it has come.
    pub status: AppealStatus,
    /// What the author says.
    pub statement: AppealStatement,
    /// The day on which it was filed.
    pub filed_on: Date,
    /// The day on which it was decided.
    pub decided_on: Option<Date>,
}

/// A day so many days later.
pub fn days_after(day: Date, days: i32) -> Date {
    Date::from_day(day.as_day().saturating_add(days)).unwrap_or(day)
}

/// The last day on which an author may appeal; nothing when there is nothing to appeal against. `changed_on`
/// is the day of the last decision.
pub fn appeal_until(review: &Review, changed_on: Date) -> Option<Date> {
    let is_rejected = matches!(review.state, State::Rejected { .. });
    is_rejected.then(|| days_after(changed_on, DAYS_TO_APPEAL))
}
