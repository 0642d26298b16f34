//! What an inspector can wish.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::inspections::programme::planner::{Delay, Parameters};
use crate::inspections::records::VisitStatus;
use crate::platform::clock::Date;
use crate::platform::ids::{Id, Randomness};
use crate::text_enum;

text_enum! {
    /// How urgent a visit is.
    pub enum VisitUrgency {
        /// With one of the next plans.
        Usual => "usual",
        /// Sooner; the time points to the report more than it otherwise would.
        Soon => "soon",
        /// Now: no plan takes it up. Whoever goes takes company along (`visit-rounds`).
        AtOnce => "at_once",
    }
}

text_enum! {
    /// What became of the wish for a visit.
    pub enum WishState {
        /// No visit is planned there.
        Waiting => "waiting",
        /// One is planned or under way.
        Planned => "planned",
        /// It was made.
        Made => "made",
        /// It was not made: ask again.
        NotMade => "not_made",
    }
}

/// That a visit is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "urgency": "usual", "wanted_by": "2027-02-28" }))]
pub struct VisitWish {
    /// How urgent it is.
    pub urgency: VisitUrgency,
    /// By when. The planner does not hurry for it, so that the day of the visit points to nobody; afterwards the wish is shown as
    /// late, and a person decides.
    #[serde(default)]
    pub wanted_by: Option<Date>,
}

/// The wish as its inspector reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({ "urgency": "usual", "wanted_by": "2027-02-28", "state": "waiting", "is_late": false, "visit_id": null }))]
pub struct WantedVisit {
    /// How urgent it is.
    pub urgency: VisitUrgency,
    /// By when.
    pub wanted_by: Option<Date>,
    /// What became of it.
    pub state: WishState,
    /// The day by which it was wanted is over, and nobody was there.
    pub is_late: bool,
    /// The visit. Say nowhere else that it has to do with a report.
    pub visit_id: Option<Id>,
}

/// What is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wish {
    /// The workplace.
    pub establishment: Id,
    pub urgency: VisitUrgency,
    pub wanted_by: Option<Date>,
    /// The day from which on a plan can take it up: drawn when the wish was made.
    pub not_before: Date,
    /// Who wished it.
    pub by: Id,
    /// The visit to which it led.
    pub visit: Option<Id>,
}

/// The whole of a sealed row: of the same length with and without a wish.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Slip {
    pub wish: Option<Wish>,
}

impl Wish {
    /// What an inspector wishes today.
    pub fn new(
        wish: VisitWish,
        (establishment, by): (Id, Id),
        parameters: &Parameters,
        (today, randomness): (Date, &dyn Randomness),
    ) -> Self {
        let delay = match wish.urgency {
            VisitUrgency::Usual => parameters.delays.usual,
            VisitUrgency::Soon => parameters.delays.soon,
            VisitUrgency::AtOnce => Delay {
                least_days: 0,
                most_days: 0,
            },
        };
        Self {
            establishment,
            urgency: wish.urgency,
            wanted_by: wish.wanted_by,
            not_before: after(today, delay, randomness),
            by,
            visit: None,
        }
    }

    /// The same wish, made again: it keeps its day and what became of it.
    pub fn is_again(&self, wish: VisitWish, establishment: Id) -> bool {
        self.establishment == establishment && self.urgency == wish.urgency
    }

    /// Whether a plan that is drawn on this day can take it up.
    pub fn waits_for_a_plan(&self, today: Date) -> bool {
        self.visit.is_none() && self.urgency != VisitUrgency::AtOnce && self.not_before <= today
    }

    /// As its inspector reads it.
    pub fn shown(&self, visit: Option<VisitStatus>, today: Date) -> WantedVisit {
        let state = match visit {
            None => WishState::Waiting,
            Some(VisitStatus::Planned | VisitStatus::UnderWay) => WishState::Planned,
            Some(VisitStatus::Done) => WishState::Made,
            Some(VisitStatus::NotDone | VisitStatus::Cancelled) => WishState::NotMade,
        };
        WantedVisit {
            urgency: self.urgency,
            wanted_by: self.wanted_by,
            state,
            is_late: state != WishState::Made && self.wanted_by.is_some_and(|day| day < today),
            visit_id: self.visit,
        }
    }
}

/// A day within a delay, all of them equally likely.
fn after(today: Date, delay: Delay, randomness: &dyn Randomness) -> Date {
    let span = u32::try_from(delay.most_days - delay.least_days).unwrap_or(0) + 1;
    let mut bytes = [0; 8];
    randomness.fill(&mut bytes);
    // Of 2^64 values a few days more or less: nobody can tell.
    let drawn = u64::from_be_bytes(bytes) % u64::from(span);
    let days = i32::try_from(drawn).unwrap_or(0) + delay.least_days;
    Date::from_day(today.as_day() + days).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspections::programme::planner::shipped;
    use crate::platform::ids::SeededRandomness;

    #[test]
    fn each_day_of_the_delay_is_drawn() {
        let (parameters, random) = (shipped().unwrap(), SeededRandomness::new(1));
        let today = Date::parse("2026-12-01").unwrap();
        let who = (Id::random(&random), Id::random(&random));
        let wish = VisitWish {
            urgency: VisitUrgency::Usual,
            wanted_by: None,
        };
        let mut days: Vec<i32> = (0..500)
            .map(|_| Wish::new(wish, who, &parameters, (today, &random)).not_before)
            .map(|day| day.as_day() - today.as_day())
            .collect();
        days.sort_unstable();
        days.dedup();
        assert_eq!(days, (7..=42).collect::<Vec<_>>());
    }
}
