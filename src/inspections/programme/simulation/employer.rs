//! The employer: what is believed, and what is guessed of each visit.

use super::{Event, Simulation, number};
use crate::inspections::programme::planner::Company;

impl Simulation<'_> {
    /// How likely the company is drawn, to the employer of a member who does not know whether the others asked.
    fn believed(&self, company: &Company, own: usize, (base, favoured): (f64, f64)) -> f64 {
        let others = company.members.iter().filter(|at| **at != own);
        // Of the others the employer knows how often it happens in general.
        let general = self.world.happens * self.world.prior * 2.0;
        let none: f64 = others.map(|_| 1.0 - general).product();
        none * base + (1.0 - none) * favoured
    }

    /// A visit: everybody of the company guesses.
    pub(super) fn visit(&mut self, company: &Company, chances: (f64, f64), today: i32) {
        let asked: Vec<usize> = company
            .members
            .iter()
            .copied()
            .filter(|at| {
                self.sites
                    .get(*at)
                    .is_some_and(|site| !site.wishes.is_empty())
            })
            .collect();
        if let [only] = asked.as_slice() {
            // Who knows that one of them asked, and nothing else, names anybody.
            let guess = company.members.first();
            let sure = 1.0 / number(company.members.len());
            self.figures.which_of_company.add(sure, guess == Some(only));
        }
        for at in &company.members {
            let base = self.believed(company, *at, chances);
            let Some(site) = self.sites.get(*at) else {
                continue;
            };
            let with = site.belief * chances.1;
            let sure = with / (with + (1.0 - site.belief) * base).max(f64::MIN_POSITIVE);
            let is_so = !site.wishes.is_empty();
            self.figures.visits += 1;
            self.figures.asked_for += u32::from(is_so);
            self.figures.any_visit.add(sure, is_so);
            self.guess_after_events(*at, sure, today);
            self.answer(*at, today);
        }
    }

    /// The guesses of an employer at whose workplace something had happened.
    fn guess_after_events(&mut self, at: usize, sure: f64, today: i32) {
        let Some(site) = self.sites.get(at) else {
            return;
        };
        // A year back: what is older has nearly no weight.
        let recent: Vec<Event> = site
            .events
            .iter()
            .filter(|event| {
                (today - event.day) <= 364
                    && self.parameters.delays.usual.least_days <= today - event.day
            })
            .copied()
            .collect();
        let is_so = !site.wishes.is_empty();
        // The newest that can be behind it is the likeliest.
        let Some(newest) = recent.iter().max_by_key(|event| event.day) else {
            return;
        };
        let is_worker = site
            .wishes
            .iter()
            .any(|wish| wish.event_day == newest.day && wish.witness);
        self.figures.which_worker.add(
            sure / self.world.witnesses / number(recent.len()),
            is_worker,
        );
        if recent.len() == 1 {
            self.figures.after_one_event.add(sure, is_so);
            self.suspicious.push((sure, is_so));
        }
    }

    /// No visit: the employer is a little calmer.
    pub(super) fn pass_by(&mut self, company: &Company, chances: (f64, f64)) {
        for at in &company.members {
            let base = self.believed(company, *at, chances);
            let Some(site) = self.sites.get_mut(*at) else {
                continue;
            };
            let with = site.belief * (1.0 - chances.1);
            let without = (1.0 - site.belief) * (1.0 - base);
            site.belief = with / (with + without).max(f64::MIN_POSITIVE);
        }
    }
}
