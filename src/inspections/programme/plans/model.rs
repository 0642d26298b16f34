//! What a plan is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::establishments::EstablishmentRiskBand;
use crate::inspections::programme::planner::Parameters;
use crate::inspections::records::VisitKind;
use crate::platform::clock::Date;
use crate::platform::ids::Id;
use crate::text_enum;

text_enum! {
    /// How far a plan of visits is.
    pub enum VisitPlanStatus {
        /// It was drawn, and waits for somebody to accept it.
        Proposed => "proposed",
        /// Its visits were made.
        Accepted => "accepted",
    }
}

/// A visit as a plan proposes it. Why the establishment was drawn is not in it and follows from nothing in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedVisit {
    /// The establishment.
    pub establishment_id: Id,
    /// Its name when the plan was drawn.
    pub name: String,
    /// Its risk then.
    pub risk_value: i64,
    /// The band of its risk then.
    pub risk_band: EstablishmentRiskBand,
    /// In what the establishments are alike that were drawn together with it; all null: in nothing.
    pub alike: PlannedAlike,
    /// What the visit is called.
    pub kind: VisitKind,
    /// The campaign to which it belongs.
    pub campaign_id: Option<Id>,
    /// The day.
    pub planned_on: Date,
    /// The inspector.
    pub inspector_id: Id,
    /// Which visit of that inspector's day it is, from 1.
    #[schema(minimum = 1)]
    pub stop: usize,
    /// Kilometres from the one before, as the crow flies.
    pub kilometres: Option<f64>,
    /// The visit, once the plan was accepted; null where the establishment had been closed or merged by then.
    pub visit_id: Option<Id>,
}

/// In what establishments are alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedAlike {
    /// Their industry (ISIC Rev. 4).
    pub isic: Option<String>,
    /// Their size.
    pub size_band: Option<String>,
    /// Their district.
    pub subdivision: Option<String>,
}

/// A period of planning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
}

/// Monday, 5 January 1970.
const FIRST_OF_ALL: i32 = 4;

impl Period {
    /// The period in which a day lies.
    pub fn of(day: Date, parameters: &Parameters) -> Self {
        let days = parameters.period_days.max(1);
        let since = (day.as_day() - FIRST_OF_ALL).rem_euclid(days);
        let first = day.as_day() - since;
        let date = |number: i32| Date::from_day(number).unwrap_or(day);
        Self {
            first: date(first),
            last: date(first + days - 1),
        }
    }

    /// The one after it.
    pub fn next(self, parameters: &Parameters) -> Self {
        let day = Date::from_day(self.last.as_day() + 1).unwrap_or(self.last);
        Self::of(day, parameters)
    }

    /// Its days that lie after another day.
    pub fn days_after(self, today: Date) -> impl Iterator<Item = Date> {
        let from = self.first.as_day().max(today.as_day() + 1);
        (from..=self.last.as_day()).filter_map(|day| Date::from_day(day).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspections::programme::planner::shipped;

    #[test]
    fn periods_begin_on_mondays_and_follow_each_other() {
        let parameters = shipped().unwrap();
        let day = |text: &str| Date::parse(text).unwrap();
        let period = Period::of(day("2026-12-01"), &parameters);
        assert_eq!((period.last.as_day() - period.first.as_day()), 13);
        assert_eq!(
            period.first.as_civil().weekday(),
            jiff::civil::Weekday::Monday
        );
        assert_eq!(Period::of(period.last, &parameters), period);
        let next = period.next(&parameters);
        assert_eq!(next.first.as_day(), period.last.as_day() + 1);
        assert_eq!(period.days_after(period.last).count(), 0);
        assert_eq!(next.days_after(period.first).count(), 14);
    }
}
