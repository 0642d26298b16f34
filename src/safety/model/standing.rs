//! How a report stands: its state, by when its reporter hears of it, and since when it is over.

use std::time::Duration;

use crate::correspondence::{DueDates, Situation};
use crate::platform::clock::Time;
use crate::platform::ids::Id;
use crate::text_enum;

text_enum! {
    /// Where a safety report stands (code list `safety_statuses`).
    pub enum Status {
        /// It is stored; nobody has looked at it yet.
        Received => "received",
        /// An inspector has read it and takes it up.
        Confirmed => "confirmed",
        /// It is being looked into.
        Investigating => "investigating",
        /// A visit or another step has been planned.
        ActionScheduled => "action_scheduled",
        /// Something is being done about it.
        InProgress => "in_progress",
        /// The danger is gone.
        Fixed => "fixed",
        /// The danger could not be removed.
        UnableToFix => "unable_to_fix",
        /// It is not this organisation's task.
        NotResponsible => "not_responsible",
        /// The same danger was reported before.
        Duplicate => "duplicate",
        /// Another part of the organisation has it.
        InternalReferral => "internal_referral",
        /// The work on it is finished.
        Closed => "closed",
        /// Its reporter took it back.
        Withdrawn => "withdrawn",
    }
}

/// A report cannot go from one state into another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a report that is {from} cannot become {to}")]
pub struct CannotMove {
    /// Where it stands.
    pub from: Status,
    /// Where it was to go.
    pub to: Status,
}

/// Whether somebody is in danger at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Danger {
    /// Now.
    Now,
    /// Not at this moment.
    NotNow,
}

impl Danger {
    /// What a worker answered.
    pub const fn of(danger_now: bool) -> Self {
        if danger_now { Self::Now } else { Self::NotNow }
    }
}

impl Status {
    /// The states into which staff may move a report from here.
    #[expect(clippy::too_many_lines, reason = "all ways at one glance")]
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Received => &[
                Self::Confirmed,
                Self::Investigating,
                Self::NotResponsible,
                Self::Duplicate,
                Self::InternalReferral,
            ],
            Self::Confirmed => &[
                Self::Investigating,
                Self::ActionScheduled,
                Self::InProgress,
                Self::NotResponsible,
                Self::Duplicate,
                Self::InternalReferral,
            ],
            Self::InternalReferral => &[
                Self::Confirmed,
                Self::Investigating,
                Self::ActionScheduled,
                Self::InProgress,
                Self::NotResponsible,
                Self::Duplicate,
            ],
            Self::Investigating => &[
                Self::ActionScheduled,
                Self::InProgress,
                Self::Fixed,
                Self::UnableToFix,
                Self::NotResponsible,
                Self::Duplicate,
                Self::InternalReferral,
            ],
            Self::ActionScheduled => &[
                Self::Investigating,
                Self::InProgress,
                Self::Fixed,
                Self::UnableToFix,
            ],
            Self::InProgress => &[
                Self::Investigating,
                Self::ActionScheduled,
                Self::Fixed,
                Self::UnableToFix,
            ],
            // What was thought to be over may turn out not to be.
            Self::Fixed | Self::UnableToFix | Self::NotResponsible | Self::Duplicate => {
                &[Self::Investigating, Self::Closed]
            }
            Self::Closed => &[Self::Investigating],
            Self::Withdrawn => &[],
        }
    }

    /// Whether no step is expected any more.
    pub const fn is_over(self) -> bool {
        match self {
            Self::Fixed
            | Self::UnableToFix
            | Self::NotResponsible
            | Self::Duplicate
            | Self::Closed
            | Self::Withdrawn => true,
            Self::Received
            | Self::Confirmed
            | Self::Investigating
            | Self::ActionScheduled
            | Self::InProgress
            | Self::InternalReferral => false,
        }
    }
}

/// A state with what follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The state.
    pub status: Status,
    /// By when the reporter hears from somebody.
    pub due: DueDates,
    /// Since when it is over.
    pub closed_at: Option<Time>,
}

impl Standing {
    /// A report that has just come in.
    pub fn received(danger: Danger, at: Time) -> Self {
        let within = match danger {
            Danger::Now => Duration::from_hours(24),
            Danger::NotNow => Duration::from_hours(7 * 24),
        };
        Self {
            status: Status::Received,
            due: DueDates::of_filing(at, within),
            closed_at: None,
        }
    }

    /// The organisation moves it on; the first time it says that somebody has seen it.
    pub fn moved(self, to: Status, at: Time) -> Result<Self, CannotMove> {
        if !self.status.next().contains(&to) {
            return Err(CannotMove {
                from: self.status,
                to,
            });
        }
        let again = self.status.is_over() && !to.is_over();
        let due = if again {
            DueDates::of_filing(at, Duration::ZERO)
        } else {
            self.due
        };
        let acknowledged_at = Some(self.due.acknowledged_at.unwrap_or(at));
        let due = DueDates {
            acknowledged_at,
            ..due
        };
        Ok(Self { due, ..self }.entered(to, at))
    }

