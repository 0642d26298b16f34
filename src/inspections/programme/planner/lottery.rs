//! Which companies are drawn.
//!
//! Each company draws a waiting time from an exponential distribution whose rate is its weight, and the shortest win: sampling
//! without replacement by weight. A company in which a visit was asked for has its rate multiplied by at most `favour`. The
//! density of a waiting time then is nowhere more than `favour` times as great as without, and so is the probability of
//! whatever is made of the waiting times: of the plan, of several plans, of what an employer sees of them.

use std::collections::BTreeSet;

use super::{Candidate, Chance, Company, Parameters};

/// What is to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Draw<'a> {
    /// Who can be visited.
    pub candidates: &'a [Candidate],
    /// Their companies.
    pub companies: &'a [Company],
    /// Places of candidates that somebody asked to be visited.
    pub wanted: &'a BTreeSet<usize>,
    /// How many visits there is room for.
    pub room: usize,
    /// For whom a part of the room is kept.
    pub shares: &'a [Share],
}

/// A part of the room that is kept for some candidates.
#[derive(Debug, Clone)]
pub struct Share {
    /// Their places in the list of candidates.
    pub of: BTreeSet<usize>,
    /// How many visits to them are drawn before all others.
    pub visits: usize,
}

/// How likely a company is drawn in proportion to others, nothing asked for.
fn weight(company: &Company, candidates: &[Candidate]) -> f64 {
    let members = company.members.iter().filter_map(|at| candidates.get(*at));
    let sum: f64 = members.map(|candidate| candidate.weight).sum();
    sum / count(company.members.len()).max(1.0)
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Companies in the order of their waiting times.
fn waiting(draw: &Draw<'_>, parameters: &Parameters, chance: &Chance) -> Vec<usize> {
    let mut waiting: Vec<(f64, usize)> = Vec::with_capacity(draw.companies.len());
    for (at, company) in draw.companies.iter().enumerate() {
        let members = company.members.iter();
        let ids = members.filter_map(|at| draw.candidates.get(*at).map(|candidate| candidate.id));
        // Whoever it is: the same for all of a company.
        let Some(id) = ids.min() else {
            continue;
        };
        let is_wanted = company.members.iter().any(|at| draw.wanted.contains(at));
        let favour = if is_wanted { parameters.favour } else { 1.0 };
        let rate = weight(company, draw.candidates) * favour;
        let time = -chance.unit("lottery", id).ln() / rate.max(f64::MIN_POSITIVE);
        waiting.push((time, at));
    }
    waiting.sort_by(|one, other| one.0.total_cmp(&other.0));
    waiting.into_iter().map(|(_, at)| at).collect()
}

/// Draws companies until the room is used, those with a share first; returns their places in the list of companies.
pub fn draw(draw: &Draw<'_>, parameters: &Parameters, chance: &Chance) -> BTreeSet<usize> {
    let order = waiting(draw, parameters, chance);
    let members = |at: &usize| draw.companies.get(*at).map_or(&[][..], |c| &c.members);
    let mut drawn = BTreeSet::new();
    let mut room = draw.room;
    let mut take = |at: &usize, drawn: &mut BTreeSet<usize>| -> bool {
        let left = room.checked_sub(members(at).len());
        if let Some(left) = left {
            room = left;
            drawn.insert(*at);
        }
        left.is_some()
    };
    for share in draw.shares {
        let own = |at: &usize| {
            members(at)
                .iter()
                .filter(|at| share.of.contains(*at))
                .count()
        };
        let mut visits: usize = drawn.iter().map(own).sum();
        for at in order.iter().filter(|at| own(at) > 0) {
            if visits >= share.visits {
                break;
            }
            if !drawn.contains(at) && take(at, &mut drawn) {
                visits += own(at);
            }
        }
    }
    let rest: Vec<&usize> = order.iter().filter(|at| !drawn.contains(*at)).collect();
    for at in rest {
        if !take(at, &mut drawn) {
            break;
        }
    }
    drawn
}

/// With which probability each company is drawn when nothing is asked for, and when a visit to it is: as exactly as somebody can
/// reckon who knows everything but the key.
pub fn chance_of(draw: &Draw<'_>, parameters: &Parameters) -> Vec<(f64, f64)> {
    let weights = draw.companies.iter().map(|c| weight(c, draw.candidates));
    let sized: Vec<(f64, f64)> = weights
        .zip(draw.companies.iter().map(|c| count(c.members.len())))
        .collect();
    let room = count(draw.room);
    let used = |time: f64| -> f64 {
        sized
            .iter()
            .map(|(w, size)| size * (1.0 - (-w * time).exp()))
            .sum()
    };
    // The time at which, on average, the room is used.
    let (mut low, mut high) = (0.0, 1.0e6);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if used(middle) < room {
            low = middle;
        } else {
            high = middle;
        }
    }
    let drawn = |rate: f64| 1.0 - (-rate * low).exp();
    let both = |(w, _): &(f64, f64)| (drawn(*w), drawn(w * parameters.favour));
    sized.iter().map(both).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{companies, shipped};
    use super::*;
    use crate::platform::ids::{Id, SeededRandomness};

    fn register(number: usize) -> Vec<Candidate> {
        let chance = SeededRandomness::new(7);
        let one = |at: usize| Candidate {
            id: Id::random(&chance),
            isic: vec!["410".to_owned(), "41".to_owned(), "F".to_owned()],
            size: Some("medium"),
            district: None,
            point: None,
            weight: if at.is_multiple_of(3) { 3.0 } else { 1.0 },
        };
        (0..number).map(one).collect()
    }

    /// How often, of many draws, the company of the first candidate is drawn.
    fn frequency(wanted: &BTreeSet<usize>, rounds: u64) -> f64 {
        let (all, parameters) = (register(80), shipped().unwrap());
        let mut times = 0.0;
        for round in 0..rounds {
            let chance = Chance::of_seed(3, round);
            let made = companies(&all, &parameters, &chance);
            let own = made.iter().position(|c| c.members.contains(&0)).unwrap();
            let what = Draw {
                candidates: &all,
                companies: &made,
                wanted,
                room: 4,
                shares: &[],
            };
            if draw(&what, &parameters, &chance).contains(&own) {
                times += 1.0;
            }
        }
        times
    }

    #[test]
    fn a_visit_that_was_asked_for_is_likelier_by_no_more_than_the_parameter() {
        let without = frequency(&BTreeSet::new(), 3000);
        let with = frequency(&BTreeSet::from([0]), 3000);
        assert!(with > 4.0 * without, "{with} {without}");
        assert!(with < 10.0 * without * 1.1, "{with} {without}");
    }

    #[test]
    fn it_does_not_matter_who_of_a_company_it_was() {
        let (all, parameters) = (register(80), shipped().unwrap());
        for round in 0..200 {
            let chance = Chance::of_seed(9, round);
            let made = companies(&all, &parameters, &chance);
            let drawn = |at: usize| {
                let wanted = BTreeSet::from([at]);
                let what = Draw {
                    candidates: &all,
                    companies: &made,
                    wanted: &wanted,
                    room: 12,
                    shares: &[],
                };
                draw(&what, &parameters, &chance)
            };
            let first = &made[0].members;
            assert!(first.iter().all(|at| drawn(*at) == drawn(first[0])));
        }
    }

    #[test]
    fn a_share_is_kept_for_targets() {
        let (all, parameters) = (register(80), shipped().unwrap());
        let chance = Chance::of_seed(5, 5);
        let made = companies(&all, &parameters, &chance);
        let (none, of) = (BTreeSet::new(), BTreeSet::from([1, 40]));
        let shares = [Share {
            of: of.clone(),
            visits: 2,
        }];
        let what = Draw {
            candidates: &all,
            companies: &made,
            wanted: &none,
            room: 12,
            shares: &shares,
        };
        let drawn = draw(&what, &parameters, &chance);
        let visited: BTreeSet<usize> = drawn
            .iter()
            .flat_map(|at| made[*at].members.clone())
            .collect();
        assert!(of.is_subset(&visited));
    }

    #[test]
    fn the_room_is_never_exceeded() {
        let (all, parameters) = (register(80), shipped().unwrap());
        let chance = Chance::of_seed(1, 1);
        let made = companies(&all, &parameters, &chance);
        let none = BTreeSet::new();
        for room in [0, 3, 4, 11, 80, 1000] {
            let what = Draw {
                candidates: &all,
                companies: &made,
                wanted: &none,
                room,
                shares: &[],
            };
            let drawn = draw(&what, &parameters, &chance);
            let visits: usize = drawn.iter().map(|at| made[*at].members.len()).sum();
            assert!(visits <= room);
        }
    }
}
