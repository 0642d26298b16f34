//! The calendars, as `data/calendars` has them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::clock::{Date, Time};
use crate::text_enum;

macro_rules! calendar {
    ($name:literal) => {
        include_str!(concat!("../../../data/calendars/", $name, ".toml"))
    };
}

/// Part of the program: a deadline that was served rests on them.
const FILES: &[&str] = &[
    calendar!("ID"),
    calendar!("MY"),
    calendar!("PH"),
    calendar!("SG"),
    calendar!("TH"),
    calendar!("VN"),
];

/// A test shows that each file is read.
static CALENDARS: LazyLock<Vec<Calendar>> = LazyLock::new(|| {
    let read = |text: &&str| toml::from_str::<Calendar>(text).ok();
    FILES.iter().filter_map(read).collect()
});

text_enum! {
    /// A day of the week.
    pub enum DayOfWeek {
        /// Monday.
        Monday => "monday",
        /// Tuesday.
        Tuesday => "tuesday",
        /// Wednesday.
        Wednesday => "wednesday",
        /// Thursday.
        Thursday => "thursday",
        /// Friday.
        Friday => "friday",
        /// Saturday.
        Saturday => "saturday",
        /// Sunday.
        Sunday => "sunday",
    }
}

impl DayOfWeek {
    const fn of(day: Weekday) -> Self {
        match day {
            Weekday::Monday => Self::Monday,
            Weekday::Tuesday => Self::Tuesday,
            Weekday::Wednesday => Self::Wednesday,
            Weekday::Thursday => Self::Thursday,
            Weekday::Friday => Self::Friday,
            Weekday::Saturday => Self::Saturday,
            Weekday::Sunday => Self::Sunday,
        }
    }
}

/// The working days of a country.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WorkingCalendar)]
pub struct Calendar {
    /// ISO 3166-1 alpha-2.
    #[schema(example = "MY")]
    pub country: String,
    /// Minutes by which its clocks are ahead of UTC: on which day something was served.
    #[schema(example = 480)]
    pub utc_offset_minutes: i32,
    /// Days of the week on which public offices do not work.
    pub weekend: Vec<DayOfWeek>,
    /// Subdivisions with another weekend.
    #[serde(default)]
    pub weekends: Vec<SubdivisionWeekend>,
    /// The years that are known at all.
    pub years: Vec<CalendarYear>,
}

/// Subdivisions with another weekend.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubdivisionWeekend {
    /// ISO 3166-2.
    #[schema(example = json!(["MY-03"]))]
    pub subdivisions: BTreeSet<String>,
    /// Days of the week on which public offices do not work there.
    pub weekend: Vec<DayOfWeek>,
}

/// The holidays of a year.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarYear {
    /// The year.
    #[schema(example = 2026)]
    pub year: i16,
    /// Where its days come from, and what is not among them.
    pub source: String,
    /// Its public holidays, and the days in place of those that fall on a weekend.
    pub holidays: Vec<Holiday>,
    /// Days among which a holiday is missing.
    #[serde(default)]
    pub missing: Vec<MissingHolidays>,
}

/// A public holiday.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicHoliday)]
pub struct Holiday {
    /// The day.
    pub on: Date,
    /// What it is called.
    pub name: String,
    /// Subdivisions in which alone it is one; empty: everywhere.
    #[serde(default)]
    pub subdivisions: BTreeSet<String>,
}

/// Days among which there is or may be a holiday that is not listed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MissingHolidays {
    /// The first of them.
    pub from: Date,
    /// The last of them.
    pub to: Date,
    /// What is missing.
    pub about: String,
}

/// When a deadline ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub on: Date,
    /// What is missing among the days that were counted; empty: nothing.
    pub missing: Vec<String>,
}

/// The deadline runs beyond the years that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("holidays are known until the end of {until}")]
pub struct Beyond {
    /// The last year that is known.
    pub until: i16,
}

/// All calendars.
pub(super) fn all() -> &'static [Calendar] {
    &CALENDARS
}

/// The calendar of a country.
pub fn find(country: &str) -> Option<&'static Calendar> {
    CALENDARS.iter().find(|own| own.country == country)
}

impl Calendar {
    /// The day that it was there at an instant.
    pub fn local_day(&self, at: Time) -> Date {
        let offset = i64::from(self.utc_offset_minutes) * 60_000_000;
        let moved = at.as_microsecond().saturating_add(offset);
        Time::from_microsecond(moved).unwrap_or(at).date()
    }

    /// The last of so many working days after a day; what is counted begins on the day after it.
    pub fn after(
        &self,
        day: Date,
        working_days: u16,
        subdivision: Option<&str>,
    ) -> Result<Due, Beyond> {
        let (mut on, mut left) = (day, working_days);
        while left > 0 {
            on = self.next(on)?;
            if self.is_working_day(on, subdivision) {
                left -= 1;
            }
        }
        let counted = |missing: &&MissingHolidays| missing.from <= on && missing.to > day;
        let missing = self.years.iter().flat_map(|year| &year.missing);
        let missing = missing.filter(counted).map(|gap| gap.about.clone());
        Ok(Due {
            on,
            missing: missing.collect(),
        })
    }

