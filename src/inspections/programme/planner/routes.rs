//! Who goes where on which day: each inspector's day begins somewhere and goes on to what is nearest.

use super::{Candidate, Chance};
use crate::platform::clock::Date;
use crate::platform::ids::Id;
use crate::platform::place::Point;

/// Kilometres of a degree of latitude.
const KILOMETRES_OF_DEGREE: f64 = 111.2;
/// Kilometres that are assumed where nobody knows how far it is.
const UNKNOWN_KILOMETRES: f64 = 100.0;

/// A day of an inspector.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The day.
    pub day: Date,
    /// The inspector.
    pub inspector: Id,
    /// How many visits fit.
    pub room: usize,
    /// Where the day begins.
    pub base: Option<Point>,
}

/// A visit with its day.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// The place of the establishment in the list of candidates.
    pub candidate: usize,
    /// The day.
    pub day: Date,
    /// The inspector.
    pub inspector: Id,
    /// Which visit of that day it is, from 1.
    pub stop: usize,
    /// Kilometres from the one before, as the crow flies; none for the first without a known beginning.
    pub kilometres: Option<f64>,
}

/// The distance of two points that are not far from each other.
pub fn kilometres(one: &Point, other: &Point) -> f64 {
    let shrunk = other.latitude().to_radians().cos();
    let east = (one.longitude() - other.longitude()) * shrunk;
    let north = one.latitude() - other.latitude();
    east.hypot(north) * KILOMETRES_OF_DEGREE
}

fn distance(from: Option<&Point>, to: Option<&Point>) -> f64 {
    match (from, to) {
        (Some(from), Some(to)) => kilometres(from, to),
        _ => UNKNOWN_KILOMETRES,
    }
}

/// Spreads visits over days. Slots in the order of their days; what finds no room stays out.
pub fn routes(
    drawn: &[usize],
    candidates: &[Candidate],
    slots: &[Slot],
    chance: &Chance,
) -> Vec<Stop> {
    let mut left: Vec<(f64, usize, &Candidate)> = drawn
        .iter()
        .filter_map(|at| {
            candidates
                .get(*at)
                .map(|c| (chance.unit("route", c.id), *at, c))
        })
        .collect();
    left.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut stops = Vec::with_capacity(left.len());
    let mut open = slots.iter().filter(|slot| slot.room > 0).count();
    let mut room: usize = slots.iter().map(|slot| slot.room).sum();
    for slot in slots.iter().filter(|slot| slot.room > 0) {
        // No inspector has all of it on Monday and nothing on Friday, and what is left still fits.
        room -= slot.room;
        let even = left.len().div_ceil(open.max(1));
        let share = even.max(left.len().saturating_sub(room)).min(slot.room);
        open -= 1;
        let mut here = slot.base;
        for stop in 1..=share {
            // Where nobody knows the beginning, chance decides it.
            let nearest = match here {
                None => 0,
                Some(_) => nearest(&left, here.as_ref()),
            };
            if nearest >= left.len() {
                break;
            }
            let (_, candidate, place) = left.remove(nearest);
            let known = here.as_ref().zip(place.point.as_ref());
            stops.push(Stop {
                candidate,
                day: slot.day,
                inspector: slot.inspector,
                stop,
                kilometres: known.map(|(from, to)| (kilometres(from, to) * 10.0).round() / 10.0),
            });
            here = place.point.or(here);
        }
    }
    stops
}

fn nearest(left: &[(f64, usize, &Candidate)], here: Option<&Point>) -> usize {
    let far = |(_, _, c): &(f64, usize, &Candidate)| distance(here, c.point.as_ref());
    let measured = left.iter().map(far).enumerate();
    let found = measured.min_by(|one, other| one.1.total_cmp(&other.1));
    found.map_or(usize::MAX, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::SeededRandomness;

    #[test]
    fn a_day_goes_from_one_to_the_nearest_and_is_never_too_full() {
        let random = SeededRandomness::new(1);
        let one = |at: u32| Candidate {
            id: Id::random(&random),
            isic: Vec::new(),
            size: None,
            district: None,
            point: Some(Point::new(100.0 + f64::from(at) / 10.0, 3.0)),
            weight: 1.0,
        };
        let all: Vec<Candidate> = (0..7).map(one).collect();
        let inspector = Id::random(&random);
        let slot = |day: &str| Slot {
            day: Date::parse(day).unwrap(),
            inspector,
            room: 3,
            base: Some(Point::new(100.0, 3.0)),
        };
        let slots = [slot("2026-12-07"), slot("2026-12-08")];
        let drawn: Vec<usize> = (0..7).collect();
        let stops = routes(&drawn, &all, &slots, &Chance::of_seed(1, 1));
        let found: Vec<usize> = stops.iter().map(|stop| stop.candidate).collect();
        assert_eq!(found, [0, 1, 2, 3, 4, 5]);
        assert_eq!(stops[4].kilometres, Some(11.1));
    }
}
