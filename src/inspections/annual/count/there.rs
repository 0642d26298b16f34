//! The year, by the clocks of the place where something happened.

use crate::inspections::calendars;
use crate::inspections::error::InspectionError;
use crate::platform::clock::{Date, Time};
use crate::safety::HarmDay;

/// The first hour of the night, and the first after it (R081, Par. 9 d asks for visits by day and by night; C171 lets a country say
/// which seven hours, midnight to five among them, are night).
const NIGHT: (i64, i64) = (22, 6);

/// A calendar year.
#[derive(Debug, Clone, Copy)]
pub struct Year {
    number: i16,
    first: Date,
    next: Date,
}

/// The day that it is in a country.
pub fn day_in(country: &str, at: Time) -> Date {
    calendars::find(country).map_or(at.date(), |calendar| calendar.local_day(at))
}

/// Whether it is night in a country; `None` when its clocks are not known.
pub fn is_night_in(country: &str, at: Time) -> Option<bool> {
    let calendar = calendars::find(country)?;
    let seconds = at.as_second() + i64::from(calendar.utc_offset_minutes) * 60;
    let hour = seconds.div_euclid(3600).rem_euclid(24);
    Some(hour >= NIGHT.0 || hour < NIGHT.1)
}

impl Year {
    /// A year that this service may have records of.
    pub fn of(number: i16) -> Option<Self> {
        let first = |year: i16| Date::parse(&format!("{year:04}-01-01")).ok();
        let is_of_ours = (2000..9999).contains(&number);
        Some(Self {
            number,
            first: first(number).filter(|_| is_of_ours)?,
            next: first(number.checked_add(1)?)?,
        })
    }

    /// Its number.
    pub const fn number(&self) -> i16 {
        self.number
    }

    /// Whether a day lies in it.
    pub fn has(&self, day: Date) -> bool {
        self.first <= day && day < self.next
    }

    /// Whether it has begun or is over, by today's day.
    pub fn has_begun(&self, today: Date) -> bool {
        self.first <= today
    }

    /// Whether it is over, by today's day.
    pub fn is_over(&self, today: Date) -> bool {
        self.next <= today
    }

    /// Whether a time lies in it, in a country.
    pub fn has_in(&self, country: &str, at: Time) -> bool {
        self.has(day_in(country, at))
    }

    /// Whether something happened in it.
    pub fn has_harm(&self, country: &str, day: HarmDay) -> bool {
        match day {
            HarmDay::At(at) => self.has_in(country, at),
            HarmDay::On(on) => self.has(on),
        }
    }

    /// Whether something lies before its end, in a country.
    pub fn ends_after(&self, country: &str, at: Time) -> bool {
        day_in(country, at) < self.next
    }

    /// Days between which everything of it lies in UTC, wherever it happened: the first, and the first that is not.
    pub fn within(&self) -> Result<(Date, Date), InspectionError> {
        let moved = |day: Date, by: i32| {
            let moved = Date::from_day(day.as_day() + by);
            moved.map_err(|_| InspectionError::NotFound)
        };
        Ok((moved(self.first, -1)?, moved(self.next, 2)?))
    }

    /// A time before which nothing of it can have been told.
    pub fn earliest(&self) -> Result<Time, InspectionError> {
        let start = self.within()?.0.start();
        start.map_err(|_| InspectionError::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_ends_when_it_ends_there() {
        let year = Year::of(2026).unwrap();
        let at = |text: &str| Time::parse(text).unwrap();
        // It is already New Year's Day in Malaysia, not yet in Thailand.
        assert!(!year.has_in("MY", at("2026-12-31T16:30:00Z")));
        assert!(year.has_in("TH", at("2026-12-31T16:30:00Z")));
        assert!(year.has_in("MY", at("2025-12-31T16:00:00Z")));
        assert!(year.has_in("XX", at("2026-12-31T23:59:59Z")));
        assert_eq!(is_night_in("MY", at("2026-06-01T14:00:00Z")), Some(true));
        assert_eq!(is_night_in("MY", at("2026-06-01T22:00:00Z")), Some(false));
        assert_eq!(is_night_in("XX", at("2026-06-01T14:00:00Z")), None);
        assert!(Year::of(1999).is_none() && Year::of(9999).is_none());
    }
}