    /// The day after a day, when its year is known.
    fn next(&self, day: Date) -> Result<Date, Beyond> {
        let until = self.years.iter().map(|year| year.year).max().unwrap_or(0);
        let next = Date::from_day(day.as_day() + 1).map_err(|_| Beyond { until })?;
        let is_known = |year: &CalendarYear| year.year == next.as_civil().year();
        if self.years.iter().any(is_known) {
            Ok(next)
        } else {
            Err(Beyond { until })
        }
    }

    /// Whether public offices work on a day.
    pub fn is_working_day(&self, day: Date, subdivision: Option<&str>) -> bool {
        let of_part = |names: &BTreeSet<String>| subdivision.is_some_and(|own| names.contains(own));
        let other = self.weekends.iter().find(|one| of_part(&one.subdivisions));
        let weekend = other.map_or(&self.weekend, |one| &one.weekend);
        if weekend.contains(&DayOfWeek::of(day.as_civil().weekday())) {
            return false;
        }
        !self.has_holiday(day, subdivision)
    }

    fn has_holiday(&self, day: Date, subdivision: Option<&str>) -> bool {
        let mut holidays = self.years.iter().flat_map(|year| &year.holidays);
        holidays.any(|holiday| {
            let of_part = |own: &str| holiday.subdivisions.contains(own);
            let is_here = holiday.subdivisions.is_empty() || subdivision.is_some_and(of_part);
            holiday.on == day && is_here
        })
    }

    /// Whether a day is a public holiday; `None` when its year is not known or it lies among days of which a holiday is
    /// missing.
    pub fn is_public_holiday(&self, day: Date, subdivision: Option<&str>) -> Option<bool> {
        if self.has_holiday(day, subdivision) {
            return Some(true);
        }
        let year = day.as_civil().year();
        let known = self.years.iter().find(|known| known.year == year)?;
        let mut gaps = known.missing.iter();
        let is_sure = !gaps.any(|gap| gap.from <= day && day <= gap.to);
        is_sure.then_some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn due(country: &str, from: &str, days: u16) -> String {
        let due = find(country).unwrap().after(day(from), days, None).unwrap();
        due.on.to_string()
    }

    #[test]
    fn every_file_is_a_calendar_whose_days_lie_in_their_year() {
        for text in FILES {
            let calendar: Calendar = toml::from_str(text).unwrap();
            for year in &calendar.years {
                let days = year.holidays.iter().map(|holiday| holiday.on);
                let gaps = year.missing.iter().flat_map(|gap| [gap.from, gap.to]);
                for day in days.clone().chain(gaps) {
                    assert_eq!(day.as_civil().year(), year.year, "{}", calendar.country);
                }
                let once: BTreeSet<Date> = days.clone().collect();
                assert_eq!(once.len(), days.count(), "{}", calendar.country);
            }
        }
        assert_eq!(all().len(), FILES.len());
    }

    #[test]
    fn weekends_and_holidays_are_not_counted() {
        // Friday; then Saturday, Sunday, Monday 31 August (National Day), Tuesday.
        assert_eq!(due("MY", "2026-08-28", 1), "2026-09-01");
        // Christmas Day in Singapore is a Friday.
        assert_eq!(due("SG", "2026-12-24", 1), "2026-12-28");
        // Tet: from the Friday before it to the Monday after it.
        assert_eq!(due("VN", "2026-02-13", 1), "2026-02-23");
        // Two weeks without a holiday.
        assert_eq!(due("TH", "2026-09-01", 10), "2026-09-15");
        assert_eq!(due("ID", "2026-03-17", 1), "2026-03-25");
        // Nothing is counted.
        assert_eq!(due("PH", "2026-06-12", 0), "2026-06-12");
    }

    #[test]
    fn a_subdivision_may_have_another_weekend() {
        let malaysia = find("MY").unwrap();
        // A Thursday: the next working day is Friday in Selangor and Sunday in Kelantan.
        let thursday = day("2026-07-02");
        let of = |part| malaysia.after(thursday, 1, Some(part)).unwrap().on;
        assert_eq!(of("MY-10"), day("2026-07-03"));
        assert_eq!(of("MY-03"), day("2026-07-05"));
    }

    #[test]
    fn what_is_not_known_is_said_and_never_guessed() {
        let philippines = find("PH").unwrap();
        let across = philippines.after(day("2026-03-17"), 5, None).unwrap();
        assert_eq!(across.missing, ["Eid'l Fitr"]);
        let before = philippines.after(day("2026-02-20"), 5, None).unwrap();
        assert!(before.missing.is_empty());
        for calendar in all() {
            let beyond = calendar.after(day("2027-12-20"), 30, None);
            assert_eq!(beyond, Err(Beyond { until: 2027 }), "{}", calendar.country);
        }
        assert!(find("XX").is_none());
    }

    #[test]
    fn the_day_is_that_of_the_place() {
        let at = Time::parse("2026-08-27T17:30:00Z").unwrap();
        assert_eq!(find("MY").unwrap().local_day(at), day("2026-08-28"));
        assert_eq!(find("TH").unwrap().local_day(at), day("2026-08-28"));
        let at = Time::parse("2026-08-27T16:30:00Z").unwrap();
        assert_eq!(find("TH").unwrap().local_day(at), day("2026-08-27"));
    }
}
