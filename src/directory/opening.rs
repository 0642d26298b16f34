//! Whether a service is open now, by the clocks of its place.

use jiff::tz::TimeZone;

use super::hsds::shapes::{Schedule, Service};
use super::model::{OpeningState, ServiceStatus, TimeOfDay};
use super::recurrence::holds_on;
use crate::inspections::find_calendar;
use crate::platform::clock::{Date, Time};

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// Whether a service is open, as far as what is shown of it tells.
pub fn state(service: &Service, at: Time) -> OpeningState {
    if service.status != ServiceStatus::Active {
        return OpeningState::Closed;
    }
    let Some(place) = Moment::of(service, at) else {
        return OpeningState::Unknown;
    };
    let own = service.schedules.iter();
    let own = own.map(|schedule| place.state(service, schedule, None));
    let there = service.service_at_locations.iter().flat_map(|at| {
        let address = at.location.addresses.first();
        let schedules = at.schedules.iter();
        schedules.map(move |schedule| (schedule, address))
    });
    let there = there.map(|(schedule, address)| {
        let at = address.map(|one| (one.country.as_str(), one.state_province.as_str()));
        place.state(service, schedule, at)
    });
    let states: Vec<OpeningState> = own.chain(there).collect();
    // Open somewhere is open; closed is only what is closed everywhere.
    if states.contains(&OpeningState::Open) {
        return OpeningState::Open;
    }
    let is_closed = |state: &OpeningState| *state == OpeningState::Closed;
    if !states.is_empty() && states.iter().all(is_closed) {
        OpeningState::Closed
    } else {
        OpeningState::Unknown
    }
}

/// A moment by the clocks of a place.
struct Moment {
    today: Date,
    yesterday: Date,
    minutes: i64,
    country: String,
    part: String,
}

impl Moment {
    fn of(service: &Service, at: Time) -> Option<Self> {
        let zone = TimeZone::get(service.time_zone.as_deref()?).ok()?;
        let local = zone.to_datetime(at.as_timestamp());
        let today = Date::parse(&local.date().to_string()).ok()?;
        let mut addresses = service
            .service_at_locations
            .iter()
            .flat_map(|at| &at.location.addresses);
        let address = addresses.next();
        let area = service.service_areas.first();
        let country = address.map(|one| one.country.clone());
        Some(Self {
            today,
            yesterday: Date::from_day(today.as_day() - 1).ok()?,
            minutes: i64::from(local.hour()) * 60 + i64::from(local.minute()),
            country: country.or_else(|| area.map(|area| area.name.clone()))?,
            part: address.map_or_else(String::new, |one| one.state_province.clone()),
        })
    }

    fn state(
        &self,
        service: &Service,
        schedule: &Schedule,
        there: Option<(&str, &str)>,
    ) -> OpeningState {
        let (country, part) = there.unwrap_or((&self.country, &self.part));
        let (opens, closes) = hours(schedule);
        let today = self.minutes >= opens && self.minutes < closes;
        let since_yesterday = self.minutes + DAY >= opens && self.minutes + DAY < closes;
        let mut state = OpeningState::Closed;
        for day in [
            today.then_some(self.today),
            since_yesterday.then_some(self.yesterday),
        ] {
            let Some(day) = day.filter(|day| holds_on(schedule, *day)) else {
                continue;
            };
            if service
                .closures
                .iter()
                .any(|one| one.from <= day && day <= one.to)
            {
                continue;
            }
            match is_holiday(service, day, country, part) {
                Some(false) => return OpeningState::Open,
                Some(true) => {}
                None => state = OpeningState::Unknown,
            }
        }
        state
    }
}

/// Minutes of the day from when and until when; those after midnight count on.
fn hours(schedule: &Schedule) -> (i64, i64) {
    let of = |text: Option<&str>| {
        let text = text?.get(..5)?;
        let time = TimeOfDay::try_from(text.to_owned()).ok()?;
        Some(time.minutes())
    };
    let opens = of(schedule.opens_at.as_deref()).unwrap_or(0);
    let closes = of(schedule.closes_at.as_deref()).unwrap_or(DAY);
    if closes <= opens {
        (opens, closes + DAY)
    } else {
        (opens, closes)
    }
}

