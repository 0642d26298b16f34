//! Types and rules; nothing here knows HTTP or SQL.

use crate::platform::clock::Date;
use crate::platform::code_lists::{Code, ReplyRejectionReasons, ReviewReportReasons};
use crate::platform::text::Prose;
use crate::text_enum;

/// Why a reply was rejected.
pub type ReplyRejectionReason = Code<ReplyRejectionReasons>;
/// Why an agency reports a review.
pub type ReportReason = Code<ReviewReportReasons>;
/// The text of a reply.
pub type ReplyText = Prose<2000>;
/// What an agency says about a review that it reports.
pub type ReportStatement = Prose<4000>;

/// How often a reply is rejected before it can no longer be changed.
pub const MOST_REJECTIONS: i64 = 3;
/// Reports of one agency in a calendar month.
pub const MOST_REPORTS: i64 = 10;
/// Days in which a report is to be decided, and in which one is that somebody is in danger by.
const DAYS: i64 = 7;
const DAYS_IN_DANGER: i64 = 2;
/// Reasons that mean somebody may be hurt while the review is read.
const DANGER: [&str; 2] = ["pii", "threat_or_insult"];

text_enum! {
    /// How far a reply has come.
    pub enum ReplyStatus {
        /// It waits for a moderator.
        Pending => "pending",
        /// It is shown with the review.
        Published => "published",
        /// It is not shown, by a moderator's decision.
        Rejected => "rejected",
    }
}

text_enum! {
    /// How far a report has come.
    pub enum ReportStatus {
        /// It waits for a moderator.
        Open => "open",
        /// The review stays.
        Kept => "kept",
        /// The review was taken down.
        TakenDown => "taken_down",
    }
}

/// The last day on which a report is to be decided.
pub fn due_on(reason: &ReportReason, today: Date) -> Date {
    let days = if DANGER.contains(&reason.as_str()) {
        DAYS_IN_DANGER
    } else {
        DAYS
    };
    let later = today.as_civil().checked_add(jiff::Span::new().days(days));
    later
        .ok()
        .and_then(|day| day.try_into().ok())
        .unwrap_or(today)
}

/// The first day of a day's month.
pub fn first_of_month(day: Date) -> Date {
    day.as_civil().first_of_month().try_into().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_of_danger_is_due_sooner() {
        let day = |text: &str| Date::parse(text).unwrap();
        let due = |reason: &str| due_on(&Code::known(reason.to_owned()), day("2026-11-28"));
        assert_eq!(due("pii"), day("2026-11-30"));
        assert_eq!(due("threat_or_insult"), day("2026-11-30"));
        assert_eq!(due("false_statement"), day("2026-12-05"));
        assert_eq!(first_of_month(day("2026-11-28")), day("2026-11-01"));
    }
}
