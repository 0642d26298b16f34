//! What the public is told of the circumstances of a review, so that no review is singled out.
//!
//! An agency knows whom it sent where, when and as what. So a circumstance is shown only when at
//! least `least` published reviews of the agency share it *together with* all others that are shown
//! of the same review. What is left out does not tell whether it was stated at all.

use super::{Corridor, Occupation, Stage};

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
}

/// The published reviews of the agency that cannot be told apart by what is shown so far.
struct Crowd<'all> {
    members: Vec<&'all (Circumstances, u32)>,
    least: u32,
}

impl Crowd<'_> {
    /// Shows one circumstance if enough of the crowd share it; the crowd is then those.
    fn show<T: PartialEq>(
        &mut self,
        value: Option<T>,
        of: impl Fn(&Circumstances) -> Option<T>,
    ) -> Option<T> {
        value.as_ref()?;
        let shares = |(other, _): &&(Circumstances, u32)| of(other) == value;
        let sharing: Vec<_> = self.members.iter().copied().filter(shares).collect();
        let number = sharing.iter().map(|(_, times)| times).sum::<u32>();
        if number < self.least {
            return None;
        }
        self.members = sharing;
        value
    }
}

/// What is shown of one review among all published ones of its agency, each with the number of
/// reviews that have exactly these circumstances.
pub fn shown(one: &Circumstances, all: &[(Circumstances, u32)], least: u32) -> Shown {
    let mut crowd = Crowd {
        members: all.iter().collect(),
        least,
    };
    let one = one.clone();
    Shown {
        corridor: crowd.show(Some(one.corridor), |other| Some(other.corridor.clone())),
        stage: crowd.show(Some(one.stage), |other| Some(other.stage.clone())),
        recruited_year: crowd.show(one.recruited_year, |other| other.recruited_year),
        occupation: crowd.show(one.occupation, |other| other.occupation.clone()),
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
        ) -> Circumstances {
            Circumstances {
                corridor: Corridor { origin: Code::known(origin), destination: Code::known(destination) },
                stage: Code::known(stage),
                recruited_year,
                occupation: occupation.map(Code::known),
            }
        }
    }

    fn fits(shown: &Shown, other: &Circumstances) -> bool {
        shown.corridor.as_ref().is_none_or(|c| c == &other.corridor)
            && shown.stage.as_ref().is_none_or(|s| s == &other.stage)
            && (shown.recruited_year.is_none() || shown.recruited_year == other.recruited_year)
            && (shown.occupation.is_none() || shown.occupation == other.occupation)
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
        };
        let all = [(usual("working", 2025), 3), (usual("returned", 2025), 1)];
        let of_many = shown(&all[0].0, &all, 3);
        assert_eq!(of_many.recruited_year, Some(2025));
        assert!(of_many.stage.is_some() && of_many.occupation.is_some());
        let of_the_one = shown(&all[1].0, &all, 3);
        // The corridor and the rest are shared by all four, the stage by nobody.
        assert!(of_the_one.corridor.is_some() && of_the_one.occupation.is_some());
        assert_eq!(of_the_one.stage, None);
        assert_eq!(shown(&all[0].0, &all, 5), Shown::default());
    }
}
