//! How well an employer guesses, who knows everything but the key: a simulated register over many periods, planned by the planner
//! itself, and an employer who reckons by Bayes' rule. The same seed gives the same figures.
//!
//! The employer sees all visits to the own workplace and to its company, knows when something happened at the own workplace that
//! a worker may have spoken about, how many were there, how often it leads to a visit, the register, and every parameter.
//! What is unknown is the key. `docs/measurements.md` has the figures.

mod employer;
mod figures;

use std::collections::BTreeSet;

use super::planner::{Candidate, Chance, Draw, Parameters, chance_of, companies, draw};
use crate::platform::ids::{Id, Randomness, SeededRandomness};

pub use figures::{Figures, Guessing};

/// In which world the planner is tried.
#[derive(Debug, Clone, Copy)]
pub struct World {
    /// Workplaces of the register.
    pub workplaces: usize,
    /// Visits for which there is room in a period.
    pub room: usize,
    /// Periods that are simulated.
    pub periods: u32,
    /// How likely it is that something happens at a workplace in a period that a worker may speak about.
    pub happens: f64,
    /// How likely it is then that somebody speaks and an inspector wants a visit: what the employer believes before any visit.
    pub prior: f64,
    /// How many workers saw it, and are alike to the employer.
    pub witnesses: f64,
}

impl World {
    /// A district of 480 workplaces, each visited about once a year, in which something happens at each about once a year.
    pub const DISTRICT: Self = Self {
        workplaces: 480,
        room: 20,
        periods: 1000,
        happens: 0.04,
        prior: 0.05,
        witnesses: 3.0,
    };
}

/// Something that happened at a workplace.
#[derive(Debug, Clone, Copy)]
struct Event {
    day: i32,
    /// Whether somebody spoke, and from which day on a plan may take it up.
    asked: Option<i32>,
    witness: bool,
}

/// A workplace and what its employer believes.
#[derive(Debug, Clone, Default)]
struct Site {
    events: Vec<Event>,
    /// The day of the event behind each wish that waits.
    wishes: Vec<Wish>,
    /// How sure the employer is that a wish waits now.
    belief: f64,
}

#[derive(Debug, Clone, Copy)]
struct Wish {
    event_day: i32,
    witness: bool,
}

struct Simulation<'a> {
    world: World,
    parameters: &'a Parameters,
    candidates: Vec<Candidate>,
    sites: Vec<Site>,
    chance: SeededRandomness,
    figures: Figures,
    suspicious: Vec<(f64, bool)>,
    waits: (f64, f64),
}

/// Simulates a world with these parameters.
pub fn simulate(world: World, parameters: &Parameters, seed: u64) -> Figures {
    let chance = SeededRandomness::new(seed);
    let candidates: Vec<Candidate> = (0..world.workplaces)
        .map(|at| candidate(at, parameters, &chance))
        .collect();
    let mut simulation = Simulation {
        sites: vec![Site::default(); candidates.len()],
        world,
        parameters,
        candidates,
        chance,
        figures: Figures::default(),
        suspicious: Vec::new(),
        waits: (0.0, 0.0),
    };
    for period in 0..world.periods {
        simulation.happen(period);
        simulation.plan(period, seed);
    }
    simulation.finish()
}

