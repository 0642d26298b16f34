//! What is known of an inspector's days.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::inspections::programme::planner::Parameters;
use crate::platform::clock::Date;
use crate::platform::place::Point;
use crate::platform::problem::Fault;

/// Minutes of a day.
const MINUTES_OF_DAY: u32 = 1440;

/// When an inspector works outside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectionCapacity, example = json!({ "minutes_by_weekday": [360, 360, 0, 360, 360, 0, 0],
    "leave": [{ "first_day": "2026-12-21", "last_day": "2027-01-01" }],
    "base": { "type": "Point", "coordinates": [101.69, 3.07] } }))]
pub struct Capacity {
    /// Minutes outside the office from Monday to Sunday; of a day no more than 1440 count.
    #[schema(min_items = 7, max_items = 7)]
    pub minutes_by_weekday: Vec<u32>,
    /// Days on which the inspector is not there. Nothing says why.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub leave: Vec<Leave>,
    /// Where the days begin; null: somewhere.
    #[serde(default)]
    pub base: Option<Point>,
}

/// Days on which an inspector is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InspectorLeave)]
pub struct Leave {
    /// The first of them.
    pub first_day: Date,
    /// The last.
    pub last_day: Date,
}

impl Capacity {
    /// What is assumed of somebody of whom nothing is known: Monday to Friday.
    pub fn usual(parameters: &Parameters) -> Self {
        let minutes = parameters.work.minutes_of_day;
        Self {
            minutes_by_weekday: vec![minutes, minutes, minutes, minutes, minutes, 0, 0],
            leave: Vec::new(),
            base: None,
        }
    }

    /// Minutes outside the office on a day.
    pub fn minutes_on(&self, day: Date) -> u32 {
        let is_away = |leave: &Leave| leave.first_day <= day && day <= leave.last_day;
        if self.leave.iter().any(is_away) {
            return 0;
        }
        let weekday = day.as_civil().weekday().to_monday_zero_offset();
        let minutes = usize::try_from(weekday)
            .ok()
            .and_then(|at| self.minutes_by_weekday.get(at));
        minutes.map_or(0, |minutes| *minutes.min(&MINUTES_OF_DAY))
    }

    /// What does not fit together.
    pub fn faults(&self) -> Vec<Fault> {
        let wrong = |(_, leave): &(usize, &Leave)| leave.last_day < leave.first_day;
        let found = self.leave.iter().enumerate().filter(wrong);
        found
            .map(|(at, _)| Fault::new(format!("/leave/{at}/last_day"), "ends_before_it_begins"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspections::programme::planner::shipped;

    #[test]
    fn nobody_is_sent_on_a_sunday_or_on_leave() {
        let mut capacity = Capacity::usual(&shipped().unwrap());
        let day = |text: &str| Date::parse(text).unwrap();
        assert_eq!(capacity.minutes_on(day("2026-12-07")), 360);
        assert_eq!(capacity.minutes_on(day("2026-12-06")), 0);
        capacity.leave.push(Leave {
            first_day: day("2026-12-07"),
            last_day: day("2026-12-07"),
        });
        assert_eq!(capacity.minutes_on(day("2026-12-07")), 0);
        assert_eq!(capacity.minutes_on(day("2026-12-08")), 360);
        assert!(capacity.faults().is_empty());
    }
}
