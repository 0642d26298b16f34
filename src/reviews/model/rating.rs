//! From published reviews to a rating: the method `corridor-mean-3`.
//!
//! Each review counts by its age (half as much after 24 months) and its proof. To the reviews of an
//! agency in a corridor five imaginary ones are added, whose scores are those of all agencies of that
//! corridor; in the language of statistics, the shares of the five scores have a Dirichlet prior with
//! the corridor's shares and the strength 5. While a corridor has too few reviews of too few agencies,
//! those of all corridors stand in for it, and before that one imaginary review of each score. The mean
//! that is shown is the posterior mean; so an agency with three times five stars does not outrank one
//! with three hundred reviews and a mean of 4.8. The interval holds the true mean with 90 % probability:
//! the posterior's mean and variance are exact, and its shape is taken to be that of the beta
//! distribution with the same two (on the scale from 1 to 5).

use std::collections::{BTreeMap, BTreeSet};

use super::crowd::shown_parts;
use super::priors::{Imaginary, Priors};
use super::statistics::{OVERALL, ProofTier, Route, Statistics, Weighed};
use super::told::{Told, figures};
use super::{Month, Stars};
use crate::agencies::{CorridorRating, Rating, Score, ToldByReviews};

/// Names the method and its constants; another method or constant gets another number.
pub const METHOD: &str = "corridor-mean-3";

/// After so many months a review counts half.
pub const HALF_LIFE_MONTHS: u32 = 24;
/// The probability that the interval holds the true mean.
pub const INTERVAL: f64 = 0.9;
/// The probability that lies below and above the interval, each.
const TAIL: f64 = 0.05;
/// The steps in which the posterior is summed up.
const STEPS: u32 = 2000;
/// Beyond so many standard deviations nothing is summed up.
const REACH: f64 = 10.0;
const SCORES: [f64; 5] = [1.0, 2.0, 3.0, 4.0, 5.0];

/// How much a review of this age and proof counts. One of the month itself, or of a month after it,
/// counts whole.
pub fn weight(as_of: Month, published: Month, proof: ProofTier) -> f64 {
    let half_lives = f64::from(as_of.months_since(published)) / f64::from(HALF_LIFE_MONTHS);
    proof.weight() * 0.5_f64.powf(half_lives)
}

/// How many reviews gave each score, from 1 to 5.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally([u32; 5]);

impl Tally {
    /// So many of each score.
    pub const fn of(counts: [u32; 5]) -> Self {
        Self(counts)
    }

    /// How many there are of each score.
    pub const fn counts(&self) -> [u32; 5] {
        self.0
    }

    fn place(&mut self, score: Stars) -> Option<&mut u32> {
        self.0.get_mut(usize::from(u8::from(score) - Stars::MIN))
    }

    /// Counts a score so many times more.
    pub fn add(&mut self, score: Stars, times: u32) {
        if let Some(count) = self.place(score) {
            *count = count.saturating_add(times);
        }
    }

    /// Counts all of these, too.
    pub fn add_all(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count = count.saturating_add(more);
        }
    }

    /// Counts a score once less; says whether it was counted.
    pub fn take(&mut self, score: Stars) -> bool {
        let Some(less) = self.place(score).and_then(|count| count.checked_sub(1)) else {
            return false;
        };
        self.place(score).is_some_and(|count| {
            *count = less;
            true
        })
    }

    /// How many scores there are.
    pub fn count(&self) -> u32 {
        self.0.iter().fold(0, |sum, n| sum.saturating_add(*n))
    }
}

impl Posterior {
    fn of(weighed: &Weighed, imaginary: &Imaginary) -> Self {
        let mut weights = imaginary.reviews();
        for (sum, more) in weights.iter_mut().zip(weighed.weights) {
            *sum += more;
        }
        let total: f64 = weights.iter().sum();
        let moment = |power: i32| {
            let terms = weights.iter().zip(SCORES);
            terms.map(|(w, s)| w * s.powi(power)).sum::<f64>() / total
        };
        let mean = moment(1);
        Self {
            mean,
            variance: mean.mul_add(-mean, moment(2)) / (total + 1.0),
        }
    }
}

