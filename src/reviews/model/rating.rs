//! From published reviews to a rating: the method `shrunken-mean-1`.
//!
//! To the reviews of an agency one imaginary review of each score from 1 to 5 is added. In the
//! language of statistics: the shares of the five scores have a uniform Dirichlet prior. The mean
//! that is shown is the posterior mean of the score; so an agency with three times five stars does
//! not outrank one with three hundred reviews and a mean of 4.8. The interval holds the true mean
//! with 90 % probability: the posterior's mean and variance are exact, and its shape is taken to be
//! that of the beta distribution with the same two (on the scale from 1 to 5).

use std::collections::BTreeMap;

use super::Stars;
use crate::agencies::{DimensionRating, Rating};

/// Names the method and its constants; another method or constant gets another number.
const METHOD: &str = "shrunken-mean-1";

/// How many imaginary reviews of each score are added.
const IMAGINARY_PER_SCORE: f64 = 1.0;
/// The probability that lies below and above the interval, each.
const TAIL: f64 = 0.05;
/// The steps in which the posterior is summed up.
const STEPS: u32 = 4000;
/// Beyond so many standard deviations nothing is summed up.
const REACH: f64 = 10.0;
const SCORES: [f64; 5] = [1.0, 2.0, 3.0, 4.0, 5.0];

/// How many reviews gave each score, from 1 to 5.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally([u32; 5]);

impl Tally {
    /// Counts a score so many times more.
    pub fn add(&mut self, score: Stars, times: u32) {
        let place = usize::from(u8::from(score) - Stars::MIN);
        if let Some(count) = self.0.get_mut(place) {
            *count = count.saturating_add(times);
        }
    }

    /// How many scores there are.
    pub fn count(&self) -> u32 {
        self.0.iter().fold(0, |sum, n| sum.saturating_add(*n))
    }

    fn posterior(&self) -> Posterior {
        let weights = self.0.map(|n| f64::from(n) + IMAGINARY_PER_SCORE);
        let total: f64 = weights.iter().sum();
        let moment = |power: i32| {
            let terms = weights.iter().zip(SCORES);
            terms.map(|(w, s)| w * s.powi(power)).sum::<f64>() / total
        };
        let mean = moment(1);
        Posterior {
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
        let masses: Vec<f64> = middles.map(|x| (log(x) - log(mean)).exp()).collect();
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

/// The rating that follows from the scores of all published reviews of an agency. Whatever rests on
/// fewer than `minimum` reviews is left out.
pub fn rate(overall: &Tally, dimensions: &BTreeMap<String, Tally>, minimum: u32) -> Rating {
    let shown = Some(*overall).filter(|tally| tally.count() >= minimum);
    let interval = shown.map(|tally| tally.posterior().interval());
    let of_dimension = |(name, tally): (&String, &Tally)| {
        let rating = DimensionRating {
            review_count: tally.count(),
            mean: rounded(tally.posterior().mean),
        };
        (name.clone(), rating)
    };
    let enough = |(_, tally): &(&String, &Tally)| shown.is_some() && tally.count() >= minimum;
    Rating {
        review_count: overall.count(),
        minimum_reviews: minimum,
        mean: shown.map(|tally| rounded(tally.posterior().mean)),
        interval_low: interval.map(|(low, _)| rounded(low)),
        interval_high: interval.map(|(_, high)| rounded(high)),
        distribution: shown.map(|tally| tally.0),
        dimensions: dimensions.iter().filter(enough).map(of_dimension).collect(),
        method: METHOD.to_owned(),
    }
}

/// Two decimals: more would feign a certainty that a few dozen reviews do not give.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests;