/// Whether a service is closed for a public holiday; `None` when nobody knows.
fn is_holiday(service: &Service, day: Date, country: &str, part: &str) -> Option<bool> {
    if !service.closed_on_public_holidays {
        return Some(false);
    }
    find_calendar(country)?.is_public_holiday(day, Some(part))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn state_at(parts: &Value, at: &str) -> OpeningState {
        let mut whole = json!({ "id": "00000000-0000-0000-0000-000000000000", "name": "A service",
            "status": "active", "time_zone": "Asia/Kuala_Lumpur", "service_areas": [{
            "id": "00000000-0000-0000-0000-000000000000", "name": "MY", "extent": "MY", "extent_type": "iso_3166" }] });
        whole
            .as_object_mut()
            .unwrap()
            .extend(parts.as_object().unwrap().clone());
        let mut schedules = whole["schedules"].as_array().cloned().unwrap_or_default();
        for schedule in &mut schedules {
            schedule["id"] = json!("00000000-0000-0000-0000-000000000000");
        }
        whole["schedules"] = json!(schedules);
        let service: Service = serde_json::from_value(whole).unwrap();
        state(&service, Time::parse(at).unwrap())
    }

    #[test]
    fn it_opens_and_closes_by_the_clocks_of_its_place() {
        let office = json!({ "schedules": [{ "freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR",
            "opens_at": "09:00:00", "closes_at": "17:00:00" }] });
        // Eight hours ahead of UTC; 27 November 2026 is a Friday.
        for (at, expected) in [
            ("2026-11-27T00:59:59Z", OpeningState::Closed),
            ("2026-11-27T01:00:00Z", OpeningState::Open),
            ("2026-11-27T08:59:59Z", OpeningState::Open),
            ("2026-11-27T09:00:00Z", OpeningState::Closed),
            // Sunday in UTC, Monday there.
            ("2026-11-29T17:00:00Z", OpeningState::Closed),
            ("2026-11-30T02:00:00Z", OpeningState::Open),
        ] {
            assert_eq!(state_at(&office, at), expected, "{at}");
        }
        let mut closed = office.clone();
        closed["closures"] = json!([{ "from": "2026-11-27", "to": "2026-11-27" }]);
        assert_eq!(
            state_at(&closed, "2026-11-27T02:00:00Z"),
            OpeningState::Closed
        );
        closed["closures"] = json!([]);
        closed["status"] = json!("temporarily closed");
        assert_eq!(
            state_at(&closed, "2026-11-27T02:00:00Z"),
            OpeningState::Closed
        );
    }

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_begins() {
        let bar = json!({ "schedules": [{ "byday": "FR", "opens_at": "20:00:00", "closes_at": "06:00:00" }] });
        for (at, expected) in [
            ("2026-11-27T11:59:00Z", OpeningState::Closed),
            ("2026-11-27T12:00:00Z", OpeningState::Open),
            ("2026-11-27T21:59:00Z", OpeningState::Open),
            ("2026-11-27T22:00:00Z", OpeningState::Closed),
            // The night from Thursday to Friday is none of its own.
            ("2026-11-26T20:00:00Z", OpeningState::Closed),
        ] {
            assert_eq!(state_at(&bar, at), expected, "{at}");
        }
        let always = json!({ "schedules": [{ "opens_at": "08:00:00", "closes_at": "08:00:00" }] });
        for at in ["2026-11-27T00:00:00Z", "2026-11-27T23:59:00Z"] {
            assert_eq!(state_at(&always, at), OpeningState::Open, "{at}");
        }
    }

    #[test]
    fn a_holiday_that_is_not_known_is_said() {
        let mut office = json!({ "closed_on_public_holidays": true,
            "schedules": [{ "byday": "MO,TU,WE,TH,FR", "opens_at": "09:00:00", "closes_at": "17:00:00" }] });
        // National Day is a Monday.
        assert_eq!(
            state_at(&office, "2026-08-31T02:00:00Z"),
            OpeningState::Closed
        );
        assert_eq!(
            state_at(&office, "2026-09-01T02:00:00Z"),
            OpeningState::Open
        );
        assert_eq!(
            state_at(&office, "2035-09-03T02:00:00Z"),
            OpeningState::Unknown
        );
        office["closed_on_public_holidays"] = json!(false);
        assert_eq!(
            state_at(&office, "2035-09-03T02:00:00Z"),
            OpeningState::Open
        );
    }

    #[test]
    fn nothing_said_is_nothing_known() {
        assert_eq!(
            state_at(&json!({}), "2026-08-31T02:00:00Z"),
            OpeningState::Unknown
        );
    }
}
