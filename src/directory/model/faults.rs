//! What the contract cannot say of an entry.

use super::facts::ServiceFacts;
use super::parts::Schedule;
use crate::platform::problem::Fault;

impl ServiceFacts {
    /// What does not fit together.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = self.faults_of_times();
        for (index, area) in self.areas.iter().enumerate() {
            for (place, part) in area.subdivisions.iter().enumerate() {
                if !part.is_in(area.country.as_str()) {
                    let at = format!("/areas/{index}/subdivisions/{place}");
                    faults.push(Fault::new(at, "not_in_country"));
                }
            }
        }
        for (index, place) in self.places.iter().enumerate() {
            let Some(part) = &place.subdivision else {
                continue;
            };
            let country = place.country.as_ref();
            if !country.is_some_and(|country| part.is_in(country.as_str())) {
                let at = format!("/places/{index}/subdivision");
                faults.push(Fault::new(at, "not_in_country"));
            }
        }
        let ages = self.minimum_age.zip(self.maximum_age);
        if ages.is_some_and(|(least, most)| least > most) {
            faults.push(Fault::new("/maximum_age", "below_minimum_age"));
        }
        faults
    }

    fn faults_of_times(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if let Some(zone) = &self.time_zone
            && jiff::tz::TimeZone::get(zone.as_str()).is_err()
        {
            faults.push(Fault::new("/time_zone", "unknown_time_zone"));
        }
        let of_places = self.places.iter().flat_map(|place| &place.schedules);
        let has_hours = self.schedules.iter().chain(of_places).next().is_some();
        if has_hours && self.time_zone.is_none() {
            faults.push(Fault::new("/time_zone", "missing_member"));
        }
        for (index, closure) in self.closures.iter().enumerate() {
            if closure.to < closure.from {
                faults.push(Fault::new(
                    format!("/closures/{index}/to"),
                    "ends_before_it_begins",
                ));
            }
        }
        faults.extend(faults_of(&self.schedules, "/schedules"));
        for (index, place) in self.places.iter().enumerate() {
            faults.extend(faults_of(
                &place.schedules,
                &format!("/places/{index}/schedules"),
            ));
        }
        faults
    }
}

fn faults_of(schedules: &[Schedule], at: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, schedule) in schedules.iter().enumerate() {
        let mut add = |member: &str, code| {
            faults.push(Fault::new(format!("{at}/{index}/{member}"), code));
        };
        let counts = schedule.count.is_some() || schedule.interval.is_some_and(|one| one > 1);
        if counts && schedule.freq.is_some() && schedule.dtstart.is_none() {
            add("dtstart", "missing_member");
        }
        let ends_early = |from, to| matches!((from, to), (Some(from), Some(to)) if to < from);
        if ends_early(schedule.valid_from, schedule.valid_to) {
            add("valid_to", "ends_before_it_begins");
        }
        if ends_early(schedule.dtstart, schedule.until) {
            add("until", "ends_before_it_begins");
        }
    }
    faults
}