    /// How it looks when something was done about the danger, on a report before which this one stands back.
    #[must_use]
    pub fn seen(self, status: Status, at: Time) -> Self {
        let due = DueDates {
            acknowledged_at: Some(self.due.acknowledged_at.unwrap_or(at)),
            ..self.due
        };
        Self { due, ..self }.entered(status, at)
    }

    /// The reporter takes it back, from whatever state; a second time changes nothing.
    pub fn withdrawn(self, at: Time) -> Self {
        self.entered(Status::Withdrawn, at)
    }

    /// How a report that stands like this looks to its reporter.
    pub fn situation(
        self,
        country: &str,
        danger: Danger,
        organisation: Option<Id>,
        due: DueDates,
    ) -> Situation<'_> {
        Situation {
            texts: "safety-next",
            country,
            organisation,
            offered: None,
            due,
            danger: danger == Danger::Now,
            has_ended: self.status.is_over(),
            is_refused: matches!(self.status, Status::NotResponsible | Status::UnableToFix),
        }
    }

    /// The rank in the queue of what is over.
    pub const RANK_OVER: i64 = 2;

    /// Where the report stands in the queue: dangers first, what is over last, in each part the
    /// soonest due.
    pub fn place_in_queue(&self, danger: Danger) -> (i64, Time) {
        if let Some(closed_at) = self.closed_at {
            return (Self::RANK_OVER, closed_at);
        }
        match danger {
            Danger::Now => (0, self.due.next()),
            Danger::NotNow => (1, self.due.next()),
        }
    }

    /// Where it stands in the queue when something outweighs all else: with the dangers, also when it was over.
    pub fn place_when_raised(&self) -> (i64, Time) {
        (0, self.due.next())
    }

    fn entered(self, status: Status, at: Time) -> Self {
        let closed_at = self.closed_at.or(Some(at)).filter(|_| status.is_over());
        Self {
            status,
            closed_at,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received() -> Standing {
        Standing::received(Danger::NotNow, Time::EPOCH)
    }

    fn later(days: u64) -> Time {
        Time::EPOCH.plus(Duration::from_hours(days * 24))
    }

    #[test]
    fn a_danger_is_due_sooner() {
        let place = received().place_in_queue(Danger::NotNow);
        assert_eq!(place, (1, later(7)));
        let danger = Standing::received(Danger::Now, Time::EPOCH);
        assert_eq!(danger.place_in_queue(Danger::Now), (0, later(1)));
    }

    #[test]
    fn a_report_goes_its_way_and_no_other() {
        let confirmed = received().moved(Status::Confirmed, later(1)).unwrap();
        assert_eq!(confirmed.due.acknowledged_at, Some(later(1)));
        let place = confirmed.place_in_queue(Danger::NotNow);
        assert_eq!(place, (1, confirmed.due.feedback_by));
        let planned = confirmed.moved(Status::ActionScheduled, later(2)).unwrap();
        let fixed = planned.moved(Status::Fixed, later(3)).unwrap();
        assert_eq!(fixed.closed_at, Some(later(3)));
        assert_eq!(fixed.place_in_queue(Danger::Now), (2, later(3)));
        let closed = fixed.moved(Status::Closed, later(9)).unwrap();
        assert_eq!(closed.closed_at, Some(later(3)));
        let reopened = closed.moved(Status::Investigating, later(100)).unwrap();
        assert_eq!(reopened.closed_at, None);
        assert_eq!(reopened.due.acknowledged_at, Some(later(1)));
        assert!(reopened.due.feedback_by > later(180));

        let refused = CannotMove {
            from: Status::Received,
            to: Status::Fixed,
        };
        assert_eq!(received().moved(Status::Fixed, later(1)), Err(refused));
    }

    #[test]
    fn nobody_but_the_reporter_withdraws() {
        for from in Status::ALL {
            for never in [Status::Withdrawn, Status::Received] {
                assert!(!from.next().contains(&never), "{from}");
            }
            assert!(!from.next().contains(from), "{from}");
        }
        let withdrawn = received().withdrawn(later(1));
        assert_eq!(withdrawn.closed_at, Some(later(1)));
        assert_eq!(withdrawn.withdrawn(later(2)), withdrawn);
        assert!(withdrawn.status.next().is_empty());
    }

    #[test]
    fn the_states_are_those_of_the_code_list() {
        let list = include_str!("../../../data/code-lists/safety_statuses.toml");
        let codes = list.lines().filter_map(|line| line.strip_prefix("code = "));
        let codes: Vec<&str> = codes.map(|code| code.trim_matches('"')).collect();
        let states = Status::ALL.iter().map(|status| status.as_str());
        // An erased report has no state: its receipt code answers 410.
        let states: Vec<&str> = states.chain(["erased"]).collect();
        assert_eq!(codes, states);
    }
}
