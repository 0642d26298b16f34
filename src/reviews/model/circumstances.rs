//! What the public is told of the circumstances of a review, so that no review is singled out.
//!
//! An agency knows whom it sent where, when and as what. So published reviews of an agency are shown
//! in crowds of at least `least`: for each review there are so many, it among them, of which exactly
//! the same circumstances are shown, and exactly the same are left out. A circumstance that enough
//! reviews share is therefore left out of them, too, where it would tell who the few without it are.
//! What is left out does not tell whether it was stated at all.

use std::collections::BTreeMap;

use super::{Corridor, Occupation, ProofTier, Stage};

/// What an agency may know of the author of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circumstances {
    /// From where to where.
    pub corridor: Corridor,
    /// Where in the journey.
    pub stage: Stage,
    /// The year of the recruitment.
    pub recruited_year: Option<i16>,
    /// As what.
    pub occupation: Option<Occupation>,
    /// How it is known.
    pub proof: ProofTier,
}

/// What is shown of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// From where to where.
    pub corridor: Option<Corridor>,
    /// Where in the journey.
    pub stage: Option<Stage>,
    /// The year of the recruitment.
    pub recruited_year: Option<i16>,
    /// As what.
    pub occupation: Option<Occupation>,
    /// How it is known.
    pub proof: Option<ProofTier>,
}

/// The published reviews of the agency that cannot be told apart by what is shown so far.
struct Crowd<'all> {
    members: Vec<&'all (Circumstances, u32)>,
    least: u32,
}

impl Crowd<'_> {
    /// Shows one circumstance of a review if enough of the crowd share it, and enough or none are
    /// left without it. The crowd is then those of which the same is shown.
    fn show<T: Ord>(
        &mut self,
        one: &Circumstances,
        of: impl Fn(&Circumstances) -> Option<T>,
    ) -> Option<T> {
        let mut numbers: BTreeMap<T, u32> = BTreeMap::new();
        let mut silent = 0;
        for (other, times) in &self.members {
            let number = match of(other) {
                Some(value) => numbers.entry(value).or_default(),
                None => &mut silent,
            };
            *number = number.saturating_add(*times);
        }
        let shown_from = self.least_number_shown(numbers.values().copied().collect(), silent);
        let shown = |other: &Circumstances| {
            let number = |value: &T| numbers.get(value).copied();
            of(other).filter(|value| number(value) >= shown_from && shown_from.is_some())
        };
        let value = shown(one);
        self.members.retain(|(other, _)| shown(other) == value);
        value
    }

    /// How many reviews must share a value for it to be shown, given how many share each and how many
    /// state none; `None` if nothing may be shown. Values that equally many share are treated alike.
    fn least_number_shown(&self, mut numbers: Vec<u32>, silent: u32) -> Option<u32> {
        numbers.sort_unstable();
        let mut left_out = silent;
        let mut before = 0;
        for number in numbers {
            let is_fine = left_out == 0 || left_out >= self.least;
            if number > before && number >= self.least && is_fine {
                return Some(number);
            }
            left_out = left_out.saturating_add(number);
            before = number;
        }
        None
    }
}

