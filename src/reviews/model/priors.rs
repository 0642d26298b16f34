//! What is expected of an agency before anybody has reviewed it: what workers say of all agencies of
//! the corridor; of an employer, what they say of all employers. It is worked out once a month and stays as it is until the next, so that a review of
//! one agency does not move the ratings of others, and no rating tells what happened elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::statistics::{Cell, OVERALL, Route, Weighed};
use super::{Month, Tally};
use crate::agencies::EntryKind;
use crate::platform::ids::Id;

/// How many imaginary reviews are added to those of an agency.
pub const STRENGTH: u32 = 5;
/// A corridor needs so many reviews to be an example.
pub const LEAST_REVIEWS: u32 = 20;
/// They must be of so many agencies.
pub const LEAST_AGENCIES: usize = 3;
/// Of each score one more is counted in a corridor, so that none is impossible.
const SMOOTHING: f64 = 1.0;
/// Whole numbers are stored.
const HUNDREDTHS: u32 = 100;

/// Imaginary reviews of each score, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Imaginary([f64; 5]);

impl Imaginary {
    /// One of each score: nothing is known.
    pub const NEUTRAL: Self = Self([1.0; 5]);

    /// So many hundredths of a review of each score.
    pub fn of_hundredths(hundredths: [u32; 5]) -> Self {
        Self(hundredths.map(|number| f64::from(number) / f64::from(HUNDREDTHS)))
    }

    /// How many there are of each score.
    pub const fn reviews(&self) -> [f64; 5] {
        self.0
    }

    /// A mixture by weight; neutral when nothing weighs anything.
    pub fn mixed(parts: &[(Self, f64)]) -> Self {
        if let [(only, _)] = parts {
            return *only;
        }
        let total: f64 = parts.iter().map(|(_, weight)| weight).sum();
        if total <= 0.0 {
            return Self::NEUTRAL;
        }
        let mut mixed = [0.0; 5];
        for (part, weight) in parts {
            for (sum, more) in mixed.iter_mut().zip(part.0) {
                *sum += more * weight / total;
            }
        }
        Self(mixed)
    }
}

/// Hundredths of imaginary reviews by score, as they are stored.
pub type Hundredths = [u32; 5];

/// What is expected in a month.
#[derive(Debug, Clone)]
pub struct Priors {
    as_of: Month,
    of_corridors: BTreeMap<(Route, String), Hundredths>,
    anywhere: BTreeMap<String, Hundredths>,
}

impl Priors {
    /// Nothing is known.
    pub const fn unknown(as_of: Month) -> Self {
        Self {
            as_of,
            of_corridors: BTreeMap::new(),
            anywhere: BTreeMap::new(),
        }
    }

    /// The month to which ages are counted.
    pub const fn as_of(&self) -> Month {
        self.as_of
    }

    /// Expects this of a corridor, or of all corridors together.
    pub fn expect(&mut self, route: Option<Route>, dimension: String, hundredths: Hundredths) {
        match route {
            Some(route) => self.of_corridors.insert((route, dimension), hundredths),
            None => self.anywhere.insert(dimension, hundredths),
        };
    }

    /// All that is expected.
    pub fn all(&self) -> impl Iterator<Item = (Option<&Route>, &str, Hundredths)> {
        let of_corridors = self.of_corridors.iter();
        let of_corridors = of_corridors.map(|((route, name), h)| (Some(route), name.as_str(), *h));
        let anywhere = self.anywhere.iter();
        of_corridors.chain(anywhere.map(|(name, h)| (None, name.as_str(), *h)))
    }

    /// What is expected of an agency in a corridor.
    pub fn of_corridor(&self, route: &Route, dimension: &str) -> Imaginary {
        let found = self
            .of_corridors
            .get(&(route.clone(), dimension.to_owned()));
        found.map_or_else(
            || self.anywhere(dimension),
            |h| Imaginary::of_hundredths(*h),
        )
    }

    /// What is expected of an agency about whose corridor nothing is known.
    pub fn anywhere(&self, dimension: &str) -> Imaginary {
        let found = self.anywhere.get(dimension);
        found.map_or(Imaginary::NEUTRAL, |h| Imaginary::of_hundredths(*h))
    }
}

/// What is expected in a month of each kind that is rated: an employer is not expected to be like the
/// agencies of its corridor.
pub type PriorsByKind = BTreeMap<EntryKind, Priors>;

/// Scores of several agencies.
#[derive(Default)]
struct Example {
    weighed: Weighed,
    agencies: BTreeSet<Id>,
}

impl Example {
    fn add(&mut self, agency: Id, tally: &Tally, weight: f64) {
        self.weighed.add(tally, weight);
        self.agencies.insert(agency);
    }