/// Workplaces of six industries, three sizes and two districts, of every risk.
fn candidate(at: usize, parameters: &Parameters, chance: &SeededRandomness) -> Candidate {
    let industries = [
        ["410", "41", "F"],
        ["421", "42", "F"],
        ["141", "14", "C"],
        ["152", "15", "C"],
        ["031", "03", "A"],
        ["492", "49", "H"],
    ];
    let sizes = ["small", "medium", "large"];
    let weights = &parameters.risk_weights;
    let weights = [weights.low, weights.medium, weights.high, weights.extreme];
    let isic = industries
        .get(at % 6)
        .copied()
        .unwrap_or(["410", "41", "F"]);
    Candidate {
        id: Id::random(chance),
        isic: isic.map(str::to_owned).to_vec(),
        size: sizes.get(at / 6 % 3).copied(),
        district: Some(
            if (at / 18).is_multiple_of(2) {
                "MY-10"
            } else {
                "MY-14"
            }
            .to_owned(),
        ),
        point: None,
        weight: weights.get(at / 36 % 4).copied().unwrap_or(1.0),
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

impl Simulation<'_> {
    fn unit(&self) -> f64 {
        let mut bytes = [0; 4];
        self.chance.fill(&mut bytes);
        (f64::from(u32::from_be_bytes(bytes)) + 0.5) / 4_294_967_296.0
    }

    /// A day of a period, or of a delay.
    fn day_of(&self, least: i32, most: i32) -> i32 {
        let drawn = self.unit() * f64::from(most - least + 1);
        let mut day = least;
        while f64::from(day - least + 1) <= drawn {
            day += 1;
        }
        day
    }

    fn first_day(&self, period: u32) -> i32 {
        i32::try_from(period).unwrap_or(0) * self.parameters.period_days
    }

    /// What happens in the period before a plan is drawn.
    fn happen(&mut self, period: u32) {
        let until = self.first_day(period);
        let delay = self.parameters.delays.usual;
        for at in 0..self.sites.len() {
            if self.unit() >= self.world.happens {
                continue;
            }
            let day = self.day_of(until - self.parameters.period_days + 1, until);
            let wanted = self.unit() < self.world.prior;
            let asked = wanted.then(|| day + self.day_of(delay.least_days, delay.most_days));
            let witness = self.unit() < 1.0 / self.world.witnesses;
            if let Some(site) = self.sites.get_mut(at) {
                site.events.push(Event {
                    day,
                    asked,
                    witness,
                });
            }
        }
    }

    /// How likely a delay ends within the last period before a day.
    fn ripens(&self, event: &Event, today: i32) -> f64 {
        let delay = self.parameters.delays.usual;
        let since = today - event.day;
        let (from, to) = (since - self.parameters.period_days + 1, since);
        let from = from.max(delay.least_days);
        let to = to.min(delay.most_days);
        let days = f64::from((to - from + 1).max(0));
        self.world.prior * days / f64::from(delay.most_days - delay.least_days + 1)
    }

    fn plan(&mut self, period: u32, seed: u64) {
        let today = self.first_day(period);
        self.ripen(today);
        let chance = Chance::of_seed(seed, u64::from(period));
        let companies = companies(&self.candidates, self.parameters, &chance);
        let waits = |(_, site): &(usize, &Site)| !site.wishes.is_empty();
        let wanted: BTreeSet<usize> = self
            .sites
            .iter()
            .enumerate()
            .filter(waits)
            .map(|(at, _)| at)
            .collect();
        let what = Draw {
            candidates: &self.candidates,
            companies: &companies,
            wanted: &wanted,
            room: self.world.room,
            shares: &[],
        };
        let drawn = draw(&what, self.parameters, &chance);
        let odds = chance_of(&what, self.parameters);
        for (number, company) in companies.iter().enumerate() {
            let chances = odds.get(number).copied().unwrap_or((0.0, 0.0));
            if drawn.contains(&number) {
                self.visit(company, chances, today);
            } else {
                self.pass_by(company, chances);
            }
        }
    }

    /// Wishes whose delay is over wait from now on, and employers reckon with it.
    fn ripen(&mut self, today: i32) {
        let from = today - self.parameters.period_days;
        for at in 0..self.sites.len() {
            let Some(site) = self.sites.get(at) else {
                continue;
            };
            let mut none = 1.0;
            for event in &site.events {
                none *= 1.0 - self.ripens(event, today);
            }
            let Some(site) = self.sites.get_mut(at) else {
                continue;
            };
            site.belief += (1.0 - site.belief) * (1.0 - none);
            let due = |event: &&Event| event.asked.is_some_and(|day| from < day && day <= today);
            let new = site.events.iter().filter(due).map(|event| Wish {
                event_day: event.day,
                witness: event.witness,
            });
            site.wishes.extend(new.collect::<Vec<_>>());
        }
    }

    /// The wishes of a workplace are answered, and the employer begins anew.
    fn answer(&mut self, at: usize, today: i32) {
        let Some(site) = self.sites.get_mut(at) else {
            return;
        };
        for wish in std::mem::take(&mut site.wishes) {
            self.waits.0 += f64::from(today - wish.event_day);
            self.waits.1 += 1.0;
            self.figures.due += 1;
            self.figures.late += u32::from(today - wish.event_day > 182);
        }
        site.belief = 0.0;
        // What has not ripened yet may still.
        let most = self.parameters.delays.usual.most_days;
        site.events.retain(|event| today - event.day < most);
    }

    fn finish(mut self) -> Figures {
        self.suspicious
            .sort_by(|one, other| other.0.total_cmp(&one.0));
        let tenth = self.suspicious.len() / 10;
        for (sure, is_so) in self.suspicious.iter().take(tenth) {
            self.figures.most_suspicious.add(*sure, *is_so);
        }
        self.figures.mean_wait_days = self.waits.0 / self.waits.1.max(1.0);
        self.figures
    }
}
