//! Whether a window of the week is open at a time.

use jiff::ToSpan as _;
use jiff::civil::{Time as Civil, Weekday as CivilDay};
use jiff::tz::TimeZone;

use super::{ClockTime, ContactWindow, Weekday, ZoneName};
use crate::platform::clock::Time;

impl ContactWindow {
    /// Whether the window is open. One that ends when it begins lasts a whole day; one in a time zone
    /// that is not known here counts as open: better once too often than never.
    pub fn holds(&self, at: Time) -> bool {
        self.is_open(at).unwrap_or(true)
    }

    /// The same; `None` in a time zone that is not known here.
    pub fn is_open(&self, at: Time) -> Option<bool> {
        let local = at.as_timestamp().to_zoned_datetime(self.time_zone.find()?);
        let (today, clock) = (local.weekday(), local.time());
        let (from, until) = (self.from.civil(), self.until.civil());
        let is_on = |day: CivilDay| self.days.iter().any(|on| on.civil() == day);
        if from < until {
            return Some(is_on(today) && from <= clock && clock < until);
        }
        Some((is_on(today) && from <= clock) || (is_on(today.previous()) && clock < until))
    }

    /// When it begins on the days after this time, and when it ends, for so many days; nothing in a time
    /// zone that is not known here.
    pub fn edges(&self, after: Time, days: i32) -> Vec<Time> {
        let Some(zone) = self.time_zone.find() else {
            return Vec::new();
        };
        let today = after.as_timestamp().to_zoned_datetime(zone.clone()).date();
        let of_day = |day: i32| {
            let date = today.checked_add(day.days()).ok()?;
            let clocks = [self.from.civil(), self.until.civil()];
            let at =
                clocks.map(|clock| date.to_datetime(clock).to_zoned_datetime(zone.clone()).ok());
            let at = at.into_iter().flatten();
            Some(at.filter_map(|at| Time::try_from(at.timestamp()).ok()))
        };
        (0..=days).filter_map(of_day).flatten().collect()
    }
}

impl ClockTime {
    /// The time of day; the form was checked when it came in.
    fn civil(&self) -> Civil {
        let number = |part: Option<&str>| part.and_then(|part| part.parse().ok()).unwrap_or(0);
        let mut parts = self.0.split(':');
        let (hour, minute) = (number(parts.next()), number(parts.next()));
        Civil::new(hour, minute, 0, 0).unwrap_or_default()
    }
}

impl ZoneName {
    /// The zone, if the system knows it.
    pub(in crate::contact) fn find(&self) -> Option<TimeZone> {
        jiff::tz::db().get(&self.0).ok()
    }
}

impl Weekday {
    const fn civil(self) -> CivilDay {
        match self {
            Self::Monday => CivilDay::Monday,
            Self::Tuesday => CivilDay::Tuesday,
            Self::Wednesday => CivilDay::Wednesday,
            Self::Thursday => CivilDay::Thursday,
            Self::Friday => CivilDay::Friday,
            Self::Saturday => CivilDay::Saturday,
            Self::Sunday => CivilDay::Sunday,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(from: &str, until: &str) -> ContactWindow {
        serde_json::from_value(serde_json::json!({ "days": ["sunday"], "from": from,
            "until": until, "time_zone": "Asia/Singapore" }))
        .unwrap()
    }

    #[test]
    fn a_window_is_open_by_the_clock_of_its_zone() {
        if jiff::tz::db().is_definitively_empty() {
            return;
        }
        let at = |text: &str| Time::parse(text).unwrap();
        // 29 November 2026 is a Sunday; Singapore is eight hours ahead.
        let afternoon = window("14:00", "17:00");
        assert!(afternoon.holds(at("2026-11-29T06:00:00Z")));
        assert!(!afternoon.holds(at("2026-11-29T09:00:00Z")));
        assert!(!afternoon.holds(at("2026-11-30T06:00:00Z")));
        let night = window("22:00", "06:00");
        assert!(night.holds(at("2026-11-29T15:00:00Z")));
        assert!(night.holds(at("2026-11-29T21:59:00Z")), "Monday before six");
        assert!(!night.holds(at("2026-11-29T22:00:00Z")));
        assert!(
            !night.holds(at("2026-11-28T21:00:00Z")),
            "Sunday before six"
        );
        let whole_day = window("08:00", "08:00");
        assert!(whole_day.holds(at("2026-11-29T23:59:00Z")));
    }
}