    fn hundredths(&self) -> Option<Hundredths> {
        let is_enough =
            self.weighed.tally.count() >= LEAST_REVIEWS && self.agencies.len() >= LEAST_AGENCIES;
        let smoothed = self.weighed.weights.map(|weight| weight + SMOOTHING);
        let total: f64 = smoothed.iter().sum();
        let all = f64::from(STRENGTH * HUNDREDTHS);
        is_enough.then(|| smoothed.map(|weight| whole(weight / total * all)))
    }
}

/// The nearest whole number; it is at least 1 here, and at most some hundreds.
fn whole(number: f64) -> u32 {
    (1..STRENGTH * HUNDREDTHS)
        .find(|whole| f64::from(*whole) + 0.5 > number)
        .unwrap_or(STRENGTH * HUNDREDTHS)
}

/// Works out what is expected, from the numbers of all agencies.
#[derive(Default)]
pub struct Survey {
    of_corridors: BTreeMap<(Route, String), Example>,
    anywhere: BTreeMap<String, Example>,
}

impl Survey {
    /// Takes a number of an agency into account.
    pub fn add(&mut self, agency: Id, cell: Cell, tally: &Tally, as_of: Month) {
        let weight = super::rating::weight(as_of, cell.month, cell.proof);
        let anywhere = self.anywhere.entry(cell.dimension.clone()).or_default();
        anywhere.add(agency, tally, weight);
        let corridor = self.of_corridors.entry((cell.route, cell.dimension));
        corridor.or_default().add(agency, tally, weight);
    }

    /// What follows. A dimension is expected only where the whole is.
    pub fn finish(self, as_of: Month) -> Priors {
        let mut priors = Priors::unknown(as_of);
        for ((route, dimension), example) in &self.of_corridors {
            let of_whole = self.of_corridors.get(&(route.clone(), OVERALL.to_owned()));
            let is_known = of_whole.and_then(Example::hundredths).is_some();
            if let Some(hundredths) = example.hundredths().filter(|_| is_known) {
                priors.expect(Some(route.clone()), dimension.clone(), hundredths);
            }
        }
        for (dimension, example) in &self.anywhere {
            if let Some(hundredths) = example.hundredths() {
                priors.expect(None, dimension.clone(), hundredths);
            }
        }
        priors
    }
}

#[cfg(test)]
mod tests {
    use super::super::statistics::ProofTier;
    use super::*;

    fn survey(reviews: &[(u128, &str, [u32; 5])]) -> Priors {
        let as_of: Month = "2026-11".parse().unwrap();
        let mut survey = Survey::default();
        for (agency, origin, counts) in reviews {
            let cell = Cell {
                route: ((*origin).to_owned(), "SG".to_owned()),
                dimension: OVERALL.to_owned(),
                month: as_of,
                proof: ProofTier::SelfDeclared,
            };
            let agency = format!("00000000-0000-4000-8000-{agency:012}");
            survey.add(
                Id::parse(&agency).unwrap(),
                cell,
                &Tally::of(*counts),
                as_of,
            );
        }
        survey.finish(as_of)
    }

    fn route(origin: &str) -> Route {
        (origin.to_owned(), "SG".to_owned())
    }

    #[test]
    fn a_corridor_needs_enough_reviews_of_enough_agencies() {
        let few = survey(&[(1, "PH", [0, 0, 0, 0, 18]), (2, "PH", [0, 0, 0, 0, 1])]);
        assert_eq!(few.of_corridor(&route("PH"), OVERALL), Imaginary::NEUTRAL);
        let of_two = survey(&[(1, "PH", [0, 0, 0, 0, 30]), (2, "PH", [0, 0, 0, 0, 30])]);
        assert_eq!(
            of_two.of_corridor(&route("PH"), OVERALL),
            Imaginary::NEUTRAL
        );
        let enough = survey(&[
            (1, "PH", [0, 0, 0, 0, 5]),
            (2, "PH", [0, 0, 0, 0, 5]),
            (3, "PH", [10, 0, 0, 0, 0]),
        ]);
        // 11 of 25 and so on, of five reviews.
        let expected = Imaginary::of_hundredths([220, 20, 20, 20, 220]);
        assert_eq!(enough.of_corridor(&route("PH"), OVERALL), expected);
        // Another corridor is expected to be like all together.
        assert_eq!(enough.of_corridor(&route("ID"), OVERALL), expected);
        assert_eq!(enough.of_corridor(&route("ID"), "fees"), Imaginary::NEUTRAL);
    }

    #[test]
    fn a_mixture_lies_between_its_parts() {
        let good = Imaginary::of_hundredths([0, 0, 0, 0, 500]);
        let mixed = Imaginary::mixed(&[(good, 3.0), (Imaginary::NEUTRAL, 1.0)]);
        assert_eq!(mixed, Imaginary::of_hundredths([25, 25, 25, 25, 400]));
        assert_eq!(Imaginary::mixed(&[(good, 0.0)]), good);
        assert_eq!(
            Imaginary::mixed(&[(good, 0.0), (good, 0.0)]),
            Imaginary::NEUTRAL
        );
    }
}