/// What is known about the mean score.
#[derive(Debug, Clone, Copy)]
struct Posterior {
    mean: f64,
    variance: f64,
}

impl Posterior {
    /// The bounds below and above which [`TAIL`] lies.
    fn interval(self) -> (f64, f64) {
        // On the scale from 0 to 1, where the beta distribution lives.
        let (mean, variance) = ((self.mean - 1.0) / 4.0, self.variance / 16.0);
        let strength = mean * (1.0 - mean) / variance - 1.0;
        let (a, b) = (mean * strength, (1.0 - mean) * strength);
        let reach = REACH * variance.sqrt();
        let (from, to) = ((mean - reach).max(0.0), (mean + reach).min(1.0));
        let width = (to - from) / f64::from(STEPS);
        let middles = (0..STEPS).map(|step| from + (f64::from(step) + 0.5) * width);
        // Relative to the density at the mean, so that nothing overflows.
        let log = |x: f64| (a - 1.0) * x.ln() + (b - 1.0) * (1.0 - x).ln();
        let at_mean = log(mean);
        let masses: Vec<f64> = middles.map(|x| (log(x) - at_mean).exp()).collect();
        let whole: f64 = masses.iter().sum();
        let quantile = |share: f64| {
            let mut below = 0.0;
            let before = masses.iter().take_while(|mass| {
                below += **mass;
                below < share * whole
            });
            let steps = before.count();
            let steps = f64::from(u32::try_from(steps).unwrap_or(STEPS));
            1.0 + 4.0 * (from + (steps + 0.5) * width)
        };
        (quantile(TAIL), quantile(1.0 - TAIL))
    }
}

/// What is shown of some scores together with imaginary ones.
fn score(weighed: &Weighed, imaginary: &Imaginary) -> Score {
    let posterior = Posterior::of(weighed, imaginary);
    let (low, high) = posterior.interval();
    Score {
        review_count: weighed.tally.count(),
        effective_count: Some(tenths(weighed.weight())),
        mean: rounded(posterior.mean),
        interval_low: Some(rounded(low)),
        interval_high: Some(rounded(high)),
        distribution: Some(weighed.tally.counts()),
    }
}

/// The scores of an agency, by dimension and corridor.
struct Scores {
    by_dimension: BTreeMap<String, BTreeMap<Route, Weighed>>,
    least: u32,
}

impl Scores {
    fn of(statistics: &Statistics, as_of: Month, least: u32) -> Self {
        let mut by_dimension: BTreeMap<String, BTreeMap<Route, Weighed>> = BTreeMap::new();
        for ((route, dimension), weighed) in statistics.weighed(as_of, least) {
            by_dimension
                .entry(dimension)
                .or_default()
                .insert(route, weighed);
        }
        Self {
            by_dimension,
            least,
        }
    }

    fn routes(&self, dimension: &str) -> impl Iterator<Item = (&Route, &Weighed)> {
        self.by_dimension.get(dimension).into_iter().flatten()
    }

    fn whole(&self, dimension: &str) -> Weighed {
        let mut whole = Weighed::default();
        for (_, part) in self.routes(dimension) {
            whole.tally.add_all(&part.tally);
            for (sum, more) in whole.weights.iter_mut().zip(part.weights) {
                *sum += more;
            }
        }
        whole
    }

    /// The corridors of which something may be shown beside the whole.
    fn shown(&self, dimension: &str) -> BTreeSet<Route> {
        let parts = self.routes(dimension);
        let parts = parts
            .map(|(route, part)| (route.clone(), part.tally.count()))
            .collect();
        shown_parts(self.whole(dimension).tally.count(), &parts, self.least)
    }

