//! How soon somebody should look: never a legal label, and never shown without its reasons.

use std::collections::{BTreeMap, BTreeSet};

use super::request::{IndicatorAnswer, IndicatorCode, IssueCode};
use crate::text_enum;

text_enum! {
    /// How urgent the person says it is (code list `urgency`).
    pub enum Urgency {
        /// Somebody is in danger now.
        DangerNow => "danger_now",
        /// Help is needed this week.
        ThisWeek => "this_week",
        /// It is not urgent.
        NotUrgent => "not_urgent",
    }
}

text_enum! {
    /// How soon somebody should look.
    pub enum Priority {
        /// At once.
        Critical => "critical",
        /// Today.
        High => "high",
        /// This week.
        Medium => "medium",
        /// In its turn.
        Low => "low",
    }
}

text_enum! {
    /// What led to the priority, weightiest first. The answers are sealed, so these are coarse.
    pub enum PriorityReason {
        /// The person says that somebody is in danger now.
        DangerNow => "danger_now",
        /// Violence at a place that cannot be left.
        ViolenceAndConfinement => "violence_and_confinement",
        /// Three or more indicators of forced labour were answered with yes.
        ManyIndicators => "many_indicators",
        /// An issue that may be about life, body or freedom.
        GraveIssue => "grave_issue",
        /// One or two indicators of forced labour were answered with yes.
        SomeIndicators => "some_indicators",
        /// The person needs help this week.
        NeededThisWeek => "needed_this_week",
        /// At least one indicator is unsure.
        UnsureIndicators => "unsure_indicators",
    }
}

/// Issues that may be about life, body or freedom.
const GRAVE: &[&str] = &[
    "violence",
    "sexual_harassment",
    "missing_person",
    "detention",
    "death",
    "child_labour",
    "forced_criminality",
    "phone_or_movement_restricted",
];

/// So many indicators strengthen each other.
const MANY: usize = 3;

/// The priority, with every reason that counts towards it, weightiest first.
pub fn prioritise(
    urgency: Urgency,
    issues: &BTreeSet<IssueCode>,
    indicators: &BTreeMap<IndicatorCode, IndicatorAnswer>,
) -> (Priority, Vec<PriorityReason>) {
    let holds = |reason: &PriorityReason| reason.holds(urgency, issues, indicators);
    let reasons: Vec<PriorityReason> = PriorityReason::ALL.iter().copied().filter(holds).collect();
    let priority = reasons.iter().map(|reason| reason.priority()).min();
    (priority.unwrap_or(Priority::Low), reasons)
}

impl PriorityReason {
    /// The priority to which the reason leads by itself.
    const fn priority(self) -> Priority {
        match self {
            Self::DangerNow | Self::ViolenceAndConfinement => Priority::Critical,
            Self::ManyIndicators | Self::GraveIssue | Self::SomeIndicators => Priority::High,
            Self::NeededThisWeek | Self::UnsureIndicators => Priority::Medium,
        }
    }

    fn holds(
        self,
        urgency: Urgency,
        issues: &BTreeSet<IssueCode>,
        indicators: &BTreeMap<IndicatorCode, IndicatorAnswer>,
    ) -> bool {
        let answered = |wanted| {
            indicators
                .values()
                .filter(|answer| **answer == wanted)
                .count()
        };
        let is_yes = |code: &str| {
            let code = IndicatorCode::known(code.to_owned());
            indicators.get(&code) == Some(&IndicatorAnswer::Yes)
        };
        let yes = answered(IndicatorAnswer::Yes);
        match self {
            Self::DangerNow => urgency == Urgency::DangerNow,
            Self::ViolenceAndConfinement => {
                let confined = is_yes("restriction_of_movement") || is_yes("isolation");
                confined && is_yes("physical_and_sexual_violence")
            }
            Self::ManyIndicators => yes >= MANY,
            Self::GraveIssue => issues.iter().any(|issue| GRAVE.contains(&issue.as_str())),
            Self::SomeIndicators => (1..MANY).contains(&yes),
            Self::NeededThisWeek => urgency == Urgency::ThisWeek,
            Self::UnsureIndicators => answered(IndicatorAnswer::Unsure) > 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prioritised(
        urgency: Urgency,
        issues: &[&str],
        indicators: &[(&str, IndicatorAnswer)],
    ) -> (Priority, Vec<PriorityReason>) {
        let issues = issues
            .iter()
            .map(|code| IssueCode::known((*code).to_owned()));
        let indicators = indicators
            .iter()
            .map(|(code, answer)| (IndicatorCode::known((*code).to_owned()), *answer));
        prioritise(urgency, &issues.collect(), &indicators.collect())
    }

    #[test]
    fn danger_comes_first_and_every_reason_is_told() {
        assert_eq!(
            prioritised(
                Urgency::DangerNow,
                &["violence"],
                &[("isolation", IndicatorAnswer::Yes)]
            ),
            (
                Priority::Critical,
                vec![
                    PriorityReason::DangerNow,
                    PriorityReason::GraveIssue,
                    PriorityReason::SomeIndicators
                ]
            )
        );
    }

    #[test]
    fn indicators_strengthen_each_other() {
        use IndicatorAnswer::{No, Unsure, Yes};
        let not_urgent = |indicators| prioritised(Urgency::NotUrgent, &["other"], indicators).0;
        assert_eq!(not_urgent(&[]), Priority::Low);
        assert_eq!(not_urgent(&[("deception", No)]), Priority::Low);
        assert_eq!(not_urgent(&[("deception", Unsure)]), Priority::Medium);
        assert_eq!(not_urgent(&[("deception", Yes)]), Priority::High);
        assert_eq!(
            not_urgent(&[("isolation", Yes), ("physical_and_sexual_violence", Yes)]),
            Priority::Critical
        );
        let many = [
            ("deception", Yes),
            ("debt_bondage", Yes),
            ("withholding_of_wages", Yes),
        ];
        assert_eq!(
            prioritised(Urgency::ThisWeek, &["unpaid_wages"], &many),
            (
                Priority::High,
                vec![
                    PriorityReason::ManyIndicators,
                    PriorityReason::NeededThisWeek
                ]
            )
        );
    }
}