/// What is shown of one review among all published ones of its agency, each with the number of
/// reviews that have exactly these circumstances.
pub fn shown(one: &Circumstances, all: &[(Circumstances, u32)], least: u32) -> Shown {
    let mut crowd = Crowd {
        members: all.iter().collect(),
        least,
    };
    Shown {
        corridor: crowd.show(one, |other| Some(other.corridor.clone())),
        stage: crowd.show(one, |other| Some(other.stage.clone())),
        recruited_year: crowd.show(one, |other| other.recruited_year),
        occupation: crowd.show(one, |other| other.occupation.clone()),
        proof: crowd.show(one, |other| Some(other.proof)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::platform::code_lists::Code;

    fn one_of(code: &'static [&'static str]) -> impl Strategy<Value = String> {
        proptest::sample::select(code).prop_map(str::to_owned)
    }

    prop_compose! {
        fn circumstances()(
            origin in one_of(&["PH", "ID", "VN"]),
            destination in one_of(&["SG", "MY"]),
            stage in one_of(&["working", "returned", "left_recently"]),
            recruited_year in proptest::option::of(2023_i16..2026),
            occupation in proptest::option::of(one_of(&["9111", "7212"])),
            proof in proptest::sample::select(ProofTier::ALL),
        ) -> Circumstances {
            Circumstances {
                corridor: Corridor { origin: Code::known(origin), destination: Code::known(destination) },
                stage: Code::known(stage),
                recruited_year,
                occupation: occupation.map(Code::known),
                proof,
            }
        }
    }

    fn fits(shown: &Shown, other: &Circumstances) -> bool {
        shown.corridor.as_ref().is_none_or(|c| c == &other.corridor)
            && shown.stage.as_ref().is_none_or(|s| s == &other.stage)
            && (shown.recruited_year.is_none() || shown.recruited_year == other.recruited_year)
            && (shown.occupation.is_none() || shown.occupation == other.occupation)
            && shown.proof.is_none_or(|proof| proof == other.proof)
    }

    proptest! {
        #[test]
        fn whatever_is_shown_fits_enough_reviews(
            all in proptest::collection::vec(circumstances(), 3..40),
            least in 3_u32..6,
        ) {
            let counted: Vec<(Circumstances, u32)> = all.iter().map(|c| (c.clone(), 1)).collect();
            for one in &all {
                let shown = shown(one, &counted, least);
                prop_assert!(fits(&shown, one));
                let fitting = all.iter().filter(|other| fits(&shown, other)).count();
                let nothing = shown == Shown::default();
                prop_assert!(nothing || fitting >= usize::try_from(least).unwrap());
            }
        }

        #[test]
        fn of_enough_reviews_the_same_is_shown_and_the_same_left_out(
            all in proptest::collection::vec((circumstances(), 1_u32..4), 3..40),
            least in 3_u32..6,
        ) {
            let number = |some: &[&(Circumstances, u32)]| some.iter().map(|(_, n)| n).sum::<u32>();
            prop_assume!(number(&all.iter().collect::<Vec<_>>()) >= least);
            let of = |one: &(Circumstances, u32)| shown(&one.0, &all, least);
            for one in &all {
                let alike: Vec<_> = all.iter().filter(|other| of(other) == of(one)).collect();
                prop_assert!(number(&alike) >= least, "{:?}", of(one));
            }
        }
    }

    #[test]
    fn what_few_share_is_left_out() {
        let usual = |stage: &str, year| Circumstances {
            corridor: Corridor {
                origin: Code::known("PH".to_owned()),
                destination: Code::known("SG".to_owned()),
            },
            stage: Code::known(stage.to_owned()),
            recruited_year: Some(year),
            occupation: Some(Code::known("5311".to_owned())),
            proof: ProofTier::SelfDeclared,
        };
        let all = [(usual("working", 2025), 3), (usual("returned", 2025), 1)];
        for (one, _) in &all {
            let shown = shown(one, &all, 3);
            // What all four share is shown; of the stage nothing, or the fourth would be told by it.
            assert!(shown.corridor.is_some() && shown.occupation.is_some());
            assert_eq!(shown.recruited_year, Some(2025));
            assert_eq!(shown.stage, None);
        }
        assert_eq!(shown(&all[0].0, &all, 5), Shown::default());
    }

    #[test]
    fn the_smallest_of_the_large_groups_hides_the_few() {
        let to = |destination: &str| Circumstances {
            corridor: Corridor {
                origin: Code::known("PH".to_owned()),
                destination: Code::known(destination.to_owned()),
            },
            stage: Code::known("working".to_owned()),
            recruited_year: None,
            occupation: None,
            proof: ProofTier::SelfDeclared,
        };
        let all = [(to("SG"), 9), (to("MY"), 3), (to("TH"), 1)];
        let is_shown = |all: &[(Circumstances, u32)]| -> Vec<bool> {
            let corridor = |(one, _): &(Circumstances, u32)| shown(one, all, 3).corridor;
            all.iter().map(|one| corridor(one).is_some()).collect()
        };
        assert_eq!(is_shown(&all), [true, false, false]);
        // Which of two groups hides the few must not rest on what they are.
        let all = [(to("SG"), 3), (to("MY"), 3), (to("TH"), 1)];
        assert_eq!(is_shown(&all), [false, false, false]);
        let all = [(to("SG"), 9), (to("MY"), 3)];
        assert_eq!(is_shown(&all), [true, true]);
    }
}