    /// What is expected of the whole: of each corridor that is shown what is expected there, of the
    /// rest what is expected anywhere.
    fn expected(&self, dimension: &str, priors: &Priors) -> Imaginary {
        let shown = self.shown(dimension);
        let mut rest = self.whole(dimension).weight();
        let mut parts = Vec::new();
        for (route, part) in self
            .routes(dimension)
            .filter(|(route, _)| shown.contains(*route))
        {
            rest -= part.weight();
            parts.push((priors.of_corridor(route, dimension), part.weight()));
        }
        if shown.len() < self.routes(dimension).count() || parts.is_empty() {
            parts.push((priors.anywhere(dimension), rest.max(0.0)));
        }
        Imaginary::mixed(&parts)
    }

    fn sides(&self, of: impl Fn(&str) -> Option<Score>) -> BTreeMap<String, Score> {
        let names = self.by_dimension.keys().filter(|name| *name != OVERALL);
        names
            .filter_map(|name| Some((name.clone(), of(name)?)))
            .collect()
    }

    fn of_side(&self, dimension: &str, priors: &Priors) -> Option<Score> {
        let whole = self.whole(dimension);
        let is_enough = whole.tally.count() >= self.least;
        is_enough.then(|| score(&whole, &self.expected(dimension, priors)))
    }

    fn of_corridor(&self, route: &Route, dimension: &str, priors: &Priors) -> Option<Score> {
        let part = self.by_dimension.get(dimension)?.get(route)?;
        let is_shown = self.shown(dimension).contains(route);
        is_shown.then(|| score(part, &priors.of_corridor(route, dimension)))
    }
}

/// The rating that follows from all published reviews of an agency. Whatever rests on fewer than
/// `minimum` reviews is left out, and with it whatever would give it away.
pub fn rate(
    statistics: &Statistics,
    told: &BTreeMap<Route, Vec<Told>>,
    priors: &Priors,
    minimum: u32,
) -> Rating {
    let scores = Scores::of(statistics, priors.as_of(), minimum);
    let count = scores.whole(OVERALL).tally.count();
    let mut rating = Rating {
        review_count: count,
        method: METHOD.to_owned(),
        as_of: Some(priors.as_of().to_string()),
        ..Rating::of_few(minimum)
    };
    let Some(overall) = scores.of_side(OVERALL, priors) else {
        return rating;
    };
    rating.effective_count = overall.effective_count;
    rating.mean = Some(overall.mean);
    rating.interval_low = overall.interval_low;
    rating.interval_high = overall.interval_high;
    rating.distribution = overall.distribution;
    rating.proof_mix = proof_mix(statistics, minimum);
    rating.dimensions = scores.sides(|name| scores.of_side(name, priors));
    let of_corridors = figures(told, minimum);
    rating.told = of_corridors.whole;
    let corridors = scores.shown(OVERALL).into_iter();
    rating.corridors = corridors
        .filter_map(|route| {
            let told = of_corridors.by_route.get(&route);
            of_corridor(&scores, route, told, priors)
        })
        .collect();
    rating
}

fn proof_mix(statistics: &Statistics, least: u32) -> BTreeMap<String, u32> {
    let mix = statistics.proof_mix(least).into_iter();
    mix.map(|(proof, number)| (proof.as_str().to_owned(), number))
        .collect()
}

fn of_corridor(
    scores: &Scores,
    route: Route,
    told: Option<&ToldByReviews>,
    priors: &Priors,
) -> Option<CorridorRating> {
    Some(CorridorRating {
        score: scores.of_corridor(&route, OVERALL, priors)?,
        dimensions: scores.sides(|name| scores.of_corridor(&route, name, priors)),
        told: told.cloned().unwrap_or_default(),
        origin: route.0,
        destination: route.1,
    })
}

/// Two decimals: more would feign a certainty that a few dozen reviews do not give.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests;
